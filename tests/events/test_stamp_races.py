"""Stamps from several hands at once, on real connections."""

from __future__ import annotations

from collections import Counter

import pytest

from crew import roles
from events.ready import stamps
from tests import factories
from tests.events.test_races import HANDS, together
from tests.factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_many_hands_that_stamp_one_sail_one_is_kept():
    sail = factories.event()
    people = [factories.person(f"Hand {place}") for place in range(HANDS)]

    found = together([lambda by=by: stamps.stamp(event=sail, by=by, at=NOW).ready_by_id for by in people])

    sail.refresh_from_db()
    assert Counter(type(one) for one in found) == {int: 1, str: HANDS - 1}
    assert sail.ready_by_id == next(one for one in found if isinstance(one, int))
    assert set(found) - {sail.ready_by_id} == {"StampedAlready"}


def test_a_stamp_and_a_seat_taken_at_once_agree_on_what_stood_open():
    for _ in range(6):
        sail = factories.event(seats={"captain": 1, "crew": 1})
        ana, ben = factories.person("Ana"), factories.person("Ben")
        factories.assignment(sail, ana, "captain")

        together(
            [
                lambda sail=sail, ana=ana: stamps.stamp(event=sail, by=ana, at=NOW),
                lambda sail=sail, ben=ben: roles.claim(event=sail, role="crew", by=ben, at=NOW),
            ]
        )

        sail.refresh_from_db()
        assert sail.ready_saw["open"] in ([], ["Crew: empty"])
        assert stamps.since(sail, stamps.halves_of(sail, ana, NOW)) == []
