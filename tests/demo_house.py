"""The demo house with its books: loaded once a run into a database of its own, which each worker copies."""

from __future__ import annotations

import fcntl
import os
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

from crew import demo as dock
from reports import demo
from reports.facts import Facts
from reports.inputs import facts
from reports.models import BusinessUnit
from tests import migrated

LOADED_AT = datetime(2026, 11, 20, 21, 0, tzinfo=UTC)
LOADED_ON = date(2026, 11, 20)
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", os.getpid())
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
LOADED, COPY = "demo_house", f"demo_house_{WORKER}"


@dataclass(frozen=True)
class DemoHouse:
    """The demo house, as of the day it was loaded: the files that were taken in, what reports read of it."""

    as_of: date
    files: list[demo.File]
    facts: Facts

    def read(self) -> Facts:
        """The facts as the records stand now: after a test removed one."""
        return read()


_known: list[DemoHouse] = []


def told() -> DemoHouse:
    """The demo house as it was loaded, by this worker or another; its copy stands when this returns."""
    if not _known:
        kept = settings.SCC_DATA_DIR / f"demo_house_{RUN}.pickle"
        with kept.with_suffix(".lock").open("w") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            if not kept.exists():
                kept.write_bytes(pickle.dumps(loaded()))
            made(COPY, like=LOADED)
        _known.append(pickle.loads(kept.read_bytes()))
    return _known[0]


@contextmanager
def entered(name: str) -> Iterator[None]:
    """Work in another database of the tests' server."""
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


def loaded() -> DemoHouse:
    """Load the demo house into a database made for it."""
    made(LOADED, like=connection.settings_dict["TEST"].get("TEMPLATE") or migrated.as_template(migrated.kept_at()))
    with entered(LOADED):
        with transaction.atomic():
            dock.load(at=LOADED_AT)
            files = demo.load(at=LOADED_AT)
        return DemoHouse(LOADED_ON, files, read())


def made(name: str, *, like: str) -> None:
    """A database, copied from another one to which nobody is connected."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')


def read() -> Facts:
    """What reports read of the records."""
    units = list(BusinessUnit.objects.order_by("slug"))
    return facts.read(units=units, as_of=LOADED_ON, is_whole=True)
