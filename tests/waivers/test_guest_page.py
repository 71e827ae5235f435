"""A guest's own page: theirs alone, unchanged by looking, in words for every state."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

import icalendar
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import SailEvent
from scc_site import clock
from tests import factories
from tests.waivers import aboard
from waivers import links
from waivers.models import Guest

pytestmark = pytest.mark.django_db
STATEMENTS, BYTES = 4, 20_000


@pytest.fixture
def sail(settings):
    settings.HOUSE_PHONE = "+1 619 555 0100"
    soon = clock.now() + timedelta(hours=30)
    return factories.event(departs_at=soon, dock="Shelter Island, dock C", captain_state="confirmed")


@pytest.fixture
def mia(sail):
    """One of a party of three; the others are Leo, who signed, and little Kit."""
    party = factories.booking(sail, "Leo Stone", party_size=3)
    aboard.cleared(
        sail, "Leo Stone", booking=party, signed_at=clock.now(), email="leo@example.com", phone="+1 619 555 0199"
    )
    aboard.guest(sail, "Kit Stone", booking=party, born_on="2019-02-28")
    return aboard.guest(
        sail, "Mia Torres-Baranowska", booking=party, source="booking", email="mia@example.com", note="Difficult.",
        hold_until=clock.now() + timedelta(hours=2, minutes=10, seconds=30),
    )  # fmt: skip


def path_of(guest, rest=""):
    return f"/guest/{links.guest_token(guest)}/{rest}"


def text_of(client, guest, **ways):
    return client.get(path_of(guest), **ways).content.decode()


def row_of(guest):
    return Guest.objects.filter(pk=guest.pk).values().get()


def test_a_guest_reads_who_when_where_and_what_is_left_to_do(client, sail, mia):
    factories.assignment(sail, factories.person("Ana Reyes", phone="+1 619 555 0101"), "captain")

    page = text_of(client, mia)

    assert "Mia" in page
    assert "Shelter Island, dock C" in page
    assert 'href="https://www.openstreetmap.org/search?query=Shelter%20Island%2C%20dock%20C" rel="noreferrer"' in page
    assert "One thing is left: your waiver" in page
    assert "Please sign within 2 h 10 min · by " in page
    assert f'<a class="btn full" href="/waiver/{links.guest_token(mia)}/">Sign the waiver · 1 minute</a>' in page
    assert 'href="tel:+1 619 555 0101"' in page
    assert "1 of 3 in your party have signed." in page


def test_nothing_of_another_guest_nor_more_than_the_first_name_is_told(client, mia):
    page = text_of(client, mia)

    others = ["Leo", "Kit", "Stone", "2019", "leo@", "mia@", "Torres", "0199", "Difficult", str(mia.booking.reference)]
    assert [word for word in others if word in page] == []


def test_the_page_asks_nothing_of_anybody_else(client, mia):
    page = text_of(client, mia)

    asked = re.findall(r'(?:src|href|action)="((?:https?:)?//[^"]*)"', page)
    assert [urlsplit(address).hostname for address in asked] == ["www.openstreetmap.org"]  # followed by hand alone


@pytest.mark.parametrize("others", [1, 9])
def test_a_page_is_four_statements_and_twenty_kilobytes_however_long_the_list(client, sail, others):
    factories.assignment(sail, factories.person("Ana", phone="+1 619 555 0101"), "captain")
    party = factories.booking(sail, party_size=9)
    found = [aboard.cleared(sail, f"Guest {number}", booking=party, signed_at=clock.now()) for number in range(others)]
    client.get(path_of(found[0]))

    with CaptureQueriesContext(connection) as seen:
        answer = client.get(path_of(found[0]))

    assert len(seen) == STATEMENTS, [query["sql"] for query in seen]
    assert len(answer.content) <= BYTES
    assert "You are cleared to board" in answer.content.decode()


def test_a_look_changes_nothing(client, mia):
    before = row_of(mia)

    for _ in range(20):
        client.get(path_of(mia), headers={"Sec-Purpose": "prefetch"})
    client.head(path_of(mia))
    client.get(path_of(mia), {"lang": "es", "state": "cleared"})

    assert row_of(mia) == before


def test_whoever_is_cleared_has_a_pass_with_their_link_as_a_code(client, sail):
    mia = aboard.cleared(sail, "Mia Stone", signed_at=clock.now())

    page = text_of(client, mia)

    assert 'aria-label="Boarding pass"' in page
    assert f'<p class="url">{links.guest_url(mia)}</p>' in page
    assert "<svg" in page.partition('<p class="qr">')[2][:200]
    assert "Sign the waiver" not in page


def over(guest):
    Guest.objects.filter(pk=guest.pk).update(hold_until=clock.now() - timedelta(minutes=1))


def fill(guest):
    SailEvent.objects.filter(pk=guest.event_id).update(capacity=guest.event.guests_added)


def left(guest):
    SailEvent.objects.filter(pk=guest.event_id).update(
        status="under_way", departed_at=clock.now(), departed_by=factories.admin()
    )


def held_back(guest):
    SailEvent.objects.filter(pk=guest.event_id).update(status="weather_hold")


WORDS = {
    "invited": ([], "One thing is left: your waiver", True),
    "out of time": ([over], "Your time to sign ran out", True),
    "sailed": ([left], "This sail has left", False),
    "weather": ([held_back], "The captain waits for the weather.", True),
}


@pytest.mark.parametrize("case", WORDS)
def test_each_state_has_its_words_and_its_act(client, sail, case):
    changes, words, signs = WORDS[case]
    mia = aboard.guest(sail, "Mia Stone", hold_until=clock.now() + timedelta(hours=5))
    for change in changes:
        change(mia)

    page = text_of(client, mia)

    assert words in page
    assert ("Sign the waiver · 1 minute" in page) == signs


def test_a_walk_in_who_is_out_of_time_and_out_of_places_reads_that_the_boat_is_full(client, sail):
    leo = aboard.walk_in(sail, "Leo Park", hold_until=clock.now() - timedelta(minutes=1))
    SailEvent.objects.filter(pk=sail.pk).update(capacity=1)
    Guest.objects.filter(pk=leo.pk).update(state="released", released_at=clock.now())
    aboard.cleared(sail, "Mia Stone", signed_at=clock.now())

    page = text_of(client, leo)

    assert "The boat is full" in page
    assert "Sign the waiver" not in page


def test_somebody_taken_off_the_list_is_told_so_with_the_phone_and_no_form(client, mia):
    Guest.objects.filter(pk=mia.pk).update(removed_at=clock.now(), removed_by=factories.admin(), removed_why="Twice.")

    answer = client.get(path_of(mia))

    assert answer.status_code == 410
    assert "You are not on the list of this sail any more." in answer.content.decode()
    assert "+1 619 555 0100" in answer.content.decode()
    assert "<form" not in answer.content.decode()


@pytest.mark.parametrize("rest", ["", "sail.ics"])
def test_a_cancelled_sail_is_told_as_such_with_the_phone_and_no_form(client, sail, mia, rest):
    SailEvent.objects.filter(pk=sail.pk).update(
        status="cancelled", cancelled_at=clock.now(), cancelled_by=factories.admin()
    )

    answer = client.get(path_of(mia, rest))

    assert answer.status_code == 410
    assert "This sail was cancelled" in answer.content.decode()
    assert "<form" not in answer.content.decode()
    assert client.post(path_of(mia, "decline/")).status_code == 410


def test_a_link_made_anew_makes_the_older_one_open_nothing(client, mia):
    old = path_of(mia)
    Guest.objects.filter(pk=mia.pk).update(link_number=2)

    answer = client.get(old)

    assert answer.status_code == 404
    assert answer.content == client.get("/guest/nonsense/").content


def test_what_a_guest_says_of_food_and_size_is_kept_in_the_language_they_said_it(client, mia):
    said = {"diet": "vegan", "diet_note": "  No \n nuts ", "is_small": "1", "state": "cleared", "name": "Eve"}

    answer = client.post(f"{path_of(mia, 'telling/')}?lang=es", said)

    kept = row_of(mia)
    assert (answer.status_code, answer.headers["Location"]) == (303, path_of(mia))
    assert [kept[field] for field in ("diet", "diet_note", "is_small", "language")] == ["vegan", "No nuts", True, "es"]
    assert [kept["state"], kept["name"]] == ["invited", mia.name]


@pytest.mark.parametrize("said", [{"diet": "stones"}, {"diet_note": "x" * 201}, {"diet_note": "a\u202eb"}])
def test_what_cannot_be_kept_is_asked_again(client, mia, said):
    answer = client.post(path_of(mia, "telling/"), said)

    assert answer.status_code == 422
    assert row_of(mia) | {"hold_until": 0} == row_of(mia) | {"hold_until": 0}
    assert row_of(mia)["diet_note"] == ""


def test_who_is_not_coming_says_so_once_or_twice_and_may_think_again(client, mia):
    answers = [client.post(path_of(mia, "decline/"), {"reason": "Seasick."}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert [row_of(mia)[field] for field in ("state", "declined_why")] == ["declined", "Seasick."]
    assert "I am coming after all: sign" in text_of(client, mia)


def test_acts_are_not_done_by_a_look(client, mia):
    assert [client.get(path_of(mia, rest)).status_code for rest in ("decline/", "telling/")] == [405, 405]


def test_the_sail_comes_as_a_calendar_file_from_boarding_to_return(client, sail, mia):
    answer = client.get(path_of(mia, "sail.ics"))

    event = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")[0]
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    assert event["DTSTART"].dt == sail.boards_at.replace(microsecond=0)
    assert event["LOCATION"] == "Shelter Island, dock C"
    assert event["URL"] == links.guest_url(mia)


def test_what_is_known_of_the_guest_speaks_before_the_browser_and_what_they_chose_before_both(client, mia):
    Guest.objects.filter(pk=mia.pk).update(language="es")

    known = client.get(path_of(mia), headers={"Accept-Language": "en"})
    chosen = client.get(path_of(mia), {"lang": "en"}, headers={"Accept-Language": "es"})

    assert [known.headers["Content-Language"], chosen.headers["Content-Language"]] == ["es", "en"]
