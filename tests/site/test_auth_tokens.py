"""Session tokens: ours alone, valid now, naming an open session; everything else is nobody and is recorded."""

from __future__ import annotations

import base64
import json
import logging
import socket
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import jwt
import pytest
from django.conf import settings
from django.test import Client

from scc_site import clock
from scc_site.auth import sessions, tokens
from scc_site.models import AuthSession
from tests import factories
from tests.signing_in import session, signed_in

KEYS = {"new": "n" * 32, "old": "o" * 32}
AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
ISSUER = "https://crew.example.com"


def claims(**changes: object) -> tokens.Claims:
    fields = {
        "sid": uuid4(),
        "jti": uuid4(),
        "sub": uuid4(),
        "email": "ana@example.com",
        "roles": frozenset({"crew"}),
        "scope": "user",
        "event_id": "",
        "issued_at": AT,
        "expires_at": AT + timedelta(days=30),
        "signed_in_at": AT,
        "method": "link",
    }
    return tokens.Claims(**fields | changes)  # type: ignore[arg-type]


def sign(**changes: object) -> str:
    return tokens.sign(claims(**changes), keys=KEYS, issuer=ISSUER)


def forge(payload: dict | None = None, header: dict | None = None, key: str = KEYS["new"], drop: str = "") -> str:
    """A token signed by hand, with changed claims and headers."""
    plain = jwt.decode(sign(), options={"verify_signature": False}) | (payload or {})
    plain.pop(drop, None)
    return jwt.encode(plain, key, "HS256", headers={"typ": tokens.TYPE, "kid": "new"} | (header or {}))


def verify(token: str, **changes: object) -> tokens.Claims:
    return tokens.verify(token, **{"keys": KEYS, "issuer": ISSUER, "at": AT} | changes)  # type: ignore[arg-type]


def raw(header: dict, payload: object = None, signature: bytes = b"") -> str:
    parts = [json.dumps(header).encode(), json.dumps(payload or {}).encode(), signature]
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)


@pytest.mark.parametrize("scope", [{}, {"scope": "admin"}, {"scope": "event", "event_id": "sail-1"}])
def test_what_is_signed_is_read_again(scope):
    said = claims(**scope)

    assert verify(tokens.sign(said, keys=KEYS, issuer=ISSUER)) == said


def test_a_token_holds_exactly_the_claims_of_the_contract():
    user = jwt.decode(sign(), options={"verify_signature": False})
    event = jwt.decode(sign(scope="event", event_id="sail-1"), options={"verify_signature": False})

    assert sorted(user) == sorted(tokens.REQUIRED)
    assert sorted(event) == sorted([*tokens.REQUIRED, "event_id"])
    assert jwt.get_unverified_header(sign()) == {"alg": "HS256", "typ": "scc-session+jwt", "kid": "new"}


def test_the_first_key_signs_and_all_verify():
    under_the_old = tokens.sign(claims(), keys={"old": KEYS["old"]}, issuer=ISSUER)

    assert verify(under_the_old).email == "ana@example.com"


def test_a_short_key_signs_nothing_and_verifies_nothing():
    with pytest.raises(tokens.RefusedToken, match="short key"):
        tokens.sign(claims(), keys={"new": "n" * 31}, issuer=ISSUER)
    with pytest.raises(tokens.RefusedToken, match="short key"):
        verify(sign(), keys={"new": "n" * 31})


