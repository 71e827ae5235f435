"""Posting many entries at once: the same rules as ledger.post, in two statements for a thousand entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from reports.ledger import FEWEST, Line, Unbalanced, in_words
from reports.models import BusinessUnit, JournalEntry, JournalLine
from scc_site.models import User


@dataclass(frozen=True)
class Entry:
    """One entry to post; see ledger.post."""

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
            rows = JournalEntry.objects.bulk_create(_row(entry, at, author) for entry in entries)
            JournalLine.objects.bulk_create(
                JournalLine(
                    entry=row, account=line.account, unit=line.unit or entry.unit, date=entry.on,
                    amount_cents=line.amount_cents, **line.about,
                )
                for row, entry in zip(rows, entries, strict=True)
                for line in entry.lines
                if line.amount_cents
            )  # fmt: skip
    except IntegrityError as fault:
        raise in_words(fault) or fault from fault
    return rows


def _row(entry: Entry, at: datetime, author: User | None) -> JournalEntry:
    return JournalEntry(
        unit=entry.unit, date=entry.on, memo=entry.memo[:200], reference=entry.reference,
        source_kind=entry.source_kind, source_id=entry.source_id, source_key=entry.source_key, posted_at=at,
        author=author, intercompany_with_id=entry.intercompany_with_id, reversal_of=entry.reversal_of,
    )  # fmt: skip
