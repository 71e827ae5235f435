"""A guest's code before the captain's camera: verdict, already aboard, another trip, not ours."""

import re

import pytest

from tests import factories
from tests.signing_in import signed_in
from tests.waivers import aboard
from waivers import links
from waivers.models import Guest

pytestmark = pytest.mark.django_db


class Dock:
    def __init__(self):
        self.sail = factories.event(event_id="jada-0604", status="boarding")
        self.ana = factories.person("Ana Reyes")
        factories.assignment(self.sail, self.ana, "captain")
        self.browser = signed_in(self.ana)

    def scan(self, code):
        return self.browser.post("/events/jada-0604/boarding/scan/", {"code": code}, secure=True)

    def says(self, code):
        return re.findall(r'scan-result[^>]*><p class="guest-word[^>]*>([^<]+)<', self.scan(code).content.decode())


@pytest.fixture
def dock():
    return Dock()


@pytest.mark.parametrize("way", ["url", "typed", "waiver", "blanks"])
def test_a_guest_of_this_sail_has_their_verdict_and_boards_by_a_tap(dock, way):
    mia = aboard.cleared(dock.sail)
    url, token = links.guest_url(mia), links.guest_token(mia)
    codes = {"url": url, "typed": token, "waiver": links.waiver_url(mia) + "?lang=es", "blanks": f"  {url}\n"}

    answer = dock.scan(codes[way])

    assert dock.says(codes[way]) == ["May board"]
    assert f"/boarding/{mia.pk}/check-in/" in answer.content.decode()
    assert Guest.objects.get().aboard_at is None


def test_somebody_aboard_already_is_said_to_be(dock):
    mia = aboard.aboard(aboard.cleared(dock.sail), dock.ana)

    assert dock.says(links.guest_url(mia)) == ["Already aboard since 10:00, checked in by Ana Reyes."]


def test_another_trip_is_named_and_nobody_on_it(dock):
    other = factories.event(vessel=factories.vessel(name="Queen of San Diego"))
    mia = aboard.cleared(other, "Mia Stone")

    html = dock.scan(links.guest_url(mia)).content.decode()

    assert dock.says(links.guest_url(mia)) == ["Another trip: Sunset charter on Queen of San Diego, Thu 4 Jun 10:00."]
    assert "Mia" not in html


@pytest.mark.parametrize(
    "code", ["x", "https://example.com/guest/" + "x" * 36 + "/", "%00", "\x01", "../" * 9, "9" * 2000]
)
def test_what_is_not_ours_is_said_to_be_so(dock, code):
    answer = dock.scan(code)

    assert (answer.status_code, dock.says(code)) == (200, ["Not ours: this is no guest’s code."])


@pytest.mark.parametrize("code", ["", "x" * 2001, "\x00"])
def test_a_code_that_cannot_be_read_is_typed_again(dock, code):
    assert (dock.scan(code).status_code, dock.says(code)) == (422, [])


def test_a_link_made_anew_and_somebody_off_the_list_do_not_board(dock):
    mia, leo = aboard.cleared(dock.sail), aboard.cleared(dock.sail, "Leo Park")
    old = links.guest_url(mia)
    Guest.objects.filter(pk=mia.pk).update(link_number=2)
    Guest.objects.filter(pk=leo.pk).update(removed_at=leo.added_at, removed_by=dock.ana)

    assert (dock.says(old), dock.says(links.guest_url(leo))) == (
        ["Not ours: this is no guest’s code."], ["Taken off this sail’s list."],
    )  # fmt: skip


def test_the_docks_own_code_is_told_from_a_guests(dock):
    assert dock.says(links.dock_url(dock.sail)) == ["That is the dock’s code: it opens the page to add oneself."]
