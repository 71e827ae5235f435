"""The run sheet: what stands on it, for whom, and whether a printed one is still true."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection

from crew import roles
from crew.models import Assignment
from events import checklists, planning
from events.models import SailEvent
from events.ready import run_pages
from scc_site import clock
from tests import factories
from tests.events.dock import captain_of, soon, words
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
SHEET = "/events/regatta/run-sheet/"


@pytest.fixture
def sail():
    """Leaves in three hours with a captain, an empty crew seat and a task."""
    return soon(seats={"captain": 1, "crew": 1}, dock="Dock C", itinerary="Coronado", notes="Two birthdays.")


@pytest.fixture
def captain(sail):
    """A browser of its captain."""
    return captain_of(sail, "Ana Reyes")


def code_of(page):
    """The code that a sheet carries."""
    return re.search(r"look up code <b>([^<]+)</b>", page)[1]


def lookup(browser, code):
    """The sheet, asked with a paper's code."""
    return words(browser.get(SHEET, {"printed": code}))


def changes(page):
    """What the page says the paper has wrong."""
    return re.findall(r"<li>([^<]+)</li>", page.split('id="since-title"')[1].split("</section>")[0])


def test_the_sheet_has_the_day_the_crew_the_times_and_whom_to_call(sail, captain, settings):
    settings.HOUSE_PHONE, settings.SHORE_CONTACT = "+1 619 555 0100", "Harbor office, channel 12"
    ben = factories.person("Ben Ito", phone="+1 619 555 0102")
    factories.assignment(sail, ben)

    page = words(captain.get(SHEET))

    wanted = [
        "Call",
        "Boarding",
        "Departure",
        "Return",
        "Top up fuel",
        "Ana Reyes",
        "Ben Ito",
        "+1 619 555 0102",
        "Dock C",
        "Coronado",
        "Two birthdays.",
        "+1 619 555 0100",
        "Harbor office, channel 12",
        "version 1",
    ]
    assert [one for one in wanted if one not in page] == []


def test_an_empty_seat_and_a_claim_are_said_as_such(sail):
    factories.assignment(sail, factories.person("Dana Ko"), "crew", "claimed")

    page = words(signed_in(factories.admin(), "admin").get(SHEET))

    assert re.findall(r"<dt>(Captain|Crew)</dt><dd>([^<]*?)(?: <small>([^<]*)</small>)?</dd>", page) == [
        ("Captain", "open", ""),
        ("Crew", "Dana Ko", "to be confirmed"),
    ]


def test_only_its_crew_and_the_office_read_it(sail):
    factories.assignment(sail, factories.person("Ana", phone="+1 619 555 0101"), "captain")

    assert signed_in(factories.person()).get(SHEET).status_code == 404
    assert "+1 619 555 0101" in words(signed_in(factories.admin(), "admin").get(SHEET))


def test_a_paper_is_true_until_something_on_it_changes_and_ticks_are_no_change(sail, captain):
    code = code_of(words(captain.get(SHEET)))
    checklists.tick(item=sail.checklist.get(), by=factories.person(), at=clock.now())

    assert "Your paper is still true" in lookup(captain, code)


def test_a_seat_taken_since_is_named_and_marked(sail, captain):
    code = code_of(words(captain.get(SHEET)))
    roles.claim(event=sail, role="crew", by=factories.person("Ben Ito", phone="0102"), at=clock.now())

    page = lookup(captain, code)

    assert changes(page) == ["Crew: was open, now Ben Ito · 0102"]
    assert '<small class="was">was open</small>' in page
    assert "There may be more" not in page


def test_a_task_set_aside_and_a_changed_note_are_named(sail, captain):
    code = code_of(words(captain.get(SHEET)))
    checklists.set_aside(item=sail.checklist.get(), why="tank is full", by=factories.person(), at=clock.now())
    SailEvent.objects.filter(pk=sail.pk).update(notes="One birthday.")

    found = changes(lookup(captain, code))

    assert found == [
        "Top up fuel: now not applicable: tank is full",
        "Notes: was Two birthdays., now One birthday.",
    ]


