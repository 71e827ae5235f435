"""The office's desk."""

from __future__ import annotations

from datetime import timedelta

import pytest

from events.models import ChecklistItem, ChecklistTemplate, EventType, SailEvent
from scc_site import clock
from tests import factories
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
SAILS = "/admin/events/sailevent/"


@pytest.fixture
def office():
    """A browser of the office, in admin scope."""
    return signed_in(factories.admin("Olga"), "admin")


def typed(sail_type=None, boat=None, **fields):
    """A new sail as the office types it."""
    boat = boat or factories.vessel(slug="jada", legal_maximum=25)
    sail_type = sail_type or factories.event_type(slug="charter")
    return {
        "event_id": "",
        "vessel": boat.pk,
        "event_type": sail_type.pk,
        "departs_at": "2026-12-05T15:10",
        "returns_at": "2026-12-05T17:40",
        "capacity": "20",
        "dock": "",
        "itinerary": "",
        "notes": "",
    } | fields


def test_a_sail_is_planned_at_the_desk_in_house_time(office):
    answer = office.post(f"{SAILS}add/", typed())

    sail = SailEvent.objects.get()
    assert answer.status_code == 302
    assert sail.event_id == "2026-12-05-jada-charter"
    assert sail.departs_at.isoformat() == "2026-12-05T23:10:00+00:00"
    assert sail.created_by.name == "Olga"


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"departs_at": "2027-03-14T02:30", "returns_at": "2027-03-14T06:00"}, "02:30 does not exist"),
        ({"departs_at": "2026-11-01T01:30", "returns_at": "2026-11-01T06:00"}, "01:30 comes twice"),
        ({"capacity": "26"}, "may carry 25 guests at most"),
        ({"returns_at": "2026-12-05T15:00"}, "The return must come after the departure"),
        ({"departs_at": "soon"}, "Write a date and a time"),
        ({"vessel": "0"}, "Select a valid choice"),
        ({"event_id": "Not A Slug"}, "Small letters, digits and single dashes only"),
    ],
)
def test_a_fault_at_the_desk_is_named_and_nothing_is_stored(office, fields, fault):
    answer = office.post(f"{SAILS}add/", typed(notes="Bring the awning", **fields))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert fault in page
    assert "Bring the awning" in page
    assert not SailEvent.objects.exists()


def test_a_plan_changed_at_the_desk_moves_the_open_tasks(office):
    charter = factories.event_type(slug="charter")
    ChecklistTemplate.objects.create(event_type=charter, text="Fuel", anchor="departure", role="crew")
    office.post(f"{SAILS}add/", typed(charter))
    sail = SailEvent.objects.get()

    plan = {"departs_at": "2026-12-06T15:10", "returns_at": "2026-12-06T17:40", "capacity": "10"}
    answer = office.post(f"{SAILS}{sail.pk}/change/", plan)

    sail.refresh_from_db()
    assert answer.status_code == 302
    assert (sail.version, sail.capacity) == (2, 10)
    assert ChecklistItem.objects.get().due_at == sail.departs_at


def test_a_move_onto_another_sail_of_its_crew_at_the_desk_asks_them_again(office):
    ana, soon = factories.person("Ana"), clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=3)
    early, late = factories.event(departs_at=soon), factories.event(departs_at=soon + timedelta(days=2))
    factories.assignment(early, ana)
    held = factories.assignment(late, ana)

    there, back = (f"{at.astimezone(factories.HOUSE):%Y-%m-%dT%H:%M}" for at in (soon, soon + timedelta(hours=2.5)))
    answer = office.post(f"{SAILS}{late.pk}/change/", {"departs_at": there, "returns_at": back, "capacity": "20"})

    late.refresh_from_db()
    held.refresh_from_db()
    assert answer.status_code == 302
    assert (late.departs_at, held.state) == (soon, "offered")


@pytest.mark.parametrize("status", ["under_way", "closed", "cancelled"])
def test_a_sail_that_has_left_is_only_looked_at(office, status):
    sail = factories.event(status=status)

    assert office.get(f"{SAILS}{sail.pk}/change/").status_code == 200
    assert office.post(f"{SAILS}{sail.pk}/change/", {"capacity": "1"}).status_code == 403


def test_no_sail_is_deleted(office):
    sail = factories.event()

    assert office.post(f"{SAILS}{sail.pk}/delete/", {"post": "yes"}).status_code == 403
    assert SailEvent.objects.count() == 1


def test_the_vessel_search_answers_by_name(office):
    factories.vessel(name="JADA")

    answer = office.get("/admin/autocomplete/?term=jad&app_label=events&model_name=sailevent&field_name=vessel")

    assert [row["text"] for row in answer.json()["results"]] == ["JADA"]


def test_the_desk_does_not_exist_for_the_crew():
    assert signed_in(factories.person()).get(SAILS).status_code == 404
    assert EventType.objects.count() == 0
