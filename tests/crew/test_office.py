"""The office's home: what is next, what waits for the office, what is ahead."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crew import office
from events.models import SailEvent
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def titles(lines):
    return [(line["title"], line["note"], line["word"]) for line in lines]


def test_claims_covers_and_sails_without_a_captain_wait_for_the_office():
    boat, kind = factories.vessel(name="JADA"), factories.event_type()
    factories.event(vessel=boat, event_type=kind, departs_at=NOW + timedelta(days=2))
    manned = factories.event(
        vessel=boat, event_type=kind, departs_at=NOW + timedelta(days=4), captain_state="confirmed"
    )
    factories.event(vessel=boat, event_type=kind, departs_at=NOW + timedelta(days=30))
    factories.assignment(manned, factories.person("Ben Ito"), "crew", "claimed")
    factories.assignment(manned, factories.person("Dana Low"), "crew", "covering")

    found = office.office(factories.admin(), NOW)

    assert titles(found["needs"]) == [
        ("Fri 5 Jun 10:00 · JADA", "Ben Ito asks for the crew seat", "to be confirmed"),
        ("Fri 5 Jun 10:00 · JADA", "Dana Low can’t make it as crew", "needs cover"),
        ("Wed 3 Jun 10:00 · JADA", "Sunset charter", "no captain"),
    ]


def test_the_sail_that_is_out_is_the_next_one_and_drafts_and_ended_ones_are_left_out():
    out = factories.event(departs_at=NOW - timedelta(hours=1), status=SailEvent.Status.UNDER_WAY)
    factories.event(departs_at=NOW + timedelta(days=1), status=SailEvent.Status.DRAFT)
    factories.event(departs_at=NOW + timedelta(days=1), status=SailEvent.Status.CANCELLED)

    found = office.office(factories.admin(), NOW)

    assert (found["next"]["lede"], found["next"]["href"]) == ("Out now", f"/events/{out.event_id}/")
    assert [line["href"] for line in found["ahead"]] == [f"/events/{out.event_id}/"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_office_is_three_queries_however_full_the_season(count, django_assert_num_queries):
    ada, ben = factories.person("Ada", is_admin=True), factories.person("Ben")
    for number in range(count):
        sail = factories.event(departs_at=NOW + timedelta(days=1 + number))
        factories.assignment(sail, ben, "crew", "claimed")
        factories.assignment(sail, ada, "captain")

    with django_assert_num_queries(3):
        found = office.office(ada, NOW)

    assert [len(found[name]) for name in ("ahead", "mine")] == [count, count]
