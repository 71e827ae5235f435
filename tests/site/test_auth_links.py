"""Links: shown without effect, used once, called back, replaced."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from scc_site import clock
from scc_site.models import AuthSession, LoginCode, OutgoingMail, RateCounter
from tests import factories, letters
from tests.signing_in import signed_in

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


def who(client: Client) -> str | None:
    """Whose sessions page this browser sees."""
    page = client.get("/auth/sessions/")
    return page.context["user"].email if page.status_code == 200 else None


@pytest.mark.parametrize("method", ["head", "get"])
def test_looking_at_a_link_changes_nothing_however_often(asked, method):
    client, letter = asked
    path = letters.path_of(letter["link"])

    answers = [
        getattr(Client(), method)(path, headers={"sec-purpose": "prefetch", "purpose": "prefetch", "x-moz": "prefetch"})
        for _ in range(20)
    ]

    row = LoginCode.objects.get()
    assert {a.status_code for a in answers} == {200}
    assert settings.SESSION_COOKIE not in {name for a in answers for name in a.cookies}
    assert (row.used_at, row.attempts, AuthSession.objects.count()) == (None, 0, 0)
    assert type_in(client, letter["code"]).status_code == 303


def test_a_link_shows_whom_it_signs_in_masked_and_one_button(asked):
    _client, letter = asked

    page = Client().get(letters.path_of(letter["link"]))

    assert "a…@example.com" in page.content.decode()
    assert ANA not in page.content.decode()
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in page.headers["Cache-Control"]


def test_an_attackers_link_names_the_attacker_and_signs_nobody_in_silently(asked):
    _, letter = asked
    path = letters.path_of(letter["link"])
    ben = factories.person("Ben")
    victim = signed_in(ben)

    page, silent = victim.get(path), victim.post(path)

    assert "a…@example.com" in page.content.decode()
    assert "Switch and sign in" in page.content.decode()
    assert silent.status_code == 409
    assert who(victim) == ben.email
    assert LoginCode.objects.get().used_at is None


def test_switching_is_express_and_ends_the_session_given_up(asked):
    _, letter = asked
    ben = factories.person("Ben")
    victim = signed_in(ben)

    answer = victim.post(letters.path_of(letter["link"]), {"switch": "1"})

    assert answer.status_code == 303
    assert who(victim) == ANA
    given_up = AuthSession.objects.get(person=ben)
    assert (given_up.ended_by, given_up.ended_why) == (ben, "replaced")


def test_not_you_revokes_the_code_and_is_recorded(asked):
    client, letter = asked
    path = letters.path_of(letter["link"])

    looked = Client().get(path + "not-me/")
    revoked = Client().post(path + "not-me/")
    again = Client().post(path + "not-me/")

    row = LoginCode.objects.get()
    assert (looked.status_code, revoked.status_code, again.status_code) == (405, 303, 410)
    assert (row.revoked_by, row.revoked_why) == ("holder of the link, at 127.0.0.1", "not you")
    assert type_in(client, letter["code"]).status_code == 422
    assert Client().post(path).status_code == 410


def test_not_you_said_by_somebody_signed_in_is_recorded_by_name(asked):
    _, letter = asked
    ben = factories.person("Ben")

    signed_in(ben).post(letters.path_of(letter["link"]) + "not-me/")

    assert LoginCode.objects.get().revoked_by == ben.email_canonical


@pytest.mark.parametrize("token", ["unknown", "%E2%82%AC", "x" * 300])
def test_an_unknown_link_is_gone(client, token):
    answers = client.get(f"/auth/link/{token}/"), client.post(f"/auth/link/{token}/")

    assert [a.status_code for a in answers] == [410, 410]


def test_an_expired_link_is_gone(asked):
    _, letter = asked
    LoginCode.objects.update(link_expires_at=clock.now())

    answers = Client().get(letters.path_of(letter["link"])), Client().post(letters.path_of(letter["link"]))

    assert [a.status_code for a in answers] == [410, 410]
    assert "Send me a new one" in answers[0].content.decode()


def test_a_dead_link_sends_a_new_letter_without_telling_to_whom(asked):
    _, letter = asked
    path = letters.path_of(letter["link"])
    Client().post(path)
    RateCounter.objects.all().delete()
    reader = Client()

    answer = reader.post(path + "again/")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/auth/code/")
    assert OutgoingMail.objects.count() == 2
    page = reader.get("/auth/code/").content.decode()
    assert "a…@example.com" in page
    assert ANA not in page
    assert type_in(reader, letters.newest()["code"]).status_code == 303


def test_a_link_never_written_leads_to_the_form(client):
    answer = client.post("/auth/link/unknown/again/")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/auth/magic-link/")
    assert settings.FLOW_COOKIE not in answer.cookies
