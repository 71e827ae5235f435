"""A sail planned again on another day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from crew.models import Assignment
from events.models import ChecklistItem, ChecklistTemplate, SeatRule
from events.season import copies
from scc_site.refusals import Mistyped
from tests import factories
from tests.factories import HOUSE, NOW

pytestmark = pytest.mark.django_db


def sail_at(wall, hours=2.5, **fields):
    """A sail of 5 December, or another, that leaves at this wall-clock time."""
    return factories.event(departs_at=datetime.fromisoformat(wall).replace(tzinfo=HOUSE), hours=hours, **fields)


def here(instant):
    return f"{instant.astimezone(HOUSE):%Y-%m-%d %H:%M %Z}"


def copy(sail, on, **ways):
    return copies.duplicate(event=sail, on=date.fromisoformat(on), by=sail.created_by, at=NOW, **ways)


def test_the_plan_comes_along_and_neither_people_nor_ticks():
    boat, kind = factories.vessel(slug="jada"), factories.event_type(slug="charter")
    SeatRule.objects.create(event_type=kind, role="captain", number=1)
    ChecklistTemplate.objects.create(event_type=kind, text="Fuel", anchor="call", role="crew")
    planned = {"dock": "Berth 4", "itinerary": "Catalina", "notes": "Cake aboard.", "capacity": 12}
    sail = sail_at("2026-12-05T15:10", vessel=boat, event_type=kind, **planned)
    factories.assignment(sail, factories.person(), "captain")
    factories.item(sail, done_at=NOW, done_by=sail.created_by)

    found = copy(sail, "2026-12-12")

    assert (found.event_id, found.status, found.seats_filled) == ("2026-12-12-jada-charter", "scheduled", 0)
    assert {name: getattr(found, name) for name in planned} == planned
    assert list(found.seats.values_list("role", "number")) == [("captain", 1)]
    assert list(found.checklist.values_list("text", "done_at")) == [("Fuel", None)]
    assert Assignment.objects.filter(event=found).count() == 0
    assert ChecklistItem.objects.filter(event=sail, done_at=NOW).count() == 1


@pytest.mark.parametrize(
    ("on", "by_sunset", "departs", "returns"),
    [
        ("2027-07-03", False, "2027-07-03 15:10 PDT", "2027-07-03 17:40 PDT"),
        ("2027-07-03", True, "2027-07-03 18:28 PDT", "2027-07-03 20:58 PDT"),
        ("2027-03-14", True, "2027-03-14 17:24 PDT", "2027-03-14 19:54 PDT"),
        ("2027-11-07", True, "2027-11-07 15:21 PST", "2027-11-07 17:51 PST"),
    ],
)
def test_a_copy_keeps_the_clock_or_its_distance_from_sunset(on, by_sunset, departs, returns):
    sail = sail_at("2026-12-05T15:10")
    sail.sunset_at = datetime(2026, 12, 5, 16, 42, tzinfo=HOUSE)

    found = copy(sail, on, by_sunset=by_sunset)

    assert (here(found.departs_at), here(found.returns_at)) == (departs, returns)


def test_a_time_the_clocks_skip_is_refused_with_the_day_named():
    sail = sail_at("2027-03-13T02:30")

    with pytest.raises(Mistyped) as refused:
        copy(sail, "2027-03-14")

    sentence = "02:30 does not exist on Sunday 14 March 2027: the clocks skip it. Choose another time."
    assert refused.value.faults == {"on": [sentence]}


def test_of_a_time_that_comes_twice_the_first_is_meant_and_a_night_stays_a_night():
    found = copy(sail_at("2027-10-30T22:30", hours=3), "2027-11-06")

    assert (here(found.departs_at), here(found.returns_at)) == ("2027-11-06 22:30 PDT", "2027-11-07 01:30 PDT")
    assert found.returns_at - found.departs_at == timedelta(hours=3)


def test_a_sail_within_the_doubled_hour_stays_as_long_as_it_was():
    sail = factories.event(departs_at=datetime(2027, 11, 7, 8, 50, tzinfo=UTC), hours=20 / 60)

    found = copy(sail, "2028-11-05")

    assert here(found.departs_at) == "2028-11-05 01:50 PDT"
    assert found.returns_at - found.departs_at == timedelta(minutes=20)


def test_a_draft_may_be_made_of_it():
    assert copy(sail_at("2026-12-05T15:10"), "2026-12-06", publish=False).status == "draft"
