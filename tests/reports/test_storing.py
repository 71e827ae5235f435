"""What a run says is stored in as many statements as ever, however much it is."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pghistory
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from reports import reading, storing
from reports.board import learning
from reports.findings import Action, Finding, Fired, Severity
from reports.models import ActionItem, ReportRun
from reports.report import Report
from reports.tree import Headlines, Section
from reports.values import Evidence
from reports.words import name, text
from tests.reports.housefacts import empty_facts
from tests.reports.sample_report import figure, sample_report

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 14, 20, 0, tzinfo=UTC)
TABLES = ("reports_runvalue", "reports_runfinding", "reports_actionevent")


def report(size, gone=0):
    """So many figures and findings, each with evidence; the first findings may be gone."""
    shown = Headlines(tuple(figure("income", place, subject=f"row {place}") for place in range(1, size + 1)))
    rows = (Evidence("ledger", "jada:4000:2026-10"), Evidence("bookings", "12"))
    found = [
        Fired(
            "", f"thing {place}", Severity.HIGH, text("Wrong: ", name(f"{place}")), Action(text("Mend")), evidence=rows
        )
        for place in range(gone, size)
    ]
    findings = tuple(Finding("CFO-01", 1, "finance", ("cfo",), fired) for fired in found)
    return Report(sample_report().header, (Section("own", "Own", (shown,)),), findings)


def stored(number, said):
    """The run that keeps a report, and the statements that it took."""
    run = ReportRun.objects.create(
        slug="cfo", period=date(2026, 10, 1), as_of=date(2026, 11, 14), trigger=f"test:{number}", built_at=AT
    )
    with CaptureQueriesContext(connection) as asked, transaction.atomic():
        storing.keep(run=run, report=said)
        learning.learn(run=run, report=said, facts=empty_facts(), measured={}, at=AT)
    return run, len(asked)


def commands(run):
    """By how many statements the rows of a run came into each table."""
    counts = []
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT count(DISTINCT cmin::text) FROM {table} WHERE run_id = %s", [run.pk])
            counts += cursor.fetchone()
    return counts


def cost(size, gone):
    """What a run costs that hangs its cards, and what the next one; then all of it is taken back."""
    with transaction.atomic():
        first, asked = stored(1, report(size))
        again, asked_again = stored(2, report(size, gone))
        found = (asked, asked_again, commands(first), commands(again))
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("gone", [0, 1], ids=["all found again", "one gone"])
def test_much_is_stored_in_as_many_statements_as_little(gone):
    little, much = cost(2, gone), cost(60, gone)
    assert little == much
    assert max(much[:2]) <= 20


def test_what_is_stored_is_what_is_read():
    run, _ = stored(1, report(3))
    assert reading.report_of(run) == report(3)
    assert run.values.get(subject="row 1").evidence == [["ledger", "2026-10"]]
    assert run.findings.get(place=1).evidence == [["ledger", "jada:4000:2026-10"], ["bookings", "12"]]


def test_what_hangs_a_card_stands_in_its_history():
    with pghistory.context(command="build_report"):
        stored(1, report(2))
    events = ActionItem.events.rel.related_model.objects.filter(pgh_obj__kind="finding")
    assert [event.pgh_context.metadata for event in events] == [{"command": "build_report"}] * 2
