"""Capital, rules, recurring vendors (pure): F13 to F17."""

from __future__ import annotations

from reports.metrics import DOWN, Metric
from reports.values import Measure

METRICS = (
    Metric("reserve_months", "Free cash in months of fixed costs", "F13", Measure.MONTHS, ("ledger",), ("cfo",),
           also=("reserve",)),
    Metric("deployable_capital", "Capital free to spend", "F13", Measure.CENTS, ("ledger",), ("cfo",)),
    Metric("payback", "Payback of capital asked for", "F15", Measure.MONTHS, (), ("cfo",), direction=DOWN,
           also=("payback_months",)),
    Metric("channel_payback", "Payback of spending on channels", "F15", Measure.MONTHS, ("channel_stats",),
           ("cfo", "cmo"), direction=DOWN),
    Metric("recurring_costs", "Recurring charges of a month", "F17", Measure.CENTS, ("ledger",), ("cfo",),
           direction=DOWN),
)  # fmt: skip
