"""Rules of time against a brute-force walker that looks at a wall clock every minute, and over the hard days."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scc_site.occurrences import rules, walls, wording
from scc_site.occurrences.rules import LAST, Kind, Rule

LA = ZoneInfo("America/Los_Angeles")
ZONES = ("America/Los_Angeles", "Europe/London", "Australia/Lord_Howe", "Pacific/Apia", "UTC", "Asia/Kathmandu")
# Each zone's days on which something happens to its clocks, and an ordinary one.
CHANGES = {
    "America/Los_Angeles": [date(2027, 3, 14), date(2027, 11, 7), date(2028, 2, 29)],
    "Europe/London": [date(2027, 3, 28), date(2027, 10, 31), date(2028, 2, 29)],
    "Australia/Lord_Howe": [date(2027, 4, 4), date(2027, 10, 3), date(2028, 2, 29)],
    "Pacific/Apia": [date(2011, 12, 30), date(2012, 4, 1), date(2010, 9, 26)],
    "UTC": [date(2027, 3, 14), date(2028, 2, 29), date(2027, 1, 1)],
    "Asia/Kathmandu": [date(2027, 3, 14), date(2028, 2, 29), date(1986, 1, 1)],
}
# Other work on the machine is no fault of a rule's.
patient = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def instants(first, last):
    """Any whole second between the beginnings of two years."""
    edges = (int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) for year in (first, last))
    return st.integers(*edges).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


clocks = st.builds(time, st.integers(0, 23), st.integers(0, 59))
weekdays = st.frozensets(st.integers(0, 6), min_size=1)
wall_rules = st.one_of(
    st.builds(rules.daily, clocks),
    st.builds(lambda clock, days: rules.weekly(clock, *days), clocks, weekdays),
    st.builds(lambda clock, day: Rule(Kind.MONTH_DAY, clock, day=day), clocks, st.integers(1, 31)),
    st.builds(lambda clock: Rule(Kind.MONTH_END, clock), clocks),
    st.builds(
        lambda clock, nth, on: Rule(Kind.MONTH_WEEKDAY, clock, nth=nth, weekday=on),
        clocks,
        st.sampled_from([1, 2, 3, 4, LAST]),
        st.integers(0, 6),
    ),
)


def named_by(rule, on):
    """Whether a rule means a day, said in another way than the code says it."""
    month = [on.replace(day=1) + DAY * number for number in range(31)]
    month = [day for day in month if day.month == on.month]
    match rule.kind:
        case Kind.DAILY:
            return True
        case Kind.WEEKLY:
            return on.weekday() in rule.weekdays
        case Kind.MONTH_DAY:
            return on == ([day for day in month if day.day <= rule.day])[-1]
        case Kind.MONTH_END:
            return on == month[-1]
    same = [day for day in month if day.weekday() == rule.weekday]
    return on == (same[-1] if rule.nth == LAST else same[rule.nth - 1])


def walked(rule, zone, first, last):
    """Slots by looking at the wall clock each minute: it fires when it shows the time, or has jumped over it."""
    found, fired = [], set()
    at = first
    was = (at - MINUTE).astimezone(zone).replace(tzinfo=None)
    while at <= last:
        wall = at.astimezone(zone).replace(tzinfo=None)
        passed = was + MINUTE
        while passed <= wall:  # more than one minute where the clocks were put forward; none where they were put back
            if passed.time() == rule.clock and named_by(rule, passed.date()) and passed not in fired:
                fired.add(passed)
                found.append((f"{passed:%Y-%m-%dT%H:%M}", at))
            passed += MINUTE
        was = max(was, wall)
        at += MINUTE
    return found


@given(wall_rules, st.sampled_from([(zone, day) for zone in ZONES for day in CHANGES[zone]]))
@patient
def test_a_rule_finds_what_a_walker_along_the_minutes_finds(rule, where):
    zone, on = ZoneInfo(where[0]), where[1]
    first = datetime.combine(on, time(), UTC) - DAY
    last = first + 3 * DAY

    found = [(slot.slot, slot.utc) for slot in rules.between(rule, zone, first - MINUTE, last)]

    assert found == walked(rule, zone, first, last)


@given(wall_rules, st.sampled_from(ZONES), instants(2010, 2035), st.integers(1, 400))
@patient
def test_slots_are_in_order_once_each_and_the_same_however_the_time_is_cut(rule, zone, start, days):
    zone = ZoneInfo(zone)
    cut, end = start + days * DAY / 3, start + days * DAY

    whole = list(rules.between(rule, zone, start, end))
    parts = [*rules.between(rule, zone, start, cut), *rules.between(rule, zone, cut, end)]

    assert parts == whole
    # Of a day that a zone leaves out, and of the next at midnight: two slots, one instant.
    assert all(one.slot < two.slot and one.utc <= two.utc for one, two in pairwise(whole))
    assert all(slot.local == slot.utc and str(slot.local.tzinfo) == str(zone) for slot in whole)


@given(st.integers(1, wording.LONGEST_INTERVAL), instants(1990, 2060))
@patient
def test_an_interval_is_counted_from_a_fixed_instant_whatever_the_clocks_do(minutes, start):
    until = start + 5 * minutes * MINUTE

    found = list(rules.between(rules.every(minutes), LA, start, until))

    assert len(found) == 5
    assert [(slot.utc - rules.ANCHOR) % (minutes * MINUTE) for slot in found] == [timedelta(0)] * 5
    assert [datetime.fromisoformat(slot.slot) for slot in found] == [slot.utc for slot in found]
    assert start < found[0].utc <= start + minutes * MINUTE


@pytest.mark.parametrize(
    ("clock", "on", "utc", "remark"),
    [
        (time(2, 30), date(2027, 3, 14), "2027-03-14T10:00", "The clocks skip 02:30 that day: runs at 03:00."),
        (time(2, 0), date(2027, 3, 14), "2027-03-14T10:00", "The clocks skip 02:00 that day: runs at 03:00."),
        (time(3, 0), date(2027, 3, 14), "2027-03-14T10:00", ""),
        (time(1, 59), date(2027, 3, 14), "2027-03-14T09:59", ""),
        (
            time(1, 30),
            date(2027, 11, 7),
            "2027-11-07T08:30",
            "The clocks show 01:30 twice that day: runs at the first (PDT).",
        ),
        (time(2, 0), date(2027, 11, 7), "2027-11-07T10:00", ""),
    ],
)
def test_a_skipped_time_runs_right_after_the_gap_and_a_doubled_one_at_the_first(clock, on, utc, remark):
    slot = rules.on_day(rules.daily(clock), LA, on)

    assert (f"{slot.utc:%Y-%m-%dT%H:%M}", slot.remark) == (utc, remark)
    assert slot.slot == f"{on}T{clock:%H:%M}"


def test_half_an_hour_is_skipped_on_lord_howe_and_a_whole_day_in_apia():
    howe = rules.on_day(rules.daily(time(2, 10)), ZoneInfo("Australia/Lord_Howe"), date(2027, 10, 3))
    apia = rules.on_day(rules.daily(time(7)), ZoneInfo("Pacific/Apia"), date(2011, 12, 30))

    assert (howe.slot, f"{howe.local:%Y-%m-%dT%H:%M%z}") == ("2027-10-03T02:10", "2027-10-03T02:30+1100")
    assert (apia.slot, f"{apia.local:%Y-%m-%dT%H:%M%z}") == ("2011-12-30T07:00", "2011-12-31T00:00+1400")
    assert apia.remark == "The clocks skip 07:00 that day: runs at 00:00 on 31 December."


def test_a_month_that_lacks_the_day_takes_its_last_and_the_next_month_the_day_again():
    rule = Rule(Kind.MONTH_DAY, time(6), day=31)
    start, end = datetime(2026, 12, 31, 20, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC)

    found = [slot.slot for slot in rules.between(rule, LA, start, end)]

    lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    months = [(2027 + number // 12, number % 12 + 1) for number in range(24)]
    assert found == [f"{year}-{month:02}-{day}T06:00" for (year, month), day in zip(months, lengths, strict=True)]


@pytest.mark.parametrize(("day", "february"), [(28, [28, 28]), (29, [28, 29]), (30, [28, 29]), (31, [28, 29])])
def test_february_ends_where_it_ends(day, february):
    rule = Rule(Kind.MONTH_DAY, time(6), day=day)
    start, end = datetime(2027, 1, 1, tzinfo=UTC), datetime(2028, 4, 1, tzinfo=UTC)

    found = [slot.local.day for slot in rules.between(rule, LA, start, end) if slot.local.month == 2]

    assert found == february


def test_what_comes_next_is_found_however_rare_it_is():
    rule = Rule(Kind.MONTH_WEEKDAY, time(9), nth=LAST, weekday=4)

    found = [slot.slot for slot in rules.ahead(rule, LA, datetime(2027, 1, 29, 17, tzinfo=UTC), 3)]

    assert found == ["2027-02-26T09:00", "2027-03-26T09:00", "2027-04-30T09:00"]


def test_the_edges_of_the_calendar_end_the_search_without_a_fault():
    end = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)

    assert [slot.slot for slot in rules.between(rules.daily(time(7)), LA, datetime(2199, 12, 31, tzinfo=UTC), end)] == [
        "2199-12-31T07:00",
        "2200-01-01T07:00",
        "2200-01-02T07:00",
    ]
    assert len(rules.ahead(rules.daily(time(7)), LA, datetime(2199, 12, 30, tzinfo=UTC), 10)) < 10


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (rules.daily(time(7)), "Daily 07:00, Los Angeles"),
        (rules.weekly(time(7), 0), "Mondays 07:00, Los Angeles"),
        (rules.weekly(time(18, 30), 4, 0, 2), "Mondays, Wednesdays and Fridays 18:30, Los Angeles"),
        (Rule(Kind.MONTH_DAY, time(6), day=1), "The 1st of the month 06:00, Los Angeles"),
        (Rule(Kind.MONTH_DAY, time(6), day=12), "The 12th of the month 06:00, Los Angeles"),
        (Rule(Kind.MONTH_DAY, time(6), day=22), "The 22nd of the month 06:00, Los Angeles"),
        (
            Rule(Kind.MONTH_DAY, time(6), day=31),
            "The 31st of the month, or the last day of a shorter month, 06:00, Los Angeles",
        ),
        (Rule(Kind.MONTH_END, time(6)), "The last day of the month 06:00, Los Angeles"),
        (Rule(Kind.MONTH_WEEKDAY, time(6), nth=3, weekday=1), "The third Tuesday of the month 06:00, Los Angeles"),
        (Rule(Kind.MONTH_WEEKDAY, time(6), nth=LAST, weekday=6), "The last Sunday of the month 06:00, Los Angeles"),
        (rules.every(1), "Every minute"),
        (rules.every(5), "Every 5 minutes"),
        (rules.every(60), "Every hour"),
        (rules.every(240), "Every 4 hours"),
        (Rule(Kind.WEEKLY), " at no time, Los Angeles"),
    ],
)
def test_a_rule_is_said_in_words(rule, words):
    assert wording.said(rule, "America/Los_Angeles") == words


def test_all_that_is_wrong_with_a_rule_is_told_at_once():
    assert sorted(wording.problems(Rule(Kind.WEEKLY), "Moon/Base")) == ["clock", "weekdays", "zone"]
    assert sorted(wording.problems(Rule(Kind.MONTH_WEEKDAY, nth=5), "UTC")) == ["clock", "nth", "weekday"]
    assert sorted(wording.problems(Rule(Kind.MONTH_DAY, time(7, 0, 1), day=32), "UTC")) == ["clock", "day"]
    assert sorted(wording.problems(Rule(Kind.WEEKLY, time(7), weekdays=frozenset({7})), "UTC")) == ["weekdays"]
    assert sorted(wording.problems(rules.every(0), "Moon/Base")) == ["minutes", "zone"]
    assert wording.problems(rules.every(wording.LONGEST_INTERVAL + 1), "UTC") == {
        "minutes": "Say every how many minutes: 1 to 10080 (a week)."
    }


@given(wall_rules)
@patient
def test_a_good_rule_has_no_problem_and_some_words(rule):
    assert wording.problems(rule, "Europe/London") == {}
    assert wording.said(rule, "Europe/London").endswith(f"{rule.clock:%H:%M}, London")


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "now"), (5, "in 5 min"), (-5, "5 min ago"), (180, "in 3 h"), (-2820, "47 h ago"), (2880, "in 2 days")],
)
def test_how_far_something_lies_away_is_said_in_one_unit(minutes, words):
    now = datetime(2027, 3, 14, tzinfo=UTC)

    assert wording.distance(now + minutes * MINUTE, now) == words


def test_a_reading_of_the_wall_says_what_the_clocks_did():
    skipped, doubled, plain = map(datetime.fromisoformat, ("2027-03-14T02:30", "2027-11-07T01:30", "2027-06-01T12:00"))

    assert walls.read(skipped, LA)[1:] == (True, False)
    assert walls.read(doubled, LA)[1:] == (False, True)
    assert walls.read(plain, LA)[1:] == (False, False)
