"""Reading a run again: what it said, for a reader with some clearances."""

from __future__ import annotations

from collections.abc import Collection
from typing import cast

from reports import codec
from reports.models import ReportRun
from reports.report import Report, seen_with
from reports.tree import LABELS

EVERYTHING = frozenset(LABELS)


def report_of(run: ReportRun, clearance: Collection[str] = EVERYTHING) -> Report:
    """The report of a built run as these clearances may see it; raises ValueError where its tree was altered."""
    if codec.fingerprint(run.tree) != run.sha256:
        raise ValueError(f"the tree of run {run.pk} is not what was stored")
    whole = cast(Report, codec.unpacked(run.tree))
    return whole if set(clearance) >= EVERYTHING else seen_with(whole, clearance)


def places(run: ReportRun) -> dict[str, int]:
    """The number of each figure within the run, by key, as links name it; one query."""
    return dict(run.values.values_list("key", "place"))


def finding_places(run: ReportRun) -> dict[str, int]:
    """The number of each finding within the run, by key; one query."""
    return dict(run.findings.values_list("key", "place"))
