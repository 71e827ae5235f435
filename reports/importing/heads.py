"""Heads of a file's columns, matched with those of its kind, and how its days are written (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reports.importing import cells
from reports.importing.reading import NotReadable, Written
from reports.importing.shapes import Column

SHOWN = 8
MONTHS = 12
DAY_FIRST = {"mdy": False, "dmy": True}


@dataclass
class Heads:
    """Where a file has which column: `columns` in the file's order, None for one that is ignored."""

    columns: list[Column | None]
    warnings: list[str] = field(default_factory=list)


def named(head: str) -> str:
    """`Posting Date` and `posting-date` as `posting_date`."""
    return re.sub(r"\W+", "_", head.lower()).strip("_")


def known(columns: Iterable[Column]) -> dict[str, Column]:
    """Every name that a head may have, with its column."""
    return {named(name): column for column in columns for name in (column.name, *column.also)}


def sought(columns: Sequence[Column], rows: Sequence[Written]) -> int:
    """Which of a file's first rows holds the heads: the one with the most known ones, the first of equals."""
    names = known(columns)
    return max(range(len(rows)), key=lambda place: (sum(named(cell) in names for cell in rows[place].cells), -place))


def matched(columns: Sequence[Column], head: Written, one_of: Sequence[Sequence[str]] = ()) -> Heads:
    """The file's heads. Raises NotReadable that names every missing required column, or a column that stands twice."""
    names = known(columns)
    found = Heads([names.get(named(cell)) for cell in head.cells])
    first: dict[str, str] = {}
    for cell, column in zip(head.cells, found.columns, strict=True):
        if column and column.name in first:
            both = f"“{first[column.name]}” and “{cell.strip()}”"
            raise NotReadable(f"The column {column.name} stands there twice, as {both}: keep one.", head.line)
        if column:
            first[column.name] = cell.strip()
    missing = [column.name for column in columns if column.required and column.name not in first]
    missing += [" or ".join(group) for group in one_of if not any(name in first for name in group)]
    if missing:
        there = ", ".join(cell.strip() for cell in head.cells[:SHOWN] if cell.strip())
        noun = "The column is" if len(missing) == 1 else "These columns are"
        raise NotReadable(f"{noun} missing: {', '.join(missing)}. The file begins with: {there}.", head.line)
    ignored = [cell.strip() for cell, column in zip(head.cells, found.columns, strict=True) if not column]
    if unnamed := [name for name in ignored if name]:
        noun = "This column is" if len(unnamed) == 1 else "These columns are"
        more = f" and {len(unnamed) - SHOWN} more" if len(unnamed) > SHOWN else ""
        found.warnings.append(f"{noun} not known and not read: {', '.join(unnamed[:SHOWN])}{more}.")
    return found


class DayOrder:
    """Learns from all days of a file which of 03/04/2026 is the month."""

    def __init__(self) -> None:
        self.seen: dict[bool, tuple[int, str]] = {}

    def look(self, line: int, written: str) -> None:
        """One cell of a column that holds days."""
        found = cells.SLASHED.match(written)
        if not found:
            return
        first, second = int(found[1]), int(found[2])
        if (first > MONTHS) != (second > MONTHS):
            self.seen.setdefault(first > MONTHS, (line, written))

    def settled(self, said: str = "") -> cells.Hints:
        """What is known; `said` is `mdy`, `dmy` or empty. Raises NotReadable where a file has days of both orders.

        Where nothing tells, each day that could be read both ways is a fault of its row: see `cells.day`.
        """
        if said:
            return cells.Hints(day_first=DAY_FIRST[said])
        if len(self.seen) == 2:  # noqa: PLR2004 - both orders
            (day_line, day), (month_line, month) = self.seen[True], self.seen[False]
            raise NotReadable(
                f"Days are written in two ways: {day} in line {day_line} has the day first, {month} in line "
                f"{month_line} the month. Write them all as YYYY-MM-DD.",
                max(day_line, month_line),
            )
        return cells.Hints(day_first=next(iter(self.seen), None))
