"""Everything that a report knows: a fixed number of queries for each part it asks for, however many rows and units."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache, partial
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
PLAIN: dict[str, Any] = {
    "holdings": holdings, "people": people, "market": market, "tech": tech, "cloud": cloud, "agency": clients,
    "houses": rental, "jobs": deliveries,
}  # fmt: skip


def read(*, units: Sequence[BusinessUnit], as_of: date, is_whole: bool) -> Facts:
    """The facts of some units at the end of a day, each part read when something first asks for it.

    Read and ask within one transaction that sees one snapshot.
    """
    asked: dict[str, Any] = {"units": units, "as_of": as_of}
    told: dict[str, Any] = asked | {"said": DataCoverage.objects.statements(units=units)}
    facts: Facts
    places = cache(Places)
    parts: dict[str, Callable[[], Any]] = {
        "books": lambda: ledger.read(**told, receipt_above_cents=lambda: _receipts(facts)),
        "sailing": lambda: sailing.read(**told, places=places()),
        "wanted": lambda: money.read(**asked),
        "dock": lambda: postings.read(**told, places=places()),
        "deposits": lambda: facts.dock.deposits,
        "handoffs": lambda: handoffs.read(**asked, is_whole=is_whole),
        "sent": lambda: sent.read(**asked, is_whole=is_whole),
        "last_on": lambda: latest(**asked),
        "limits": RuleLimit.objects.by_rule,
    }
    facts = Facts.later(
        parts | {name: partial(module.read, **told) for name, module in PLAIN.items()},
        as_of=as_of,
        period=last_complete_month(as_of),
        units=tuple(UnitFact(unit.slug, unit.name, unit.kind, unit.timezone) for unit in units),
        is_whole=is_whole,
        said=told["said"],
    )
    return facts


def _receipts(facts: Facts) -> int:
    """Above how many cents an expense wants a receipt."""
    return int(facts.limits.get(WANTS_RECEIPT, ledger.RECEIPT_ABOVE_CENTS))
