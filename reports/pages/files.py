"""A run as files: its charts, and what is read elsewhere than on the page."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from reports import filing
from reports.models import ReportRun, RunFile
from reports.pages.door import Reading

Context = dict[str, Any]
RETRY_AFTER = "5"  # seconds
KINDS = {
    "pdf": ("application/pdf", "PDF"),
    "txt": ("text/plain; charset=utf-8", "text"),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "workbook"),
}


def chart(run: ReportRun, name: str) -> RunFile | None:
    """A chart of a run by its key and theme."""
    return RunFile.objects.filter(run=run, format=RunFile.Format.CHART, name=name).first()


def ready(reading: Reading, kind: str) -> RunFile | None:
    """The file for this reader's clearances; none yet where it is still to be made, and then it is asked for."""
    return filing.want(run=reading.run, kind=kind, clearance=reading.clearance)


def waiting(kind: str) -> Context:
    """What the page says while a file is made."""
    return {"kind": KINDS[kind][1], "retry_after": RETRY_AFTER, "hindrance": filing.hindrance(kind)}


def answer(reading: Reading, file: RunFile, kind: str) -> HttpResponse:
    """The very bytes, to look at or, for a workbook, to keep."""
    run = reading.run
    name = f"{run.slug}-{run.unit.slug if run.unit else 'portfolio'}-{run.period:%Y-%m}-{str(run.pk)[:6]}.{kind}"
    way = "attachment" if kind == "xlsx" else "inline"
    return HttpResponse(
        bytes(file.content),
        content_type=KINDS[kind][0],
        headers={
            "Content-Disposition": f'{way}; filename="{name}"',
            "Cache-Control": "private, no-cache",
            "ETag": f'"{file.sha256}"',
        },
    )
