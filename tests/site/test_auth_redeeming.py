"""Redeeming: a code in the browser that asked, a link anywhere, each once."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from scc_site import clock
from scc_site.auth import codes, sign_in
from scc_site.models import AuthSession, LoginCode, RateCounter
from tests import factories, letters
from tests.signing_in import sign_in as put_session

pytestmark = pytest.mark.django_db
ANA = "ana@example.com"


@pytest.fixture
def ana():
    return factories.person("Ana", email=ANA)


@pytest.fixture
def asked(ana, client):
    """A browser that has asked for a letter, and the letter's secrets."""
    client.post("/auth/magic-link/", {"email": ANA})
    return client, letters.newest()


def type_in(client: Client, code: str):
    return client.post("/auth/code/", {"code": code})


def another(code: str) -> str:
    """A wrong code that looks like a right one."""
    return ("0" if code[0] != "0" else "1") + code[1:]


def who(client: Client) -> str | None:
    """Whose sessions page this browser sees."""
    page = client.get("/auth/sessions/")
    return page.context["user"].email if page.status_code == 200 else None


def test_the_right_code_signs_in_and_leads_home(asked):
    client, letter = asked

    answer = type_in(client, letter["code"].lower())

    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert who(client) == ANA
    row = AuthSession.objects.get()
    assert (row.scope, row.method) == ("user", "code")


def test_the_session_cookie_is_of_this_host_alone(asked):
    client, letter = asked

    cookie = type_in(client, letter["code"]).cookies["__Host-scc"]

    assert (cookie["path"], cookie["domain"], cookie["samesite"]) == ("/", "", "Lax")
    assert cookie["secure"]
    assert cookie["httponly"]


def test_flow_and_way_are_forgotten_once_used(asked):
    client, letter = asked

    answer = type_in(client, letter["code"])

    assert (answer.cookies[settings.FLOW_COOKIE].value, answer.cookies[settings.WAY_COOKIE].value) == ("", "")


def test_the_right_code_twice_is_one_session(asked):
    client, letter = asked
    again = Client()
    again.cookies[settings.FLOW_COOKIE] = client.cookies[settings.FLOW_COOKIE].value

    answers = type_in(client, letter["code"]), type_in(again, letter["code"])

    assert [a.status_code for a in answers] == [303, 422]
    assert AuthSession.objects.count() == 1


def test_the_link_twice_is_one_session_and_the_code_of_the_letter_is_used_too(asked):
    client, letter = asked
    path = letters.path_of(letter["link"])

    answers = Client().post(path), Client().post(path), type_in(client, letter["code"])

    assert [a.status_code for a in answers] == [303, 410, 422]
    assert AuthSession.objects.count() == 1


def test_five_wrong_codes_kill_the_code_in_the_words_of_an_expired_one_and_leave_the_link(asked):
    client, letter = asked
    for _ in range(5):
        type_in(client, another(letter["code"]))

    right = type_in(client, letter["code"])
    dead_words = right.context["form"].errors["code"]
    LoginCode.objects.update(code_expires_at=clock.now(), attempts=0)
    expired_words = type_in(client, letter["code"]).context["form"].errors["code"]

    assert right.status_code == 422
    assert dead_words == expired_words
    assert Client().post(letters.path_of(letter["link"])).status_code == 303


def test_a_wrong_attempt_counts_although_it_is_refused(asked):
    client, letter = asked

    type_in(client, another(letter["code"]))

    assert LoginCode.objects.get().attempts == 1


def test_the_right_code_without_the_flow_cookie_is_refused_and_counted(asked):
    _client, letter = asked

    answer = type_in(Client(), letter["code"])

    assert answer.status_code == 422
    assert not AuthSession.objects.exists()
    assert sorted(_wrong_codes_counted()) == [1, 1]  # of the IP and of the site


def _wrong_codes_counted() -> list[int]:
    keys = [
        codes.counter_key(limit, subject, settings.RECORD_KEYS)
        for limit, subject in (
            ("WRONG_CODES_PER_IP_HOUR", "127.0.0.1"),
            ("WRONG_CODES_PER_ACCOUNT", ANA),
            ("WRONG_CODES_SITE_HOUR", ""),
        )
    ]
    return list(RateCounter.objects.filter(key__in=keys).values_list("count", flat=True))


