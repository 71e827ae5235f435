"""The sun and the clocks, against facts computed another way."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from events import timing
from scc_site.refusals import Mistyped

HOUSE = ZoneInfo("America/Los_Angeles")
SAN_DIEGO = timing.Place(32.7157, -117.1611, HOUSE)


def almanac_sunset(on: date, latitude: float, longitude: float) -> datetime:
    """Sunset in UTC by the low-precision solar coordinates of the Astronomical Almanac (page C24), iterated thrice.

    Altitude of the centre −50′: 34′ of refraction and 16′ of radius.
    """
    guess = datetime(on.year, on.month, on.day, tzinfo=UTC) + timedelta(hours=18 - longitude / 15)
    for _ in range(3):
        n = (guess - datetime(2000, 1, 1, 12, tzinfo=UTC)) / timedelta(days=1)
        mean_longitude = (280.460 + 0.9856474 * n) % 360
        anomaly = math.radians((357.528 + 0.9856003 * n) % 360)
        ecliptic = math.radians(mean_longitude + 1.915 * math.sin(anomaly) + 0.020 * math.sin(2 * anomaly))
        obliquity = math.radians(23.439 - 0.0000004 * n)
        right_ascension = math.degrees(math.atan2(math.cos(obliquity) * math.sin(ecliptic), math.cos(ecliptic)))
        declination = math.asin(math.sin(obliquity) * math.sin(ecliptic))
        equation = (mean_longitude - right_ascension + 180) % 360 - 180
        cosine = (math.sin(math.radians(-50 / 60)) - math.sin(math.radians(latitude)) * math.sin(declination)) / (
            math.cos(math.radians(latitude)) * math.cos(declination)
        )
        minutes = 720 - 4 * longitude - 4 * equation + 4 * math.degrees(math.acos(cosine))
        guess = datetime(on.year, on.month, on.day, tzinfo=UTC) + timedelta(minutes=minutes)
    return guess


@pytest.mark.parametrize("year", [2026, 2028])
def test_every_sunset_of_a_year_agrees_with_the_almanac_within_a_minute_and_falls_on_its_own_date(year):
    days = [date(year, 1, 1) + timedelta(days=number) for number in range(366 if year % 4 == 0 else 365)]

    found = [timing.sunset(on, SAN_DIEGO) for on in days]

    worst = max(abs(sun - almanac_sunset(on, 32.7157, -117.1611)) for on, sun in zip(days, found, strict=True))
    assert worst < timedelta(seconds=60)
    assert [sun.astimezone(HOUSE).date() for sun in found] == days


@pytest.mark.parametrize(
    ("on", "clock"),
    [
        (date(2026, 3, 7), "17:51"),
        (date(2026, 3, 8), "18:51"),
        (date(2026, 10, 31), "17:58"),
        (date(2026, 11, 1), "16:57"),
    ],
)
def test_sunset_jumps_by_the_hour_with_the_clocks(on, clock):
    sun = timing.sunset(on, SAN_DIEGO)

    assert abs(sun - almanac_sunset(on, 32.7157, -117.1611)) < timedelta(seconds=60)
    assert f"{sun.astimezone(HOUSE):%H:%M}" == clock


def test_where_the_sun_does_not_set_there_is_none():
    assert timing.sunset(date(2026, 6, 21), timing.Place(78.2, 15.6, ZoneInfo("Arctic/Longyearbyen"))) is None


@pytest.mark.parametrize(
    ("place", "on"),
    [
        (timing.Place(-36.85, 174.76, ZoneInfo("Pacific/Auckland")), date(2026, 12, 21)),
        (timing.Place(21.31, -157.86, ZoneInfo("Pacific/Honolulu")), date(2026, 6, 21)),
        (timing.Place(51.5, -0.13, ZoneInfo("Europe/London")), date(2026, 3, 29)),
    ],
)
def test_sunset_keeps_the_local_date_on_both_sides_of_the_date_line(place, on):
    assert timing.sunset(on, place).astimezone(place.zone).date() == on


def test_a_time_the_clocks_skip_is_refused_at_its_field():
    with pytest.raises(Mistyped) as refusal:
        timing.instant(datetime.fromisoformat("2027-03-14T02:30"), HOUSE, field="departs_at")

    sentence = "02:30 does not exist on Sunday 14 March 2027: the clocks skip it. Choose another time."
    assert refusal.value.faults == {"departs_at": [sentence]}


def test_a_time_the_clocks_show_twice_is_asked_about():
    with pytest.raises(timing.Doubled) as refusal:
        timing.instant(datetime.fromisoformat("2026-11-01T01:30"), HOUSE, field="departs_at")

    sentence = "01:30 comes twice on Sunday 1 November 2026: say which, the first (PDT) or the second (PST)."
    assert refusal.value.faults == {"departs_at": [sentence]}


@pytest.mark.parametrize(("fold", "hour"), [(0, 8), (1, 9)])
def test_a_doubled_time_is_taken_as_said(fold, hour):
    found = timing.instant(datetime.fromisoformat("2026-11-01T01:30"), HOUSE, field="departs_at", fold=fold)

    assert found == datetime(2026, 11, 1, hour, 30, tzinfo=UTC)


@pytest.mark.parametrize("fold", [None, 0, 1])
def test_a_plain_time_needs_no_answer_and_minds_none(fold):
    found = timing.instant(datetime.fromisoformat("2026-07-04T17:00"), HOUSE, field="departs_at", fold=fold)

    assert found == datetime(2026, 7, 5, 0, 0, tzinfo=UTC)


def test_departure_and_return_are_proposed_from_the_days_sunset():
    departs_at, returns_at = timing.prefill(date(2026, 12, 5), sunset_minutes=90, duration_minutes=150, place=SAN_DIEGO)

    assert f"{departs_at:%H:%M} {returns_at:%H:%M}" == "15:12 17:42"
    assert departs_at == timing.sunset(date(2026, 12, 5), SAN_DIEGO) - timedelta(minutes=90)


def test_a_proposed_return_across_the_clock_change_is_as_long_as_the_type_says():
    departs_at, returns_at = timing.prefill(
        date(2026, 10, 31), sunset_minutes=-300, duration_minutes=240, place=SAN_DIEGO
    )

    assert returns_at.astimezone(UTC) - departs_at.astimezone(UTC) == timedelta(hours=4)
    assert returns_at.date() == date(2026, 11, 1)


def test_all_times_of_a_sail_follow_from_two():
    times = timing.plan(
        datetime(2026, 12, 5, 15, 10, tzinfo=HOUSE),
        datetime(2026, 12, 5, 17, 40, tzinfo=HOUSE),
        call_minutes=120,
        place=SAN_DIEGO,
    )

    assert times == timing.Times(
        sails_on=date(2026, 12, 5),
        call_at=datetime(2026, 12, 5, 21, 10, tzinfo=UTC),
        departs_at=datetime(2026, 12, 5, 23, 10, tzinfo=UTC),
        returns_at=datetime(2026, 12, 6, 1, 40, tzinfo=UTC),
        sunset_at=datetime(2026, 12, 6, 0, 42, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("anchor", "minutes", "clock"),
    [("call", 0, "13:10"), ("departure", -15, "14:55"), ("sunset", 0, "16:42"), ("return", 30, "18:10")],
)
def test_a_task_is_due_by_its_anchor(anchor, minutes, clock):
    times = timing.plan(
        datetime(2026, 12, 5, 15, 10, tzinfo=HOUSE),
        datetime(2026, 12, 5, 17, 40, tzinfo=HOUSE),
        call_minutes=120,
        place=SAN_DIEGO,
    )

    assert f"{timing.due(anchor, minutes, times).astimezone(HOUSE):%H:%M}" == clock


def test_a_return_after_sunset_counts_the_minutes_of_dark():
    sunset = datetime(2026, 12, 6, 0, 42, tzinfo=UTC)

    assert timing.minutes_of_dark(sunset + timedelta(minutes=58), sunset) == 58
    assert timing.minutes_of_dark(sunset, sunset) == 0
    assert timing.minutes_of_dark(sunset, None) == 0


def test_an_instant_is_spoken_with_weekday_and_zone():
    at = datetime(2026, 12, 6, 1, 10, tzinfo=UTC)

    assert timing.spoken(at, HOUSE) == "Saturday 5 December 2026, 17:10 PST"


@pytest.mark.parametrize(
    ("hours", "fault"),
    [(0, "The return must come after the departure."), (24 * 31, "A sail lasts at most 30 days.")],
)
def test_departure_and_return_out_of_order_are_named_at_the_return(hours, fault):
    departs_at = datetime(2026, 12, 5, 23, 10, tzinfo=UTC)

    assert timing.order_faults(departs_at, departs_at + timedelta(hours=hours)) == {"returns_at": [fault]}
