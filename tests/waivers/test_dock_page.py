"""A sail's dock link: one form adds one person, who is led on to their waiver; the wall is the boat's."""

from __future__ import annotations

from datetime import timedelta

import pytest

from events.models import SailEvent
from scc_site import clock
from tests import factories
from tests.waivers import aboard
from waivers import links
from waivers.models import Guest, SailDoor

pytestmark = pytest.mark.django_db
LEO = {"name": " Leo  Park ", "email": "Leo@Example.com", "phone": "+1 619 555 0177", "key": "k1"}


@pytest.fixture
def sail():
    return factories.event(departs_at=clock.now() + timedelta(hours=3), capacity=3)


def door_of(sail):
    return f"/guest/{links.dock_token(sail)}/"


def listed(sail):
    return list(Guest.objects.filter(event=sail).order_by("pk"))


def test_who_adds_themself_is_on_hold_and_led_to_their_waiver(client, sail):
    answer = client.post(
        f"{door_of(sail)}?lang=es", LEO | {"state": "cleared", "event_id": "other", "source": "office"}
    )

    (leo,) = listed(sail)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/waiver/{links.guest_token(leo)}/")
    assert [leo.name, leo.email, leo.source, leo.state, leo.language] == [
        "Leo Park", "leo@example.com", "dock", "on_hold", "es",
    ]  # fmt: skip


def test_the_page_tells_of_the_sail_and_of_nobody_on_it(client, sail):
    aboard.cleared(sail, "Mia Stone")

    page = client.get(door_of(sail)).content.decode()

    assert "Add me and sign" in page
    assert "Mia" not in page
    assert "Stone" not in page


@pytest.mark.parametrize(
    "second", [LEO, LEO | {"key": "k2"}, LEO | {"key": ""}, LEO | {"name": "leo park", "key": "", "email": ""}]
)
def test_the_same_form_or_the_same_name_from_the_same_browser_is_one_person(client, sail, second):
    answers = [client.post(door_of(sail), said) for said in (LEO, second)]

    assert len(listed(sail)) == 1
    assert len({answer.headers["Location"] for answer in answers}) == 1


def test_a_key_with_other_words_is_refused(client, sail):
    client.post(door_of(sail), LEO)

    answer = client.post(door_of(sail), LEO | {"name": "Ann Park"})

    assert answer.status_code == 422
    assert len(listed(sail)) == 1


def test_other_names_other_browsers_and_later_hours_are_other_people(client, sail):
    client.post(door_of(sail), LEO)
    client.post(door_of(sail), LEO | {"name": "Ann Park", "key": "k2"})
    client.post(door_of(sail), LEO | {"key": "k3"}, headers={"User-Agent": "another"})

    assert [guest.name for guest in listed(sail)] == ["Leo Park", "Ann Park", "Leo Park"]


def test_one_more_than_the_boat_takes_is_told_in_words(client, sail):
    for number in range(3):
        client.post(door_of(sail), {"name": f"Guest {number}"})

    answer = client.post(door_of(sail), {"name": "One More"})

    assert answer.status_code == 409
    assert "Every place is taken. Ask the crew: one may still come free." in answer.content.decode()
    assert len(listed(sail)) == 3


def test_a_place_whose_time_is_over_is_given_on(client, sail):
    for number in range(3):
        aboard.walk_in(sail, f"Guest {number}", hold_until=clock.now() - timedelta(minutes=1))

    assert "Add me and sign" in client.get(door_of(sail)).content.decode()
    assert client.post(door_of(sail), LEO).status_code == 303


def shut(sail):
    SailDoor.objects.create(event=sail, is_shut=True, changed_at=clock.now(), changed_by=factories.admin())


def left(sail):
    who = factories.admin()
    SailEvent.objects.filter(pk=sail.pk).update(status="under_way", departed_at=clock.now(), departed_by=who)


def cancelled(sail):
    who = factories.admin()
    SailEvent.objects.filter(pk=sail.pk).update(status="cancelled", cancelled_at=clock.now(), cancelled_by=who)


def unpublished(sail):
    SailEvent.objects.filter(pk=sail.pk).update(status="draft")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (shut, "Nobody adds themself to this sail any more."),
        (left, "This sail has left."),
        (cancelled, "This sail was cancelled"),
        (unpublished, "This sail is not open yet."),
    ],
)
def test_a_door_that_is_shut_says_why_and_holds_no_form(client, sail, change, words):
    change(sail)

    answers = [client.get(door_of(sail)), client.post(door_of(sail), LEO)]

    assert [answer.status_code for answer in answers] == [410, 410]
    assert all(words in answer.content.decode() for answer in answers)
    assert not any("<form" in answer.content.decode() for answer in answers)
    assert listed(sail) == []


def test_a_dock_link_made_anew_makes_the_older_one_open_nothing(client, sail):
    old = door_of(sail)
    SailDoor.objects.create(event=sail, number=2, changed_at=clock.now(), changed_by=factories.admin())

    assert client.get(old).status_code == 404
    assert client.get(door_of(sail)).status_code == 200


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"name": ""}, "Write your name."),
        ({"name": " \u200b "}, "Write your name"),
        ({"name": "a" * 121}, "Write your name in 120 characters at most."),
        ({"name": "Leo\u202ekraP"}, "Write your name in letters that can be seen"),
        ({"name": "Leo", "email": "no address"}, "Write an email address"),
        ({"name": "Leo", "phone": "call me"}, "Write a phone number"),
        ({"name": "Leo", "key": "k" * 81}, "This form is not one of ours."),
    ],
)
def test_what_cannot_be_kept_is_asked_again_in_words(client, sail, said, fault):
    answer = client.post(door_of(sail), said)

    assert answer.status_code == 422
    assert fault in answer.content.decode()
    assert listed(sail) == []


@pytest.mark.parametrize("name", ["=cmd()", "<script>alert(1)</script>", "Лев Парк", "Łukasz 🙂", "a" * 120])
def test_a_name_is_kept_as_it_is_and_shown_escaped(client, sail, name):
    client.post(door_of(sail), {"name": name})

    (guest,) = listed(sail)
    assert guest.name == name
    assert "<script>alert" not in client.get(f"/guest/{links.guest_token(guest)}/").content.decode()


def test_too_many_from_one_network_wait_and_are_told_how_long(client, sail, settings):
    settings.LIMITS = settings.LIMITS | {"JOINS_PER_IP_HOUR": 2}

    answers = [client.post(door_of(sail), {"name": f"Guest {number}"}) for number in range(3)]

    assert [answer.status_code for answer in answers] == [303, 303, 429]
    assert 0 < int(answers[2].headers["Retry-After"]) <= 3600
    assert "Ask the crew, or wait a little." in answers[2].content.decode()
    assert len(listed(sail)) == 2


def test_nobody_is_added_to_a_guests_own_link(client, sail):
    mia = aboard.guest(sail)

    assert client.post(f"/guest/{links.guest_token(mia)}/", LEO).status_code == 405
