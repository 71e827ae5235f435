"""Days, clocks and spans in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from events import wording

HOUSE = ZoneInfo("America/Los_Angeles")


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "less than a minute"),
        (4, "4 min"),
        (60, "1 h"),
        (108, "1 h 48 min"),
        (24 * 60, "1 d"),
        (52 * 60 + 5, "2 d 4 h"),
        (9 * 24 * 60 + 1, "9 days"),
        (-108, "1 h 48 min"),
    ],
)
def test_a_span_in_words(minutes, words):
    assert wording.span(timedelta(minutes=minutes)) == words


def test_a_clock_names_its_zone_only_in_the_doubled_hour():
    first, second = datetime(2026, 11, 1, 8, 30, tzinfo=UTC), datetime(2026, 11, 1, 9, 30, tzinfo=UTC)

    assert wording.clock(first, HOUSE) == "01:30 PDT"
    assert wording.clock(second, HOUSE) == "01:30 PST"
    assert wording.clock(second + timedelta(hours=1), HOUSE) == "02:30"


def test_near_days_have_names_and_far_ones_their_year():
    today = date(2026, 12, 5)

    said = [wording.near_day(date.fromordinal(today.toordinal() + days), today) for days in (0, 1, -1, 3, 40)]

    assert said == ["Today", "Tomorrow", "Yesterday", "Tue 8 Dec", "Thu 14 Jan 2027"]


def test_a_moment_is_relative_and_absolute():
    now = datetime(2026, 12, 5, 23, 0, tzinfo=UTC)

    assert wording.moment(now + timedelta(minutes=130), now, HOUSE) == "in 2 h 10 min · Today 17:10"
    assert wording.moment(now - timedelta(minutes=4), now, HOUSE) == "4 min ago · Today 14:56"


@pytest.mark.parametrize(
    ("departs", "hours", "words"),
    [
        (8, 2, "The morning"),
        (11, 3, "The day"),
        (13, 4, "The afternoon"),
        (15, 2.5, "The evening"),
        (22, 8, "The night"),
        (9, 60, "The passage"),
    ],
)
def test_a_sails_own_word_for_its_rail(departs, hours, words):
    departs_at = datetime(2026, 12, 5, departs, tzinfo=HOUSE)

    assert wording.part_of_day(departs_at, departs_at + timedelta(hours=hours), HOUSE) == words


def test_the_zone_is_named_as_people_say_it():
    assert wording.zone_name(datetime(2026, 12, 5, tzinfo=UTC), HOUSE) == "PST (Los Angeles)"
