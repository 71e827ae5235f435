"""Offers: each way an answer can come too late, from the wrong person, or without a right behind it."""

from datetime import timedelta

import pytest

from crew import roles, tasks
from crew.models import Assignment
from scc_site.models import OutgoingMail, Scope
from tests import factories, letters
from tests.crew.test_roles import counters, office, sail_with_captain
from tests.factories import NOW
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def offered(role="chef", by=None, **fields):
    """A sail, Cleo, and the offer made to her."""
    sail, cleo = factories.event(**fields), factories.person("Cleo")
    return sail, cleo, roles.designate(event=sail, role=role, person=cleo, by=by or office(), at=NOW)


def answer(sail, person, accept=True, at=NOW + MINUTE, role="chef"):
    return roles.answer_offer(event=sail, role=role, by=person, accept=accept, at=at)


def test_an_accepted_offer_is_a_confirmed_seat_and_the_inviter_is_told():
    sail, cleo, offer = offered()

    held = answer(sail, cleo)

    assert (held.pk, held.state, held.confirmed_by) == (offer.pk, "confirmed", cleo)
    assert counters(sail) == ("open", 1, 4)
    assert OutgoingMail.objects.get(kind="offer_answered").person == offer.made_by


def test_a_declined_offer_frees_the_seat_and_keeps_the_reason():
    sail, cleo, _ = offered()

    held = roles.answer_offer(event=sail, role="chef", by=cleo, accept=False, at=NOW, reason="At a wedding.")

    assert (held.state, held.reason, held.ended_by) == ("declined", "At a wedding.", cleo)
    assert roles.claim(event=sail, role="chef", by=factories.person(), at=NOW).state == "confirmed"


def test_an_offer_is_not_taken_by_another_person():
    sail, _, offer = offered()

    with pytest.raises(roles.NotOffered, match="has not been offered to you"):
        answer(sail, factories.person())

    offer.refresh_from_db()
    assert offer.state == "offered"


def test_an_offer_is_accepted_once():
    sail, cleo, _ = offered()
    answer(sail, cleo)

    with pytest.raises(roles.NotOffered, match="accepted this offer already"):
        answer(sail, cleo)


def test_an_offer_declined_cannot_be_accepted_after_all():
    sail, cleo, _ = offered()
    answer(sail, cleo, accept=False)

    with pytest.raises(roles.NotOffered, match="declined this offer already"):
        answer(sail, cleo)


@pytest.mark.parametrize("ticked", [True, False])
def test_an_offer_cannot_be_answered_once_it_has_lapsed_whether_the_tick_ran_or_not(ticked):
    sail, cleo, offer = offered()
    if ticked:
        tasks.expire_offers(at=offer.answer_by)

    with pytest.raises(roles.NotOffered, match=r"lapsed on Tue 2 Jun 10:00"):
        answer(sail, cleo, at=offer.answer_by)


def test_an_offer_withdrawn_cannot_be_accepted_its_link_is_dead_and_its_letter_stays():
    sail, cleo, _ = offered()
    roles.withdraw(event=sail, role="chef", person=cleo, by=office(), at=NOW)

    with pytest.raises(roles.NotOffered, match="withdrawn"):
        answer(sail, cleo)

    assert cleo.login_codes.get().revoked_at == NOW
    assert OutgoingMail.objects.get(kind="offer").state == "cancelled"


def test_an_offer_dies_with_its_captains_seat():
    sail, ana = sail_with_captain()
    cleo = factories.person("Cleo")
    roles.designate(event=sail, role="chef", person=cleo, by=ana, at=NOW)
    roles.withdraw(event=sail, role="captain", person=ana, by=office(), at=NOW)

    with pytest.raises(roles.NotOffered, match="Ana Reyes, who offered you this seat, can no longer offer it"):
        answer(sail, cleo)


def test_an_offer_can_be_declined_though_its_inviter_lost_the_right():
    sail, ana = sail_with_captain()
    cleo = factories.person("Cleo")
    roles.designate(event=sail, role="chef", person=cleo, by=ana, at=NOW)
    roles.withdraw(event=sail, role="captain", person=ana, by=office(), at=NOW)

    assert answer(sail, cleo, accept=False).state == "declined"


@pytest.mark.parametrize("lost", [{"is_admin": False}, {"is_active": False}])
def test_an_offer_dies_with_the_offices_right(lost):
    boss = office()
    sail, cleo, _ = offered(by=boss)
    type(boss).objects.filter(pk=boss.pk).update(**lost)

    with pytest.raises(roles.NotOffered, match="can no longer offer it"):
        answer(sail, cleo)


def test_an_offer_is_not_accepted_over_a_sail_taken_since():
    sail, cleo, _ = offered()
    roles.claim(event=factories.event(event_id="other-sail"), role="chef", by=cleo, at=NOW)

    with pytest.raises(roles.Overlaps, match="other-sail"):
        answer(sail, cleo)

    assert counters(sail) == ("open", 0, 4)


def test_lapsed_offers_end_once_and_each_inviter_is_told_once():
    sail, _, offer = offered(role="captain")
    standing = offered(departs_at=NOW + 60 * DAY)[2]
    Assignment.objects.filter(pk=standing.pk).update(answer_by=NOW + 3 * DAY)

    ended = [roles.expire_offers(at=offer.answer_by) for _ in range(2)]

    offer.refresh_from_db()
    standing.refresh_from_db()
    assert (ended, offer.state, standing.state) == ([1, 0], "expired", "offered")
    assert counters(sail) == ("open", 0, 4)
    assert OutgoingMail.objects.filter(kind="offer_answered").count() == 1


# --- through the door ---


def by_link(client, link):
    return client.post(letters.path_of(link), secure=True)


def test_the_offered_opens_the_link_and_accepts_within_that_one_sail(client):
    from tests.crew.test_views import soon

    sail, cleo = soon(), factories.person("Cleo")
    boss = signed_in(factories.admin(), "admin")
    seat = {"event_id": sail.event_id, "role": "chef"}
    assert boss.post("/auth/designate/", seat | {"person": cleo.email}, secure=True).status_code == 303

    opened = by_link(client, letters.newest("offer")["link"])
    page = client.get(f"/events/{sail.event_id}/", secure=True)
    accepted = client.post("/auth/answer/", seat | {"answer": "accept"}, secure=True)

    assert opened["Location"] == f"/events/{sail.event_id}/"
    assert "Accept" in page.content.decode()
    assert accepted.status_code == 303
    assert Assignment.objects.get(person=cleo).state == "confirmed"


def test_fields_that_are_not_the_forms_change_nothing():
    from tests.crew.test_views import soon

    sail, other, ben = soon(), soon(), factories.person("Ben")
    client = signed_in(ben, "event", sail.event_id)
    extra = {"scope": "admin", "state": "confirmed", "is_admin": "1", "person": "ana@example.com", "by": "1"}

    taken = client.post("/auth/claim/", {"event_id": sail.event_id, "role": "crew"} | extra, secure=True)
    foreign = client.post("/auth/claim/", {"event_id": other.event_id, "role": "crew"} | extra, secure=True)
    as_admin = client.post("/auth/claim/", {"event_id": sail.event_id, "role": "admin"} | extra, secure=True)

    ben.refresh_from_db()
    assert [answer.status_code for answer in (taken, foreign, as_admin)] == [303, 404, 422]
    assert Assignment.objects.get().person == ben
    assert (ben.is_admin, ben.auth_sessions.get().scope) == (False, Scope.EVENT)
