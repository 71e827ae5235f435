"""Offers by link, and stepping up into the office."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from scc_site import clock
from scc_site.auth import sessions, sign_in
from scc_site.models import AuthSession, LoginCode
from tests import factories, letters
from tests.factories import NOW
from tests.signing_in import as_person, signed_in
from tests.signing_in import sign_in as put_session

pytestmark = pytest.mark.django_db
ANA = "ana@example.com"


@pytest.fixture
def ana():
    return factories.person("Ana", email=ANA)


def invite(person, inviter, **fields):
    terms = {"event_id": "sail-1", "role": "crew", "expires_at": clock.now() + timedelta(hours=24), "at": clock.now()}
    return letters.path_of(sign_in.invite(person=person, invited_by=inviter, **terms | fields))


def test_an_offers_link_opens_a_session_for_its_sail_alone(ana, client):
    until = clock.now() + timedelta(days=3)
    path = invite(ana, factories.admin(), session_until=until)

    page, answer = client.get(path), client.post(path)

    assert "crew of sail-1" in page.content.decode()
    assert answer.headers["Location"] == "/events/sail-1/"
    row = AuthSession.objects.get()
    assert (row.scope, row.event_id, row.expires_at) == ("event", "sail-1", until)
    assert client.get("/").headers["Location"] == "/events/sail-1/"


def test_an_offers_session_lasts_thirty_days_at_most(ana, client):
    client.post(invite(ana, factories.admin(), session_until=clock.now() + timedelta(days=90)))

    row = AuthSession.objects.get()
    assert row.expires_at - row.created_at == timedelta(days=30)


def test_an_offer_keeps_the_fuller_session_its_person_is_in(ana):
    client = signed_in(ana)

    answer = client.post(invite(ana, factories.admin()))

    assert answer.headers["Location"] == "/events/sail-1/"
    assert settings.SESSION_COOKIE not in answer.cookies
    assert AuthSession.objects.get().scope == "user"
    assert LoginCode.objects.get().used_at is not None


def test_an_offer_is_not_taken_by_another_address(ana):
    ben = signed_in(factories.person("Ben"))

    assert ben.post(invite(ana, factories.admin())).status_code == 409
    assert LoginCode.objects.get().used_at is None


def test_an_offer_is_not_taken_twice(ana):
    path = invite(ana, factories.admin())

    assert [Client().post(path).status_code for _ in range(2)] == [303, 410]


def test_an_offer_is_not_taken_after_expiry(ana, client):
    path = invite(ana, factories.admin(), expires_at=clock.now())

    assert client.post(path).status_code == 410


def test_an_offer_is_not_taken_after_it_was_revoked(ana, client):
    office = factories.admin()
    path, other = invite(ana, office), invite(ana, office, event_id="sail-2")

    revoked = sign_in.revoke_offers(
        person=ana, event_id="sail-1", role="crew", by=office, why="withdrawn", at=clock.now()
    )

    assert revoked == 1
    assert [client.post(path).status_code, client.post(other).status_code] == [410, 303]


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_admin": False}])
def test_an_offer_is_not_taken_after_the_inviter_lost_the_right(ana, client, change):
    office = factories.admin()
    path = invite(ana, office)
    type(office).objects.filter(pk=office.pk).update(**change)

    assert client.get(path).status_code == 410
    assert client.post(path).status_code == 410


def test_an_offer_is_not_taken_after_the_inviter_is_gone_from_the_records(ana, client):
    path = invite(ana, factories.admin())
    LoginCode.objects.update(invited_by=None)

    assert client.post(path).status_code == 410


def test_a_captains_offer_stands_as_long_as_the_captain_does(ana, client):
    sail, captain = factories.event(), factories.person("Captain")
    seat = factories.assignment(sail, captain, "captain")
    path = invite(ana, captain, event_id=sail.event_id)

    standing = client.get(path).status_code
    seat.state, seat.ended_at, seat.ended_by = "released", NOW, captain
    seat.save()

    assert (standing, client.post(path).status_code) == (200, 410)


def test_an_offers_code_can_be_typed_nowhere(ana, client):
    invite(ana, factories.admin())
    client.cookies[settings.FLOW_COOKIE] = ""

    assert client.post("/auth/code/", {"code": "AAAAAA"}).status_code == 422
    assert LoginCode.objects.get().attempts == 0


def test_a_dead_offers_new_letter_leads_back_to_its_sail(ana, client):
    path = invite(ana, factories.admin(), expires_at=clock.now())

    client.post(path + "again/")
    answer = client.post("/auth/code/", {"code": letters.newest()["code"]})

    assert answer.headers["Location"] == "/events/sail-1/"


def test_an_admin_steps_up_by_letter_and_comes_back(client):
    office = factories.admin()
    put_session(client, office)

    turned = client.get("/admin/scc_site/user/")
    sent = client.post("/auth/step-up/")
    entered = client.post("/auth/code/", {"code": letters.newest()["code"]})

    assert turned.headers["Location"] == "/auth/step-up/"
    assert sent.headers["Location"] == "/auth/code/"
    assert entered.headers["Location"] == "/admin/scc_site/user/"
    assert client.get("/admin/scc_site/user/").status_code == 200
    assert AuthSession.objects.get(ended_at=None).scope == "admin"


def test_stepping_up_leads_to_the_office_when_the_way_back_is_elsewhere():
    office = as_person(factories.admin())

    sign_in.step_up(person=office, way_back="/events/", ip="192.0.2.1", at=NOW)

    assert LoginCode.objects.get().way_back == "/admin/"


@pytest.mark.parametrize("method", ["get", "post"])
def test_stepping_up_does_not_exist_for_crew_nor_for_an_event_scoped_admin(method):
    crew = signed_in(factories.person())
    guest = signed_in(factories.admin(), "event", "sail-1")

    answers = [getattr(client, method)("/auth/step-up/") for client in (crew, guest)]

    assert [a.status_code for a in answers] == [404, 404]
    assert not LoginCode.objects.exists()


def test_who_is_in_the_office_needs_no_step_up():
    office = signed_in(factories.admin(), "admin")

    assert office.get("/auth/step-up/").headers["Location"] == "/admin/"


def test_a_session_in_memory_without_a_row_cannot_step_up():
    with pytest.raises(sign_in.NotAnAdmin):
        sign_in.step_up(person=factories.admin(), way_back="", ip="192.0.2.1", at=NOW)


def test_roles_reach_no_further_than_the_scope():
    everything = factories.person(is_admin=True, is_executive=True)

    assert sessions.roles_within(everything, "user") == {"crew", "admin", "executive"}
    assert sessions.roles_within(everything, "event") == {"crew"}
