"""The minutely tick and django-q2's one schedule."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django_q.models import Schedule as QSchedule

from scc_site import checks, clock, jobs, schedules, tick
from scc_site.locks import only_one
from scc_site.models import Heartbeat, Occurrence
from scc_site.occurrences import rules
from tests.occurrences.jobs import chore, ran, shipped, the_house_does

AT = datetime(2026, 6, 1, 17, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_a_failing_chore_is_logged_and_stops_nobody_else(caplog, monkeypatch):
    with the_house_does(monkeypatch, shipped("told_slot", rules.every(5)), chores=[chore("bad"), chore("good")]):
        failed = tick.tick(at=AT, wait=True)

    assert failed == ["bad"]
    assert ran == [("good", AT), ("slot", AT)]
    assert "the sea is rough" in caplog.text
    assert Heartbeat.objects.get(name="tick").detail == "failed: bad"


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes_later", "times"), [(0, 1), (59, 1), (60, 2), (61, 2)])
def test_an_hourly_schedule_runs_once_in_each_hour(minutes_later, times, monkeypatch):
    with the_house_does(monkeypatch, shipped("good", rules.every(60))):
        tick.tick(at=AT, wait=True)

        tick.tick(at=AT + timedelta(minutes=minutes_later), wait=True)

    assert len(ran) == times


@pytest.mark.django_db
def test_a_tick_given_by_hand_runs_what_may_be_repeated_and_nothing_else(monkeypatch):
    entries = [shipped("good", rules.every(60), repeatable=True), shipped("told_slot", rules.every(60))]
    with the_house_does(monkeypatch, *entries):
        tick.tick(at=AT, wait=True, by_hand=True)
        first = list(ran)

        tick.tick(at=AT + timedelta(minutes=1), wait=True, by_hand=True)

    assert first == [("good", AT), ("slot", AT)]
    assert ran[2:] == [("good", AT + timedelta(minutes=1))]
    assert Occurrence.objects.count() == 2


@pytest.mark.django_db
def test_the_command_names_what_failed_and_exits_with_1(monkeypatch):
    with (
        the_house_does(monkeypatch, shipped("bad", rules.every(60), repeatable=True)),
        pytest.raises(CommandError, match="bad") as refused,
    ):
        call_command("tick", "--at", "2026-06-01T10:00")

    assert refused.value.returncode == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_ticks_at_once_one_does_nothing(monkeypatch):
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('tick'))")

    with the_house_does(monkeypatch, chores=[chore("good")]):
        tick.tick(at=AT, wait=False)
    other.close()

    assert ran == []


@pytest.mark.django_db
def test_the_lock_is_let_go_after_a_failure():
    with pytest.raises(RuntimeError), only_one("tick", wait=False):
        raise RuntimeError

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
def test_the_schedule_is_made_once_and_strangers_are_removed():
    QSchedule.objects.create(name="stranger", func="os.system", schedule_type="I", minutes=1, args="('rm',)")

    jobs.keep_schedule(at=AT)
    jobs.keep_schedule(at=AT)

    assert list(QSchedule.objects.values_list("name", "func", "minutes", "repeats")) == [("tick", jobs.TICK, 1, -1)]


@pytest.mark.django_db
def test_a_next_run_far_ahead_is_brought_back():
    jobs.keep_schedule(at=AT)
    QSchedule.objects.update(next_run=AT + timedelta(days=30))

    jobs.keep_schedule(at=AT)

    assert QSchedule.objects.get().next_run == AT


@pytest.mark.django_db
def test_tick_refuses_the_future_in_production():
    with pytest.raises(CommandError, match="lies in the future"):
        call_command("tick", "--at", (clock.now() + timedelta(hours=1)).isoformat())


@pytest.mark.django_db
def test_tick_takes_a_past_instant():
    call_command("tick", "--at", "2026-06-01T10:00")

    assert Heartbeat.objects.filter(name="tick").count() == 1


def test_the_plan_leads_to_functions_by_rules_that_hold():
    assert checks.schedules_resolve(None) == []


def test_a_plan_that_leads_nowhere_or_never_is_an_error(monkeypatch):
    lost = shipped("good", rules.daily(time(7, 0, 30)))._replace(path="crew.nowhere.at_all")
    monkeypatch.setattr(schedules, "SCHEDULES", (lost, lost))

    found = sorted(fault.id for fault in checks.schedules_resolve(None))

    assert found == ["scc.E001", "scc.E001", "scc.E002", "scc.E002", "scc.E003", "scc.E003"]


@pytest.mark.parametrize("at", ["0001-01-01T00:00", "9999-12-31T23:59:59Z", "1969-12-31T23:59"])
def test_an_instant_out_of_all_reckoning_is_misuse(at):
    with pytest.raises(CommandError, match="is not between 1970-01-01 and 2199-12-31"):
        call_command("nudge", "--at", at)
