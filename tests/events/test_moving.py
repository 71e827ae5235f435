"""A sail moved, held, resumed and cancelled: what its row, its tasks and its decisions say then."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from events import checklists, lifecycle, timing
from events.acts import moving, retiming
from events.models import ChecklistItem, ChecklistTemplate, SailAct, SailEvent
from scc_site.refusals import Mistyped
from tests import factories
from tests.events.test_planning import plan
from tests.factories import HOUSE, NOW

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def move(sail, departs_at, returns_at=None, *, reason="Wind", at=NOW, **more):
    """A move by whoever planned the sail."""
    return moving.move(
        event=sail, departs_at=departs_at, returns_at=returns_at, reason=reason, by=sail.created_by, at=at, **more
    )


def with_tasks(departs_at):
    """A sail with a task at each anchor, one of them done and one set aside; an hour's call, two hours long."""
    kind = factories.event_type(call_minutes=60)
    tasks = [("Fuel", "call", 0), ("Talk", "departure", -15), ("Lights", "sunset", 0), ("Lines", "return", 10)]
    for text, anchor, minutes in [*tasks, ("Ice", "call", -60), ("Flags", "departure", 0)]:
        ChecklistTemplate.objects.create(event_type=kind, text=text, anchor=anchor, minutes=minutes, role="crew")
    sail = plan(event_type=kind, departs_at=departs_at, returns_at=departs_at + 2 * HOUR)
    ice, flags = sail.checklist.get(text="Ice"), sail.checklist.get(text="Flags")
    checklists.tick(item=ice, by=sail.created_by, at=NOW)
    checklists.set_aside(item=flags, why="No wind", by=sail.created_by, at=NOW)
    return sail


def due(sail):
    """Each task's time on the house's clock, with its zone."""
    return {item.text: f"{item.due_at.astimezone(HOUSE):%d %H:%M %Z}" for item in sail.checklist.all()}


# --- times ---


def test_a_sail_moved_across_midnight_takes_its_date_sunset_and_open_tasks_along():
    sail = with_tasks(datetime(2026, 12, 5, 21, 30, tzinfo=HOUSE))

    moved = move(sail, datetime(2026, 12, 6, 0, 15, tzinfo=HOUSE))

    moved.refresh_from_db()
    assert (moved.sails_on.isoformat(), moved.version, moved.status) == ("2026-12-06", 2, "scheduled")
    assert moved.call_at == datetime(2026, 12, 5, 23, 15, tzinfo=HOUSE)
    assert moved.returns_at == datetime(2026, 12, 6, 2, 15, tzinfo=HOUSE)
    assert moved.sunset_at == timing.sunset(moved.sails_on, timing.Place(32.7157, -117.1611, HOUSE))
    assert due(moved) == {
        "Fuel": "05 23:15 PST",
        "Talk": "06 00:00 PST",
        "Lights": "06 16:42 PST",
        "Lines": "06 02:25 PST",
        "Ice": "05 19:30 PST",  # done: as it was
        "Flags": "05 21:30 PST",  # set aside: as it was
    }


def test_a_sail_moved_into_the_night_of_spring_keeps_its_length_over_the_skipped_hour():
    sail = with_tasks(datetime(2027, 3, 12, 18, 0, tzinfo=HOUSE))

    moved = move(sail, datetime(2027, 3, 14, 1, 30, tzinfo=HOUSE))

    tasks = due(moved)
    assert moved.returns_at - moved.departs_at == 2 * HOUR
    assert f"{moved.returns_at.astimezone(HOUSE):%H:%M %Z}" == "04:30 PDT"
    assert (tasks["Fuel"], tasks["Talk"], tasks["Lines"]) == ("14 00:30 PST", "14 01:15 PST", "14 04:40 PDT")
    assert tasks["Lights"] == "14 18:56 PDT"
    assert (tasks["Ice"], tasks["Flags"]) == ("12 16:00 PST", "12 18:00 PST")


