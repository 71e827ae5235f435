"""The dock's pages as each person sees them."""

from __future__ import annotations

from datetime import datetime

import pytest

from crew.contribution import CrewContribution
from events import contributions
from tests import factories
from tests.events.dock import captain_of, soon, words
from tests.factories import HOUSE
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    """A browser of the office, in admin scope."""
    return signed_in(factories.admin("Olga"), "admin")


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
        ("vessel=jada", {"red"}),
        ("vessel=no-such-boat", set()),
        ("vessel=jada&captain=confirmed", set()),
        ("seats=free", {"blue", "green"}),
        ("seats=mine", set()),
    ],
)
def test_the_month_keeps_to_its_filters(office, asked, shown):
    jada, kind = factories.vessel(name="JADA", slug="jada"), factories.event_type(name="Sunset charter")
    soon("red", vessel=jada, event_type=kind, seats_filled=4)
    soon("blue", event_type=kind)
    soon("green", captain_state="confirmed")

    page = words(office.get(f"/events/?{asked}"))

    assert {name for name in ("red", "blue", "green") if f"/events/{name}/" in page} == shown


def test_the_month_can_be_of_my_sails_alone():
    captain = captain_of(soon("mine"))
    soon("theirs")

    page = words(captain.get("/events/?seats=mine"))

    assert ("/events/mine/" in page, "/events/theirs/" in page, "1 of 2 sails" in page) == (True, False, True)


def test_filters_that_leave_nothing_lead_back_to_everything_in_one_tap(office):
    soon("red")

    page = words(office.get("/events/?q=nothing+like+it"))

    assert ("No sails fit" in page, "0 of 1 sail" in page) == (True, True)
    assert 'href="/events/?month=' in page.split("Show all")[0].rsplit("<a ", 1)[1]


def test_vessels_are_asked_for_only_where_there_are_two(office):
    jada = factories.vessel(name="JADA", slug="jada")
    alone = words(office.get("/events/"))
    factories.vessel(name="Cedar", slug="cedar")
    both = words(office.get("/events/"))
    jada.is_active = False
    jada.save()
    retired = words(office.get("/events/?vessel=jada"))

    assert ['name="vessel"' in page for page in (alone, both, retired)] == [False, True, True]
    assert '<option value="jada" selected>jada</option>' in retired


@pytest.mark.parametrize("asked", ["vessel=Two+words", "vessel=" + "x" * 41, "seats=all", "captain=none", "vessel=%00"])
def test_an_address_with_a_filter_that_cannot_be_is_refused_in_words(office, asked):
    answer = office.get(f"/events/?{asked}")

    assert answer.status_code == (400 if "%00" in asked else 422)


def test_names_with_markup_are_printed_as_text(office):
    boat, kind = factories.vessel(name="<b>JADA</b>", mark="<i"), factories.event_type(name="Rum & <script>")
    soon(vessel=boat, event_type=kind)

    page = words(office.get("/events/"))

    assert ("<script>" in page.split("<main")[1].split("</main>")[0], "<b>JADA" in page) == (False, False)
    assert ("Rum &amp; &lt;script&gt;" in page, "&lt;b&gt;JADA&lt;/b&gt;" in page, "&lt;i" in page) == (True,) * 3


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


def test_who_is_missing_is_told_beside_the_button():
    page = words(captain_of(soon(seats={"captain": 1, "crew": 1})).get("/events/regatta/"))

    assert ("Not ready: 1 thing" in page, "1 of 2 in order" in page) == (True, True)
    assert "/events/regatta/depart/" in page


class Wall(CrewContribution):
    """An app above the sail that forbids to leave."""

    def blockers(self, event, at):
        return ["Two guests have not signed."]


def test_what_stands_in_the_way_is_shown_instead_of_the_button(monkeypatch):
    captain = captain_of(soon(seats={"captain": 1}))
    monkeypatch.setattr(contributions, "_contributions", [Wall()])

    page, answer = words(captain.get("/events/regatta/")), captain.post("/events/regatta/depart/")

    assert ("Two guests have not signed." in page, "/events/regatta/depart/" in page) == (True, False)
    assert answer.status_code == 409
    assert "Two guests have not signed." in words(answer)


def test_casting_off_twice_with_one_key_gives_one_answer():
    sail = soon(seats={"captain": 1})
    captain = captain_of(sail)

    first, second = (captain.post("/events/regatta/depart/", {"key": "k1"}) for _ in range(2))
    third = captain.post("/events/regatta/depart/")

    assert (first.status_code, second.status_code, third.status_code) == (303, 303, 409)
    assert "Ana cast off at" in words(third)
