"""Sunset, wall clocks and words of time (pure; the only user of astral).

Instants go in and come out aware; what is stored is UTC, what is read aloud is the house's zone. Minutes are whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from astral import Observer
from astral.sun import sunset as _sunset

from events import wording
from scc_site.refusals import Mistyped

FIRST_YEAR, LAST_YEAR = 2000, 2100
LONGEST_SAIL = timedelta(days=30)
MINUTE = timedelta(minutes=1)
WITHOUT_SUNSET = 18  # o'clock: what departure is counted from where the sun does not set that day


@dataclass(frozen=True, slots=True)
class Place:
    """Where the house is: degrees north and east, and its zone."""

    latitude: float
    longitude: float
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Times:
    """All instants that follow from a sail's departure and return, in UTC; `sails_on` is the local date."""

    sails_on: date
    call_at: datetime
    departs_at: datetime
    returns_at: datetime
    sunset_at: datetime | None


class Doubled(Mistyped):
    """The clock shows this time twice that day, and nobody said which is meant."""


@lru_cache(maxsize=4096)
def sunset(on: date, place: Place) -> datetime | None:
    """Sunset of a local date, in UTC, to the nearest minute as almanacs print it; None where the sun does not set.

    Upper limb on the horizon with standard refraction. The zone is given to astral: without it the UTC date is meant,
    and west of Greenwich the day shifts. Kept in memory: a month page asks for 42 of them.
    """
    observer = Observer(latitude=place.latitude, longitude=place.longitude)
    try:
        found = _sunset(observer, date=on, tzinfo=place.zone)
    except ValueError:
        return None
    return (found.astimezone(UTC) + MINUTE / 2).replace(second=0, microsecond=0)


def plan(departs_at: datetime, returns_at: datetime, *, call_minutes: int, place: Place) -> Times:
    """Everything else about the day, from departure and return; both may be in any zone."""
    sails_on = departs_at.astimezone(place.zone).date()
    return Times(
        sails_on=sails_on,
        call_at=departs_at.astimezone(UTC) - call_minutes * MINUTE,
        departs_at=departs_at.astimezone(UTC),
        returns_at=returns_at.astimezone(UTC),
        sunset_at=sunset(sails_on, place),
    )


def prefill(on: date, *, sunset_minutes: int, duration_minutes: int, place: Place) -> tuple[datetime, datetime]:
    """Departure and return proposed for a local date, in the house's zone.

    Departure is `sunset_minutes` before sunset (negative: after it), return `duration_minutes` later.
    """
    sun = sunset(on, place) or datetime(on.year, on.month, on.day, WITHOUT_SUNSET, tzinfo=place.zone)
    departs_at = (sun.astimezone(UTC) - sunset_minutes * MINUTE).astimezone(place.zone)
    return departs_at, (departs_at.astimezone(UTC) + duration_minutes * MINUTE).astimezone(place.zone)


def due(anchor: str, minutes: int, times: Times) -> datetime:
    """The instant `minutes` after an anchor (negative: before it); sunset falls back on return where there is none."""
    anchors = {
        "call": times.call_at,
        "departure": times.departs_at,
        "return": times.returns_at,
        "sunset": times.sunset_at or times.returns_at,
    }
    return anchors[anchor] + minutes * MINUTE


def instant(wall: datetime, zone: ZoneInfo, *, field: str, fold: int | None = None) -> datetime:
    """The instant, in UTC, that a clock in the zone shows as `wall` (without a zone).

    Raises Mistyped at `field` where the clocks skip that time, and Doubled where they show it twice and `fold`
    (0 the first, 1 the second) does not say which.
    """
    first, second = (wall.replace(tzinfo=zone, fold=number).astimezone(UTC) for number in (0, 1))
    if first.astimezone(zone).replace(tzinfo=None) != wall:
        sentence = f"{wall:%H:%M} does not exist on {long_day(wall.date())}: the clocks skip it. Choose another time."
        raise Mistyped(sentence, {field: [sentence]})
    if first == second:
        return first
    if fold is None:
        names = [moment.astimezone(zone).tzname() for moment in (first, second)]
        sentence = (
            f"{wall:%H:%M} comes twice on {long_day(wall.date())}: say which, "
            f"the first ({names[0]}) or the second ({names[1]})."
        )
        raise Doubled(sentence, {field: [sentence]})
    return second if fold else first


def order_faults(departs_at: datetime, returns_at: datetime) -> dict[str, list[str]]:
    """What is wrong with a departure and a return taken together, by field; empty when nothing is."""
    if returns_at <= departs_at:
        return {"returns_at": ["The return must come after the departure."]}
    if returns_at - departs_at > LONGEST_SAIL:
        return {"returns_at": [f"A sail lasts at most {LONGEST_SAIL.days} days."]}
    return {}


def long_day(on: date) -> str:
    """`Saturday 5 December 2026`."""
    return f"{wording.day(on)} {on.year}"


def spoken(at: datetime, zone: ZoneInfo) -> str:
    """An instant as a letter says it: `Saturday 5 December 2026, 17:10 PST`."""
    here = at.astimezone(zone)
    return f"{long_day(here.date())}, {here:%H:%M} {here.tzname()}"


def minutes_of_dark(returns_at: datetime, sunset_at: datetime | None) -> int:
    """Whole minutes from sunset to the return, 0 when it is light: navigation lights are shown then (COLREGS 20)."""
    if sunset_at is None or returns_at <= sunset_at:
        return 0
    return int((returns_at - sunset_at) / MINUTE)
