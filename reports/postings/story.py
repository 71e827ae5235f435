"""One booking's money told from both sides: what the dock says, and the entry that says each of it in the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter, itemgetter

from events.models import Booking, BookingPayment
from reports.postings import reading, writing
from reports.postings.changes import Changes, Found, changes
from reports.postings.facts import BookingFacts, Fault, Paid
from reports.postings.plan import plan

STANDS, UNDONE, GOES, WAITS, KEPT_OUT = "posted", "undone", "to be undone", "waits", "kept out"
SIDES = {"guest": "the guest", "house": "the house", "weather": "the weather"}


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry that stands, stood or should: `lines` are account and cents, debits above 0; `state` is one of five."""

    on: date
    unit: str
    what: str
    lines: tuple[tuple[str, int], ...]
    state: str
    number: int = 0  # its row; 0 where it is not posted yet


@dataclass(frozen=True, slots=True)
class Story:
    """A booking: what happened at the dock `(day, words, cents)`, its entries, what wants a person, what it holds."""

    reference: str
    sail: str
    happened: tuple[tuple[date, str, int], ...] = ()
    entries: tuple[Entry, ...] = ()
    faults: tuple[Fault, ...] = ()
    deposit_cents: int = 0
    is_placed: bool = True


def of_booking(reference: str, *, at: datetime) -> Story | None:
    """The story at an instant, in a fixed number of queries; None where no booking has this reference."""
    found = Booking.objects.filter(reference=reference).values_list("pk", "event__event_id").first()
    if found is None:
        return None
    number, sail = found
    places = reading.Places()
    row = next(reading.chunks(only=number))[0]
    read, unit = reading.facts_of(row, places, reading.rates()), places.of(row["vessel_id"])
    if read is None or unit is None:
        return Story(reference, sail, is_placed=False)
    planned = plan(read.facts, at.astimezone(reading.zone_of(unit)).date())
    posted = reading.entries("booking", [reference], places)[reference]
    chart = writing.Chart(places.units.values())
    made = changes(planned.postings, posted, months=reading.closed_months(), accounts=chart, channel=read.channel)
    return Story(
        reference=reference,
        sail=sail,
        happened=tuple(sorted(happened(read.facts), key=itemgetter(0))),
        entries=tuple(sorted(entries(posted, made), key=attrgetter("on", "what"))),
        faults=planned.faults,
        deposit_cents=planned.deposit_cents,
    )


def happened(facts: BookingFacts) -> Iterator[tuple[date, str, int]]:
    """What the dock says of a booking's money, each with its day and cents."""
    gone = {row.corrects for row in facts.paid if row.corrects}
    for paid in facts.paid:
        if not paid.corrects:
            yield paid.on, _paid(paid, taken_back=paid.number in gone), paid.cents
    for moved in facts.moves:
        yield moved.on, f"moved from {moved.source} to {moved.target}", 0
    if facts.cancelled:
        kept = facts.cancelled.kept_cents
        yield facts.cancelled.on, f"cancelled by {SIDES[facts.cancelled.side]}: the house keeps", kept
    elif facts.sail.returned_on:
        words = "the guests did not come, the sail is back" if facts.is_no_show else "the sail is back: the price"
        yield facts.sail.returned_on, words, facts.price_cents


def entries(posted: Iterable[Found], made: Changes) -> Iterator[Entry]:
    """Every entry with how it stands; the reversals of those undone are left out."""
    going = {row.number for row, _ in made.undo}
    for row in posted:
        state = UNDONE if row.is_reversed else GOES if row.number in going else STANDS
        lines = tuple((line.subtype, line.cents) for line in row.lines)
        yield Entry(row.on, row.unit, _what(row.key), lines, state, row.number)
    for wanted in made.post:
        yield Entry(wanted.on, wanted.posting.unit, _what(wanted.posting.key), wanted.posting.lines, WAITS)
    for kept in made.kept_out:
        yield Entry(kept.on, kept.unit, _what(kept.key), kept.lines, KEPT_OUT)


def _paid(paid: Paid, *, taken_back: bool) -> str:
    words = f"{BookingPayment.Kind(paid.kind).label}, {BookingPayment.Method(paid.method).label}"
    return f"{words}, taken back since" if taken_back else words


def _what(key: str) -> str:
    """The step an entry is of: its key without source and the number of its row."""
    return key.split(":", 2)[-1].split("-", maxsplit=1)[0]
