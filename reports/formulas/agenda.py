"""The agenda (pure): what to do first, by a score that is shown, fitted to the hours that there are.

Source: design of the books, 3.9. Score = S × U × I × C / √E.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from typing import NamedTuple

WEIGHTS: Mapping[str, int] = {"critical": 8, "high": 4, "medium": 2, "low": 1}
CERTAINTY: Mapping[str, Decimal] = {"complete": Decimal(1), "partial": Decimal("0.7"), "estimate": Decimal("0.5")}
LATE, HORIZON = Decimal("2.5"), 30
HUNDRED_DOLLARS = 10_000  # cents
WEEKS, WEEK = 4, 7
HOURS = (1, 2, 4, 8, 16, 40)


class Item(NamedTuple):
    """One thing to do: the key of its finding, its rule and unit, severity, hours of work, when it is due.

    `stake_cents` is money a month, only where a rule computed it; `after` are rules whose items come first.
    """

    key: str
    rule: str
    unit: str
    severity: str
    hours: int
    due: date | None = None
    stake_cents: int | None = None
    certainty: str = "complete"
    after: tuple[str, ...] = ()


@dataclass(frozen=True)
class Score:
    """How a score came about: severity, urgency, impact, certainty and hours; `points` is the score, 4 places."""

    severity: int
    urgency: Decimal
    impact: Decimal
    certainty: Decimal
    hours: int
    points: Decimal


def score(item: Item, as_of: date) -> Score:
    """S × U × I × C / √E.

    S critical 8, high 4, medium 2, low 1. U = 2.5 when overdue, else 1 + max(0, (30 − days) / 30); 1 without a day.
    I = 1 + log10(1 + monthly $ at stake / 100), 1 where nothing is computed. C = 1 complete, 0.7 partial, 0.5
    estimate. E = hours.
    """
    with localcontext(prec=30):
        weight, sure = WEIGHTS[item.severity], CERTAINTY[item.certainty]
        stake = 1 + (1 + Decimal(max(item.stake_cents or 0, 0)) / HUNDRED_DOLLARS).log10()
        urgent = urgency(item.due, as_of)
        points = weight * urgent * stake * sure / Decimal(item.hours).sqrt()
    places = Decimal("0.0001")
    return Score(weight, urgent.quantize(places), stake.quantize(places), sure, item.hours, points.quantize(places))


def urgency(due: date | None, as_of: date) -> Decimal:
    """2.5 past the day; from 2 on the day down to 1 thirty days before; 1 without a day."""
    if due is None:
        return Decimal(1)
    if due < as_of:
        return LATE
    return 1 + max(Decimal(0), Decimal(HORIZON - (due - as_of).days) / HORIZON)


def ranked(items: Sequence[Item], as_of: date) -> list[tuple[Item, Score]]:
    """The highest score first; of equals the earlier day, then the key."""
    scored = [(item, score(item, as_of)) for item in items]
    return sorted(scored, key=lambda pair: (-pair[1].points, pair[0].due or date.max, pair[0].key))


@dataclass(frozen=True)
class Plan:
    """Four weeks: the keys that begin in each, the hours planned, and the keys for which there was no room."""

    weeks: tuple[tuple[str, ...], ...]
    planned: tuple[int, ...]
    rest: tuple[str, ...]


def plan(items: Sequence[Item], as_of: date, capacity: int) -> Plan:
    """The weeks of some items, the highest score first; see `planned`."""
    return planned([item for item, _ in ranked(items, as_of)], capacity)


def planned(order: Sequence[Item], capacity: int) -> Plan:
    """Fill weeks 1 to 4 in turn up to so many hours each; work of more hours runs on into the next week.

    What must come first is placed first, and what follows it begins no earlier than the week in which that ends.
    """
    book = _Book(order, [capacity] * WEEKS)
    for item in order:
        book.place(item, ())
    begun = tuple(tuple(item.key for item in order if book.begins.get(item.key) == week) for week in range(WEEKS))
    rest = tuple(item.key for item in order if book.begins.get(item.key) is None)
    return Plan(begun, tuple(capacity - left for left in book.left), rest)


class _Book:
    """The hours left in each week, and where each item begins and ends; None: no room."""

    def __init__(self, order: Sequence[Item], left: list[int]) -> None:
        self.order, self.left = order, left
        self.begins: dict[str, int | None] = {}
        self.ends: dict[str, int | None] = {}

    def place(self, item: Item, above: tuple[str, ...]) -> None:
        """Place one item, those before it first; `above` are those that wait for it, so that a circle ends."""
        if item.key in self.begins or item.key in above:
            return
        first: int | None = 0
        for other in self.order:
            if _precedes(other, item) and other.key not in above:
                self.place(other, (*above, item.key))
                end = self.ends.get(other.key, 0)
                first = None if first is None or end is None else max(first, end)
        self.begins[item.key], self.ends[item.key] = self._take(item.hours, first)

    def _take(self, hours: int, first: int | None) -> tuple[int | None, int | None]:
        if first is None or sum(self.left[first:]) < hours:
            return None, None
        begins, week = None, first
        while hours:
            taken = min(hours, self.left[week])
            if taken and begins is None:
                begins = week
            self.left[week] -= taken
            hours -= taken
            week += 1 if hours else 0
        return begins, week


def _precedes(other: Item, item: Item) -> bool:
    return other.key != item.key and other.rule in item.after and other.unit in {item.unit, ""}
