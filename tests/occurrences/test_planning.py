"""Each slot gets its occurrence, once, whatever the clock does; what is not caught up is left out."""

from datetime import UTC, datetime, time, timedelta

import pytest

from scc_site import tick
from scc_site.models import Alarm, Occurrence, OutgoingMail, Schedule
from scc_site.occurrences import keeping, planning, rules
from scc_site.occurrences.rules import Kind, Rule
from tests import factories
from tests.occurrences.jobs import AT, kept, ran, shipped, the_house_does

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SUNDAY = datetime(2027, 3, 14, tzinfo=UTC)
# Three days without a tick, from Friday noon to Monday noon in Los Angeles; the clocks change on Sunday.
FRIDAY, MONDAY = datetime(2027, 3, 12, 20, tzinfo=UTC), datetime(2027, 3, 15, 19, tzinfo=UTC)


def states():
    return list(Occurrence.objects.order_by("due_at").values_list("slot", "state"))


def test_a_shipped_schedule_is_made_once_and_stays_as_the_office_left_it(monkeypatch):
    with the_house_does(monkeypatch, shipped("good", rules.weekly(time(7), 0))):
        planning.keep(at=AT)
        Schedule.objects.update(clock=time(8))

        planning.keep(at=AT + DAY)

    assert [str(row) for row in Schedule.objects.all()] == ["good"]
    assert Schedule.objects.get().words == "Mondays 08:00, Los Angeles"
    assert Schedule.objects.get().created_at == AT


def test_a_new_schedule_begins_with_its_minute_and_has_no_past(monkeypatch):
    seven = datetime(2027, 3, 10, 15, 0, 30, tzinfo=UTC)
    with the_house_does(monkeypatch, shipped("good")):
        kept(at=seven)

        planning.plan(at=seven)

    assert states() == [("2027-03-10T07:00", "planned")]


def test_a_slot_is_planned_once_however_often_and_however_far_back_one_ticks(monkeypatch):
    with the_house_does(monkeypatch, shipped("good", rules.every(5))):
        for at in (AT, AT, AT + 5 * MINUTE, AT - 2 * HOUR, AT + MINUTE, AT + 5 * MINUTE):
            tick.tick(at=at, wait=True)

    assert states() == [("2027-03-10T17:00Z", "done"), ("2027-03-10T17:05Z", "done")]
    assert Schedule.objects.get().planned_until == AT + 5 * MINUTE


def test_after_a_clock_went_back_nothing_runs_until_it_has_caught_up(monkeypatch):
    with the_house_does(monkeypatch, shipped("good", rules.every(30))):
        tick.tick(at=AT + 2 * HOUR, wait=True)

        for minutes in range(0, 150, 10):
            tick.tick(at=AT + minutes * MINUTE, wait=True)

    assert [at for _, at in ran] == [AT + 2 * HOUR]


@pytest.mark.parametrize(
    ("catch_up", "run", "left_out"),
    [
        ({"catch_up": "all"}, ["13T02:30", "14T02:30", "15T02:30"], []),
        ({"catch_up": "latest"}, ["15T02:30"], ["13T02:30", "14T02:30"]),
        ({"catch_up": "recent", "catch_up_minutes": 36 * 60}, ["14T02:30", "15T02:30"], ["13T02:30"]),
        ({"catch_up": "recent", "catch_up_minutes": 60}, [], ["13T02:30", "14T02:30", "15T02:30"]),
    ],
)
def test_three_days_down_over_a_change_of_the_clocks_are_caught_up_as_declared(monkeypatch, catch_up, run, left_out):
    with the_house_does(monkeypatch, shipped("told_slot", rules.daily(time(2, 30)), **catch_up)):
        tick.tick(at=FRIDAY, wait=True)

        tick.tick(at=MONDAY, wait=True)
        tick.tick(at=MONDAY + MINUTE, wait=True)

    by_state = {state: [slot[8:] for slot, found in states() if found == state] for state in ("done", "skipped")}
    assert by_state == {"done": run, "skipped": left_out}
    instants = {"13T02:30": "13T10:30", "14T02:30": "14T10:00", "15T02:30": "15T09:30"}
    assert [f"{at:%dT%H:%M}" for _, at in ran] == [instants[slot] for slot in run]


def test_what_was_left_out_says_why_and_when(monkeypatch):
    with the_house_does(monkeypatch, shipped("good", rules.daily(time(7)))):
        tick.tick(at=FRIDAY, wait=True)
        tick.tick(at=MONDAY, wait=True)

    skipped = Occurrence.objects.filter(state="skipped").first()
    assert (skipped.why, skipped.ended_at, skipped.attempts) == (planning.SUPERSEDED, MONDAY, 0)


