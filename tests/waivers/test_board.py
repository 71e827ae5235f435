"""The board's pages: everybody with one word, one tap each, whole without a script; and for its crew alone."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import SailEvent
from scc_site import clock
from scc_site.models import OutgoingMail
from tests import factories
from tests.signing_in import signed_in
from tests.waivers import aboard
from waivers.models import Guest

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


class Dock:
    """A sail that boards, its captain's browser and the board's address."""

    def __init__(self):
        soon = clock.now() + timedelta(hours=1)
        self.sail = factories.event(event_id="jada-0604", departs_at=soon, status="boarding")
        self.ana = factories.person("Ana Reyes")
        factories.assignment(self.sail, self.ana, "captain")
        self.browser = signed_in(self.ana)
        self.base = "/events/jada-0604/boarding/"
        self.later = {"hold_until": soon}

    def page(self, **asked):
        return self.browser.get(self.base, asked, secure=True)

    def tap(self, guest, act="check-in", headers=None, **sent):
        return self.browser.post(f"{self.base}{guest.pk}/{act}/", sent, secure=True, headers=headers or {})


@pytest.fixture
def dock():
    return Dock()


def rows(html):
    """Name and word of each row, in the page's order."""
    found = re.findall(r'guest-name">([^<]+)</span><span class="guest-word[^"]*">([^<]+)<', html)
    return [(name, word) for name, word in found]


def counted(html):
    return dict(reversed(pair) for pair in re.findall(r"<dd>([^<]+)</dd><dt>([^<]+)</dt>", html))


def test_the_board_says_one_word_of_each_by_party(dock):
    party = factories.booking(dock.sail, "Mia Stone", party_size=3, lead_phone="+1 619 555 0177")
    mia = aboard.cleared(dock.sail, "Mia Stone", booking=party)
    aboard.child(mia)
    aboard.walk_in(dock.sail, "Leo Park", **dock.later)

    html = dock.page().content.decode()

    assert rows(html) == [("Kit Stone", "hold"), ("Mia Stone", "may board"), ("Leo Park", "hold")]
    assert counted(html) == {"aboard": "0", "may board": "1", "hold": "2", "blocked": "0", "places": "4/20"}
    assert re.findall(r"\d place\w* not named yet", html) == ["1 place not named yet"]
    assert re.findall(r'href="(tel:[^"]+)">Call Mia', html) == ["tel:+1 619 555 0177"]


def test_a_sail_that_has_left_asks_for_no_more_names(dock):
    factories.booking(dock.sail, "Mia Stone", party_size=3, lead_phone="+1 619 555 0177")
    SailEvent.objects.update(status="under_way", departed_at=dock.sail.departs_at, departed_by=dock.ana)

    html = dock.page().content.decode()

    assert re.findall(r"not named yet|Call Mia", html) == []


def test_a_tap_checks_in_and_leads_back_to_the_row(dock):
    mia = aboard.cleared(dock.sail)

    answer = dock.tap(mia)

    assert (answer.status_code, answer.headers["Location"]) == (303, f"{dock.base}#guest-{mia.pk}")
    assert rows(dock.page().content.decode()) == [("Mia Stone", "aboard")]
    assert Guest.objects.get().aboard_by == dock.ana


def test_htmx_gets_the_row_with_what_hangs_on_it(dock):
    mia = aboard.cleared(dock.sail)
    aboard.child(mia)

    html = dock.tap(mia, headers=HTMX).content.decode()

    assert rows(html) == [("Mia Stone", "aboard"), ("Kit Stone", "may board")]
    assert (counted(html)["aboard"], html.count('hx-swap-oob="true"'), "<html" in html) == ("1", 2, False)


def test_a_second_phone_is_shown_the_first_time_and_name(dock):
    mia = aboard.cleared(dock.sail)
    aboard.aboard(mia, factories.person("Ben Ito"), clock.now())

    html = dock.tap(mia, headers=HTMX).content.decode()

    assert re.findall(r"Mia Stone was aboard since \d\d:\d\d, checked in by Ben Ito\.", html) != []
    assert Guest.objects.get().aboard_by.name == "Ben Ito"


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_who_may_not_board_is_refused_with_the_reason_beside_what_mends_it(dock, headers):
    leo = aboard.guest(dock.sail, "Leo Park", **dock.later)

    answer = dock.tap(leo, headers=headers)

    html = answer.content.decode()
    assert (answer.status_code, Guest.objects.get().aboard_at) == (409, None)
    assert "Leo Park may not board (hold, WAIVER_MISSING): waiver not signed." in html
    assert "Show the QR code" in html


