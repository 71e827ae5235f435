"""The rule of a season, without a database: days, clocks, sunsets, clashes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events import timing
from events.season import rules as season
from events.season import sheets, spelling
from tests.events import almanac
from tests.factories import HOUSE

SAN_DIEGO = timing.Place(32.7157, -117.1611, HOUSE)
MINUTE = timedelta(minutes=1)


def slot(on, departure, back=None, fold=0):
    return season.slot(on, departure, back or season.Return(minutes=150), place=SAN_DIEGO, fold=fold)


def here(instant):
    return f"{instant.astimezone(HOUSE):%Y-%m-%d %H:%M %Z}"


def test_the_almanac_of_the_tests_gives_the_worked_examples_of_the_book():
    ascension, declination = almanac.sun_at(datetime(1992, 10, 13, tzinfo=UTC))  # example 25.a
    sidereal = almanac.sidereal_at(datetime(1987, 4, 10, tzinfo=UTC))  # example 12.a

    assert (round(ascension, 3), round(declination, 3)) == (198.381, -7.785)
    assert round(sidereal, 4) == 197.6932


def test_366_sunsets_in_a_row_agree_with_an_independent_almanac_within_a_minute():
    days = [date(2027, 1, 1) + timedelta(days=number) for number in range(366)]

    slots = [slot(on, season.Departure(sunset_minutes=90)) for on in days]

    apart = [abs(each.sunset_at - almanac.sunset(each.on, 32.7157, -117.1611)) for each in slots]
    assert max(apart) <= timedelta(seconds=60)
    assert [each.sunset_at.astimezone(HOUSE).date() for each in slots] == days
    assert {each.sunset_at - each.departs_at for each in slots} == {90 * MINUTE}
    assert {each.returns_at - each.departs_at for each in slots} == {150 * MINUTE}


@pytest.mark.parametrize(
    ("on", "clock", "zone"),
    [
        (date(2027, 3, 13), "17:55", "PST"),
        (date(2027, 3, 14), "18:56", "PDT"),
        (date(2027, 11, 6), "17:53", "PDT"),
        (date(2027, 11, 7), "16:53", "PST"),
    ],
)
def test_on_both_days_the_clocks_change_a_sail_leaves_its_minutes_before_its_own_sunset(on, clock, zone):
    found = slot(on, season.Departure(sunset_minutes=90))

    assert here(found.sunset_at) == f"{on} {clock} {zone}"
    assert abs(found.sunset_at - almanac.sunset(on, 32.7157, -117.1611)) <= timedelta(seconds=60)
    assert found.departs_at == found.sunset_at - 90 * MINUTE


@pytest.mark.parametrize(("step", "clock"), [(1, "18:24"), (5, "18:25"), (10, "18:20"), (15, "18:30")])
def test_a_departure_by_sunset_is_rounded_to_the_nearest_step(step, clock):
    found = slot(date(2031, 6, 6), season.Departure(sunset_minutes=90, step=step))

    assert f"{found.departs_at.astimezone(HOUSE):%H:%M}" == clock


def test_a_time_the_clocks_skip_is_refused_with_its_day_and_only_there():
    found = [slot(date(2027, 3, day), season.Departure(clock=time(2, 30))) for day in (13, 14, 15)]

    assert [each.faults for each in found] == [
        (), ("02:30 does not exist on Sunday 14 March 2027: the clocks skip it. Choose another time.",), (),
    ]  # fmt: skip
    assert (found[1].departs_at, found[1].sunset_at is None) == (None, False)


@pytest.mark.parametrize(("fold", "zone"), [(0, "PDT"), (1, "PST")])
def test_of_a_time_that_comes_twice_one_is_meant_and_said(fold, zone):
    found = slot(date(2027, 11, 7), season.Departure(clock=time(1, 30)), fold=fold)

    assert here(found.departs_at) == f"2027-11-07 01:30 {zone}"
    assert found.remarks == (f"01:30 comes twice: the {'second' if fold else 'first'} is meant ({zone}).",)


def test_a_return_by_the_clock_before_departure_is_the_next_days():
    found = slot(date(2027, 11, 6), season.Departure(clock=time(22)), season.Return(clock=time(3)))

    assert here(found.returns_at) == "2027-11-07 03:00 PST"
    assert found.returns_at - found.departs_at == timedelta(hours=6)


def test_every_second_week_counts_from_the_week_it_begins_in():
    rule = season.Weekly(date(2027, 6, 3), date(2027, 6, 30), frozenset({0, 4}), 2, frozenset({date(2027, 6, 18)}))

    assert rule.days() == [date(2027, 6, 4), date(2027, 6, 14), date(2027, 6, 28)]
    assert rule.words() == ("every second week on Monday and Friday, 3 June 2027 to 30 June 2027, without 1 of them")


def test_a_rule_far_too_long_is_cut_off_just_beyond_the_cap():
    rule = season.Weekly(date(2001, 1, 1), date(2099, 1, 1), frozenset(range(7)))

    assert len(rule.days()) == season.MOST + 1


def span(key, vessel, start, hours):
    at = datetime(2027, 6, 4, start, tzinfo=UTC)
    return season.Span(key, vessel, at, at + timedelta(hours=hours))


def test_only_sails_of_one_vessel_at_one_time_clash_and_both_say_so():
    found = season.overlaps(
        [span("a", 1, 8, 4), span("b", 1, 11, 2), span("c", 1, 13, 1), span("d", 2, 8, 9), span("e", 1, 12, 1)]
    )

    assert {key: sorted(others) for key, others in found.items()} == {"a": ["b"], "b": ["a", "e"], "e": ["b"]}


SPANS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 23), st.integers(1, 9)), max_size=12)


@given(SPANS)
def test_clashes_are_those_of_looking_at_every_pair(drawn):
    spans = [span(number, *each) for number, each in enumerate(drawn)]

    found = season.overlaps(spans)

    pairs = {
        (one.key, other.key) for one in spans for other in spans
        if one.key != other.key and one.vessel == other.vessel
        and one.departs_at < other.returns_at and other.departs_at < one.returns_at
    }  # fmt: skip
    assert {(key, other) for key, others in found.items() for other in others} == pairs


@pytest.mark.parametrize(
    "text",
    [
        "2027-06-24", "2027/6/24", "20270624", "6/24/2027", "24/6/2027", "24.6.27", "24 June 2027", "24 jun 2027",
        "24-Jun-2027", "June 24, 2027", "jun 24 2027", "Thu 24 June 2027",
        "thursday, 24th june 2027", " 24  June 2027 ",
    ],
)  # fmt: skip
def test_a_day_is_read_in_all_its_usual_spellings(text):
    assert spelling.day(text) == date(2027, 6, 24)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Fri 24 June 2027", "24 June 2027 is a Thursday, not as written."),
        ("31 Feb 2027", "There is no day 31 Feb 2027."),
        ("24 June", "Write a day with its year, like 2027-06-04, 6/4/2027 or 4 June 2027."),
        ("24 Juno 2027", "Write a day with its year, like 2027-06-04, 6/4/2027 or 4 June 2027."),
        ("1 June 1999", "Choose a year between 2000 and 2100."),
        ("5/6/2027", "5/6/2027 is 6 May or 5 June: choose how days are written."),
        ("9" * 5000, "This is too long for a day. Write one like 2027-06-04 or 4 June 2027."),
    ],
)
def test_a_day_that_cannot_be_read_says_what_to_write(text, sentence):
    with pytest.raises(spelling.Misspelt) as fault:
        spelling.day(text)

    assert str(fault.value) == sentence


def test_one_clear_line_settles_how_the_others_are_meant():
    assert [each.day for each in spelling.days("5/6/2027\n24/6/2027")] == [date(2027, 6, 5), date(2027, 6, 24)]
    assert [each.day for each in spelling.days("5/6/2027\n6/24/2027")] == [date(2027, 5, 6), date(2027, 6, 24)]
    assert [each.two_readings for each in spelling.days("5/6/2027\n24/6/2027\n6/24/2027")] == [True, False, False]


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("17:10", "17:10"),
        ("5:10 pm", "17:10"),
        ("5 PM", "17:00"),
        ("12 am", "00:00"),
        ("12:05 p.m.", "12:05"),
        ("17.10", "17:10"),
    ],
)
def test_a_time_is_read_in_its_usual_spellings(text, clock):
    assert f"{spelling.clock(text):%H:%M}" == clock


@pytest.mark.parametrize("text", ["17", "25:00", "13 pm", "soon", "", "1" * 5000])
def test_a_time_that_cannot_be_read_is_refused(text):
    with pytest.raises(spelling.Misspelt):
        spelling.clock(text)


@given(st.text(max_size=30))
def test_no_exported_cell_begins_like_a_formula_and_each_comes_back_as_it_was(text):
    cell = sheets.harmless(text)

    assert cell.lstrip(sheets.PADDING)[:1] not in set(sheets.TRIGGERS) or cell.startswith("'")
    assert sheets.plain(cell) == text


@given(st.text(max_size=200))
def test_any_text_is_read_as_days_or_refused_by_line(text):
    for written in spelling.days(text):
        assert (written.day is None) == bool(written.fault)
