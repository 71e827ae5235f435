"""A whole report (pure), and what is left of it for a reader who may not see everything.

What a reader has no clearance for is gone from the tree before anything is printed: no rendering can leak it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from reports.findings import Finding
from reports.periods import Period
from reports.tree import (
    Agenda,
    Block,
    Chart,
    FindingList,
    Section,
    Table,
    Week,
    Withheld,
    figures_of,
)
from reports.values import Level, Measure, recorded, withheld
from reports.words import Figure, Named, Text, month, name, text

HIDDEN = Text(("withheld",))


@dataclass(frozen=True)
class Header:
    """What stands over a report. `scope` is a unit's slug, empty for the whole portfolio; `run` the id of the run.

    `built_at` is an instant, `zone` the name of the zone that it is told in. `coverage`: the share of what the
    report lives of that is recorded. `units` are names, `slugs` the same units by slug.
    """

    slug: str
    title: str
    says: str
    scope: str
    scope_name: str
    units: tuple[str, ...]
    period: Period
    as_of: date
    zone: str
    built_at: datetime
    run: str
    coverage: Figure
    variant: str = "A"
    is_corrected: bool = False
    slugs: tuple[str, ...] = ()

    def name_of(self, unit: str) -> str:
        """The name of one of its units by slug; the slug where it is none of them."""
        return dict(zip(self.slugs, self.units, strict=False)).get(unit, unit)


@dataclass(frozen=True)
class Report:
    """One report as it was built: sections in order, and every finding that they name.

    Keys of the frame's sections: changes, summary, agenda, gaps, method; all others are the report's own.
    """

    header: Header
    sections: tuple[Section, ...]
    findings: tuple[Finding, ...]

    def finding(self, key: str) -> Finding:
        """One of its findings; raises KeyError."""
        for one in self.findings:
            if one.key == key:
                return one
        raise KeyError(key)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure of it, each key once, in the order of the page; those within findings at the end."""
        found = [self.header.coverage]
        found += [figure for section in self.sections for figure in figures_of(section)]
        found += [figure for one in self.findings for figure in figures_of((one.fired.title, one.fired.detail))]
        found += [figure for one in self.findings for figure in figures_of(one.fired.action.title)]
        found += [one.stake for one in self.findings if one.stake]
        kept: dict[str, Figure] = {}
        for figure in found:
            kept.setdefault(figure.key, figure)
        return tuple(kept.values())


def subject(report: Report) -> Text:
    """The line of a mail, unlike that of any other run; variant B begins with the worst that was found."""
    head = report.header
    where: str | Named = name(head.scope_name)
    whole = text(name(head.title), ": ", month(head.period.start), ", ", where, " (", name(f"run {head.run[:6]}"), ")")
    if head.is_corrected:
        whole = text("Corrected: ", whole)
    if head.variant == "B" and report.findings:
        worst = next(worst_first(report.findings))
        return text(worst.fired.title, " · ", whole)
    return whole


def seen_with(report: Report, clearance: Collection[str]) -> Report:
    """The report for a reader with these clearances: whatever has another label is withheld, and counts nowhere."""
    kept = tuple(_cleared(one, clearance) for one in report.findings if _may(one.fired.label, clearance))
    reader = _Reader(frozenset(clearance), frozenset(one.key for one in kept))
    return Report(
        reader.header(report.header),
        tuple(reader.section(section) for section in report.sections),
        tuple(reader.finding(one) for one in kept),
    )


def _may(label: str, clearance: Collection[str]) -> bool:
    return not label or label in clearance


def _cleared(one: Finding, clearance: Collection[str]) -> Finding:
    """The finding without its detail, where that is for others."""
    if _may(one.fired.detail_label, clearance):
        return one
    fired = replace(one.fired, detail=HIDDEN, evidence=(), at_stake=None)
    return replace(one, fired=fired)