@pytest.mark.parametrize(
    ("fields", "labels"),
    [
        ({"email": "leo@example.com"}, ["Send the link again", "Show the QR code", "Sign on my phone"]),
        ({}, ["Show the QR code", "Sign on my phone"]),
        ({"source": "dock", "state": "on_hold", "late": True}, ["Hold a place again", "Show the QR code"]),
        ({"state": "declined"}, ["Take up again"]),
    ],
)
def test_each_reason_comes_with_its_mend(dock, fields, labels):
    late = fields.pop("late", False)
    aboard.guest(dock.sail, "Leo Park", **fields | ({} if late else dock.later))

    html = dock.page().content.decode()

    given = re.findall(r'class="btn[^"]*"[^>]*>([^<]+)', html)
    assert [label for label in given if label in labels] == labels


def test_the_mends_mend(dock):
    leo = aboard.walk_in(dock.sail, email="leo@example.com", hold_until=clock.now() - timedelta(hours=1))

    taps = [dock.tap(leo, act).status_code for act in ("rehold", "accept", "send")]
    gone = dock.tap(leo, "give-back", reason="Ill")
    back = dock.tap(leo, "restore", reason="Well again")

    assert (taps, gone.status_code, back.status_code) == ([303] * 3, 303, 303)
    assert OutgoingMail.objects.filter(to="leo@example.com").exists()
    leo.refresh_from_db()
    assert (leo.accepted_by, leo.state) == (dock.ana, Guest.State.ON_HOLD)


@pytest.mark.parametrize("act", ["undo", "give-back", "restore"])
def test_what_takes_something_back_wants_a_reason(dock, act):
    mia = aboard.cleared(dock.sail)
    if act == "undo":
        aboard.aboard(mia, dock.ana, clock.now())

    answer = dock.tap(mia, act, reason=" ")

    mia.refresh_from_db()
    assert (answer.status_code, mia.declined_at, bool(mia.aboard_at)) == (422, None, act == "undo")


def test_a_name_is_searched_without_a_script(dock):
    for name in ("Mia Stone", "Leo Park"):
        aboard.cleared(dock.sail, name)

    found = rows(dock.page(q="PARK").content.decode())
    nobody = dock.page(q="quint").content.decode()

    assert (found, rows(nobody)) == ([("Leo Park", "may board")], [])
    assert "Nobody on this sail has that name." in nobody
    assert dock.page(q="x" * 81).status_code == 422


def test_a_message_carries_the_link_and_a_number_that_is_none_is_not_dialled(dock):
    aboard.guest(dock.sail, "Leo Park", phone="+1 (619) 555-0178", **dock.later)
    aboard.guest(dock.sail, "Zoe Lane", phone="ask the lead", **dock.later)

    html = dock.page().content.decode()

    assert re.findall(r'href="(tel:[^"]*)"', html)[0] == "tel:+16195550178"
    assert re.findall(r'href="sms:(\S+?)\?&amp;body=[^"]*https%3A|href="sms:(\S+?)\?', html) != []
    assert html.count("Call Zoe") == 0


def test_a_guest_of_another_sail_and_an_act_that_is_none_are_not_there(dock):
    mia = aboard.cleared(dock.sail)
    stranger = aboard.cleared()

    answers = [dock.tap(stranger), dock.tap(mia, "promote"), dock.browser.get(f"{dock.base}{10**30}/qr/", secure=True)]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert Guest.objects.filter(aboard_at__isnull=False).count() == 0


def test_the_qr_page_shows_the_guests_own_link(dock):
    leo = aboard.guest(dock.sail, "Leo Park", **dock.later)

    html = dock.browser.get(f"{dock.base}{leo.pk}/qr/", secure=True).content.decode()

    assert html.count("<svg") == 2
    assert re.findall(r"<small class=\"address\">(\S+/guest/\S+/)</small>", html) != []


@pytest.mark.parametrize("count", [1, 20])
def test_the_board_asks_as_often_for_one_as_for_twenty(dock, count):
    party = factories.booking(dock.sail, party_size=count)
    mia = aboard.cleared(dock.sail, booking=party)
    for number in range(count - 1):
        aboard.child(mia, f"Kit {number}")
    dock.page()

    with CaptureQueriesContext(connection) as seen:
        html = dock.page().content.decode()

    assert len(rows(html)) == count
    assert len(seen) == 6, [query["sql"] for query in seen]
