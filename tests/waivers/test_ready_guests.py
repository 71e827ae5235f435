"""The guests on the pages of their sail: ready to sail, the run sheet, the panel; for its crew and the office alone."""

import re
from datetime import timedelta

import pytest

from events.models import SailEvent
from events.ready import run_pages, stamps
from scc_site import clock
from tests import factories
from tests.signing_in import as_person, signed_in
from tests.waivers import aboard
from waivers import sheet

pytestmark = pytest.mark.django_db


class House:
    """A sail with a captain, a family cleared, somebody without a waiver, one who added themself."""

    def __init__(self):
        soon = clock.now() + timedelta(hours=3)
        self.sail = factories.event(event_id="jada-0604", departs_at=soon, capacity=12)
        self.ana = factories.person("Ana Reyes")
        factories.assignment(self.sail, self.ana, "captain")
        self.mia = aboard.cleared(self.sail, "Mia Stone", diet="vegan", phone="+1 619 555 0177")
        aboard.child(self.mia, is_small=True, diet="vegan")
        later = {"hold_until": soon}
        self.zoe = aboard.guest(self.sail, "Zoe Lane", email="zoe@example.com", diet="gluten_free", **later)
        self.leo = aboard.walk_in(self.sail, "Leo Park", **later)

    def fresh(self):
        return SailEvent.objects.named("jada-0604")

    def half(self):
        halves = stamps.halves_of(self.fresh(), as_person(self.ana), clock.now())
        return next(half for half in halves if half.title == "Guests")


@pytest.fixture
def house():
    return House()


def test_each_guest_who_is_not_cleared_is_a_line_with_its_mend(house):
    half = house.half()

    assert [line.sentence for line in half.lines] == [
        "Head count: 4 booked of 12, 2 cleared",
        "Leo Park: hold: added themself: not accepted yet",
        "Zoe Lane: hold: waiver not signed",
    ]
    assert [mend.label for line in half.lines for mend in line.mends] == ["Accept", "Send again"]


def test_a_mend_on_the_ready_page_leads_back_to_it(house):
    page = f"/events/jada-0604/boarding/{house.leo.pk}/accept/"

    answer = signed_in(house.ana).post(page, {"from": "ready"}, secure=True)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/events/jada-0604/ready/")
    assert "Leo Park: hold: waiver not signed" in [line.sentence for line in house.half().lines]


def test_the_run_sheet_names_guests_and_feeds_the_galley(house):
    part = next(part for part in run_pages.parts_of(house.fresh()) if part.name == "guests")

    said = {row.label: row.said for row in part.rows}
    assert said == {
        "Diets": "1 gluten free, 2 vegan",
        "Minors": "1",
        "Child’s life jackets": "1",
        "Kit Stone": "cleared · minor, child’s life jacket, vegan",
        "Leo Park": "on hold",
        "Mia Stone": "cleared · +1 619 555 0177 · vegan",
        "Zoe Lane": "invited · gluten free",
    }


def test_the_sheet_tells_how_it_stood(house):
    before = sheet.part(house.fresh(), clock.now())
    house.zoe.diet = "vegan"
    house.zoe.save(update_fields=["diet"])

    now = sheet.part(house.fresh(), None)

    assert [row.text for row in (before[0].rows[0], now[0].rows[0])] == ["1 gluten free, 2 vegan", "3 vegan"]


def test_the_sails_page_counts_guests_for_its_crew_and_leads_to_the_head_count(house):
    own = signed_in(house.ana).get("/events/jada-0604/", secure=True).content.decode()
    hand = signed_in(factories.person()).get("/events/jada-0604/", secure=True).content.decode()

    assert re.findall(r'href="(/events/jada-0604/boarding/[^"]*)"', own) == [
        "/events/jada-0604/boarding/count/", "/events/jada-0604/boarding/",
    ]  # fmt: skip
    assert ("1 gluten free, 2 vegan" in own, 'id="guests"' in hand, "gluten" in hand) == (True, False, False)


def test_a_sail_without_guests_casts_off_as_ever():
    sail, ana = factories.event(event_id="bare"), factories.person()
    factories.assignment(sail, ana, "captain")

    html = signed_in(ana).get("/events/bare/", secure=True).content.decode()

    assert ('action="/events/bare/depart/"' in html, "boarding/count" in html) == (True, False)
