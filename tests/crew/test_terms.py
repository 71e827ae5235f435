"""How long an offer stands, when a seat can still be given back, and how both are said."""

from datetime import UTC, datetime, timedelta

import pytest

from crew import terms
from tests.factories import HOUSE

AT = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.mark.parametrize(
    ("until_departure", "stands_for"),
    [
        (30 * 24 * HOUR, 24 * HOUR),
        (48 * HOUR + MINUTE, 24 * HOUR),
        (48 * HOUR, 2 * HOUR),
        (6 * HOUR + MINUTE, 2 * HOUR),
        (6 * HOUR, 30 * MINUTE),
        (2 * HOUR, 30 * MINUTE),
        (80 * MINUTE, 20 * MINUTE),
    ],
)
def test_an_offer_stands_shorter_the_nearer_the_sail_and_never_past_call(until_departure, stands_for):
    departs_at = AT + until_departure

    assert terms.offer_ends_at(at=AT, call_at=departs_at - HOUR, departs_at=departs_at) == AT + stands_for


@pytest.mark.parametrize(("before_call", "free"), [(48 * HOUR, True), (48 * HOUR - MINUTE, False), (-HOUR, False)])
def test_a_seat_is_given_back_freely_until_the_limit_and_at_it(before_call, free):
    assert terms.release_is_free(at=AT, call_at=AT + before_call, release_hours=48) is free


@pytest.mark.parametrize(
    ("since", "said"),
    [
        (timedelta(seconds=-2), "0 s ago"),
        (timedelta(seconds=3), "3 s ago"),
        (timedelta(seconds=59.9), "59 s ago"),
        (timedelta(minutes=12), "12 min ago"),
        (timedelta(hours=5, minutes=59), "5 h ago"),
        (timedelta(days=3), "3 d ago"),
    ],
)
def test_ago_is_said_in_the_largest_whole_unit(since, said):
    assert terms.ago(since) == said


def test_times_are_said_on_the_houses_wall_with_weekday_and_zone():
    at = datetime(2026, 12, 6, 1, 10, tzinfo=UTC)

    assert terms.clock_time(at, HOUSE) == "Sat 5 Dec 17:10"
    assert terms.long_time(at, HOUSE) == "Saturday 5 December, 17:10 PST"


@pytest.mark.parametrize(
    ("hours_later", "said"),
    [(-1, "17:10"), (2.5, "20:40"), (5.8, "23:58"), (6, "Sun 00:10"), (9, "Sun 02:10 PST"), (-24, "Fri 18:10")],
)
def test_an_hour_beside_a_day_names_only_what_differs(hours_later, said):
    """The night of Saturday 31 October 2026, before clocks go back at two; departure at 18:10 PDT."""
    departs_at = datetime(2026, 11, 1, 1, 10, tzinfo=UTC)

    at = departs_at + timedelta(hours=hours_later)

    assert terms.hour(at, beside=departs_at, zone=HOUSE) == said
    assert (terms.day(departs_at, HOUSE), terms.zone_name(departs_at, HOUSE)) == ("Saturday 31 October", "PDT")
