"""What is left of a report in a mail (pure): fewer rows and findings, the same tree, so that nothing else changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from reports.renderings.told import sections_of
from reports.report import Report
from reports.tree import Agenda, Block, Chart, FindingList, Gaps, Section, Table


class Cut(NamedTuple):
    """How much is left: rows of all tables together, findings of a list, gaps and tasks of each, sections or none."""

    rows: int
    findings: int
    items: int
    has_sections: bool = True


MOST_DECISIONS = 5
CUTS = (Cut(40, 12, 12), Cut(30, 8, 8), Cut(20, 5, 6), Cut(10, 3, 4), Cut(0, 1, 1), Cut(0, 0, 0, has_sections=False))
KEPT = "summary"


def cut(report: Report, to: Cut) -> Report:
    """The report with so much of it. A section without blocks is one that the mail only links to."""
    shares = dict(_shares(report, to.rows))

    def short(block: Block, is_summary: bool) -> Block:
        if isinstance(block, Chart):
            return replace(block, table=replace(block.table, most=shares[block.table.key]))
        if isinstance(block, Table):
            return replace(block, most=shares[block.key])
        if isinstance(block, FindingList):
            return replace(block, most=min(block.most, MOST_DECISIONS if is_summary else to.findings))
        return block

    def within(section: Section) -> Section:
        if not to.has_sections and section.key != KEPT:
            return replace(section, blocks=(), sections=())
        blocks = tuple(short(block, section.key == KEPT) for block in section.blocks)
        return replace(section, blocks=blocks, sections=tuple(within(part) for part in section.sections))

    return replace(report, sections=tuple(within(section) for section in _ordered(report, to)))


def _ordered(report: Report, to: Cut) -> Iterator[Section]:
    """The summary first: in a mail the decisions open it."""
    yield from (section for section in report.sections if section.key == KEPT)
    yield from (section for section in report.sections if section.key != KEPT)


def _shares(report: Report, rows: int) -> Iterator[tuple[str, int]]:
    """How many rows each table keeps: one more for each in turn, until all are given or every table has its most."""
    wanted = {table.key: _wish(table) for table in _tables(report)}
    given = dict.fromkeys(wanted, 0)
    left = rows
    while left and any(given[key] < most for key, most in wanted.items()):
        for key in [key for key, most in wanted.items() if given[key] < most][:left]:
            given[key] += 1
            left -= 1
    yield from given.items()


def _wish(table: Table) -> int:
    plain = sum(1 for row in table.rows if not row.is_total)
    return plain if table.most is None else min(table.most, plain)


def _tables(report: Report) -> Iterator[Table]:
    for section, _ in sections_of(report):
        for block in section.blocks:
            if isinstance(block, Table | Chart):
                yield block.table if isinstance(block, Chart) else block


__all__ = ["CUTS", "Agenda", "Cut", "Gaps", "cut"]