def test_the_right_code_of_another_address_is_refused_and_counted(asked):
    _client, letter = asked
    factories.person("Ben", email="ben@example.com")
    ben = Client()
    ben.post("/auth/magic-link/", {"email": "ben@example.com"})

    answer = type_in(ben, letter["code"])

    assert answer.status_code == 422
    assert list(LoginCode.objects.order_by("pk").values_list("attempts", flat=True)) == [0, 1]


def test_only_the_newest_code_of_a_browser_can_be_typed(asked):
    client, first = asked
    RateCounter.objects.all().delete()
    client.post("/auth/magic-link/", {"email": ANA})

    old, new = type_in(client, first["code"]), type_in(client, letters.newest()["code"])

    assert (old.status_code, new.status_code) == (422, 303)


def test_a_right_code_takes_back_its_own_count_and_nobody_elses(asked):
    client, letter = asked
    type_in(client, another(letter["code"]))
    type_in(client, letter["code"])

    assert sorted(_wrong_codes_counted()) == [1, 1, 1]


@pytest.mark.parametrize(
    "code", ["7Q4KZ", "7Q4KZPX", "", "A" * 1_000_000, "7Q4KZ\0", ["7Q4KZP", "7Q4KZX"], "😀😀😀😀😀😀", "7Q4 KZU"]
)
def test_what_can_be_no_code_is_422_and_no_attempt(asked, code):
    client, _ = asked

    answer = client.post("/auth/code/", {"code": code})

    assert answer.status_code == 422
    assert LoginCode.objects.get().attempts == 0
    assert _wrong_codes_counted() == []


def test_an_array_in_place_of_a_code_is_no_code(asked):
    client, letter = asked

    answer = client.post("/auth/code/", {"code[]": letter["code"]})

    assert answer.status_code == 422
    assert LoginCode.objects.get().attempts == 0


def test_a_cookie_planted_before_sign_in_is_worthless_after_it(ana, client):
    attacker = factories.person("Mallory")
    planted = put_session(client, attacker)
    old = client.cookies[settings.SESSION_COOKIE].value
    client.post("/auth/magic-link/", {"email": ANA})
    type_in(client, letters.newest()["code"])

    fresh = AuthSession.objects.get(person=ana)
    attackers = Client()
    attackers.cookies[settings.SESSION_COOKIE] = old
    assert (fresh.pk, fresh.jti) != (planted.pk, planted.jti)
    assert who(client) == ANA
    assert who(attackers) is None


def test_a_flow_planted_before_asking_is_worthless(ana, client):
    client.cookies[settings.FLOW_COOKIE] = "planted"
    client.post("/auth/magic-link/", {"email": ANA})
    attacker = Client()
    attacker.cookies[settings.FLOW_COOKIE] = "planted"

    assert type_in(attacker, letters.newest()["code"]).status_code == 422


def test_a_code_made_under_a_key_since_thrown_away_is_refused(asked, settings):
    client, letter = asked
    LoginCode.objects.update(key_id="gone")

    assert type_in(client, letter["code"]).status_code == 422


def test_a_code_asked_for_before_a_key_was_rotated_still_signs_in(asked, settings):
    client, letter = asked
    settings.RECORD_KEYS = {"r2": "another-record-key-0123456789-0123456789", **settings.RECORD_KEYS}

    assert type_in(client, letter["code"]).status_code == 303


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_crew": False}])
def test_who_lost_their_role_since_asking_is_refused(asked, change):
    client, letter = asked
    type(factories.person()).objects.filter(email=ANA).update(**change)

    assert type_in(client, letter["code"]).status_code == 422
    assert Client().post(letters.path_of(letter["link"])).status_code == 410


def test_who_lost_the_office_since_asking_is_refused_admin_scope(client):
    office = factories.admin(is_executive=True)
    url = sign_in.print_link(person=office, scope="admin", at=clock.now())
    type(office).objects.filter(pk=office.pk).update(is_admin=False)

    assert client.post(letters.path_of(url)).status_code == 410


def test_role_scope_and_event_sent_with_a_redemption_are_ignored(asked):
    client, letter = asked

    client.post("/auth/code/", {"code": letter["code"], "role": "admin", "scope": "admin", "event_id": "sail-1"})

    row = AuthSession.objects.get()
    assert (row.scope, row.event_id) == ("user", "")
