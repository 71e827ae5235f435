"""Real ticks, minute by minute, over the days on which the clocks of Los Angeles change."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from scc_site import schedules, tick
from scc_site.models import Alarm, Heartbeat, Occurrence, OutgoingMail, Schedule
from scc_site.occurrences import planning, rules
from scc_site.occurrences.rules import LAST, Kind, Rule
from tests import factories
from tests.occurrences.jobs import shipped, the_house_does

pytestmark = pytest.mark.django_db
LA = ZoneInfo("America/Los_Angeles")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SPRING, AUTUMN = datetime(2027, 3, 14, tzinfo=LA), datetime(2027, 11, 7, tzinfo=LA)
CLOCKS = (time(0, 30), time(1, 0), time(1, 30), time(2, 0), time(2, 30), time(2, 59), time(3, 0), time(3, 30))
# Local time of each run on the two days, as a clock on the wall in Los Angeles shows it, with its abbreviation.
SHOWN = {
    SPRING: ["00:30 PST", "01:00 PST", "01:30 PST", "03:00 PDT", "03:00 PDT", "03:00 PDT", "03:00 PDT", "03:30 PDT"],
    AUTUMN: ["00:30 PDT", "01:00 PDT", "01:30 PDT", "02:00 PST", "02:30 PST", "02:59 PST", "03:00 PST", "03:30 PST"],
}
SUNDAYS = (
    Rule(Kind.WEEKLY, time(2, 15), weekdays=frozenset({6})),
    Rule(Kind.MONTH_WEEKDAY, time(1, 15), nth=2, weekday=6),
    Rule(Kind.MONTH_WEEKDAY, time(1, 15), nth=1, weekday=6),
    Rule(Kind.MONTH_WEEKDAY, time(1, 15), nth=LAST, weekday=6),
    Rule(Kind.MONTH_DAY, time(2, 45), day=14),
)


def plan():
    """Daily schedules all around the change, rarer ones on it, and one counted in minutes."""
    daily = [shipped(f"at_{clock:%H%M}", rules.daily(clock), "writes", catch_up="all") for clock in CLOCKS]
    rare = [shipped(f"rare_{number}", rule, "writes", catch_up="all") for number, rule in enumerate(SUNDAYS)]
    return [*daily, *rare, shipped("half_hours", rules.every(30), "writes", catch_up="all")]


def ticked(first, minutes):
    """Tick each minute; when each run ran, by schedule: the local time of the tick."""
    start = first.astimezone(UTC)
    for number in range(minutes):
        assert tick.tick(at=start + number * MINUTE, wait=True) == []


def runs(name):
    """The runs of a schedule as the wall showed the time, and the minute in which they ran."""
    rows = Occurrence.objects.filter(schedule__name=name).order_by("due_at")
    assert all(row.started_at == row.due_at and (row.state, row.attempts) == ("done", 1) for row in rows)
    return [f"{row.started_at.astimezone(LA):%H:%M %Z}" for row in rows]


def judge(day, first, minutes):
    """Each daily slot once, at the right wall time; each half hour once, whatever the wall shows; nothing else."""
    shown = dict(zip([f"at_{clock:%H%M}" for clock in CLOCKS], SHOWN[day], strict=True))
    assert {name: runs(name) for name in shown} == {name: [wall] for name, wall in shown.items()}
    start = first.astimezone(UTC)
    halves = [start + number * MINUTE for number in range(minutes) if (start.minute + number) % 30 == 0]
    assert [row.due_at for row in Occurrence.objects.filter(schedule__name="half_hours").order_by("due_at")] == halves
    rare = {number: runs(f"rare_{number}") for number in range(len(SUNDAYS))}
    assert rare == (
        {0: ["03:00 PDT"], 1: ["01:15 PST"], 2: [], 3: [], 4: ["03:00 PDT"]}
        if day == SPRING
        else {0: ["02:15 PST"], 1: [], 2: ["01:15 PDT"], 3: [], 4: []}
    )
    ours = Occurrence.objects.filter(schedule__name__regex="^(at|rare|half)_")
    assert Heartbeat.objects.filter(name__regex=r"^\d\d-").count() == ours.count()


@pytest.mark.parametrize(("day", "minutes"), [(SPRING, 3 * 60), (AUTUMN, 5 * 60)])
def test_every_slot_around_the_change_comes_once_at_the_right_wall_time(monkeypatch, day, minutes):
    first = day.replace(minute=29)
    with the_house_does(monkeypatch, *plan()):
        ticked(first, minutes)

    judge(day, first, minutes)


@pytest.mark.parametrize("day", [SPRING, AUTUMN])
def test_every_minute_of_the_day_gives_each_slot_once_when_it_is_only_reckoned(day):
    start, end = day.astimezone(UTC), (day + DAY).astimezone(UTC)
    for clock in CLOCKS:
        minutes = [
            list(rules.between(rules.daily(clock), LA, at - MINUTE, at))
            for at in (start + number * MINUTE for number in range((end - start) // MINUTE))
        ]
        found = [slot for slots in minutes for slot in slots]

        assert [slot.slot for slot in found] == [f"{day:%Y-%m-%d}T{clock:%H:%M}"]
        assert f"{found[0].local:%H:%M %Z}" == SHOWN[day][CLOCKS.index(clock)]


@pytest.mark.prove
@pytest.mark.timeout(1800)
@pytest.mark.parametrize(("day", "minutes"), [(SPRING, 23 * 60), (AUTUMN, 25 * 60)])
def test_every_minute_of_the_day_ticked_with_the_whole_house(monkeypatch, day, minutes):
    """The house's own schedules and chores, with a sail that leaves in the afternoon and letters about it."""
    office, ana = factories.admin("Olga"), factories.person("Ana Reyes")
    sail = factories.event(departs_at=day.replace(hour=16), returns_at=day.replace(hour=19), created_by=office)
    factories.assignment(sail, ana, "captain", confirmed_by=office)
    chores, shipped_ones = schedules.CHORES, schedules.SCHEDULES
    with the_house_does(monkeypatch, *plan(), *shipped_ones, chores=chores):
        planning.keep(at=day - 8 * DAY)
        Schedule.objects.update(planned_until=(day - MINUTE).astimezone(UTC))
        ticked(day, minutes)

    judge(day, day, minutes)
    nightly = {entry.name: entry.rule.clock for entry in shipped_ones if entry.rule.clock}
    offset = "PDT" if day == SPRING else "PST"
    assert {name: runs(name) for name in nightly} == {name: [f"{at:%H:%M} {offset}"] for name, at in nightly.items()}
    assert len(runs("ptb_nudge")) == minutes / 5
    nudges = OutgoingMail.objects.filter(kind="nudge", to=ana.email).values_list("not_before", flat=True)
    shown = [f"{at.astimezone(LA):%H:%M}" for at in nudges]
    assert shown.count("13:00") == 1  # three hours before departure
    assert len(shown) == len(set(shown))
    assert Alarm.objects.count() == 0


def is_near_a_turn(day):
    """The last days of a month and its first ones: nothing is due on the others."""
    return day.day >= 27 or day.day <= 2


@pytest.mark.parametrize(
    "is_ticked", [pytest.param(lambda day: True, marks=pytest.mark.prove, id="every day"), is_near_a_turn]
)
def test_the_31st_falls_on_each_months_last_day_over_two_years_of_real_ticks(monkeypatch, is_ticked):
    rule = Rule(Kind.MONTH_DAY, time(2, 30), day=31)
    noons = [datetime(2027, 1, 1, 12, tzinfo=UTC) + day * DAY for day in range(732)]
    with the_house_does(monkeypatch, shipped("writes", rule)):
        for noon in filter(is_ticked, noons):
            tick.tick(at=noon, wait=True)

    slots = list(Occurrence.objects.order_by("due_at").values_list("slot", "state"))
    assert len(slots) == 24
    assert {state for _, state in slots} == {"done"}
    assert [slot[5:10] for slot, _ in slots if slot[5:7] == "02"] == ["02-28", "02-29"]
    ends = [(datetime.fromisoformat(slot) + DAY).day for slot, _ in slots]
    assert ends == [1] * 24
