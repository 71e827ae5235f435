"""What each viewer can do, from the ready page, about a seat that is not in order."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crew import handing_on, readiness, roles
from tests import factories
from tests.events.dock import soon
from tests.factories import NOW
from tests.signing_in import as_person, signed_in

pytestmark = pytest.mark.django_db
DEPARTS = NOW + timedelta(hours=3)
AFTER_CALL = DEPARTS - timedelta(minutes=30)


@pytest.fixture
def sail():
    """Captain Ana and Ben, who asks for cover."""
    found = factories.event(event_id="regatta", departs_at=DEPARTS, seats={"captain": 1, "crew": 1})
    factories.assignment(found, factories.person("Ana", phone="0101"), "captain")
    factories.assignment(found, factories.person("Ben", phone="0102"))
    roles.release(event=found, role="crew", by=found.assignments.get(person__name="Ben").person, at=NOW)
    return found


def one(sail, name):
    """Somebody of the sail."""
    return sail.assignments.get(person__name=name).person


def office():
    """Somebody in admin scope."""
    return as_person(factories.admin("Olga"), "admin")


def line_of(sail, viewer, at=NOW):
    """The crew seat's line: its words, and what can be tapped."""
    found = readiness.half(type(sail).objects.named("regatta"), viewer, at).lines[1]
    return found.words, [mend.label for mend in found.mends]


def test_whoever_asks_for_cover_can_still_come(sail):
    assert line_of(sail, one(sail, "Ben")) == ("Ben asks for cover, and comes until it is found", ["I can come"])


def test_i_can_come_is_one_tap_and_leads_back():
    tonight, ben = soon(seats={"crew": 1}), factories.person("Ben")
    held = factories.assignment(tonight, ben, "crew", "covering")

    answer = signed_in(ben).post(
        "/auth/answer/",
        {"event_id": "regatta", "role": "crew", "answer": "keep"},
        headers={"Referer": "http://testserver/events/regatta/ready/"},
    )

    held.refresh_from_db()
    assert (answer["Location"], held.state) == ("/events/regatta/ready/", "confirmed")


def test_the_captain_offers_a_seat_that_wants_cover_until_call(sail):
    assert line_of(sail, one(sail, "Ana"))[1] == ["Offer it"]
    assert line_of(sail, one(sail, "Ana"), AFTER_CALL)[1] == ["See the seats"]


def test_the_office_gives_it_after_call(sail):
    assert line_of(sail, office(), AFTER_CALL)[1] == ["Give it"]


def test_whoever_is_asked_to_take_over_is_named_and_nobody_else_is_asked(sail):
    dana = factories.person("Dana")
    handing_on.delegate(event=sail, role="crew", person=dana, by=one(sail, "Ben"), at=NOW)

    words, mends = line_of(sail, one(sail, "Ana"))

    assert words == "Ben asks for cover, and comes until it is found; Dana is asked, answers by 10:30"
    assert mends == ["See the seats"]


def test_one_who_was_offered_the_seat_is_called(sail):
    sail.assignments.filter(person__name="Ben").update(state="withdrawn", ended_at=NOW, ended_by=one(sail, "Ana"))
    factories.assignment(sail, factories.person("Dana Ko", phone="0103"), "crew", "offered", answer_by=AFTER_CALL)

    assert line_of(sail, one(sail, "Ana")) == ("offered to Dana Ko, answers by 12:30", ["Call Dana"])


def test_a_sail_that_is_out_has_nothing_to_tap(sail):
    type(sail).objects.filter(pk=sail.pk).update(status="under_way")

    assert line_of(sail, one(sail, "Ana"))[1] == []
