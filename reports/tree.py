"""What a report says (pure): one tree of sections that every rendering prints, and nothing that is not in it.

A part with a label (see LABELS) is for readers who hold its clearance.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from reports.values import Value
from reports.words import NONE_FOUND, NOTHING, Figure, Text

LABELS: Mapping[str, str] = {
    "equity": "ownership and equity",
    "payroll": "pay of people",
    "security": "details of security",
    "tenants": "tenants’ data",
}


@dataclass(frozen=True)
class Paragraph:
    """A sentence or a few."""

    words: Text
    label: str = ""


@dataclass(frozen=True)
class Bullets:
    """Short sentences, one below the other."""

    items: tuple[Text, ...]
    label: str = ""


@dataclass(frozen=True)
class Headlines:
    """At most five figures, each large, with its title."""

    figures: tuple[Figure, ...]
    label: str = ""


@dataclass(frozen=True)
class Column:
    """A column: its head, and whether figures stand in it (right-aligned)."""

    title: str
    is_figure: bool = False


@dataclass(frozen=True)
class Row:
    """The cells of a row, one for each column; the first names the row. `is_total`: the row adds up those above."""

    cells: tuple[Text, ...]
    is_total: bool = False
    label: str = ""


@dataclass(frozen=True)
class Table:
    """Rows of cells; `key` is unique within the report, `empty` is said where there are no rows.

    `most`: so many rows are shown in a mail, the rest counted there; None: all. `withheld`: the labels of rows that
    this reader may not see.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    empty: Text = NOTHING
    most: int | None = 12
    label: str = ""
    withheld: tuple[str, ...] = ()


class Shape(StrEnum):
    """How a chart is drawn."""

    BARS = "bars"  # one bar a row
    LINE = "line"  # one point a row, in the order of the rows
    STACK = "stack"  # one stacked bar a row, a part for each column of figures


@dataclass(frozen=True)
class Chart:
    """A picture of its table: the first column names the places, each of `columns` (by its place) is a series.

    `line_at`: a figure drawn as a rule across, such as a target. Every chart has its table, and a sentence for those
    who do not see it.
    """

    table: Table
    shape: Shape
    columns: tuple[int, ...]
    says: Text
    line_at: Figure | None = None
    label: str = ""


@dataclass(frozen=True)
class FindingList:
    """Findings by key, the worst first: at most `most` in full, the rest counted; `empty` is said of none.

    `by_unit`: under a heading for each unit. `title` stands over them, if any. `hides`: there is more that this reader
    may not see.
    """

    keys: tuple[str, ...]
    most: int = 12
    by_unit: bool = False
    empty: Text = NONE_FOUND
    label: str = ""
    hides: bool = False
    title: str = ""


@dataclass(frozen=True)
class Gap:
    """What is not recorded: a domain of a unit, the figures that wait for it, and where to enter it."""

    domain: str
    unit: str
    words: Text
    href: str
    waiting: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gaps:
    """What is not recorded, the most wanted first."""

    items: tuple[Gap, ...]
    label: str = ""


@dataclass(frozen=True)
class Task:
    """One item of the agenda: a finding's action with its score and how the score came about."""

    finding: str
    unit: str
    title: Text
    score: Figure
    hours: Figure
    parts: Text
    due: date | None = None
    href: str = ""


@dataclass(frozen=True)
class Week:
    """One week of the agenda and what was planned into it."""

    title: Text
    tasks: tuple[Task, ...]
    planned: Figure
    capacity: Figure


@dataclass(frozen=True)
class Agenda:
    """Weeks of tasks by score, and those that did not fit."""

    weeks: tuple[Week, ...]
    rest: tuple[Task, ...] = ()
    label: str = ""


@dataclass(frozen=True)
class Withheld:
    """Where something stood that this reader may not see: nothing of it is left."""

    label: str = ""


Block = Paragraph | Bullets | Headlines | Table | Chart | FindingList | Gaps | Agenda | Withheld


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it; `key` is unique within the report and the anchor of links."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    label: str = ""
    sections: tuple[Section, ...] = ()


def figures_of(part: object) -> Iterator[Figure]:
    """Every figure that a rendering of a part of the tree prints; those of findings stand with the findings."""
    found: list[Figure] = []
    _gather(part, found)
    return iter(found)


def _gather(part: Any, found: list[Figure]) -> None:
    if isinstance(part, Figure):
        found.append(part)
    elif isinstance(part, tuple):
        for each in part:
            if type(each) is not str:
                _gather(each, found)
    else:
        kind: Any = type(part)
        for name in _within(kind):
            _gather(getattr(part, name), found)


@cache
def _within(kind: type) -> tuple[str, ...]:
    """The fields of a kind of part in which figures may stand."""
    return tuple(each.name for each in fields(kind)) if is_dataclass(kind) and kind is not Value else ()
