"""Cash and burn (pure): F1 to F6. Amounts in cents, a month as a whole; cash is what subtype `cash` and
`payment_clearing` hold: money that is on its way from the card processor is the house's already.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from reports.formulas import sums
from reports.formulas.books import EVIDENCE, Books, Flow
from reports.metrics import DOWN, Metric
from reports.periods import Period
from reports.values import (
    Evidence,
    Level,
    Measure,
    Range,
    State,
    Value,
    derived,
    not_applicable,
    recorded,
    rounded,
    spread,
    total,
)

CASH = ("cash", "payment_clearing")
HELD = ("customer_deposits", "refunds_due", "security_deposits", "tax_payable", "tips_payable")
CAPITAL = frozenset({"fixed_asset", "loan", "owner_equity", "owner_draw"})  # shown beside operating cash, never in it
QUARTER = 3
WEEKS, WEEK = 13, timedelta(days=7)

METRICS = (
    Metric("free_cash", "Free cash", "F1", Measure.CENTS, ("ledger",), ("ceo", "cfo")),
    Metric("cash_after_deposits", "Cash beyond what is held for guests and tenants", "F1", Measure.CENTS,
           ("ledger",), ("cfo",)),
    Metric("gross_burn", "Operating cash out of a month", "F2", Measure.CENTS, ("ledger",), ("cfo",), direction=DOWN),
    Metric("burn", "Net burn of a month", "F3", Measure.CENTS, ("ledger",), ("ceo", "cfo"), direction=DOWN,
           also=("net_burn", "monthly_burn", "burn_rate", "burn_monthly")),
    Metric("runway", "Runway", "F5", Measure.MONTHS, ("ledger",), ("ceo", "cfo"), also=("runway_months",)),
    Metric("lowest_cash", "Least free cash of the next 13 weeks", "F6", Measure.CENTS, ("ledger", "bookings"),
           ("cfo",)),
)  # fmt: skip


@dataclass(frozen=True)
class FreeCash:
    """F1 and what it is made of: `cash`, then what is held for others by subtype; `free` is cash less all of it."""

    cash: Value
    held: dict[str, Value]
    free: Value
    after_deposits: Value


def free_cash(books: Books) -> FreeCash:
    """F1 free cash: cash − deposits − refunds due − security deposits − tax − tips, at the end of the day.

    Inputs: balances by subtype. Unit: cents; below 0 is possible, and critical. Edge: a part not recorded leaves the
    rest in part, that part named; cash itself not recorded leaves no amount, as debts alone are no free cash.
    `after_deposits` is cash less only what guests and tenants gave: below 0 their money is spent.
    """
    cash = sums.balance(books, CASH, "cash")
    held = {name: sums.balance(books, (name,), name.replace("_", " "), sign=-1) for name in HELD}
    owed = [_less(value) for value in held.values()]
    guests = [_less(held[name]) for name in ("customer_deposits", "security_deposits")]
    return FreeCash(cash, held, _of_cash(cash, owed), _of_cash(cash, guests))


def gross_burn(books: Books, month: Period) -> Value:
    """F2 gross burn: operating cash out of a month. Capital (purchases, loans, owners' money) is told by `capital`."""
    return _flow(books, month, lambda flow: 0 if is_capital(flow) else flow.out_cents)


def cash_in(books: Books, month: Period) -> Value:
    """Operating cash received in a month, in cents."""
    return _flow(books, month, lambda flow: 0 if is_capital(flow) else flow.in_cents)


def capital(books: Books, month: Period) -> dict[str, Value]:
    """What F2 leaves out, beside it: cash out less cash in by subtype, below 0 where it came in."""

    def moved(name: str) -> Value:
        return _flow(books, month, lambda flow: flow.out_cents - flow.in_cents if _name(flow) == name else 0)

    return {name: moved(name) for name in sorted({_name(flow) for flow in books.flows if is_capital(flow)})}


def is_capital(flow: Flow) -> bool:
    """Whether a flow is no matter of operation: equity, loans, things bought to stay."""
    return flow.subtype in CAPITAL or flow.type == "equity"


def net_burn(books: Books, month: Period) -> Value:
    """F3 net burn: F2 − operating cash in + increase in money held for others: the fall of F1 by operation.

    Inputs: flows of cash, months of the held subtypes. Unit: cents of one month. Edge: at most 0 is “not burning”; a
    month full of deposits can burn, as they are not ours.
    """
    increase = sums.over(books, month, sums.of_subtypes(*HELD), sign=-1)
    return total(Measure.CENTS, [gross_burn(books, month), _less(cash_in(books, month)), increase])


@dataclass(frozen=True)
class Burn:
    """F4: net burn of each of the last three whole months, their range, and how many of them are recorded."""

    months: dict[date, Value]
    range: Range
    known: int


def burn(books: Books) -> Burn:
    """F4 burn range: least, mean and greatest F3 of the last three complete months.

    Edge: of fewer than three recorded months the mean says of how many it is, and there is no range.
    """
    months = {month.start: net_burn(books, month) for month in books.period.trailing(QUARTER).months()}
    return burn_of(months)


def burn_of(months: dict[date, Value]) -> Burn:
    """F4 of net burns by month."""
    known = sum(1 for value in months.values() if value.is_known)
    found = spread(Measure.CENTS, list(months.values()))
    if known < QUARTER:
        few = f"{known} of {QUARTER} months recorded"
        none = not_applicable(Measure.CENTS, few, found.mean)
        found = Range(none, replace(found.mean, note=few), none)
    return Burn(months, found, known)


def runway(free: Value, burned: Range) -> Range:
    """F5 runway: F1 / mean(F3) in months; low: F1 / the greatest F3; high: F1 / the least.

    Edge: burn of at most 0 → does not apply (“not burning”); F1 of at most 0 → 0. Shown with one place.
    """

    def at(rate: Value) -> Value:
        if rate.is_known and rate.number <= 0:
            return not_applicable(Measure.MONTHS, "not burning", free, rate)
        return derived(Measure.MONTHS, (free, rate), lambda cash, month: max(Decimal(0), Decimal(cash) / month))

    return Range(at(burned.high), at(burned.mean), at(burned.low))


class Expected(NamedTuple):
    """Money that should come (cents above 0) or go (below 0); `on` None: nobody knows when; `chance`: a part of 1.

    `row`: the record that tells of it.
    """

    on: date | None
    cents: int
    what: str
    chance: Decimal = Decimal(1)
    row: Evidence | None = None

    @property
    def likely(self) -> int:
        """Its cents, as far as they are likely to come."""
        return int(rounded(self.cents * self.chance))


class Week(NamedTuple):
    """Seven days from `start`: what comes in, what goes out (at least 0 both), and free cash at their end.

    `comes` and `goes` are the records behind.
    """

    start: date
    in_cents: int
    out_cents: int
    closing: Value
    comes: tuple[Evidence, ...] = ()
    goes: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Outlook:
    """F6: 13 weeks, what has no day of its own (`undated_in`, `undated_out`, in cents), the least free cash.

    `comes` and `goes` are the records behind what has no day.
    """

    weeks: tuple[Week, ...]
    undated_in: int
    undated_out: int
    lowest: Value
    comes: tuple[Evidence, ...] = ()
    goes: tuple[Evidence, ...] = ()


def outlook(opening: Value, expected: Sequence[Expected], as_of: date) -> Outlook:
    """F6 13-week cash: opening F1 + dated receipts × their chance − dated payables − recurring charges, week by week.

    Inputs: F1; receipts and payments from the day after `as_of`. Unit: cents. Edge: what has no day, or one that is
    past (nobody knows when it comes now), stands in its own column and in no week.
    """
    start, end = as_of + timedelta(days=1), as_of + timedelta(days=1) + WEEKS * WEEK
    dated = [row for row in expected if row.on and start <= row.on < end]
    undated = [row for row in expected if row.on is None or row.on < start]
    loose = [row.likely for row in undated]
    weeks, balance = [], opening
    for number in range(WEEKS):
        first = start + number * WEEK
        own = [row for row in dated if row.on and first <= row.on < first + WEEK]
        cents = [row.likely for row in own]
        balance = derived(Measure.CENTS, (balance, _moved(sum(cents))), lambda held, moved: held + moved)
        weeks.append(
            Week(first, sum(c for c in cents if c > 0), -sum(c for c in cents if c < 0), balance, *_sides(own))
        )
    lowest = derived(Measure.CENTS, [week.closing for week in weeks], lambda *held: min(held))
    return Outlook(
        tuple(weeks), sum(c for c in loose if c > 0), -sum(c for c in loose if c < 0),
        replace(lowest, n=opening.n + len(expected)), *_sides(undated),
    )  # fmt: skip


def _sides(rows: Sequence[Expected]) -> tuple[tuple[Evidence, ...], tuple[Evidence, ...]]:
    """The records of what comes in and of what goes out, each once."""
    comes = dict.fromkeys(row.row for row in rows if row.row and row.likely > 0)
    goes = dict.fromkeys(row.row for row in rows if row.row and row.likely < 0)
    return tuple(comes), tuple(goes)


def _of_cash(cash: Value, owed: Sequence[Value]) -> Value:
    if not cash.is_known:
        return derived(Measure.CENTS, (cash, *owed), lambda *amounts: sum(amounts))
    return total(Measure.CENTS, [cash, *owed])


def _moved(cents: int) -> Value:
    return Value(cents, Measure.CENTS, State.OK if cents else State.ZERO)


def _name(flow: Flow) -> str:
    return flow.subtype or flow.type


def _less(value: Value) -> Value:
    return derived(value.measure, (value,), lambda amount: -amount)


def _flow(books: Books, month: Period, cents: Callable[[Flow], int]) -> Value:
    levels = books.said.levels(month)

    def of(unit: str) -> Value:
        within = [flow for flow in books.flows if flow.unit == unit and month.start <= flow.month < month.end]
        used = [flow for flow in within if cents(flow)]
        level = levels.of(unit, sums.LEDGER)
        return recorded(
            sum(cents(flow) for flow in used),
            Measure.CENTS,
            coverage=level,
            n=sum(flow.n for flow in used),
            evidence=[Evidence(EVIDENCE, f"{unit}:{CASH[0]}:{month.start:%Y-%m}")] if used else [],
            missing=[] if level == Level.COMPLETE else [f"ledger of {unit} {sums.said(month)}"],
        )

    return total(Measure.CENTS, [of(unit) for unit in books.units])
