"""Fixed costs, contribution, break-even (pure): F7 to F9. Amounts in cents, fixed costs of a month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from math import ceil
from typing import NamedTuple

from reports import values
from reports.formulas import sums
from reports.formulas.books import Books, MonthSum, SailSum
from reports.metrics import CHARTER, DOWN, Metric
from reports.periods import Period, month_start
from reports.values import Evidence, Level, Measure, Number, Range, State, Value, derived, spread, total, undefined

METRICS = (
    Metric("fixed_costs", "Fixed costs of a month", "F7", Measure.CENTS, ("ledger",), ("cfo",), direction=DOWN,
           also=("fixed_cost",)),
    Metric("contribution", "Contribution of a sail", "F8", Measure.CENTS, ("ledger", "bookings"), ("cfo",), CHARTER,
           also=("contribution_per_charter", "contribution_per_sail")),
    Metric("break_even_charters", "Charters a month to break even", "F9", Measure.COUNT, ("ledger", "bookings"),
           ("ceo", "cfo"), CHARTER, direction=DOWN,
           also=("break_even", "breakeven", "breakeven_charters", "charters_to_break_even")),
)  # fmt: skip

QUARTER, YEAR, FEWEST_SAILS = 3, 12, 3
MOST_UNSET = Decimal("0.1")
TENTH = Decimal("0.1")
ON_LINES_OF_THEIR_OWN = frozenset({"owner_pay", "interest"})
DIRECT = frozenset({"commission", "processing_fee", "crew", "fuel", "direct_other"})
PRICE = frozenset({"service_income", "refunds_contra"})
NEVER = "no number of charters breaks even"
BOOKINGS = "bookings"


@dataclass(frozen=True)
class FixedCosts:
    """F7: `core`, then debt service and owners' pay on lines of their own; `whole` is all three, month by month.

    `unset` is the share of spending whose behaviour nobody set.
    """

    core: Range
    debt: Value
    owner: Value
    whole: Range
    unset: Value


def fixed_costs(books: Books, units: Sequence[str] = ()) -> FixedCosts:
    """F7 fixed cost F: mean, least and greatest of three months: fixed expense + semi × its fixed share.

    Inputs: months of expense accounts by behaviour; debt service is interest + loan principal paid; owners' pay is
    its subtype. Unit: cents of a month, T3M. Edge: behaviour not set on more than 10 % of spend → in part, as then
    costs that stay may be missing. `units` narrows it. Source: reports.md 3.5.
    """
    months = books.period.trailing(QUARTER).months()
    core = [sums.of_months(books, month, _fixed_part, units=units) for month in months]
    debt = [sums.of_months(books, month, _debt_part, units=units) for month in months]
    owner = [sums.over(books, month, sums.of_subtypes("owner_pay"), units=units) for month in months]
    whole = [total(Measure.CENTS, parts) for parts in zip(core, debt, owner, strict=True)]
    unset = unset_share(books, units)
    return FixedCosts(
        _doubted(spread(Measure.CENTS, core), unset),
        values.mean(Measure.CENTS, debt),
        values.mean(Measure.CENTS, owner),
        _doubted(spread(Measure.CENTS, whole), unset),
        unset,
    )


def unset_share(books: Books, units: Sequence[str] = ()) -> Value:
    """The share of spending over three months on accounts whose behaviour is not set, or half said."""
    quarter = books.period.trailing(QUARTER)
    spent = sums.over(books, quarter, sums.of_type("expense"), units=units)
    if not spent.is_known:
        return derived(Measure.SHARE, (spent,), lambda cents: cents)
    loose = sums.over(books, quarter, lambda row: row.type == "expense" and _is_unset(row), units=units)
    if not loose.is_known:  # no such row: then none of the spending is
        loose = replace(spent, amount=0, state=State.ZERO if spent.state == State.OK else spent.state)
    return values.ratio(loose, spent, note="nothing was spent")


class SailDone(NamedTuple):
    """One completed sail of a unit."""

    unit: str
    sail: str
    sails_on: date


class SharedCost(NamedTuple):
    """Direct costs of a unit's month that name no booking, in cents."""

    unit: str
    month: date
    cents: int
    n: int


@dataclass(frozen=True)
class Contribution:
    """F8: mean and median over `n` charters, or the declared estimate; `unshared` cents found no sail to bear them."""

    mean: Value
    median: Value
    price: Value
    n: int
    is_declared: bool
    unshared: int = 0


def contribution(
    books: Books, done: Sequence[SailDone], shared: Sequence[SharedCost], declared: Value, units: Sequence[str] = ()
) -> Contribution:
    """F8 contribution c: per completed sail of T12M, net price − commission − processing − crew − fuel − other direct.

    Inputs: sums by booking of completed sails; direct costs that name no booking, shared equally by the unit's
    charters of that month. A charter is a completed sail with income in the books; `price` is its mean net price.
    Unit: cents a sail. Edge: fewer than 3 charters → the declared estimate, said to be one.
    """
    wanted = units or books.units
    level, rows = _least(books, wanted), _by_sail(books.sails)
    each, unshared = worths(books, done, shared, wanted)
    sold, parts = [sail for sail, _ in each], [worth for _, worth in each]
    prices = [_worth(sail, rows, PRICE, level, 0) for sail in sold]
    if len(sold) < FEWEST_SAILS:
        note = f"declared, not measured: {len(sold)} of {FEWEST_SAILS} charters in the books"
        estimate = replace(declared, note=note, missing=(*declared.missing, "charters in the books"))
        if estimate.is_known:
            estimate = replace(estimate, state=State.PARTIAL, coverage=Level.PARTIAL)
        price = values.mean(Measure.CENTS, prices) if prices else values.no_data(Measure.CENTS, "charters in the books")
        return Contribution(estimate, estimate, price, len(sold), True, unshared)
    return Contribution(
        values.mean(Measure.CENTS, parts), values.median(Measure.CENTS, parts), values.mean(Measure.CENTS, prices),
        len(sold), False, unshared,
    )  # fmt: skip