@dataclass(frozen=True)
class _Reader:
    """One reader's clearances and the findings that they may see."""

    clearance: frozenset[str]
    seen: frozenset[str]

    def header(self, head: Header) -> Header:
        return replace(head, coverage=self.figure(head.coverage))

    def section(self, section: Section) -> Section:
        if not _may(section.label, self.clearance):
            return Section(section.key, section.title, (Withheld(section.label),), section.label)
        blocks = tuple(self.block(block) for block in section.blocks)
        return replace(section, blocks=blocks, sections=tuple(self.section(part) for part in section.sections))

    def block(self, block: Block) -> Block:
        if not _may(block.label, self.clearance):
            return Withheld(block.label)
        kinds: dict[type, Callable[[Any], Block]] = {
            Chart: self.chart,
            Table: self.table,
            FindingList: self.listed,
            Agenda: self.agenda,
        }
        return kinds.get(type(block), self.within)(block)

    def chart(self, chart: Chart) -> Block:
        table = self.table(chart.table)
        return table if table != chart.table else self.within(chart)

    def listed(self, listed: FindingList) -> FindingList:
        kept = tuple(key for key in listed.keys if key in self.seen)
        return replace(listed, keys=kept, hides=len(kept) < len(listed.keys))

    def table(self, table: Table) -> Table:
        rows = [row for row in table.rows if _may(row.label, self.clearance)]
        hidden = dict.fromkeys(row.label for row in table.rows if not _may(row.label, self.clearance))
        kept = tuple(replace(row, cells=tuple(self.text(cell) for cell in row.cells)) for row in rows)
        return replace(table, rows=kept, empty=self.text(table.empty), withheld=tuple(hidden))

    def agenda(self, agenda: Agenda) -> Agenda:
        return replace(
            agenda,
            weeks=tuple(self.week(week) for week in agenda.weeks),
            rest=tuple(self.within(task) for task in agenda.rest if task.finding in self.seen),
        )

    def week(self, week: Week) -> Week:
        tasks = tuple(self.within(task) for task in week.tasks if task.finding in self.seen)
        if len(tasks) == len(week.tasks):
            return replace(week, tasks=tasks)
        planned = replace(week.planned, value=withheld(week.planned.value.measure))
        return replace(week, tasks=tasks, planned=planned)

    def finding(self, one: Finding) -> Finding:
        fired = one.fired
        action = replace(fired.action, title=self.text(fired.action.title))
        return replace(
            one, fired=replace(fired, title=self.text(fired.title), detail=self.text(fired.detail), action=action)
        )

    def within(self, part: Any) -> Any:
        """The same part with every sentence and figure of it as this reader may see them."""
        changed = {name: self._part(getattr(part, name)) for name in part.__dataclass_fields__ if name not in {"table"}}
        return replace(part, **changed)

    def _part(self, part: Any) -> Any:
        if isinstance(part, Text):
            return self.text(part)
        if isinstance(part, Figure):
            return self.figure(part)
        if isinstance(part, tuple):
            return tuple(self._part(each) for each in part)
        return self.within(part) if hasattr(part, "words") else part

    def text(self, words: Text) -> Text:
        return Text(tuple(self.figure(part) if isinstance(part, Figure) else part for part in words.parts))

    def figure(self, figure: Figure) -> Figure:
        """The figure, withheld where it has another label, counted again where it counts findings."""
        if not _may(figure.label, self.clearance):
            return replace(figure, value=withheld(figure.value.measure), counted=None)
        if figure.counted is None:
            return figure
        kept = tuple(key for key in figure.counted if key in self.seen)
        value = recorded(len(kept), Measure.COUNT, coverage=Level.COMPLETE, n=len(kept))
        return replace(figure, value=value, counted=kept)


def worst_first(findings: Collection[Finding]) -> Iterator[Finding]:
    """By severity, then by key."""
    yield from sorted(findings, key=lambda one: one.order)
