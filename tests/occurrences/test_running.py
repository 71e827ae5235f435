"""What is due runs once, with all its effects or none; what fails comes again, and in the end the office is told."""

from datetime import time, timedelta

import pytest
from django.db import connection, connections

from scc_site import tick
from scc_site.models import Alarm, Heartbeat, Occurrence, OutgoingMail
from scc_site.occurrences import planning, rules, running
from tests import factories
from tests.occurrences import jobs
from tests.occurrences.jobs import AT, kept, ran, shipped, the_house_does

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
BUDGET = timedelta(seconds=30)


def row():
    return Occurrence.objects.get()


@pytest.mark.django_db
def test_a_job_is_told_the_instant_of_its_slot_when_it_asks(monkeypatch):
    with the_house_does(monkeypatch, shipped("told_slot", rules.every(60)), shipped("good", rules.every(60))):
        tick.tick(at=AT + 7 * MINUTE, wait=True)  # made now: begins with the next hour
        tick.tick(at=AT + 65 * MINUTE, wait=True)

    assert sorted(ran) == [("good", AT + 65 * MINUTE), ("slot", AT + HOUR)]


@pytest.mark.django_db
def test_the_end_of_a_run_is_kept_with_what_the_job_wrote(monkeypatch):
    with the_house_does(monkeypatch, shipped("writes", rules.every(60))):
        tick.tick(at=AT, wait=True)
        tick.tick(at=AT, wait=True)

    assert (row().state, row().attempts, row().started_at, row().planned_at) == ("done", 1, AT, AT)
    assert row().ended_at >= AT
    assert Heartbeat.objects.filter(name__startswith="03-10").count() == 1


@pytest.mark.django_db
def test_a_failed_run_leaves_nothing_and_comes_again_later_and_later(monkeypatch):
    with the_house_does(monkeypatch, shipped("writes_then_fails", rules.daily(time(9)))):
        failed = [
            minutes for minutes in range(100) if tick.tick(at=AT + minutes * MINUTE, wait=True) == ["writes_then_fails"]
        ]

    assert failed == [0, 1, 6, 21, 81]
    assert (row().state, row().attempts, row().retry_at) == ("failed", 5, None)
    assert row().why == "RuntimeError: half way"
    assert Heartbeat.objects.filter(name="half").count() == 0


@pytest.mark.django_db
def test_what_failed_once_and_then_went_well_is_done_and_nobody_is_told(monkeypatch):
    factories.admin()
    with the_house_does(monkeypatch, shipped("good", rules.every(60), path="bad")):
        tick.tick(at=AT, wait=True)
    assert (row().state, row().retry_at) == ("failed", AT + MINUTE)
    with the_house_does(monkeypatch, shipped("good", rules.every(60))):
        tick.tick(at=AT + MINUTE, wait=True)

    assert (row().state, row().attempts, row().retry_at) == ("done", 2, None)
    assert Alarm.objects.count() == 0


@pytest.mark.django_db
def test_the_office_is_told_once_of_a_schedule_that_fails_again_and_again(monkeypatch):
    factories.admin()
    with the_house_does(monkeypatch, shipped("bad", rules.every(5))):
        for minutes in range(60):
            tick.tick(at=AT + minutes * MINUTE, wait=True)

    assert [(alarm.kind, alarm.key) for alarm in Alarm.objects.all()] == [("occurrence_failed", "bad:never")]
    assert Alarm.objects.get().words == (
        "bad, due Wed 10 Mar 2027 09:00, failed 2 times and is not tried again by itself: "
        "RuntimeError: the sea is rough"
    )
    assert OutgoingMail.objects.filter(kind="alert").count() == 1


@pytest.mark.django_db
def test_a_job_that_breaks_its_transaction_has_failed(monkeypatch):
    with the_house_does(monkeypatch, shipped("swallows", rules.every(60))):
        failed = tick.tick(at=AT, wait=True)

    assert failed == ["swallows"]
    assert row().why.startswith("TransactionManagementError")


