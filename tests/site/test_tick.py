"""The minutely tick and django-q2's one schedule."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django_q.models import Schedule as QSchedule

from scc_site import checks, clock, jobs, schedules, tick
from scc_site.locks import only_one
from scc_site.models import Heartbeat
from scc_site.schedules import Schedule

AT = datetime(2026, 6, 1, 17, 0, tzinfo=UTC)
ran: list[tuple[str, datetime]] = []


def good(*, at):
    ran.append(("good", at))


def bad(*, at):
    raise RuntimeError("the sea is rough")


def entry(name, every_minutes=1):
    return Schedule(name=name, path=f"{__name__}.{name}", every_minutes=every_minutes, why="a test")


@pytest.fixture(autouse=True)
def nothing_ran():
    ran.clear()


@pytest.mark.django_db
def test_a_failing_entry_is_logged_and_stops_nobody_else(caplog):
    failed = tick.tick(at=AT, wait=True, entries=[entry("bad"), entry("good")])

    assert failed == ["bad"]
    assert ran == [("good", AT)]
    assert "the sea is rough" in caplog.text
    assert Heartbeat.objects.get(name="tick").detail == "failed: bad"


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes_later", "times"), [(0, 1), (59, 1), (60, 2), (61, 2)])
def test_an_hourly_entry_runs_once_in_each_hour(minutes_later, times):
    tick.tick(at=AT, wait=True, entries=[entry("good", 60)])

    tick.tick(at=AT + timedelta(minutes=minutes_later), wait=True, entries=[entry("good", 60)])

    assert len(ran) == times


@pytest.mark.django_db
def test_a_failed_hourly_entry_is_tried_again_the_next_minute():
    tick.tick(at=AT, wait=True, entries=[entry("bad", 60)])

    assert tick.is_due(entry("bad", 60), at=AT + timedelta(minutes=1)) is True


@pytest.mark.django_db(transaction=True)
def test_of_two_ticks_at_once_one_does_nothing():
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('tick'))")

    tick.tick(at=AT, wait=False, entries=[entry("good")])
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


def test_the_plan_leads_to_functions():
    assert checks.schedules_resolve(None) == []


def test_a_plan_that_leads_nowhere_is_an_error(monkeypatch):
    lost = entry("good")._replace(path="crew.nowhere.at_all")
    monkeypatch.setattr(schedules, "SCHEDULES", (lost, lost))

    assert [found.id for found in checks.schedules_resolve(None)] == ["scc.E002", "scc.E001"] * 2
