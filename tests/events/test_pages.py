"""The dock's pages as each person sees them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from events.models import ChecklistItem, SailEvent
from scc_site import clock
from tests import factories
from tests.factories import HOUSE
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    """A browser of the office, in admin scope."""
    return signed_in(factories.admin("Olga"), "admin")


def soon(event_id="regatta", **fields):
    """A sail that leaves in three hours, with one task at departure."""
    sail = factories.event(event_id=event_id, departs_at=clock.now() + timedelta(hours=3), **fields)
    ChecklistItem.objects.create(
        event=sail, text="Top up fuel", anchor="departure", role="crew", position=1, due_at=sail.departs_at
    )
    return sail


def captain_of(sail, name="Ana"):
    """A browser of the sail's confirmed captain."""
    ana = factories.person(name)
    factories.assignment(sail, ana, "captain")
    return signed_in(ana)


def words(answer):
    """The page as text."""
    return answer.content.decode()


def test_the_month_shows_published_sails_and_the_office_its_drafts_too(office):
    soon("out-there")
    soon("kept-back", status="draft")

    for_crew, for_office = words(signed_in(factories.person()).get("/events/")), words(office.get("/events/"))

    assert ("/events/out-there/" in for_crew, "/events/kept-back/" in for_crew) == (True, False)
    assert ("/events/out-there/" in for_office, "/events/kept-back/" in for_office) == (True, True)


def test_the_month_is_the_houses_not_greenwichs(office):
    factories.event(event_id="late", departs_at=datetime(2027, 1, 31, 23, 30, tzinfo=HOUSE), hours=2)

    january, february = (words(office.get(f"/events/?month=2027-{month}")) for month in ("01", "02"))

    assert ("/events/late/" in january, "/events/late/" in february) == (True, False)


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("captain=open", {"red", "blue"}),
        ("captain=confirmed", {"green"}),
        ("q=jada", {"red"}),
        ("q=JADA+charter", {"red"}),
        ("q=jada&captain=confirmed", set()),
        ("q=%25", set()),
    ],
)
def test_the_month_keeps_to_its_filters(office, asked, shown):
    jada, kind = factories.vessel(name="JADA"), factories.event_type(name="Sunset charter")
    soon("red", vessel=jada, event_type=kind)
    soon("blue", event_type=kind)
    soon("green", captain_state="confirmed")

    page = words(office.get(f"/events/?{asked}"))

    assert {name for name in ("red", "blue", "green") if f"/events/{name}/" in page} == shown


def test_a_sail_of_mine_says_what_i_am_on_it():
    sail = soon()

    assert "you: captain" in words(captain_of(sail).get("/events/"))
    assert "you: captain" not in words(signed_in(factories.person()).get("/events/"))


@pytest.mark.parametrize(
    "asked",
    [
        "month=2026-13", "month=2026-00", "month=1999-12", "month=2101-01", "month=9999-12", "month=0000-01",
        "month=2026", "month=２０２６-１２", "month=-1", "month=2026-12-01", "month=" + "9" * 5000, "captain=absent",
        "captain=" + "x" * 5000, "q=" + "x" * 81, "q=%E2%80%AE", "month=😀",
    ],
)  # fmt: skip
def test_an_address_that_names_no_month_is_answered_422(office, asked):
    assert office.get(f"/events/?{asked}").status_code == 422


@pytest.mark.parametrize("asked", ["month=%00", "q=%00", "captain=%ff", "q=%ed%a0%80", "month=%c0%80"])
def test_an_address_that_is_no_text_is_answered_400(office, asked):
    assert office.get(f"/events/?{asked}").status_code == 400


@pytest.mark.parametrize("month", ["2000-01", "2100-12", "2026-03", "2026-11"])
def test_the_first_and_the_last_month_open(office, month):
    assert office.get(f"/events/?month={month}").status_code == 200


def test_its_crew_reads_tasks_and_notes_and_the_rest_of_the_crew_only_times_and_seats():
    sail = soon(notes="Surprise birthday")

    ours, theirs = (
        words(captain_of(sail).get("/events/regatta/")),
        words(signed_in(factories.person()).get("/events/regatta/")),
    )

    for text in ("Top up fuel", "Surprise birthday", "/checklist/regatta/"):
        assert (text in ours, text in theirs) == (True, False), text
    assert ("Departure" in ours, "Departure" in theirs) == (True, True)


def test_a_draft_does_not_exist_for_the_crew(office):
    soon(status="draft")

    assert signed_in(factories.person()).get("/events/regatta/").status_code == 404
    assert office.get("/events/regatta/").status_code == 200


def test_a_session_for_one_sail_knows_no_other():
    sail, ana = soon(), factories.person("Ana")
    soon("other")
    factories.assignment(sail, ana)
    browser = signed_in(ana, "event", "regatta")

    month = words(browser.get("/events/"))

    assert (browser.get("/events/regatta/").status_code, browser.get("/events/other/").status_code) == (200, 404)
    assert ("/events/regatta/" in month, "/events/other/" in month) == (True, False)


@pytest.mark.parametrize("url", ["/events/create/", "/events/regatta/edit/"])
def test_planning_is_the_offices_alone(url):
    sail = soon()
    admin_at_large = signed_in(factories.admin())

    assert captain_of(sail).get(url).status_code == 404
    assert admin_at_large.get(url).status_code == 404
    assert signed_in(factories.admin(), "admin").get(url).status_code == 200


@pytest.mark.parametrize("act", ["publish", "board", "depart", "return", "close"])
def test_nobody_but_captain_and_office_moves_a_sail_along(act):
    sail = soon()
    deckhand = factories.person()
    factories.assignment(sail, deckhand)

    answer = signed_in(deckhand).post(f"/events/regatta/{act}/")

    sail.refresh_from_db()
    assert (answer.status_code, sail.status) == (404, "scheduled")


@pytest.mark.parametrize("act", ["publish", "board", "depart", "return", "close"])
def test_nothing_happens_on_get(office, act):
    sail = soon()

    assert office.get(f"/events/regatta/{act}/").status_code == 405
    sail.refresh_from_db()
    assert sail.status == "scheduled"


def test_a_captain_takes_the_sail_out_and_back():
    sail = soon(seats={"captain": 1})
    captain = captain_of(sail)

    answers = [captain.post(f"/events/regatta/{act}/") for act in ("board", "depart", "return")]

    sail.refresh_from_db()
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(303, "/events/regatta/")] * 3
    assert sail.status == "returned"
    assert (sail.departed_by.name, sail.returned_by.name) == ("Ana", "Ana")
    assert sail.departed_at <= sail.returned_at


def test_what_stands_in_the_way_is_shown_instead_of_the_button():
    sail = soon(seats={"captain": 1, "crew": 1})
    captain = captain_of(sail)

    page, answer = words(captain.get("/events/regatta/")), captain.post("/events/regatta/depart/")

    assert ("The seat crew 1 is empty." in page, "/events/regatta/depart/" in page) == (True, False)
    assert answer.status_code == 409
    assert "The seat crew 1 is empty." in words(answer)


def test_casting_off_twice_with_one_key_gives_one_answer():
    sail = soon(seats={"captain": 1})
    captain = captain_of(sail)

    first, second = (captain.post("/events/regatta/depart/", {"key": "k1"}) for _ in range(2))
    third = captain.post("/events/regatta/depart/")

    assert (first.status_code, second.status_code, third.status_code) == (303, 303, 409)
    assert "Ana cast off at" in words(third)


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
    assert SailEvent.objects.count() == 1
