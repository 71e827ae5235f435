"""The feed that a calendar program reads: what it holds, for how long, what it costs, and when its link is dead."""

from datetime import timedelta
from types import SimpleNamespace

import icalendar
import pytest
import vobject
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from crew import roles
from crew.calendars import feeds, tokens
from crew.models import Assignment, CalendarFeed
from events import lifecycle
from events.acts import moving
from events.models import SailEvent
from scc_site import clock
from tests import factories
from tests.crew.crowds import at_once
from tests.factories import NOW

pytestmark = pytest.mark.django_db

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def sail(name="JADA", *, ahead=3 * DAY, **fields):
    """A sail of a vessel, so long after the tests' now."""
    return factories.event(vessel=factories.vessel(name=name), departs_at=NOW + ahead, **fields)


def read(person, at=NOW):
    """The feed's events by title, as one of the two parsers reads them."""
    text = feeds.written(person, at)
    events = icalendar.Calendar.from_ical(text).walk("VEVENT")
    return {str(event["SUMMARY"]): event for event in events}


def standing(person, at=NOW):
    return {title: str(event["STATUS"]) for title, event in read(person, at).items()}


def boss():
    return factories.admin("Olga")


# --- what it holds ---


@pytest.mark.parametrize(
    ("state", "title", "status", "alarms", "is_free"),
    [
        ("offered", "Offered: JADA · Sunset charter · crew", "TENTATIVE", 0, "TRANSPARENT"),
        ("claimed", "Asked for: JADA · Sunset charter · crew", "TENTATIVE", 0, "OPAQUE"),
        ("confirmed", "JADA · Sunset charter · crew", "CONFIRMED", 2, "OPAQUE"),
        ("covering", "JADA · Sunset charter · crew", "CONFIRMED", 2, "OPAQUE"),
        ("declined", "Declined: JADA · Sunset charter · crew", "CANCELLED", 0, "TRANSPARENT"),
        ("expired", "Lapsed: JADA · Sunset charter · crew", "CANCELLED", 0, "TRANSPARENT"),
        ("refused", "Not confirmed: JADA · Sunset charter · crew", "CANCELLED", 0, "TRANSPARENT"),
        ("released", "Given back: JADA · Sunset charter · crew", "CANCELLED", 0, "TRANSPARENT"),
        ("covered", "Covered: JADA · Sunset charter · crew", "CANCELLED", 0, "TRANSPARENT"),
        ("withdrawn", "Withdrawn: JADA · Sunset charter · crew", "CANCELLED", 0, "TRANSPARENT"),
        ("stood_down", "Cancelled: JADA · Sunset charter · crew", "CANCELLED", 0, "TRANSPARENT"),
    ],
)
def test_every_state_of_a_seat_has_its_entry(state, title, status, alarms, is_free):
    ben = factories.person("Ben")
    factories.assignment(sail(), ben, state=state)

    ((summary, event),) = read(ben).items()

    assert (summary, str(event["STATUS"]), str(event["TRANSP"])) == (title, status, is_free)
    assert len(event.walk("VALARM")) == alarms


def test_the_states_of_the_table_are_all_there_are():
    from crew.calendars.entries import STANDS

    assert set(STANDS) == set(Assignment.State)


def test_an_entry_runs_from_call_to_return_and_says_the_rest_in_words():
    ben = factories.person("Ben")
    jada = sail(dock="Dock C; pier 2", itinerary="Catalina", sunset_at=NOW + 3 * DAY + 2 * HOUR)
    factories.assignment(jada, ben, "captain")

    event = read(ben)["JADA · Sunset charter · captain"]

    assert (event["DTSTART"].dt, event["DTEND"].dt) == (jada.call_at, jada.returns_at)
    assert (str(event["LOCATION"]), str(event["UID"])) == (
        "Dock C; pier 2",
        f"{jada.event_id}.{ben.sub}@crew.example.com",
    )
    assert str(event["DESCRIPTION"]).split("\n") == [
        "Call: Thursday 4 June 2026, 09:00 PDT",
        "Departure: Thursday 4 June 2026, 10:00 PDT",
        "Sunset: Thursday 4 June 2026, 12:00 PDT",
        "Return: Thursday 4 June 2026, 12:30 PDT",
        "Ports: Catalina",
        f"https://crew.example.com/events/{jada.event_id}/",
    ]
    assert str(event["URL"]) == f"https://crew.example.com/events/{jada.event_id}/"


