"""What the crew says about a sail to those below: who is missing, who is aboard, who hears of a new time."""

import pytest

from crew.contribution import CrewContribution
from tests import factories

pytestmark = pytest.mark.django_db
CREW = CrewContribution()


def test_the_manifest_lists_who_is_aboard_in_the_order_of_the_roster():
    sail = factories.event()
    factories.assignment(sail, factories.person("Ben", phone="2"), "crew")
    factories.assignment(sail, factories.person("Ana", phone="1"), "captain")
    factories.assignment(sail, factories.person("Cleo"), "chef", "offered")

    found = [(row["role"], row["name"], row["phone"]) for row in CREW.manifest(sail)]

    assert found == [("captain", "Ana", "1"), ("crew", "Ben", "2")]
