"""What the crew says about a sail to those below: who is missing, who is aboard, who hears of a new time."""

from datetime import timedelta

import pytest

from crew.contribution import CrewContribution
from events import contributions, planning
from scc_site.models import OutgoingMail
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db
CREW = CrewContribution()


def test_the_manifest_lists_who_is_aboard_in_the_order_of_the_roster():
    sail = factories.event()
    factories.assignment(sail, factories.person("Ben", phone="2"), "crew")
    factories.assignment(sail, factories.person("Ana", phone="1"), "captain")
    factories.assignment(sail, factories.person("Cleo"), "chef", "offered")

    found = [(row["role"], row["name"], row["phone"]) for row in CREW.manifest(sail)]

    assert found == [("captain", "Ana", "1"), ("crew", "Ben", "2")]


def test_whoever_has_a_seat_or_an_offer_hears_of_a_new_time_once_but_not_who_moved_it():
    sail = factories.event()
    ana, ben = factories.person("Ana"), factories.person("Ben")
    factories.assignment(sail, ana, "captain")
    factories.assignment(sail, ben, "crew", "offered")
    factories.assignment(sail, factories.person("Dana"), "crew", "released")

    moved = planning.edit(
        event=sail,
        departs_at=sail.departs_at + timedelta(hours=1),
        returns_at=sail.returns_at + timedelta(hours=1),
        capacity=sail.capacity,
        dock="",
        itinerary="",
        notes="",
        by=ana,
        at=NOW,
    )
    contributions.moved(moved, by=ana, at=NOW)

    mail = OutgoingMail.objects.get()
    assert (mail.kind, mail.person, mail.context["departs"]) == ("sail_moved", ben, "Thursday 4 June, 11:00 PDT")
    assert moved.get_absolute_url() in mail.context["url"]
