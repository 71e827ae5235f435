"""A sail planned, and its plan changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from events import checklists, planning
from events.acts import retiming
from events.models import ChecklistItem, ChecklistTemplate, SailAct, SailEvent, SeatRule
from scc_site.refusals import Mistyped
from tests import factories
from tests.factories import HOUSE, NOW

pytestmark = pytest.mark.django_db
DEPARTS = datetime(2026, 12, 5, 15, 10, tzinfo=HOUSE)


def plan(**fields):
    """A sail for 20 guests on 5 December, on JADA, unless told otherwise."""
    defaults = {
        "vessel": fields.pop("vessel", None) or factories.vessel(legal_maximum=25, dock="Shelter Island"),
        "event_type": fields.pop("event_type", None) or factories.event_type(call_minutes=120),
        "departs_at": DEPARTS,
        "returns_at": DEPARTS + timedelta(minutes=150),
        "capacity": 20,
        "by": factories.admin(),
        "at": NOW,
    }
    return planning.create(**defaults | fields)


def change(sail, **fields):
    """The sail's own plan, with some of it changed."""
    names = ("departs_at", "returns_at", "capacity", "dock", "itinerary", "notes")
    defaults = {name: getattr(sail, name) for name in names} | {"by": sail.created_by, "at": NOW}
    return planning.edit(event=sail, **defaults | fields)


def test_a_planned_sail_has_its_times_and_the_vessels_dock():
    sail = plan()

    sail.refresh_from_db()
    assert (sail.status, sail.dock, sail.version) == ("scheduled", "Shelter Island", 1)
    assert sail.call_at == DEPARTS - timedelta(hours=2)
    assert sail.sunset_at == datetime(2026, 12, 6, 0, 42, tzinfo=UTC)
    assert sail.sails_on.isoformat() == "2026-12-05"


def test_a_sail_kept_as_draft_is_not_published():
    sail = plan(publish=False)

    assert list(SailEvent.objects.published()) == []
    assert sail.status == "draft"


def test_a_blank_id_is_made_from_date_vessel_and_type_and_numbered():
    jada, charter = factories.vessel(slug="jada"), factories.event_type(slug="sunset-charter")

    ids = [plan(vessel=jada, event_type=charter).event_id for _ in range(3)]

    base = "2026-12-05-jada-sunset-charter"
    assert ids == [base, f"{base}-2", f"{base}-3"]


def test_an_id_is_never_used_again_even_after_its_sail_was_deleted():
    jada, charter = factories.vessel(slug="jada"), factories.event_type(slug="sunset-charter")
    plan(vessel=jada, event_type=charter).delete()

    again = plan(vessel=jada, event_type=charter)

    assert again.event_id == "2026-12-05-jada-sunset-charter-2"
    with pytest.raises(Mistyped):
        plan(event_id="2026-12-05-jada-sunset-charter")


def test_a_made_id_fits_however_long_the_names_are():
    sail = plan(vessel=factories.vessel(slug="v" * 40), event_type=factories.event_type(slug="t" * 40))

    assert len(sail.event_id) == 74


def test_a_given_id_that_is_taken_is_named_at_its_field():
    plan(event_id="regatta")

    with pytest.raises(Mistyped) as refusal:
        plan(event_id="regatta")

    assert refusal.value.faults == {"event_id": ["“regatta” is taken; an id is never used again."]}
    assert SailEvent.objects.count() == 1


def test_the_name_of_a_page_is_no_id():
    with pytest.raises(Mistyped) as refusal:
        plan(event_id="create")

    assert list(refusal.value.faults) == ["event_id"]


def test_more_guests_than_the_legal_maximum_and_a_return_before_departure_are_both_named():
    with pytest.raises(Mistyped) as refusal:
        plan(vessel=factories.vessel(name="JADA", legal_maximum=6), capacity=7, returns_at=DEPARTS)

    assert refusal.value.faults == {
        "returns_at": ["The return must come after the departure."],
        "capacity": ["JADA may carry 6 guests at most."],
    }


def test_the_legal_maximum_itself_is_allowed():
    assert plan(vessel=factories.vessel(legal_maximum=6), capacity=6).capacity == 6