@pytest.mark.parametrize(("fold", "call", "back"), [(0, "00:30 PDT", "02:30 PST"), (1, "01:30 PDT", "03:30 PST")])
def test_a_sail_moved_into_the_night_of_autumn_leaves_at_the_hour_that_was_meant(fold, call, back):
    sail = with_tasks(datetime(2026, 10, 30, 18, 0, tzinfo=HOUSE))

    moved = move(sail, datetime(2026, 11, 1, 1, 30, tzinfo=HOUSE, fold=fold).astimezone(UTC))

    assert moved.departs_at == datetime(2026, 11, 1, 8 + fold, 30, tzinfo=UTC)
    assert f"{moved.call_at.astimezone(HOUSE):%H:%M %Z}" == call
    # two hours by the clock that runs, not by the one that is set back: 01:30 PDT comes back at 02:30 PST
    assert f"{moved.returns_at.astimezone(HOUSE):%H:%M %Z}" == back
    assert due(moved)["Fuel"] == f"01 {call}"


def test_a_move_is_kept_with_both_times_the_reason_and_who():
    sail = plan()
    old = (sail.departs_at, sail.returns_at)

    moved = move(sail, sail.departs_at + HOUR, sail.returns_at + 3 * HOUR, reason="  Wind\n after noon ")

    act = SailAct.objects.get()
    assert (act.kind, act.by, act.at, act.reason, act.version) == ("moved", sail.created_by, NOW, "Wind after noon", 2)
    assert (act.old_departs_at, act.old_returns_at) == old
    assert (
        (act.departs_at, act.returns_at) == (moved.departs_at, moved.returns_at) == (old[0] + HOUR, old[1] + 3 * HOUR)
    )


# --- refusals ---


@pytest.mark.parametrize(
    ("departs", "returns", "fault"),
    [
        (HOUR, 0 * HOUR, {"returns_at": ["The return must come after the departure."]}),
        (0 * HOUR, timedelta(days=31), {"returns_at": ["A sail lasts at most 30 days."]}),
        (timedelta(days=-4), None, {"departs_at": ["That time is over already."]}),
        (0 * HOUR, None, {"departs_at": ["These are the times the sail has now."]}),
    ],
)
def test_times_that_no_sail_can_take_are_refused_at_their_field_and_nothing_changes(departs, returns, fault):
    sail = factories.event()
    back = None if returns is None else sail.departs_at + returns

    with pytest.raises(Mistyped) as refusal:
        move(sail, sail.departs_at + departs, back)

    sail.refresh_from_db()
    assert refusal.value.faults == fault
    assert (sail.version, SailAct.objects.count()) == (1, 0)


def test_a_late_sail_may_take_another_return_though_its_departure_is_over():
    sail = factories.event(departs_at=NOW)

    moved = move(sail, sail.departs_at, sail.returns_at + HOUR, at=NOW + HOUR)

    assert moved.returns_at == NOW + timedelta(hours=3, minutes=30)
    with pytest.raises(Mistyped) as refusal:
        move(moved, moved.departs_at, NOW + HOUR, at=NOW + 2 * HOUR)
    assert refusal.value.faults == {"returns_at": ["That time is over already."]}


@pytest.mark.parametrize("reason", ["", "  \n ", "w" * 201])
def test_a_move_and_a_cancellation_need_a_reason_that_fits(reason):
    sail = factories.event()

    for act in (
        lambda: move(sail, sail.departs_at + HOUR, reason=reason),
        lambda: lifecycle.cancel(event=sail, reason=reason, by=sail.created_by, at=NOW),
        lambda: lifecycle.hold(event=sail, reason=reason, by=sail.created_by, at=NOW),
    ):
        with pytest.raises(Mistyped) as refusal:
            act()
        assert list(refusal.value.faults) == ["reason"]

    sail.refresh_from_db()
    assert (sail.status, sail.version, SailAct.objects.count()) == ("scheduled", 1, 0)


@pytest.mark.parametrize("status", ["under_way", "returned", "closed", "cancelled"])
def test_a_sail_that_has_left_or_is_off_is_not_moved(status):
    sail = factories.event(status=status)

    with pytest.raises(retiming.PlanFixed):
        move(sail, sail.departs_at + HOUR)

    assert SailAct.objects.count() == 0


