"""A report as a letter: the decisions first, bars of table cells in place of pictures, never more than a mail weighs.

As HTML and as text from the same cut of the tree, so that both say the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from html import escape
from typing import NamedTuple

import css_inline
from django.template import Context, Engine

from reports.findings import Finding
from reports.renderings import phrases, plain
from reports.renderings.cutting import CUTS, FIRST, Brief, cut
from reports.renderings.links import Links
from reports.renderings.markup import VOID, Markup, tag
from reports.renderings.series import amount_of, figure_in, reach
from reports.renderings.told import keys_shown, rows_shown
from reports.report import Report
from reports.tree import Chart, Column, FindingList, Headlines, Row, Section, Table, Task
from reports.words import Figure, Named, Text, name, text
from scc_site.mail.letters import LARGEST_HTML, house

TEMPLATE = "mail/report_whole.html"
SHORT = 20  # letters of a headline that stay in one line
COLUMNS = 3  # a phone holds so many
WHOLE = 100  # a bar as wide as its row, in percent
# Mid-tones: at least 3 to 1 on paper and on deep water alike, should a mail program turn the colours over.
TINTS = ("#3a86a3", "#cf7443", "#8a8f93", "#a98a45")


class Letter(NamedTuple):
    """Both parts of a mail, and what they print of the report."""

    html: str
    text: str
    brief: Report


def html(report: Report, links: Links, *, why: str = "", preferences_url: str = "") -> str:
    """The HTML part alone."""
    return letter(report, links, why=why, preferences_url=preferences_url).html


def letter(report: Report, links: Links, *, why: str = "", preferences_url: str = "") -> Letter:
    """The mail with as much of the report as fits; the last cut holds the summary and links alone.

    `why` and `preferences_url` stand in the foot, as in any letter. Raises ValueError where not even that fits.
    """
    foot = {"why": why, "preferences_url": preferences_url}
    fits: tuple[Brief, str] | None = None
    first, last = 0, len(CUTS) - 1
    while first <= last:  # the largest that fits: a smaller cut never weighs more
        middle = (first + last) // 2
        brief = cut(report, CUTS[middle])
        told = _html(brief, links, foot)
        if len(told.encode()) <= LARGEST_HTML:
            fits, last = (brief, told), middle - 1
        else:
            first = middle + 1
    if fits is None:
        raise ValueError(f"no mail of run {report.header.run} is small enough")
    brief, told = fits
    return Letter(told, plain.written(brief.report, links, left=brief.left), brief.report)


def _html(brief: Brief, links: Links, foot: dict[str, str]) -> str:
    report = brief.report
    writer = MailMarkup(report, links, brief.left)
    known = house() | foot | {
        "subject": phrases.heading(report.header),
        "preview": writer.bare(_preview(report)),
        "heading": report.header.title + (" (corrected)" if report.header.is_corrected else ""),
        "month": phrases.period(report.header).text,
        "scope": report.header.scope_name,
        "about": writer.words(phrases.built(report.header)),
        "coverage_title": report.header.coverage.title,
        "coverage": writer.figure(report.header.coverage),
        "body": writer.sections(report.sections),
        "link": links.run(),
    }  # fmt: skip
    printed = Engine.get_default().get_template(TEMPLATE).render(Context(known))
    return _inliner().inline("\n".join(line.strip() for line in printed.splitlines() if line.strip()))


@lru_cache(maxsize=1)
def _inliner() -> css_inline.CSSInliner:
    """Fetches nothing."""
    return css_inline.CSSInliner(load_remote_stylesheets=False)


def _preview(report: Report) -> Text:
    """What a list of letters shows beside the subject: the first decision, else what the report answers."""
    for section in report.sections:
        for block in section.blocks if section.key == FIRST else ():
            if isinstance(block, FindingList) and block.keys:
                return report.finding(block.keys[0]).fired.title
    return text(name(report.header.says))


class MailMarkup(Markup):
    """The blocks as a mail lays them out: nothing wider than a phone, no pictures."""

    is_cut = True

    def section(self, section: Section, level: int) -> str:
        """A section, its heading leading to the app; one without blocks is only linked to."""
        self.key, self.level = section.key, level
        blocks = "".join(self.block(block) for block in section.blocks)
        within = self.sections(section.sections, min(level + 1, 6))
        return self.heading(section, level) + blocks + within

    def heading(self, section: Section, level: int) -> str:
        """The heading, leading to the section in the app; the summary needs none."""
        if section.key == FIRST:
            return VOID
        return tag(f"h{level}", tag("a", escape(section.title), " →", href=self.links.section(section.key)))

    def headlines(self, block: Headlines) -> str:
        """A line each: title and figure."""
        rows = (
            tag("tr", tag("td", escape(one.title), class_="k"), tag("td", self.figure(one), class_=_wide(one)))
            for one in block.figures
        )
        return _table(*rows, class_="h")

    def findings(self, block: FindingList) -> str:
        """The decisions of the summary under a heading of their own."""
        if self.key == FIRST and keys_shown(block, is_cut=True):
            decisions = tag("div", tag("h2", "Decide", class_="decide"), super().findings(block), class_="after")
            return decisions + self.reasons(keys_shown(block, is_cut=True))
        return super().findings(block)

    def reasons(self, keys: Sequence[str]) -> str:
        """Why, of those decisions that no section below tells in full: after them all, so that five fit a screen."""
        told = (
            tag("p", tag("b", self.bare(one.fired.title)), "<br>", self.words(one.fired.detail), class_="why")
            for one in map(self.report.finding, keys)
            if self.is_full(one) and one.fired.detail
        )
        return "".join(told)

    def finding(self, one: Finding, class_: str = "f") -> str:
        """What is wrong, what to do; why, where it is told in full."""
        fired = one.fired
        title = self.words(fired.title)
        if not fired.title.figures and not any(isinstance(part, Named) and part.href for part in fired.title.parts):
            title = tag("a", title, href=self.links.finding(one))
        told = tag("p", self.grade(one), " ", title, class_="what")
        if self.key != FIRST and self.is_full(one) and fired.detail:
            told += tag("p", self.words(fired.detail), class_="why")
        about = f" · {self.words(phrases.footing(one))} · {self.to_board(one)}" if self.key != FIRST else VOID
        return tag("div", told, tag("p", self.action(one), about, class_="do"), class_="f", data_finding=one.key)

    def task(self, task: Task) -> str:
        """One thing to do."""
        return super().task(task).replace('class="task"', 'class="t"', 1)

    def to_board(self, one: Finding) -> str:
        """The link to its card."""
        return tag("a", "board", href=self.links.board(one))

    def table(self, block: Table) -> str:
        """A table; one of which nothing is left, as a line that leads to it."""
        if block.rows and not rows_shown(block, is_cut=True):
            return self.line(block)
        return self.sub(escape(block.title)) + self.rows(block) + self.below(block)

    def line(self, block: Table) -> str:
        """How many rows a table has in the app."""
        count = phrases.left_out(len(block.rows), "row in the app", "rows in the app")
        told = tag("p", tag("b", escape(block.title)), ": ", self.count(count), class_="more") if count else VOID
        return told + (
            tag("p", escape(phrases.withheld(*block.withheld)), class_="withheld") if block.withheld else VOID
        )

    def rows(self, block: Table) -> str:
        """A table of few columns as such, a row of many as its name and a line of all else."""
        rows = rows_shown(block, is_cut=True)
        if not rows:
            return VOID if block.rows or block.withheld else tag("p", self.words(block.empty), class_="empty")
        if len(block.columns) > COLUMNS:
            return _table(*(self.record(row, block.columns) for row in rows), class_="r")
        return _table(self.heads(block.columns), *(self.row(row, block.columns) for row in rows), class_="r")

    def heads(self, columns: Sequence[Column]) -> str:
        """The heads of the columns."""
        return tag("tr", *(tag("th", escape(column.title), class_=self.side(column)) for column in columns))

    def row(self, row: Row, columns: Sequence[Column]) -> str:
        """One row of few cells."""
        cells = (
            tag("td", self.words(cell), class_=self.side(column))
            for cell, column in zip(row.cells, columns, strict=True)
        )
        return tag("tr", *cells, class_="total" if row.is_total else None)

    def record(self, row: Row, columns: Sequence[Column], bars: str = "") -> str:
        """One row of many cells: the first, and below it every other with its head."""
        told = (
            f"{escape(column.title)} {self.words(cell)}"
            for column, cell in list(zip(columns, row.cells, strict=True))[1:]
            if cell
        )
        name = tag("b", self.words(row.cells[0]))
        return tag("tr", tag("td", name, "<br>", " · ".join(told), bars))

    def chart(self, block: Chart) -> str:
        """The table of a chart, under each row its bars."""
        table = block.table
        rows = rows_shown(block, is_cut=True)
        drawn = [abs(amount) for row in rows for amount in _amounts(block, row) if amount is not None]
        most = max(drawn, default=0)
        saying = tag("p", self.saying(block))
        title = self.sub(escape(table.title))
        if not rows:
            return saying + self.table(replace(table, most=0))
        told = "".join(self.barred(row, block, most) for row in rows)
        heads = self.heads(table.columns) if len(table.columns) <= COLUMNS else VOID
        return title + saying + _table(heads, told, class_="r") + self.below(block)

    def barred(self, row: Row, chart: Chart, most: float) -> str:
        """A row and its bars, a series each."""
        columns = chart.table.columns
        bars = "".join(
            _bar(reach(amount, WHOLE, most), TINTS[series % len(TINTS)])
            for series, amount in enumerate(_amounts(chart, row))
            if amount
        )
        if len(columns) > COLUMNS:
            return self.record(row, columns, bars)
        under = tag("tr", tag("td", bars, colspan=str(len(columns)), class_="b")) if bars else VOID
        return self.row(row, columns) + under


def _wide(figure: Figure) -> str:
    """The class of a headline: a long one may take two lines."""
    return "v" if len(figure.text) <= SHORT else "v w"


def _amounts(chart: Chart, row: Row) -> list[float | None]:
    return [] if row.is_total else [amount_of(figure_in(row.cells[column])) for column in chart.columns]


def _bar(percent: int, tint: str) -> str:
    cell = f'<td bgcolor="{tint}" height="5" style="font-size:0;line-height:5px">&nbsp;</td>'
    return f'<table role="presentation" width="{percent}%" cellpadding="0" cellspacing="1"><tr>{cell}</tr></table>'


def _table(*rows: str, class_: str) -> str:
    return tag("table", *rows, class_=class_, width="100%", cellpadding="0", cellspacing="0", border="0")
