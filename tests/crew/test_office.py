"""The office's home: what is next, what waits for the office, what is ahead."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crew import office
from events.models import SailEvent
from scc_site import clock
from tests import factories
from tests.factories import NOW
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


def titles(lines):
    return [(line["title"], line["note"], line["word"]) for line in lines]


def test_claims_covers_and_sails_without_a_captain_wait_for_the_office():
    boat, kind = factories.vessel(name="JADA"), factories.event_type()
    factories.event(vessel=boat, event_type=kind, departs_at=NOW + timedelta(days=2))
    manned = factories.event(
        vessel=boat, event_type=kind, departs_at=NOW + timedelta(days=4), captain_state="confirmed"
    )
    factories.event(vessel=boat, event_type=kind, departs_at=NOW + timedelta(days=30))
    factories.assignment(manned, factories.person("Ben Ito"), "crew", "claimed")
    factories.assignment(manned, factories.person("Dana Low"), "crew", "covering")

    found = office.office(factories.admin(), NOW)

    assert titles(found["needs"]) == [
        ("Wed 3 Jun 10:00 · JADA", "Sunset charter", "no captain"),
        ("Fri 5 Jun 10:00 · JADA", "Ben Ito asks for the crew seat", "to be confirmed"),
        ("Fri 5 Jun 10:00 · JADA", "Dana Low can’t make it as crew", "needs cover"),
    ]


def test_the_sail_that_is_out_is_the_next_one_and_drafts_and_ended_ones_are_left_out():
    out = factories.event(departs_at=NOW - timedelta(hours=1), status=SailEvent.Status.UNDER_WAY)
    factories.event(departs_at=NOW + timedelta(days=1), status=SailEvent.Status.DRAFT)
    factories.event(departs_at=NOW + timedelta(days=1), status=SailEvent.Status.CANCELLED)

    found = office.office(factories.admin(), NOW)

    assert (found["next"]["lede"], found["next"]["href"]) == ("Out now", f"/events/{out.event_id}/")
    assert [line["href"] for line in found["ahead"]] == [f"/events/{out.event_id}/"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_office_is_five_queries_however_full_the_season(count, django_assert_num_queries):
    ada, ben = factories.person("Ada", is_admin=True), factories.person("Ben")
    for number in range(count):
        sail = factories.event(departs_at=NOW + timedelta(days=1 + number))
        factories.item(sail, critical=True, due_at=NOW - timedelta(hours=1))
        factories.assignment(sail, ben, "crew", "claimed")
        factories.assignment(sail, ada, "captain")

    with django_assert_num_queries(5):
        found = office.office(ada, NOW)

    assert [len(found[name]) for name in ("ahead", "mine")] == [count, count]


@pytest.fixture
def kept():
    """Makes sails with a captain, on one boat of one kind."""
    boat, kind = factories.vessel(name="JADA"), factories.event_type()
    return lambda **fields: factories.event(vessel=boat, event_type=kind, **{"captain_state": "confirmed"} | fields)


def test_what_is_most_urgent_stands_first_and_says_why(kept):
    hour, day = timedelta(hours=1), timedelta(days=1)
    held = {"held_at": NOW, "held_by": factories.admin(), "held_why": "Gale"}
    kept(departs_at=NOW - 4 * hour, hours=3, status="under_way")
    kept(departs_at=NOW - 9 * hour, hours=3)
    kept(departs_at=NOW + 5 * hour, status="weather_hold", decide_by=NOW + 2 * hour, **held)
    kept(departs_at=NOW + 6 * hour, status="weather_hold", decide_by=NOW - 2 * hour, **held)
    kept(departs_at=NOW + 9 * day, status="weather_hold", decide_by=NOW + 8 * day, **held)
    kept(departs_at=NOW + 2 * day, captain_state="open")
    kept(departs_at=NOW + 15 * day, captain_state="open")
    kept(departs_at=NOW + 3 * day, status="draft")
    kept(departs_at=NOW + 15 * day, status="draft")
    kept(departs_at=NOW - 2 * day, status="returned")
    kept(departs_at=NOW - 2 * day, status="closed")
    missed = kept(departs_at=NOW + hour)
    factories.item(missed, critical=True, due_at=NOW - 2 * hour)
    factories.item(missed, critical=True, due_at=NOW - hour)
    factories.item(missed, critical=True, due_at=NOW + hour)
    factories.item(missed, due_at=NOW - hour)

    found = office.office(factories.admin(), NOW)

    assert [(line["word"], line["note"]) for line in found["needs"]] == [
        ("due back 1 h ago", "Sunset charter"),
        ("never cast off", "Sunset charter · departure is over: cast off, move or cancel her"),
        ("2 h late", "Sunset charter · 2 critical tasks not done"),
        ("decide in 2 h", "Sunset charter · on weather hold: Gale"),
        ("decision 2 h late", "Sunset charter · on weather hold: Gale"),
        ("no captain", "Sunset charter"),
        ("draft", "Sunset charter · the crew cannot see it yet"),
        ("back, not closed", "Sunset charter"),
    ]


def test_a_long_list_is_cut_short_and_leads_to_the_rest(kept):
    for number in range(7):
        kept(departs_at=NOW + timedelta(days=1 + number), captain_state="open")
    for number in range(11):
        kept(departs_at=NOW + timedelta(days=20 + number))

    found = office.office(factories.admin(), NOW)

    *_, last = found["needs"]
    assert (len(found["needs"]), last["title"]) == (6, "And 2 more · no captain")
    assert last["href"] == "/admin/events/sailevent/?captain_state__exact=open"
    assert (found["ahead"][-1]["title"], len(found["ahead"])) == ("All sails of the month", 11)


def test_a_draft_is_published_from_the_offices_home(kept):
    sail = kept(departs_at=clock.now() + timedelta(days=3), status="draft")
    browser = signed_in(factories.admin(), "admin")

    page = browser.get("/", secure=True).content.decode()
    browser.post(f"/events/{sail.event_id}/publish/", secure=True)

    sail.refresh_from_db()
    assert f'action="/events/{sail.event_id}/publish/"' in page
    assert sail.status == "scheduled"


def test_the_rest_of_each_list_is_a_page_the_office_has():
    browser = signed_in(factories.admin(), "admin")

    answers = [browser.get(way, secure=True).status_code for way in (*office.REST.values(), office.WAITING)]

    assert answers == [200] * 7
