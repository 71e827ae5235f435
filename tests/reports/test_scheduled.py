"""Reports that come by themselves: at their hour, once, after a stop the latest alone, approved as planned."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command

from reports import building, plans, scheduled, storing
from reports.models import ReportDelivery, ReportRun, ReportSchedule
from scc_site import schedules
from scc_site.mail import fitness
from scc_site.models import Alarm, Occurrence, OutgoingMail, Schedule
from scc_site.occurrences import planning, running
from tests import factories
from tests.reports import books, runs
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
HERE = ZoneInfo("America/Los_Angeles")
MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=HERE)
DESK = "/admin/reports/reportschedule/"


@pytest.fixture(autouse=True)
def house(settings, monkeypatch):
    """One recipient, and reports that are quick to build: what they say is tested elsewhere."""
    settings.REPORT_RECIPIENTS, settings.REPORT_BCC = ["ann@example.org"], ""
    monkeypatch.setattr(building, "_built", build_quickly)
    planning.keep(at=datetime(2026, 11, 22, tzinfo=HERE))
    Schedule.objects.exclude(name__startswith="report_").update(enabled=False)
    return settings


def build_quickly(asked):
    run = ReportRun.objects.select_for_update(of=("self",)).get(pk=asked.pk)
    if run.state == ReportRun.State.BUILDING:
        storing.keep(run=run, report=runs.report(run))
    return run


def ticked(at):
    planning.plan(at=at)
    went = running.run_due(at=at, budget=scheduled.RECENT)
    scheduled.work(at=at)
    return went


def asked():
    return list(ReportRun.objects.order_by("built_at", "slug").values_list("slug", "state", "as_of"))


def test_the_shipped_ones_are_the_owners_list():
    listed = [(plan.slug, plan.unit) for plan in plans.PLANS]

    assert listed[:5] == [("ceo", ""), ("cto", ""), ("cfo", ""), ("cmo", ""), ("accounting", "")]
    assert listed[5:] == [
        ("ceo", "jada"), ("cto", "jada"),
        ("ceo", "queen-of-san-diego"), ("cto", "queen-of-san-diego"), ("cfo", "queen-of-san-diego"),
        ("cmo", "queen-of-san-diego"), ("ceo", "quickdumpnow"), ("clients", "dangerouscentaur"),
        ("rental", "rental-3028-51st"), ("delivery", "expert-yacht-delivery"),
    ]  # fmt: skip
    assert {plan.name for plan in plans.PLANS} <= {entry.name for entry in schedules.SCHEDULES}
    assert [plan.policy for plan in plans.PLANS] == ["always"] + ["manual"] * 14


def test_the_ceos_monday_mail_is_built_approved_and_sent_each_week_and_once():
    for at in (MONDAY, MONDAY, MONDAY.replace(minute=1)):
        ticked(at)
    first = list(ReportDelivery.objects.values_list("issue", flat=True))
    ticked(MONDAY.replace(day=30))

    assert (first, asked()) == (
        ["2026-W48"],
        [("ceo", "sending", MONDAY.date()), ("ceo", "sending", MONDAY.replace(day=30).date())],
    )
    assert list(ReportDelivery.objects.order_by("issue").values_list("issue", flat=True)) == ["2026-W48", "2026-W49"]
    assert OutgoingMail.objects.filter(kind="report").count() == 2


def test_the_others_come_on_the_third_and_wait_for_a_person_where_their_unit_is_known():
    books.unit("jada")

    ticked(datetime(2026, 12, 3, 7, 0, tzinfo=HERE))

    monthly = ReportRun.objects.exclude(trigger__contains="W").select_related("unit")
    assert sorted((run.slug, run.unit.slug if run.unit else "", run.state) for run in monthly) == [
        ("accounting", "", "needs_review"), ("ceo", "jada", "needs_review"), ("cfo", "", "needs_review"),
        ("cmo", "", "needs_review"), ("cto", "", "needs_review"), ("cto", "jada", "needs_review"),
    ]  # fmt: skip


def test_after_a_stop_the_latest_comes_and_the_others_are_kept_as_left_out():
    ticked(datetime(2026, 12, 15, 12, 0, tzinfo=HERE))

    ceo = Occurrence.objects.filter(schedule__name="report_ceo").order_by("due_at")
    assert [row.state for row in ceo] == ["skipped"] * 3 + ["done"]
    assert ReportRun.objects.filter(slug="ceo", unit=None).count() == 1


def test_a_schedule_names_its_readers_and_what_must_be_recorded():
    ella = factories.person("Ella", is_crew=False, is_executive=True)
    scheduled.keep()
    plan = ReportSchedule.objects.get(schedule__name="report_ceo")
    plan.policy, plan.least_percent = "calm", 90
    plan.save()
    plan.people.add(ella)

    ticked(MONDAY)
    held = ReportRun.objects.get()
    ReportSchedule.objects.update(policy="always")
    ReportRun.objects.update(state="draft")
    scheduled.work(at=MONDAY)

    assert (plan.least, held.state) == (Decimal("0.9"), "needs_review")
    assert not ReportDelivery.objects.exists()
    assert ReportRun.objects.get().fault == scheduled.NOBODY


def test_what_keeps_a_report_from_leaving_is_told_and_it_is_tried_again(monkeypatch):
    monkeypatch.setattr(fitness, "problems", lambda *, at: ["Amazon has paused sending."])
    ticked(MONDAY)
    told = Alarm.objects.get(kind="report_failed").words
    monkeypatch.setattr(fitness, "problems", lambda *, at: [])

    scheduled.work(at=MONDAY)

    assert told.endswith("Nothing was sent. Amazon has paused sending.")
    assert ReportDelivery.objects.count() == 1


def test_schedules_are_printed_with_the_others(capsys):
    call_command("schedule", "--from", "2026-11-22", "--to", "2026-12-03", "--json")

    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["local"] for row in rows if row["schedule"] == "report_ceo"] == [
        "2026-11-23T07:00:00-08:00",
        "2026-11-30T07:00:00-08:00",
    ]
    assert {row["schedule"] for row in rows if row["slot"] == "2026-12-03T07:00"} == {
        plan.name for plan in plans.PLANS if plan.policy == "manual"
    }


def test_the_desk_lists_what_ships_and_changes_who_approves():
    olga = signed_in(factories.admin("Olga"), "admin")
    page = olga.get(DESK).content.decode()
    row = ReportSchedule.objects.get(schedule__name="report_ceo")

    answer = olga.post(f"{DESK}{row.pk}/change/", {"slug": "ceo", "policy": "calm", "least_percent": "60"})

    row.refresh_from_db()
    assert "Chief executive" in page
    assert (answer.status_code, row.policy, row.least_percent) == (302, "calm", 60)
    assert ReportSchedule.objects.count() == 5
