"""What guests read about a sail: when, where, what to bring, whom to call."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.utils.translation import gettext as _

from events import contributions
from events.models import SailEvent
from scc_site.models import User
from waivers.pages import times

Context = dict[str, Any]
MAP = "https://www.openstreetmap.org/search?query="


def head(event: SailEvent) -> Context:
    """What every page about the sail begins with."""
    return {
        "day": times.day(event.sails_on),
        "kind": event.event_type.name,
        "vessel": event.vessel.name,
        "dock": event.dock,
        "map": MAP + quote(event.dock) if event.dock else "",
        "hours": hours(event),
        "waits": event.status == SailEvent.Status.WEATHER_HOLD,
    }


def hours(event: SailEvent) -> list[tuple[str, str, str]]:
    """The day in order: clock, word, tone. The sunset only where it falls between boarding and return, or near them."""
    found = [
        (event.boards_at, _("Boarding"), ""),
        (event.departs_at, _("Departure"), ""),
        (event.returns_at, _("Return"), ""),
    ]
    if event.sunset_at:
        found.append((event.sunset_at, _("Sunset"), "sun"))
    return [(times.clock(at), word, tone) for at, word, tone in sorted(found)]


def phone(event: SailEvent) -> tuple[str, str]:
    """Whom to call, as words and number: the captain who stands firmly, else the house; one statement or none."""
    if event.captain_state == SailEvent.CaptainState.CONFIRMED:
        captain: User | None = next(iter(contributions.owners(event).get("captain", [])), None)
        if captain and captain.phone:
            return _("Call the captain"), captain.phone
    return _("Call us"), settings.HOUSE_PHONE
