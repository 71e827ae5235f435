"""What the cells of several kinds have in common: words with synonyms, plain yes or no, whose record it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.db import models

from reports.importing import cells
from reports.importing.engine import Record, Run
from reports.importing.shapes import Row
from reports.models import BusinessUnit

M = TypeVar("M", bound=models.Model)
NAMED_AT_MOST = 8


def word(allowed: Sequence[str], also: Mapping[str, str]) -> cells.Reader:
    """One of the allowed words, or another word for one of them, in any case, dashes and blanks as underscores."""
    plain = cells.choice(*allowed)

    def read(written: str, hints: cells.Hints) -> str:
        found = re.sub(r"[\s-]+", "_", written.lower())
        return also[found] if found in also else str(plain(written, hints))

    return read


def yes_no(written: str, hints: cells.Hints) -> bool:
    """Yes or no, where unknown is no answer."""
    if (found := cells.answer(written, hints)) == "unknown":
        raise cells.Unreadable("is neither yes nor no")
    return found == "yes"


def fields(row: Row, names: Mapping[str, str]) -> dict[str, Any]:
    """What a row's cells say, by field: of `names` (column to field) those whose column the file has."""
    return {field: row.cells[column] for column, field in names.items() if column in row.cells}


def several(names: Iterable[str]) -> str:
    """Names for a sentence: the first few, and that there are more."""
    known = sorted(names)
    told = ", ".join(known[:NAMED_AT_MOST])
    return f"{told} and {len(known) - NAMED_AT_MOST} more" if len(known) > NAMED_AT_MOST else told or "none yet"


def home(run: Run, row: Row, kind: str) -> BusinessUnit | None:
    """Whose a record is that names no unit: the unit given for the whole file, else the only one of a kind."""
    if run.unit is not None:
        return run.unit
    fitting = [unit for unit in run.units.values() if unit.kind == kind]
    if len(fitting) != 1:
        there = several(unit.slug for unit in fitting)
        run.fault(row, "", f"says not whose it is: name the unit with the file (units of kind {kind}: {there})")
        return None
    return fitting[0]


def by_row(run: Run, model: type[M], records: Sequence[Record], key: tuple[str, ...]) -> dict[int, M]:
    """What became of records, by line; of several on a line the last. Empty where the file has faults."""
    kept = run.keep(model, records, key=key)
    return {record.row.line: row for record, row in zip(records, kept, strict=False)}  # a faulty file keeps nothing


def cover(run: Run, unit: BusinessUnit | None, day: date | None) -> None:
    """The file holds a record of this day, of a unit that its row does not name."""
    if unit is not None and day is not None and hasattr(run, "cover"):
        run.cover(unit, day)


def stands(run: Run, unit: BusinessUnit | None, since: date | None = None, until: date | None = None) -> None:
    """The file holds a record that stands, of a unit: since a day, where it is known, until the import or an end."""
    if unit is not None:
        today = run.at.astimezone(ZoneInfo(unit.timezone)).date()
        first = min(since or today, today)
        cover(run, unit, first)
        cover(run, unit, max(first, min(until or today, today)))
