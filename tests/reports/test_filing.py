"""Files of runs: made once for each set of clearances, kept with their hash, and asked for by a job."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from django.core.checks import run_checks
from django_q.models import OrmQ

from reports import filing, tasks
from reports.models import RunFile
from reports.renderings import pdf
from reports.tree import LABELS
from scc_site import printing
from tests.reports import bridge
from tests.reports.sample_report import sample_report

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)


@pytest.fixture
def run():
    return bridge.run(sample_report(), at=AT)


@pytest.mark.parametrize("kind", ["html", "txt", "xlsx"])
def test_a_file_is_made_once_for_each_set_of_clearances(run, kind):
    for _ in range(2):
        tasks.make_file(str(run.pk), kind, "")
        tasks.make_file(str(run.pk), kind, ",".join(sorted(LABELS)))

    files = {file.clearance: file for file in RunFile.objects.of_run(run)}
    whole, cleared = files["equity,payroll,security,tenants"], files[""]
    assert len(files) == 2
    assert whole.sha256 == sha256(bytes(whole.content)).hexdigest()
    assert whole.sha256 != cleared.sha256
    assert filing.ready(run, kind, LABELS) == whole
    assert filing.make(run=run, kind=kind, clearance=(), at=AT + timedelta(days=1)) == cleared


def test_a_file_that_is_wanted_is_made_by_a_job(run):
    OrmQ.objects.all().delete()

    found = [filing.want(run=run, kind="txt", clearance={"equity"}), *filing_jobs()]

    assert found == [None, ("reports.tasks.make_file", (str(run.pk), "txt", "equity"))]
    tasks.make_file(str(run.pk), "txt", "equity")
    assert filing.want(run=run, kind="txt", clearance={"equity"}) == RunFile.objects.get()
    assert len(filing_jobs()) == 1


def filing_jobs():
    return [(job.task["func"], job.task["args"]) for job in OrmQ.objects.all()]


def test_links_of_a_file_lead_to_the_places_of_the_run(run):
    links = filing.links_of(run)
    figure, finding = sample_report().figures[3], sample_report().findings[2]

    assert links.figure(figure).endswith(f"/reports/runs/{run.pk}/figures/4/")
    assert links.finding(finding).endswith(f"/reports/runs/{run.pk}/#f3")


def test_charts_are_drawn_once_on_light_and_on_dark(run):
    for _ in range(2):
        tasks.draw(str(run.pk))

    names = ["burn-dark", "burn-light", "cloud-dark", "cloud-light", "equity-dark", "equity-light"]
    assert sorted(RunFile.objects.of_run(run).values_list("name", flat=True)) == names
    assert bytes(RunFile.objects.get(name="burn-light").content).startswith(b"<svg")


def test_without_pango_the_job_waits_and_the_check_names_the_line(run, monkeypatch, caplog):
    assert (pdf.missing(), [each.id for each in run_checks() if each.id == "scc.W020"]) == ("", [])
    monkeypatch.setattr(printing, "PANGO", ("pango-that-nobody-has",))

    tasks.make_file(str(run.pk), "pdf", "")

    assert filing.want(run=run, kind="pdf", clearance=()) is None
    assert "apt-get install libpango-1.0-0 libpangoft2-1.0-0" in filing.hindrance("pdf")
    assert [each.id for each in run_checks() if each.id == "scc.W020"] == ["scc.W020"]
    assert [record.levelname for record in caplog.records if record.name == "reports.tasks"] == ["ERROR"]
    assert not RunFile.objects.exists()


def test_nothing_is_made_of_a_run_that_is_not_there():
    tasks.make_file("7d1f6c0a-2b34-4c55-9a01-0c9de7f5ab12", "txt", "")
    tasks.draw("no number")

    assert not RunFile.objects.exists()