def worths(
    books: Books, done: Sequence[SailDone], shared: Sequence[SharedCost], units: Sequence[str]
) -> tuple[list[tuple[SailDone, Value]], int]:
    """What each charter of some units left, its share of the month's loose costs taken off; and loose cents left."""
    sold = _charters(books.sails, [sail for sail in done if sail.unit in units])
    shares, unshared = _shares(sold, [cost for cost in shared if cost.unit in units])
    rows, level = _by_sail(books.sails), _least(books, units)
    return [(sail, _worth(sail, rows, PRICE | DIRECT, level, shares.get(sail, 0))) for sail in sold], unshared


@dataclass(frozen=True)
class BreakEven:
    """F9: charters a month at least, mean and greatest fixed costs; `dear` and `cheap` at c 10 % less and more.

    `is_feasible` None: nobody knows how many can be sold.
    """

    range: Range
    dear: Value
    cheap: Value
    is_feasible: bool | None


def break_even(fixed: Range, c: Value, slots: Value | None = None) -> BreakEven:
    """F9 break-even N: ceil(F / c), for the least, mean and greatest F; whole charters a month.

    Edge: c ≤ 0 → undefined, “no number of charters breaks even”; F not recorded → not recorded; F ≤ 0 → 0. More than
    the slots that can be sold a month is infeasible, and says so.
    """
    low, mean, high = (charters(cost, c) for cost in fixed)
    feasible = None
    if slots is not None and slots.is_known and mean.is_known:
        feasible = mean.number <= slots.number
        if not feasible:
            note = f"more than the {slots.number} that can be sold"
            low, mean, high = (replace(found, note=note) if found.is_known else found for found in (low, mean, high))
    return BreakEven(
        Range(low, mean, high), charters(fixed.mean, _times(c, 1 - TENTH)), charters(fixed.mean, _times(c, 1 + TENTH)),
        feasible,
    )  # fmt: skip


def charters(cost: Value, c: Value) -> Value:
    """Whole charters whose contribution bears a cost."""
    if c.is_known and c.number <= 0:
        return undefined(Measure.COUNT, NEVER, cost, c)
    return derived(Measure.COUNT, (cost, c), lambda f, each: max(0, ceil(Decimal(f) / Decimal(each))))


def _fixed_part(row: MonthSum) -> Number | None:
    if row.type != "expense" or row.subtype in ON_LINES_OF_THEIR_OWN:
        return None
    if row.behaviour == "fixed":
        return row.cents
    if row.behaviour == "semi" and row.fixed_share is not None:
        return row.cents * row.fixed_share
    return None


def _debt_part(row: MonthSum) -> int | None:
    if row.subtype == "interest":
        return row.cents
    return row.debit_cents if row.subtype == "loan" else None


def _is_unset(row: MonthSum) -> bool:
    if row.subtype in ON_LINES_OF_THEIR_OWN:
        return False
    return row.behaviour == "none" or (row.behaviour == "semi" and row.fixed_share is None)


def _doubted(found: Range, unset: Value) -> Range:
    if not unset.is_known or unset.number <= MOST_UNSET:
        return found
    words = "behaviour of accounts with more than 10 % of spending"
    return Range(
        *(
            replace(value, state=State.PARTIAL, missing=(*value.missing, words)) if value.is_known else value
            for value in found
        )
    )


def _charters(rows: Sequence[SailSum], done: Sequence[SailDone]) -> list[SailDone]:
    sold = {(row.unit, row.sail) for row in rows if row.subtype == "service_income"}
    return [sail for sail in done if (sail.unit, sail.sail) in sold]


def _shares(sold: Sequence[SailDone], shared: Sequence[SharedCost]) -> tuple[dict[SailDone, int], int]:
    bearers: dict[tuple[str, date], list[SailDone]] = {}
    for sail in sold:
        bearers.setdefault((sail.unit, month_start(sail.sails_on)), []).append(sail)
    found: dict[SailDone, int] = {}
    unshared = 0
    for cost in shared:
        sails = bearers.get((cost.unit, cost.month), [])
        if not sails:
            unshared += cost.cents
            continue
        for sail, cents in zip(sails, values.split(cost.cents, [1] * len(sails)), strict=True):
            found[sail] = found.get(sail, 0) + cents
    return found, unshared


def _by_sail(rows: Sequence[SailSum]) -> dict[tuple[str, str], list[SailSum]]:
    found: dict[tuple[str, str], list[SailSum]] = {}
    for row in rows:
        found.setdefault((row.unit, row.sail), []).append(row)
    return found


def _worth(
    sail: SailDone, rows: dict[tuple[str, str], list[SailSum]], of: frozenset[str], level: Level, share: int
) -> Value:
    mine = [row for row in rows[sail.unit, sail.sail] if row.subtype in of]
    return values.recorded(
        -sum(row.cents for row in mine) - share,
        Measure.CENTS,
        coverage=level,
        n=sum(row.n for row in mine),
        evidence=[Evidence(BOOKINGS, row.booking) for row in mine[:1]],
    )


def _least(books: Books, units: Sequence[str]) -> Level:
    levels = books.said.levels(Period(month_start(books.period.end, -YEAR), books.period.end))
    found = {levels.of(unit, sums.LEDGER) for unit in units}
    return found.pop() if len(found) == 1 else Level.PARTIAL if found else Level.NONE


def _times(value: Value, factor: Decimal) -> Value:
    return derived(value.measure, (value,), lambda amount: amount * factor)
