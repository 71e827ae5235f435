"""Many ticks at once count as one; a tick that is killed leaves half of nothing and loses no slot."""

import signal
import time
from datetime import timedelta
from threading import Barrier

import pytest

from scc_site import tick
from scc_site.models import Heartbeat, Occurrence, Schedule
from scc_site.occurrences import planning, rules, running
from tests.mail.test_races import at_once
from tests.occurrences import runner
from tests.occurrences.jobs import AT, kept, shipped, the_house_does

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 20
BUDGET = timedelta(seconds=30)
MINUTE = timedelta(minutes=1)


def written():
    """How many times jobs wrote their row."""
    return Heartbeat.objects.filter(name__startswith="03-10").count()


def three_due(monkeypatch):
    """Three slots have come and none is planned yet."""
    kept(at=AT - 10 * MINUTE)
    return Schedule.objects.get()


def test_twenty_ticks_at_once_count_as_one_even_without_the_ticks_lock(monkeypatch):
    with the_house_does(monkeypatch, shipped("writes", rules.every(5), catch_up="all")):
        three_due(monkeypatch)
        gate = Barrier(MANY)

        def ticks(_):
            gate.wait(timeout=60)
            planning.plan(at=AT)
            running.run_due(at=AT, budget=BUDGET)

        at_once(MANY, ticks)

    assert list(Occurrence.objects.values_list("state", "attempts")) == [("done", 1)] * 3
    assert written() == 3


def test_twenty_ticks_at_once_wait_for_each_other_and_count_as_one(monkeypatch):
    with the_house_does(monkeypatch, shipped("writes", rules.every(5), catch_up="all")):
        three_due(monkeypatch)

        failed = at_once(MANY, lambda _: tick.tick(at=AT, wait=True))

    assert failed == [[]] * MANY
    assert list(Occurrence.objects.values_list("state", "attempts")) == [("done", 1)] * 3
    assert written() == 3


def test_control_without_taking_what_they_run_they_double_it(monkeypatch):
    with the_house_does(monkeypatch, shipped("writes", rules.every(5), catch_up="all")):
        three_due(monkeypatch)
        planning.plan(at=AT)
        gate = Barrier(8)

        def naive(number):
            due = list(Occurrence.objects.to_run(AT).select_related("schedule"))
            gate.wait(timeout=60)
            for occurrence in due:
                Heartbeat.objects.create(name=f"{occurrence.due_at:%m-%dT%H:%M} {number}", at=AT)
                Occurrence.objects.filter(pk=occurrence.pk).update(state="done")

        at_once(8, naive)

    assert written() > 3


def test_control_without_the_unique_slot_they_plan_it_twice(monkeypatch):
    with the_house_does(monkeypatch, shipped("writes", rules.every(5), catch_up="all")):
        schedule = three_due(monkeypatch)
        gate = Barrier(8)

        def naive(_):
            known = set(Occurrence.objects.values_list("slot", flat=True))
            new = [row for row in planning.slots_of(schedule, AT) if row.slot not in known]
            gate.wait(timeout=60)
            return len(new)

        assert sum(at_once(8, naive)) > 3


@pytest.mark.fault
def test_a_tick_killed_in_the_middle_of_a_job_leaves_nothing_and_its_slot_is_taken_up_again(monkeypatch, tmp_path):
    sign = tmp_path / "sign"
    process = runner.started("waits_to_be_killed", AT, str(sign))
    deadline = time.monotonic() + 60
    while not sign.exists():
        assert time.monotonic() < deadline, "the job never began"
        time.sleep(0.05)
    under_way = Occurrence.objects.get()

    with the_house_does(monkeypatch, shipped("waits_to_be_killed", rules.every(5))):
        running.run_due(at=AT + MINUTE, budget=BUDGET)  # it is held by the one that runs it
        meanwhile = (Occurrence.objects.get().attempts, written())
        process.send_signal(signal.SIGKILL)
        process.wait(30)
        process.stderr.close()
        while not running.run_due(at=AT + MINUTE, budget=BUDGET):
            assert time.monotonic() < deadline, "nobody took it up"
            time.sleep(0.05)

    assert (under_way.state, under_way.attempts) == ("running", 1)
    assert meanwhile == (1, 0)
    assert list(Occurrence.objects.values_list("state", "attempts")) == [("done", 2)]
    assert written() == 1


@pytest.mark.prove
@pytest.mark.timeout(600)
def test_twenty_processes_that_tick_at_once_count_as_one():
    processes = [runner.started("writes", AT) for _ in range(MANY)]

    said = [process.communicate(timeout=300)[1].decode() for process in processes]

    assert [process.returncode for process in processes] == [0] * MANY, said
    assert list(Occurrence.objects.values_list("slot", "state", "attempts")) == [("2027-03-10T17:00Z", "done", 1)]
    assert written() == 1
