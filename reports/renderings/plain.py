"""A report as plain text (pure): 76 columns, bars of `#`, links on lines of their own."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from reports.findings import Finding
from reports.renderings import phrases
from reports.renderings.links import Links
from reports.renderings.plain_tables import WIDTH, bars, table
from reports.renderings.told import groups, in_full, keys_shown, rows_shown, sections_of
from reports.report import Report
from reports.tree import (
    Agenda,
    Block,
    Bullets,
    Chart,
    FindingList,
    Gaps,
    Headlines,
    Paragraph,
    Section,
    Table,
    Task,
    Week,
    Withheld,
)
from reports.words import Named, Text
from reports.words import text as words_of

RULES = "=-"
HANG = "  "


def text(report: Report, links: Links) -> str:
    """The whole report."""
    return written(report, links)


def written(report: Report, links: Links, *, left: Mapping[str, int] | None = None) -> str:
    """The report; with `left` as in a mail: the `most` rows of each table, and gaps and tasks left out as it says."""
    head = report.header
    lines = [phrases.heading(head).upper(), head.scope_name, "", *_wrapped(head.says)]
    lines += [*_wrapped(str(phrases.built(head)) + "."), *_wrapped(f"{head.coverage.title}: {head.coverage.text}.")]
    lines += [links.run(), ""]
    writer = _Writer(report, links, in_full(report, is_cut=left is not None), left)
    for section, depth in sections_of(report):
        lines += [*writer.section(section, depth), ""]
    return "\n".join(line.rstrip() for line in lines).rstrip() + "\n"


def _wrapped(words: str, first: str = "", hang: str | None = None) -> list[str]:
    """A paragraph in lines; a link is never broken."""
    rest = first if hang is None else hang
    return textwrap.wrap(
        words, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )


class _Writer:
    """Writes the blocks of one report."""

    def __init__(self, report: Report, links: Links, full: dict[str, str], left: Mapping[str, int] | None) -> None:
        self.report, self.links, self.full = report, links, full
        self.is_cut, self.left = left is not None, left or {}
        self.key = ""
        self.writers: dict[type, Callable[[Any], Iterator[str]]] = {
            Paragraph: self.paragraph, Bullets: self.bullets, Headlines: self.headlines, Table: self.table,
            Chart: self.chart, FindingList: self.findings, Gaps: self.gaps, Agenda: self.agenda,
            Withheld: self.withheld,
        }  # fmt: skip

    def section(self, section: Section, depth: int) -> Iterator[str]:
        """Heading, blocks and where it stands in the app."""
        self.key = section.key
        yield section.title.upper() if depth == 0 else section.title
        yield RULES[min(depth, 1)] * min(len(section.title), WIDTH)
        for block in section.blocks:
            if lines := list(self.block(block)):
                yield from lines
                yield ""
        yield self.links.section(section.key)

    def block(self, block: Block) -> Iterator[str]:
        return self.writers[type(block)](block)

    def words(self, words: Text, first: str = "", hang: str | None = None) -> Iterator[str]:
        """A sentence, then the links of the names in it."""
        yield from _wrapped(str(words), first, hang)
        for part in words.parts:
            if isinstance(part, Named) and part.href:
                yield f"{first if hang is None else hang}{self.links.place(part.href)}"

    def paragraph(self, block: Paragraph) -> Iterator[str]:
        yield from self.words(block.words)

    def bullets(self, block: Bullets) -> Iterator[str]:
        for item in block.items:
            yield from self.words(item, "* ", HANG)

    def headlines(self, block: Headlines) -> Iterator[str]:
        widest = max((len(figure.text) for figure in block.figures), default=0)
        for figure in block.figures:
            yield from _wrapped(f"{figure.text:>{widest}}  {figure.title}", HANG, HANG * 2)

    def withheld(self, block: Withheld) -> Iterator[str]:
        yield phrases.withheld(block.label)

    def table(self, block: Table) -> Iterator[str]:
        yield block.title
        rows = rows_shown(block, is_cut=self.is_cut)
        if not block.rows and not block.withheld:
            yield from self.words(block.empty)
        yield from table(block.columns, rows, self.links)
        yield from self.rest(block)

    def rest(self, block: Table | Chart) -> Iterator[str]:
        """What of a table is not printed here, and what this reader may not see of it."""
        shown = len(rows_shown(block, is_cut=self.is_cut))
        block = block.table if isinstance(block, Chart) else block
        left = phrases.left_out(len(block.rows) - shown, "more row in the app", "more rows in the app")
        if left:
            yield f"{HANG}{left.text} {left.what}"
        if block.withheld:
            yield f"{HANG}{phrases.withheld(*block.withheld)}"

    def chart(self, block: Chart) -> Iterator[str]:
        yield block.table.title
        yield from self.words(block.says)
        if block.line_at is not None:
            yield from _wrapped(f"{block.line_at.title}: {block.line_at.text}")
        yield ""
        yield from bars(block, rows_shown(block, is_cut=self.is_cut), self.links)
        yield from self.rest(block)

    def findings(self, block: FindingList) -> Iterator[str]:
        if not block.keys and not block.hides:
            yield from self.words(block.empty)
        for unit, found in groups(self.report, block, is_cut=self.is_cut):
            if head := phrases.group(self.report.header, block, unit):
                yield from (head, "")
            for one in found:
                yield from self.finding(one)
                yield ""
        left = len(block.keys) - len(keys_shown(block, is_cut=self.is_cut))
        if count := phrases.left_out(left, "more in the app", "more in the app"):
            yield f"{count.text} {count.what}"
        if block.hides:
            yield phrases.HIDES

    def finding(self, one: Finding) -> Iterator[str]:
        """What is wrong, why we know, what to do about it, where."""
        fired = one.fired
        yield from self.words(words_of(phrases.kind(one), ": ", fired.title), "", HANG)
        is_full = self.full.get(one.key) == self.key
        if is_full and fired.detail:
            yield from self.words(fired.detail, HANG)
        do = phrases.joined(
            words_of("Do: ", fired.action.title), phrases.due(fired.action.due), phrases.stake(one.stake)
        )
        yield from self.words(do, HANG, HANG * 2)
        if fired.action.href:
            yield f"{HANG}{self.links.place(fired.action.href)}"
        yield from _wrapped(str(phrases.footing(one)), HANG)
        yield f"{HANG}{self.links.finding(one)}"

    def gaps(self, block: Gaps) -> Iterator[str]:
        if not block.items:
            yield phrases.NO_GAPS
        for gap in block.items:
            yield from self.words(gap.words, "* ", HANG)
            if gap.waiting:
                yield from _wrapped(f"Waiting for it: {', '.join(gap.waiting)}", HANG)
            if gap.href:
                yield f"{HANG}{self.links.place(gap.href)}"
        yield from self.fewer()

    def agenda(self, block: Agenda) -> Iterator[str]:
        for week in block.weeks:
            yield from self.week(week)
        if block.rest:
            yield phrases.LATER
            yield from self.tasks(block.rest)
        yield from self.fewer()

    def fewer(self) -> Iterator[str]:
        """How many gaps or tasks were left out before."""
        if left := phrases.left_out(self.left.get(self.key, 0), "more in the app", "more in the app"):
            yield f"{left.text} {left.what}"

    def week(self, week: Week) -> Iterator[str]:
        yield from _wrapped(f"{week.title} ({week.planned.text} of {week.capacity.text})")
        yield from self.tasks(week.tasks) if week.tasks else (f"{HANG}{phrases.NO_TASK}",)

    def tasks(self, tasks: Sequence[Task]) -> Iterator[str]:
        for task in tasks:
            yield from self.words(task.title, "* ", HANG)
            about = phrases.joined(words_of("score ", task.score), task.hours, phrases.due(task.due), task.parts)
            yield from self.words(about, HANG)
            yield f"{HANG}{self.links.board(self.report.finding(task.finding))}"
