"""Cast-off and return by head count: what stands in the way, what is frozen, what goes ashore."""

import json
from datetime import timedelta
from hashlib import sha256

import pytest

from events import contributions, lifecycle
from events.models import SailEvent
from scc_site.mail import pump
from scc_site.models import OutgoingMail
from scc_site.refusals import Mistyped
from tests import factories
from tests.factories import NOW
from tests.signing_in import signed_in
from tests.waivers import aboard
from waivers.boarding import freezing
from waivers.models import GENESIS, FrozenList, Guest, WaiverText

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=3)


class Boat:
    """A captain, a hand, a family of two aboard and somebody who did not come."""

    def __init__(self):
        self.sail = factories.event(
            event_id="jada-0604", vessel=factories.vessel(name="JADA", legal_maximum=6), capacity=6
        )
        self.ana, self.ben = factories.person("Ana Reyes", phone="+1 619 555 0101"), factories.person("Ben Ito")
        factories.assignment(self.sail, self.ana, "captain")
        factories.assignment(self.sail, self.ben, "crew")
        self.mia = aboard.aboard(aboard.cleared(self.sail, "Mia Stone"), self.ana)
        self.kit = aboard.aboard(aboard.child(self.mia, is_small=True), self.ben)
        self.zoe = aboard.guest(self.sail, "Zoe Lane")

    def depart(self, head_count=2):
        return lifecycle.depart(event=self.sail, by=self.ana, at=NOW, head_count=head_count)

    def back(self, head_count=2):
        return lifecycle.return_to_dock(event=self.sail, by=self.ana, at=LATER, head_count=head_count)

    def states(self):
        return dict(Guest.objects.filter(event=self.sail).order_by("name").values_list("name", "state"))

    def lists(self):
        return [(one.number, one.kind, one.head_count) for one in FrozenList.objects.filter(event=self.sail)]


@pytest.fixture
def boat(settings):
    settings.SHORE_CONTACT = "harbor@example.com"
    return Boat()


def test_a_sail_leaves_with_those_counted_and_the_rest_did_not_come(boat):
    boat.depart()

    assert boat.states() == {"Kit Stone": "aboard", "Mia Stone": "aboard", "Zoe Lane": "no_show"}
    assert boat.lists() == [(1, "departure", 2)]


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "You counted 1; 2 are checked in. 1 checked in and not there: undo them. Then count again."),
        (5, "You counted 5; 2 are checked in. 3 not checked in. Then count again."),
    ],
)
def test_a_wrong_count_keeps_the_sail_at_the_dock_and_says_the_difference(boat, count, words):
    with pytest.raises(lifecycle.Miscounted) as refused:
        boat.depart(count)

    boat.sail.refresh_from_db()
    assert (refused.value.sentence, boat.sail.status, boat.lists()) == (words, "scheduled", [])


def test_guests_aboard_must_be_counted(boat):
    with pytest.raises(Mistyped) as refused:
        boat.depart(None)

    assert refused.value.faults == {"head_count": ["Count the guests aboard, and type how many they are."]}


def test_nobody_aboard_need_not_be_counted():
    sail, ana = factories.event(), factories.person()
    aboard.guest(sail)

    lifecycle.depart(event=sail, by=ana, at=NOW)

    assert Guest.objects.get().state == Guest.State.NO_SHOW


def test_somebody_aboard_who_is_not_cleared_any_more_keeps_the_sail_at_the_dock(boat):
    WaiverText.objects.update(withdrawn_at=NOW, withdrawn_by=boat.ana)

    with pytest.raises(lifecycle.NotReady) as refused:
        boat.depart()

    assert "Mia Stone is aboard and not cleared any more: the signature no longer holds." in refused.value.sentence
    assert boat.lists() == []


def test_more_aboard_than_the_boat_may_carry_is_a_wall(boat):
    boat.sail.refresh_from_db(fields=["guests_added"])
    boat.sail.vessel.legal_maximum = 1  # the database refuses to keep it: a wall behind a wall

    assert contributions.blockers(boat.sail, at=NOW) == ["2 guests are aboard; JADA may carry 1."]


def test_the_list_says_who_is_aboard_and_proves_it(boat):
    boat.depart()

    frozen = FrozenList.objects.get()
    said = json.loads(bytes(frozen.content))
    assert frozen.sha256 == sha256(bytes(frozen.content)).hexdigest()
    assert said["guests"] == [
        {"guardian": "Mia Stone", "is_minor": True, "is_small": True, "name": "Kit Stone", "party": ""},
        {"guardian": "", "is_minor": False, "is_small": False, "name": "Mia Stone", "party": ""},
    ]
    assert said["crew"] == [{"name": "Ana Reyes", "role": "captain"}, {"name": "Ben Ito", "role": "crew"}]
    assert said["counts"] == {"guests": 2, "minors": 1, "small": 1, "crew": 2, "in_all": 4}
    assert (said["captain"], said["sail"]["vessel"], said["at"]) == ("Ana Reyes", "JADA", "2026-06-01T17:00:00.000000Z")
    assert (said["chain_head"], said["previous"]) == (boat.kit.record.link, "")
    assert (frozen.chain_head, freezing.is_whole(frozen)) == (boat.kit.record.link, True)


def test_a_list_of_nobody_is_kept_for_the_crew():
    sail = factories.event()

    lifecycle.depart(event=sail, by=factories.person(), at=NOW)

    frozen = FrozenList.objects.get()
    assert (frozen.head_count, frozen.chain_head) == (0, GENESIS)


