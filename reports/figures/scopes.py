"""Facts of fewer units (pure): what would have been read for some of the units alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from reports.facts import Facts, UnitFact
from reports.formulas.books import Books
from reports.formulas.deposits import Deposits
from reports.formulas.exceptions import DockBooks
from reports.formulas.houses import Houses
from reports.formulas.market import Market
from reports.formulas.sailing import Sailing
from reports.formulas.wanted import Wanted
from reports.spans import Statements
from reports.values import Level

R = TypeVar("R")
Slugs = Collection[str]
OF_UNITS = (
    "months", "balances", "flows", "vendors", "charges", "doubles", "sails", "cash_books", "unproven",
)  # fmt: skip


def of_units(facts: Facts, units: Iterable[str]) -> Facts:
    """The facts of some units, as if they had been read for these alone; the same facts where that is all of them.

    A unit that is not in scope adds nothing. What belongs to no unit (costs of the cloud that nobody tagged) is told
    of all units together only; what belongs to the whole portfolio (contacts, tiers of capital, savings) stays.
    """
    wanted = set(units)
    kept = tuple(unit for unit in facts.units if unit.slug in wanted)
    if kept == facts.units:
        return facts
    return facts.once(lambda: _narrowed(facts, kept), "of units", *(unit.slug for unit in kept))


def _narrowed(facts: Facts, kept: tuple[UnitFact, ...]) -> Facts:
    slugs = [unit.slug for unit in kept]
    said = _said(facts.said, slugs)
    return Facts.later(
        {
            "books": lambda: _books(facts, slugs, said),
            "sailing": lambda: _sailing(facts.sailing, slugs, said),
            "wanted": lambda: _wanted(facts.wanted, slugs),
            "dock": lambda: _dock(facts.dock, slugs, said),
            "deposits": lambda: _deposits(facts.deposits, slugs),
            "holdings": lambda: _plain(facts.holdings, slugs, said, "things", "sailings"),
            "people": lambda: _plain(facts.people, slugs, said, "stakes", "duties", "leaving", "perils"),
            "market": lambda: _market(facts.market, slugs, said),
            "tech": lambda: _plain(facts.tech, slugs, said, "components", "findings", "releases", "retired"),
            "cloud": lambda: _plain(facts.cloud, slugs, said, "costs"),
            "agency": lambda: _plain(facts.agency, slugs, said, "clients"),
            "houses": lambda: _houses(facts.houses, slugs, said),
            "jobs": lambda: _plain(facts.jobs, slugs, said, "jobs"),
            "handoffs": lambda: replace(facts.handoffs, **_rows(facts.handoffs, slugs, "papers", "points")),
            "sent": lambda: replace(facts.sent, **_rows(facts.sent, slugs, "unsent")),
            "last_on": lambda: {place: on for place, on in facts.last_on.items() if place[0] in slugs},
            "limits": lambda: facts.limits,
        },
        as_of=facts.as_of,
        period=facts.period,
        units=kept,
        is_whole=False,
        said=said,
    )


def _said(said: Statements, slugs: Slugs) -> Statements:
    return Statements(tuple(slugs), {place: told for place, told in said.by_place.items() if place[0] in slugs})


def _rows(inputs: Any, slugs: Slugs, *names: str) -> dict[str, Any]:
    """The rows of some units, of each named tuple of rows."""
    return {name: _kept(inputs, slugs, name) for name in names}


def _plain(inputs: R, slugs: Slugs, said: Statements, *names: str) -> R:
    """Inputs that are units, what is said of them, and rows that each name their unit."""
    anything: Any = inputs
    units = tuple(unit for unit in anything.units if unit in slugs)
    found: R = replace(anything, units=units, said=said, **_rows(inputs, slugs, *names))
    return found


def _books(facts: Facts, slugs: Slugs, said: Statements) -> Books:
    books = facts.books
    return Books.later(
        {name: partial(_booked, facts, slugs, name) for name in OF_UNITS} | {"accounts": lambda: books.accounts},
        units=tuple(unit for unit in books.units if unit in slugs),
        as_of=books.as_of,
        period=books.period,
        said=said,
    )


def _booked(facts: Facts, slugs: Slugs, name: str) -> tuple[Any, ...]:
    """The ledger's rows of some units; of one, as many ask, they are sorted out for all at once."""
    if len(slugs) > 1:
        return _kept(facts.books, slugs, name)
    by_unit = facts.once(lambda: _by_unit_of(getattr(facts.books, name)), "books by unit", name)
    return tuple(row for slug in slugs for row in by_unit.get(slug, ()))


def _by_unit_of(rows: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.unit, []).append(row)
    return found


def _kept(inputs: Any, slugs: Slugs, name: str) -> tuple[Any, ...]:
    """The rows of some units."""
    return tuple(row for row in getattr(inputs, name) if row.unit in slugs)


def _sailing(sailing: Sailing, slugs: Slugs, said: Statements) -> Sailing:
    charters = tuple(unit for unit in sailing.charters if unit in slugs)
    return replace(sailing, charters=charters, said=said, **_rows(sailing, slugs, "sold", "done", "slots", "shared"))


def _wanted(wanted: Wanted, slugs: Slugs) -> Wanted:
    return replace(wanted, **_rows(wanted, slugs, "goals", "sayings", "rules", "aims", "requests", "chances"))


def _deposits(deposits: Deposits, slugs: Slugs) -> Deposits:
    return replace(
        deposits,
        units=tuple(unit for unit in deposits.units if unit in slugs),
        held={place: cents for place, cents in deposits.held.items() if place.unit in slugs},
        ledger={place: cents for place, cents in deposits.ledger.items() if place.unit in slugs},
        booking_levels=_by_unit(deposits.booking_levels, slugs),
        ledger_levels=_by_unit(deposits.ledger_levels, slugs),
        **_rows(deposits, slugs, "flows"),
    )


def _by_unit(levels: Mapping[str, Level], slugs: Slugs) -> dict[str, Level]:
    return {unit: level for unit, level in levels.items() if unit in slugs}


def _dock(dock: DockBooks, slugs: Slugs, said: Statements) -> DockBooks:
    deposits = _deposits(dock.deposits, slugs)
    level = said.levels(deposits.period).over("bookings")
    return replace(dock, deposits=deposits, level=level, **_rows(dock, slugs, "faults", "incomes"))


def _market(market: Market, slugs: Slugs, said: Statements) -> Market:
    names = ("listings", "months", "reviews", "ranks", "checks", "steps", "campaigns")
    kept = _plain(market, slugs, said, *names)
    steps = {step.key for step in kept.steps}
    return replace(kept, counts={key: days for key, days in market.counts.items() if key in steps})


def _houses(houses: Houses, slugs: Slugs, said: Statements) -> Houses:
    kept = _plain(houses, slugs, said, "houses")
    return replace(kept, cash={unit: cash for unit, cash in houses.cash.items() if unit in slugs})
