"""The pages of the bridge: who reads what, what a page holds, what it asks of the database, what it refuses."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.models import BusinessUnit, ReportRun
from reports.report import seen_with
from reports.tree import LABELS
from reports.values import State
from tests import factories
from tests.reports import bridge, sample_report
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)
SESSION = 1
REPORT = sample_report.sample_report()


@pytest.fixture
def run():
    return bridge.run(REPORT, at=AT)


def reader(clearance=tuple(LABELS), **fields):
    """An executive's browser, with the finance report and some clearances."""
    vera = factories.person("Vera", is_crew=False, is_executive=True)
    bridge.grant(vera, slug="cfo", clearance=clearance, **fields)
    return signed_in(vera)


def page_of(client, path):
    return client.get(path).content.decode()


def figures_on(page):
    return set(re.findall(r'data-figure="([^"]+)"', page))


def plain(key):
    return key.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def test_the_page_of_a_run_holds_every_figure_and_every_finding_of_it(run):
    page = page_of(reader(), run.get_absolute_url())

    assert figures_on(page) == {figure.key for figure in REPORT.figures}
    told = set(re.findall(r'data-finding="([^"]+)"', page))
    assert told == {plain(one.key) for one in REPORT.findings}


def test_every_figure_leads_to_its_own_page_and_says_there_what_it_said_here(run):
    client = reader()
    ways = re.findall(r'data-figure="([^"]+)" href="([^"]+)"', page_of(client, run.get_absolute_url()))

    for key, href in list(dict(ways).items())[:6]:
        assert f'data-figure="{key}"' in page_of(client, href)
    assert len(dict(ways)) == len({figure.key for figure in REPORT.figures})


def test_what_a_reader_may_not_see_is_nowhere_on_the_page(run):
    whole, cleared = page_of(reader(), run.get_absolute_url()), page_of(reader(()), run.get_absolute_url())

    for secret in ("SECRETPARTNER", "SECRETSTAKE", "SECRETFILE", "$1,235"):
        assert secret in whole
        assert secret not in cleared
    assert "Withheld: ownership and equity" in cleared
    seen = {figure.key for figure in seen_with(REPORT, ()).figures if figure.value.state != State.WITHHELD}
    assert figures_on(cleared) == seen


def test_a_withheld_figure_and_a_withheld_finding_have_no_page(run):
    client = reader(())
    hidden = run.values.get(metric="draw")
    stakes = run.findings.get(rule="CEO-03")

    assert client.get(f"{run.get_absolute_url()}figures/{hidden.place}/").status_code == 404
    assert client.get(f"{run.get_absolute_url()}findings/{stakes.place}/").status_code == 404
    assert reader().get(f"{run.get_absolute_url()}figures/{hidden.place}/").status_code == 200


def test_a_security_finding_without_clearance_tells_its_title_and_no_detail(run):
    secret = run.findings.get(rule="CTO-01")

    page = page_of(reader(()), f"{run.get_absolute_url()}findings/{secret.place}/")

    assert "A secret key stands in the code of" in page
    assert "SECRETFILE" not in page
    assert "Withheld: details of security" in page


def test_a_reader_sees_the_counts_of_what_they_may_see_and_no_others(run):
    assert "2 critical" in page_of(reader(), "/reports/")
    assert "1 medium" in page_of(reader(), "/reports/")
    assert "1 medium" not in page_of(reader(()), "/reports/")


def test_a_chart_is_an_image_for_who_sees_all_of_it(run):
    bridge.chart(run, "equity-light", at=AT)
    bridge.chart(run, "burn-light", at=AT)
    few = reader(())

    assert reader().get(f"{run.get_absolute_url()}charts/equity-light.svg").content == bridge.SVG
    assert few.get(f"{run.get_absolute_url()}charts/equity-light.svg").status_code == 404
    assert few.get(f"{run.get_absolute_url()}charts/burn-light.svg")["Content-Type"] == "image/svg+xml"
    assert "charts/equity" not in page_of(few, run.get_absolute_url())


