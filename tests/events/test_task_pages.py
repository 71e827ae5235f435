"""Tasks ticked at the dock, by htmx and without it."""

from __future__ import annotations

import pytest

from tests import factories
from tests.events.dock import captain_of, soon, words
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    """A browser of the office, in admin scope."""
    return signed_in(factories.admin("Olga"), "admin")


def test_a_tick_without_javascript_leads_back_to_the_page_it_was_made_on():
    sail = soon()
    item, captain = sail.checklist.get(), captain_of(sail)
    home = "http://testserver/events/regatta/"

    from_sail = captain.post(f"/checklist/regatta/{item.pk}/", {"done": "1"}, headers={"Referer": home})
    from_list = captain.post(f"/checklist/regatta/{item.pk}/", {"done": "0"})

    item.refresh_from_db()
    assert from_sail["Location"] == f"/events/regatta/#item-{item.pk}"
    assert from_list["Location"] == f"/checklist/regatta/#item-{item.pk}"
    assert item.state == "open"


def test_a_tick_by_htmx_answers_with_the_rail():
    sail = soon()
    item, captain = sail.checklist.get(), captain_of(sail)

    answer = captain.post(f"/checklist/regatta/{item.pk}/", {"done": "1"}, headers={"HX-Request": "true"})

    assert answer.status_code == 200
    assert words(answer).lstrip().startswith('<section id="rail"')
    assert "1 of 1 done" in words(answer)


def test_the_second_phone_reads_who_ticked_beside_the_rail():
    sail = soon()
    item, ana, ben = sail.checklist.get(), captain_of(sail), factories.person("Ben")
    factories.assignment(sail, ben)
    ana.post(f"/checklist/regatta/{item.pk}/", {"done": "1"})

    answer = signed_in(ben).post(f"/checklist/regatta/{item.pk}/", {"done": "1"}, headers={"HX-Request": "true"})

    assert answer.status_code == 409
    assert "Ana ticked this at" in words(answer)
    assert '<section id="rail"' in words(answer)


def test_a_reason_too_long_is_kept_and_named_at_its_task():
    sail = soon()
    item = sail.checklist.get()

    answer = captain_of(sail).post(
        f"/checklist/regatta/{item.pk}/", {"not_applicable": "1", "reason": "No fuel dock " + "x" * 200}
    )

    item.refresh_from_db()
    assert answer.status_code == 422
    assert "No fuel dock xxx" in words(answer)
    assert "at most 200 characters" in words(answer)
    assert item.state == "open"


@pytest.mark.parametrize(
    "sent",
    [
        {}, {"done": "7"}, {"done": ""}, {"done": "1", "not_applicable": "1"}, {"not_applicable": "1"},
        {"done": "x" * 5000},
        {"not_applicable": "1", "reason": "  "}, {"not_applicable": "0", "reason": "why"}, {"note": "x" * 501},
        {"note": "a\u202eb"}, {"note": "a\nb"}, {"done": "９"}, {"not_applicable": "1", "reason": "a\x00b"},
    ],
)  # fmt: skip
@pytest.mark.parametrize("htmx", [True, False])
def test_an_act_that_cannot_be_read_changes_no_task(sent, htmx):
    sail = soon()
    item = sail.checklist.get()

    answer = captain_of(sail).post(
        f"/checklist/regatta/{item.pk}/", sent, headers={"HX-Request": "true"} if htmx else None
    )

    item.refresh_from_db()
    assert answer.status_code == 422
    assert (item.state, item.note) == ("open", "")


@pytest.mark.parametrize("number", ["0", "999999", "9" * 30, "9" * 5000, "-1", "x", "١"])
def test_a_task_that_is_not_there_is_answered_404(office, number):
    soon()

    assert office.post(f"/checklist/regatta/{number}/", {"done": "1"}).status_code == 404


def test_a_task_of_another_sail_is_not_reached_through_ones_own():
    mine, other = soon(), soon("other")
    item = other.checklist.get()

    answer = captain_of(mine).post(f"/checklist/regatta/{item.pk}/", {"done": "1"})

    item.refresh_from_db()
    assert (answer.status_code, item.state) == (404, "open")


@pytest.mark.parametrize("url", ["/checklist/regatta/", "/checklist/regatta/{item}/"])
def test_a_list_is_its_crews_and_the_offices(office, url):
    sail = soon()
    item = sail.checklist.get()
    url = url.format(item=item.pk)
    act = "get" if url.endswith("regatta/") else "post"

    answers = [getattr(client, act)(url, {"note": "x"}) for client in (signed_in(factories.person()), office)]

    assert [answer.status_code for answer in answers] in ([404, 200], [404, 303])
