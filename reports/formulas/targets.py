"""Targets and pace (pure): F10 to F12."""

from __future__ import annotations

from reports.metrics import CHARTER, DOWN, Metric
from reports.values import Measure

METRICS = (
    Metric("target_gap", "Revenue short of the target", "F10", Measure.CENTS, ("ledger", "targets", "bookings"),
           ("cfo",), direction=DOWN),
    Metric("charters_needed", "Charters needed to reach the target", "F11", Measure.COUNT,
           ("ledger", "targets", "bookings"), ("cfo",), CHARTER, direction=DOWN),
    Metric("charters", "Sails completed in a month", "F11", Measure.COUNT, ("bookings",), ("ceo", "cfo"), CHARTER,
           also=("sails", "charters_completed", "sails_completed")),
    Metric("bookings", "Bookings made in a month", "F12", Measure.COUNT, ("bookings",), ("ceo", "cmo"), CHARTER),
    Metric("pace", "Bookings 30 days ahead against last year", "F12", Measure.SHARE, ("bookings",), ("cfo",), CHARTER),
    Metric("booked_ahead", "Confirmed revenue of the next 60 days", "F31", Measure.CENTS, ("bookings",),
           ("ceo", "cfo"), CHARTER, also=("revenue_booked",)),
    Metric("average_price", "Mean price of a booking", "F11", Measure.CENTS, ("bookings",), ("cfo",), CHARTER),
)  # fmt: skip