def test_a_sail_on_hold_is_tentative_says_why_and_keeps_its_reminders():
    ben, jada = factories.person("Ben"), sail()
    factories.assignment(jada, ben)

    lifecycle.hold(event=jada, reason="Gale.", by=boss(), at=NOW)

    event = read(ben)["On hold: JADA · Sunset charter · crew"]
    assert str(event["STATUS"]) == "TENTATIVE"
    assert str(event["DESCRIPTION"]).startswith(
        "On weather hold: Gale. It is decided by Thursday 4 June 2026, 09:00 PDT."
    )
    assert len(event.walk("VALARM")) == 2


def test_a_sail_called_off_stands_cancelled_for_thirty_days_with_the_reason():
    ben, jada = factories.person("Ben"), sail(ahead=40 * DAY)
    factories.assignment(jada, ben)

    lifecycle.cancel(event=jada, reason="Storm.", by=boss(), at=NOW)

    title = "Cancelled: JADA · Sunset charter · crew"
    assert standing(ben, NOW + 30 * DAY - HOUR) == {title: "CANCELLED"}
    assert str(read(ben)[title]["DESCRIPTION"]).startswith("The sail was cancelled. Storm.")
    assert standing(ben, NOW + 30 * DAY) == {}


def test_a_sail_called_off_directly_in_the_database_is_off_here_too():
    ben, jada = factories.person("Ben"), sail()
    factories.assignment(jada, ben)

    SailEvent.objects.filter(pk=jada.pk).update(status="cancelled")

    assert standing(ben) == {"Cancelled: JADA · Sunset charter · crew": "CANCELLED"}


def test_a_seat_given_back_and_taken_again_is_one_entry_that_comes_after_the_end():
    ben, jada = factories.person("Ben"), sail()
    numbers = []
    for act in (roles.claim, roles.release, roles.claim):
        act(event=jada, role="crew", by=ben, at=NOW)
        ((_, event),) = read(ben).items()
        numbers.append((int(event["SEQUENCE"]), str(event["STATUS"])))

    assert numbers == [(0, "CONFIRMED"), (1, "CANCELLED"), (2, "CONFIRMED")]


def test_sixty_days_back_and_everything_ahead():
    ben = factories.person("Ben")
    for name, ahead in {"NOW": -59 * DAY, "GONE": -61 * DAY, "FAR": 700 * DAY}.items():
        factories.assignment(sail(name, ahead=ahead), ben)

    assert sorted(standing(ben)) == ["FAR · Sunset charter · crew", "NOW · Sunset charter · crew"]


def test_wishes_end_with_the_sail_and_offers_with_their_time():
    ben = factories.person("Ben")
    factories.assignment(sail("ONE"), ben, state="claimed")
    factories.assignment(sail("TWO", ahead=4 * DAY), ben, state="offered", answer_by=NOW + HOUR)

    assert standing(ben, NOW + 2 * HOUR) == {
        "Asked for: ONE · Sunset charter · crew": "TENTATIVE",
        "Lapsed: TWO · Sunset charter · crew": "CANCELLED",
    }
    assert standing(ben, NOW + 31 * DAY) == {}


def test_drafts_and_the_sails_of_others_are_not_in_it():
    ben = factories.person("Ben")
    factories.assignment(sail("DRAFT", ahead=4 * DAY, status="draft"), ben)
    factories.assignment(sail("MINE"), ben)
    factories.assignment(sail("OTHERS", ahead=5 * DAY), factories.person("Ana"))

    assert list(standing(ben)) == ["MINE · Sunset charter · crew"]


