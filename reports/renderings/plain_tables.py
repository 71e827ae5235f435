"""Tables and bars in columns of text (pure)."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from reports.renderings.links import Links
from reports.renderings.series import amount_of, figure_in, reach
from reports.tree import Chart, Column, Row
from reports.words import Named, Text

WIDTH = 76
GAP = 2
LONGEST = 20  # of a bar
LONGEST_NAME = 30
SIGNS = "#=+~"  # of the first series, the second …
LEAST = 10  # characters of a column of words
HANG = "  "


def table(columns: Sequence[Column], rows: Sequence[Row], links: Links) -> Iterator[str]:
    """Aligned columns where they fit, else a row as lines of “head: cell”."""
    if not rows:
        return
    widths = _widths(columns, rows)
    if widths is None:
        yield from _records(columns, rows, links)
        return
    yield _line([column.title for column in columns], columns, widths)
    for row in rows:
        if row.is_total:
            yield "-" * (sum(widths) + GAP * (len(widths) - 1))
        cells = [textwrap.wrap(str(cell), width) or [""] for cell, width in zip(row.cells, widths, strict=True)]
        for place in range(max(map(len, cells))):
            yield _line([cell[place] if place < len(cell) else "" for cell in cells], columns, widths)
        yield from _leads(row, links)


def _widths(columns: Sequence[Column], rows: Sequence[Row]) -> list[int] | None:
    """Of each column; columns of words give way to those of figures. None: there is no room."""
    wanted = [
        max(len(column.title), *(len(str(row.cells[place])) for row in rows)) for place, column in enumerate(columns)
    ]
    wordy = [place for place, column in enumerate(columns) if not column.is_figure]
    while sum(wanted) + GAP * (len(wanted) - 1) > WIDTH:
        widest = max(wordy, key=lambda place: wanted[place], default=None)
        if widest is None or wanted[widest] <= max(LEAST, len(columns[widest].title)):
            return None
        wanted[widest] -= 1
    return wanted


def _line(cells: Sequence[str], columns: Sequence[Column], widths: Sequence[int]) -> str:
    kept = [
        f"{cell:>{width}}" if column.is_figure else f"{cell:<{width}}"
        for cell, column, width in zip(cells, columns, widths, strict=True)
    ]
    return (" " * GAP).join(kept).rstrip()


def _records(columns: Sequence[Column], rows: Sequence[Row], links: Links) -> Iterator[str]:
    """The first cell, then what else is known of it."""
    for row in rows:
        yield from textwrap.wrap(str(row.cells[0]), WIDTH)
        named = [f"{column.title}: {cell}" for column, cell in list(zip(columns, row.cells, strict=True))[1:] if cell]
        yield from textwrap.wrap(", ".join(named), WIDTH, initial_indent=HANG, subsequent_indent=HANG)
        yield from _leads(row, links)


def _leads(row: Row, links: Links) -> Iterator[str]:
    """Where the names of a row lead."""
    for cell in row.cells:
        yield from (f"{HANG}{links.place(href)}" for href in _hrefs(cell))


def _hrefs(cell: Text) -> Iterator[str]:
    yield from (part.href for part in cell.parts if isinstance(part, Named) and part.href)


def bars(chart: Chart, rows: Sequence[Row], links: Links) -> Iterator[str]:
    """Every row of a chart: its name, each series with its figure and a bar, then what else the row says.

    Of one series name, figure and bar stand in one line.
    """
    if not rows:
        return
    columns = chart.table.columns
    most = max((abs(amount) for row in rows for amount in _amounts(chart, row) if amount is not None), default=0)
    is_lone = len(chart.columns) == 1
    heads = [str(row.cells[0]) for row in rows] if is_lone else [columns[column].title for column in chart.columns]
    widest = min(max(map(len, heads)), LONGEST_NAME)
    figures = max(len(str(row.cells[column])) for row in rows for column in chart.columns)
    for row in rows:
        if not is_lone:
            yield from textwrap.wrap(str(row.cells[0]), WIDTH)
        for series, column in enumerate(chart.columns):
            *above, last = textwrap.wrap(str(row.cells[0]) if is_lone else columns[column].title, widest)
            yield from (HANG + part for part in above)
            bar = _bar(row, series, column, most)
            yield f"{HANG}{last:<{widest}}  {row.cells[column]!s:>{figures}}  {bar}".rstrip()
        yield from _beside(chart, row)
        yield from _leads(row, links)


def _bar(row: Row, series: int, column: int, most: float) -> str:
    """As long as the amount; of a total none."""
    figure = figure_in(row.cells[column])
    return SIGNS[series % len(SIGNS)] * (0 if row.is_total else reach(amount_of(figure), LONGEST, most))


def _beside(chart: Chart, row: Row) -> Iterator[str]:
    """What a row says that is no series."""
    for place, column in enumerate(chart.table.columns):
        if place and place not in chart.columns and row.cells[place]:
            told = f"{column.title}: {row.cells[place]}"
            yield from textwrap.wrap(told, WIDTH, initial_indent=HANG * 2, subsequent_indent=HANG * 2)


def _amounts(chart: Chart, row: Row) -> list[float | None]:
    return [] if row.is_total else [amount_of(figure_in(row.cells[column])) for column in chart.columns]
