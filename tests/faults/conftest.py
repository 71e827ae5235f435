"""One house for all faults of a test process."""

from collections.abc import Iterator

import pytest

from tests.faults.house import House

CAPTAIN = "captain@example.com"


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    """A house with its tables and one person in it."""
    made = House()
    try:
        made.lay_out()
        assert made.manage("sign_in_link", CAPTAIN, "--scope", "admin").returncode == 0
        yield made
    finally:
        made.tear_down()
