"""Sentences with slots (pure): no number stands in prose without its Value.

Plain words hold no digit; every figure is a `Figure`, and names, dates and numbers of things are `Named`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from reports.showing import shown
from reports.values import Value


class Told(StrEnum):
    """What a part of a sentence that is no plain word stands for."""

    NAME = "name"
    DATE = "date"
    ID = "id"


@dataclass(frozen=True)
class Named:
    """A name, a date or a number of a thing, which may hold digits; `href` leads there, from the site's root."""

    text: str
    kind: Told = Told.NAME
    href: str = ""


@dataclass(frozen=True)
class Figure:
    """One figure: a Value of a metric for a unit and period; `subject` tells apart those of one metric.

    `period` is “2026-10”, “2026-11-21” for a day, or “2026-08/2026-10” for months. `counted`: the keys of the
    findings that it counts, so that it can be counted again for a reader who may not see all of them.
    """

    metric: str
    title: str
    value: Value
    unit: str = ""
    period: str = ""
    subject: str = ""
    formula: str = ""
    label: str = ""
    places: int | None = None
    counted: tuple[str, ...] | None = None

    @property
    def key(self) -> str:
        """What is the same figure in every rendering and in every run."""
        return "/".join((self.metric, self.unit, self.period, self.subject)).rstrip("/")

    @property
    def text(self) -> str:
        """The figure as every rendering prints it."""
        return shown(self.value, places=self.places)


@dataclass(frozen=True)
class Text:
    """A sentence of plain words and slots."""

    parts: tuple[str | Named | Figure, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a digit in plain words: a number without a Value is nobody's."""
        for part in self.parts:
            if isinstance(part, str) and _holds_digit(part):
                raise ValueError(f"{part!r} holds a digit: a figure, a name or a date stands in a slot")

    def __bool__(self) -> bool:
        return bool(self.parts)

    def __str__(self) -> str:
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures within."""
        return tuple(part for part in self.parts if isinstance(part, Figure))


@lru_cache(maxsize=4096)
def _holds_digit(words: str) -> bool:
    """Whether plain words hold a digit; the program's own words are few, and come again and again."""
    return any(sign.isdigit() for sign in words)


NOTHING = Text()
NONE_FOUND = Text(("Nothing found.",))


def text(*parts: str | Named | Figure | Text) -> Text:
    """A sentence of these; sentences within become part of it."""
    flat: list[str | Named | Figure] = []
    for part in parts:
        flat += part.parts if isinstance(part, Text) else (part,)
    return Text(tuple(part for part in flat if part != ""))


def name(words: str, href: str = "") -> Named:
    """A name in a sentence."""
    return Named(words, Told.NAME, href)


def day(on: date) -> Named:
    """A date in a sentence: “21 Nov 2026”."""
    return Named(f"{on.day} {on:%b %Y}", Told.DATE)


def month(of: date) -> Named:
    """A month in a sentence: “October 2026”."""
    return Named(f"{of:%B %Y}", Told.DATE)


def number_of(thing: str, href: str = "") -> Named:
    """The id of a thing in a sentence: a rule, a formula, an entry."""
    return Named(thing, Told.ID, href)
