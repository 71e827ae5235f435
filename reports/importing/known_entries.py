"""Entries that a file names by their keys, as exports do: they stand in the ledger, and no file changes them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

from reports.importing import posting_files
from reports.importing.engine import Run
from reports.importing.posting_files import ABOUT, Standing, row_of
from reports.importing.staging import Stage, Staged
from reports.models import JournalEntry

AT_ONCE = 1000
BY = {
    "manual": "was posted by hand: reverse it there and post it anew",
    "bank": "was posted for a line of the bank: put that right there",
    posting_files.SOURCE: "is an old posting of a file, or its reversal: it stays as it is",
}
BY_DOCK = "was posted by the dock: put it right there"


def check(run: Run, stage: Stage) -> None:
    """Tell those that say what the ledger says as unchanged, refuse the others, and leave both out of the rest."""
    entries = stage.known()
    while some := list(islice(entries, AT_ONCE)):
        found = {one.entry.source_key: one for one in _standing(rows[0].entry for rows in some)}
        for rows in some:
            _check(run, rows, found[rows[0].entry])
    stage.forget_known()


def _standing(keys: Iterable[str]) -> list[Standing]:
    return posting_files.standings(list(JournalEntry.objects.keyed(keys)))


def _check(run: Run, rows: list[Staged], found: Standing) -> None:
    if _said(rows) == _told(found):
        for row in rows:
            run.told(row_of(row), "unchanged", None)
        return
    lines = ", ".join(str(row.line) for row in rows)
    words = f"says otherwise than the ledger (lines {lines}); it {BY.get(found.entry.source_kind, BY_DOCK)}"
    run.fault(row_of(rows[0]), "entry", words)


def _said(rows: list[Staged]) -> tuple[Any, ...]:
    """What a file says of an entry."""
    heads = {(row.day, row.memo, row.reference, row.other_id) for row in rows}
    lines = ((row.account_id, row.cents, row.unit_id, *(getattr(row, name) for name in ABOUT)) for row in rows)
    return heads, sorted(map(repr, lines))


def _told(found: Standing) -> tuple[Any, ...]:
    """What the ledger says of it, as a file can: without blanks around words."""
    entry = found.entry
    heads = {(entry.date, entry.memo.strip(), entry.reference.strip(), entry.intercompany_with_id)}
    lines = (tuple(part.strip() if isinstance(part, str) else part for part in line) for line in found.lines)
    return heads, sorted(map(repr, lines))
