"""What all eight reports have in common (pure): what changed, the summary, the agenda, the gaps and the method."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from reports import changes, perspectives, planned
from reports.domains import BY_SLUG
from reports.facts import Facts
from reports.findings import ALL, Finding, standing_in
from reports.perspectives import Perspective, Seen
from reports.places import PLACES, applies, home_of, waiting
from reports.planned import Card, Ranked
from reports.report import Header, Report
from reports.rules.records import lacking, listed
from reports.tree import (
    Column,
    FindingList,
    Gap,
    Gaps,
    Headlines,
    Paragraph,
    Row,
    Section,
    Table,
    figures_of,
)
from reports.values import Evidence, Level, Measure, Value, no_data, recorded
from reports.words import NOTHING, Figure, Text, name, number_of, text

DECISIONS = 5
FEW = 20  # pieces of evidence for one value


@dataclass(frozen=True)
class Making:
    """What a report is made with besides the facts: the run's id and instant, its scope and variant, the run before.

    `late`: entries posted since then into months that it told of, by account and month. `cards`: what the board says
    of findings, by key.
    """

    run: str
    built_at: datetime
    zone: str
    scope: str = ""
    scope_name: str = "whole portfolio"
    variant: str = "A"
    is_corrected: bool = False
    before: Report | None = None
    late: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    cards: Mapping[str, Card] = field(default_factory=dict)


def compose(slug: str, *, facts: Facts, findings: Sequence[Finding], making: Making) -> Report:
    """The report of a slug: header, what changed, summary, its own sections, agenda, gaps and method."""
    perspective = perspectives.of(slug)
    kept = tuple(one for one in findings if slug == ALL or slug in one.roles)
    seen = Seen(facts, kept)
    order = planned.ranked(kept, facts=facts, cards=making.cards)
    own = perspective.sections(seen)
    sections = (
        Section("summary", "Summary", _summary(perspective, seen, order)),
        *own,
        Section("agenda", "Agenda of four weeks", planned.blocks(order, facts=facts, cards=making.cards)),
        Section("gaps", "What is not recorded", (gaps(perspective, facts),)),
    )
    header = _header(perspective, facts, making)
    whole = Report(header, (*sections, _method(slug, (header.coverage, *_figures(sections)))), kept)
    changed = changes.since(making.before, whole, late=making.late)
    return Report(header, (changed, *whole.sections), kept)


def _figures(sections: Sequence[Section]) -> tuple[Figure, ...]:
    return tuple(figure for section in sections for figure in figures_of(section))


def _header(perspective: Perspective, facts: Facts, making: Making) -> Header:
    return Header(
        slug=perspective.SLUG,
        title=perspective.TITLE,
        says=perspective.SAYS,
        scope=making.scope,
        scope_name=making.scope_name,
        units=tuple(unit.name for unit in facts.units),
        slugs=tuple(unit.slug for unit in facts.units),
        period=facts.period,
        as_of=facts.as_of,
        zone=making.zone,
        built_at=making.built_at,
        run=making.run,
        coverage=covered(perspective, facts),
        variant=making.variant,
        is_corrected=making.is_corrected,
    )


def covered(perspective: Perspective, facts: Facts) -> Figure:
    """The share of what a report lives of, by domain and unit, that is completely recorded for its month."""
    levels = facts.said.levels(facts.period)
    places = [
        (unit.slug, domain) for domain in perspective.DOMAINS for unit in facts.units if applies(domain, unit.kind)
    ]
    complete = sum(1 for unit, domain in places if levels.of(unit, domain) == Level.COMPLETE)
    keys = [Evidence("coverage", f"{unit}:{domain}") for unit, domain in places[:FEW]]
    value: Value = no_data(Measure.SHARE, "units")
    if places:
        share = Decimal(complete) / len(places)
        value = recorded(share, Measure.SHARE, coverage=Level.COMPLETE, n=len(places), evidence=keys)
    return Figure("coverage", "Recorded completely", value, period=f"{facts.period.start:%Y-%m}", places=0)


def _summary(perspective: Perspective, seen: Seen, order: Sequence[Ranked]) -> tuple[Headlines | FindingList, ...]:
    nothing = Text(("Nothing waits for a decision.",))
    return (
        Headlines(perspective.headlines(seen)[:5]),
        FindingList(tuple(each.finding.key for each in order[:DECISIONS]), most=DECISIONS, empty=nothing),
    )


def gaps(perspective: Perspective, facts: Facts) -> Gaps | Paragraph:
    """What a report lives of and does not have, the most wanted first, each with where to enter it."""
    found = []
    for domain in home_of(perspective.DOMAINS):
        units = lacking(facts, domain)
        if not facts.units or units:
            titles = waiting(domain, (perspective.SLUG,))
            said = text(": ", *listed([unit for unit, _ in units])) if units else NOTHING
            where = PLACES[domain].href
            title = BY_SLUG[domain].title
            found.append(Gap(domain, "", text(name(title[:1].upper() + title[1:]), said), where, titles))
    if not found:
        return Paragraph(Text(("Everything that this report lives of is recorded.",)))
    return Gaps(tuple(sorted(found, key=lambda gap: (-len(gap.waiting), gap.domain))))


def _method(slug: str, figures: Sequence[Figure]) -> Section:
    titles: dict[str, dict[str, None]] = {}
    for figure in figures:
        if figure.formula:
            titles.setdefault(figure.formula, {})[figure.title] = None
    formulas = tuple(
        Row((text(number_of(formula)), text(name(", ".join(titles[formula])))))
        for formula in sorted(titles, key=_natural)
    )
    rules = tuple(
        Row((text(number_of(each.id)), text(number_of(f"v{each.version}")), text(name(each.title))))
        for each in standing_in(slug)
    )
    said = text(
        "Every figure is a value with its rows; every finding is a rule that fired. Records are those dated until the "
        "last day named above; the period is the last month complete by then."
    )
    return Section(
        "method",
        "Method",
        (
            Paragraph(said),
            Table("formulas", "Formulas", (Column("Number"), Column("Figures")), formulas, most=0,
                  empty=Text(("No figure could be computed.",))),
            Table("rules", "Rules", (Column("Number"), Column("Version"), Column("Looks for")), rules, most=0),
        ),
    )  # fmt: skip


def _natural(formula: str) -> tuple[int, str]:
    digits = "".join(sign for sign in formula if sign.isdigit())
    return (int(digits or 0), formula)
