"""The database as psql knows it: a connection of its own, nothing of Django's, no word about who acts."""

from __future__ import annotations

from typing import Any

import psycopg
from django.db import connection


def directly(statement: str, *values: Any) -> int:
    """Run one statement and commit it; how many rows it touched."""
    where = connection.get_connection_params()
    named = {name: where[name] for name in ("dbname", "user", "password", "host", "port") if name in where}
    with psycopg.connect(**named) as plain:
        return plain.execute(statement, values).rowcount
