"""Sessions: how long, where, and their end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from events import lifecycle
from scc_site import clock
from scc_site.auth import purging, sessions, tasks
from scc_site.models import AuthSession, LoginCode, RateCounter, User
from tests import factories
from tests.factories import NOW
from tests.signing_in import as_person, session, signed_in

pytestmark = pytest.mark.django_db


def is_in(client: Client) -> bool:
    return client.get("/auth/sessions/").status_code == 200


def copy_of(client: Client) -> Client:
    """Another browser with the same cookie, as a thief would have."""
    copy = Client()
    copy.cookies[settings.SESSION_COOKIE] = client.cookies[settings.SESSION_COOKIE].value
    return copy


@pytest.mark.parametrize(
    ("scope", "idle", "longest"),
    [
        ("user", timedelta(days=14), timedelta(days=30)),
        ("admin", timedelta(hours=1), timedelta(hours=8)),
        ("event", timedelta(days=30), timedelta(days=30)),
    ],
)
def test_how_long_a_session_lives(scope, idle, longest):
    row = session(factories.admin(), scope, "sail-1" if scope == "event" else "", at=NOW)

    assert (timedelta(seconds=row.idle_seconds), row.expires_at - NOW) == (idle, longest)
    assert row.alive(NOW + idle - timedelta(seconds=1))
    assert not row.alive(NOW + idle)


@pytest.mark.parametrize(("scope", "idle"), [("user", timedelta(days=14)), ("admin", timedelta(hours=1))])
def test_a_silent_session_is_over(scope, idle):
    client = signed_in(factories.admin(), scope)
    AuthSession.objects.update(seen_at=clock.now() - idle)

    assert not is_in(client)


def test_a_session_in_use_goes_on_to_its_absolute_limit_and_no_further():
    client = signed_in(factories.person())
    AuthSession.objects.update(seen_at=clock.now() - timedelta(days=13))
    assert is_in(client)
    assert is_in(client)
    AuthSession.objects.update(expires_at=clock.now())

    assert not is_in(client)


def test_use_is_noted_every_few_minutes_and_costs_one_read_otherwise(django_assert_num_queries):
    client = signed_in(factories.person())
    row = AuthSession.objects.get()

    with django_assert_num_queries(1):
        client.get("/auth/step-up/")
    AuthSession.objects.update(seen_at=clock.now() - timedelta(minutes=6))
    client.get("/auth/step-up/")

    assert AuthSession.objects.get().seen_at > row.seen_at


def test_pages_open_to_all_ask_nothing_about_who_comes(django_assert_num_queries):
    client = signed_in(factories.person())

    with django_assert_num_queries(0):
        client.post("/auth/link/x/not-me/", headers={"host": "evil.example"})


def test_signing_out_ends_the_session_for_every_copy_of_its_cookie():
    client = signed_in(factories.person())
    thief = copy_of(client)

    answer = client.post("/auth/sign-out/")

    assert answer.status_code == 303
    assert answer.cookies[settings.SESSION_COOKIE].value == ""
    assert not is_in(thief)


def test_looking_at_the_sign_out_page_has_no_effect():
    client = signed_in(factories.person())

    page = client.get("/auth/sign-out/")

    assert page.status_code == 200
    assert is_in(client)


def test_signing_out_twice_is_no_fault(client):
    assert client.post("/auth/sign-out/").status_code == 303
    assert client.get("/auth/sign-out/").status_code == 200


def test_a_person_ends_one_of_their_sessions_and_the_others_go_on():
    ana = factories.person("Ana")
    tablet, phone = signed_in(ana), signed_in(ana)
    lost = AuthSession.objects.latest("created_at")

    answer = tablet.post("/auth/sessions/", {"session": str(lost.pk)})

    assert (answer.status_code, is_in(tablet), is_in(phone)) == (303, True, False)
    lost.refresh_from_db()
    assert (lost.ended_by, lost.ended_why) == (ana, "ended")


def test_a_person_ends_all_their_sessions_and_nobody_elses():
    ana, ben = factories.person("Ana"), factories.person("Ben")
    one, two, other = signed_in(ana), signed_in(ana), signed_in(ben)

    one.post("/auth/sessions/", {"session": "all"})

    assert [is_in(c) for c in (one, two, other)] == [False, False, True]


@pytest.mark.parametrize("named", ["", "x", "0", "5f0c7d5e-2b55-4a43-9d2c-6a7d0f8e1b21", "all "])
def test_a_session_that_is_not_there_is_not_found(named):
    client = signed_in(factories.person())

    assert client.post("/auth/sessions/", {"session": named}).status_code == 404
    assert is_in(client)


def test_somebody_elses_session_is_not_found_even_for_a_user_scoped_admin():
    ana, office = signed_in(factories.person()), signed_in(factories.admin())
    row = AuthSession.objects.earliest("created_at")

    assert office.post("/auth/sessions/", {"session": str(row.pk)}).status_code == 404
    assert is_in(ana)


def test_a_forwarded_link_to_one_sail_sees_and_ends_only_its_own_session():
    ana = factories.person("Ana")
    full, guest = signed_in(ana), signed_in(ana, "event", "sail-1")
    row = AuthSession.objects.get(scope="user")

    page = guest.get("/auth/sessions/")
    refused = guest.post("/auth/sessions/", {"session": str(row.pk)})
    guest.post("/auth/sessions/", {"session": "all"})

    assert [s["scope"] for s in page.context["sessions"]] == ["event"]
    assert refused.status_code == 404
    assert (is_in(full), is_in(guest)) == (True, False)


def test_the_list_names_each_device_and_leaves_out_what_is_over():
    ana = factories.person("Ana")
    client = signed_in(ana)
    session(ana, at=clock.now() - timedelta(days=15))
    AuthSession.objects.update(agent="Mozilla/5.0 (X11; Linux) Firefox/131.0")

    shown = client.get("/auth/sessions/").context["sessions"]

    assert [(s["device"], s["current"]) for s in shown] == [("Firefox on Linux", True)]


def test_the_office_ends_one_session_all_of_one_person_or_all():
    office = as_person(factories.admin(), "admin")
    ana, ben = factories.person("Ana"), factories.person("Ben")
    a1, a2, b1 = signed_in(ana), signed_in(ana), signed_in(ben)
    first = AuthSession.objects.filter(person=ana).earliest("created_at")

    sessions.end(session_id=first.pk, by=office, at=clock.now())
    one = [is_in(c) for c in (a1, a2, b1)]
    ended = sessions.end_all_of(person=ana, by=office, at=clock.now())
    his = [is_in(c) for c in (a1, a2, b1)]
    everybody = sessions.end_all(by=office, at=clock.now())

    assert (one, his, is_in(b1)) == ([False, True, True], [False, False, True], False)
    assert (ended, everybody) == (1, 2)


def test_ending_others_sessions_is_for_admins_in_admin_scope():
    office, ana = as_person(factories.admin()), factories.person()
    row = session(ana)

    for act in (
        lambda: sessions.end(session_id=row.pk, by=office, at=NOW),
        lambda: sessions.end_all_of(person=ana, by=office, at=NOW),
        lambda: sessions.end_all(by=office, at=NOW),
    ):
        with pytest.raises(sessions.NoSuchSession):
            act()
    assert AuthSession.objects.get(pk=row.pk).ended_at is None


def test_an_event_that_closes_ends_its_own_sessions():
    office, ana, ben = factories.admin(), factories.person(), factories.person()
    guest, other, full = signed_in(ana, "event", "sail-1"), signed_in(ben, "event", "sail-2"), signed_in(ana)
    second = signed_in(ben, "event", "sail-1")

    assert sessions.end_of_event(event_id="sail-1", by=office, at=clock.now(), person=ana) == 1
    assert [is_in(c) for c in (guest, second, other, full)] == [False, True, True, True]
    assert sessions.end_of_event(event_id="sail-1", by=office, at=clock.now()) == 1
    assert not is_in(second)


def test_closing_a_sail_ends_the_sessions_for_it_alone():
    office = factories.admin()
    sail = factories.event(status="returned", returned_at=NOW, returned_by=office)
    guest, full = signed_in(factories.person(), "event", sail.event_id), signed_in(factories.person())

    lifecycle.close(event=sail, by=office, at=clock.now())

    assert [is_in(guest), is_in(full)] == [False, True]


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_crew": False}])
def test_a_role_taken_is_gone_with_the_next_request(change):
    client = signed_in(factories.person())
    before = is_in(client)

    User.objects.update(**change)

    assert (before, is_in(client)) == (True, False)


def test_the_office_taken_is_gone_with_the_next_request():
    office = factories.person(is_admin=True)
    client = signed_in(office, "admin")
    before = client.get("/admin/").status_code

    User.objects.filter(pk=office.pk).update(is_admin=False)

    assert (before, client.get("/admin/").status_code) == (200, 404)


def test_a_role_given_reaches_the_cookie_with_the_next_answer():
    ana = factories.person("Ana")
    client = signed_in(ana)
    User.objects.filter(pk=ana.pk).update(is_admin=True)

    first = client.get("/auth/step-up/")

    assert first.status_code == 404
    assert settings.SESSION_COOKIE in first.cookies
    assert client.get("/auth/step-up/").status_code == 200
    assert settings.SESSION_COOKIE not in client.get("/auth/step-up/").cookies


def test_personal_pages_are_stored_nowhere():
    page = signed_in(factories.person()).get("/auth/sessions/")

    assert page.headers["Cache-Control"] == "private, no-store"
    assert "Cookie" in page.headers["Vary"]


def test_a_long_agent_and_address_fit_their_columns():
    row = sessions.open_for(
        person=factories.person(),
        scope="user",
        method="link",
        browser=sessions.Browser(ip="x" * 100, agent="y" * 1000),
        at=NOW,
    )

    assert (len(row.address), len(row.agent)) == (45, 200)


def test_what_need_not_be_remembered_is_forgotten_and_the_rest_kept():
    ana = factories.person("Ana")
    for days in (0, 60):
        at = NOW - timedelta(days=days)
        session(ana, at=at - timedelta(days=70))
        RateCounter.objects.create(key=f"k{days}", count=1, ends_at=at + timedelta(hours=1))
        LoginCode.objects.create(
            email_canonical="x@example.com",
            link_mac=f"m{days}",
            key_id="r1",
            created_at=at,
            code_expires_at=at,
            link_expires_at=at,
        )

    first, second = purging.purge(at=NOW), purging.purge(at=NOW)

    assert first == {"counters": 1, "codes": 1, "sessions": 1}
    assert second == {"counters": 0, "codes": 0, "sessions": 0}


def test_the_purge_runs_as_a_task():
    RateCounter.objects.create(key="old", count=1, ends_at=NOW)

    tasks.purge(at=NOW)

    assert not RateCounter.objects.exists()
