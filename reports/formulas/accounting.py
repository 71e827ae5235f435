"""Accounting (pure): F21 to F28."""

from __future__ import annotations

from reports.metrics import DOWN, Metric
from reports.values import Measure

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