def test_a_unit_may_be_all_that_a_reader_was_given(run):
    jada = BusinessUnit.objects.create(slug="jada", name="JADA", kind="charter")
    BusinessUnit.objects.create(slug="queen", name="Queen", kind="charter")
    own = bridge.run(REPORT, at=AT, unit=jada)
    client = reader(unit=jada)

    assert client.get("/reports/?unit=jada").status_code == 200
    assert client.get(own.get_absolute_url()).status_code == 200
    assert client.get(run.get_absolute_url()).status_code == 404
    assert [client.get(f"/reports/{path}").status_code for path in ("?unit=queen", "cfo/", "cfo/?unit=queen")] == [
        404
    ] * 3
    assert "choose one above" in page_of(client, "/reports/")


@pytest.mark.parametrize(
    "path",
    [
        "nonsense/",
        "ceo/",
        "cfo/?unit=nowhere",
        "?unit=nowhere",
        "cfo/?after=x",
        "cfo/?after=MjAyNi0xMS0xNn54",
        "runs/nonsense/",
        "runs/7d1f6c0a-2b34-4c55-9a01-000000000000/",
        "runs/{run}/figures/0/",
        "runs/{run}/figures/99999/",
        "runs/{run}/figures/99999999999999999999/",
        "runs/{run}/figures/1/?page=0",
        "runs/{run}/figures/1/?page=x",
        "runs/{run}/figures/1/?page=99999999999999999999",
        "runs/{run}/findings/99999/",
        "runs/{run}/charts/burn-light.svg",
        "runs/{run}/charts/..-light.svg",
        "runs/{run}.docx",
    ],
)
def test_what_is_not_there_is_not_there(run, path):
    answer = reader().get(f"/reports/{path.format(run=run.pk)}")

    assert answer.status_code == 404


@pytest.mark.parametrize("path", ["", "cfo/", "runs/{run}/", "runs/{run}/figures/1/", "runs/{run}.txt"])
def test_pages_are_read_and_never_sent_to(run, path):
    answer = reader().post(f"/reports/{path.format(run=run.pk)}")

    assert answer.status_code == 405


def test_a_run_that_failed_says_so_and_leaves_the_why_to_the_office():
    asked = {"slug": "cfo", "period": AT.date().replace(day=1), "as_of": AT.date(), "trigger": "x", "built_at": AT}
    failed = ReportRun.objects.create(**asked, state="failed", fault="Ink.")

    page = page_of(reader(), failed.get_absolute_url())

    assert "It could not be built." in page
    assert "Ink." not in page


def test_history_is_read_page_by_page_each_run_once():
    runs = [bridge.run(sample_report.empty_report(), at=AT + timedelta(hours=number)) for number in range(23)]
    client = reader()

    first = page_of(client, "/reports/cfo/")
    way = re.search(r'href="(\?after=[^"]+)"', first)[1]
    second = page_of(client, f"/reports/cfo/{way}")

    told = re.findall(r'href="/reports/runs/([^/]+)/"', first + second)
    assert told == [str(run.pk) for run in reversed(runs)]


def test_a_home_of_the_bridge_has_nothing_of_the_dock(run):
    page = page_of(reader(), "/")

    assert re.findall(r'<a href="([^"]+)"[^>]*>', page.split("<nav", 1)[1].split("</nav>", 1)[0]) == [
        "/reports/",
        "/reports/board/",
    ]
    assert "/reports/cfo/" in page
    assert reader().get("/events/").status_code == 404


def test_who_sails_and_reads_has_both():
    ana = factories.person("Ana", is_executive=True)
    bridge.grant(ana, slug="cfo")

    page = page_of(signed_in(ana), "/")

    assert 'href="/events/"' in page
    assert 'href="/reports/cfo/"' in page


@pytest.mark.parametrize("many", [1, 3])
@pytest.mark.parametrize(
    ("path", "most"),
    [("", 4), ("cfo/", 3), ("runs/{run}/", 7), ("runs/{run}/figures/1/", 10), ("runs/{run}/findings/1/", 7)],
)
def test_a_page_asks_as_much_for_one_run_as_for_three(many, path, most):
    runs = [bridge.run(REPORT, at=AT + timedelta(hours=number)) for number in range(many)]
    client = reader()
    client.get("/reports/")

    with CaptureQueriesContext(connection) as seen:
        answer = client.get(f"/reports/{path.format(run=runs[-1].pk)}")

    assert answer.status_code == 200
    assert len(seen) <= SESSION + most, [query["sql"] for query in seen]
