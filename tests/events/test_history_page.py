"""The history page: what happened to a sail, newest first, and who did it; plain SQL stands out."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pghistory
import pytest
from django.db import connection, transaction
from django.db.models import F

from crew import handing_on, roles
from crew.models import Assignment
from events import checklists, lifecycle, planning
from events.log import logbook
from events.log.chronicle import replayed
from events.models import ChecklistItem, SailEvent, Seat
from scc_site import clock
from tests import factories
from tests.direct import directly
from tests.events.dock import soon
from tests.signing_in import as_person, signed_in

pytestmark = pytest.mark.django_db(transaction=True)
DIRECTLY = "directly in the database"


def log(sail, **ways):
    """The history as (who, lines), newest first."""
    return [(entry.who, [str(line) for line in entry.lines]) for entry in logbook.read(sail, **ways).entries]


def page(client, sail, ask=""):
    """The text of the history page, without marks and doubled spaces."""
    answer = client.get(f"/events/{sail.event_id}/history/{ask}")
    assert answer.status_code == 200
    body = answer.content.decode().partition("<main")[2]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body)))


@pytest.fixture
def office():
    return factories.admin("Olga Field")


@pytest.fixture
def sail(office):
    """A sail planned by the office, with Ana as its captain and one task."""
    with pghistory.context(user=office.pk):
        sail = soon(created_by=office, capacity=20)
        factories.assignment(sail, factories.person("Ana Reyes"), "captain", made_by=office)
    return sail


def test_each_direct_write_shows_with_what_it_was_and_what_it_is(sail, office):
    directly("UPDATE events_sailevent SET capacity = 22")
    directly("UPDATE crew_assignment SET state = 'covering', reason = 'Fever.'")
    directly("UPDATE events_checklistitem SET done_at = now(), done_by_id = %s", office.pk)

    tick, seat, plan = log(sail)[:3]
    text = page(signed_in(office, "admin"), sail)

    assert plan == (DIRECTLY, ["Guests at most 20 → 22"])
    assert seat == (DIRECTLY, ["Captain 1: Ana Reyes, confirmed → asks for cover · “Fever.”"])
    assert (tick[0], tick[1][0].partition(" · ")[0]) == (DIRECTLY, "Top up fuel: open → ticked")
    assert text.count(DIRECTLY) == 3
    assert text.index("Top up fuel: open became → ticked") < text.index("Captain 1: Ana Reyes, confirmed")


def test_a_row_put_in_or_taken_out_directly_shows_too(sail):
    ben, seat = factories.person("Ben Ito"), sail.seats.get(role="chef")
    directly(
        "INSERT INTO crew_assignment (event_id, seat_id, person_id, state, made_at, made_by_id, reason)"
        " VALUES (%s, %s, %s, 'claimed', now(), %s, '')",
        sail.pk, seat.pk, ben.pk, ben.pk,
    )  # fmt: skip
    directly("DELETE FROM crew_assignment WHERE person_id = %s", ben.pk)
    directly("DELETE FROM events_checklistitem")
    directly("DELETE FROM events_seat WHERE role = 'chef'")

    assert log(sail)[:4] == [
        (DIRECTLY, ["Chef 1: there → removed"]),
        (DIRECTLY, ["Top up fuel: open → removed"]),
        (DIRECTLY, ["Chef 1: Ben Ito, claimed → removed"]),
        (DIRECTLY, ["Chef 1: Ben Ito, claimed"]),
    ]


def test_a_task_handed_to_another_sail_shows_on_both(sail):
    other = factories.event(event_id="other")

    directly("UPDATE events_checklistitem SET event_id = %s, note = 'Moved.'", other.pk)

    assert log(sail)[0] == (
        DIRECTLY,
        [f"Top up fuel, sail this sail → event {other.pk}", "Top up fuel, note nothing → Moved."],
    )
    assert log(other)[0][1][0] == f"Top up fuel, sail event {sail.pk} → this sail"


def test_a_removed_sail_keeps_its_page_for_the_office_alone(sail, office):
    ana = Assignment.objects.get().person
    for table in ("crew_assignment", "events_checklistitem", "events_seat"):
        directly(f"DELETE FROM {table}")
    directly("DELETE FROM events_sailevent")

    text = page(signed_in(office, "admin"), sail)

    assert "This sail is no longer in the database." in text
    assert "The sail: " in text
    assert text.count(DIRECTLY) == 4
    assert signed_in(ana).get("/events/regatta/history/").status_code == 404
    assert signed_in(office, "admin").get("/events/never-was/history/").status_code == 404


def test_what_is_written_with_the_history_switched_off_is_found_by_the_office(sail, office):
    directly("SET session_replication_role = replica; UPDATE events_sailevent SET capacity = 23")
    directly("SET session_replication_role = replica; UPDATE events_checklistitem SET text = 'Fuel'")
    directly("SET session_replication_role = replica; DELETE FROM crew_assignment")

    found = logbook.read(SailEvent.objects.get(), judged=True)

    assert [str(line) for line in found.unrecorded] == [
        "Guests at most 20 → 23",
        "Captain 1: Ana Reyes, confirmed → removed",
        "Fuel, text Top up fuel → Fuel",
    ]
    assert "Written past the history" in page(signed_in(office, "admin"), sail)


def test_the_history_explains_the_state(sail, office):
    """Replaying every row of a sail that has been through much gives the rows that stand."""
    ben, at = factories.person("Ben Ito"), clock.now()
    item = ChecklistItem.objects.get()
    item.event = sail
    with pghistory.context(user=ben.pk):
        roles.claim(event=sail, role="crew", by=ben, at=at)
        checklists.tick(item=item, by=ben, at=at)
        roles.release(event=sail, role="crew", by=ben, at=at, reason="Fever.")
        checklists.untick(item=item, at=at)
        lifecycle.board(event=sail)
    directly("UPDATE crew_assignment SET reason = 'By hand.'")
    directly("DELETE FROM events_seat WHERE role = 'chef'")

    tables = logbook.chapters_of(sail)
    said = [replayed(chapter.changes(sail.pk)) for chapter in tables]

    assert said == [chapter.standing(sail.pk) for chapter in tables]
    assert [len(rows) for rows in said[:2]] == [1, Seat.objects.count()]
    assert logbook.read(SailEvent.objects.get(), judged=True).unrecorded == []


def test_a_move_reads_as_one_line_with_whom_it_told(sail, office):
    later = timedelta(hours=2)
    with pghistory.context(user=office.pk, url="/x/", **{"as": "office"}):
        planning.edit(
            event=sail, departs_at=sail.departs_at + later, returns_at=sail.returns_at + later, capacity=20,
            dock="", itinerary="", notes="", by=office, at=clock.now(),
        )  # fmt: skip

    hand, lines = log(sail)[0]

    assert (hand, len([line for line in lines if line.startswith("Moved")])) == ("Olga Field of the office", 1)
    assert lines[0].endswith("told: Ana Reyes")
    assert not [line for line in lines if line.startswith(("Departure", "Return", "Call", "Day", "Sunset", "Version"))]


def test_a_sail_that_goes_through_much_reads_as_it_was_said(sail, office):
    ana, ben, cleo = Assignment.objects.get().person, factories.person("Ben Ito"), factories.person("Cleo Marsh")
    at = clock.now()
    as_person(office, "admin")

    def acts(person, **hat):
        return pghistory.context(user=person.pk, url="/auth/", **hat)

    hat = {"as": "office"}
    SailEvent.objects.update(
        departs_at=F("departs_at") + timedelta(days=3), returns_at=F("returns_at") + timedelta(days=3)
    )
    with acts(office, **hat):
        roles.claim(event=sail, role="crew", by=office, person=ben, at=at)
    with acts(ben):
        handing_on.delegate(event=sail, role="crew", person=cleo, by=ben, at=at)
    with acts(cleo):
        roles.answer_offer(event=sail, role="crew", by=cleo, accept=True, at=at)
    with acts(ana):
        lifecycle.hold(event=sail, reason="Gale warning.", by=ana, at=at)
    with acts(office, **hat):
        lifecycle.resume(event=sail, by=office, at=at)
    with acts(office, **hat):
        lifecycle.cancel(event=sail, reason="Engine.", by=office, at=at)

    cancelled, resumed, held, accepted, handed, given = log(sail)[:6]

    assert given == ("Olga Field of the office, for Ben Ito", ["Crew 1: Ben Ito, confirmed"])
    assert (handed[0], handed[1][0].split("; ")[0]) == (
        "Ben Ito",
        "Crew 1: Cleo Marsh, offered · to take over from Ben Ito",
    )
    assert accepted == (
        "Cleo Marsh",
        ["Crew 1: Ben Ito, confirmed → covered by another", "Crew 1: Cleo Marsh, offered → confirmed"],
    )
    assert held[1][0].startswith("Put on weather hold: scheduled → weather hold · to be decided by ")
    assert held[1][0].endswith("; because: Gale warning.; told: Cleo Marsh")
    assert resumed[1] == ["Taken off hold: weather hold → scheduled · told: Ana Reyes, Cleo Marsh"]
    assert cancelled == (
        "Olga Field of the office",
        [
            "Cancelled: scheduled → cancelled · because: Engine.; told: Ana Reyes, Cleo Marsh",
            "Captain 1: Ana Reyes, confirmed → stood down",
            "Crew 1: Cleo Marsh, confirmed → stood down",
        ],
    )


def test_counts_kept_by_the_verbs_print_no_noise(sail):
    ben = factories.person("Ben Ito")
    with pghistory.context(user=ben.pk):
        roles.claim(event=sail, role="crew", by=ben, at=clock.now())

    assert log(sail)[0] == ("Ben Ito", ["Crew 1: Ben Ito, confirmed"])


def test_acts_of_the_pages_carry_their_person(sail, office):
    item = ChecklistItem.objects.get()
    ana = Assignment.objects.get().person

    signed_in(ana).post(f"/checklist/regatta/{item.pk}/", {"done": "1"}, secure=True)
    signed_in(office, "admin").post("/events/regatta/board/", secure=True)

    assert log(sail)[:2] == [
        ("Olga Field of the office", ["Boarding began: scheduled → boarding"]),
        ("Ana Reyes", ["Top up fuel: open → ticked"]),
    ]


def test_parties_are_told_to_the_crew_and_their_money_and_phones_to_the_office(sail, office):
    ana = Assignment.objects.get().person
    with pghistory.context(user=office.pk):
        dana = factories.booking(sail, party_size=4, lead_name="Dana Wu", lead_phone="+1 619 555 0199")
        factories.payment(dana, 30_000)
    directly("UPDATE events_booking SET party_size = 5, lead_phone = '+1 619 555 0100'")

    to_crew, to_office = page(signed_in(ana), sail), page(signed_in(office, "admin"), sail)

    for text in (to_crew, to_office):
        assert "Party of Dana Wu, guests 4 became → 5" in text
        assert "Party of Dana Wu: booked, 4 guests" in text
    assert ("555 0199" in to_office, "$300.00" in to_office) == (True, True)
    assert ("555 01" in to_crew, "$" in to_crew) == (False, False)


def test_it_can_be_filtered(sail, office):
    directly("UPDATE events_sailevent SET capacity = 22")
    client = signed_in(office, "admin")

    everything, tasks = page(client, sail), page(client, sail, "?what=tasks")

    assert ("Guests at most" in everything, "Top up fuel" in everything) == (True, True)
    assert ("Guests at most" in tasks, "Top up fuel" in tasks) == (False, True)
    assert client.get("/events/regatta/history/?what=rumours").status_code == 422
    assert client.get("/events/regatta/history/?page=x").status_code == 422


def test_a_long_history_comes_in_pages(sail, office):
    for number in range(105):
        SailEvent.objects.update(dock=f"Dock {number}")
    client = signed_in(office, "admin")

    first, second, beyond = (page(client, sail, f"?page={number}") for number in (1, 2, 9))

    assert ("became → Dock 104" in first, "Planned:" in first, "Older" in first, "Newer" in first) == (
        True,
        False,
        True,
        False,
    )
    assert ("became → Dock 104" in second, "Planned:" in second, "Older" in second) == (False, True, False)
    assert "Nothing this far back" in beyond


def test_every_table_of_the_history_is_read_by_its_indexes(sail):
    tables = logbook.chapters_of(sail)

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plans = [chapter.rows(sail.pk).explain() for chapter in tables]

    assert len(plans) == 7
    assert [plan for plan in plans if "Seq Scan" in plan] == []
    assert [plan for plan in plans if "Index" not in plan] == []
