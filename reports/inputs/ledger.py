"""What the ledger says, read for formulas."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from reports.formulas.books import Books
from reports.models import BusinessUnit, DataCoverage
from reports.periods import last_complete_month


def read(*, units: Sequence[BusinessUnit], as_of: date) -> Books:
    """All that formulas ask of the ledger at the end of a day; lines of later days count for nothing."""
    return Books(
        units=tuple(unit.slug for unit in units),
        as_of=as_of,
        period=last_complete_month(as_of),
        said=DataCoverage.objects.statements(units=units),
    )
