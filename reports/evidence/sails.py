"""Evidence from the dock: sails and the bookings aboard them, without the guests' names.

Keys: `unit:2026-10`, the sails of a month; `unit:2026-11-21`, of a day; `unit:reference` or a reference alone, one
booking; `unit:sail`, one sail by its id; `unit:customer_deposits`, bookings still ahead; `vessel:2026-10-01`.
"""

from __future__ import annotations

import re
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from events.models import SailEvent
from reports.evidence.shapes import PAGE, Asked, Group, Head, choice, money, words
from reports.periods import month_of
from reports.postings.reading import Places

TITLE = "Sails and bookings"
HEADS = (
    Head("Day"), Head("Sail"), Head("Vessel"), Head("Status"), Head("Booking"), Head("Channel"), Head("Guests", True),
    Head("Price", True),
)  # fmt: skip
PATHS = (
    "event_id", "sails_on", "event_type__name", "vessel__name", "status", "bookings__reference",
    "bookings__channel__name", "bookings__party_size", "bookings__price_cents", "bookings__cancelled_at",
)  # fmt: skip
WHEN = re.compile(r"\d{4}-\d{2}(-\d{2})?\Z")
REFERENCE = re.compile(r"[A-Z0-9]{1,12}\Z")
AHEAD = "customer_deposits"


def sails(asked: Asked) -> Group:
    """The sails that some keys name, each with its bookings, the latest first; four queries."""
    places = Places()
    wanted = [named for key in asked.keys if (named := _sought(key, places)) is not None]
    rows = SailEvent.objects.filter(reduce(or_, wanted, Q(pk__in=())))
    found = list(rows.order_by("-sails_on", "-pk", "bookings__reference").values_list(*PATHS)[asked.span])
    return Group(
        TITLE,
        HEADS,
        tuple(_row(row[1:]) for row in found[:PAGE]),
        tuple(f"/events/{row[0]}/bookings/" for row in found[:PAGE]),
        has_more=len(found) > PAGE,
    )


def _row(row: tuple[Any, ...]) -> tuple[str, ...]:
    on, kind, vessel, status, reference, channel, guests, cents, off = row
    state = f"{choice(status)}, booking cancelled" if off and status != "cancelled" else choice(status)
    return words(on), kind, vessel, state, reference or "", channel or "", words(guests), money(cents)


def _sought(key: str, places: Places) -> Q | None:
    head, _, what = key.rpartition(":")
    fleet = [number for number in places.vessels if _is_of(number, head, places)]
    if what == AHEAD:
        ended = (SailEvent.Status.RETURNED, SailEvent.Status.CLOSED, SailEvent.Status.CANCELLED)
        return Q(vessel__in=fleet, bookings__cancelled_at__isnull=True, bookings__isnull=False) & ~Q(status__in=ended)
    if WHEN.match(what):
        return Q(vessel__in=fleet) & _days(what, is_month=head in {each.slug for each in places.vessels.values()})
    if REFERENCE.match(what):
        return Q(bookings__reference=what)
    return Q(event_id=what) if what else None


def _is_of(number: int, head: str, places: Places) -> bool:
    """Whether a vessel belongs to the unit of a slug, or is the one of that slug."""
    unit = places.of(number)
    return (unit is not None and unit.slug == head) or places.vessels[number].slug == head


def _days(what: str, *, is_month: bool) -> Q:
    """A month, or one day; a day that begins a month stands for it, where a vessel's sails are named."""
    try:
        day = date.fromisoformat(what if what.count("-") > 1 else f"{what}-01")
    except ValueError:
        return Q(pk__in=())
    if what.count("-") > 1 and not (is_month and day.day == 1):
        return Q(sails_on=day)
    month = month_of(day)
    return Q(sails_on__gte=month.start, sails_on__lt=month.end)
