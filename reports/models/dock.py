"""Entries that the house posts by itself from the dock's bookings and vouchers."""

from __future__ import annotations

from reports.models.ledger import JournalEntry


class DockPosting(JournalEntry):
    """An entry under the name of its desk, where what keeps dock and ledger apart is shown."""

    class Meta:
        proxy = True
        verbose_name = "posting from the dock"
        verbose_name_plural = "postings from the dock"
