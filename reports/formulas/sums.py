"""Sums of the books as values (pure): what every formula on money starts from.

Each sum is taken unit by unit, so that a unit whose books are not kept is named as missing instead of counting as 0.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from reports.formulas.books import EVIDENCE, Books, MonthSum, key
from reports.periods import Period, month_start
from reports.values import Evidence, Level, Measure, Number, Value, recorded, total

LEDGER = "ledger"
MOST_EVIDENCE = 12  # of one unit's sum; more rows are found through the ledger itself


class Part(NamedTuple):
    """What one row of the books adds to a sum, the lines behind it, and what finds it again."""

    amount: Number
    n: int
    evidence: Evidence


def balance(books: Books, subtypes: Collection[str], words: str, *, sign: int = 1) -> Value:
    """What stands on the accounts of these subtypes at the end of the day, in cents; `sign` −1 for debts.

    `words` name the part where a unit's books do not tell it.
    """
    levels = books.said.levels(books.period)

    def of(unit: str) -> Value:
        parts = [
            Part(sign * row.cents, row.n, Evidence(EVIDENCE, f"{unit}:{row.account}:{books.as_of}"))
            for row in books.standing.get(unit, ())
            if row.subtype in subtypes and row.n
        ]
        return _sum(parts, levels.of(unit, LEDGER), f"{words} of {unit}")

    return total(Measure.CENTS, [of(unit) for unit in books.units])


def over(
    books: Books, period: Period, chosen: Callable[[MonthSum], bool], *, sign: int = 1, units: Sequence[str] = ()
) -> Value:
    """The sum of the chosen accounts' months within a period, in cents; `sign` −1 for income and debts."""
    return of_months(books, period, lambda row: sign * row.cents if chosen(row) else None, units=units)


def of_months(
    books: Books, period: Period, cents: Callable[[MonthSum], Number | None], *, units: Sequence[str] = ()
) -> Value:
    """The sum of what `cents` makes of each account's month within a period; None: not of this sum."""
    levels, words = books.said.levels(period), said(period)

    def of(unit: str) -> Value:
        parts = [
            Part(amount, row.n, Evidence(EVIDENCE, key(unit, row.account, row.month)))
            for row in books.within(unit, period)
            if (amount := cents(row)) is not None
        ]
        return _sum(parts, levels.of(unit, LEDGER), f"ledger of {unit} {words}")

    return total(Measure.CENTS, [of(unit) for unit in units or books.units])


def of_subtypes(*subtypes: str) -> Callable[[MonthSum], bool]:
    """Chooses the months of accounts of these subtypes."""
    wanted = frozenset(subtypes)
    return lambda row: row.subtype in wanted


def of_type(kind: str) -> Callable[[MonthSum], bool]:
    """Chooses the months of accounts of one type: asset, liability, equity, income or expense."""
    return lambda row: row.type == kind


def said(period: Period) -> str:
    """A period in words: `2026-10`, or `2026-08 to 2026-10`; days where it is no whole month."""
    if period.end != month_start(period.end):
        return f"{period.start} to {period.last_day}"
    first, last = (f"{day.year:04}-{day.month:02}" for day in (period.start, period.last_day))
    return first if first == last else f"{first} to {last}"


def _sum(parts: Sequence[Part], level: Level, words: str) -> Value:
    return recorded(
        sum(part.amount for part in parts),
        Measure.CENTS,
        coverage=level,
        n=sum(part.n for part in parts),
        evidence=sorted(part.evidence for part in parts)[:MOST_EVIDENCE],
        missing=[] if level == Level.COMPLETE else [words],
    )
