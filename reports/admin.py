"""Every desk of the books; each registers itself."""

from reports.office import deliveries, handoffs, holdings, people, property, upkeep

__all__ = ["deliveries", "handoffs", "holdings", "people", "property", "upkeep"]
