"""The demo house for tests of the books: loaded once, and what reports read of it."""

from collections.abc import Iterator

import pytest

from reports.facts import Facts
from tests import demo_house as house
from tests.databases import entered
from tests.demo_house import LOADED_AT, LOADED_ON, DemoHouse
from tests.mail.conftest import amazon

__all__ = ["LOADED_AT", "LOADED_ON", "amazon"]  # a fixture of the letters, for reports that leave as letters


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that asks for the demo house needs the database to be made, even if it touches no row itself."""
    for item in items:
        if {"demo_facts", "demo_house"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.django_db)


@pytest.fixture(scope="session")
def demo_facts(django_db_setup, django_db_blocker) -> Facts:
    """What reports read of the demo house, without its database: for tests that change facts instead of rows."""
    with django_db_blocker.unblock():
        return house.told().facts


@pytest.fixture(scope="module")
def demo_house(django_db_setup, django_db_blocker) -> Iterator[DemoHouse]:
    """The demo house in the database for the tests of a module, each of which undoes what it changes (`db`)."""
    with django_db_blocker.unblock():
        known = house.told()
        with entered(house.COPY):
            yield known
