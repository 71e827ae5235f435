"""One house for all faults of a test process."""

from collections.abc import Iterator

import pytest

from tests.faults.house import House

CAPTAIN = "captain@example.com"


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    """A migrated house with one person in it."""
    made = House()
    try:
        migrated = made.manage("migrate", "-v", "0")
        assert migrated.returncode == 0, migrated.stderr
        assert made.manage("sign_in_link", CAPTAIN, "--scope", "admin").returncode == 0
        yield made
    finally:
        made.tear_down()
