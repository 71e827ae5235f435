"""Accounting (pure): F21 to F28."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from reports import values
from reports.formulas import sums
from reports.formulas.books import EVIDENCE, AccountFact, Books, Charge, MonthSum
from reports.metrics import DOWN, Metric
from reports.periods import Period
from reports.values import (
    Evidence,
    Level,
    Measure,
    Value,
    derived,
    difference,
    no_data,
    ratio,
    recorded,
    total,
)

METRICS = (
    Metric("revenue", "Revenue recognised", "F21", Measure.CENTS, ("ledger",), ("ceo", "cfo", "accounting"),
           also=("revenue_recognised", "revenue_recognized", "sales", "income")),
    Metric("net_income", "Net income", "F22", Measure.CENTS, ("ledger",), ("cfo", "accounting"),
           also=("profit", "net_profit")),
    Metric("expenses", "Expenses", "F22", Measure.CENTS, ("ledger",), ("cfo", "accounting"), direction=DOWN,
           also=("costs", "expense", "spend")),
    Metric("receivables", "Owed to us", "F23", Measure.CENTS, ("ledger",), ("accounting",), direction=DOWN,
           also=("ar", "accounts_receivable")),
    Metric("overdue", "Owed to us for more than 30 days", "F23", Measure.CENTS, ("invoices",), ("accounting",),
           direction=DOWN),
    Metric("books_age", "Days since the books were last reconciled", "F25", Measure.DAYS, ("bank",),
           ("accounting",), direction=DOWN),
    Metric("uncategorised_share", "Spending not yet categorised", "F26", Measure.SHARE, ("ledger",), ("accounting",),
           direction=DOWN, also=("uncategorized_share", "uncategorised", "uncategorized")),
    Metric("months_to_profit", "Months to profit on the present trend", "F28", Measure.MONTHS, ("ledger",),
           ("accounting",), direction=DOWN),
)  # fmt: skip

REVENUE = ("service_income", "cancellation_income", "refunds_contra")
OWED_TO_US = ("receivable", "platform_receivable")
SAME_DAYS = 3
BANK, INVOICES = "bank", "invoices"
BUCKETS = (("0–30", 0, 30), ("31–60", 31, 60), ("61–90", 61, 90), ("90+", 91, None))
NOT_DUE, NO_DAY = "not due", "no due date"


def revenue(books: Books, period: Period, units: Sequence[str] = ()) -> Value:
    """F21 revenue recognised: Σ service income + cancellation income − refunds, over a period; cents.

    Edge: no rows are $0 only where the ledger is complete. Tips, tax and vouchers not redeemed are no revenue here.
    """
    return sums.over(books, period, sums.of_subtypes(*REVENUE), sign=-1, units=units)


def expenses(books: Books, period: Period, units: Sequence[str] = ()) -> Value:
    """Σ of all expense accounts over a period; cents."""
    return sums.over(books, period, sums.of_type("expense"), units=units)


def net_income(books: Books, period: Period, units: Sequence[str] = ()) -> Value:
    """F22 net income: all income less all expense over a period; cents, below 0 for a loss."""
    return sums.over(books, period, lambda row: row.type in {"income", "expense"}, sign=-1, units=units)


class AccountLine(NamedTuple):
    """One account of a statement, in the sign a reader expects of its type."""

    code: str
    name: str
    amount: Value


@dataclass(frozen=True)
class Profit:
    """F22 profit and loss of a period: lines by account, and their sums; refunds stand in income, below 0."""

    income: tuple[AccountLine, ...]
    expense: tuple[AccountLine, ...]
    net: Value


def profit_and_loss(books: Books, period: Period, units: Sequence[str] = ()) -> Profit:
    """F22 profit and loss: income and expense by account over a period, and net income; cents."""

    def lines(kind: str, sign: int) -> tuple[AccountLine, ...]:
        return tuple(
            AccountLine(account.code, account.name, sums.over(books, period, _of(account), sign=sign, units=units))
            for account in books.accounts
            if account.type == kind and any(_in(row, period) for row in books.by_account.get(account.code, ()))
        )

    return Profit(lines("income", -1), lines("expense", 1), net_income(books, period, units))


@dataclass(frozen=True)
class Sheet:
    """F22 balance sheet at the end of the day; `earnings` is all income less all expense ever posted.

    `off_by` is assets − liabilities − equity − earnings: anything but 0 is an error of the books (or units missing).
    """

    assets: Value
    liabilities: Value
    equity: Value
    earnings: Value
    off_by: Value


def balance_sheet(books: Books) -> Sheet:
    """F22 balance sheet and trial balance: all balances add up to 0; cents."""
    of = {kind: _standing(books, kind, sign) for kind, sign in
          (("asset", 1), ("liability", -1), ("equity", -1), ("income", -1), ("expense", 1))}  # fmt: skip
    earnings = difference(of["income"], of["expense"])
    owed = [of["liability"], of["equity"], earnings]
    off_by = derived(Measure.CENTS, (of["asset"], *owed), lambda own, *rest: own - sum(rest))
    return Sheet(of["asset"], of["liability"], of["equity"], earnings, off_by)


def trial_balance(books: Books) -> Value:
    """F22 trial balance: the sum of every account's balance, 0 when the books hold; cents."""
    keys = (f"{row.unit}:{row.account}:{books.as_of}" for row in books.balances if row.n)
    return recorded(
        sum(row.cents for row in books.balances),
        Measure.CENTS,
        coverage=books.said.levels(books.period).over(sums.LEDGER),
        n=sum(row.n for row in books.balances),
        evidence=[Evidence(EVIDENCE, key) for key in sorted(keys)[: sums.MOST_EVIDENCE]],
    )


