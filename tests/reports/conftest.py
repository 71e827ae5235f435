"""The demo house for tests of the books: loaded once, and what reports read of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django.db import transaction

from crew import demo as dock
from reports import demo
from reports.facts import Facts
from reports.inputs import facts
from reports.models import BusinessUnit
from tests.mail.conftest import amazon

LOADED_AT = datetime(2026, 11, 20, 21, 0, tzinfo=UTC)
LOADED_ON = date(2026, 11, 20)

__all__ = ["amazon"]  # a fixture of the letters, for reports that leave as letters


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that asks for the demo house needs the database to be made, even if it touches no row itself."""
    for item in items:
        if {"demo_facts", "demo_house"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.django_db)


@dataclass(frozen=True)
class DemoHouse:
    """The demo house in the database, as of the day it was loaded, with the files that were taken in."""

    as_of: date
    files: list[demo.File]
    facts: Facts

    def read(self) -> Facts:
        """The facts as the records stand now: after a test removed one."""
        return read()


_facts: list[Facts] = []  # of the demo house, as often as it was loaded


@pytest.fixture(scope="session")
def demo_facts(django_db_setup, django_db_blocker) -> Facts:
    """What reports read of the demo house, without its database: read once for all tests, which only look at it.

    Loading takes seconds: tests that need no row of the database take this one and change facts instead.
    """
    if not _facts:
        with django_db_blocker.unblock(), transaction.atomic():
            load()
            transaction.set_rollback(True)
    return _facts[0]


@pytest.fixture(scope="module")
def demo_house(django_db_setup, django_db_blocker) -> Iterator[DemoHouse]:
    """The demo house in the database for the tests of a module, each of which undoes what it changes (`db`)."""
    with django_db_blocker.unblock(), transaction.atomic():
        files = load()
        yield DemoHouse(LOADED_ON, files, _facts[-1])
        transaction.set_rollback(True)


def load() -> list[demo.File]:
    dock.load(at=LOADED_AT)
    files = demo.load(at=LOADED_AT)
    _facts.append(read())  # read anew each time: rows that are loaded again have other numbers
    return files


def read() -> Facts:
    units = list(BusinessUnit.objects.order_by("slug"))
    return facts.read(units=units, as_of=LOADED_ON, is_whole=True)
