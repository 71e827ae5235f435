"""Fixed costs, contribution, break-even (pure): F7 to F9."""

from __future__ import annotations

from reports.metrics import CHARTER, DOWN, Metric
from reports.values import Measure

METRICS = (
    Metric("fixed_costs", "Fixed costs of a month", "F7", Measure.CENTS, ("ledger",), ("cfo",), direction=DOWN,
           also=("fixed_cost",)),
    Metric("contribution", "Contribution of a sail", "F8", Measure.CENTS, ("ledger", "bookings"), ("cfo",), CHARTER,
           also=("contribution_per_charter", "contribution_per_sail")),
    Metric("break_even_charters", "Charters a month to break even", "F9", Measure.COUNT, ("ledger", "bookings"),
           ("ceo", "cfo"), CHARTER, direction=DOWN,
           also=("break_even", "breakeven", "breakeven_charters", "charters_to_break_even")),
)  # fmt: skip