def test_the_list_goes_ashore_once(boat):
    boat.depart()
    for _ in range(2):
        pump.run(time=lambda: NOW)

    letter = OutgoingMail.objects.get(kind="frozen_list")
    frozen = FrozenList.objects.get()
    assert (letter.to, letter.person, letter.context["sha256"]) == ("harbor@example.com", None, frozen.sha256)
    assert letter.context["guests"] == ["Kit Stone, minor with Mia Stone, child’s life jacket", "Mia Stone"]
    assert letter.context["count"] == "4 aboard: 2 guests (1 minor, 1 child’s life jacket), 2 crew"


@pytest.mark.parametrize("contact", ["", "Harbor office, channel 12", "+1 619 555 0199"])
def test_a_shore_contact_without_an_address_is_read_the_list_by_phone(boat, settings, contact):
    settings.SHORE_CONTACT = contact

    boat.depart()

    assert (OutgoingMail.objects.count(), len(boat.lists())) == (0, 1)


def test_as_many_come_back_as_left(boat):
    boat.depart()
    with pytest.raises(lifecycle.Miscounted) as fewer:
        boat.back(1)
    with pytest.raises(Mistyped):
        boat.back(None)

    boat.back(2)

    assert fewer.value.sentence == "You counted 1; 2 are aboard by the list. 1 missing: nobody steps off."
    assert boat.states() == {"Kit Stone": "ashore", "Mia Stone": "ashore", "Zoe Lane": "no_show"}
    assert boat.lists() == [(1, "departure", 2), (2, "return", 2)]
    assert OutgoingMail.objects.filter(kind="frozen_list").count() == 1


@pytest.mark.parametrize("typed", ["two", "-1", "1000", "2.5", "9" * 400, "\x00"])
def test_a_count_that_is_no_number_of_people_is_typed_again(boat, typed):
    answer = signed_in(boat.ana).post("/events/jada-0604/depart/", {"head_count": typed}, secure=True)

    assert (answer.status_code, SailEvent.objects.get().status) == (422, "scheduled")


@pytest.mark.parametrize(("typed", "status"), [("", 422), ("3", 409), ("2", 303)])
def test_the_captain_types_the_count(boat, typed, status):
    browser = signed_in(boat.ana)

    left = browser.post("/events/jada-0604/depart/", {"head_count": typed}, secure=True)

    assert (left.status_code, len(boat.lists())) == (status, int(status == 303))


def test_the_count_is_typed_on_its_own_page_and_a_wrong_one_stays_typed(boat):
    browser, page = signed_in(boat.ana), "/events/jada-0604/boarding/count/"

    asked = browser.get(page, secure=True).content.decode()
    wrong = browser.post(page, {"head_count": "3"}, secure=True)
    left = browser.post(page, {"head_count": "2"}, secure=True)
    back = browser.post(page, {"head_count": "2"}, secure=True)

    assert "mailed to harbor@example.com" in asked
    assert (wrong.status_code, 'value="3"' in wrong.content.decode()) == (409, True)
    assert "You counted 3; 2 are checked in. 1 not checked in." in wrong.content.decode()
    assert (left.status_code, back.status_code, boat.lists()) == (303, 303, [(1, "departure", 2), (2, "return", 2)])


def test_the_frozen_lists_are_read_and_their_hash_is_shown(boat):
    boat.depart()

    html = signed_in(boat.ben).get("/events/jada-0604/boarding/lists/", secure=True).content.decode()

    assert html.count(FrozenList.objects.get().sha256) == 1
    assert "Kit Stone, minor with Mia Stone, child’s life jacket" in html
    assert "As it was frozen" in html


class TestAmendments:
    page = "/events/jada-0604/boarding/amend/"

    def amend(self, boat, guest, why="Miscounted"):
        return signed_in(boat.ana).post(self.page, {"guest": guest.pk, "reason": why}, secure=True)

    def test_who_was_not_aboard_is_taken_off_and_the_shore_hears_of_it(self, boat):
        boat.depart()

        answer = self.amend(boat, boat.kit, "Stayed with an aunt")

        frozen = FrozenList.objects.order_by("-number").first()
        assert (answer.status_code, boat.lists()) == (303, [(1, "departure", 2), (2, "amendment", 1)])
        assert (frozen.why, boat.states()["Kit Stone"]) == ("Kit Stone was not aboard: Stayed with an aunt", "no_show")
        assert json.loads(bytes(frozen.content))["previous"] == FrozenList.objects.get(number=1).sha256
        assert OutgoingMail.objects.filter(kind="frozen_list").count() == 2

    def test_who_was_missed_is_put_on_if_they_ever_signed(self, boat):
        late = aboard.cleared(boat.sail, "Leo Park")
        boat.depart()

        unsigned, signed = self.amend(boat, boat.zoe), self.amend(boat, late)

        assert (unsigned.status_code, signed.status_code) == (409, 303)
        assert boat.states() | {} == {
            "Kit Stone": "aboard", "Leo Park": "aboard", "Mia Stone": "aboard", "Zoe Lane": "no_show",
        }  # fmt: skip
        assert boat.lists()[-1] == (2, "amendment", 3)

    @pytest.mark.parametrize("why", ["", "   "])
    def test_an_amendment_needs_a_reason(self, boat, why):
        boat.depart()

        answer = self.amend(boat, boat.kit, why)

        assert (answer.status_code, len(boat.lists())) == (422, 1)

    def test_there_is_nothing_to_amend_before_cast_off_nor_by_a_hand(self, boat):
        early = self.amend(boat, boat.kit)
        boat.depart()

        by_ben = signed_in(boat.ben).post(self.page, {"guest": boat.kit.pk, "reason": "No"}, secure=True)

        assert (early.status_code, by_ben.status_code, len(boat.lists())) == (409, 404, 1)
