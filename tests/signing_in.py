"""Signing in for tests: a session as the verbs open it, its cookie put into a test client or a browser."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.test import Client

from scc_site import clock
from scc_site.auth import sessions
from scc_site.auth.sessions import Browser
from scc_site.models import AuthSession, User

HERE = Browser(ip="192.0.2.7", agent="tests")


def session(
    person: User, scope: str = "user", event_id: str = "", at: datetime | None = None, **fields: Any
) -> AuthSession:
    """An open session that began now, unless told otherwise."""
    return sessions.open_for(
        person=person, scope=scope, event_id=event_id, method="link", browser=HERE, at=at or clock.now(), **fields
    )


def sign_in(client: Client, person: User, scope: str = "user", event_id: str = "", **fields: Any) -> AuthSession:
    """Put a session's cookie into a test client; the session."""
    opened = session(person, scope, event_id, **fields)
    client.cookies[settings.SESSION_COOKIE] = sessions.token_of(opened)
    return opened


def signed_in(person: User, scope: str = "user", event_id: str = "", **fields: Any) -> Client:
    """A fresh test client that carries a session."""
    client = Client()
    sign_in(client, person, scope, event_id, **fields)
    return client


def as_person(person: User, scope: str = "user", event_id: str = "", **fields: Any) -> User:
    """The person as views hand it to verbs: with its session. Admin acts want scope="admin"."""
    person.auth_session = session(person, scope, event_id, **fields)
    return person
