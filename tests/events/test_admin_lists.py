"""The office's lists of sails: what they show, how they are searched and narrowed, what they cost."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from events.models import ChecklistItem, ChecklistTemplate, SailAct, SailBatch, SailEvent, SeatRule
from scc_site import clock
from tests import factories
from tests.factories import NOW
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
SAILS = "/admin/events/sailevent/"


@pytest.fixture
def office():
    """A browser of the office, in admin scope."""
    return signed_in(factories.admin("Olga"), "admin")


def statements(client, url):
    """How many statements a page takes; it must open."""
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        page = client.get(url)
    assert page.status_code == 200
    return len(seen)


def listed(client, query=""):
    """The ids of the sails on the list, in its order."""
    page = client.get(f"{SAILS}{query}").content.decode()
    return re.findall(r'field-event_id">([^<]*)<', page)


def cells(client, query=""):
    """The first row of the list as a person reads it, by column."""
    page = client.get(f"{SAILS}{query}").content.decode()
    return {name: strip_tags(text) for name, text in re.findall(r'<t[dh] class="field-(\w+)[^"]*">(.*?)</t[dh]>', page)}


def test_a_row_says_when_what_how_it_stands_and_who_is_captain(office):
    kind = factories.event_type(name="Sunset charter")
    sail = factories.event(vessel=factories.vessel(name="JADA"), event_type=kind, event_id="regatta")
    factories.assignment(sail, factories.person("Ana Reyes"), "captain")
    SailEvent.objects.update(captain_state="confirmed", seats_filled=1)

    row = cells(office)

    assert row == {
        "departs": "Thu 4 Jun 2026 10:00",
        "vessel": "JADA",
        "event_type": "Sunset charter",
        "standing": "scheduled",
        "captain": "Ana Reyes",
        "seats_taken": "●○○○",
        "guests": "0 of 20",
        "event_id": "regatta",
    }


def test_a_row_without_a_firm_captain_says_so(office):
    sail = factories.event()
    factories.assignment(sail, factories.person("Ana"), "captain", "offered")
    SailEvent.objects.update(captain_state="offered")

    assert cells(office)["captain"] == "none: offered"


def test_a_hold_says_until_when_it_must_be_decided(office):
    olga = factories.admin()
    factories.event(status="weather_hold", held_at=NOW, held_by=olga, decide_by=NOW)

    assert cells(office)["standing"] == "weather hold decide by Mon 1 Jun 2026 10:00"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("jada", ["by-vessel"]),
        ("2026-07-09", ["by-day"]),
        ("regatta", ["by-kind"]),
        ("DOCK C", ["by-dock"]),
        ("awning", ["by-notes"]),
        ("ensenada", ["by-ports"]),
        ("ana", ["by-person"]),
        ("ana@sea.example", ["by-person"]),
        ("by-dock by-notes", []),
        ("by- july", []),
        ("zeppelin", []),
    ],
)
def test_a_search_finds_a_sail_by_every_word_of_it(office, words, found):
    factories.event(event_id="by-vessel", vessel=factories.vessel(name="JADA"))
    factories.event(event_id="by-day", departs_at=NOW + timedelta(days=38))
    factories.event(event_id="by-kind", event_type=factories.event_type(name="Regatta"))
    factories.event(event_id="by-dock", dock="Shelter Island, dock C")
    factories.event(event_id="by-notes", notes="Bring the awning")
    factories.event(event_id="by-ports", itinerary="Ensenada")
    manned, left = factories.event(event_id="by-person"), factories.event(event_id="by-nobody")
    factories.assignment(manned, factories.person("Ana Reyes", email="ana@sea.example"))
    factories.assignment(left, factories.person("Ana Ruiz"), state="released")

    assert listed(office, f"?q={words}") == found


def test_a_word_that_hundreds_of_people_bear_still_finds_their_sails(office, monkeypatch):
    monkeypatch.setattr("crew.desk.MANY", 1)
    for number in range(3):
        factories.assignment(factories.event(event_id=f"s{number}"), factories.person(f"Ana {number}"))

    assert sorted(listed(office, "?q=ana")) == ["s0", "s1", "s2"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?when=today", ["today"]),
        ("?when=week", ["sunday", "today"]),
        ("?when=next", ["monday"]),
        ("?when=ahead", ["monday", "sunday", "today"]),
        ("?when=past", ["gone"]),
        ("?hold=late", ["sunday"]),
        ("?hold=waiting", ["monday"]),
        ("?status__exact=draft", ["gone"]),
        ("?captain_state__exact=claimed", ["today"]),
    ],
)
def test_the_list_is_narrowed_on_the_house_calendar(office, monkeypatch, query, found):
    monkeypatch.setattr(clock, "now", lambda: NOW)  # Monday 1 June 2026, 10:00 at the house
    held = {"status": "weather_hold", "held_at": NOW, "held_by": factories.admin()}
    factories.event(event_id="gone", departs_at=NOW - timedelta(days=1), status="draft")
    factories.event(event_id="today", departs_at=NOW + timedelta(hours=13), captain_state="claimed")
    factories.event(event_id="sunday", departs_at=NOW + timedelta(days=6), decide_by=NOW, **held)
    factories.event(event_id="monday", departs_at=NOW + timedelta(days=7), decide_by=NOW + timedelta(1), **held)
    client = signed_in(factories.admin(), "admin", at=NOW)

    assert listed(client, query) == found


def test_a_batch_is_a_filter_also_when_it_is_an_old_one(office):
    olga = factories.admin()
    old, *_ = [SailBatch.objects.create(rule=f"rule {n}", made_at=NOW + timedelta(n), made_by=olga) for n in range(14)]
    factories.event(event_id="of-old", batch=old)
    factories.event(event_id="alone")

    page = office.get(f"{SAILS}?batch={old.pk}").content.decode()

    assert listed(office, f"?batch={old.pk}") == ["of-old"]
    assert "rule 0" in page
    assert listed(office, "?batch=no-number") == []


def test_years_months_and_days_lead_down_to_a_sail(office):
    factories.event(event_id="first", departs_at=NOW - timedelta(days=365))
    factories.event(event_id="then")

    page = office.get(SAILS).content.decode()

    assert [year for year in ("2024", "2025", "2026", "2027") if f"?sails_on__year={year}" in page] == ["2025", "2026"]
    assert listed(office, "?sails_on__year=2026&sails_on__month=6&sails_on__day=4") == ["then"]
    assert "June 4" in office.get(f"{SAILS}?sails_on__year=2026&sails_on__month=6").content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "?sails_on__year=soon",
        "?sails_on__year=99999",
        "?vessel__id__exact=x",
        "?p=x",
        "?p=99999",
        "?o=x.y",
        "?batch=" + "9" * 30,
        "?when=never",
        "?nonsense=1",
    ],
)
def test_no_address_of_the_list_is_a_fault_of_ours(office, query):
    factories.event()

    assert office.get(SAILS + query, follow=True).status_code == 200


@pytest.mark.parametrize("key", ["x", "1.5", "9" * 30, "-1", "'", "1" + "0" * 4400])
def test_rows_that_are_none_are_refused_in_words(office, key):
    factories.event()

    answer = office.post(SAILS, {"action": "publish_chosen", "_selected_action": [key]}, follow=True)

    assert answer.status_code in {200, 400, 422}


def test_the_page_of_a_sail_shows_seats_tasks_and_decisions(office):
    sail = factories.event(seats={"captain": 1, "crew": 1})
    ana, ben = factories.person("Ana Reyes"), factories.person("Ben Ito")
    held = factories.assignment(sail, ana, "captain", "covering")
    factories.assignment(sail, ben, "crew", "offered", answer_by=NOW)
    type(held).objects.create(
        event=sail, seat=held.seat, person=factories.person("Cleo"), state="claimed", takes_over=held,
        made_at=NOW, made_by=ana,
    )  # fmt: skip
    SailAct.objects.create(
        event=sail, kind="moved", at=NOW, by=ana, reason="Swell", version=2, told=["Ana Reyes", "Ben Ito"],
        old_departs_at=NOW, old_returns_at=NOW + timedelta(1), departs_at=sail.departs_at, returns_at=sail.returns_at,
    )  # fmt: skip

    text = office.get(f"{SAILS}{sail.pk}/change/").content.decode().replace("<", " <")
    page = re.sub(r"\s+", " ", strip_tags(text))

    assert "Ana Reyes, then Cleo confirmed, asks for cover, then claimed" in page
    assert "Ben Ito offered until Mon 1 Jun 2026 10:00" in page
    assert "moved from Mon 1 Jun 2026 10:00 to Thu 4 Jun 2026 10:00" in page
    assert "Swell Ana Reyes, Ben Ito" in page


def fill(count):
    """So many sails on one vessel and of one kind, the last with so many seats, tasks and decisions."""
    boat, kind = factories.vessel(), factories.event_type()
    for place in range(count):
        ChecklistTemplate.objects.create(event_type=kind, text=f"Task {place}", anchor="call", role="crew")
    for role in ("captain", "crew", "chef")[:count]:
        SeatRule.objects.create(event_type=kind, role=role, vessel=boat)
    for _ in range(count):
        sail = factories.event(vessel=boat, event_type=kind, seats={"captain": 1, "crew": count})
    for place in range(count):
        factories.assignment(sail, factories.person(f"Hand {place}"))
        ChecklistItem.objects.create(
            event=sail, text="Fuel", anchor="call", role="crew", position=place, due_at=sail.call_at,
            done_at=NOW, done_by=factories.person(),
        )  # fmt: skip
        SailAct.objects.create(
            event=sail, kind="held", at=NOW, by=factories.admin(), version=2, old_departs_at=NOW,
            old_returns_at=sail.departs_at, departs_at=sail.departs_at, returns_at=sail.returns_at,
        )  # fmt: skip
    return sail


@pytest.mark.parametrize(
    ("page", "count"),
    [
        ("sailevent/", 7),
        ("sailevent/?q=hand&status__exact=scheduled", 8),
        ("sailevent/?sails_on__year=2026&sails_on__month=6&when=past&hold=late", 7),
        ("sailevent/add/", 3),
        ("sailevent/{sail}/change/", 7),
        ("vessel/", 3),
        ("vessel/{boat}/change/", 3),
        ("eventtype/", 3),
        ("eventtype/{kind}/change/", 9),
    ],
)
@pytest.mark.parametrize("rows", [3, 30])
def test_a_page_of_the_desk_takes_as_many_statements_for_three_rows_as_for_thirty(office, page, count, rows):
    sail = fill(rows)

    names = {"sail": sail.pk, "kind": sail.event_type_id, "boat": sail.vessel_id}
    found = statements(office, "/admin/events/" + page.format(**names))

    assert found == count
