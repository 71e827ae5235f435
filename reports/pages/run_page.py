"""The page of a run: summary first, then what changed, then the report in its own order."""

from __future__ import annotations

from typing import Any

from reports.models import BusinessUnit, ReportRun, RunFile
from reports.models.grants import NAMES
from reports.pages.blocks import Printer
from reports.pages.counted import state_of
from reports.pages.door import Reading
from reports.pages.ink import Ink, ink_for
from reports.pages.lines import day_words, moment, month_words
from reports.pages.shelf import WHOLE, query_of
from reports.reading import finding_places, places
from reports.tree import Chart, Section, figures_of
from reports.values import State, Value

Context = dict[str, Any]
FRONT = ("summary", "changes")
LIGHT = "-light"
FILES = (("pdf", "PDF"), ("xlsx", "Workbook"), ("txt", "Plain text"))
PERCENT = 100


def run_page(reading: Reading) -> Context:
    """The context of run.html, in four queries beside the run."""
    run, report = reading.run, reading.report
    printer = printer_for(reading)
    by_key = {section.key: section for section in report.sections}
    front = {key: printer.section(by_key[key]) for key in FRONT if key in by_key}
    sections = [printer.section(section) for section in report.sections if section.key not in FRONT]
    return (
        head_of(reading, printer.ink)
        | front
        | {
            "sections": sections,
            "contents": [{"key": section["key"], "title": section["title"]} for section in sections],
            "found": len(report.findings),
            "sha256": run.sha256,
            "files": [{"href": f"/reports/runs/{run.pk}.{kind}", "words": words} for kind, words in FILES],
        }
    )


def head_of(reading: Reading, ink: Ink) -> Context:
    """What stands over a run and over everything that is read in it."""
    run, head = reading.run, reading.report.header
    return {
        "run": run,
        "slug": run.slug,
        "query": query_of(run.unit),
        "title": head.title,
        "says": head.says,
        "scope": head.scope_name[:1].upper() + head.scope_name[1:],
        "units": head.units,
        "month": month_words(head.period.start),
        "as_of": day_words(head.as_of),
        "zone": head.zone,
        "built": moment(head.built_at, zone=head.zone),
        "number": head.run[:6],
        "variant": head.variant,
        "is_corrected": head.is_corrected,
        "coverage": ink.figure(head.coverage),
        "coverage_percent": _percent(head.coverage.value),
        "state": state_of(run),
        "may": {act: reading.reader.may(act, run.slug, run.unit) for act in ("build", "approve", "send", "manage")},
    }


def unbuilt(reading: Reading) -> Context:
    """The context of unbuilt.html: a run that has nothing to read, and why."""
    run = reading.run
    return {
        "run": run,
        "slug": run.slug,
        "query": query_of(run.unit),
        "title": NAMES[run.slug],
        "month": month_words(run.period),
        "scope": run.unit.name if run.unit else WHOLE,
        "built": moment(run.built_at, run.unit),
        "state": state_of(run),
        "fault": run.fault,
    }


def shows_chart(reading: Reading, key: str) -> bool:
    """Whether a chart of this key stands in the report as this reader sees it, with nothing of it withheld."""
    if reading.run.tree is None:
        return False
    chart = charts_in(reading.report.sections).get(key)
    return chart is not None and not any(figure.value.state == State.WITHHELD for figure in figures_of(chart))


def printer_for(reading: Reading) -> Printer:
    """What prints a run for its reader."""
    run = reading.run
    names = {slug: unit.name for slug, unit in BusinessUnit.objects.known().items()}
    return Printer(reading.report, ink_of(reading), names, charts_of(run))


def ink_of(reading: Reading) -> Ink:
    """The ink for a run and its reader; two queries."""
    run = reading.run
    return ink_for(str(run.pk), reading.reader.person, places(run), finding_places(run))


def charts_of(run: ReportRun) -> dict[str, str]:
    """The addresses of a run's charts by key, without theme and ending; of those alone that are drawn."""
    files = RunFile.objects.filter(run=run, format=RunFile.Format.CHART, name__endswith=LIGHT)
    keys = [name.removesuffix(LIGHT) for name in files.order_by().values_list("name", flat=True)]
    return {key: f"/reports/runs/{run.pk}/charts/{key}" for key in keys}


def charts_in(sections: tuple[Section, ...]) -> dict[str, Chart]:
    """Every chart of some sections by its key."""
    found: dict[str, Chart] = {}
    for section in sections:
        found |= {block.table.key: block for block in section.blocks if isinstance(block, Chart)}
        found |= charts_in(section.sections)
    return found


def _percent(value: Value) -> int:
    return round(float(value.number) * PERCENT) if value.is_known else 0
