"""Work that may come (pure): F30 to F32."""

from __future__ import annotations

from reports.metrics import Metric
from reports.values import Measure

METRICS = (
    Metric("pipeline", "Weighted pipeline", "F30", Measure.CENTS, ("pipeline",), ("ceo",), also=("weighted_pipeline",)),
    Metric("pipeline_coverage", "Booked and likely against the target of 60 days", "F31", Measure.SHARE,
           ("pipeline", "bookings", "targets"), ("ceo",)),
    Metric("win_rate", "Opportunities won of those decided", "F32", Measure.SHARE, ("pipeline",), ("ceo",)),
)  # fmt: skip
