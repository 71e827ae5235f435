"""Fifty hands on a seat that is on its way to another: both change at once, or neither."""

import random
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connections

from crew import handing_on, roles
from scc_site import clock
from scc_site.models import OutgoingMail
from tests import factories
from tests.crew.crowds import at_once, posts_at_once
from tests.crew.test_roles import office
from tests.crew.test_rounds import assert_whole
from tests.factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def closed():
    """Threads of the server may still hold a connection when the next test empties the tables."""
    yield
    connections.close_all()


def on_its_way(at=NOW, **fields):
    """A sail with one seat, which Ben holds and Dana is asked to take over."""
    sail = factories.event(seats={"crew": 1}, departs_at=at + timedelta(days=5), **fields)
    ben, dana = factories.person("Ben"), factories.person("Dana")
    roles.claim(event=sail, role="crew", by=ben, at=at)
    handing_on.delegate(event=sail, role="crew", person=dana, by=ben, at=at)
    return sail, ben, dana


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_yes_beside_claims_releases_and_withdrawals_leaves_one_holder(seed):
    sail, ben, dana = on_its_way()
    boss, common = office(), {"event": sail, "role": "crew", "at": NOW}
    crowd = [factories.person() for _ in range(20)]
    acts = [
        *[lambda: roles.answer_offer(by=dana, accept=True, **common)] * 10,
        *[lambda: roles.release(by=ben, **common)] * 10,
        *[lambda: roles.withdraw(person=dana, by=boss, **common)] * 3,
        *[lambda: roles.withdraw(person=ben, by=boss, **common)] * 3,
        *[lambda: roles.withdraw(person=dana, by=ben, **common)] * 4,
        *[lambda by=by: roles.claim(by=by, **common) for by in crowd],
    ]
    random.Random(seed).shuffle(acts)

    found = Counter(at_once(acts))

    assert {"OperationalError", "ChangedMeanwhile"} & set(found) == set()
    assert sum(found.values()) == 50
    assert_whole([sail])
    assert found["confirmed"] in {1, 2}  # Dana, and whoever claims after she too was taken off


def test_fifty_taps_of_one_yes_change_the_seat_once(live_server):
    sail, _, dana = on_its_way(at=clock.now())
    form = {"event_id": sail.event_id, "role": "crew", "answer": "accept"}

    statuses = Counter(posts_at_once(live_server.url, [dana] * 50, "/auth/answer/", [form] * 50))

    assert statuses == {303: 1, 409: 49}
    assert dict(sail.assignments.values_list("person__name", "state")) == {"Ben": "covered", "Dana": "confirmed"}
    assert OutgoingMail.objects.filter(kind="seat_covered").count() == 1


def test_of_fifty_people_asked_at_once_one_is():
    sail, ben = factories.event(seats={"crew": 1}), factories.person("Ben")
    factories.assignment(sail, ben)
    crowd = [factories.person() for _ in range(50)]

    found = Counter(
        at_once([lambda p=p: handing_on.delegate(event=sail, role="crew", person=p, by=ben, at=NOW) for p in crowd])
    )

    assert found == {"offered": 1, "AskedAlready": 49}


def test_of_fifty_who_ask_to_take_over_where_approval_is_needed_one_waits():
    sail = factories.event(seats={"crew": 1}, needs_approval=True)
    factories.assignment(sail, factories.person("Ben"), state="covering")
    crowd = [factories.person() for _ in range(50)]

    found = Counter(at_once([lambda p=p: roles.claim(event=sail, role="crew", by=p, at=NOW) for p in crowd]))

    assert found == {"claimed": 1, "SeatTaken": 49}
