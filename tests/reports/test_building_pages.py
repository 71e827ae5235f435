"""Building from a page and from the desk: one sending is one run; thresholds are set in their own measure."""

from decimal import Decimal

import pytest

from reports.models import ReportRun, RuleLimit
from tests import factories
from tests.reports import bridge
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
BUILD = "/reports/delivery/build/"


def builder():
    vera = factories.person("Vera", is_crew=False, is_executive=True)
    bridge.grant(vera, slug="delivery", can_build=True)
    return signed_in(vera)


def test_a_form_sent_twice_builds_one_run():
    client = builder()

    answers = [client.post(BUILD, {"key": "one", "as_of": "2026-11-14"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    run = ReportRun.objects.get()
    assert {answer["Location"] for answer in answers} == {run.get_absolute_url()}
    assert (run.trigger, run.slug, run.state, run.builder.name) == ("form:one", "delivery", "draft", "Vera")
    assert client.get(run.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    "sent",
    [
        {"key": "one", "as_of": "2026-11-15"},
        {"key": "one", "as_of": "2026-11-14", "variant": "B"},
        {"as_of": "2999-01-01"},
        {"as_of": "1900-01-01"},
        {"as_of": "yesterday"},
        {"variant": "C"},
        {"key": "x" * 81},
        {"key": "a\tb"},
    ],
)
def test_what_cannot_be_built_is_said_and_nothing_is_built(sent):
    client = builder()
    client.post(BUILD, {"key": "one", "as_of": "2026-11-14"})

    answer = client.post(BUILD, sent)

    assert answer.status_code == 422
    assert ReportRun.objects.count() == 1


def test_a_reader_who_may_not_build_has_no_such_page_and_no_button():
    vera = factories.person("Vera", is_crew=False, is_executive=True)
    bridge.grant(vera, slug="delivery")
    client = signed_in(vera)

    assert client.post(BUILD).status_code == 404
    assert "/build/" not in client.get("/reports/").content.decode()
    assert "/build/" not in client.get("/reports/delivery/").content.decode()


def test_the_desk_builds_one_run_and_lists_it():
    office = signed_in(factories.admin("Olga"), "admin")
    sent = {"slug": "delivery", "as_of": "2026-11-14", "variant": "A", "key": "one"}

    answers = [office.post("/admin/reports/reportrun/build/", sent) for _ in range(2)]

    run = ReportRun.objects.get()
    assert {answer["Location"] for answer in answers} == {run.get_absolute_url()}
    page = office.get("/admin/reports/reportrun/").content.decode()
    assert f'<a href="{run.get_absolute_url()}">Open</a>' in page
    assert office.get("/admin/reports/reportrun/build/").status_code == 200
    assert office.post("/admin/reports/reportrun/build/", {"slug": "none"}).status_code == 422
    assert office.get(f"/admin/reports/reportrun/{run.pk}/change/")["Location"] == run.get_absolute_url()


def test_a_threshold_is_typed_in_its_measure_and_remembers_what_it_was():
    office = signed_in(factories.admin("Olga"), "admin")
    add = "/admin/reports/rulelimit/add/"

    first = office.post(add, {"limit": "CFO-01:critical", "typed_amount": "2.5", "note": "A good year."})
    row = RuleLimit.objects.get()
    again = office.post(add, {"limit": "CFO-01:critical", "typed_amount": "4"})
    page = f"/admin/reports/rulelimit/{row.pk}/change/"
    office.post(page, {"typed_amount": "4", "note": ""})

    assert (first.status_code, again.status_code) == (302, 422)
    row.refresh_from_db()
    assert (row.amount, row.setter.name) == (Decimal(4), "Olga")
    told = office.get(page).content.decode()
    assert "2.5, set" in told
    assert "A good year." in told
    assert "CFO-01 · " in office.get("/admin/reports/rulelimit/").content.decode()


@pytest.mark.parametrize(
    "sent", [{}, {"limit": "CFO-01:critical"}, {"limit": "CFO-01:critical", "typed_amount": "many"}, {"limit": "X:y"}]
)
def test_a_threshold_that_cannot_be_read_is_refused(sent):
    office = signed_in(factories.admin("Olga"), "admin")

    answer = office.post("/admin/reports/rulelimit/add/", sent)

    assert answer.status_code == 422
    assert RuleLimit.objects.count() == 0
