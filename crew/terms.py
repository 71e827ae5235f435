"""The rules of time for seats, and how they are said (pure): no database, no web."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

USUAL_OFFER = timedelta(hours=24)
HALF_AN_HOUR = timedelta(minutes=30)
# The nearer the sail, the shorter an offer stands: (departure within, offer stands for), nearest first.
SHORT_OFFERS = (
    (timedelta(hours=6), timedelta(minutes=30)),
    (timedelta(hours=48), timedelta(hours=2)),
)


def offer_ends_at(*, at: datetime, call_at: datetime, departs_at: datetime) -> datetime:
    """Until when an offer made at an instant can be answered: 24 h, 2 h or 30 min later, never after call."""
    stands_for = next((span for near, span in SHORT_OFFERS if departs_at - at <= near), USUAL_OFFER)
    return min(at + stands_for, call_at)


def asked_again_until(*, at: datetime, call_at: datetime, departs_at: datetime, returns_at: datetime) -> datetime:
    """Until when somebody whose sail has moved can confirm again: as an offer, but half an hour at the least.

    That may run past call, never past departure, nor past the return of a sail that should have left.
    """
    usual = offer_ends_at(at=at, call_at=call_at, departs_at=departs_at)
    return min(max(usual, at + HALF_AN_HOUR), departs_at if departs_at > at else returns_at)


def far_apart(old: tuple[datetime, datetime], new: tuple[datetime, datetime]) -> bool:
    """Whether departure or return have moved so far that nobody can be taken for granted: more than 30 minutes."""
    return any(abs(now - before) > HALF_AN_HOUR for before, now in zip(old, new, strict=True))


def release_is_free(*, at: datetime, call_at: datetime, release_hours: int) -> bool:
    """Whether a confirmed seat can still be given back without finding cover; the limit itself still counts."""
    return at <= call_at - timedelta(hours=release_hours)


def ago(since: timedelta) -> str:
    """How long ago, as one would say it at the dock: `3 s ago`, `12 min ago`, `5 h ago`, `3 d ago`."""
    seconds = max(0, int(since.total_seconds()))
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size} {unit} ago"
    return f"{seconds} s ago"


def clock_time(instant: datetime, zone: ZoneInfo) -> str:
    """Weekday, day and wall time in a zone: `Sat 5 Dec 15:10`."""
    local = instant.astimezone(zone)
    return f"{local:%a} {local.day} {local:%b} {local:%H:%M}"


def long_time(instant: datetime, zone: ZoneInfo) -> str:
    """The same in full, with the zone's name: `Saturday 5 December, 15:10 PST`."""
    local = instant.astimezone(zone)
    return f"{local:%A} {local.day} {local:%B}, {local:%H:%M} {local:%Z}"


def day(instant: datetime, zone: ZoneInfo) -> str:
    """The day in a zone: `Saturday 5 December`."""
    local = instant.astimezone(zone)
    return f"{local:%A} {local.day} {local:%B}"


def zone_name(instant: datetime, zone: ZoneInfo) -> str:
    """What clocks in a zone are called then: `PST`."""
    return f"{instant.astimezone(zone):%Z}"


def hour(instant: datetime, *, beside: datetime, zone: ZoneInfo) -> str:
    """Wall time alone, where day and zone are those of `beside`: `15:10`; else with what differs: `Sun 01:10 PDT`."""
    local, other = instant.astimezone(zone), beside.astimezone(zone)
    words = [f"{local:%a}"] if local.date() != other.date() else []
    words += [f"{local:%H:%M}"] + ([f"{local:%Z}"] if local.utcoffset() != other.utcoffset() else [])
    return " ".join(words)
