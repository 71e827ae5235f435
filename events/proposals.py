"""The form of a new sail before anybody has typed: a day, its sunset, and what the kind of sail makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from django.conf import settings

from events import pages, planning, timing
from events.forms import CreateForm
from events.models import EventType, Vessel

KEPT = ("event_id", "capacity", "dock", "itinerary", "notes", "draft")


class Proposal(NamedTuple):
    """A form filled in, and the day's sunset in words."""

    form: CreateForm
    sunset: str


def this_month(at: datetime) -> tuple[int, int]:
    """The house's present year and month."""
    here = at.astimezone(settings.HOUSE_ZONE)
    return here.year, here.month


def of(asked: Mapping[str, Any], *, typed: Mapping[str, str], at: datetime) -> Proposal:
    """Departure and return from the sunset of `asked` day (else today) for its kind of sail (else the first).

    What was typed into the other fields stays; guests and dock begin as the vessel's.
    """
    on: date = asked.get("date") or at.astimezone(settings.HOUSE_ZONE).date()
    event_type = asked.get("event_type") or EventType.objects.in_use().first()
    vessel = asked.get("vessel") or Vessel.objects.in_use().first()
    initial: dict[str, Any] = {"date": on, "event_type": event_type, "vessel": vessel}
    if event_type:
        initial["departs_at"], initial["returns_at"] = timing.prefill(
            on,
            sunset_minutes=event_type.sunset_minutes,
            duration_minutes=event_type.duration_minutes,
            place=planning.house(),
        )
    if vessel:
        initial |= {"capacity": vessel.legal_maximum, "dock": vessel.dock}
    initial |= {name: typed[name] for name in KEPT if typed.get(name)}
    return Proposal(CreateForm(initial=initial), pages.sunset_words(on))
