"""A party lead's page: names up to the party's size, each with a link; who has signed is left alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import SailEvent
from events.parties import bookings
from scc_site import clock
from tests import factories
from tests.waivers import aboard
from waivers import links
from waivers.models import Guest

pytestmark = pytest.mark.django_db


@pytest.fixture
def party():
    sail = factories.event(departs_at=clock.now() + timedelta(hours=30))
    booking = factories.booking(sail, "Leo Stone", party_size=4)
    aboard.cleared(sail, "Leo Stone", booking=booking, is_lead=True, signed_at=clock.now())
    aboard.guest(sail, "Kit Stone", booking=booking, hold_until=clock.now() + timedelta(hours=5))
    aboard.guest(sail, "Zoe Foreign")
    return booking


def path_of(party, rest=""):
    return f"/party/{links.party_token(party)}/{rest}"


def named(party):
    found = Guest.objects.filter(booking=party).order_by("pk")
    return [(guest.name, guest.state) for guest in found]


def kit_of(party):
    return Guest.objects.get(booking=party, name="Kit Stone")


def test_the_lead_reads_who_has_signed_and_has_a_link_to_share_with_who_has_not(client, party):
    page = client.get(path_of(party)).content.decode()

    assert '<h2 id="people">1 of 4 signed</h2>' in page
    assert page.index("Leo Stone") < page.index("Kit Stone")
    assert links.guest_url(kit_of(party)) in page
    assert "2 more names" in page
    assert "Zoe" not in page


def test_the_page_is_three_statements_however_long_the_list(client, party):
    path = path_of(party)
    client.get(path)

    with CaptureQueriesContext(connection) as seen:
        client.get(path)

    assert len(seen) == 3, [query["sql"] for query in seen]


def test_names_are_added_once_however_often_they_are_sent(client, party):
    lines = "\n Ann Park \r\n\n🙂 Bo Lee\nkit stone\n"

    answers = [client.post(path_of(party, "names/"), {"names": lines}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert named(party)[2:] == [("Ann Park", "invited"), ("🙂 Bo Lee", "invited")]


@pytest.mark.parametrize(
    ("lines", "faults"),
    [
        ("", ["Write at least one name."]),
        ("Ann\nA\u202enn\nBo\nann", ["Line 2: This is no name", "Line 4: ann stands here twice."]),
        ("Ann\nBo\nCy", ["Your party has 2 free places, and these are 3 names."]),
        ("x" * 121, ["Line 1: This is no name we can keep"]),
    ],
)
def test_a_list_with_a_bad_line_adds_nobody_and_keeps_what_was_typed(client, party, lines, faults):
    answer = client.post(path_of(party, "names/"), {"names": lines})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert [fault for fault in faults if fault not in page] == []
    assert lines in page
    assert len(named(party)) == 2


def test_a_name_not_signed_yet_is_mended_and_taken_off_to_make_room(client, party):
    kit = kit_of(party)

    answers = [
        client.post(path_of(party, f"{kit.pk}/rename/"), {"name": "Kitty Stone"}),
        client.post(path_of(party, f"{kit.pk}/take-off/")),
        client.post(path_of(party, "names/"), {"names": "Ann\nBo\nCy"}),
    ]

    assert [answer.status_code for answer in answers] == [303, 303, 303]
    assert named(party)[1] == ("Kitty Stone", "declined")
    assert len(named(party)) == 5


@pytest.mark.parametrize("act", ["rename/", "take-off/"])
def test_who_has_signed_is_changed_by_nobody_else(client, party, act):
    leo = Guest.objects.get(booking=party, name="Leo Stone")

    answer = client.post(path_of(party, f"{leo.pk}/{act}"), {"name": "Eve"})

    assert answer.status_code == 409
    assert "Somebody who has signed is not changed here." in answer.content.decode()
    assert named(party)[0] == ("Leo Stone", "cleared")


def test_guests_of_others_are_out_of_reach(client, party):
    zoe = Guest.objects.get(name="Zoe Foreign")

    answers = [
        client.get(path_of(party, f"{zoe.pk}/")),
        client.post(path_of(party, f"{zoe.pk}/rename/"), {"name": "Eve"}),
        client.post(path_of(party, f"{zoe.pk}/take-off/")),
        client.get(path_of(party, f"{10**30}/")),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404, 404]
    assert len({answer.content for answer in answers}) == 1


def test_one_of_the_party_has_a_code_to_scan(client, party):
    page = client.get(path_of(party, f"{kit_of(party).pk}/")).content.decode()

    assert f'<p class="url">{links.guest_url(kit_of(party))}</p>' in page
    assert "<svg" in page.partition('<p class="qr">')[2][:200]


def booking_off(party, by):
    bookings.cancel(booking=party, side="guest", why="Ill.", by=by, at=clock.now())


def sail_off(party, by):
    SailEvent.objects.filter(pk=party.event_id).update(status="cancelled", cancelled_at=clock.now(), cancelled_by=by)


@pytest.mark.parametrize(
    ("cancel", "words"),
    [(booking_off, "This booking was cancelled."), (sail_off, "This sail was cancelled")],
)
def test_a_cancelled_booking_or_sail_is_told_as_such_without_a_form(client, party, cancel, words):
    cancel(party, factories.admin())

    answer = client.get(path_of(party))

    assert answer.status_code == 410
    assert words in answer.content.decode()
    assert "<form" not in answer.content.decode()


def test_once_the_sail_has_left_nothing_can_be_changed(client, party):
    by = factories.admin()
    SailEvent.objects.filter(pk=party.event_id).update(status="under_way", departed_at=clock.now(), departed_by=by)

    assert "<form" not in client.get(path_of(party)).content.decode()
    assert client.post(path_of(party, "names/"), {"names": "Ann"}).status_code == 409
