"""The rows behind a figure or a finding: every source that evidence names has its resolver here.

A page shows the rows in the order of the value's own evidence, so many of a source, with a way into the office for
who has it. What a reader has no clearance for is said to be withheld, and is not counted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from reports.evidence import holdings, market, trades
from reports.evidence.journal import lines
from reports.evidence.limits import limits
from reports.evidence.readers import contacts
from reports.evidence.sails import sails
from reports.evidence.shapes import Asked, Group, Resolver
from reports.values import Evidence
from scc_site.models import User

SOURCES: dict[str, Resolver] = {
    "ledger": lines,
    "bookings": sails,
    "deposits": sails,
    "sails": sails,
    "contacts": contacts,
    "limits": limits,
} | {name: source.rows for part in (holdings, market, trades) for name, source in part.SOURCES.items()}


def groups_of(evidence: Iterable[Evidence], *, clearance: Collection[str], page: int = 1) -> list[Group]:
    """The rows by source; a source that nobody knows is a group without rows."""
    keys: dict[str, list[str]] = {}
    for source, key in evidence:
        keys.setdefault(source, []).append(key)
    return [
        SOURCES[source](Asked(named, clearance, page)) if source in SOURCES else Group(source.replace("_", " "))
        for source, named in keys.items()
    ]


def rows_behind(
    evidence: Iterable[Evidence], *, reader: User, clearance: Collection[str], page: int
) -> list[dict[str, Any]]:
    """The rows for a reader, as the template prints them; a fixed number of queries for each source."""
    return [group.told(to_office=reader.is_admin) for group in groups_of(evidence, clearance=clearance, page=page)]


__all__ = ["SOURCES", "groups_of", "rows_behind"]
