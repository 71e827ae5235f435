"""Runs to test with: a small report, kept as a built one is, without any record behind it."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime
from decimal import Decimal

from reports import storing
from reports.findings import Action, Finding, Fired, Severity
from reports.models import BusinessUnit, ReportRun
from reports.periods import last_complete_month
from reports.report import Header, Report
from reports.tree import FindingList, Headlines, Paragraph, Section
from reports.values import Level, Measure, recorded
from reports.words import Figure, Text, text

BUILT_AT = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)
AS_OF = date(2026, 11, 21)
SECRET = "Ana holds forty of a hundred stakes"
DETAIL = "The key stands in settings.py"


def share(amount: str) -> Figure:
    value = recorded(Decimal(amount), Measure.SHARE, coverage=Level.COMPLETE, n=1)
    return Figure("coverage", "Recorded completely", value, period="2026-10", places=0)


def finding(key: str, severity: Severity, title: str, **fields) -> Finding:
    fired = Fired("", key, severity, Text((title,)), Action(Text((f"See to {title.lower()}",))), **fields)
    return Finding(key, 1, "finance", ("ceo", "cfo"), fired)


def findings() -> tuple[Finding, ...]:
    return (
        finding("CEO-01", Severity.CRITICAL, "The pipeline is empty"),
        finding("CEO-03", Severity.HIGH, "Stakes are not signed", label="equity"),
        finding("CTO-01", Severity.HIGH, "A key is in the code", detail=Text((DETAIL,)), detail_label="security"),
    )


def report(run: ReportRun, title: str = "Chief executive") -> Report:
    found = findings()
    unit = run.unit
    header = Header(
        run.slug, title, "What to decide.", unit.slug if unit else "", unit.name if unit else "whole portfolio", (),
        last_complete_month(run.as_of), run.as_of, "America/Los_Angeles", run.built_at, str(run.pk), share("0.8"),
        run.variant, run.corrects_id is not None,
    )  # fmt: skip
    return Report(
        header,
        (
            Section("changes", "What changed", (Paragraph(text("Nothing.")),)),
            Section("summary", "Summary", (Headlines((share("0.8"),)), FindingList(tuple(one.key for one in found)))),
            Section("stakes", "Who owns what", (Paragraph(Text((SECRET,))),), label="equity"),
            Section("burn", "Burn", (Paragraph(text("Nothing burns.")),)),
        ),
        found,
    )


def built(slug="ceo", unit: BusinessUnit | None = None, **fields) -> ReportRun:
    columns = {"as_of": AS_OF, "built_at": BUILT_AT, "trigger": f"test:{uuid.uuid4()}"} | fields
    period = last_complete_month(columns["as_of"]).start
    run = ReportRun.objects.create(slug=slug, unit=unit, period=period, **columns)
    storing.keep(run=run, report=report(run))
    return run
