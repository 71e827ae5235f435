"""The demo house with its books: loaded once a run into a database of its own, which each worker copies."""

from __future__ import annotations

import fcntl
import os
import pickle
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.conf import settings
from django.db import connection, transaction

from crew import demo as dock
from reports import demo
from reports.facts import Facts
from reports.inputs import facts
from reports.models import BusinessUnit
from tests.databases import entered, made

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


def loaded() -> DemoHouse:
    """Load the demo house into a database made for it."""
    made(LOADED, like=connection.settings_dict["TEST"]["TEMPLATE"])
    with entered(LOADED):
        with transaction.atomic():
            dock.load(at=LOADED_AT)
            files = demo.load(at=LOADED_AT)
        return DemoHouse(LOADED_ON, files, read())


def read() -> Facts:
    """What reports read of the records."""
    units = list(BusinessUnit.objects.order_by("slug"))
    return facts.read(units=units, as_of=LOADED_ON, is_whole=True).all_read()
