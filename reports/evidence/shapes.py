"""What evidence becomes on a page: groups of rows with heads and cells, and how a cell reads."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from reports.pages.lines import day_words, month_words
from reports.showing import amount
from reports.values import Measure

PAGE = 50  # rows of one source on a page
Context = dict[str, Any]


class Head(NamedTuple):
    """A column's head; `is_figure`: amounts stand in it."""

    title: str
    is_figure: bool = False


@dataclass(frozen=True)
class Group:
    """The rows of one source: their heads, cells and, for the office, where each row is kept.

    `withheld` says in words what this reader may not see of it; `has_more`: a further page follows.
    """

    title: str
    heads: tuple[Head, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    hrefs: tuple[str, ...] = ()
    withheld: str = ""
    has_more: bool = False

    def told(self, *, to_office: bool) -> Context:
        """What the template prints; without ways into the office for those who have none."""
        hrefs = self.hrefs if to_office else ("",) * len(self.rows)
        kept = [head for place, head in enumerate(self.heads) if place == 0 or any(row[place] for row in self.rows)]
        places = [place for place, head in enumerate(self.heads) if head in kept]
        return {
            "title": self.title,
            "heads": kept,
            "rows": [
                {
                    "first": row[0],
                    "href": href,
                    "cells": [
                        {
                            "words": row[place],
                            "is_figure": self.heads[place].is_figure,
                            "label": self.heads[place].title,
                        }
                        for place in places[1:]
                    ],
                }
                for row, href in zip(self.rows, hrefs, strict=True)
            ],
            "withheld": self.withheld,
            "has_more": self.has_more,
        }


class Asked(NamedTuple):
    """What is asked of a source: keys of one source, for a reader with some clearances, at a page of rows from 1."""

    keys: Sequence[str]
    clearance: Collection[str]
    page: int = 1

    @property
    def span(self) -> slice:
        """The rows of the page and one more, which says whether another page follows."""
        return slice((self.page - 1) * PAGE, self.page * PAGE + 1)


Resolver = Callable[[Asked], Group]


def words(found: Any) -> str:
    """A cell of anything but money: a day, a yes or no, a number, a choice."""
    if found is None or found == "":
        return ""
    if isinstance(found, bool):
        return "yes" if found else "no"
    if isinstance(found, datetime):
        return day_words(found.date())
    if isinstance(found, date):
        return day_words(found)
    if isinstance(found, Decimal):
        return f"{found.normalize():,f}"
    return f"{found:,}" if isinstance(found, int) else str(found)


def money(cents: Any) -> str:
    """Dollars and cents."""
    return "" if cents is None else amount(cents, Measure.CENTS, places=2)


def month(of: Any) -> str:
    """A month by its first day."""
    return month_words(of) if of else ""


def share(percent: Any) -> str:
    """A percentage as it was recorded."""
    return "" if percent is None else f"{words(percent)} %"


def choice(found: Any) -> str:
    """A stored word of a choice, as people write it."""
    return str(found or "").replace("_", " ")


@dataclass(frozen=True)
class Col:
    """A column of a table: its head, the look-up that fills it, how it reads; `label`: whose clearance it takes."""

    title: str
    path: str
    how: Callable[[Any], str] = field(default=words)
    is_figure: bool = False
    label: str = ""


def cents(title: str, path: str, label: str = "") -> Col:
    """A column of money."""
    return Col(title, path, money, is_figure=True, label=label)
