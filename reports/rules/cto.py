"""Holes in what the house runs on (pure): CTO-01, CTO-02 and CTO-07.

What is open and how bad is for all readers; where it is, and what shows it, is for those who hold the clearance.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from reports.facts import Facts
from reports.findings import Action, Fired, Limit, Limits, Severity, rule
from reports.formulas import tech
from reports.formulas.tech import COMPONENTS, NO, SECURITY, YES, Component, Finding
from reports.rules import saying
from reports.rules.saying import certainty, desk, listed, threshold
from reports.values import Evidence, Level, Measure, recorded
from reports.words import Text, day, name, text

HERE = ("cto",)
SECRET, CRITICAL = "secret", "critical"
LABEL = "security"
PAGES = frozenset({"site", "website", "page"})  # meant to be read by anybody
DOORS = frozenset({"endpoint", "endpoints", "api", "webhook"})  # open to the internet unless somebody says they are not
SLA = (
    Limit("critical", "A critical finding is fixed within", Decimal(tech.SLA["critical"]), Measure.DAYS),
    Limit("high", "A high finding is fixed within", Decimal(tech.SLA["high"]), Measure.DAYS),
    Limit("medium", "A medium finding is fixed within", Decimal(tech.SLA["medium"]), Measure.DAYS),
)


def sla(facts: Facts) -> dict[str, int]:
    """Days to fix by severity, the house’s own where it set any."""
    return {limit.name: int(facts.limits.get(("CTO-02", limit.name), limit.amount)) for limit in SLA}


def is_grave(finding: Finding) -> bool:
    """Whether it is told by CTO-01: critical, or a secret that others can read."""
    return finding.severity == CRITICAL or finding.category == SECRET


@rule("CTO-01", title="A critical hole or a readable secret is open", area="tech", roles=HERE)
def grave_holes(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """Open findings that are critical, and open ones of the category `secret` however grave; once for each title."""
    for rows in _by_title([row for row in facts.tech.findings if tech.is_open(facts.tech, row) and is_grave(row)]):
        is_secret = any(row.category == SECRET for row in rows)
        todo = "Make new ones, then remove the old: " if is_secret else "Close: "
        yield _hole(facts, rows, Severity.CRITICAL, _todo(rows, todo))


@rule("CTO-02", title="A hole is open past its time", area="tech", roles=HERE, limits=SLA)
def late_holes(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """Open findings older than their severity allows, or whose acceptance ran out. What CTO-01 tells is told there."""
    allowed = {each: int(days) for each, days in limits.items()}
    late = [row for row in facts.tech.findings if tech.is_late(facts.tech, row, allowed) and not is_grave(row)]
    for rows in _by_title(late):
        yield _hole(facts, rows, Severity.HIGH, _todo(rows, "Fix, or accept until a day: "), _lateness(rows, limits))


def _by_title(rows: Sequence[Finding]) -> list[list[Finding]]:
    """The same hole of a unit in several places is one problem: by unit and title, the oldest first."""
    found: dict[tuple[str, str], list[Finding]] = {}
    for row in sorted(rows, key=lambda row: (row.found_on, row.key)):
        found.setdefault((row.unit, row.title), []).append(row)
    return list(found.values())


def _todo(rows: Sequence[Finding], what: str) -> Action:
    title = rows[0].title
    return Action(text(what, name(title)), 4, href=desk("securityfinding", title), outcome="open_findings")


def _hole(facts: Facts, rows: Sequence[Finding], severity: Severity, action: Action, late: Text | None = None) -> Fired:
    unit = rows[0].unit
    age = recorded(
        rows[0].age_on(facts.as_of), Measure.DAYS, coverage=facts.tech.level(unit, SECURITY), n=len(rows),
        evidence=[Evidence(SECURITY, row.key) for row in rows[:20]],
    )  # fmt: skip
    places = listed(list(dict.fromkeys(row.component for row in rows)))
    told = saying.figure("finding_age", age, unit, f"{facts.as_of}", subject=rows[0].title, title="Open for",
                         label=LABEL)  # fmt: skip
    proof = next((row.proof for row in rows if row.proof), "")
    return Fired(
        unit=unit,
        subject=rows[0].title,
        severity=severity,
        title=text(name(rows[0].title)),
        detail=text(
            "In ", places, ", open for ", told, ". ", late or "", *(("Shown by: ", name(proof), ".") if proof else ())
        ),
        action=action,
        evidence=age.evidence,
        certainty=certainty(age.coverage),
        detail_label=LABEL,
    )


def _lateness(rows: Sequence[Finding], limits: Mapping[str, Decimal]) -> Text:
    over = next((row for row in rows if row.accepted_until and row.status == tech.ACCEPTED), None)
    if over is not None and over.accepted_until:
        return text("It was accepted until ", day(over.accepted_until), ". ")
    severity = rows[0].severity
    return text("The time for its severity is ", threshold("CTO-02", severity, limits[severity], Measure.DAYS), ". ")


@rule("CTO-07", title="A public endpoint does not ask who calls it", area="tech", roles=HERE)
def open_doors(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """Components open to the internet, pages aside, of which the last look found that they ask nobody who they are."""
    for unit in facts.units:
        doors = [row for row in facts.tech.components if row.unit == unit.slug and is_open_door(row)]
        if not doors:
            continue
        level = facts.tech.level(unit.slug, COMPONENTS)
        count = recorded(
            len(doors), Measure.COUNT, coverage=level, n=len(doors),
            evidence=[Evidence(COMPONENTS, row.key) for row in doors[:20]],
        )  # fmt: skip
        yield Fired(
            unit=unit.slug,
            subject="unauthenticated endpoints",
            severity=Severity.CRITICAL,
            title=text("Anybody can call endpoints of ", name(unit.name), " without saying who they are"),
            detail=text(
                saying.figure("open_endpoints", count, unit.slug, f"{facts.as_of}", title="Endpoints open to anybody",
                              label=LABEL),
                " open to anybody: ", listed([row.name for row in doors]), ".",
            ),
            action=Action(
                text("Put a sign-in before the open endpoints of ", name(unit.name)), 8,
                href=desk("techcomponent", unit.name), outcome="check_coverage",
            ),
            evidence=count.evidence,
            certainty=certainty(level if level == Level.COMPLETE else Level.PARTIAL),
            detail_label=LABEL,
        )  # fmt: skip


def is_open_door(row: Component) -> bool:
    """Whether anybody can call it: open to the internet, and the last look found no authentication."""
    auth, kind = tech.latest(row).get("auth"), set(row.kind.casefold().split())
    is_reached = row.is_public == YES or (row.is_public != NO and bool(DOORS & kind))
    return is_reached and auth is not None and auth.result == NO and not PAGES & kind
