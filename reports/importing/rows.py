"""A file's rows as a kind reads them: layouts, heads, days, then every cell by its column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

from reports.importing import cells, heads, reading
from reports.importing.shapes import Column, Layout, Row

if TYPE_CHECKING:
    from reports.importing.engine import Run

BEYOND = ""
Texts = Iterable[tuple[int, Mapping[str, str]]]


def read(run: Run, source: BinaryIO, limits: reading.Limits, dates: str) -> Iterator[Row]:
    """Every row with its values; those that cannot be read are faults and left out. Raises NotReadable.

    The file is read twice where it writes days with slashes: first to learn which of them is the month.
    """
    columns = {column.name: column for column in columns_of(run)}
    opened = _opener(run, source, limits)
    hints = _hints(run, opened, dates)
    for line, texts in opened():
        run.batch.row_count += 1
        row = Row(line, {}, texts)
        if BEYOND in texts:
            run.fault(row, "", dict(texts).pop(BEYOND))
            continue
        for name, text in texts.items():
            text = text.strip()
            try:
                row.cells[name] = columns[name].read(text, hints) if text else None
            except cells.Unreadable as fault:
                run.fault(row, name, str(fault))
        for column in columns.values():
            if column.required and not column.may_be_blank and not texts.get(column.name, "").strip():
                run.fault(row, column.name, "is missing")
        if not run.is_bad(row):
            _note_day(run, row)
        yield row


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
            for row in islice(fresh, 1 + place, None):
                yield _texts(found, row)

    return again


def _laid_out(layout: Layout, source: BinaryIO) -> Texts:
    source.seek(0)
    return layout.rows(source)


def _texts(found: heads.Heads, row: reading.Written) -> tuple[int, dict[str, str]]:
    """A row's texts by column; cells beyond the head's are a fault, under no column's name."""
    blank = [""] * (len(found.columns) - len(row.cells))
    pairs = zip(found.columns, [*row.cells, *blank], strict=False)
    texts = {column.name: cell for column, cell in pairs if column}
    if any(cell.strip() for cell in row.cells[len(found.columns) :]):
        texts[BEYOND] = f"has {len(row.cells)} cells where the head has {len(found.columns)}: a delimiter too many?"
    return row.line, texts


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


def _note_day(run: Run, row: Row) -> None:
    day = row[run.kind.day_column] if run.kind.domain and run.kind.day_column else None
    if not isinstance(day, date):
        return
    unit = run.units.get(row["unit"]) if row["unit"] else run.unit
    run.cover(unit, day)
    if run.kind.day_column == "month":
        run.cover(unit, (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1))
