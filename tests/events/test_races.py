"""Two hands at once, on real connections."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction

from crew import roles
from crew.models import Assignment
from events import checklists, lifecycle, planning
from events.acts import moving
from events.models import ChecklistItem, SailEvent
from scc_site.models import OutgoingMail
from scc_site.refusals import Refusal
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)
HANDS = 12
HOUR = timedelta(hours=1)


def together(acts):
    """Run every act in a thread with its own connection, all let go at once; what each gave, or its refusal's name."""
    gate = threading.Barrier(len(acts))

    def run(act):
        try:
            connection.ensure_connection()
            gate.wait()
            return act()
        except Refusal as refusal:
            return type(refusal).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def task_of(sail):
    """One task of a sail."""
    return ChecklistItem.objects.create(
        event=sail, text="Fuel", anchor="departure", role="crew", position=1, due_at=sail.departs_at
    )


def test_of_many_phones_that_tick_one_task_one_decides():
    item = task_of(factories.event())
    people = [factories.person(f"Hand {place}") for place in range(HANDS)]

    found = together([lambda by=by: checklists.tick(item=item, by=by, at=NOW).done_by_id for by in people])

    item.refresh_from_db()
    assert Counter(type(one) for one in found) == {int: 1, str: HANDS - 1}
    assert item.done_by_id == next(one for one in found if isinstance(one, int))
    assert set(found) - {item.done_by_id} == {"EndedAlready"}


def test_without_the_condition_in_the_update_many_would_decide():
    """The control: the same race, judged by a read before the write."""
    item = task_of(factories.event())
    people = [factories.person(f"Hand {place}") for place in range(HANDS)]
    read = threading.Barrier(HANDS)

    def careless(by):
        with transaction.atomic():
            fresh = ChecklistItem.objects.get(pk=item.pk)
            read.wait()
            if fresh.done_at:
                raise checklists.EndedAlready("Too late.")
            ChecklistItem.objects.filter(pk=item.pk).update(done_at=NOW, done_by=by)
        return by.pk

    found = together([lambda by=by: careless(by) for by in people])

    assert len([one for one in found if isinstance(one, int)]) == HANDS


def test_a_tick_and_a_set_aside_at_once_end_the_task_once():
    item = task_of(factories.event())
    ana, ben = factories.person("Ana"), factories.person("Ben")

    found = together(
        [
            lambda: checklists.tick(item=item, by=ana, at=NOW).state,
            lambda: checklists.set_aside(item=item, why="No fuel dock", by=ben, at=NOW).state,
        ]
    )

    item.refresh_from_db()
    assert sorted(found, key=lambda one: one != "EndedAlready")[0] == "EndedAlready"
    assert item.state in found


def test_many_sails_planned_at_once_without_an_id_each_get_their_own():
    boat, kind, olga = factories.vessel(slug="jada"), factories.event_type(slug="charter"), factories.admin()
    departs_at = NOW + timedelta(days=3)

    def plan():
        return planning.create(
            vessel=boat,
            event_type=kind,
            departs_at=departs_at,
            returns_at=departs_at + timedelta(hours=2),
            capacity=4,
            by=olga,
            at=NOW,
        ).event_id

    found = together([plan] * 6)

    assert sorted(found) == ["2026-06-04-jada-charter", *(f"2026-06-04-jada-charter-{n}" for n in range(2, 7))]


def test_one_id_given_by_many_is_one_sails():
    boat, kind, olga = factories.vessel(), factories.event_type(), factories.admin()
    departs_at = NOW + timedelta(days=3)

    def plan():
        return planning.create(
            event_id="regatta",
            vessel=boat,
            event_type=kind,
            departs_at=departs_at,
            returns_at=departs_at + timedelta(hours=2),
            capacity=4,
            by=olga,
            at=NOW,
        ).event_id

    assert sorted(together([plan] * 6)) == ["Mistyped"] * 5 + ["regatta"]
    assert SailEvent.objects.count() == 1


def test_a_captain_and_the_office_cast_off_at_once_and_one_is_kept():
    sail, ana, olga = factories.event(seats={}), factories.person("Ana"), factories.admin("Olga")

    found = together([lambda by=by: lifecycle.depart(event=sail, by=by, at=NOW).departed_by_id for by in (ana, olga)])

    sail.refresh_from_db()
    assert set(found) == {"WrongState", sail.departed_by_id}


@pytest.mark.parametrize("round_", range(5))
def test_a_sail_moved_onto_the_one_its_crew_claims_meanwhile_leaves_no_overlap_and_no_error(round_):
    early, late = factories.event(), factories.event(departs_at=NOW + timedelta(days=5))
    ana, olga = factories.person("Ana"), factories.admin("Olga")
    held = factories.assignment(late, ana)

    found = together(
        [
            lambda: moving.move(event=late, departs_at=early.departs_at, reason="Wind", by=olga, at=NOW).event_id,
            lambda: roles.claim(event=early, role="crew", by=ana, at=NOW).state,
        ]
    )

    held.refresh_from_db()
    assert found == [late.event_id, "confirmed"]
    assert held.state == "offered"


def test_a_sail_moved_and_cancelled_at_once_ends_cancelled_and_tells_no_lie():
    sail, ana, olga = factories.event(), factories.person("Ana"), factories.admin("Olga")
    factories.assignment(sail, ana)

    found = together(
        [
            lambda: moving.move(event=sail, departs_at=sail.departs_at + HOUR, reason="Wind", by=olga, at=NOW).version,
            lambda: lifecycle.cancel(event=sail, reason="Storm", by=olga, at=NOW).status,
        ]
    )

    sail.refresh_from_db()
    waiting = list(OutgoingMail.objects.waiting().values_list("kind", flat=True))
    assert (sail.status, found[1], waiting) == ("cancelled", "cancelled", ["sail_cancelled"])
    assert found[0] in {2, "PlanFixed"}


@pytest.mark.parametrize("round_", range(5))
def test_two_sails_moved_onto_each_other_with_one_crew_meet_no_deadlock(round_):
    one, other = factories.event(), factories.event(departs_at=NOW + timedelta(days=5))
    olga, crowd = factories.admin("Olga"), [factories.person() for _ in range(3)]
    for role, person in zip(("captain", "crew", "crew"), crowd, strict=True):
        factories.assignment(one, person, role)
        factories.assignment(other, person, role)
    swap = [(one, other.departs_at), (other, one.departs_at)]

    found = together(
        [
            lambda sail=sail, to=to: moving.move(event=sail, departs_at=to, reason="Swap", by=olga, at=NOW).version
            for sail, to in swap
        ]
    )

    states = Assignment.objects.values_list("state", flat=True)
    assert (found, set(states)) == ([2, 2], {"offered"})
