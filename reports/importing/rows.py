"""A file's rows as a kind reads them: layouts, heads, days, then every cell by its column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

from events.season.sheets import plain
from reports.importing import cells, heads, reading
from reports.importing.shapes import Column, Layout, Row

if TYPE_CHECKING:
    from reports.importing.engine import Run

BEYOND = ""
REMEMBERED = 1000  # texts of a column: units, days and words come again and again
Texts = Iterable[tuple[int, Mapping[str, str]]]


def read(run: Run, source: BinaryIO, limits: reading.Limits, dates: str) -> Iterator[Row]:
    """Every row with its values; those that cannot be read are faults and left out. Raises NotReadable.

    The file is read twice where it writes days with slashes: first to learn which of them is the month.
    """
    columns = columns_of(run)
    opened = _opener(run, source, limits)
    hints = _hints(run, opened, dates)
    readers = {column.name: _reader(column, hints) for column in columns}
    filled = [column.name for column in columns if column.required and not column.may_be_blank]
    noted: set[Any] = set()
    for line, texts in opened():
        run.batch.row_count += 1
        row = Row(line, {}, texts)
        if BEYOND in texts:
            run.fault(row, "", dict(texts).pop(BEYOND))
            continue
        _fill(run, row, readers, filled)
        if not run.is_bad(row):
            _note_day(run, row, noted)
        yield row


def _fill(run: Run, row: Row, readers: Mapping[str, Callable[[str], Any]], filled: Iterable[str]) -> None:
    """Read a row's texts into its cells."""
    found = row.cells
    for name, text in row.written.items():
        try:
            found[name] = readers[name](text)
        except cells.Unreadable as fault:
            run.fault(row, name, str(fault))
    for name in filled:
        if found.get(name) is None and not row.written.get(name, "").strip():
            run.fault(row, name, "is missing")


def _reader(column: Column, hints: cells.Hints) -> Callable[[str], Any]:
    """What reads a cell of a column as it is written; texts that come again are not read again."""
    read = column.read

    @lru_cache(REMEMBERED)
    def value(text: str) -> Any:
        text = text.strip()
        return read(text, hints) if text else None

    return value


def columns_of(run: Run) -> tuple[Column, ...]:
    """The kind's columns; where one unit is said for the whole file, its own column may be missing."""
    return tuple(
        replace(column, required=False) if run.unit and column.name == "unit" else column for column in run.kind.columns
    )


def _opener(run: Run, source: BinaryIO, limits: reading.Limits) -> Callable[[], Texts]:
    """What reads the file from its start, each time it is called."""
    head = reading.head_of(source)
    layout = next((layout for layout in run.kind.layouts if layout.knows(head)), None)
    if layout is not None:
        return lambda: _laid_out(layout, source)
    names = heads.known(run.kind.columns)

    def is_known(cell: str) -> bool:
        return heads.named(cell) in names

    with closing(reading.rows(source, is_known=is_known, limits=limits)) as written:
        first = list(islice(written, 1 + run.kind.lead))
    if not first:
        raise reading.NotReadable("The file holds no rows.")
    place = heads.sought(run.kind.columns, first)
    found = heads.matched(columns_of(run), first[place], run.kind.one_of)
    run.batch.warnings = found.warnings

    def again() -> Texts:
        with closing(reading.rows(source, is_known=is_known, limits=limits)) as fresh:
            yield from map(_texts(found), islice(fresh, 1 + place, None))

    return again


def _laid_out(layout: Layout, source: BinaryIO) -> Texts:
    source.seek(0)
    return layout.rows(source)


def _texts(found: heads.Heads) -> Callable[[reading.Written], tuple[int, dict[str, str]]]:
    """What tells a row's texts by column; cells beyond the head's are a fault, under no column's name."""
    names = [column.name if column else None for column in found.columns]
    blank: dict[str | None, str] = dict.fromkeys(names, "")

    def texts(row: reading.Written) -> tuple[int, dict[str, str]]:
        told: Any = blank | dict(zip(names, map(plain, row.cells), strict=False))
        told.pop(None, None)
        if any(map(str.strip, row.cells[len(names) :])):
            told[BEYOND] = f"has {len(row.cells)} cells where the head has {len(names)}: a delimiter too many?"
        return row.line, told

    return texts


def _hints(run: Run, opened: Callable[[], Texts], dates: str) -> cells.Hints:
    holds_days = [column.name for column in run.kind.columns if _reads_days(column)]
    order = heads.DayOrder()
    if holds_days and not dates:
        for line, texts in opened():
            for name in holds_days:
                if "/" in (text := texts.get(name, "")):
                    order.look(line, text.strip())
    return order.settled(dates)


def _reads_days(column: Column) -> bool:
    return column.read is cells.day or getattr(column.read, "reads_days", False)


def _note_day(run: Run, row: Row, noted: set[Any]) -> None:
    """Say that the file holds a record of the row's day, where that is not `noted` yet."""
    day = row[run.kind.day_column] if run.kind.domain and run.kind.day_column else None
    if not isinstance(day, date) or (about := (row["unit"], day)) in noted:
        return
    noted.add(about)
    unit = run.units.get(row["unit"]) if row["unit"] else run.unit
    run.cover(unit, day)
    if run.kind.day_column == "month":
        run.cover(unit, (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1))
