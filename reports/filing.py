"""Files of runs: what a run looks like in each format to readers with one set of clearances, made once and kept.

A file is made by a job, never in a request. Where a format cannot be made on this machine, `hindrance` says why.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from reports import reading
from reports.models import ReportRun, RunFile
from reports.renderings import charts, mail, pdf, plain
from reports.renderings.links import Links, SiteLinks
from reports.renderings.series import can_draw
from reports.renderings.told import sections_of
from reports.report import Report
from reports.tree import Chart
from scc_site import jobs

log = logging.getLogger(__name__)
Format = RunFile.Format
MAKERS: Mapping[str, Callable[[Report, Links], bytes]] = {
    Format.HTML: lambda report, links: mail.html(report, links).encode(),
    Format.TEXT: lambda report, links: plain.text(report, links).encode(),
    Format.PDF: pdf.pdf,
    Format.XLSX: lambda report, _: bytes(import_string("reports.renderings.xlsx.workbook")(report)),
}  # the workbook's library is large, and pages need none of it


def links_of(run: ReportRun) -> SiteLinks:
    """The links of everything that is printed of a run; two queries."""
    return SiteLinks(settings.SITE_ORIGIN, str(run.pk), reading.places(run), reading.finding_places(run))


def named(clearance: Collection[str]) -> str:
    """A set of clearances as files are filed under: labels in order, joined by commas."""
    return ",".join(sorted(clearance))


def hindrance(kind: str) -> str:
    """Why this machine makes no file of a format, with the remedy; nothing where it does."""
    return pdf.missing() if kind == Format.PDF else ""


def ready(run: ReportRun, kind: str, clearance: Collection[str]) -> RunFile | None:
    """The file, where it is made already; one query."""
    return RunFile.objects.of_run(run).filter(format=kind, name="", clearance=named(clearance)).first()


@transaction.atomic
def want(*, run: ReportRun, kind: str, clearance: Collection[str]) -> RunFile | None:
    """The file; where it is not made yet a job is asked for it, and nothing is returned."""
    found = ready(run, kind, clearance)
    if found is None and not hindrance(kind):
        jobs.enqueue("reports.tasks.make_file", str(run.pk), kind, named(clearance))
    return found


def make(*, run: ReportRun, kind: str, clearance: Collection[str], at: datetime) -> RunFile:
    """The file, made now unless it is there: of several makers at once the first one's stays.

    Raises OSError where `hindrance` says that it cannot be made.
    """
    found = ready(run, kind, clearance)
    if found is not None:
        return found
    if fault := hindrance(kind):
        raise OSError(fault)
    content = MAKERS[kind](reading.report_of(run, clearance), links_of(run))
    return _kept(run=run, kind=kind, name="", clearance=named(clearance), content=content, at=at)


def draw(*, run: ReportRun, report: Report, at: datetime) -> None:
    """Draw every chart of a run's whole report that has anything to draw, on light and on dark, once.

    A chart shows all that its table has: pages show it to those alone who may see all of it.
    """
    drawn = set(RunFile.objects.of_run(run).filter(format=Format.CHART).values_list("name", flat=True))
    for chart in _charts(report):
        for theme in charts.THEMES:
            name = f"{chart.table.key}-{theme}"
            if name not in drawn:
                content = charts.svg(chart, theme).encode()
                _kept(run=run, kind=Format.CHART, name=name, clearance="", content=content, at=at)


def _charts(report: Report) -> Iterator[Chart]:
    for section, _ in sections_of(report):
        yield from (block for block in section.blocks if isinstance(block, Chart) and can_draw(block))


@transaction.atomic
def _kept(*, run: ReportRun, kind: str, name: str, clearance: str, content: bytes, at: datetime) -> RunFile:
    told = {"content": content, "sha256": sha256(content).hexdigest(), "made_at": at}
    file, _ = RunFile.objects.get_or_create(run=run, format=kind, name=name, clearance=clearance, defaults=told)
    return file
