"""Cash and burn (pure): F1 to F6."""

from __future__ import annotations

from reports.metrics import DOWN, Metric
from reports.values import Measure

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
