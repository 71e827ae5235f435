"""Everything that a report knows, read once: a fixed number of queries, however many rows and units."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from reports.facts import Facts, UnitFact
from reports.inputs import (
    clients,
    cloud,
    deliveries,
    handoffs,
    holdings,
    ledger,
    market,
    money,
    people,
    postings,
    rental,
    sailing,
    sent,
    tech,
)
from reports.models import BusinessUnit, DataCoverage, RuleLimit
from reports.models.freshness_sql import latest
from reports.periods import last_complete_month
from reports.postings.reading import Places

WANTS_RECEIPT = ("ACC-12", "cents")  # the house's own limit, which the ledger is asked with


def read(*, units: Sequence[BusinessUnit], as_of: date, is_whole: bool) -> Facts:
    """The facts of some units at the end of a day; call it within one transaction that sees one snapshot."""
    asked: dict[str, Any] = {"units": units, "as_of": as_of}
    said = DataCoverage.objects.statements(units=units)
    told: dict[str, Any] = asked | {"said": said}
    places = Places()
    dock = postings.read(**told, places=places)
    limits = RuleLimit.objects.by_rule()
    receipts = int(limits.get(WANTS_RECEIPT, ledger.RECEIPT_ABOVE_CENTS))
    return Facts(
        as_of=as_of,
        period=last_complete_month(as_of),
        units=tuple(UnitFact(unit.slug, unit.name, unit.kind, unit.timezone) for unit in units),
        is_whole=is_whole,
        said=said,
        books=ledger.read(**told, receipt_above_cents=receipts),
        sailing=sailing.read(**told, places=places),
        wanted=money.read(**asked),
        dock=dock,
        deposits=dock.deposits,
        holdings=holdings.read(**told),
        people=people.read(**told),
        market=market.read(**told),
        tech=tech.read(**told),
        cloud=cloud.read(**told),
        agency=clients.read(**told),
        houses=rental.read(**told),
        jobs=deliveries.read(**told),
        handoffs=handoffs.read(**asked, is_whole=is_whole),
        sent=sent.read(**asked, is_whole=is_whole),
        last_on=latest(**asked),
        limits=limits,
    )