def test_a_moved_sail_names_its_new_times(sail):
    office = signed_in(factories.admin("Olga"), "admin")
    code = code_of(words(office.get(SHEET)))
    hour = timedelta(hours=1)
    planning.edit(
        event=sail, departs_at=sail.departs_at + hour, returns_at=sail.returns_at + hour, capacity=sail.capacity,
        dock=sail.dock, itinerary=sail.itinerary, notes=sail.notes, by=factories.admin(), at=clock.now(),
    )  # fmt: skip

    found = [line.split(":")[0] for line in changes(lookup(office, code))]

    assert [one for one in ("Call", "Boarding", "Departure", "Return", "Top up fuel") if one not in found] == []


def test_what_is_written_directly_in_the_database_is_seen_too(sail, captain):
    code = code_of(words(captain.get(SHEET)))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE events_sailevent SET dock = 'Dock D' WHERE id = %s", [sail.pk])

    assert changes(lookup(captain, code)) == ["Dock: was Dock C, now Dock D"]


def test_a_change_that_no_history_keeps_is_told_all_the_same(sail, captain):
    code = code_of(words(captain.get(SHEET)))
    Assignment.objects.get().person.__class__.objects.filter(name="Ana Reyes").update(phone="0199")

    page = lookup(captain, code)

    assert "something on it has changed" in page


def test_a_change_and_its_end_leave_the_paper_true(sail, captain):
    code = code_of(words(captain.get(SHEET)))
    for dock in ("Dock D", "Dock C"):
        SailEvent.objects.filter(pk=sail.pk).update(dock=dock)

    assert "Your paper is still true" in lookup(captain, code)


def test_a_code_that_is_none_is_named_at_its_field_and_the_sheet_is_shown(captain):
    answer = captain.get(SHEET, {"printed": "nonsense"})

    assert answer.status_code == 422
    assert "That is not a run sheet’s code." in words(answer)
    assert ('value="nonsense"' in words(answer), "Timeline" in words(answer)) == (True, True)


@pytest.mark.parametrize(("hours", "clock_of_return"), [(12, "Tue 06:00"), (24 * 8, "Tue 9 Jun 18:00")])
def test_a_time_of_another_day_names_it(hours, clock_of_return):
    sail = factories.event(departs_at=factories.NOW + timedelta(hours=8), hours=hours)

    rows = {row.key: row.clock for part in run_pages.parts_of(sail) for row in part.rows}

    assert (rows["departure"], rows["return"]) == ("18:00", clock_of_return)


def test_parties_stand_on_it_with_their_size_and_without_money(sail, captain):
    factories.booking(sail, "Lee", party_size=4)
    code = code_of(words(captain.get(SHEET)))
    factories.booking(sail, "Zhou", party_size=2)

    page = lookup(captain, code)

    assert re.findall(r"<dt>(Head count|Lee|Zhou)</dt><dd>([^<]*?) ?<", page) == [
        ("Head count", "6 booked of 20"),
        ("Lee", "4 guests"),
        ("Zhou", "2 guests"),
    ]
    assert changes(page) == ["Head count: was 4 booked of 20, now 6 booked of 20", "Zhou: new on the sheet, 2 guests"]
    assert "$" not in page


def test_looking_a_paper_up_writes_nothing(sail, captain):
    code = code_of(words(captain.get(SHEET)))
    before = SailEvent.pgh_event_model.objects.count()

    lookup(captain, code)

    assert SailEvent.pgh_event_model.objects.count() == before


def test_the_paper_carries_its_address_in_full(sail, captain, settings):
    settings.SITE_ORIGIN = "https://crew.example.com"

    page = words(captain.get(SHEET))

    assert f"https://crew.example.com{SHEET}?printed={code_of(page)}" in page
    assert "<svg viewBox" in page


def test_a_full_sheet_stays_light():
    sail = soon(seats={"captain": 1, "crew": 8, "chef": 2}, notes="n" * 1000)
    for place in range(25):
        factories.item(sail, critical=True, text=f"Task {place} " + "x" * 120)

    assert len(captain_of(sail).get(SHEET).content) <= 60_000
