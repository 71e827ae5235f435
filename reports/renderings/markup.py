"""A report as HTML (pure): the blocks of the tree as they are printed; a mail lays some of them out in its own way.

Every figure is a link and carries its key (`data-figure`), every finding its own (`data-finding`); what is counted here
is marked (`data-count`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import Any

from reports.findings import Finding
from reports.renderings import phrases
from reports.renderings.links import Links
from reports.renderings.phrases import Count
from reports.renderings.told import REST, groups, in_full, keys_shown, rows_shown
from reports.report import Report
from reports.tree import (
    Agenda,
    Block,
    Bullets,
    Chart,
    Column,
    FindingList,
    Gap,
    Gaps,
    Headlines,
    Paragraph,
    Row,
    Section,
    Table,
    Task,
    Week,
    Withheld,
)
from reports.words import Figure, Named, Text, Told, text

VOID = ""


def tag(name: str, *inside: str, **attributes: str | None) -> str:
    """One element; what is inside is markup already. `class_` is the class, `_` in names is `-`; None is left out."""
    told = "".join(
        f' {each.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for each, value in attributes.items()
        if value is not None
    )
    return f"<{name}{told}>{''.join(inside)}</{name}>"


class Markup:
    """Writes the blocks of one report for a page that is printed."""

    is_cut = False

    def __init__(self, report: Report, links: Links, left: Mapping[str, int] | None = None) -> None:
        """`left`: how many gaps or tasks of a section are not in the tree any more, by its key."""
        self.left = left or {}
        self.report, self.links, self.full = report, links, in_full(report, is_cut=self.is_cut)
        self.key, self.level = "", 2
        self.writers: dict[type, Callable[[Any], str]] = {
            Paragraph: self.paragraph, Bullets: self.bullets, Headlines: self.headlines, Table: self.table,
            Chart: self.chart, FindingList: self.findings, Gaps: self.gaps, Agenda: self.agenda,
            Withheld: self.withheld,
        }  # fmt: skip

    # sections

    def sections(self, sections: Iterable[Section], level: int = 2) -> str:
        """Sections with those within them."""
        return "".join(self.section(section, level) for section in sections)

    def section(self, section: Section, level: int) -> str:
        """Heading, blocks, sections within."""
        self.key, self.level = section.key, level
        blocks = "".join(self.block(block) for block in section.blocks)
        within = self.sections(section.sections, min(level + 1, 6))
        return tag("section", self.heading(section, level), blocks, within, id=section.key)

    def heading(self, section: Section, level: int) -> str:
        """The heading of a section."""
        return tag(f"h{level}", escape(section.title))

    def sub(self, *inside: str) -> str:
        """The heading of a block, one level below its section's."""
        return tag(f"h{min(self.level + 1, 6)}", *inside, class_="sub")

    def block(self, block: Block) -> str:
        """One block."""
        return self.writers[type(block)](block)

    # words

    def words(self, words: Text) -> str:
        """A sentence with its figures and names."""
        return "".join(self.part(part) for part in words.parts)

    def part(self, part: str | Named | Figure) -> str:
        """A part of a sentence."""
        if isinstance(part, Figure):
            return self.figure(part)
        if isinstance(part, Named):
            return self.named(part)
        return escape(part, quote=False)

    def named(self, part: Named) -> str:
        """A name, a date or an id; it leads where it has a link."""
        told = escape(part.text, quote=False)
        if part.href:
            return tag("a", told, href=self.links.place(part.href))
        return tag("time", told) if part.kind == Told.DATE else told

    def figure(self, figure: Figure, class_: str | None = None) -> str:
        """A figure, leading to its rows; what is unknown looks unknown."""
        look = " ".join(filter(None, (class_, None if figure.value.is_known else "unknown"))) or None
        href = self.links.figure(figure)
        return tag("a", escape(figure.text, quote=False), class_=look, data_figure=figure.key, href=href)

    def bare(self, words: Text) -> str:
        """A sentence without links: its figures are marked all the same."""
        return "".join(
            tag("span", escape(part.text, quote=False), data_figure=part.key)
            if isinstance(part, Figure)
            else escape(part if isinstance(part, str) else part.text, quote=False)
            for part in words.parts
        )

    def count(self, count: Count) -> str:
        """What is left out here, and where it is."""
        number = tag("span", count.text, data_count="")
        return tag("a", number, f" {count.what}", href=self.links.section(self.key))

    def rest(self, n: int, one: str, many: str) -> str:
        """A line that counts what is left out; nothing of nothing."""
        count = phrases.left_out(n, one, many)
        return tag("p", self.count(count), class_="more") if count else VOID

    # blocks

    def paragraph(self, block: Paragraph) -> str:
        """A sentence or a few."""
        return tag("p", self.words(block.words))

    def bullets(self, block: Bullets) -> str:
        """Short sentences."""
        return tag("ul", *(tag("li", self.words(item)) for item in block.items))

    def withheld(self, block: Withheld) -> str:
        """Where something stood that this reader may not see."""
        return tag("p", escape(phrases.withheld(block.label)), class_="withheld")

    def headlines(self, block: Headlines) -> str:
        """The large figures."""
        told = (
            tag("div", tag("dt", escape(one.title)), tag("dd", self.figure(one)),
                class_=None if one.value.is_known else "silent")
            for one in block.figures
        )  # fmt: skip
        return tag("dl", *told, class_="headlines")

    def table(self, block: Table) -> str:
        """Title, rows or why there are none, what is left out."""
        title = self.sub(escape(block.title)) if block.title else VOID
        return tag("div", title, self.rows(block), self.below(block), class_="block")

    def rows(self, block: Table) -> str:
        """The rows of a table, or why there are none."""
        rows = rows_shown(block, is_cut=self.is_cut)
        if not rows:
            return VOID if block.rows or block.withheld else tag("p", self.words(block.empty), class_="empty")
        heads = (tag("th", escape(column.title), scope="col", class_=self.side(column)) for column in block.columns)
        body = (self.row(row, block.columns) for row in rows)
        many = len(block.columns)
        return tag("table", tag("thead", tag("tr", *heads)), tag("tbody", *body), class_=f"of{many}")

    def row(self, row: Row, columns: Sequence[Column]) -> str:
        """One row, its first cell as its head."""
        cells = (
            tag("td" if place else "th", self.words(cell), class_=self.side(column), scope=None if place else "row")
            for place, (cell, column) in enumerate(zip(row.cells, columns, strict=True))
        )
        return tag("tr", *cells, class_="total" if row.is_total else None)

    def side(self, column: Column) -> str | None:
        """The class of a column: `n` for figures."""
        return "n" if column.is_figure else None

    def below(self, block: Table | Chart) -> str:
        """Under a table: how many rows are left out, and that some are withheld."""
        shown = len(rows_shown(block, is_cut=self.is_cut))
        block = block.table if isinstance(block, Chart) else block
        left = len(block.rows) - shown
        return self.rest(left, "more row in the app", "more rows in the app") + self.hidden(block)

    def hidden(self, block: Table) -> str:
        """What of a table this reader may not see."""
        return tag("p", escape(phrases.withheld(*block.withheld)), class_="withheld") if block.withheld else VOID

    def chart(self, block: Chart) -> str:
        """Its table; a rendering with pictures sets one beside it."""
        return self.table(block.table)

    def saying(self, block: Chart) -> str:
        """What a chart says, and the figure of its rule."""
        line = block.line_at
        beside = text(" ", f"{line.title}: ", line, ".") if line and not _has_digit(line.title) else text()
        if line and not beside:
            beside = text(" ", Named(line.title), ": ", line, ".")
        return self.words(text(block.says, beside))

    # findings

    def findings(self, block: FindingList) -> str:
        """The worst in full, by unit where asked; the rest counted."""
        if not block.keys and not block.hides:
            return tag("p", self.words(block.empty), class_="empty") if block.empty else VOID
        told = ""
        for unit, found in groups(self.report, block, is_cut=self.is_cut):
            head = phrases.group(self.report.header, block, unit)
            told += self.sub(escape(head)) if head else VOID
            told += "".join(self.finding(one, "finding brief" if unit == REST else "finding") for one in found)
        left = len(block.keys) - len(keys_shown(block, is_cut=self.is_cut))
        told += self.rest(left, "more in the app", "more in the app")
        return told + (tag("p", phrases.HIDES, class_="withheld") if block.hides else VOID)

    def finding(self, one: Finding, class_: str = "finding") -> str:
        """What is wrong, why we know, what to do, how sure and where."""
        fired = one.fired
        what = tag("p", self.grade(one), " ", self.words(fired.title), class_="what")
        why = tag("p", self.words(fired.detail), class_="why") if self.is_full(one) and fired.detail else VOID
        do = tag("p", self.action(one), class_="do")
        about = tag("p", self.words(phrases.footing(one)), " · ", self.to_board(one), class_="about")
        return tag("article", what, why, do, about, class_=class_, data_finding=one.key)

    def is_full(self, one: Finding) -> bool:
        """Whether it is told in full here."""
        return self.full.get(one.key) == self.key

    def grade(self, one: Finding) -> str:
        """How bad."""
        return tag("span", escape(phrases.kind(one)), class_=f"grade {one.fired.severity.value}")

    def action(self, one: Finding) -> str:
        """What to do, by when, and what it costs not to."""
        do = one.fired.action
        title = self.words(do.title)
        if do.href and not any(isinstance(part, Figure) for part in do.title.parts):
            title = tag("a", escape(str(do.title), quote=False), href=self.links.place(do.href))
        beside = phrases.joined(phrases.due(do.due), phrases.stake(one.stake))
        return title + (f" · {self.words(beside)}" if beside else VOID)

    def to_board(self, one: Finding) -> str:
        """The link to its card."""
        return tag("a", "on the board", href=self.links.board(one))

    # gaps and agenda

    def gaps(self, block: Gaps) -> str:
        """What is not recorded."""
        if not block.items:
            return tag("p", phrases.NO_GAPS, class_="empty")
        return tag("ul", *(tag("li", self.gap(gap)) for gap in block.items), class_="gaps") + self.fewer()

    def gap(self, gap: Gap) -> str:
        """One gap: what, who waits for it, where to enter it."""
        waiting = tag("p", f"Waiting for it: {escape(', '.join(gap.waiting))}", class_="about") if gap.waiting else VOID
        enter = " " + tag("a", "Enter it", href=self.links.place(gap.href)) if gap.href else VOID
        return self.words(gap.words) + enter + waiting

    def agenda(self, block: Agenda) -> str:
        """Weeks, and what did not fit."""
        weeks = "".join(self.week(week) for week in block.weeks)
        if not block.rest:
            return weeks + self.fewer()
        rest = "".join(self.task(task) for task in block.rest)
        return weeks + tag("div", self.sub(phrases.LATER), rest, class_="week") + self.fewer()

    def fewer(self) -> str:
        """How many gaps or tasks were left out before."""
        return self.rest(self.left.get(self.key, 0), "more in the app", "more in the app")

    def week(self, week: Week) -> str:
        """One week."""
        load = tag("span", self.figure(week.planned), " of ", self.figure(week.capacity), class_="load")
        tasks = "".join(self.task(task) for task in week.tasks) or tag("p", phrases.NO_TASK, class_="empty")
        return tag("div", self.sub(self.words(week.title), " ", load), tasks, class_="week")

    def task(self, task: Task) -> str:
        """One thing to do."""
        one = self.report.finding(task.finding)
        about = phrases.joined(text("score ", task.score), task.hours, phrases.due(task.due), task.parts)
        what = tag("p", self.words(task.title), class_="what")
        where = tag("p", self.words(about), " · ", self.to_board(one), class_="about")
        return tag("div", what, where, class_="task", data_finding=one.key)


def _has_digit(words: str) -> bool:
    return any(sign.isdigit() for sign in words)
