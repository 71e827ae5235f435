"""A report as PDF by WeasyPrint: Letter pages, light charts, headings and bookmarks, the same bytes for the same tree.

WeasyPrint needs Pango, which comes from the system; where it is missing, `missing()` says what to install.
"""

from __future__ import annotations

import ctypes.util
import importlib
import logging
import os
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template import Context, Engine

from reports.renderings import charts, phrases
from reports.renderings.links import Links
from reports.renderings.markup import Markup, tag
from reports.renderings.series import can_draw
from reports.report import Report
from reports.tree import Chart
from reports.words import Figure

TEMPLATE = "reports/print.html"
TOKENS = "static/css/tokens.css"
BESIDE, LONGEST = 3, 16  # a table of so many columns and rows stands beside its picture
EPOCH = "SOURCE_DATE_EPOCH"
PANGO = ("pango-1.0", "pangoft2-1.0")
REMEDY_LINE = "apt-get install libpango-1.0-0 libpangoft2-1.0-0"
REMEDY = f"Pango is missing, so reports get no PDF. Install it: {REMEDY_LINE} (Debian and its kin)."


def missing() -> str:
    """What keeps this machine from making PDFs, with the remedy; nothing where it can."""
    return "" if all(ctypes.util.find_library(name) for name in PANGO) else REMEDY


def pdf(report: Report, links: Links) -> bytes:
    """The bytes of the PDF. Raises OSError where Pango is missing."""
    weasyprint = _program()
    printed, faces = page(report, links), weasyprint.text.fonts.FontConfiguration()
    document = weasyprint.HTML(string=printed, url_fetcher=_fetcher("data"))
    with _dated(report.header.built_at):
        return bytes(
            document.write_pdf(
                font_config=faces,
                stylesheets=_sheets(faces),
                pdf_identifier=sha256(printed.encode()).hexdigest()[:32].encode(),
                pdf_variant="pdf/ua-1",
            )
        )


def _program() -> Any:
    """WeasyPrint, which loads Pango when it is imported: other pages must not wait for it. It tells errors alone."""
    for name in ("weasyprint", "fontTools"):
        logging.getLogger(name).setLevel(logging.ERROR)
    return importlib.import_module("weasyprint")


@contextmanager
def _dated(at: datetime) -> Iterator[None]:
    """The fonts within bear the run's date, not today's: else no two files would be alike."""
    before = os.environ.get(EPOCH)
    os.environ[EPOCH] = str(int(at.timestamp()))
    try:
        yield
    finally:
        os.environ.pop(EPOCH)
        if before is not None:
            os.environ[EPOCH] = before


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


def _fetcher(*protocols: str) -> Any:
    """What may be read: for the page what stands in it, for the house's own sheets its fonts too."""
    return importlib.import_module("weasyprint.urls").URLFetcher(allowed_protocols=set(protocols))


def _sheets(faces: Any) -> list[Any]:
    """The house's tokens, then the sheet of this page."""
    files = (Path(settings.BASE_DIR) / TOKENS, Path(__file__).parent / "print.css")
    reads = {"font_config": faces, "url_fetcher": _fetcher("data", "file"), "media_type": "print"}
    return [_program().CSS(filename=str(file), **reads) for file in files]
