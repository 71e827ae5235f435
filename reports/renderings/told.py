"""What a report's renderings print (pure): which figures, which findings, where each is told in full.

All renderings ask here, so that none tells more or less than another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

from reports.findings import Finding
from reports.report import Report
from reports.tree import Agenda, Block, Chart, FindingList, Row, Section, Shape, Table, Task, figures_of
from reports.values import Value
from reports.words import Figure, Named, Text, Told

REST = "rest"  # no unit: those findings of a list that come after the first
BRIEF = frozenset({"summary", "changes"})  # sections of the frame that name what is told in full further down


@dataclass(frozen=True)
class Printed:
    """The figures and findings of a report that are printed, each once, in the order of the page."""

    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...]

    @property
    def figure_keys(self) -> frozenset[str]:
        """Keys of the figures."""
        return frozenset(figure.key for figure in self.figures)

    @property
    def finding_keys(self) -> frozenset[str]:
        """Keys of the findings."""
        return frozenset(one.key for one in self.findings)


def sections_of(report: Report) -> Iterator[tuple[Section, int]]:
    """Every section with its depth from 0, in the order of the page."""

    def under(sections: tuple[Section, ...], depth: int) -> Iterator[tuple[Section, int]]:
        for section in sections:
            yield section, depth
            yield from under(section.sections, depth + 1)

    yield from under(report.sections, 0)


def rows_shown(block: Table | Chart, *, is_cut: bool) -> tuple[Row, ...]:
    """The rows that are printed: of a cut table the first `most` and its totals, of a chart over time the last."""
    table = block.table if isinstance(block, Chart) else block
    if not is_cut or table.most is None:
        return table.rows
    if not table.most:
        return ()
    plain = [row for row in table.rows if not row.is_total]
    kept = plain[-table.most :] if isinstance(block, Chart) and block.shape == Shape.LINE else plain[: table.most]
    return tuple(row for row in table.rows if row.is_total or any(row is each for each in kept))


def keys_shown(listed: FindingList, *, is_cut: bool) -> tuple[str, ...]:
    """The findings of a list that are printed: all, but in a cut report the first `most`; the rest is counted there."""
    return listed.keys[: listed.most] if is_cut else listed.keys


def groups(report: Report, listed: FindingList, *, is_cut: bool) -> list[tuple[str, list[Finding]]]:
    """The first `most` findings of a list by unit, where it asks for that, then the others, under `REST`."""
    found = [report.finding(key) for key in keys_shown(listed, is_cut=is_cut)]
    first, rest = found[: listed.most], found[listed.most :]
    units = dict.fromkeys(sorted((one.fired.unit for one in first), key=lambda unit: unit != ""))
    told = (
        [(unit, [one for one in first if one.fired.unit == unit]) for unit in units]
        if listed.by_unit
        else [("", first)]
    )
    return [*told, *([(REST, rest)] if rest else [])]


def in_full(report: Report, *, is_cut: bool) -> dict[str, str]:
    """The section in which each printed finding is told in full: its first beside the summary, else its first."""
    places: dict[str, list[str]] = {}
    for section, _ in sections_of(report):
        for block in section.blocks:
            for key in keys_shown(block, is_cut=is_cut) if isinstance(block, FindingList) else ():
                places.setdefault(key, []).append(section.key)
    return {key: next((each for each in found if each not in BRIEF), found[0]) for key, found in places.items()}


def printed(report: Report, *, is_cut: bool = False) -> Printed:
    """Everything that a rendering prints; `is_cut`: as a mail does, with `most` rows of each table."""
    figures: list[Figure] = [report.header.coverage]
    findings: list[Finding] = []
    for section, _ in sections_of(report):
        for block in section.blocks:
            here = list(_findings(report, block, is_cut))
            findings += here
            figures += _of_block(block, is_cut)
            if isinstance(block, FindingList):
                figures += [figure for one in here for figure in of_finding(one)]
    by_key = {figure.key: figure for figure in reversed(figures)}
    kept = tuple(by_key[key] for key in dict.fromkeys(figure.key for figure in figures))
    return Printed(kept, tuple({one.key: one for one in findings}.values()))


def of_finding(one: Finding) -> Iterator[Figure]:
    """The figures of a finding that is told in full."""
    yield from figures_of((one.fired.title, one.fired.detail, one.fired.action.title))
    if one.stake:
        yield one.stake


def tasks_of(agenda: Agenda) -> tuple[Task, ...]:
    """Every task of an agenda."""
    return (*(task for week in agenda.weeks for task in week.tasks), *agenda.rest)


def _findings(report: Report, block: Block, is_cut: bool) -> Iterator[Finding]:
    if isinstance(block, FindingList):
        yield from (report.finding(key) for key in keys_shown(block, is_cut=is_cut))
    elif isinstance(block, Agenda):
        yield from (report.finding(task.finding) for task in tasks_of(block))


def _of_block(block: Block, is_cut: bool) -> Iterator[Figure]:
    if isinstance(block, Chart):
        yield from figures_of((block.says, block.line_at))
    if isinstance(block, Table | Chart):
        table = block.table if isinstance(block, Chart) else block
        has_words = not table.rows and not table.withheld
        yield from figures_of(table.empty if has_words else rows_shown(block, is_cut=is_cut))
    elif isinstance(block, FindingList):
        yield from figures_of(() if block.keys or block.hides else block.empty)
    else:
        yield from figures_of(block)


def names_of(part: object) -> Iterator[str]:
    """Every name, date and id of a part of the tree: digits in them are no figures."""
    if isinstance(part, Named):
        if part.kind in Told:
            yield part.text
    elif isinstance(part, tuple | Text):
        for each in part.parts if isinstance(part, Text) else part:
            yield from names_of(each)
    elif is_dataclass(part) and not isinstance(part, Value | Figure):
        for each in fields(part):
            yield from names_of(getattr(part, each.name))
