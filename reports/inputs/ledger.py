"""What the ledger says, read for formulas: eleven queries at most, however many units and lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any, TypeVar

from reports.formulas.books import (
    AccountFact,
    Balance,
    Books,
    CashBook,
    Charge,
    Double,
    Flow,
    MonthSum,
    SailSum,
    Unproven,
    VendorSum,
)
from reports.formulas.capital import MONTHLY, USUAL, YEARLY
from reports.models import Account, BusinessUnit, DataCoverage, JournalLine, LedgerMonth, PartyMonth
from reports.models.ledger_sql import CASH_BOOKS, CHARGES, DOUBLES, FLOWS, SAILS, UNPROVEN, rows
from reports.periods import Period, last_complete_month, month_of, month_start
from reports.spans import Statements

FAR, YEAR, QUARTER, BEFORE = 36, 12, 3, 4  # months; milestones look one month behind the quarter
SAME_WITHIN_DAYS = 3
MOST_DOUBLES = 200
RECEIPT_ABOVE_CENTS = 7500  # IRS Publication 463: documentary evidence from $75
LAST_DAY = -1
R = TypeVar("R", bound=tuple[Any, ...])


def read(
    *,
    units: Sequence[BusinessUnit],
    as_of: date,
    receipt_above_cents: Callable[[], int] = lambda: RECEIPT_ABOVE_CENTS,
    said: Statements | None = None,
) -> Books:
    """All that formulas ask of the ledger at the end of a day, each part read when it is first asked for.

    Lines of later days count for nothing.
    """
    period = last_complete_month(as_of)
    running = Period(month_of(as_of).start, as_of + timedelta(days=1))
    past = Period(period.trailing(FAR).start, running.start)
    lately = _asked(units, Period(period.trailing(QUARTER).start, running.end))
    year = period.trailing(YEAR)
    paid = Period(period.trailing(BEFORE).start, running.end)
    now = cache(lambda: list(JournalLine.objects.sums(units=units, period=running)))
    return Books.later(
        {
            "accounts": lambda: _made(AccountFact, Account.objects.facts()),
            "months": lambda: (
                *_made(MonthSum, LedgerMonth.objects.sums(units=units, period=past)),
                *(MonthSum._make(row[:LAST_DAY]) for row in now()),
            ),
            "balances": lambda: balances(units=units, running=running, now=now()),
            "flows": lambda: _made(Flow, rows(FLOWS, **_asked(units, paid), running=running.start)),
            "vendors": lambda: _made(VendorSum, PartyMonth.objects.paid(units=units, period=year)),
            "charges": lambda: _made(Charge, rows(CHARGES, **_spaced(units, Period(past.start, running.end)))),
            "doubles": lambda: _made(Double, rows(DOUBLES, **lately, days=SAME_WITHIN_DAYS, most=MOST_DOUBLES)),
            "sails": lambda: _made(SailSum, rows(SAILS, **_asked(units, year), as_of=as_of)),
            "cash_books": lambda: _made(CashBook, rows(CASH_BOOKS, **lately, as_of=as_of)),
            "unproven": lambda: _made(Unproven, rows(UNPROVEN, **lately, above=receipt_above_cents())),
        },
        units=tuple(unit.slug for unit in units),
        as_of=as_of,
        period=period,
        said=said or DataCoverage.objects.statements(units=units),
    )


def balances(*, units: Sequence[BusinessUnit], running: Period, now: Iterable[tuple[Any, ...]]) -> tuple[Balance, ...]:
    """Every account's balance at the end of a running month's last day; `now` are that month's own sums."""
    found = {row[:2]: Balance._make(row) for row in LedgerMonth.objects.balances(units=units, before=running.start)}
    for unit, account, kind, subtype, _, _, _, debits, credit, n, last in now:
        before = found.get((unit, account), Balance(unit, account, kind, subtype, 0, 0, None))
        found[unit, account] = before._replace(cents=before.cents + debits - credit, n=before.n + n, last_on=last)
    return tuple(found[place] for place in sorted(found))


def _asked(units: Sequence[BusinessUnit], period: Period) -> dict[str, Any]:
    return {"units": [unit.pk for unit in units], "start": period.start, "end": period.end}


def _spaced(units: Sequence[BusinessUnit], period: Period) -> dict[str, Any]:
    """What F17 calls regular, of a party's last charges; one that comes monthly is read over thirteen months.

    The last charge came at most half an interval later than it should; a `from` is the month of the earliest line that
    the spacing is told by: of monthly ones the last two (three, if two were in one month), of yearly ones two.
    """
    monthly, yearly = (period.last_day - timedelta(days=USUAL[every] * 3 // 2) for every in ("month", "year"))
    return _asked(units, period) | {
        "running": month_start(period.last_day),
        "monthly_start": month_start(period.last_day, -YEAR), "monthly_since": monthly,
        "monthly_from": month_start(monthly - timedelta(days=2 * MONTHLY[-1])),
        "month_least": MONTHLY[0], "month_most": 2 * MONTHLY[-1],
        "yearly_since": yearly, "yearly_from": month_start(yearly), "year_least": YEARLY[0], "year_most": YEARLY[-1],
    }  # fmt: skip


def _made(row_type: type[R], found: Iterable[tuple[Any, ...]]) -> tuple[R, ...]:
    make: Any = row_type
    return tuple(map(make._make, found))