@pytest.mark.django_db
def test_a_job_taken_out_of_the_house_while_it_waits_fails_in_words(monkeypatch):
    with the_house_does(monkeypatch, shipped("good", rules.every(60))):
        kept(at=AT)
        planning.plan(at=AT)
    with the_house_does(monkeypatch):
        well = running.run_due(at=AT, budget=BUDGET)

    assert well == {"good": False}
    assert row().why == f"LookupError: {running.UNKNOWN}"


@pytest.mark.django_db
def test_what_the_tick_has_no_time_for_waits_for_the_next(monkeypatch):
    with the_house_does(monkeypatch, shipped("good", rules.every(5), catch_up="all")):
        kept(at=AT - HOUR)
        planning.plan(at=AT)

        assert running.run_due(at=AT, budget=timedelta(0)) == {}
        assert Occurrence.objects.filter(state="planned").count() == 13
        assert running.run_due(at=AT, budget=BUDGET) == {"good": True}

    assert len(ran) == 13


@pytest.mark.django_db
def test_one_failure_among_several_runs_names_the_schedule(monkeypatch):
    with the_house_does(monkeypatch, shipped("fails_first", rules.every(5), catch_up="all")):
        kept(at=AT - 10 * MINUTE)
        planning.plan(at=AT)

        well = running.run_due(at=AT, budget=BUDGET)

    assert well == {"fails_first": False}
    assert sorted(Occurrence.objects.values_list("state", flat=True)) == ["done", "done", "failed"]


@pytest.mark.django_db
def test_a_run_whose_runner_died_is_taken_up_again_and_at_last_given_up(monkeypatch):
    with the_house_does(monkeypatch, shipped("good", rules.daily(time(9)))):
        kept(at=AT)
        planning.plan(at=AT)
        number = row().pk
        taken = [running.take(occurrence_id=number, at=AT) for _ in range(6)]

    assert [occurrence and occurrence.attempts for occurrence in taken] == [1, 2, 3, 4, 5, None]
    assert (row().state, row().why) == ("failed", running.DIED)
    assert running.take(occurrence_id=number, at=AT) is None


@pytest.mark.django_db
def test_whoever_lost_a_run_to_another_writes_nothing(monkeypatch):
    with the_house_does(monkeypatch, shipped("writes", rules.every(60)), shipped("bad", rules.every(7000))):
        planning.keep(at=AT)
        planning.plan(at=AT)
        number = row().pk
        slow, fast = (running.take(occurrence_id=number, at=AT) for _ in range(2))

        went = [running.run(fast, at=AT), running.run(slow, at=AT)]
        running.fail(occurrence=slow, fault="late", at=AT)

    assert went == [True, True]
    assert (row().state, row().attempts) == ("done", 2)
    assert Heartbeat.objects.filter(name__startswith="03-10").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_run_under_way_is_left_alone_even_when_a_later_one_is_due(monkeypatch):
    with the_house_does(monkeypatch, shipped("good", rules.every(60))):
        tick.tick(at=AT, wait=True)
        Occurrence.objects.update(state="running")
        other = connections.create_connection("default")
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT 1 FROM scc_site_occurrence FOR NO KEY UPDATE")

        tick.tick(at=AT + HOUR, wait=True)
        meanwhile = sorted(Occurrence.objects.values_list("slot", "state"))
        other.close()  # as if its runner had died
        tick.tick(at=AT + HOUR + MINUTE, wait=True)

    assert meanwhile == [("2027-03-10T17:00Z", "running"), ("2027-03-10T18:00Z", "done")]
    assert sorted(Occurrence.objects.values_list("slot", "state"))[0] == ("2027-03-10T17:00Z", "failed")


@pytest.mark.django_db
def test_nothing_of_a_job_is_left_to_the_next_connection(monkeypatch):
    with the_house_does(monkeypatch, shipped("good", rules.every(60))):
        tick.tick(at=AT, wait=True)

    assert connection.needs_rollback is False
    assert jobs.ran == [("good", AT)]
