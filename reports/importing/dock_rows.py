"""Rows of the dock on their way to its verbs: who acts, what rows name, and what the verbs refuse."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Any

from reports.importing.engine import Run
from reports.importing.shapes import Row
from scc_site.models import User
from scc_site.refusals import Mistyped, Refusal

WORKED_OUT = "Worked out by the house; not read."


class Outcome(Enum):
    """What became of a row, in the engine's words."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


def acting(run: Run, rows: Sequence[Row]) -> User | None:
    """Who acts: whoever gave the file, or for the machine's own command the first of the office.

    An office without anybody is a fault.
    """
    by = run.author or User.objects.admins().first()
    if by is None and rows:
        run.fault(rows[0], "", "nobody is in the office yet: make an admin first")
    return by


def by_slug(run: Run, model: Any, rows: Sequence[Row], column: str) -> dict[str, Any]:
    """What a column names, by slug, in one query; a fault at every row that names nothing."""
    found = {row.slug: row for row in model.objects.filter(slug__in={row[column] for row in rows})}
    for row in rows:
        if row[column] not in found:
            run.fault(row, column, "is not in the house: enter it in the office first")
    return found


def refuse(run: Run, row: Row, refusal: Refusal) -> None:
    """Every fault of a verb at its column, or the sentence at the row."""
    faults = refusal.faults if isinstance(refusal, Mistyped) else {}
    named = {column.name for column in run.kind.columns}
    for name, words in faults.items():
        run.fault(row, name if name in named else "", " ".join(words))
    if not faults:
        run.fault(row, "", refusal.sentence)


def count(run: Run, row: Row, outcome: Outcome) -> None:
    """Tell what became of a row; not which record, as what the dock keeps is never taken out again."""
    run.told(row, outcome.value, None)
