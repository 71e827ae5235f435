"""Keeping dock and ledger one (verbs): every run plans all entries anew and posts what differs; twice changes nothing.

The ledger alone is the memory: no mark of what was posted is kept elsewhere, so nothing can be forgotten or drift. A
run over all bookings takes a fixed number of statements per thousand of them. Of two runs at once the second waits,
and finds nothing to do.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection, transaction

from events.models import Booking
from reports.postings import gift, gifts, reading, writing
from reports.postings.changes import Lacking, Months, changes
from reports.postings.facts import Fault, Posting
from reports.postings.plan import plan
from reports.postings.writing import Source
from scc_site.mail import alerts

log = logging.getLogger(__name__)
ALARM = "not_posted"
LEDGER = "reports.ledger"  # the lock that every writer of the ledger takes; see migration 0002


@dataclass
class Outcome:
    """What a run came to. `late` are entries put off, in words; `unplaced` references by vessel that no unit takes.

    `vouchers` have expired with something left, and no policy says what becomes of it.
    """

    posted: int = 0
    undone: int = 0
    late: list[str] = field(default_factory=list)
    lacking: dict[Lacking, int] = field(default_factory=dict)
    unplaced: dict[str, list[str]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    vouchers: list[gift.VoucherFacts] = field(default_factory=list)
    is_kept: bool = True

    @property
    def missing(self) -> list[str]:
        """What keeps entries out, in words."""
        accounts = [
            f"{unit} has no account of the kind “{subtype}”: {_counted(count)} kept out."
            for (unit, subtype), count in sorted(self.lacking.items())
        ]
        boats = [
            f"No unit takes the bookings of {vessel}: {_named(references)} wait. Name the unit this vessel belongs to."
            for vessel, references in sorted(self.unplaced.items())
        ]
        return [*accounts, *boats]

    @property
    def words(self) -> str:
        """The run in one sentence."""
        if not self.is_kept:
            return "No books are kept yet: add a unit and its accounts first."
        if not self.posted and not self.undone:
            return "The ledger says what the dock says: nothing to post."
        return f"{_counted(self.posted)} posted, {self.undone} undone."


def post(*, at: datetime) -> None:
    """The schedule's entry: post everything, and tell the office what could not be, each thing once."""
    outcome = post_all(at=at)
    for unit, subtype in outcome.lacking:
        words = f"Nothing is posted to “{subtype}” of {unit}: it has no such account."
        alerts.raise_alarm(kind=ALARM, key=f"account:{unit}:{subtype}", words=words, at=at)
    for vessel in outcome.unplaced:
        words = f"Bookings of {vessel} are not in the books: no unit takes them."
        alerts.raise_alarm(kind=ALARM, key=f"vessel:{vessel}", words=words, at=at)
    if outcome.posted or outcome.undone:
        log.info("Postings: %s", outcome.words)


@transaction.atomic
def post_all(*, at: datetime) -> Outcome:
    """Make the ledger say what bookings and vouchers say at an instant. Entries without their account wait."""
    return _run(at, only=None)


def foreseen(*, at: datetime) -> Outcome:
    """What posting everything now would come to; nothing is written, nobody waits."""
    return _run(at, only=None, is_meant=False)


@transaction.atomic
def post_booking(*, booking: Booking, at: datetime) -> Outcome:
    """Make the ledger say what one booking says at an instant."""
    return _run(at, only=booking.pk)


def take_turn() -> None:
    """Wait for whoever writes to the ledger; held until the transaction ends. Rows are read after it alone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [LEDGER])


@dataclass
class Run:
    """One run: where things belong, what is closed, and what came of it so far."""

    at: datetime
    places: reading.Places
    chart: writing.Chart
    months: Months
    is_meant: bool = True
    outcome: Outcome = field(default_factory=Outcome)

    def today(self, unit: str) -> date:
        """The day it is in a unit's zone."""
        return self.at.astimezone(self.zones[unit]).date()

    def __post_init__(self) -> None:
        """Zones by unit."""
        self.zones = {unit.slug: reading.zone_of(unit) for unit in self.places.units.values()}

    def settle(self, wanted: dict[Source, list[Posting]]) -> None:
        """Post and undo until the entries of these sources, all of one kind, are those wanted."""
        if not wanted:
            return
        kind = next(iter(wanted)).kind
        found = reading.entries(kind, [source.name for source in wanted], self.places)
        sheet = writing.sheet(self.chart, list(self.places.units.values()), self.at)
        for source, postings in wanted.items():
            standing = found[source.name]
            made = changes(postings, standing, months=self.months, accounts=self.chart, channel=source.channel)
            for row, on in made.undo:
                sheet.undo(source, row, on)
            for new in made.post:
                sheet.post(source, new)
                if new.on != new.posting.on:
                    self.outcome.late.append(f"{new.posting.memo}: {new.posting.on} is closed, posted on {new.on}.")
            for pair, count in made.lacking.items():
                self.outcome.lacking[pair] = self.outcome.lacking.get(pair, 0) + count
            self.outcome.posted += len(made.post)
            self.outcome.undone += len(made.undo)
        if self.is_meant:
            sheet.write()


def _run(at: datetime, only: int | None, *, is_meant: bool = True) -> Outcome:
    if is_meant:
        take_turn()
    places = reading.Places()
    run = Run(at, places, writing.Chart(places.units.values()), reading.closed_months(), is_meant)
    if not places.units or run.chart.is_empty:
        run.outcome.is_kept = False
        return run.outcome
    terms = reading.rates()
    for rows in reading.chunks(only=only):
        wanted: dict[Source, list[Posting]] = {}
        for row in rows:
            read = reading.facts_of(row, places, terms)
            if read is None:
                vessel = str(places.vessels[row["vessel_id"]])
                run.outcome.unplaced.setdefault(vessel, []).append(row["reference"])
                continue
            planned = plan(read.facts, run.today(read.facts.unit))
            wanted[Source("booking", read.facts.reference, read.number, read.channel)] = list(planned.postings)
            run.outcome.faults.extend(planned.faults)
        run.settle(wanted)
    if only is None:
        found = gifts.read(places)
        run.settle({Source("voucher", row.code): gift.plan(row, run.today(row.unit)) for row in found})
        run.outcome.vouchers = [row for row in found if gift.is_expired(row, run.today(row.unit))]
    return run.outcome


def _counted(count: int) -> str:
    return f"{count} {'entry' if count == 1 else 'entries'}"


def _named(references: Iterable[str]) -> str:
    """A few by name, the rest counted."""
    found = list(references)
    return ", ".join(found[:5]) + (f" and {len(found) - 5} more" if len(found) > 5 else "")  # noqa: PLR2004 -- a few names
