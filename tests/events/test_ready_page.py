"""The page "ready to sail": who sees it, what each may mend, and how it comes back."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from events.models import SailEvent
from scc_site import clock
from tests import factories
from tests.events.dock import captain_of, soon, words
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
READY = "/events/regatta/ready/"
FRAGMENT = {"HX-Request": "true", "HX-Target": "ready"}


@pytest.fixture
def sail():
    """Leaves in three hours; one crew seat and one critical task stand open."""
    found = soon(seats={"captain": 1, "crew": 2})
    factories.item(found, critical=True)
    return found


def mends(page):
    """What a page offers to tap, by its spoken name."""
    return re.findall(r'aria-label="([^"]+: [^"]+)"', page)


def test_the_captain_reads_the_verdict_and_mends_each_line(sail):
    page = words(captain_of(sail).get(READY))

    assert "Not ready: 3 things" in page
    assert mends(page) == ["Offer it: Crew 1", "Offer it: Crew 2", "Done: Life jackets counted"]
    assert "1 other task is open, none of them late" in page


def test_a_hand_calls_the_captain_about_a_seat_and_the_office_about_the_captains(sail, settings):
    settings.HOUSE_PHONE = "+1 619 555 0100"
    cleo = factories.person("Cleo")
    factories.assignment(sail, cleo)
    browser = signed_in(cleo)

    without = words(browser.get(READY))
    factories.assignment(sail, factories.person("Ana Reyes", phone="+1 619 555 0101"), "captain")
    with_captain = words(browser.get(READY))

    assert mends(without)[:2] == ["Call the office: Captain", "Call the office: Crew 2"]
    assert 'href="tel:+1 619 555 0100"' in without
    assert mends(with_captain)[0] == "Call Ana: Crew 2"


def test_the_office_offers_the_captains_seat(sail):
    page = words(signed_in(factories.admin(), "admin").get(READY))

    assert mends(page)[0] == "Offer it: Captain"


def test_a_claim_is_confirmed_right_there_and_the_way_leads_back(sail):
    ben = factories.person("Ben")
    factories.assignment(sail, ben, "crew", "claimed")
    browser = captain_of(sail)

    page = words(browser.get(READY))
    answer = browser.post(
        "/auth/answer/",
        {"event_id": "regatta", "role": "crew", "person": ben.email, "answer": "confirm"},
        headers={"Referer": f"http://testserver{READY}"},
    )

    assert "Confirm: Crew 1" in mends(page)
    assert (answer.status_code, answer["Location"]) == (303, READY)


def test_a_tick_without_javascript_comes_back_to_the_page(sail):
    item = sail.checklist.get(critical=True)

    answer = captain_of(sail).post(
        f"/checklist/regatta/{item.pk}/", {"done": "1"}, headers={"Referer": f"http://testserver{READY}"}
    )

    assert answer["Location"] == f"{READY}#item-{item.pk}"


def test_a_tick_by_htmx_is_answered_with_the_lines_and_can_be_undone(sail):
    item = sail.checklist.get(critical=True)

    page = words(captain_of(sail).post(f"/checklist/regatta/{item.pk}/", {"done": "1"}, headers=FRAGMENT))

    assert (page.strip().startswith('<div id="ready"'), "Not ready: 2 things" in page) == (True, True)
    assert "Undo: Life jackets counted" in mends(page)


def test_a_tick_somebody_else_was_faster_with_says_so_among_the_lines(sail):
    ben = factories.person("Ben Ito")
    item = sail.checklist.get(critical=True)
    sail.checklist.filter(pk=item.pk).update(done_at=clock.now(), done_by=ben)

    answer = captain_of(sail).post(f"/checklist/regatta/{item.pk}/", {"done": "1"}, headers=FRAGMENT)

    assert answer.status_code == 409
    assert "Ben Ito ticked this at" in words(answer)
    assert '<div id="ready"' in words(answer)


def test_htmx_gets_the_lines_alone(sail):
    page = words(captain_of(sail).get(READY, headers=FRAGMENT))

    assert ("<!doctype" in page.lower(), page.count('id="ready"')) == (False, 1)


def test_the_captain_stamps_and_takes_it_back(sail):
    browser = captain_of(sail)

    first = browser.post(READY, {"ready": "1"})
    stamped = words(browser.get(READY))
    browser.post(READY, {"ready": "0"})
    after = words(browser.get(READY))

    assert (first.status_code, first["Location"]) == (303, READY)
    assert "Stamped ready by Ana" in stamped
    assert "<li>Crew 1: empty</li>" in stamped
    assert ("Stamped ready by" in after, "Not stamped yet" in after) == (False, True)


def test_a_stamp_that_is_no_longer_true_says_what_changed(sail):
    browser = captain_of(sail)
    browser.post(READY, {"ready": "1"})
    SailEvent.objects.filter(pk=sail.pk).update(departs_at=sail.departs_at + timedelta(minutes=20))

    page = words(browser.get(READY))

    assert ("no longer true" in page, "<li>Departure: " in page) == (True, True)


def test_a_stamp_that_says_neither_is_asked_again(sail):
    answer = captain_of(sail).post(READY, {"ready": "perhaps"})

    assert answer.status_code == 422
    assert "say whether the sail is ready" in words(answer)


@pytest.mark.parametrize(
    ("fields", "verdict"),
    [
        ({"status": "cancelled"}, "Cancelled"),
        ({"status": "draft"}, "Not published"),
        ({"status": "under_way"}, "Under way"),
        ({"status": "closed"}, "Back at the dock"),
    ],
)
def test_a_sail_that_does_not_get_ready_says_what_it_is_instead(fields, verdict):
    soon(**fields)

    page = words(signed_in(factories.admin(), "admin").get(READY))

    assert f">{verdict}</h1>" in page
    assert "data-fresh" not in page


def test_a_full_page_stays_light():
    sail = soon(seats={"captain": 1, "crew": 8, "chef": 2})
    for place in range(25):
        factories.item(sail, critical=True, text=f"Task {place} " + "x" * 120)

    page = captain_of(sail).get(READY).content

    assert len(page) <= 60_000
