"""Facts to test with: the house without any record, and what each test adds to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from reports.domains import DOMAINS
from reports.facts import Facts, UnitFact
from reports.formulas.agency import Agency
from reports.formulas.books import Books
from reports.formulas.cloud import Cloud
from reports.formulas.deposits import Deposits
from reports.formulas.exceptions import DockBooks
from reports.formulas.holdings import Holdings
from reports.formulas.houses import Houses
from reports.formulas.jobs import Jobs
from reports.formulas.market import Market
from reports.formulas.people import People
from reports.formulas.sailing import Sailing
from reports.formulas.tech import Tech
from reports.formulas.wanted import Wanted
from reports.periods import last_complete_month
from reports.spans import Statement, Statements, statements_of
from reports.values import Level

AS_OF = date(2026, 11, 14)
HERE = "America/Los_Angeles"
JADA = UnitFact("jada", "JADA", "charter", HERE)
QUEEN = UnitFact("queen-of-san-diego", "Queen of San Diego", "charter", HERE)
DUMP = UnitFact("quickdumpnow", "QuickDumpNow", "service", HERE)
CENTAUR = UnitFact("dangerouscentaur", "DangerousCentaur", "agency", HERE)
RENTAL = UnitFact("rental-3028-51st", "3028 51st St", "property", HERE)
YACHTS = UnitFact("expert-yacht-delivery", "Expert Yacht Delivery", "delivery", HERE)
UNITS = (CENTAUR, YACHTS, JADA, QUEEN, DUMP, RENTAL)  # by slug, as they are read
STATED_AT = datetime(2026, 1, 1, tzinfo=UTC)
Place = tuple[str, str]


def empty_facts(
    units: tuple[UnitFact, ...] = UNITS, as_of: date = AS_OF, *, complete: Iterable[Place] = (), **changes: Any
) -> Facts:
    """The facts of a house without records, as `reports.inputs.facts.read` reads them from an empty database.

    `complete`: the (unit, domain) pairs of which somebody said that all is recorded. A change of an input is another
    one, or a mapping of what differs in it: `empty_facts(jobs={"jobs": (one,)}, limits={...})`.
    """
    said = stated(units, complete)
    slugs, period = tuple(unit.slug for unit in units), last_complete_month(as_of)
    common: dict[str, Any] = {"units": slugs, "as_of": as_of, "period": period, "said": said}
    levels = said.levels(period)
    deposits = Deposits(
        slugs, period, (), {}, {}, *({slug: levels.of(slug, of) for slug in slugs} for of in ("bookings", "ledger"))
    )
    facts = Facts(
        as_of=as_of,
        period=period,
        units=units,
        is_whole=True,
        said=said,
        books=Books(**common),
        sailing=Sailing(as_of, period, tuple(unit.slug for unit in units if unit.kind == "charter"), said),
        wanted=Wanted(),
        dock=DockBooks(as_of, deposits, (), (), (), levels.over("bookings")),
        deposits=deposits,
        holdings=Holdings(**common),
        people=People(**common),
        market=Market(**common),
        tech=Tech(**common),
        cloud=Cloud(**common),
        agency=Agency(**common | {"units": tuple(unit.slug for unit in units if unit.kind == "agency")}),
        houses=Houses(**common),
        jobs=Jobs(**common),
    )
    return with_changes(facts, **changes)


def with_changes(facts: Facts, **changes: Any) -> Facts:
    """The same facts but for some inputs; a mapping names what differs in one of them."""
    inputs = {"books", "sailing", "wanted", "dock", "deposits", "holdings", "people", "market", "tech", "cloud",
              "agency", "houses", "jobs"}  # fmt: skip
    found = {
        name: replace(getattr(facts, name), **change) if name in inputs and isinstance(change, Mapping) else change
        for name, change in changes.items()
    }
    return replace(facts, **found)


def stated(units: Iterable[UnitFact], complete: Iterable[Place]) -> Statements:
    """Somebody's word that all is recorded, of these units and domains, for ten years."""
    word = Statement(date(2020, 1, 1), date(2030, 1, 1), Level.COMPLETE, STATED_AT, is_word=True)
    return statements_of([unit.slug for unit in units], [(unit, domain, word) for unit, domain in complete])


def every_domain(units: Iterable[UnitFact] = UNITS, but: Collection[str] = ()) -> list[Place]:
    """Every domain of every unit, for `complete`; without some domains."""
    return [(unit.slug, domain.slug) for unit in units for domain in DOMAINS if domain.slug not in but]
