"""The month as agenda and calendar, as pure values."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from events import agenda

HOUSE = ZoneInfo("America/Los_Angeles")


def local(day: int, hour: int, minute: int = 0, month: int = 12) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=HOUSE).astimezone(UTC)


def sail(departs_at: datetime, returns_at: datetime | None = None, **fields: object) -> agenda.Sail:
    row = agenda.Sail(
        event_id="2026-12-05-jada",
        title="Sunset charter",
        vessel="JADA",
        mark="J",
        status="scheduled",
        departs_at=departs_at,
        returns_at=returns_at or departs_at.replace(hour=23),
        seats_total=3,
        seats_filled=2,
        captain_state="confirmed",
    )
    return row._replace(**fields)


def december(*sails: agenda.Sail) -> agenda.Month:
    sunsets = {date(2026, 12, 5): local(5, 16, 42)}
    return agenda.of(year=2026, month=12, sails=sails, sunsets=sunsets, today=date(2026, 12, 5), zone=HOUSE)


def test_a_sail_stands_under_its_local_day_with_everything_printed():
    month = december(sail(local(5, 17, 10), local(5, 19, 40), mine="captain"))

    [day] = month.days
    [line] = day.lines
    assert (day.number, day.short, day.sunset, day.css) == ("5", "Sat", "16:42", "today")
    assert line == agenda.Line(
        href="/events/2026-12-05-jada/",
        clock="17:10",
        title="Sunset charter",
        words="JADA · until 19:40",
        mark="J",
        css="sail",
        off=False,
        dots="●●○",
        seats="2 of 3 seats filled",
        state="",
        tone="",
        mine="you: captain",
    )


def test_weeks_are_whole_and_begin_on_monday():
    weeks = december().weeks

    assert [len(week) for week in weeks] == [7] * 5
    assert weeks[0][0].number == "30"
    assert [day.css for day in weeks[0]] == ["outside", "", "", "", "", "today", ""]


def test_a_late_evening_that_is_tomorrow_in_utc_stays_on_its_day():
    month = december(sail(local(31, 23, 30), local(31, 23, 59)))

    assert [day.number for day in month.days] == ["31"]


def test_a_sail_over_midnight_names_the_day_of_its_return():
    month = december(sail(local(5, 22), local(6, 6)))

    assert month.days[0].lines[0].words == "JADA · until Sun 6 Dec 06:00"


@pytest.mark.parametrize(
    ("filled", "total", "said"),
    [
        (0, 0, ("", "no seats")),
        (3, 3, ("●●●", "all 3 seats filled")),
        (1, 2, ("●○", "1 of 2 seats filled")),
        (8, 8, ("●●●●●●●●", "all 8 seats filled")),
        (9, 30, ("9/30", "9 of 30 seats filled")),
    ],
)
def test_seats_are_dots_and_words(filled, total, said):
    assert agenda.seats(filled, total) == said


@pytest.mark.parametrize(
    ("status", "captain", "said"),
    [
        ("scheduled", "confirmed", ("", "")),
        ("scheduled", "open", ("no captain", "bad")),
        ("scheduled", "claimed", ("captain to confirm", "warn")),
        ("weather_hold", "open", ("weather hold", "warn")),
        ("cancelled", "confirmed", ("cancelled", "bad")),
        ("under_way", "confirmed", ("under way", "sun")),
    ],
)
def test_only_what_is_not_as_planned_is_said(status, captain, said):
    assert agenda.state(status, captain) == said


def test_a_cancelled_sail_is_struck_out():
    line = december(sail(local(5, 17), status="cancelled")).days[0].lines[0]

    assert (line.css, line.off) == ("sail off", True)


def test_the_neighbours_of_a_years_ends_are_in_the_next_years():
    month = december()

    assert (month.previous, month.next) == ("/events/?month=2026-11", "/events/?month=2027-01")
    assert month.total == "No sails"


def test_days_without_a_sail_stand_between_the_others_in_one_line():
    suns = {
        date(2026, 12, 4): local(4, 16, 42),
        date(2026, 12, 6): local(6, 16, 42),
        date(2026, 12, 31): local(31, 16, 53),
    }

    month = agenda.of(
        year=2026,
        month=12,
        sails=[sail(local(day, 15)) for day in (1, 3, 5, 6)],
        sunsets=suns,
        today=date(2026, 12, 5),
        zone=HOUSE,
    )

    assert [day.gap for day in month.days] == ["", "Wed 2 · no sails", "Fri 4 · no sails · sunset 16:42", ""]
    assert month.gap == "Mon 7 – Thu 31 · no sails · sunset 16:53"
    assert december().gap == ""


def test_filters_stay_in_every_link_and_say_how_many_they_leave():
    asked = agenda.Filters(vessel="jada", q="rum & sun")

    month = agenda.of(
        year=2026,
        month=12,
        sails=[sail(local(5, 15)), sail(local(9, 15))],
        sunsets={},
        today=date(2026, 12, 5),
        zone=HOUSE,
        filters=asked,
        planned=31,
    )

    kept = "vessel=jada&q=rum+%26+sun"
    assert (month.previous, month.next) == (f"/events/?month=2026-11&{kept}", f"/events/?month=2027-01&{kept}")
    assert (month.this, month.clear) == (f"/events/?{kept}", "/events/?month=2026-12")
    assert month.total == "2 of 31 sails"
    assert [day.gap for day in month.days] == ["", ""]


def test_without_filters_there_is_nothing_to_clear():
    month = december(sail(local(5, 17)))

    assert (month.total, month.clear, month.this) == ("1 sail", "", "/events/")


@pytest.mark.parametrize(
    ("today", "anchor"),
    [(date(2026, 12, 6), "d12"), (date(2026, 12, 1), ""), (date(2026, 12, 31), ""), (date(2026, 11, 6), "")],
)
def test_the_month_leads_to_its_first_sail_from_today_on_when_others_lie_before(today, anchor):
    sails = [sail(local(day, 15)) for day in (5, 12)]

    found = agenda.of(year=2026, month=12, sails=sails, sunsets={}, today=today, zone=HOUSE)

    assert found.coming == anchor