@pytest.mark.parametrize("fields", [{"is_active": False}, {"is_crew": False}])
def test_who_may_not_see_the_dock_any_more_has_an_empty_calendar(fields):
    ben = factories.person("Ben")
    factories.assignment(sail(), ben)
    assert len(read(ben)) == 1

    type(ben).objects.filter(pk=ben.pk).update(**fields)
    ben.refresh_from_db()

    assert read(ben) == {}
    assert vobject.readOne(feeds.written(ben, NOW)).vtimezone.tzid.value == "America/Los_Angeles"


def test_what_people_type_adds_no_line_to_anybodys_calendar():
    ben = factories.person("Ben\r\nX-EVIL:1")
    jada = sail("JA\r\nDA;,", dock="C\r\nATTENDEE:mailto:x@example.com", itinerary="🛥️" * 60)
    factories.assignment(jada, ben)

    text = feeds.written(ben, NOW)

    assert [line for line in text.split("\r\n") if line.startswith(("X-EVIL", "ATTENDEE", "DA"))] == []
    assert (
        str(icalendar.Calendar.from_ical(text).walk("VEVENT")[0]["SUMMARY"])
        == vobject.readOne(text).vevent.summary.value
    )


# --- over HTTP ---


def url_of(person):
    return feeds.link(CalendarFeed.objects.of(person))


def fetch(url, method="get", **headers):
    return getattr(Client(), method)(url, headers=headers, secure=True)


def test_a_calendar_program_gets_it_without_signing_in_and_without_a_cookie():
    ben, jada = factories.person("Ben"), factories.event(departs_at=clock.now() + 3 * DAY)
    factories.assignment(jada, ben)

    answer = fetch(url_of(ben))

    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert (answer["Cache-Control"], len(answer.cookies)) == ("private, no-cache", 0)
    assert len(icalendar.Calendar.from_ical(answer.content).walk("VEVENT")) == 1


def test_what_has_not_changed_is_not_sent_again():
    ben = factories.person("Ben")
    factories.assignment(factories.event(departs_at=clock.now() + 3 * DAY), ben)
    first = fetch(url_of(ben))

    by_tag = fetch(url_of(ben), **{"If-None-Match": first["ETag"]})
    by_date = fetch(url_of(ben), **{"If-Modified-Since": first["Last-Modified"]})

    assert [(answer.status_code, answer.content) for answer in (by_tag, by_date)] == [(304, b""), (304, b"")]
    assert (by_tag["ETag"], first["ETag"][:1]) == (first["ETag"], '"')


@pytest.mark.parametrize("header", ["ETag", "Last-Modified"])
def test_what_has_changed_is_sent_even_within_the_same_second_and_without_a_row_of_its_own_being_newer(header):
    ben, jada = factories.person("Ben"), factories.event(departs_at=clock.now() + 3 * DAY)
    factories.assignment(jada, ben)
    first = fetch(url_of(ben))

    type(jada.vessel).objects.filter(pk=jada.vessel_id).update(name="MARISOL")

    name = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}[header]
    again = fetch(url_of(ben), **{name: first[header]})
    assert again.status_code == 200
    assert "MARISOL" in again.content.decode()


def test_head_says_the_same_without_the_text():
    ben = factories.person("Ben")

    whole, head = fetch(url_of(ben)), fetch(url_of(ben), "head")

    assert (head.status_code, head.content) == (200, b"")
    assert [head[name] for name in ("ETag", "Last-Modified", "Content-Length")] == [
        whole[name] for name in ("ETag", "Last-Modified", "Content-Length")
    ]


@pytest.mark.parametrize("sails", [0, 1, 40])
def test_a_reading_is_three_statements_the_first_time_and_two_while_nothing_changes(sails):
    ben = factories.person("Ben")
    for number in range(sails):
        factories.assignment(factories.event(departs_at=clock.now() + (number + 1) * DAY), ben)
    url, asked = url_of(ben), []

    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            fetch(url)
        asked.append([query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]])

    assert [len(statements) for statements in asked] == [3, 2], asked


def test_a_reading_is_noted_to_the_hour_and_no_finer():
    ben = factories.person("Ben")
    times = [NOW + timedelta(minutes=minutes) for minutes in (12, 59, 80)]
    noted = []

    for at in times:
        feeds.read(feed=CalendarFeed.objects.of(ben), at=at)
        noted.append(CalendarFeed.objects.get(person=ben).read_at)

    assert noted == [NOW, NOW, NOW + HOUR]


