"""How much was found in some runs, for a reader: by severity, the worst first, one query for all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Count

from reports.findings import ORDER, Severity
from reports.models import ReportRun, RunFinding

Context = dict[str, Any]
TONES = {Severity.CRITICAL: "bad", Severity.HIGH: "sun", Severity.MEDIUM: "warn", Severity.LOW: "muted"}
STATES: dict[str, str] = {
    ReportRun.State.DRAFT: "muted",
    ReportRun.State.NEEDS_REVIEW: "warn",
    ReportRun.State.APPROVED: "ok",
    ReportRun.State.SENDING: "sun",
    ReportRun.State.SENT: "ok",
    ReportRun.State.PARTLY_SENT: "warn",
    ReportRun.State.FAILED: "bad",
}


def found_in(runs: Iterable[ReportRun], cleared: Mapping[Any, Collection[str]]) -> dict[Any, list[Context]]:
    """Per run the counts of its findings by severity; what needs a clearance that the reader lacks counts nowhere.

    `cleared`: the reader's clearances by the run's id.
    """
    wanted = [run.pk for run in runs]
    rows = (
        RunFinding.objects.filter(run__in=wanted)
        .order_by()
        .values_list("run", "severity", "label")
        .annotate(many=Count("pk"))
    )
    sums: dict[Any, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for run, severity, label, many in rows:
        if not label or label in cleared.get(run, ()):
            sums[run][severity] += many
    return {run: _told(sums[run]) for run in wanted}


def _told(sums: Mapping[str, int]) -> list[Context]:
    return [
        {"words": f"{sums[severity]} {severity.value}", "tone": TONES[severity]}
        for severity in ORDER
        if sums.get(severity)
    ]


def state_of(run: ReportRun) -> Context:
    """Where a run stands, as a word with its tone."""
    return {"word": run.get_state_display(), "tone": STATES.get(run.state, "muted")}
