"""What is left of a report in a mail (pure): less of the same tree, and how much of it is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from reports.renderings.told import sections_of
from reports.report import Report
from reports.tree import Agenda, Block, Chart, FindingList, Gaps, Headlines, Section, Table, Task, Week

DECISIONS = 5
FIRST = "summary"  # the decisions open a mail


class Cut(NamedTuple):
    """How much is left: rows of all tables together, findings of a list, gaps or tasks; sections, or their headings."""

    rows: int
    findings: int
    items: int
    has_sections: bool = True


CUTS = (
    Cut(40, 12, 6), Cut(36, 8, 5), Cut(32, 6, 5), Cut(28, 5, 4), Cut(24, 4, 4), Cut(20, 4, 3), Cut(16, 3, 3),
    Cut(12, 3, 2), Cut(8, 2, 2), Cut(4, 2, 1), Cut(0, 1, 1), Cut(0, 0, 0, has_sections=False),
)  # fmt: skip


@dataclass
class Brief:
    """What a mail prints of a report; `left`: gaps or tasks of a section that are left out, by its key."""

    report: Report
    left: dict[str, int] = field(default_factory=dict)


def cut(report: Report, to: Cut) -> Brief:
    """The report with so much of it: the summary first, its figures and decisions before anything else."""
    cutter = _Cutter(to, dict(_shares(report, to.rows)))
    sections = sorted(report.sections, key=lambda section: section.key != FIRST)
    brief = replace(report, sections=tuple(cutter.section(section) for section in sections))
    return Brief(brief, {key: n for key, n in cutter.left.items() if n})


class _Cutter:
    """Cuts one report."""

    def __init__(self, to: Cut, shares: dict[str, int]) -> None:
        self.to, self.shares = to, shares
        self.left: dict[str, int] = {}

    def section(self, section: Section) -> Section:
        if section.key == FIRST:
            blocks = sorted(section.blocks, key=lambda block: not isinstance(block, Headlines | FindingList))
            return replace(section, blocks=tuple(self.block(block, section.key) for block in blocks))
        if not self.to.has_sections:
            return replace(section, blocks=(), sections=())
        blocks = [self.block(block, section.key) for block in section.blocks]
        return replace(section, blocks=tuple(blocks), sections=tuple(map(self.section, section.sections)))

    def block(self, block: Block, key: str) -> Block:
        if isinstance(block, Chart):
            return replace(block, table=replace(block.table, most=self.shares[block.table.key]))
        if isinstance(block, Table):
            return replace(block, most=self.shares[block.key])
        if isinstance(block, FindingList):
            return replace(block, most=min(block.most, DECISIONS if key == FIRST else self.to.findings))
        if isinstance(block, Gaps):
            self._leave(key, len(block.items) - self.to.items)
            return replace(block, items=block.items[: self.to.items])
        return self.agenda(block, key) if isinstance(block, Agenda) else block

    def agenda(self, agenda: Agenda, key: str) -> Agenda:
        """The first tasks, week by week."""
        room = self.to.items
        weeks: list[Week] = []
        for week in agenda.weeks:
            if room or not week.tasks:
                weeks.append(replace(week, tasks=self._tasks(week.tasks, room, key)))
            else:
                self._leave(key, len(week.tasks))
            room = max(0, room - len(week.tasks))
        return replace(agenda, weeks=tuple(weeks), rest=self._tasks(agenda.rest, room, key))

    def _tasks(self, tasks: Sequence[Task], room: int, key: str) -> tuple[Task, ...]:
        self._leave(key, len(tasks) - room)
        return tuple(tasks[:room])

    def _leave(self, key: str, n: int) -> None:
        self.left[key] = self.left.get(key, 0) + max(n, 0)


def _shares(report: Report, rows: int) -> Iterator[tuple[str, int]]:
    """How many rows each table keeps: one more for each in turn, until all are given or every table has its most."""
    wanted = {table.key: _wish(table) for table in _tables(report)}
    given = dict.fromkeys(wanted, 0)
    left = max(0, rows - sum(1 for table in _tables(report) for row in table.rows if row.is_total))
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
