"""The chart of accounts: opened as a whole, once."""

from __future__ import annotations

from django.db import transaction

from reports import chart
from reports.models import Account, BusinessUnit
from scc_site.refusals import Refusal


class ChartStands(Refusal):
    """There are accounts already."""


@transaction.atomic
def open_standard() -> list[Account]:
    """Open the standard chart for the kinds of units there are.

    Raises ChartStands once any account is there, so that nobody's chart is mixed with ours.
    """
    if Account.objects.exists():
        raise ChartStands("There are accounts already. Add what is missing one by one, or import a chart.")
    wanted = chart.standard(BusinessUnit.objects.kinds())
    return Account.objects.bulk_create(
        [
            Account(
                code=opening.code, name=opening.name, type=opening.type, subtype=opening.subtype,
                behaviour=opening.behaviour, fixed_share=opening.fixed_share, tax_line=opening.tax_line,
            )
            for opening in wanted
        ]
    )  # fmt: skip
