"""A run is built from one snapshot of the records, kept as it was, and told anew only by another run."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, transaction

from reports import building, codec, reading
from reports.building import Order
from reports.models import ActionItem, BusinessUnit, ReportRun, RunValue
from reports.perspectives import SLUGS
from reports.tree import Table
from reports.values import State
from scc_site.refusals import Unseen
from tests.reports import books

AT = datetime(2026, 11, 20, 21, 0, tzinfo=UTC)
AS_OF = date(2026, 11, 20)


def built(slug="cfo", trigger="test:1", unit=None, as_of=AS_OF, minutes=0):
    order = Order(slug, unit, as_of, trigger)
    return building.build(order=order, builder=None, at=AT + timedelta(minutes=minutes))


@pytest.mark.django_db
@pytest.mark.parametrize("slug", SLUGS)
def test_every_figure_and_finding_of_the_demo_house_is_stored_exactly(demo_house, slug):
    run = built(slug)
    report = reading.report_of(run)

    kept = {row.key: row for row in run.values.all()}
    assert list(kept) == [figure.key for figure in report.figures]
    for figure in report.figures:
        row = kept[figure.key]
        assert (row.state, row.measure, row.unit, row.period) == (
            figure.value.state, figure.value.measure, figure.unit, figure.period
        )  # fmt: skip
        if figure.value.is_known:
            assert abs(row.amount - Decimal(figure.value.number)) < Decimal("1e-15")
        else:
            assert row.amount is None
    assert [row.key for row in run.findings.all()] == [one.key for one in report.findings]
    assert run.state == "draft"
    assert codec.fingerprint(run.tree) == run.sha256


@pytest.mark.django_db
def test_a_trigger_builds_one_run_of_a_period_however_often_it_asks(demo_house):
    assert built("cfo") == built("cfo", minutes=5)
    assert built("cfo", "test:2") != built("cfo")
    assert ReportRun.objects.count() == 2


@pytest.mark.django_db
def test_completing_a_run_twice_changes_nothing(demo_house):
    run = built("cfo")
    before = (run.sha256, run.values.count(), ActionItem.objects.count())
    again = building.complete(run=run)
    assert (again.sha256, again.values.count(), ActionItem.objects.count()) == before


@pytest.mark.django_db
def test_what_was_asked_for_is_built_by_its_job_and_by_nobody_twice(demo_house):
    from reports import tasks

    run = building.ask(order=Order("cfo", None, AS_OF, "form:1"), builder=None, at=AT)
    assert run.state == "building"
    for _ in range(2):
        tasks.build(str(run.pk))
    run.refresh_from_db()
    assert run.state == "draft"
    tasks.build("no id")


@pytest.mark.django_db
def test_what_a_run_said_is_never_rewritten(demo_house):
    run = built("cfo")
    rows = ReportRun.objects.filter(pk=run.pk)
    for act in (
        lambda: rows.update(tree={}),
        lambda: rows.update(as_of=date(2026, 1, 1)),
        lambda: rows._raw_delete("default"),
        lambda: run.values.update(amount=1),
        lambda: run.findings.update(severity="low"),
    ):
        with pytest.raises(IntegrityError, match=r"never rewritten|is kept|only ever added"), transaction.atomic():
            act()
    rows.update(state="approved")


@pytest.mark.django_db
def test_a_tree_that_was_altered_is_not_read(demo_house):
    run = built("cfo")
    run.tree["sections"] = []
    with pytest.raises(ValueError, match="not what was stored"):
        reading.report_of(run)


@pytest.mark.django_db
def test_an_entry_posted_late_into_a_closed_month_is_told_anew_with_its_number(demo_house):
    first = built("cfo", "test:1")
    jada = BusinessUnit.objects.get(slug="jada")
    entry = books.posted(
        jada, date(2026, 10, 15), ("6100", 50_000), ("1000", -50_000), key="late", at=AT + timedelta(1)
    )
    second = built("cfo", "test:2", minutes=2 * 24 * 60)
    changes = reading.report_of(second).sections[0]
    (anew,) = [block for block in changes.blocks if isinstance(block, Table) and block.key == "restated"]
    because = {str(row.cells[-1]) for row in anew.rows}
    assert f"entries #{entry.pk}" in because
    assert second.before == first
    assert reading.report_of(first).figures != reading.report_of(second).figures


@pytest.mark.django_db
def test_a_run_knows_no_record_of_a_later_day(demo_house):
    early = reading.report_of(built("cfo", "early", as_of=date(2026, 9, 30)))
    assert early.header.period.start == date(2026, 9, 1)
    late = {figure.period for figure in early.figures if figure.value.state in {State.OK, State.PARTIAL}}
    assert not {period for period in late if period[-7:] == "2026-10" and "target" not in period} - FORWARD


FORWARD = {"2026-10"}  # targets and bookings ahead are of months to come


@pytest.mark.django_db
def test_a_report_that_is_none_is_refused():
    with pytest.raises(Unseen):
        building.ask(order=Order("coo", None, AS_OF, "form:1"), builder=None, at=AT)


@pytest.mark.django_db
def test_the_command_prints_the_path_alone_on_the_last_line(demo_house):
    out, err = io.StringIO(), io.StringIO()
    call_command(
        "build_report", "clients", "--unit", "dangerouscentaur", "--as-of", "2026-11-20", stdout=out, stderr=err
    )
    run = ReportRun.objects.get()
    assert out.getvalue() == f"/reports/runs/{run.pk}/\n"
    assert (run.slug, run.unit.slug, run.period, run.variant) == ("clients", "dangerouscentaur", date(2026, 10, 1), "A")
    with pytest.raises(CommandError, match=r"There is no unit 'nowhere'; there are: dangerouscentaur"):
        call_command("build_report", "ceo", "--unit", "nowhere")


@pytest.mark.django_db
def test_exports_tell_runs_values_findings_and_cards(demo_house):
    run = built("cfo")

    def rows(kind):
        out = io.StringIO()
        call_command("export", kind, stdout=out)
        return [json.loads(line) for line in out.getvalue().splitlines()]

    (told,) = rows("runs")
    assert (told["id"], told["slug"], told["as_of"], told["state"]) == (str(run.pk), "cfo", "2026-11-20", "draft")
    values = rows("values")
    assert len(values) == RunValue.objects.count()
    assert set(values[0]) >= {"run", "metric", "unit", "period", "state", "amount"}
    assert all(row["amount"] is None or Decimal(row["amount"]) is not None for row in values)
    findings = rows("findings")
    assert [row["rule"] for row in findings] == list(run.findings.values_list("rule", flat=True))
    assert set(findings[0]) >= {"run", "rule", "severity", "unit", "subject"}
    assert {row["key"] for row in rows("actions")} == {f"run:{run.pk}", *(row["key"] for row in findings)}


def exported(kind):
    out = io.StringIO()
    call_command("export", kind, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.mark.django_db
def test_figures_and_findings_of_a_run_over_one_unit_are_that_unit_s_in_exports(demo_house):
    built("cfo", unit=BusinessUnit.objects.get(slug="jada"))

    assert {row["unit"] for row in exported("values")} == {"jada"}
    assert {row["unit"] for row in exported("findings")} == {"jada"}


@pytest.mark.django_db
def test_money_is_exported_in_whole_cents_and_the_run_before_speaks_last():
    lighthouse = books.unit("lighthouse", kind="other")
    for day, cents in ((date(2026, 8, 5), 10), (date(2026, 9, 5), 10), (date(2026, 10, 5), 30)):
        books.posted(lighthouse, day, ("6000", cents), ("1000", -cents))
    built("cfo", "test:1", lighthouse)
    books.posted(lighthouse, date(2026, 10, 6), ("6000", 70), ("1000", -70), key="late:1:v1")

    built("cfo", "test:2", lighthouse, minutes=5)

    burns = [row for row in exported("values") if row["metric"] == "burn" and row["period"] == "2026-08/2026-10"]
    assert [(row["subject"], row["amount"]) for row in burns if row["subject"].startswith("mean")] == [
        ("mean", "17"), ("mean", "40"), ("mean before", "17"),
    ]  # fmt: skip
