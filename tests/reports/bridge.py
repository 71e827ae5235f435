"""What the bridge's pages stand on, for tests: runs kept from reports made by hand, grants, drawn charts."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from reports import storing
from reports.models import ActionItem, BusinessUnit, ReportGrant, ReportRun, RunFile
from reports.report import Report
from reports.tree import LABELS
from scc_site.models import User

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 280"><rect width="640" height="280"/></svg>'
_count = itertools.count(1)


def run(report: Report, *, at: datetime, unit: BusinessUnit | None = None, **fields: Any) -> ReportRun:
    """A run that said this report, kept as the verb keeps it."""
    head = report.header
    asked: dict[str, Any] = {"slug": head.slug, "unit": unit, "period": head.period.start, "as_of": head.as_of}
    made = ReportRun.objects.create(**asked | {"trigger": f"test:{next(_count)}", "built_at": at} | fields)
    storing.keep(run=made, report=replace(report, header=replace(head, run=str(made.pk), built_at=at)))
    return made


def grant(person: User, *, slug: str = "", clearance: Iterable[str] = LABELS, **fields: Any) -> ReportGrant:
    """A report given to somebody of the house; every report with every clearance unless told otherwise."""
    given: dict[str, Any] = {"given_at": person.created_at}
    return ReportGrant.objects.create(person=person, slug=slug, clearance=list(clearance), **given | fields)


def chart(run: ReportRun, name: str, *, at: datetime) -> RunFile:
    """A chart of a run, drawn as a black field."""
    return RunFile.objects.create(
        run=run, format=RunFile.Format.CHART, name=name, content=SVG, sha256=sha256(SVG).hexdigest(), made_at=at
    )


def card(key: str = "CFO-01::runway", *, at: datetime, **fields: Any) -> ActionItem:
    """A card of a finding that stands in the reports of finance and the chief executive."""
    words = {"title": "Raise the reserve", "problem": "Free cash lasts a short time", "roles": ["ceo", "cfo"]}
    asked: dict[str, Any] = words | {"rule": "CFO-01", "severity": "high", "score": 12, "rule_hours": 4}
    return ActionItem.objects.create(key=key, created_at=at, **asked | fields)
