"""What is not recorded: DATA-01 and DATA-02. Source: design of the books, 3.1, 3.6."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from reports.domains import BY_SLUG, DOMAINS, Domain
from reports.facts import Facts, UnitFact
from reports.findings import Action, Certainty, Fired, Limit, Limits, Severity, rule
from reports.metrics import known
from reports.perspectives import SLUGS
from reports.places import PLACES, applies
from reports.values import Evidence, Level, Measure
from reports.words import Named, Text, day, month, name, text

BLOCKED = Limit("blocked", "High where so many figures wait for it", Decimal(3), Measure.COUNT)
UNITS_DESK = "/admin/reports/businessunit/"


def lacking(facts: Facts, domain: str) -> list[tuple[UnitFact, Level]]:
    """The units whose records of a domain are not complete for the last complete month."""
    levels = facts.said.levels(facts.period)
    found = [(unit, levels.of(unit.slug, domain)) for unit in facts.units if applies(domain, unit.kind)]
    return [(unit, level) for unit, level in found if level != Level.COMPLETE]


@rule("DATA-01", title="Records are missing or in part", area="data", roles=SLUGS, limits=(BLOCKED,))
def not_recorded(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """DATA-01: a domain that figures need is not recorded for the period, or in part; one finding a domain."""
    if not facts.units:
        yield Fired(
            "",
            "units",
            Severity.HIGH,
            text("No business is recorded"),
            Action(text("Enter the first unit: a boat, an agency, a house"), hours=1, href=UNITS_DESK),
            text("Every figure of every report waits for it."),
        )
    for domain in DOMAINS:
        waiting = [metric for metric in known().values() if domain.slug in metric.domains]
        units = lacking(facts, domain.slug)
        if waiting and units:
            yield _missing(facts, domain, units, is_high=len(waiting) >= limits["blocked"])


def _missing(facts: Facts, domain: Domain, units: Sequence[tuple[UnitFact, Level]], *, is_high: bool) -> Fired:
    none = [unit for unit, level in units if level == Level.NONE]
    part = [unit for unit, level in units if level == Level.PARTIAL]
    said = text(
        *(["Not recorded: ", *listed(none), ". "] if none else []),
        *(["In part: ", *listed(part), "."] if part else []),
    )
    return Fired(
        "",
        domain.slug,
        Severity.HIGH if is_high else Severity.MEDIUM,
        text("Records of ", name(domain.title), " are not complete for ", month(facts.period.start)),
        Action(text("Enter or import: ", name(domain.title)), hours=2, href=PLACES[domain.slug].href),
        said,
        tuple(Evidence("coverage", f"{unit.slug}:{domain.slug}") for unit, _ in units),
        certainty=Certainty.COMPLETE,
    )


@rule("DATA-02", title="The last record is old", area="data", roles=SLUGS)
def stale(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """DATA-02: a domain's last record is older than the domain stays fresh; one finding a domain and unit."""
    for (unit, slug), last in sorted(facts.last_on.items()):
        domain = BY_SLUG[slug]
        if domain.fresh_days is not None and (facts.as_of - last).days > domain.fresh_days:
            yield Fired(
                unit,
                slug,
                Severity.MEDIUM,
                text("The last of ", name(domain.title), " of ", name(facts.name(unit)), " is of ", day(last)),
                Action(text("Bring ", name(domain.title), " of ", name(facts.name(unit)), " up to date"), hours=1,
                       href=PLACES[slug].href),
                evidence=(Evidence("coverage", f"{unit}:{slug}"),),
            )  # fmt: skip


def listed(units: Sequence[UnitFact]) -> list[str | Named | Text]:
    """The names of units in a sentence."""
    parts: list[str | Named | Text] = []
    for unit in units:
        parts += [", ", name(unit.name)] if parts else [name(unit.name)]
    return parts
