"""The checklist as people use it: whose each task is, which are shown, what can be undone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from events import task_list
from scc_site import clock
from tests import factories
from tests.events.dock import words
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def sail():
    """A sail in three hours with a captain, Ana, and three tasks: hers, a critical one of the crew, one of nobody's."""
    found = factories.event(event_id="regatta", departs_at=clock.now() + timedelta(hours=3))
    factories.assignment(found, factories.person("Ana Reyes"), "captain")
    factories.item(found, text="Fuel", role="captain")
    factories.item(found, text="Bilge", role="crew", critical=True)
    factories.item(found, text="Ice", role="chef")
    return found


@pytest.fixture
def ana(sail):
    return sail.assignments.get().person


def shown(sail, viewer, who=""):
    found = task_list.tasks(sail, viewer, clock.now(), who=who)
    return [entry.title for entry in found["rail"].entries if entry.kind == "task"]


def test_a_task_names_who_has_its_role_on_this_sail(sail, ana):
    for name in ("Ben Ito", "Dana Low"):
        factories.assignment(sail, factories.person(name))

    notes = {entry.title: entry.note for entry in task_list.tasks(sail, ana, clock.now())["rail"].entries}

    assert [notes[text] for text in ("Fuel", "Bilge", "Ice")] == [
        "captain: Ana",
        "critical · crew: Ben, Dana",
        "chef",
    ]


def test_more_people_than_fit_a_line_are_counted(sail, ana):
    crowd = [factories.person(f"Hand {number}") for number in range(4)]

    assert (task_list.names_of(crowd), task_list.names_of(crowd[:3])) == ("4 people", "Hand, Hand, Hand")


@pytest.mark.parametrize(
    ("who", "texts"),
    [
        ("", ["Fuel", "Bilge", "Ice"]),
        ("mine", ["Fuel"]),
        ("critical", ["Bilge"]),
        ("open", ["Fuel", "Bilge", "Ice"]),
        ("nonsense", ["Fuel", "Bilge", "Ice"]),
    ],
)
def test_the_list_shows_what_is_asked_for(sail, ana, who, texts):
    assert shown(sail, ana, who) == texts


def test_what_is_done_stays_among_the_open_while_it_can_be_undone(sail, ana):
    fuel, bilge, _ = sail.checklist.order_by("pk")
    for item, ago in ((fuel, 9), (bilge, 11)):
        item.done_at, item.done_by = clock.now() - ago * MINUTE, ana
        item.save()

    assert shown(sail, ana, "open") == ["Fuel", "Ice"]


def test_the_office_is_not_asked_for_tasks_of_its_own(sail):
    office = factories.admin()

    ways = [way["label"] for way in task_list.tasks(sail, office, clock.now(), who="mine")["shown"]]

    assert ways == ["All", "Open", "Critical"]


def test_a_list_that_is_left_empty_says_why(sail, ana):
    sail.checklist.filter(critical=True).delete()

    assert task_list.tasks(sail, ana, clock.now(), who="critical")["none_shown"] == "No task here is critical."


def test_a_tick_keeps_to_the_tasks_that_were_shown(sail, ana):
    browser, item = signed_in(ana), sail.checklist.get(text="Fuel")
    url = f"/checklist/regatta/{item.pk}/"

    page = words(browser.get("/checklist/regatta/?who=mine"))
    plain = browser.post(url, {"done": "1", "who": "mine"})
    piece = words(browser.post(url, {"done": "0", "more": "1", "who": "mine"}, headers={"HX-Request": "true"}))

    assert ("Fuel" in page, "Bilge" in page, "0 of 3 done, 1 critical open" in page) == (True, False, True)
    assert plain["Location"] == f"/checklist/regatta/?who=mine#item-{item.pk}"
    assert ("Fuel" in piece, "Bilge" in piece, 'name="who" value="mine"' in piece) == (True, False, True)


def test_a_done_task_offers_to_undo_it_and_says_for_how_long(sail, ana):
    browser, item = signed_in(ana), sail.checklist.get(text="Fuel")
    browser.post(f"/checklist/regatta/{item.pk}/", {"done": "1"})

    soon = words(browser.get("/checklist/regatta/"))
    sail.checklist.filter(pk=item.pk).update(done_at=clock.now() - 11 * MINUTE)
    late = words(browser.get("/checklist/regatta/"))

    assert ("9 min left" in soon, f'id="undo-{item.pk}"' in soon, f'id="undo-{item.pk}"' in late) == (True, True, False)


def test_there_is_no_way_to_tick_all_at_once(sail, ana):
    page = words(signed_in(ana).get("/checklist/regatta/"))

    assert page.count('name="done" value="1"') == 3
