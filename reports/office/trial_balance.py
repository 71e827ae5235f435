"""A trial balance: every account of a unit over one month; its debits and credits are one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse

from reports.models import BusinessUnit, LedgerMonth
from reports.office.asking import dollars
from reports.periods import month_of


class Row(NamedTuple):
    """One account, in dollars; `href` leads to its entries of the month."""

    code: str
    name: str
    href: str
    opening: str
    debits: str
    credits: str
    closing: str


@dataclass(frozen=True)
class TrialBalance:
    """The rows and what they add up to; `opening` and `closing` add up to zero when the books are whole."""

    unit: BusinessUnit
    month: date
    rows: list[Row]
    totals: Row
    is_whole: bool


def balance_of(*, unit: BusinessUnit, month: date) -> TrialBalance:
    """The trial balance of the month that begins on a day."""
    found = list(LedgerMonth.objects.trial(unit=unit, month=month))
    columns = ("opening", "debits", "credits", "closing")
    sums = {name: sum(row[name] for row in found) for name in columns}
    rows = [
        Row(
            row["account__code"], row["account__name"], _entries(unit, row["account__code"], month),
            *(dollars(row[name]) for name in columns),
        )
        for row in found
    ]  # fmt: skip
    totals = Row("", "Together", "", *(dollars(sums[name]) for name in columns))
    return TrialBalance(unit, month, rows, totals, sums["opening"] == sums["closing"] == 0)


def _entries(unit: BusinessUnit, code: str, month: date) -> str:
    period = month_of(month)
    asked = {"unit": unit.slug, "account": code, "date__gte": period.start, "date__lt": period.end}
    return f"{reverse('admin:reports_journalentry_changelist')}?{urlencode(asked)}"
