"""Sails as lines of a home: when, which boat, how full, and a word about each."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings

from events import agenda, wording
from events.models import SailEvent
from events.pages import countdown_of

Context = dict[str, Any]
EVENING_HOUR = 17


def large(event: SailEvent, at: datetime, *, you: str = "") -> Context:
    """The sail at the head of a home, as one large line with its countdown."""
    return {
        "href": href(event),
        "when": when(event.departs_at, at),
        "words": f"{event.vessel.name} · {event.event_type.name}{you}",
        "countdown": countdown_of(event, at),
    }


def when(departs_at: datetime, at: datetime) -> str:
    """`Tonight 17:10`, `Today 09:30`, `Tomorrow 16:00`, `Sat 5 Dec 16:00`."""
    zone = settings.HOUSE_ZONE
    local, today = departs_at.astimezone(zone), at.astimezone(zone).date()
    tonight = local.date() == today and local.hour >= EVENING_HOUR
    day = "Tonight" if tonight else wording.near_day(local.date(), today)
    return f"{day} {wording.clock(departs_at, zone)}"


def line(event: SailEvent, at: datetime, **more: Any) -> Context:
    """One sail as a line of the page."""
    dots, seats = agenda.seats(event.seats_filled, event.seats_total)
    return {
        "href": href(event),
        "title": f"{when(event.departs_at, at)} · {event.vessel.name}",
        "note": event.event_type.name,
        "dots": dots,
        "seats": seats,
        "word": "",
        "tone": "",
        "acts": [],
    } | more


def way(to: str, title: str) -> Context:
    """A line that only leads somewhere."""
    return {"href": to, "title": title, "note": "", "word": "", "acts": [], "leads": True}


def href(event: SailEvent, page: str = "events") -> str:
    """The sail's page, or its `checklist`."""
    return f"/{page}/{event.event_id}/"


def month_of(event: SailEvent, **filters: str) -> str:
    """The month page on which a sail stands, with filters."""
    return agenda.Filters(**filters).address(f"{event.sails_on:%Y-%m}")
