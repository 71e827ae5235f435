"""Plans as they are typed: prefilled from the sun, kept when faulty, every fault at its field."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from events.models import SailEvent
from scc_site import clock
from tests import factories
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
FAULT = re.compile(r'id="id_(\w+)_error">([^<]+)<')


@pytest.fixture
def office():
    """A browser of the office, in admin scope."""
    return signed_in(factories.admin("Olga"), "admin")


@pytest.fixture
def typed():
    """A sail on JADA as somebody types it."""
    factories.vessel(slug="jada", name="JADA", legal_maximum=25, dock="Shelter Island")
    factories.event_type(slug="charter", sunset_minutes=90, duration_minutes=150)
    return {
        "event_id": "regatta",
        "vessel": "jada",
        "event_type": "charter",
        "departs_at": "2026-12-05T15:10",
        "returns_at": "2026-12-05T17:40",
        "capacity": "20",
        "itinerary": "Coronado",
        "notes": "Bring the awning",
    }


def faults(answer):
    """Every fault on a page, by field."""
    return dict(FAULT.findall(answer.content.decode()))


def value(answer, field):
    """What stands in a field of the page."""
    return re.search(rf'name="{field}"[^>]*?value="([^"]*)"', answer.content.decode())[1]


def chosen(answer, field):
    """What is chosen in a list of the page."""
    return re.search(rf'<select name="{field}".*?value="([^"]*)" selected', answer.content.decode(), re.S)[1]


def test_a_sail_is_planned_and_shown(office, typed):
    answer = office.post("/events/create/", typed)

    sail = SailEvent.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, "/events/regatta/")
    assert sail.departs_at.isoformat() == "2026-12-05T23:10:00+00:00"
    assert (sail.status, sail.dock, sail.notes) == ("scheduled", "Shelter Island", "Bring the awning")


def test_what_the_contract_names_is_enough(office, typed):
    names = ("vessel", "event_type", "departs_at", "returns_at", "capacity")

    office.post("/events/create/", {name: typed[name] for name in names})

    assert SailEvent.objects.get().event_id == "2026-12-05-jada-charter"


def test_a_draft_stays_with_the_office(office, typed):
    office.post("/events/create/", typed | {"draft": "on"})
    assert SailEvent.objects.get().status == "draft"

    office.post("/events/regatta/publish/")
    assert SailEvent.objects.get().status == "scheduled"


def test_the_form_proposes_times_from_the_sunset_of_the_day_asked_for(office, typed):
    page = office.get("/events/create/?date=2026-12-05&event_type=charter&vessel=jada")

    assert (value(page, "departs_at"), value(page, "returns_at")) == ("2026-12-05T15:12", "2026-12-05T17:42")
    assert (value(page, "capacity"), value(page, "dock")) == ("25", "Shelter Island")
    assert "Sunset on Saturday 5 December 2026 is at 16:42." in page.content.decode()


def test_times_are_proposed_anew_and_nothing_typed_is_lost_nor_stored(office, typed):
    factories.vessel(slug="queen")
    factories.event_type(slug="moonlight", sunset_minutes=-60, duration_minutes=120)
    asked = typed | {"date": "2026-07-04", "event_type": "moonlight", "vessel": "queen", "propose": "1"}

    page = office.post("/events/create/", asked)

    assert page.status_code == 200
    assert (value(page, "departs_at"), value(page, "returns_at")) == ("2026-07-04T21:00", "2026-07-04T23:00")
    assert (chosen(page, "vessel"), chosen(page, "event_type")) == ("queen", "moonlight")
    assert (value(page, "event_id"), value(page, "itinerary"), value(page, "capacity")) == ("regatta", "Coronado", "20")
    assert "Bring the awning" in page.content.decode()
    assert not SailEvent.objects.exists()


def test_the_form_opens_for_a_house_that_has_nothing_yet(office):
    assert office.get("/events/create/").status_code == 200


@pytest.mark.parametrize(
    "asked", ["date=soon", "date=1999-12-31", "date=" + "9" * 5000, "vessel=none", "event_type=none"]
)
def test_a_day_or_boat_that_is_not_there_cannot_be_proposed_from(office, typed, asked):
    assert office.get(f"/events/create/?{asked}").status_code == 422


def test_an_id_that_is_taken_is_named_and_the_form_kept(office, typed):
    office.post("/events/create/", typed)

    answer = office.post("/events/create/", typed | {"notes": "Another one"})

    assert answer.status_code == 422
    assert faults(answer) == {"event_id": "“regatta” is taken; an id is never used again."}
    assert "Another one" in answer.content.decode()


BAD = {
    "event_id": ["x" * 81, "Ärger", "two words", "a--b", "-a", "a\u202eb", "create", "a/b", "a\nb", "😀", "a\x00b"],
    "vessel": ["", "none", "x" * 5000, "1", "😀", "ja\x00da", "jada\u202e"],
    "event_type": ["", "none", "x" * 5000, "char\x00ter", "😀"],
    "departs_at": ["", "soon", "2026-12-05", "2026-13-05T10:00", "2026-02-30T10:00", "2026-12-05T25:00", "9" * 5000,
                   "1999-12-31T10:00", "2101-01-01T10:00", "9999-12-31T23:59", "0001-01-01T00:00",
                   "２０２６-12-05T10:00",
                   "2026-12-05T10:00Z", "2026-12-05T10:00+02:00", "2027-03-14T02:30", "😀", "2026-12-05T15:10\x00"],
    "returns_at": ["", "soon", "2026-12-05T15:10", "2026-12-05T15:09", "2027-02-01T10:00", "9" * 5000, "\x00", "😀"],
    "capacity": ["", "x", "-1", "26", "2001", "1.5", "9" * 5000, "1e3", "\x00", "😀", "20 guests"],
    "dock": ["x" * 121, "a\x00b", "a\u202eb", "a\nb", "\x1b[31m"],
    "itinerary": ["x" * 201, "a\x00b", "a\u2066b", "a\r\nb"],
    "notes": ["x" * 4001, "a\x00b", "a\u202eb", "\x07"],
    "departs_fold": ["2", "x", "9" * 5000, "\x00"],
    "returns_fold": ["-1", "😀"],
}  # fmt: skip


@pytest.mark.parametrize(("field", "text"), [(field, text) for field, texts in BAD.items() for text in texts])
def test_what_cannot_be_planned_is_named_at_its_field_and_the_rest_is_kept(office, typed, field, text):
    answer = office.post("/events/create/", typed | {field: text})

    assert answer.status_code == 422
    assert list(faults(answer)) == [field]
    assert field == "itinerary" or value(answer, "itinerary") == "Coronado"
    assert field == "departs_at" or value(answer, "departs_at") == "2026-12-05T15:10"
    assert not SailEvent.objects.exists()


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("notes", "Champagne 🍾 for two\nand cake"),
        ("dock", "Pier 7 – “B”"),
        ("itinerary", "Avalon, O'Brien's"),
        ("notes", "=cmd()"),
    ],
)
def test_plain_words_of_any_script_are_taken(office, typed, field, text):
    answer = office.post("/events/create/", typed | {field: text})

    assert answer.status_code == 303
    assert getattr(SailEvent.objects.get(), field) == text


def test_all_faults_are_named_at_once(office, typed):
    answer = office.post("/events/create/", typed | {"departs_at": "soon", "capacity": "x", "dock": "x" * 121})

    assert list(faults(answer)) == ["departs_at", "capacity", "dock"]


@pytest.mark.parametrize(("fold", "hour"), [("0", 8), ("1", 9)])
def test_a_doubled_time_is_asked_about_and_then_taken_as_said(office, typed, fold, hour):
    night = typed | {"departs_at": "2026-11-01T01:30", "returns_at": "2026-11-01T05:00"}

    asked = office.post("/events/create/", night)
    answer = office.post("/events/create/", night | {"departs_fold": fold})

    assert asked.status_code == 422
    assert '<select name="departs_fold"' in asked.content.decode()
    assert faults(asked)["departs_at"].startswith("01:30 comes twice on Sunday 1 November 2026")
    assert answer.status_code == 303
    assert SailEvent.objects.get().departs_at.hour == hour


def test_a_form_sent_twice_with_one_key_plans_one_sail(office, typed):
    blank = typed | {"event_id": "", "key": "k1"}

    first, second = (office.post("/events/create/", blank) for _ in range(2))

    assert (first["Location"], first["Location"]) == (second["Location"], "/events/2026-12-05-jada-charter/")
    assert SailEvent.objects.count() == 1


def test_a_change_moves_the_sail(office, typed):
    office.post("/events/create/", typed)
    page = office.get("/events/regatta/edit/")

    names = ("departs_at", "capacity", "dock", "itinerary", "version")
    kept = {name: value(page, name) for name in names} | {"notes": "", "returns_at": "2026-12-05T18:00"}
    answer = office.post("/events/regatta/edit/", kept)

    sail = SailEvent.objects.get()
    assert (answer.status_code, sail.version, sail.notes) == (303, 2, "")
    assert sail.returns_at.isoformat() == "2026-12-06T02:00:00+00:00"


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (field, text)
        for field, texts in BAD.items()
        if field not in {"event_id", "vessel", "event_type"}
        for text in texts
    ],
)
def test_a_faulty_change_is_named_at_its_field_and_changes_nothing(office, typed, field, text):
    office.post("/events/create/", typed)
    before = SailEvent.objects.values().get()

    answer = office.post("/events/regatta/edit/", typed | {field: text})

    assert answer.status_code == 422
    assert list(faults(answer)) == [field]
    assert SailEvent.objects.values().get() == before


def test_a_change_on_a_stale_page_is_refused_with_what_was_typed(office, typed):
    office.post("/events/create/", typed)
    office.post("/events/regatta/edit/", typed | {"returns_at": "2026-12-05T19:00", "version": "1"})

    answer = office.post("/events/regatta/edit/", typed | {"notes": "Typed with care", "version": "1"})

    assert answer.status_code == 409
    assert "Somebody moved this sail while you were writing" in answer.content.decode()
    assert "Typed with care" in answer.content.decode()


def test_a_sail_that_has_left_has_no_plan_to_change(office):
    factories.event(event_id="gone", status="under_way", departs_at=clock.now() - timedelta(hours=1))

    assert office.get("/events/gone/edit/").status_code == 409
    assert office.post("/events/gone/edit/", {}).status_code == 409
