"""Jobs of the bridge, by dotted path; each is safe to run twice, late, or never for a while."""

from __future__ import annotations

import logging

from reports import building, filing, reading
from reports.models import ReportRun
from scc_site import clock

log = logging.getLogger(__name__)


def build(run_id: str) -> None:
    """Build a run that was asked for."""
    run = ReportRun.objects.numbered(run_id)
    if run is not None and run.state == ReportRun.State.BUILDING:
        building.complete(run=run)


def make_file(run_id: str, kind: str, clearance: str) -> None:
    """Make a file of a built run, unless it is there; where it cannot be made here the log says what to install."""
    run = ReportRun.objects.numbered(run_id)
    if run is None or run.tree is None:
        return
    if fault := filing.hindrance(kind):
        log.error("run %s gets no %s: %s", run_id, kind, fault)
        return
    filing.make(run=run, kind=kind, clearance=[label for label in clearance.split(",") if label], at=clock.now())


def draw(run_id: str) -> None:
    """Draw the charts of a built run, each once."""
    run = ReportRun.objects.numbered(run_id)
    if run is not None and run.tree is not None:
        filing.draw(run=run, report=reading.report_of(run), at=clock.now())
