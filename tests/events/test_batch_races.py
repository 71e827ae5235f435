"""A batch undone, claimed, ticked, published and created at once, on real connections."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from crew import roles
from crew.models import Assignment
from events import checklists, lifecycle, planning
from events.models import ChecklistItem, ChecklistTemplate, SailBatch, SailEvent, Seat, SeatRule
from events.season import batches, undoing
from events.season import rules as season
from tests import factories
from tests.events.test_races import together
from tests.factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)
DAYS = 6


@pytest.fixture
def fleet():
    """One boat and one kind of sail, with seats and a task."""
    boat, kind = factories.vessel(slug="jada"), factories.event_type(slug="charter")
    SeatRule.objects.create(event_type=kind, role="crew", number=2)
    ChecklistTemplate.objects.create(event_type=kind, text="Fuel", anchor="call", role="crew")
    return boat, kind, factories.admin("Olga")


def make(fleet, publish=True):
    departure, back = season.Departure(sunset_minutes=90), season.Return(minutes=150)
    slots = [
        season.slot(date(2026, 6, 10) + timedelta(days=number), departure, back, place=planning.house())
        for number in range(DAYS)
    ]
    plans = [
        batches.Plan(str(each.on), fleet[0], fleet[1], each.departs_at, each.returns_at, 4, "", publish=publish)
        for each in slots
    ]
    return batches.create(plans=plans, rule="Six days", by=fleet[2], at=NOW)


@pytest.mark.parametrize("round_", range(6))
def test_a_claim_that_meets_an_undo_keeps_its_sail_or_learns_that_there_is_none(fleet, round_):
    batch = make(fleet)
    sails = list(batch.sails.order_by("departs_at"))
    hands = [factories.person(f"Hand {number}") for number in range(4)]

    def claim(sail, by):
        return lambda: roles.claim(event=sail, role="crew", by=by, at=NOW).event_id

    found = together(
        [
            lambda: undoing.undo(batch=batch, by=fleet[2], at=NOW),
            *(claim(sails[round_ % DAYS], by) for by in hands[:2]),
            *(claim(sails[-1 - round_ % DAYS], by) for by in hands[2:]),
        ]
    )

    held = {one for one in found[1:] if isinstance(one, int)}
    refused = {one for one in found[1:] if isinstance(one, str)}
    assert refused <= {"Unseen"}
    assert set(SailEvent.objects.values_list("pk", flat=True)) == held
    assert {sail.pk for sail, _ in found[0].kept} == held
    assert set(Assignment.objects.values_list("event", flat=True)) == held
    assert Seat.objects.count() == 2 * len(held)


@pytest.mark.parametrize("round_", range(4))
def test_a_tick_that_meets_an_undo_keeps_its_sail_or_learns_that_there_is_none(fleet, round_):
    batch = make(fleet)
    items = list(ChecklistItem.objects.select_related("event").order_by("pk"))

    found = together(
        [
            lambda: undoing.undo(batch=batch, by=fleet[2], at=NOW),
            *(lambda item=item: checklists.tick(item=item, by=fleet[2], at=NOW).event_id for item in items),
        ]
    )

    ticked = {one for one in found[1:] if isinstance(one, int)}
    if ticked != {item.event_id for item in items}:
        assert {sail.pk for sail, _ in found[0].kept} == ticked
    assert {one for one in found[1:] if isinstance(one, str)} <= {"Unseen"}
    assert set(SailEvent.objects.values_list("pk", flat=True)) == ticked


def test_sails_published_or_moved_while_they_are_undone_give_a_clear_answer(fleet):
    batch = make(fleet, publish=False)
    sail = batch.sails.order_by("departs_at")[0]

    found = together(
        [
            lambda: type(undoing.undo(batch=batch, by=fleet[2], at=NOW)).__name__,
            lambda: str(batches.publish(batch=batch, at=NOW)),
            lambda: lifecycle.publish(event=sail, at=NOW).event_id,
        ]
    )

    assert found[0] == "Undone"
    assert found[1] in {"NothingToPublish", str(DAYS), str(DAYS - 1)}
    assert found[2] in {"Unseen", "WrongState", sail.event_id}
    assert SailEvent.objects.count() == 0


def test_batches_of_the_same_days_at_once_are_numbered_on(fleet):
    found = together([lambda: make(fleet).pk] * 3)

    assert all(isinstance(one, int) for one in found)
    assert SailBatch.objects.count() == 3
    assert SailEvent.objects.count() == 3 * DAYS
    ends = {sail.event_id.removeprefix(f"{sail.sails_on}-jada-charter") for sail in SailEvent.objects.all()}
    assert ends == {"", "-2", "-3"}


def test_two_undos_at_once_remove_the_batch_once(fleet):
    batch = make(fleet)

    found = together([lambda: len(undoing.undo(batch=batch, by=fleet[2], at=NOW).removed)] * 3)

    assert sorted(map(str, found)) == [str(DAYS), "NothingToUndo", "NothingToUndo"]
