"""What became of reports that were sent (pure), as rules ask for it.

Source: design of the books, 3.6 OPS.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from reports.values import Evidence

DELIVERIES = "report_deliveries"


class Unsent(NamedTuple):
    """A reader who did not get the latest report of one scope: whom, why in a word, and when it was made."""

    key: str
    unit: str
    slug: str
    address: str
    why: str
    on: date

    @property
    def evidence(self) -> Evidence:
        """The row of it."""
        return Evidence(DELIVERIES, self.key)


@dataclass(frozen=True)
class Sent:
    """All of it, at the end of a day; `archive` is the address whose copies came back, since `archive_on`."""

    unsent: tuple[Unsent, ...] = ()
    archive: str = ""
    archive_on: date | None = None
