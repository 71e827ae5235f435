"""Hand-offs of projects (pure): what their documents say is open, as rules ask for it.

Source: design of the books, 3.8.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from reports.values import Evidence

ITEMS, DOCUMENTS = "handoff_items", "handoffs"


class Paper(NamedTuple):
    """One document: its project, path and unit (empty: none), and the day it was written."""

    key: str
    unit: str
    project: str
    path: str
    written_on: date


class Point(NamedTuple):
    """One thing that a document says and that was open at the end of the day; `kind`: blocker, secret …"""

    key: str
    unit: str
    project: str
    kind: str
    text: str
    place: str
    since: date
    due: date | None = None

    @property
    def evidence(self) -> Evidence:
        """The row of it."""
        return Evidence(ITEMS, self.key)


@dataclass(frozen=True)
class Handoffs:
    """All of it, at the end of a day."""

    papers: tuple[Paper, ...] = ()
    points: tuple[Point, ...] = ()

    def of_kind(self, kind: str) -> tuple[Point, ...]:
        """What is open of one kind."""
        return tuple(point for point in self.points if point.kind == kind)
