"""The stamp "ready to sail": who may say so, what is kept, what ends it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crew import roles
from events import checklists
from events.ready import stamps
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db
DEPARTS = NOW + timedelta(hours=3)
CALL = DEPARTS - timedelta(hours=1)


@pytest.fixture
def ana():
    return factories.person("Ana Reyes")


@pytest.fixture
def sail(ana):
    """Captain confirmed, one crew seat empty, one critical task due before departure."""
    found = factories.event(departs_at=DEPARTS, seats={"captain": 1, "crew": 1})
    factories.assignment(found, ana, "captain")
    return found


@pytest.fixture
def task(sail):
    return factories.item(sail, critical=True)


def lines_of(sail, viewer, at=NOW):
    return [
        (line.what, line.words, line.state.value) for half in stamps.halves_of(sail, viewer, at) for line in half.lines
    ]


def test_every_required_seat_has_its_line_captain_first(ana):
    sail = factories.event(departs_at=DEPARTS, seats={"captain": 1, "crew": 4, "chef": 1})
    sail.seats.filter(role="chef").update(required=False)
    factories.assignment(sail, factories.person("Ben"), "crew", "covering")
    factories.assignment(sail, factories.person("Cleo"), "crew", "claimed")
    factories.assignment(sail, factories.person("Dana"), "crew", "offered", answer_by=CALL)
    factories.assignment(sail, ana, "captain")

    assert lines_of(sail, ana) == [
        ("Captain", "Ana Reyes, confirmed", "ok"),
        ("Crew 1", "Ben asks for cover, and comes until it is found", "caution"),
        ("Crew 2", "Cleo, to be confirmed", "waits"),
        ("Crew 3", "offered to Dana, answers by 12:00", "waits"),
        ("Crew 4", "empty", "stop"),
    ]


def test_an_offer_that_has_lapsed_is_an_empty_seat(ana, sail):
    factories.assignment(sail, factories.person("Dana"), "crew", "offered", answer_by=CALL)

    assert lines_of(sail, ana, at=CALL)[1] == ("Crew", "empty", "stop")


ENDS = {
    "open": lambda task, ana: None,
    "done": lambda task, ana: checklists.tick(item=task, by=ana, at=NOW),
    "aside": lambda task, ana: checklists.set_aside(item=task, why="day sail", by=ana, at=NOW),
}


@pytest.mark.parametrize(
    ("end", "hours", "line"),
    [
        ("open", 0, ("to do, due 12:50 · crew", "waits")),
        ("open", 3, ("10 min late, due 12:50 · crew", "stop")),
        ("done", 0, ("done · Ana, 10:00", "ok")),
        ("aside", 0, ("not applicable: day sail · Ana, 10:00", "caution")),
    ],
)
def test_a_critical_task_due_before_departure_has_its_line(sail, task, end, hours, line):
    ana = sail.assignments.get().person
    ENDS[end](task, ana)

    assert lines_of(sail, ana, NOW + timedelta(hours=hours))[2] == ("Life jackets counted", *line)


def test_whose_task_it_is_stands_beside_it(ana, sail):
    factories.item(sail, critical=True, role="captain")

    assert lines_of(sail, ana)[2][1] == "to do, due 12:50 · captain Ana"


def test_all_other_open_tasks_are_a_count(ana, sail, task):
    factories.item(sail, due_at=NOW - timedelta(minutes=1))
    factories.item(sail, critical=True, due_at=DEPARTS + timedelta(minutes=15))
    factories.item(sail, done_at=NOW, done_by=ana)

    half = stamps.halves_of(sail, ana, NOW)[-1]

    assert (len(half.lines), half.foot) == (1, "2 other tasks are open, 1 of them late")


def test_the_head_count_is_shown_once_somebody_is_booked(ana, sail):
    nobody = [half.title for half in stamps.halves_of(sail, ana, NOW)]
    factories.booking(sail, "Lee", party_size=4)
    sail.refresh_from_db()

    guests = next(half for half in stamps.halves_of(sail, ana, NOW) if half.title == "Guests")

    assert "Guests" not in nobody
    assert [line.sentence for line in guests.lines] == ["Head count: 4 booked of 20"]


def test_a_hold_stops_everything(ana, sail):
    sail.status, sail.held_at, sail.held_by, sail.decide_by = "weather_hold", NOW, ana, CALL

    assert lines_of(sail, ana)[0] == ("The sail", "on weather hold, decided in 2 h · Today 12:00", "stop")


def test_a_stamp_keeps_who_when_and_what_stood_open(ana, sail, task):
    stamps.stamp(event=sail, by=ana, at=NOW)

    sail.refresh_from_db()
    assert (sail.ready_by, sail.ready_at) == (ana, NOW)
    assert sail.ready_saw["open"] == ["Crew: empty", "Life jackets counted: to do, due 12:50 · crew"]
    assert stamps.words_of(sail, NOW) == "Stamped ready by Ana Reyes, 10:00"


def test_stamping_again_with_nothing_changed_changes_nothing(ana, sail):
    stamps.stamp(event=sail, by=ana, at=NOW)
    stamps.stamp(event=sail, by=ana, at=NOW + timedelta(minutes=5))

    sail.refresh_from_db()
    assert sail.ready_at == NOW


def test_a_good_stamp_of_another_is_not_written_over(ana, sail):
    office = factories.admin("Olga")
    stamps.stamp(event=sail, by=ana, at=NOW)

    with pytest.raises(stamps.StampedAlready) as refusal:
        stamps.stamp(event=sail, by=office, at=NOW)

    assert refusal.value.sentence == "Stamped ready by Ana Reyes, 10:00. Nothing has changed since."


def test_a_tick_taken_back_ends_the_stamp_and_another_may_stamp_anew(ana, sail, task):
    checklists.tick(item=task, by=ana, at=NOW)
    stamps.stamp(event=sail, by=ana, at=NOW)
    checklists.untick(item=task, at=NOW + timedelta(minutes=1))
    sail.refresh_from_db()

    said = stamps.since(sail, stamps.halves_of(sail, ana, NOW))
    stamped = stamps.stamp(event=sail, by=factories.admin("Olga"), at=NOW + timedelta(minutes=2))

    assert said == ["Life jackets counted: to do, due 12:50 · crew"]
    assert stamped.ready_by.name == "Olga"


def test_a_seat_given_back_ends_the_stamp_and_one_taken_does_not(ana, sail):
    ben = factories.person("Ben")
    stamps.stamp(event=sail, by=ana, at=NOW)
    roles.claim(event=sail, role="crew", by=ben, at=NOW)
    sail.refresh_from_db()
    taken = stamps.since(sail, stamps.halves_of(sail, ana, NOW))
    stamps.take_back(event=sail)
    stamps.stamp(event=sail, by=ana, at=NOW)
    roles.release(event=sail, role="crew", by=ben, at=NOW)
    sail.refresh_from_db()

    assert taken == []
    assert stamps.since(sail, stamps.halves_of(sail, ana, NOW)) == [
        "Crew: Ben asks for cover, and comes until it is found"
    ]


def test_a_stamp_taken_back_leaves_nothing(ana, sail):
    stamps.stamp(event=sail, by=ana, at=NOW)

    stamps.take_back(event=sail)

    sail.refresh_from_db()
    assert (sail.ready_at, sail.ready_by, sail.ready_saw) == (None, None, {})


@pytest.mark.parametrize("status", ["draft", "weather_hold", "under_way", "returned", "closed", "cancelled"])
def test_only_a_sail_that_gets_ready_is_stamped(ana, status):
    sail = factories.event(status=status)

    with pytest.raises(stamps.NotNow):
        stamps.stamp(event=sail, by=ana, at=NOW)

    sail.refresh_from_db()
    assert sail.ready_at is None


def test_the_stamp_of_a_sail_that_is_out_stays(ana, sail):
    stamps.stamp(event=sail, by=ana, at=NOW)
    type(sail).objects.filter(pk=sail.pk).update(status="under_way")

    with pytest.raises(stamps.NotNow):
        stamps.take_back(event=sail)

    sail.refresh_from_db()
    assert sail.ready_by == ana
