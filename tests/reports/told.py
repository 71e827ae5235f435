"""Bookings as facts, told in days of 2026: what postings are planned from, without a database."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from events.parties import refunds
from reports.postings.facts import BookingFacts, Cancelled, Paid, Sail
from reports.postings.plan import plan

HERE = ZoneInfo("America/Los_Angeles")
SAILS_ON = date(2026, 11, 14)
LAST = date(2026, 12, 31)


def day(text: str) -> date:
    """`10-31`, of 2026."""
    return date.fromisoformat(f"2026-{text}")


def noon(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 12, tzinfo=HERE)


def sail(on: date = SAILS_ON, *, back: date | None = None, days: int = 0, **columns) -> Sail:
    """Off the dock at noon for two hours, or for so many days; `back` is the actual day of return."""
    left = {"departed_on": on, "returned_on": back} if back else {}
    planned = noon(on) + timedelta(days=days, hours=2)
    return Sail(departs_at=noon(on), returns_at=planned, **left | columns)


def money(on: str, cents: int, kind: str = "payment", number: int = 0, **columns) -> Paid:
    """By card; numbered by its day unless told otherwise."""
    at = day(on)
    return Paid(
        **{"number": number or at.toordinal(), "kind": kind, "cents": cents, "method": "card", "on": at} | columns
    )


def booking(*paid: Paid, **columns) -> BookingFacts:
    """$1,800 on 14 November with JADA; half the price stays with the house from two weeks before."""
    named = {"sail": sail(), "steps": ((336, 100), (0, 50))} | columns
    return BookingFacts(**{"reference": "R1", "unit": "jada", "price_cents": 180_000, "paid": paid} | named)


def called_off(on: str, side: str, held: int, price: int = 180_000, steps=((336, 100), (0, 50))) -> Cancelled:
    """Settled as the dock's verb does it."""
    at = noon(day(on))
    settled = refunds.outcome(
        side=side, steps=steps, price_cents=price, held_cents=held, departs_at=noon(SAILS_ON), at=at
    )
    return Cancelled(at=at, on=day(on), side=side, kept_cents=settled.kept_cents)


def entries(facts: BookingFacts, as_of: date = LAST) -> dict[str, tuple[str, dict[str, int]]]:
    """What should stand, by key without the reference: the day and the lines."""
    return {
        row.key.removeprefix(f"booking:{facts.reference}:"): (f"{row.on:%m-%d}", dict(row.lines))
        for row in plan(facts, as_of).postings
    }


def balances(facts: BookingFacts, as_of: date = LAST) -> dict[str, int]:
    """Of every account at the end of a day, debits above 0; those of 0 left out."""
    found: dict[str, int] = {}
    for row in plan(facts, as_of).postings:
        for subtype, cents in row.lines:
            found[subtype] = found.get(subtype, 0) + cents
    return {subtype: cents for subtype, cents in found.items() if cents}


def faults(facts: BookingFacts, as_of: date = LAST) -> list[tuple[str, int]]:
    """Kind and cents of what a person must look at."""
    return [(row.kind, row.cents) for row in plan(facts, as_of).faults]