def forgeries() -> dict[str, str]:
    good = sign()
    head, body, signature = good.split(".")
    rsa_like = {"alg": "RS256", "typ": tokens.TYPE, "kid": "new"}
    return {
        "empty": "",
        "no token": "token=",
        "cut": good[:-5],
        "without signature": f"{head}.{body}.",
        "tampered claim": f"{head}.{body[:-4]}AAAA.{signature}",
        "alg none": raw({"alg": "none", "typ": tokens.TYPE, "kid": "new"}),
        "alg None": raw({"alg": "None", "typ": tokens.TYPE, "kid": "new"}),
        "alg HS512": jwt.encode({}, KEYS["new"] * 2, "HS512", headers={"typ": tokens.TYPE, "kid": "new"}),
        "alg RS256": raw(rsa_like, {}, b"x"),
        "unknown kid": forge(header={"kid": "other"}),
        "kid path": forge(header={"kid": "../../dev/null"}),
        "kid number": raw({"alg": "HS256", "typ": tokens.TYPE, "kid": 1}),
        "kid list": raw({"alg": "HS256", "typ": tokens.TYPE, "kid": ["new"]}),
        "no kid": raw({"alg": "HS256", "typ": tokens.TYPE}),
        "jwk": forge(header={"jwk": {"kty": "oct", "k": "bm5u"}}),
        "jku": forge(header={"jku": "http://127.0.0.1:9/keys"}),
        "crit": forge(header={"crit": ["exp"]}),
        "typ JWT": forge(header={"typ": "JWT"}),
        "other aud": forge({"aud": "other"}),
        "aud list": forge({"aud": ["scc", "other"]}),
        "other iss": forge({"iss": "https://evil.example"}),
        "future nbf": forge({"nbf": int(AT.timestamp()) + 60}),
        "nbf vast": forge({"nbf": 10**30}),
        "nbf text": forge({"nbf": "0"}),
        "future iat": forge({"iat": int(AT.timestamp()) + 60}),
        "expired": forge({"exp": int(AT.timestamp())}),
        "exp text": forge({"exp": "9999999999"}),
        "exp true": forge({"exp": True}),
        "exp vast": forge({"exp": 10**30}),
        "exp fraction": forge({"exp": 9e9}),
        "sid not a uuid": forge({"sid": "1 or 1=1"}),
        "sid number": forge({"sid": 1}),
        "sub number": forge({"sub": 1}),
        "roles unknown": forge({"roles": ["owner"]}),
        "roles number": forge({"roles": 1}),
        "roles nested": forge({"roles": [["crew"]]}),
        "scope unknown": forge({"scope": "root"}),
        "scope list": forge({"scope": ["user"]}),
        "event without scope": forge({"event_id": "sail-1"}),
        "scope without event": forge({"scope": "event"}),
        "email number": forge({"email": 1}),
        "amr empty": forge({"amr": []}),
        "another key": forge(key="x" * 32),
        "deep json": raw({"alg": "HS256"}).split(".")[0] + "." + "W1tb" * 900 + ".x",
        "long": good + "A" * 5000,
        "not ascii": "é.é.é",
        "four parts": good + ".x",
    } | {f"without {name}": forge(drop=name) for name in tokens.REQUIRED}


FORGERIES = forgeries()


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_token_is_refused(name):
    with pytest.raises(tokens.RefusedToken):
        verify(FORGERIES[name])


def test_clocks_a_few_seconds_apart_are_forgiven():
    assert verify(forge({"nbf": int(AT.timestamp()) + 5, "iat": int(AT.timestamp()) + 5}))


# --- With the row behind it ------------------------------------------------------------------------------


@pytest.mark.django_db
def test_refused_tokens_are_nobody_are_recorded_without_the_token_and_ask_no_other_machine(caplog, monkeypatch):
    ana = factories.person("Ana")
    good = sessions.token_of(session(ana))
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("a network call"))
    head, body, signature = good.split(".")
    client = Client()
    client.cookies[settings.SESSION_COOKIE] = f"{head}.{body}.{signature[:-4]}AAAA"

    with caplog.at_level(logging.WARNING, logger="scc_site.auth.middleware"):
        answer = client.get("/auth/sessions/")

    assert answer.status_code == 303
    assert answer.cookies[settings.SESSION_COOKIE].value == ""
    assert [record.getMessage() for record in caplog.records] == [
        "session refused: InvalidSignatureError, from 127.0.0.1"
    ]


@pytest.mark.django_db
def test_a_token_in_the_address_is_nobody(client):
    good = sessions.token_of(session(factories.person()))

    answers = (
        client.get("/auth/sessions/", {"token": good}),
        client.get("/auth/sessions/", headers={"authorization": f"Bearer {good}"}),
    )

    assert [a.status_code for a in answers] == [303, 303]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"jti": "8c1d1e0e-0000-4000-8000-000000000000"},
        {"scope": "admin"},
        {"scope": "event", "event_id": "sail-2"},
        {"expires_at": AT},
    ],
    ids=["jti", "scope", "event", "expiry"],
)
def test_the_row_decides_where_it_differs_from_the_token(change):
    ana = factories.person("Ana")
    client = signed_in(ana)
    AuthSession.objects.update(**change)

    assert client.get("/auth/sessions/").status_code == 303


@pytest.mark.django_db
def test_a_session_that_is_gone_or_anothers_is_nobody():
    client = signed_in(factories.person())
    other = factories.person()
    AuthSession.objects.update(person=other)
    swapped = client.get("/auth/sessions/").status_code
    AuthSession.objects.all().delete()

    assert (swapped, client.get("/auth/sessions/").status_code) == (303, 303)


@pytest.mark.django_db
def test_a_token_that_carries_fewer_roles_than_the_person_has_gives_fewer():
    person = factories.person(is_admin=True)
    row = session(person, "admin")
    said = tokens.verify(sessions.token_of(row), keys=settings.JWT_KEYS, issuer=settings.SITE_ORIGIN, at=clock.now())
    weak = tokens.Claims(**{f: getattr(said, f) for f in said.__slots__} | {"roles": frozenset({"crew"})})
    client = Client()
    client.cookies[settings.SESSION_COOKIE] = tokens.sign(weak, keys=settings.JWT_KEYS, issuer=settings.SITE_ORIGIN)

    assert client.get("/admin/").status_code == 404