def test_a_run_moved_by_the_clocks_says_so(monkeypatch):
    with the_house_does(monkeypatch, shipped("good", rules.daily(time(2, 30)))):
        kept(at=SUNDAY)
        planning.plan(at=SUNDAY + DAY)

    moved = Occurrence.objects.get()
    assert (moved.slot, moved.why) == ("2027-03-14T02:30", "The clocks skip 02:30 that day: runs at 03:00.")
    assert f"{moved.local:%H:%M %Z}" == "03:00 PDT"


def test_a_schedule_whose_job_is_gone_waits_for_it(monkeypatch):
    with the_house_does(monkeypatch, shipped("good", rules.every(60), catch_up="all")):
        tick.tick(at=AT, wait=True)
    with the_house_does(monkeypatch):
        tick.tick(at=AT + HOUR, wait=True)
    with the_house_does(monkeypatch, shipped("good", rules.every(60), catch_up="all")):
        tick.tick(at=AT + 2 * HOUR, wait=True)

    assert [at for _, at in ran] == [AT + 2 * HOUR] * 2
    assert len(states()) == 3


def test_years_without_a_tick_make_no_more_rows_than_are_kept(monkeypatch):
    entries = (shipped("good", rules.every(60)), shipped("told_slot", Rule(Kind.MONTH_END, time(6)), catch_up="all"))
    with the_house_does(monkeypatch, *entries):
        tick.tick(at=AT, wait=True)

        tick.tick(at=AT + 1500 * DAY, wait=True)

    hourly = Occurrence.objects.filter(schedule__name="good")
    assert hourly.count() == 1 + 30 * 24
    assert hourly.filter(state="done").count() == 2
    assert Occurrence.objects.filter(schedule__name="told_slot", state="done").count() == 13


def test_old_occurrences_are_dropped_and_never_come_again(monkeypatch):
    entries = (shipped("good", rules.every(60), catch_up="all"), shipped("told_slot", catch_up="all"))
    with the_house_does(monkeypatch, *entries):
        for day in range(33):
            tick.tick(at=AT + day * DAY, wait=True)

        gone = [keeping.prune(at=AT + 33 * DAY), keeping.prune(at=AT + 33 * DAY)]
        planning.plan(at=AT + 32 * DAY)

    assert gone == [3 * 24, 0]
    assert Occurrence.objects.filter(schedule__name="told_slot").count() == 32


def test_what_has_not_run_yet_and_what_lies_before_no_watermark_is_not_dropped(monkeypatch):
    with the_house_does(monkeypatch, shipped("bad", rules.every(60), catch_up="all")):
        tick.tick(at=AT, wait=True)

        assert keeping.prune(at=AT + 100 * DAY) == 0
        Occurrence.objects.update(state="done", retry_at=None)
        assert keeping.prune(at=AT + 100 * DAY) == 0
        Schedule.objects.update(planned_until=AT + MINUTE)
        assert keeping.prune(at=AT + 100 * DAY) == 1


@pytest.mark.parametrize(
    ("gap", "kind", "words"),
    [
        (15 * MINUTE, None, ""),
        (
            90 * MINUTE,
            "silent_scheduler",
            "No tick ran from Wed 10 Mar 2027 09:00 to Wed 10 Mar 2027 10:30, for 1 h. "
            "Meanwhile due: good 1 to run, 2 left out.",
        ),
        (
            3 * DAY,
            "clock_jump",
            "The last tick ran at Wed 10 Mar 2027 09:00, this one at Sat 13 Mar 2027 09:00, 3 days later. "
            "Meanwhile due: good 1 to run, 143 left out.",
        ),
    ],
)
def test_the_office_is_told_once_when_ticks_come_back_after_a_silence(monkeypatch, gap, kind, words):
    factories.admin()
    with the_house_does(monkeypatch, shipped("good", rules.every(30))):
        tick.tick(at=AT, wait=True)

        for later in (timedelta(0), timedelta(0), MINUTE):
            tick.tick(at=AT + gap + later, wait=True)

    assert list(Alarm.objects.values_list("kind", "words")) == ([(kind, words)] if kind else [])
    assert OutgoingMail.objects.filter(kind="alert").count() == len(Alarm.objects.all())


def test_a_silence_in_which_nothing_was_due_is_told_too(monkeypatch):
    factories.admin()
    with the_house_does(monkeypatch, shipped("good")):
        tick.tick(at=AT, wait=True)
        tick.tick(at=AT + HOUR, wait=True)

    assert Alarm.objects.get().words.endswith("No schedule was due meanwhile.")
