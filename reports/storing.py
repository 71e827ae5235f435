"""Storing what a run says: its tree with the fingerprint, each figure and each finding, as they were told."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import transaction
from django.db.models import JSONField, TextField, Value
from django.db.models.functions import Cast

from reports import codec, copying
from reports.findings import Finding
from reports.models import ReportRun, RunFinding, RunValue
from reports.models.runs import kept_amount
from reports.report import Report
from reports.words import Figure

FIGURE = (
    "run_id", "place", "key", "metric", "title", "unit", "period", "subject", "formula", "state", "amount", "measure",
    "coverage", "n", "evidence", "missing", "note", "label",
)  # fmt: skip
FINDING = (
    "run_id", "place", "key", "rule", "version", "severity", "area", "unit", "subject", "title", "certainty",
    "evidence", "stake_cents", "label",
)  # fmt: skip


@transaction.atomic(savepoint=False)
def keep(*, run: ReportRun, report: Report) -> None:
    """Store what a run says, in three statements however much it is. The run is a draft then.

    The tree goes over as the very text whose fingerprint is kept; whoever asks the run for it reads it back.
    """
    tree = codec.written(report)
    run.sha256, run.state = codec.sha256(tree), ReportRun.State.DRAFT
    ReportRun.objects.filter(pk=run.pk).update(
        tree=Cast(Value(tree, TextField()), JSONField()), sha256=run.sha256, state=run.state, before=run.before
    )
    del run.tree
    copying.lines(RunValue, FIGURE, _figures(run, report.figures))
    copying.lines(RunFinding, FINDING, _findings(run, report.findings))


def _figures(run: ReportRun, figures: Sequence[Figure]) -> Iterator[Sequence[Any]]:
    for place, figure in enumerate(figures, start=1):
        value = figure.value
        yield (
            run.pk, place, figure.key, figure.metric, figure.title, figure.unit, figure.period, figure.subject,
            figure.formula, value.state.value, None if value.amount is None else kept_amount(value.amount),
            value.measure.value, value.coverage.value, value.n, _told(value.evidence), _told(value.missing),
            value.note, figure.label,
        )  # fmt: skip


def _findings(run: ReportRun, found: Sequence[Finding]) -> Iterator[Sequence[Any]]:
    for place, one in enumerate(found, start=1):
        fired = one.fired
        yield (
            run.pk, place, one.key, one.rule, one.version, fired.severity.value, one.area, fired.unit, fired.subject,
            str(fired.title), fired.certainty.value, _told(fired.evidence), one.stake_cents, fired.label,
        )  # fmt: skip


def _told(parts: Sequence[Any]) -> str:
    return json.dumps(parts) if parts else "[]"
