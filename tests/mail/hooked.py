"""For tests of the hooks: the door of SNS, and how much the house knew before and after."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.test import Client

from scc_site import clock
from tests.mail import sns

DOOR = "/hooks/ses/"


def post(message: Mapping[str, Any] | bytes, *, client: Client | None = None, **headers: str) -> int:
    """The answer of the door to a message; raw bytes go as they are. A header of None is left out."""
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    sent = dict(sns.headers(message)) if isinstance(message, Mapping) and "Type" in message else {}
    kind = headers.pop("content_type", "text/plain; charset=utf-8")
    sent = {name: value for name, value in (sent | headers).items() if name not in {"Content-Type", "User-Agent"}}
    asked = client or Client(raise_request_exception=True)
    return asked.post(DOOR, body, content_type=kind, secure=True, headers=sent).status_code


def tell(payload: Mapping[str, Any] | str, **options: Any) -> int:
    """An event of SES by way of SNS, now."""
    return post(sns.notification(payload, **{"at": clock.now(), "version": "2"} | options))


def counts() -> dict[str, int]:
    """Rows in every table of the house by its name, asked for in one statement."""
    with connection.cursor() as cursor:
        names = connection.introspection.django_table_names(only_existing=True)
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}', count(*) FROM \"{name}\"" for name in names))
        return dict(cursor.fetchall())
