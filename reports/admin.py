"""Every desk of the books; each registers itself."""

from reports.office import (
    accounts,
    coverage,
    deliveries,
    entries,
    handoffs,
    holdings,
    months,
    people,
    postings,
    property,
    units,
    upkeep,
    vouchers,
)

__all__ = [
    "accounts",
    "coverage",
    "deliveries",
    "entries",
    "handoffs",
    "holdings",
    "months",
    "people",
    "postings",
    "property",
    "units",
    "upkeep",
    "vouchers",
]
