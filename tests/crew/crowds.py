"""Many hands at one moment, each on its own connection: through verbs, and through real HTTP."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.db import OperationalError, connections

from scc_site.auth import sessions
from scc_site.refusals import Refusal
from tests.signing_in import session

CSRF = "c" * 32


def at_once(acts: Sequence[Callable[[], Any]]) -> list[str]:
    """What each act came to: the state it gave, or the name of its refusal; a deadlock's name is `OperationalError`."""
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> str:
        try:
            connections["default"].ensure_connection()
            gate.wait(timeout=60)
            return str(act().state)
        except (Refusal, OperationalError) as refusal:
            return type(refusal).__name__
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def posts_at_once(server: str, people: Sequence[Any], path: str, forms: Sequence[dict[str, str]]) -> list[int]:
    """The statuses of one POST per person, each over its own socket, all sent at the same moment."""
    host = urlsplit(server).netloc
    cookies = [f"{settings.SESSION_COOKIE}={sessions.token_of(session(person))}" for person in people]
    gate = threading.Barrier(len(people))

    def post(cookie: str, form: dict[str, str]) -> int:
        connection = http.client.HTTPConnection(host, timeout=60)
        connection.connect()
        gate.wait(timeout=60)
        connection.request(
            "POST",
            path,
            urlencode(form | {"csrfmiddlewaretoken": CSRF}),
            {
                "Cookie": f"{cookie}; {settings.CSRF_COOKIE_NAME}={CSRF}",
                "Content-Type": "application/x-www-form-urlencoded",
            },
        )
        status = connection.getresponse().status
        connection.close()
        return status

    with ThreadPoolExecutor(len(people)) as pool:
        return list(pool.map(post, cookies, forms))
