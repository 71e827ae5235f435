"""Whose name was typed at the tablet: found among a sail's guests without telling of anybody else (reads)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from events.models import SailEvent
from waivers import verdicts
from waivers.models import Guest
from waivers.names import same_person
from waivers.verdicts import Person

LEAST_DIGITS = 4
GONE = (Guest.State.ASHORE, Guest.State.NO_SHOW)


class Found(StrEnum):
    """What a name came to."""

    ONE = "one"
    SIGNED = "signed"
    SEVERAL = "several"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Match:
    """`guest` is whose turn it is, where the name came to one."""

    found: Found
    guest: Guest | None = None


def match(event: SailEvent, name: str, hint: str, at: datetime) -> Match:
    """Who it is, by name; of namesakes by `hint`: the party's name, or the last four digits of their phone."""
    people = [one for one in verdicts.of_sail(event, at) if one.guest.state not in GONE]
    named = [one for one in people if same_person(name, one.guest.name)]
    if not named:
        return Match(Found.NOBODY)
    unsigned = [one for one in named if not one.is_cleared]
    if not unsigned:
        return Match(Found.SIGNED)
    if len(named) > 1:
        unsigned = [one for one in unsigned if _is_hinted(one, hint)]
    if len(unsigned) != 1:
        return Match(Found.SEVERAL)
    return Match(Found.ONE, unsigned[0].guest)


def _is_hinted(person: Person, hint: str) -> bool:
    guest = person.guest
    digits, phone = _digits(hint), _digits(guest.phone)
    if len(digits) >= LEAST_DIGITS and phone.endswith(digits):
        return True
    return bool(hint and guest.booking) and _is_of_party(hint, guest)


def _is_of_party(hint: str, guest: Guest) -> bool:
    """Whether the hint is the party's name: its lead's, whole or the last word of it."""
    lead = guest.booking.lead_name if guest.booking else ""
    names: Sequence[str] = [lead, lead.split()[-1] if lead.split() else ""]
    return any(same_person(hint, name) for name in names)


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isascii() and sign.isdigit())