class OpenItem(NamedTuple):
    """What somebody owes us (cents above 0) or we owe (below 0); `due` None: no day was agreed.

    `row` finds it among the rows of its source, where its name does not.
    """

    unit: str
    who: str
    what: str
    cents: int
    due: date | None
    source: str = INVOICES
    row: str = ""


def ageing(items: Sequence[OpenItem], as_of: date, level: Level) -> dict[str, Value]:
    """F23 ageing: open items by days past due: 0–30, 31–60, 61–90, 90+; what is not due or has no day stands apart.

    Unit: cents. A due day is 0 days past on the day itself; what is due later is “not due”.
    """
    found: dict[str, list[OpenItem]] = {name: [] for name in (NOT_DUE, *(name for name, _, _ in BUCKETS), NO_DAY)}
    for item in items:
        found[_bucket(item, as_of)].append(item)
    return {name: _open(kept, level) for name, kept in found.items()}


def overdue(ages: dict[str, Value]) -> Value:
    """Of F23, what is more than 30 days past due."""
    return total(Measure.CENTS, [ages[name] for name, first, _ in BUCKETS if first > BUCKETS[0][1]])


class Category(NamedTuple):
    """F24 of one expense account: what was spent, its share of all, and the change from the month before."""

    code: str
    name: str
    spent: Value
    share: Value
    change: Value


def categories(books: Books, period: Period, units: Sequence[str] = ()) -> list[Category]:
    """F24 expense shares: account / all spending of a period; change: (this − before) / before; the largest first.

    Edge: nothing spent → undefined; nothing before → undefined, “from zero”.
    """
    whole, found = expenses(books, period, units), []
    for account in books.accounts:
        if account.type != "expense":
            continue
        own = of_account(books, account.code)
        now, before = (sums.over(own, time, _of(account), units=units) for time in (period, period.prior()))
        if now.n or before.n:
            share = ratio(now, whole, note="nothing was spent")
            found.append(Category(account.code, account.name, now, share, values.change(now, before)))
    return sorted(found, key=lambda row: (-(row.spent.amount or 0), row.code))


class BookAge(NamedTuple):
    """F25 of one cash account: days since the last reconciled day; not recorded where it never was."""

    unit: str
    account: str
    age: Value


