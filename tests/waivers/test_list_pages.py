"""The crew's and office's pages of a sail's guests."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from events.models import SailEvent
from scc_site import clock
from scc_site.models import OutgoingMail
from tests import factories
from tests.events.dock import soon
from tests.signing_in import sign_in
from tests.waivers import aboard
from waivers import links
from waivers.lists import paste
from waivers.models import Guest, SailDoor
from waivers.newcomers import Newcomer

pytestmark = pytest.mark.django_db


@pytest.fixture
def sail():
    return soon(capacity=4)


@pytest.fixture
def crew(client, sail):
    """Somebody of the sail's crew, signed in."""
    ana = factories.person("Ana Reyes")
    factories.assignment(sail, ana, "crew")
    sign_in(client, ana)
    return client


def url(sail, further=""):
    return f"/events/{sail.event_id}/guests/{further}"


def names(sail):
    return sorted(Guest.objects.filter(event=sail).listed().values_list("name", flat=True))


def test_a_pasted_list_is_read_line_by_line():
    text = 'Name, Email\r\n Mia Stone , mia@example.com; 619 555 0100\r\n\r\n"Leo Park"\tleo@example.com\n,x@y.example'

    assert paste.read(text) == [
        Newcomer(line=2, name="Mia Stone", email="mia@example.com", phone="619 555 0100"),
        Newcomer(line=4, name="Leo Park", email="leo@example.com"),
        Newcomer(line=5, name="", email="x@y.example"),
    ]


@pytest.mark.parametrize("content", [b"\0Mia", b"\xff\xfeM\0", b"x" * 200_001])
def test_a_file_that_is_no_list_is_none(content):
    assert paste.decoded(content) is None


def test_the_list_shows_everybody_with_one_word(crew, sail):
    aboard.guest(sail, "Mia <Stone>", phone="+16195550100", hold_until=sail.departs_at)

    page = crew.get(url(sail)).content.decode()

    assert "Mia &lt;Stone&gt;" in page
    assert "hold · Waiver not signed" in page
    assert 'href="tel:+16195550100"' in page


def test_people_are_added_once_however_often_the_form_comes(crew, sail):
    said = {"lines": "Mia Stone, mia@example.com\nLeo Park", "key": "k1"}

    answers = [crew.post(url(sail, "add/"), said).status_code for _ in range(2)]

    assert answers == [303, 303]
    assert names(sail) == ["Leo Park", "Mia Stone"]


def test_a_file_is_read_like_a_list_and_a_party_may_be_named(crew, sail):
    party = factories.booking(sail, party_size=2)
    file = SimpleUploadedFile("guests.csv", b"name,email\nMia Stone,mia@example.com\n")

    crew.post(url(sail, "add/"), {"file": file, "party": party.reference})

    assert Guest.objects.values_list("name", "email", "booking").get() == ("Mia Stone", "mia@example.com", party.pk)


def test_bad_lines_are_named_nobody_is_added_and_the_text_stays(crew, sail):
    lines = "Mia Stone\nLeo\u202e\nMia Stone"

    answer = crew.post(url(sail, "add/"), {"lines": lines})

    page = answer.content.decode()
    assert (answer.status_code, names(sail)) == (422, [])
    assert "Line 2: Take the hidden sign" in page
    assert "Line 3: Mia Stone stands in line 1 already." in page
    assert "Mia Stone\nLeo" in page


@pytest.mark.parametrize("said", [{}, {"lines": " \n"}, {"lines": "\0"}, {"lines": "Mia", "party": "NONE22"}])
def test_nothing_to_add_is_said_at_its_field(crew, sail, said):
    assert crew.post(url(sail, "add/"), said).status_code == 422
    assert names(sail) == []


def test_who_added_themself_is_accepted(crew, sail):
    guest = aboard.walk_in(sail)

    crew.post(url(sail, f"{guest.pk}/accept/"))

    guest.refresh_from_db()
    assert guest.accepted_by.name == "Ana Reyes"


def test_a_guests_page_has_their_link_as_code_and_words(crew, sail):
    guest = aboard.guest(sail, phone="555 0100")

    page = crew.get(url(sail, f"{guest.pk}/")).content.decode()

    assert f'value="{links.guest_url(guest)}"' in page
    assert "<svg" in page
    assert "sms:555 0100?&amp;body=Your%20page" in page


def test_the_link_is_sent_again_and_made_anew(crew, sail):
    guest = aboard.guest(sail, email="mia@example.com")
    old = links.guest_token(guest)

    crew.post(url(sail, f"{guest.pk}/invite/"))
    crew.post(url(sail, f"{guest.pk}/link/"))

    assert links.guest_of(old) is None
    assert list(OutgoingMail.objects.order_by("pk").values_list("state", flat=True)) == ["cancelled", "queued"]


def test_a_guest_is_taken_off_with_a_reason_alone(crew, sail):
    guest = aboard.guest(sail)

    refused = crew.post(url(sail, f"{guest.pk}/remove/"), {"reason": ""})
    done = crew.post(url(sail, f"{guest.pk}/remove/"), {"reason": "Ill"})

    assert (refused.status_code, done.status_code, names(sail)) == (422, 303, [])
    assert "Say why: the reason is kept." in refused.content.decode()


def test_a_hold_is_extended_on_the_houses_clock(crew, sail):
    guest = aboard.guest(sail, hold_until=clock.now() + timedelta(minutes=5))
    until = sail.departs_at

    wrong = crew.post(url(sail, f"{guest.pk}/hold/"), {"until": "2020-01-01T10:00"})
    crew.post(url(sail, f"{guest.pk}/hold/"), {"until": f"{until.astimezone(factories.HOUSE):%Y-%m-%dT%H:%M}"})

    guest.refresh_from_db()
    assert wrong.status_code == 422
    assert guest.hold_until == until.replace(second=0, microsecond=0)


def test_the_docks_link_is_shut_opened_and_made_anew(crew, sail):
    old = links.dock_token(sail)

    answers = [crew.post(url(sail, f"dock/{act}/")).status_code for act in ("shut", "open", "renew", "burn")]

    assert answers == [303, 303, 303, 404]
    assert (links.sail_of(old), SailDoor.objects.shut_on(sail)) == (None, False)
    assert links.dock_url(sail) in crew.get(url(sail, "dock/")).content.decode()


def test_a_partys_link_is_made_anew(crew, sail):
    party = factories.booking(sail)
    old = links.party_token(party)

    crew.post(url(sail, f"party/{party.reference}/"))

    assert links.party_of(old) is None


def test_a_guest_of_another_sail_is_not_found_here(crew, sail):
    other = aboard.guest()

    asked = crew.get(url(sail, f"{other.pk}/")), crew.post(url(sail, f"{other.pk}/accept/"))

    assert [answer.status_code for answer in asked] == [404, 404]


def test_once_the_sail_has_left_the_list_tells_what_became_of_each_and_asks_nothing(crew, sail):
    came = aboard.aboard(aboard.cleared(sail, "Ana Cruz"), sail.created_by)
    Guest.objects.filter(pk=came.pk).update(state="ashore")
    aboard.guest(sail, "Leo Park", state="no_show")
    SailEvent.objects.update(status="closed", departed_at=sail.departs_at, departed_by=sail.created_by)

    page = crew.get(url(sail)).content.decode()

    assert re.findall(r'"reach"><span>([^<]+)<', page) == ["ashore", "did not come"]
    assert re.findall(r'class="status', page) == []
    assert "1 of 2 listed stepped aboard." in page
