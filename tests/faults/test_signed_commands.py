"""A command signs what it changes."""

import json

import pytest

pytestmark = pytest.mark.fault


def test_the_history_names_the_command_that_made_the_first_admin(house):
    told = house.manage("export", "history")

    first = next(row for row in map(json.loads, told.stdout.splitlines()) if row["what"] == "user")
    assert (first["change"]["is_admin"], first["by"]) == ([None, True], "manage.py sign_in_link")
