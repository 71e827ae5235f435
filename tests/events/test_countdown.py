"""The line that says what comes next."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from events import countdown

HOUSE = ZoneInfo("America/Los_Angeles")


def local(hour: int, minute: int = 0, day: int = 5) -> datetime:
    return datetime(2026, 12, day, hour, minute, tzinfo=HOUSE).astimezone(UTC)


def line(now: datetime, status: str = "scheduled", returned_at: datetime | None = None) -> str:
    return countdown.of(
        status=status,
        call_at=local(14, 10),
        departs_at=local(15, 10),
        returns_at=local(17, 40),
        now=now,
        zone=HOUSE,
        returned_at=returned_at,
    ).text


@pytest.mark.parametrize(
    ("now", "status", "text"),
    [
        (local(9, day=1), "scheduled", "Call in 4 days · Sat 5 Dec 14:10"),
        (local(9, day=4), "scheduled", "Call in 1 d 5 h · Tomorrow 14:10"),
        (local(13, 22), "scheduled", "Call in 48 min · 14:10"),
        (local(14, 10), "boarding", "Casts off in 1 h · 15:10"),
        (local(15, 9, day=5), "boarding", "Casts off in 1 min · 15:10"),
        (local(15, 14), "boarding", "Should have cast off 4 min ago · 15:10"),
        (local(16, 55), "under_way", "Back at the dock in 45 min · 17:40"),
        (local(17, 50), "under_way", "Due back 10 min ago · 17:40"),
        (local(12), "weather_hold", "Weather hold · planned for 15:10"),
        (local(12), "cancelled", "Cancelled: nobody sails"),
    ],
)
def test_each_status_says_what_it_waits_for(now, status, text):
    assert line(now, status) == text


def test_a_sail_that_is_back_says_when():
    assert line(local(9, day=6), "returned", local(17, 38)) == "Back at the dock · Sat 5 Dec 17:38"


def test_the_browser_gets_the_same_words_to_count_with():
    found = countdown.of(
        status="boarding",
        call_at=local(14, 10),
        departs_at=local(15, 10),
        returns_at=local(17, 40),
        now=local(14, 30),
        zone=HOUSE,
    )

    assert found.at == int(local(15, 10).timestamp())
    assert found.before.replace("{}", "40 min") + found.tail == found.text