def test_seats_are_copied_from_the_rules_and_the_vessels_own_rule_replaces_the_general():
    charter, jada = factories.event_type(), factories.vessel()
    SeatRule.objects.create(event_type=charter, role="crew", number=3)
    SeatRule.objects.create(event_type=charter, role="crew", number=1, vessel=jada, needs_approval=True)
    SeatRule.objects.create(event_type=charter, role="crew", number=9, vessel=factories.vessel())
    SeatRule.objects.create(event_type=charter, role="captain", number=1)

    sail = plan(event_type=charter, vessel=jada)

    seats = [(seat.role, seat.number, seat.needs_approval) for seat in sail.seats.order_by("role", "number")]
    assert seats == [("captain", 1, False), ("crew", 1, True)]
    assert sail.seats_total == 2


def test_tasks_are_copied_with_the_time_they_are_due():
    charter = factories.event_type(call_minutes=120)
    ChecklistTemplate.objects.create(event_type=charter, text="Lights on", anchor="sunset", role="crew")
    ChecklistTemplate.objects.create(
        event_type=charter, text="Safety talk", anchor="departure", minutes=-15, role="captain", critical=True
    )

    sail = plan(event_type=charter)

    due = [(item.text, f"{item.due_at.astimezone(HOUSE):%H:%M}", item.critical) for item in sail.checklist.all()]
    assert due == [("Safety talk", "14:55", True), ("Lights on", "16:42", False)]


def test_a_moved_sail_takes_its_open_tasks_along_and_leaves_the_done_and_the_set_aside():
    charter = factories.event_type()
    for text in ("Fuel", "Ice", "Flags"):
        ChecklistTemplate.objects.create(event_type=charter, text=text, anchor="departure", role="crew")
    sail = plan(event_type=charter)
    fuel, ice, _flags = sail.checklist.order_by("position", "pk")
    checklists.tick(item=fuel, by=sail.created_by, at=NOW)
    checklists.set_aside(item=ice, why="No guests", by=sail.created_by, at=NOW)

    moved = change(sail, departs_at=DEPARTS + timedelta(days=1), returns_at=DEPARTS + timedelta(days=1, hours=2))

    due = dict(ChecklistItem.objects.values_list("text", "due_at"))
    assert due == {"Fuel": DEPARTS, "Ice": DEPARTS, "Flags": DEPARTS + timedelta(days=1)}
    assert (moved.version, moved.sails_on.isoformat()) == (2, "2026-12-06")
    assert moved.sunset_at == datetime(2026, 12, 7, 0, 42, tzinfo=UTC)


def test_other_changes_leave_the_version_alone():
    sail = plan()

    changed = change(sail, capacity=12, notes="Bring the awning")

    changed.refresh_from_db()
    assert (changed.capacity, changed.notes, changed.version) == (12, "Bring the awning", 1)


@pytest.mark.parametrize("status", ["draft", "scheduled", "boarding", "weather_hold"])
def test_a_sail_at_the_dock_may_be_changed(status):
    sail = factories.event(status=status)

    assert change(sail, capacity=3).capacity == 3


@pytest.mark.parametrize("status", ["under_way", "returned", "closed"])
def test_a_sail_that_has_left_keeps_its_plan(status):
    sail = factories.event(status=status)

    with pytest.raises(retiming.PlanFixed):
        change(sail, capacity=3)

    sail.refresh_from_db()
    assert sail.capacity == 20


def test_a_plan_moved_meanwhile_is_not_overwritten():
    sail = plan()
    change(sail, returns_at=DEPARTS + timedelta(hours=4))

    with pytest.raises(retiming.ChangedMeanwhile):
        change(sail, capacity=1, version=1)

    sail.refresh_from_db()
    assert (sail.capacity, sail.returns_at) == (20, DEPARTS + timedelta(hours=4))


def test_other_times_typed_into_the_plan_are_a_move_without_a_reason():
    ana = factories.person("Ana")
    sail, olga = factories.event(), factories.admin("Olga")
    held = factories.assignment(sail, ana)

    change(
        sail, departs_at=sail.departs_at + timedelta(hours=2), returns_at=sail.returns_at + timedelta(hours=2), by=olga
    )

    act = SailAct.objects.get()
    held.refresh_from_db()
    assert (act.kind, act.reason, act.version, act.by, act.told) == ("moved", "", 2, olga, ["Ana"])
    assert (held.state, held.offered_by) == ("offered", olga)
