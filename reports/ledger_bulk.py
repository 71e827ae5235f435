"""Posting many entries at once: the same rules as ledger.post, by COPY."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from reports import copying
from reports.ledger import FEWEST, Line, Unbalanced, in_words
from reports.models import BusinessUnit, JournalEntry, JournalLine
from scc_site.models import User

TEXTS = ("party", "document")
ABOUT = (*TEXTS, "booking_id", "channel_id", "property_id", "job_id", "client_id")


@dataclass(frozen=True)
class Entry:
    """One entry to post; see ledger.post. What its lines are `about` is named by column: booking_id."""

    unit: BusinessUnit
    on: date
    lines: Sequence[Line]
    source_kind: str
    source_key: str
    source_id: str = ""
    memo: str = ""
    reference: str = ""
    intercompany_with_id: int | None = None
    reversal_of: JournalEntry | None = None


@transaction.atomic
def post_many(*, entries: Sequence[Entry], at: datetime, author: User | None = None) -> list[JournalEntry]:
    """Post entries, all or none, in their order; lines of 0 cents are left out.

    Raises Unbalanced, MonthClosed, PostedAlready; then nothing was written.
    """
    for entry in entries:
        meant = [line.amount_cents for line in entry.lines if line.amount_cents]
        if len(meant) < FEWEST or sum(meant) != 0:
            raise Unbalanced(f"The entry {entry.source_key} does not balance, or has fewer than two lines.")
    try:
        with transaction.atomic():
            rows = [_row(entry, at, author) for entry in entries]
            copying.rows(JournalEntry, rows)
            pairs = zip(rows, entries, strict=True)
            lines = (_line(row, entry, line) for row, entry in pairs for line in entry.lines if line.amount_cents)
            copying.lines(JournalLine, ("entry_id", "account_id", "unit_id", "date", "amount_cents", *ABOUT), lines)
    except IntegrityError as fault:
        raise in_words(fault) or fault from fault
    return rows


def _line(row: JournalEntry, entry: Entry, line: Line) -> tuple[Any, ...]:
    about = (line.about.get(name, "" if name in TEXTS else None) for name in ABOUT)
    return row.pk, line.account.pk, (line.unit or entry.unit).pk, entry.on, line.amount_cents, *about


def _row(entry: Entry, at: datetime, author: User | None) -> JournalEntry:
    return JournalEntry(
        unit=entry.unit, date=entry.on, memo=entry.memo[:200], reference=entry.reference,
        source_kind=entry.source_kind, source_id=entry.source_id, source_key=entry.source_key, posted_at=at,
        author=author, intercompany_with_id=entry.intercompany_with_id, reversal_of=entry.reversal_of,
    )  # fmt: skip
