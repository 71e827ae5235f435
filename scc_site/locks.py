"""Locks by name, held by a database connection: let go when it ends, however it ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def only_one(name: str, *, wait: bool) -> Iterator[bool]:
    """Hold the lock of this name while the block runs, across all processes; outside any transaction.

    Yields whether it is held: always when told to wait, else only when nobody else holds it.
    """
    ask = "SELECT pg_advisory_lock(hashtext(%s))" if wait else "SELECT pg_try_advisory_lock(hashtext(%s))"
    with connection.cursor() as cursor:
        cursor.execute(ask, [name])
        held = cursor.fetchone()[0] is not False
    try:
        yield held
    finally:
        if held and connection.connection is not None and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [name])
