"""Every desk of the books; each registers itself."""

from reports.office import (
    accounts,
    capital,
    coverage,
    deliveries,
    entries,
    handoffs,
    holdings,
    money,
    months,
    people,
    pipeline,
    postings,
    property,
    units,
    upkeep,
    vouchers,
)

__all__ = [
    "accounts",
    "capital",
    "coverage",
    "deliveries",
    "entries",
    "handoffs",
    "holdings",
    "money",
    "months",
    "people",
    "pipeline",
    "postings",
    "property",
    "units",
    "upkeep",
    "vouchers",
]