def book_ages(books: Books) -> list[BookAge]:
    """F25 books age: days since the last reconciled day, per cash account.

    Edge: an account never reconciled has no figure, and is named.
    """
    found = []
    for row in books.cash_books:
        if row.reconciled_to is None:
            age = no_data(Measure.DAYS, f"reconciliation of {row.account} of {row.unit}")
        else:
            keys = [Evidence(BANK, f"{row.unit}:{row.account}:{row.reconciled_to}")]
            days = (books.as_of - row.reconciled_to).days
            age = recorded(days, Measure.DAYS, coverage=Level.COMPLETE, n=1, evidence=keys)
        found.append(BookAge(row.unit, row.account, age))
    return found


def books_age(books: Books) -> Value:
    """F25 books age, of all: that of the cash account that waits longest; days.

    Edge: one account never reconciled leaves no figure; no cash account at all → not recorded.
    """
    ages = [row.age for row in book_ages(books)]
    if not ages:
        return no_data(Measure.DAYS, "a reconciled cash account")
    return derived(Measure.DAYS, ages, lambda *days: max(days))


def uncategorised(books: Books, period: Period, units: Sequence[str] = ()) -> Value:
    """F26 uncategorised share: spending on suspense accounts / all spending of a period."""
    spent = expenses(books, period, units)
    loose = sums.over(books, period, sums.of_subtypes("suspense"), units=units)
    if spent.is_known and not loose.is_known:  # spending is recorded, and none of it waits
        loose = derived(Measure.CENTS, (spent,), lambda _: 0)
    return ratio(loose, spent, note="nothing was spent")


def duplicates(charges: Sequence[Charge], receipts: dict[int, str] | None = None) -> list[tuple[Charge, Charge]]:
    """F27 duplicate candidates: same unit, vendor and amount within 3 days, or the same receipt's hash.

    `receipts` are hashes by line. Two lines of one entry are a split, no duplicate; each pair once, by day.
    """
    hashes, rows = receipts or {}, sorted(charges, key=lambda row: (row.on, row.line))
    found = []
    for place, one in enumerate(rows):
        for other in rows[place + 1 :]:
            alike = (one.unit, one.party, one.cents) == (other.unit, other.party, other.cents) and one.party != ""
            near = alike and (other.on - one.on).days <= SAME_DAYS
            proof = hashes.get(one.line)
            if one.entry != other.entry and (near or (proof is not None and proof == hashes.get(other.line))):
                found.append((one, other))
    return found


def of_account(books: Books, code: str) -> Books:
    """The books with one account's months alone: sums of each account of many need not look at all others."""
    return books.but(months=tuple(books.by_account.get(code, ())))


def _of(account: AccountFact) -> Callable[[MonthSum], bool]:
    return lambda row: row.account == account.code


def _in(row: MonthSum, period: Period) -> bool:
    return period.start <= row.month < period.end


def _standing(books: Books, kind: str, sign: int) -> Value:
    rows = [row for row in books.balances if row.type == kind]
    level = books.said.levels(books.period).over(sums.LEDGER)
    keys = [Evidence(EVIDENCE, f"{unit}:{kind}:{books.as_of}") for unit in sorted({row.unit for row in rows})]
    cents, n = sign * sum(row.cents for row in rows), sum(row.n for row in rows)
    return recorded(cents, Measure.CENTS, coverage=level, n=n, evidence=keys)


def _bucket(item: OpenItem, as_of: date) -> str:
    if item.due is None:
        return NO_DAY
    past = (as_of - item.due).days
    return next((name for name, first, last in BUCKETS if first <= past and (last is None or past <= last)), NOT_DUE)


def _open(items: Sequence[OpenItem], level: Level) -> Value:
    keys = [Evidence(item.source, item.row or f"{item.unit}:{item.what}") for item in items[: sums.MOST_EVIDENCE]]
    return recorded(sum(i.cents for i in items), Measure.CENTS, coverage=level, n=len(items), evidence=keys)