def test_last_modified_rises_by_a_second_at_least_with_every_change():
    ben, jada = factories.person("Ben"), sail()
    first = feeds.read(feed=CalendarFeed.objects.of(ben), at=NOW)
    factories.assignment(jada, ben)

    second = feeds.read(feed=CalendarFeed.objects.of(ben), at=NOW + timedelta(milliseconds=300))

    assert (first.changed_at, second.changed_at) == (NOW, NOW + timedelta(seconds=1))


# --- the link ---


def test_a_reset_kills_the_link_at_once_and_says_gone():
    ben, office = factories.person("Ben"), boss()
    old = url_of(ben)
    fetch(old)

    feeds.reset(person=ben, by=office, at=NOW)

    row = CalendarFeed.objects.get(person=ben)
    assert [fetch(old).status_code, fetch(url_of(ben)).status_code] == [410, 200]
    assert (row.number, row.reset_at, row.reset_by) == (2, NOW, office)


def test_a_reset_before_anybody_read_works_too_and_every_old_link_stays_dead():
    ben = factories.person("Ben")
    links = [url_of(ben)]
    for _ in range(3):
        feeds.reset(person=ben, by=ben, at=NOW)
        links.append(url_of(ben))

    assert [fetch(link).status_code for link in links] == [410, 410, 410, 200]


def test_two_hands_that_saw_the_same_link_reset_it_once():
    ben = factories.person("Ben")
    feeds.reset(person=ben, by=ben, at=NOW, number=1)

    with pytest.raises(feeds.ResetMeanwhile):
        feeds.reset(person=ben, by=ben, at=NOW, number=1)

    assert CalendarFeed.objects.get(person=ben).number == 2


@pytest.mark.django_db(transaction=True)
def test_of_many_hands_at_once_one_resets_the_link():
    ben = factories.person("Ben")

    def act():
        feeds.reset(person=ben, by=ben, at=NOW, number=1)
        return SimpleNamespace(state="reset")

    came_to = at_once([act] * 8)

    assert sorted(came_to) == ["ResetMeanwhile"] * 7 + ["reset"]
    assert CalendarFeed.objects.get(person=ben).number == 2


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_link_that_nobody_made_does_not_exist(settings, number):
    ben = factories.person("Ben")
    token = tokens.make(ben.sub, 1, settings.RECORD_KEYS)
    forged = tokens.make(ben.sub, number, {"x": "somebody-elses-key-0123456789-0123456789"})
    wrong = [forged, "t" * 48, token[:-2] + "__", token + "A", token[:-4], "é", "."]

    assert {fetch(f"/calendar/{each}.ics").status_code for each in wrong} == {404}


def test_a_link_made_for_nobody_does_not_exist(settings):
    stranger = factories.person("Gone")
    token = tokens.make(stranger.sub, 1, settings.RECORD_KEYS)
    stranger.delete()

    assert fetch(f"/calendar/{token}.ics").status_code == 404


def test_links_of_an_older_key_work_while_it_is_kept_and_no_longer(settings):
    ben = factories.person("Ben")
    old = url_of(ben)
    keys = settings.RECORD_KEYS

    settings.RECORD_KEYS = {"r2": "another-record-key-0123456789-0123456789"} | keys
    kept = fetch(old).status_code
    settings.RECORD_KEYS = {"r2": "another-record-key-0123456789-0123456789"}

    assert (kept, fetch(old).status_code) == (200, 404)


def test_moving_a_sail_moves_its_entry_and_raises_its_number():
    ben, jada = factories.person("Ben"), sail()
    factories.assignment(jada, ben)
    (before,) = read(ben).values()

    moving.move(event=jada, departs_at=jada.departs_at + DAY, reason="Wind.", by=boss(), at=NOW)

    ((title, after),) = read(ben).items()
    assert title == "Offered: JADA · Sunset charter · crew"
    assert after["DTSTART"].dt == before["DTSTART"].dt + DAY
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
    assert str(after["UID"]) == str(before["UID"])
