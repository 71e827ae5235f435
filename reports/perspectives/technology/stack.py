"""What the units run on (pure): components with their checks, where unknown is not no; sites; how software gets out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reports.facts import Facts
from reports.formulas import tech
from reports.formulas.tech import COMPONENTS, Component
from reports.perspectives import Seen, cells
from reports.perspectives.cells import columns, row
from reports.rules.saying import figure as told
from reports.tree import Paragraph, Row, Section, Table
from reports.values import Evidence, Level, Measure, Value, no_data, recorded
from reports.words import Figure, Text, name, text

TITLE = "What we run on"
CHECKS = {
    "ci": "tests", "staging": "staging", "rollback": "rollback", "backup": "backup", "restore_test": "tried restore",
    "monitoring": "monitoring", "auth": "sign-in", "waf": "firewall", "analytics": "analytics",
    "availability_calendar": "availability calendar", "booking_path": "booking path",
}  # fmt: skip
DOORS = ("auth", "waf")  # told with the holes, to those who hold the clearance
OPEN_TO_ALL = tuple(check for check in CHECKS if check not in DOORS)
NEVER = "nobody asked"


def section(seen: Seen) -> Section:
    """A table for each unit: each component with what was answered yes, no and unknown."""
    facts = seen.facts
    if not facts.tech.components:
        words = "No component is recorded: write down each site, service and store with what was checked of it."
        return Section("stack", TITLE, (cells.missing("cto", COMPONENTS, words),))
    units = [unit.slug for unit in facts.units if _of(facts, unit.slug)]
    said = text(
        cells.standing(facts, "check_coverage"),
        " of the checks that anybody answered were answered yes. Unknown counts neither way: it is not no.",
    )
    tables = tuple(
        Table(
            f"stack-{unit}",
            facts.name(unit),
            columns("Component", "#Yes of known", "Yes", "No", "Unknown", "End of life", "Last deploy", "#A month"),
            tuple(_component(facts, each) for each in _of(facts, unit)),
            most=2,
        )
        for unit in units
    )
    return Section("stack", TITLE, (Paragraph(said), *tables, *cells.found(seen, "cto", "CTO-03", "CTO-04")))


def _of(facts: Facts, unit: str) -> list[Component]:
    return [each for each in facts.tech.components if each.unit == unit]


def _component(facts: Facts, each: Component) -> Row:
    found = tech.check_coverage(facts.tech, each, tuple(CHECKS))
    of: dict[str, Any] = {"unit": each.unit, "period": cells.day_of(facts), "subject": each.name}
    runs = text(" (", name(each.runtime), ")") if each.runtime else text()
    return row(
        text(name(each.name), runs),
        told("check_coverage", found.share, **of),
        _checks(found.yes), _checks(found.no), _checks((*found.unknown, *found.unasked)),
        cells.on(each.eol_on), cells.on(_last_deploy(facts, each)),
        told("component_cost", _cost(facts, each), title="Cost of a component a month", **of),
    )  # fmt: skip


def _checks(names: Sequence[str]) -> Text:
    return cells.listing([CHECKS[each] for each in CHECKS if each in names and each in OPEN_TO_ALL])


def _last_deploy(facts: Facts, each: Component) -> Any:
    return max(
        (one.on for one in facts.tech.releases if (one.unit, one.component) == (each.unit, each.name)), default=None
    )


def _cost(facts: Facts, each: Component) -> Value:
    if each.monthly_cents is None:
        return no_data(Measure.CENTS, f"cost of {each.name}")
    level: Level = facts.tech.level(each.unit, COMPONENTS)
    key = [Evidence(COMPONENTS, each.key)]
    return recorded(each.monthly_cents, Measure.CENTS, coverage=level, n=1, evidence=key)


def answer(each: Component, check: str) -> str:
    """The last answer to a check: yes, no, unknown, or that nobody asked."""
    found = tech.latest(each).get(check)
    return found.result if found else NEVER


def answers(facts: Facts, rows: Sequence[Component], checks: Sequence[str], result: str, title: str) -> Figure:
    """How many of some checks of some components were answered so."""
    count = sum(1 for each in rows for check in checks if answer(each, check) == result)
    known = sum(1 for each in rows for check in checks if answer(each, check) != NEVER)
    levels = {facts.tech.level(each.unit, COMPONENTS) for each in rows}
    value = recorded(
        count, Measure.COUNT, coverage=min(levels, key=list(Level).index, default=Level.NONE), n=known,
        evidence=[Evidence(COMPONENTS, each.key) for each in rows[:20]], missing=[] if known else ["checks"],
    )  # fmt: skip
    return told(f"answered_{result}", value, period=cells.day_of(facts), subject=",".join(checks), title=title)
