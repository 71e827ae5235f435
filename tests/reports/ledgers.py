"""Books as plain rows to try formulas on: no database."""

from datetime import UTC, date, datetime

from reports.formulas.books import Balance, Books, Flow, MonthSum
from reports.periods import last_complete_month
from reports.spans import Statement, Statements
from reports.values import Level

AS_OF = date(2026, 11, 21)
OCTOBER = last_complete_month(AS_OF)
EVER = (date(2000, 1, 1), date(2100, 1, 1))
TYPES = {
    "cash": "asset",
    "payment_clearing": "asset",
    "fixed_asset": "asset",
    "service_income": "income",
    "cancellation_income": "income",
    "refunds_contra": "income",
    "other_income": "income",
    "owner_draw": "equity",
}
EXPENSES = {"crew", "fuel", "commission", "processing_fee", "direct_other", "overhead", "owner_pay", "interest",
            "suspense", "depreciation"}  # fmt: skip


def type_of(subtype):
    return TYPES.get(subtype, "expense" if subtype in EXPENSES else "liability")


def ledger(*rows, unit="jada", level=Level.COMPLETE, units=None, domain="ledger", **columns):
    """The books of one unit at AS_OF, recorded to this level; rows are Balance, MonthSum and Flow."""
    told = Statement(*EVER, level, datetime(2026, 11, 1, tzinfo=UTC))
    names = units or (unit,)
    said = Statements(names, {(name, domain): [told] for name in names})
    kinds = {Balance: "balances", MonthSum: "months", Flow: "flows"}
    sorted_rows = {name: tuple(row for row in rows if isinstance(row, kind)) for kind, name in kinds.items()}
    return Books(units=names, as_of=AS_OF, period=OCTOBER, said=said, **(sorted_rows | columns))


def balance(subtype, cents, unit="jada"):
    return Balance(unit, subtype, type_of(subtype), subtype, cents, 1, AS_OF)


def month_sum(subtype, cents, *, month=10, behaviour="none", fixed_share=None, unit="jada", year=2026):
    debit, credit = (cents, 0) if cents >= 0 else (0, -cents)
    first = date(year, month, 1)
    return MonthSum(unit, subtype, type_of(subtype), subtype, behaviour, fixed_share, first, debit, credit, 1)


def flow(subtype, in_cents=0, out_cents=0, month=10, unit="jada"):
    return Flow(unit, date(2026, month, 1), type_of(subtype), subtype, in_cents, out_cents, 1)
