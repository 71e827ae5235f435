"""Every desk of the books; each registers itself."""

from reports.office import handoffs

__all__ = ["handoffs"]
