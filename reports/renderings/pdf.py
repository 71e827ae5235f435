"""A report as PDF by WeasyPrint: Letter pages, light charts, headings and bookmarks, the same bytes for the same tree.

WeasyPrint needs Pango; see scc_site.printing.
"""

from __future__ import annotations

from base64 import b64encode
from html import escape
from pathlib import Path

from django.conf import settings
from django.template import Context, Engine

from reports.renderings import charts, phrases
from reports.renderings.links import Links
from reports.renderings.markup import Markup, tag
from reports.renderings.series import can_draw
from reports.report import Report
from reports.tree import Chart
from reports.words import Figure
from scc_site import printing

TEMPLATE = "reports/print.html"
SHEET = Path(__file__).parent / "print.css"
BESIDE, LONGEST = 3, 16  # a table of so many columns and rows stands beside its picture


def missing() -> str:
    """What keeps this machine from making PDFs, with the remedy; nothing where it can."""
    return printing.missing()


def pdf(report: Report, links: Links) -> bytes:
    """The bytes of the PDF. Raises OSError where Pango is missing."""
    return printing.pdf(page(report, links), sheet=SHEET, dated=report.header.built_at)


def page(report: Report, links: Links) -> str:
    """The HTML that is printed."""
    head, writer = report.header, PrintMarkup(report, links)
    known = {
        "title": phrases.heading(head),
        "house": settings.HOUSE_NAME,
        "head": head,
        "about": writer.words(phrases.built(head)),
        "coverage": writer.figure(head.coverage),
        "run": phrases.run(head),
        "link": links.run(),
        "written": head.built_at.isoformat(),
        "body": writer.sections(report.sections),
    }
    return Engine.get_default().get_template(TEMPLATE).render(Context(known))


class PrintMarkup(Markup):
    """The blocks as they are printed: every row, a picture beside the table of each chart."""

    def chart(self, block: Chart) -> str:
        """What it says, the picture, its table: beside it where there is room."""
        table = block.table
        head = self.sub(escape(table.title)) + tag("p", self.saying(block), class_="saying")
        if not can_draw(block):
            return tag("div", head, self.rows(table), self.below(table), class_="block chart")
        is_narrow = len(table.columns) <= BESIDE and len(table.rows) <= LONGEST
        body = tag("div", _picture(block), self.rows(table), class_="beside" if is_narrow else None)
        return tag("div", head, body, self.below(table), class_="block chart")

    def figure(self, figure: Figure, class_: str | None = None) -> str:
        """A figure, with a class for amounts below zero."""
        is_low = figure.value.is_known and figure.value.number < 0
        return super().figure(figure, "low" if is_low else class_)


def _picture(chart: Chart) -> str:
    told = b64encode(charts.svg(chart, "light").encode()).decode()
    return f'<img class="picture" alt="{escape(str(chart.says))}" src="data:image/svg+xml;base64,{told}">'
