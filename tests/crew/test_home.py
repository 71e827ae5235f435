"""The crew's home: what is next, what needs them, what is theirs, what they may take."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crew import home
from crew.models import Assignment
from events.models import SailAct
from scc_site import clock
from tests import factories
from tests.factories import NOW
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def sail(departs_at=NOW + DAY, **fields):
    """A sunset charter of JADA."""
    boat = fields.pop("vessel", None) or factories.vessel(name="JADA")
    return factories.event(vessel=boat, departs_at=departs_at, **fields)


def said(lines):
    return [(line["title"], line["note"], line["word"]) for line in lines]


def test_home_shows_what_is_next_what_waits_what_is_mine_and_what_is_open():
    ben = factories.person("Ben")
    first = sail(event_id="first")
    third, fourth = sail(NOW + 3 * DAY, event_id="third"), sail(NOW + 5 * DAY, event_id="fourth")
    factories.assignment(first, ben)
    factories.assignment(third, ben, "chef", "offered", answer_by=NOW + 2 * HOUR)

    found = home.home(ben, NOW)

    assert (found["next"]["when"], found["next"]["words"]) == ("Tomorrow 10:00", "JADA · Sunset charter · you: crew")
    assert said(found["needs"]) == [
        (
            "Thu 4 Jun 10:00 · JADA",
            "Sunset charter · you are asked as chef · answer in 2 h · Today 12:00",
            "offered",
        )
    ]
    assert [line["note"] for line in found["mine"]] == ["Sunset charter · you: crew"]
    assert [line["href"] for line in found["open"]] == [fourth.get_absolute_url()]


def test_an_offer_after_a_move_names_the_old_time_and_is_confirmed_again():
    ben, olga = factories.person("Ben"), factories.admin("Olga")
    moved = sail()
    factories.assignment(
        moved, ben, "crew", "offered", offered_at=NOW - HOUR, offered_by=olga, confirmed_at=NOW, confirmed_by=ben
    )
    SailAct.objects.create(
        event=moved,
        kind="moved",
        at=NOW - HOUR,
        by=olga,
        version=2,
        old_departs_at=NOW + HOUR,
        old_returns_at=NOW + 4 * HOUR,
        departs_at=moved.departs_at,
        returns_at=moved.returns_at,
    )

    [line] = home.home(ben, NOW)["needs"]

    assert (line["title"], line["word"]) == ("Tomorrow 10:00 · JADA", "confirm again")
    assert "moved from Today 11:00: are you still crew?" in line["note"]
    assert [act["label"] for act in line["acts"]] == ["Confirm", "Decline"]


def test_a_seat_handed_on_names_who_would_hand_it_on():
    ana, ben, sailing = factories.person("Ana Reyes"), factories.person("Ben"), sail(seats={"crew": 2})
    held = factories.assignment(sailing, ana)
    offer = factories.assignment(sailing, ben, "crew", "offered", made_by=ana)
    Assignment.objects.filter(pk=offer.pk).update(seat=held.seat, takes_over=held)

    [line] = home.home(ben, NOW)["needs"]

    assert ("Ana would hand you the crew seat" in line["note"], line["word"]) == (True, "handed on")


def test_tasks_of_my_role_that_are_late_or_due_soon_need_me_critical_ones_first():
    ana, sailing = factories.person("Ana"), sail(NOW + 3 * HOUR)
    factories.assignment(sailing, ana, "captain")
    due = {"role": "captain"}
    factories.item(sailing, text="Forecast", due_at=NOW - HOUR, **due)
    factories.item(sailing, text="Fuel", due_at=NOW + 2 * HOUR, critical=True, **due)
    factories.item(sailing, text="Radio", due_at=NOW - 2 * HOUR, critical=True, **due)
    factories.item(sailing, text="Log", due_at=NOW + 5 * HOUR, **due)
    factories.item(sailing, text="Ice", due_at=NOW - HOUR, role="chef")
    factories.item(sailing, text="Done", due_at=NOW - HOUR, done_at=NOW, done_by=ana, **due)
    elsewhere = sail(NOW + 9 * HOUR)
    factories.item(elsewhere, text="Not hers", due_at=NOW - HOUR, **due)

    assert [(line["title"], line["word"], line["tone"]) for line in home.home(ana, NOW)["needs"]] == [
        ("Radio", "critical, 2 h late", "bad"),
        ("Fuel", "critical, in 2 h", "warn"),
        ("Forecast", "1 h late", "bad"),
    ]


def test_many_tasks_are_cut_short_and_lead_to_the_list():
    ben, sailing = factories.person("Ben"), sail(NOW + HOUR, event_id="busy")
    factories.assignment(sailing, ben)
    for number in range(8):
        factories.item(sailing, due_at=NOW - number * HOUR)

    *_, last = home.home(ben, NOW)["needs"]

    assert (last["title"], last["href"]) == ("And 3 more · your tasks", "/checklist/busy/?who=mine")


@pytest.mark.parametrize("status", ["cancelled", "closed", "draft"])
def test_tasks_of_a_sail_nobody_works_on_need_nobody(status):
    ben, sailing = factories.person("Ben"), sail(NOW - HOUR, status=status)
    factories.assignment(sailing, ben)
    factories.item(sailing, due_at=NOW - HOUR)

    assert home.home(ben, NOW)["needs"] == []


def test_a_task_is_ticked_from_home_which_says_so():
    ben, sailing = factories.person("Ben"), sail(clock.now() + HOUR)
    factories.assignment(sailing, ben)
    item = factories.item(sailing, text="Fuel")
    browser = signed_in(ben)
    browser.get("/", secure=True)

    answer = browser.post(
        f"/checklist/{sailing.event_id}/{item.pk}/",
        {"done": "1"},
        headers={"Referer": "https://testserver/"},
        secure=True,
    )

    item.refresh_from_db()
    assert (answer["Location"], item.state) == ("/", "done")
    assert "Noted: Fuel." in browser.get("/", secure=True).content.decode()


def test_a_free_seat_on_a_sail_that_clashes_says_with_which_of_mine():
    ben = factories.person("Ben")
    mine, other = sail(NOW + 4 * DAY), sail(NOW + 4 * DAY + HOUR)
    free = sail(NOW + 6 * DAY, seats={"crew": 1})
    factories.assignment(mine, ben)

    clash, open_line = home.home(ben, NOW)["open"]

    assert (clash["href"], clash["word"], clash["acts"]) == (
        other.get_absolute_url(),
        "overlaps your Fri 5 Jun 10:00",
        [],
    )
    assert (open_line["href"], [act["label"] for act in open_line["acts"]]) == (free.get_absolute_url(), ["Take crew"])


def test_a_seat_that_wants_a_yes_is_asked_for():
    sail(seats={"crew": 1}, needs_approval=True)

    [line] = home.home(factories.person(), NOW)["open"]

    assert [act["label"] for act in line["acts"]] == ["Ask for crew"]


def test_long_lists_are_cut_short_and_lead_to_the_month():
    ben = factories.person("Ben")
    for number in range(12):
        factories.assignment(sail(NOW + (number + 1) * DAY), ben)
    for number in range(11):
        sail(NOW + (number + 14) * DAY)

    found = home.home(ben, NOW)

    assert (len(found["mine"]), found["mine"][-1]["title"]) == (11, "And 2 more · sails of yours")
    assert found["mine"][-1]["href"] == "/events/?month=2026-06&seats=mine"
    assert (len(found["open"]), found["open"][-1]["href"]) == (11, "/events/?month=2026-06&seats=free")


@pytest.mark.parametrize("sails", [0, 1, 6])
def test_home_is_six_queries_whatever_is_ahead(sails, django_assert_num_queries):
    ben = factories.person("Ben")
    for number in range(sails):
        own = sail(NOW + (1 + number) * DAY, needs_approval=True)
        factories.assignment(own, ben, "captain")
        factories.assignment(own, factories.person(), "crew", "claimed")
        factories.item(own, role="captain", due_at=NOW)

    with django_assert_num_queries(6 if sails else 5):  # without a sail ahead nobody asks for its seats
        found = home.home(ben, NOW)

    assert [line["word"] for line in found["needs"]].count("to be confirmed") == sails
