"""What a guest's own page prints: their sail, where they stand, their pass. Nothing of any other guest but a number."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from scc_site import ical
from waivers import links, verdicts
from waivers.models import Guest
from waivers.pages import sail, states, times

Context = dict[str, Any]
SEATS_OF_PARTY = 2  # from here on it is a party whose progress is worth a line


def page(guest: Guest, token: str, at: datetime) -> Context:
    """The context of waivers/guest.html; one statement, one more for a party, and one where a captain may be called."""
    stands = states.of(verdicts.just_read(guest, at), at)
    words, number = sail.phone(guest.event)
    return {
        "guest": guest,
        "token": token,
        "sail": sail.head(guest.event),
        "stands": stands,
        "is_ahead": guest.event.is_editable,
        "call": {"words": words, "number": number} if number else None,
        "party": party(guest, at),
        "pass": boarding_pass(guest) if stands.has_pass else None,
        "diets": [(value, label, value == guest.diet) for value, label in diets()],
    }


def boarding_pass(guest: Guest) -> Context:
    """What is shown at the rail: the guest's link as a code, the hour and the day."""
    url, day = links.guest_url(guest), guest.event.sails_on
    return {"qr": qr(url), "url": url, "boards": times.clock(guest.event.boards_at), "day": times.short_day(day)}


def party(guest: Guest, at: datetime) -> dict[str, int] | None:
    """How many of the guest's party have signed, of how many places; None for who came alone."""
    booking = guest.booking
    if booking is None or booking.party_size < SEATS_OF_PARTY:
        return None
    return {"signed": verdicts.signed_of(booking, guest.event, at), "size": booking.party_size}


def diets() -> list[tuple[str, str]]:
    """Every choice of food in the language spoken."""
    words = {
        Guest.Diet.ANY: _("I eat anything"),
        Guest.Diet.VEGETARIAN: _("Vegetarian"),
        Guest.Diet.VEGAN: _("Vegan"),
        Guest.Diet.GLUTEN_FREE: _("Gluten free"),
        Guest.Diet.OTHER: _("Something else"),
    }
    return [(diet.value, words[diet]) for diet in Guest.Diet]


@lru_cache(maxsize=256)
def qr(url: str) -> SafeString:
    """A link as a code to scan, drawn in the page itself; kept, for drawing one takes longer than the page."""
    code = segno.make(url, micro=False, error="m")
    return mark_safe(code.svg_inline(border=0, omitsize=True, svgclass=None))


def calendar(guest: Guest) -> str:
    """The sail as a calendar file: from boarding to return, with the way back to the guest's page."""
    event = guest.event
    entry = ical.Entry(
        uid=f"{event.event_id}.{guest.pk}@{urlsplit(settings.SITE_ORIGIN).hostname}",
        sequence=event.version,
        changed_at=event.changed_at,
        starts_at=event.boards_at,
        ends_at=event.returns_at,
        summary=f"{event.event_type.name} · {event.vessel.name}",
        status=ical.TENTATIVE if event.held_at else ical.CONFIRMED,
        location=event.dock,
        description="\n".join(f"{clock} {word}" for clock, word, _tone in sail.hours(event)),
        url=links.guest_url(guest),
        alarms=(180,),
    )
    return ical.write([entry], zone=settings.HOUSE_ZONE)