def test_a_sail_moved_meanwhile_is_not_moved_unseen():
    sail = factories.event()
    move(sail, sail.departs_at + HOUR)

    with pytest.raises(retiming.ChangedMeanwhile):
        move(sail, sail.departs_at + 2 * HOUR, version=1)


# --- hold, resume, cancel ---


def hold(sail, *, at=NOW, **more):
    return lifecycle.hold(event=sail, reason="Gale warning", by=sail.created_by, at=at, **more)


def test_a_hold_says_until_when_why_and_who_and_its_end_clears_that():
    sail = factories.event()

    held = hold(sail)
    assert (held.status, held.decide_by, held.held_why, held.version) == (
        "weather_hold",
        sail.call_at,
        "Gale warning",
        2,
    )
    back = lifecycle.resume(event=sail, by=sail.created_by, at=NOW + HOUR)

    back.refresh_from_db()
    assert (back.status, back.version) == ("scheduled", 3)
    assert (back.held_at, back.held_by, back.held_why, back.decide_by) == (None, None, "", None)
    kinds = list(SailAct.objects.values_list("kind", "reason", "version"))
    assert kinds == [("held", "Gale warning", 2), ("resumed", "", 3)]


def test_a_hold_after_call_is_decided_by_departure():
    sail = factories.event(status="boarding")

    assert hold(sail, at=sail.call_at).decide_by == sail.departs_at


@pytest.mark.parametrize("decide_by", [NOW, NOW - HOUR, NOW + timedelta(days=4)])
def test_a_deadline_that_is_over_or_after_the_sail_is_refused_at_its_field(decide_by):
    with pytest.raises(Mistyped) as refusal:
        hold(factories.event(), decide_by=decide_by)

    assert list(refusal.value.faults) == ["decide_by"]


def test_a_sail_on_hold_that_is_moved_stays_on_hold_and_its_deadline_follows_call():
    sail = factories.event()
    hold(sail)

    moved = move(sail, sail.departs_at + timedelta(days=1))

    assert (moved.status, moved.decide_by, moved.version) == ("weather_hold", moved.call_at, 3)


def test_a_deadline_of_its_own_stays_unless_it_would_come_after_departure():
    sail = factories.event()
    until = sail.departs_at - 2 * HOUR
    hold(sail, decide_by=until)

    assert move(sail, sail.departs_at + HOUR).decide_by == until
    assert move(sail, sail.departs_at - 5 * HOUR).decide_by == sail.departs_at - 6 * HOUR


@pytest.mark.parametrize("status", ["draft", "scheduled", "boarding", "weather_hold"])
def test_a_cancelled_sail_says_why_and_who_and_is_on_hold_no_longer(status):
    sail = factories.event()
    if status == "weather_hold":
        hold(sail)
    SailEvent.objects.filter(pk=sail.pk).update(status=status)
    task = factories.item(sail)

    off = lifecycle.cancel(event=sail, reason="Storm", by=sail.created_by, at=NOW)

    off.refresh_from_db()
    assert (off.status, off.cancelled_why, off.cancelled_by, off.cancelled_at) == (
        "cancelled", "Storm", sail.created_by, NOW,
    )  # fmt: skip
    assert (off.held_at, off.held_why, off.decide_by) == (None, "", None)
    assert ChecklistItem.objects.get(pk=task.pk).state == "open"


def test_what_a_move_would_change_is_known_before_and_changes_nothing():
    sail = with_tasks(datetime(2026, 12, 5, 15, 0, tzinfo=HOUSE))
    beside = factories.event(vessel=sail.vessel, departs_at=sail.departs_at + 26 * HOUR)
    factories.event(vessel=sail.vessel, departs_at=sail.departs_at + 24 * HOUR, status="cancelled")
    factories.event(departs_at=sail.departs_at + 24 * HOUR)

    found = moving.outlook(
        event=sail, departs_at=sail.departs_at + 25 * HOUR, returns_at=None, by=sail.created_by, at=NOW
    )

    sail.refresh_from_db()
    assert (found.moving, found.staying, found.warnings, found.people) == (4, 2, [beside], [])
    assert (found.times.sails_on.isoformat(), sail.version) == ("2026-12-06", 1)
