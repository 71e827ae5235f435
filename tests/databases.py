"""Databases beside a test's own, on the tests' server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def entered(name: str) -> Iterator[None]:
    """Work in another database of the tests' server."""
    from django.contrib.contenttypes.models import ContentType

    own = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own
        ContentType.objects.clear_cache()


def made(name: str, *, like: str = "template1") -> None:
    """A database, copied from another one to which nobody is connected."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
