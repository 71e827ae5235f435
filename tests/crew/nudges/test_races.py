"""Many runs at one moment: one letter a person. And the control that shows what the turn is for."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections, transaction

from crew.models import Nudge
from crew.nudges import choosing, planning, sending
from events import lifecycle
from scc_site.models import OutgoingMail
from tests import factories
from tests.crew.nudges.dock import aboard, noon, sail

pytestmark = pytest.mark.django_db(transaction=True)
DUE = noon(20, 11)
RUNS = 20


def at_once(act):
    """What each of twenty hands came to, all let go at one moment, each on its own connection."""
    gate = threading.Barrier(RUNS)

    def one(number):
        try:
            connections["default"].ensure_connection()
            return act(number, gate)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(RUNS) as pool:
        return list(pool.map(one, range(RUNS)))


@pytest.fixture
def tasks():
    """A sail that is out, three hands, and a task that comes due every second."""
    event = sail(noon(20, 9), hours=10, status="under_way", seats={"captain": 1, "crew": 3})
    people = [aboard(event) for _ in range(3)]
    for second in range(RUNS):
        factories.item(event, due_at=DUE + timedelta(hours=2, seconds=second))
        factories.item(event, due_at=DUE - timedelta(minutes=15) + timedelta(seconds=second))
    return people


def told_twice():
    """How many rows stand in more than one letter, or letters a person got beyond the first."""
    return (
        OutgoingMail.objects.filter(kind="nudge").count()
        - Nudge.objects.filter(state="sent").values("person").distinct().count()
    )


def test_twenty_runs_at_once_write_each_person_one_letter(tasks):
    def run(number, gate):
        gate.wait(timeout=60)
        return sending.run(at=DUE + timedelta(seconds=number))

    made = at_once(run)

    assert sum(made) == len(tasks)
    assert told_twice() == 0


def test_control_without_their_turn_they_write_the_same_things_again(tasks):
    sending.planning.plan(DUE)

    def run(number, gate):
        at = DUE + timedelta(seconds=number)
        with transaction.atomic():
            found = choosing.due(at)
            choice = choosing.choose(found, at=at, lately=choosing.written_to(found, at), off={})
            gate.wait(timeout=60)  # everybody has read before anybody writes
            return sending._send(choice.letters, at)

    at_once(run)

    assert told_twice() > 0


def test_a_run_and_a_cancellation_at_once_leave_no_letter_of_the_sail():
    event = sail(DUE + timedelta(hours=24), seats={"captain": 1, "crew": RUNS})
    for _ in range(RUNS):
        aboard(event)
    office = factories.admin("Olga")

    def act(number, gate):
        gate.wait(timeout=60)
        if number == RUNS // 2:
            lifecycle.cancel(event=event, reason="Storm", by=office, at=DUE)
        else:
            sending.run(at=DUE)

    at_once(act)

    assert OutgoingMail.objects.filter(kind="nudge", state="queued").count() == 0
    assert planning.untrue(DUE) == []
