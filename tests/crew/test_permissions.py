"""What a seat lets its holder do: rights × standing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from scc_site.models import AuthSession
from tests import factories

pytestmark = pytest.mark.django_db

ANY_CREW = {"events.view_event", "crew.claim"}
ITS_CREW = ANY_CREW | {"events.work_event", "events.tick_item", "crew.delegate"}
ITS_CAPTAIN = ITS_CREW | {"events.depart", "events.return", "crew.designate", "crew.approve"}
OFFICE = ITS_CAPTAIN | {"events.edit"}
ALL = sorted(OFFICE)


def in_scope(person, scope, event_id=""):
    person.auth_session = AuthSession(person=person, scope=scope, event_id=event_id)
    return person


def rights(person, sail):
    return {right for right in ALL if person.has_perm(right, sail)}


def holder(sail, role, state, scope="user", event_id=""):
    person = factories.person()
    factories.assignment(sail, person, role, state)
    return in_scope(person, scope, event_id)


@pytest.mark.parametrize(
    ("role", "state", "expected"),
    [
        ("captain", "confirmed", ITS_CAPTAIN),
        ("captain", "covering", ITS_CAPTAIN),
        ("captain", "claimed", ANY_CREW),
        ("captain", "offered", ANY_CREW),
        ("captain", "released", ANY_CREW),
        ("crew", "confirmed", ITS_CREW),
        ("crew", "covering", ITS_CREW),
        ("chef", "confirmed", ITS_CREW),
        ("crew", "claimed", ANY_CREW),
        ("crew", "offered", ANY_CREW),
        ("crew", "declined", ANY_CREW),
        ("crew", "withdrawn", ANY_CREW),
    ],
)
def test_rights_on_a_sail_follow_the_seat_and_its_state(role, state, expected):
    sail = factories.event()
    person = holder(sail, role, state)

    assert rights(person, sail) == expected


@pytest.mark.parametrize(
    ("make", "scope", "expected"),
    [
        (factories.person, "user", ANY_CREW),
        (factories.admin, "user", set()),
        (factories.admin, "admin", OFFICE),
        (lambda: factories.person(is_crew=False, is_executive=True), "user", set()),
        (lambda: factories.person(is_active=False), "user", set()),
    ],
)
def test_rights_without_a_seat_follow_person_and_scope(make, scope, expected):
    person = in_scope(make(), scope)

    assert rights(person, factories.event()) == expected


def test_a_draft_does_not_exist_for_its_crew():
    sail = factories.event(status="draft")
    captain = holder(sail, "captain", "confirmed")

    assert rights(captain, sail) == set()


def test_an_event_scoped_captain_acts_on_that_sail_and_knows_no_other():
    own, other = factories.event(), factories.event(departs_at=factories.NOW + factories.timedelta(days=9))
    captain = holder(own, "captain", "confirmed", "event", own.event_id)
    factories.assignment(other, captain, "captain")

    assert (rights(captain, own), rights(captain, other)) == (ITS_CAPTAIN, set())


def test_a_captain_of_one_sail_is_crew_on_another():
    own, other = factories.event(), factories.event()
    captain = holder(own, "captain", "confirmed")

    assert rights(captain, other) == ANY_CREW


def test_a_stranger_and_an_unknown_sail_have_no_rights():
    captain = holder(factories.event(), "captain", "confirmed")

    assert not captain.has_perm("events.view_event", "no-such-sail")
    assert not captain.has_perm("events.view_event")


def test_rights_can_be_asked_by_the_sails_public_id():
    sail = factories.event()
    captain = holder(sail, "captain", "confirmed")

    assert captain.has_perm("crew.designate", sail.event_id)


def test_all_rights_on_one_sail_cost_one_query():
    sail = factories.event()
    captain = holder(sail, "captain", "confirmed")

    with CaptureQueriesContext(
        connection,
    ) as queries:
        rights(captain, sail)

    assert len(queries) == 1


def test_rights_are_asked_anew_once_the_sail_is_read_again():
    sail = factories.event()
    captain = holder(sail, "captain", "confirmed")
    assert captain.has_perm("events.depart", sail)

    captain.assignments.update(state="withdrawn", ended_at=factories.NOW, ended_by=captain)
    sail.refresh_from_db()

    assert not captain.has_perm("events.depart", sail)
