"""What a scanned square or a typed code says about this sail (reads): a guest's verdict, another trip, or not ours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from events import wording
from events.models import SailEvent
from waivers import links, verdicts
from waivers.boarding import checking
from waivers.boarding.rows import Row, row
from waivers.models import Guest

TOKEN = re.compile(r"(?:^|/(?:guest|waiver|party)/)([A-Za-z0-9_-]{36})(?:/|$)")
NOT_OURS = "Not ours: this is no guest’s code."


@dataclass(frozen=True)
class Scan:
    """What a code came to: `row` for a guest of this sail; else the words, with nobody's name in them."""

    words: str
    tone: str
    row: Row | None = None


def scan(code: str, *, event: SailEvent, at: datetime) -> Scan:
    """Judge a guest's link or its last part."""
    found = TOKEN.search(code.strip().split("?")[0].split("#")[0])
    guest = links.guest_of(found[1]) if found else None
    if guest is None:
        return Scan(_no_guest(found[1] if found else "", event), "bad")
    if guest.event_id != event.pk:
        return Scan(f"Another trip: {_sail(guest.event)}.", "bad")
    return _of_this_sail(guest, event, at)


def _of_this_sail(guest: Guest, event: SailEvent, at: datetime) -> Scan:
    person = next((one for one in verdicts.of_sail(event, at) if one.guest.pk == guest.pk), None)
    if person is None:
        return Scan("Taken off this sail’s list.", "bad")
    found = row(person, event, at)
    if person.is_aboard:
        return Scan(f"Already {checking.since(person.guest)}.", "warn", found)
    return Scan(found.word[:1].upper() + found.word[1:], found.tone, found)


def _no_guest(token: str, event: SailEvent) -> str:
    """A sail's own dock code is ours, but nobody's."""
    sail = links.sail_of(token) if token else None
    if sail is None:
        return NOT_OURS
    return (
        "That is the dock’s code: it opens the page to add oneself."
        if sail.pk == event.pk
        else f"The dock’s code of another trip: {_sail(sail)}."
    )


def _sail(event: SailEvent) -> str:
    day = wording.short_day(event.sails_on)
    return (
        f"{event.event_type.name} on {event.vessel.name}, {day} {wording.clock(event.departs_at, settings.HOUSE_ZONE)}"
    )
