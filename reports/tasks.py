"""Jobs of the bridge, by dotted path; each is safe to run twice, late, or never for a while."""

from __future__ import annotations

from reports import building
from reports.models import ReportRun


def build(run_id: str) -> None:
    """Build a run that was asked for."""
    run = ReportRun.objects.numbered(run_id)
    if run is not None and run.state == ReportRun.State.BUILDING:
        building.complete(run=run)
