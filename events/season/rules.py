"""A season's sails from a rule: which days, when out and when back, and what is in the way (pure).

Instants are aware and in UTC; days and clock times are the house's own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from events import timing, wording
from scc_site.refusals import Mistyped

MOST = 400  # sails in one batch
WEEK = 7
MINUTE = timedelta(minutes=1)
TOO_MANY = f"A batch holds at most {MOST} sails: make it shorter, and plan the rest in a second one."


@dataclass(frozen=True, slots=True)
class Weekly:
    """Every n-th week from the one `first` lies in (weeks begin on Monday), on these weekdays (0 is Monday)."""

    first: date
    last: date
    weekdays: frozenset[int]
    every: int = 1
    without: frozenset[date] = field(default_factory=frozenset)

    def days(self) -> list[date]:
        """The days, in order; at most one more than a batch may hold."""
        monday = self.first - timedelta(days=self.first.weekday())
        found: list[date] = []
        for number in range((self.last - monday).days + 1):
            on = monday + timedelta(days=number)
            in_turn = number // WEEK % self.every == 0
            if on >= self.first and in_turn and on.weekday() in self.weekdays and on not in self.without:
                found.append(on)
            if len(found) > MOST:
                break
        return found

    def words(self) -> str:
        """`every Friday and Saturday, 4 June 2027 to 26 September 2027`."""
        names = [wording.WEEKDAYS[number] for number in sorted(self.weekdays)]
        listed = "day" if len(names) == WEEK else " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
        turn = {1: "every ", 2: "every second week on "}.get(self.every, f"every {self.every} weeks on ")
        listed = "every day" if listed == "day" and self.every > 1 else listed
        left_out = f", without {len(self.without)} of them" if self.without else ""
        return f"{turn}{listed}, {_long(self.first)} to {_long(self.last)}{left_out}"


@dataclass(frozen=True, slots=True)
class Departure:
    """At a clock time; or so many minutes before sunset (negative: after it), to the nearest `step` minutes."""

    clock: time | None = None
    sunset_minutes: int = 0
    step: int = 1

    def words(self) -> str:
        """`departure at 17:10`, `departure 90 min before sunset`."""
        if self.clock is not None:
            return f"departure at {self.clock:%H:%M}"
        side = "before" if self.sunset_minutes >= 0 else "after"
        rounded = f", to {self.step} min" if self.step > 1 else ""
        return f"departure {abs(self.sunset_minutes)} min {side} sunset{rounded}"


@dataclass(frozen=True, slots=True)
class Return:
    """At a clock time, the next day's where that is not after departure; or after so many minutes."""

    clock: time | None = None
    minutes: int = 0

    def words(self) -> str:
        """`back at 20:00`, `back after 150 min`."""
        return f"back at {self.clock:%H:%M}" if self.clock is not None else f"back after {self.minutes} min"


class Slot(NamedTuple):
    """One day's sail: its instants, or with faults none; remarks are worth saying and stop nothing."""

    on: date
    sunset_at: datetime | None
    departs_at: datetime | None
    returns_at: datetime | None
    faults: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


class Span(NamedTuple):
    """What one vessel does from departure to return; `key` is whatever its owner calls it."""

    key: Hashable
    vessel: Hashable
    departs_at: datetime
    returns_at: datetime


class _Reading(NamedTuple):
    """How clock times are read, and what had to be said about them."""

    place: timing.Place
    fold: int
    remarks: list[str]

    def instant(self, wall: datetime) -> datetime:
        """The instant of a wall-clock time; raises Mistyped where the clocks skip it."""
        try:
            return timing.instant(wall, self.place.zone, field="on")
        except timing.Doubled:
            found = timing.instant(wall, self.place.zone, field="on", fold=self.fold)
            which, name = "second" if self.fold else "first", found.astimezone(self.place.zone).tzname()
            self.remarks.append(f"{wall:%H:%M} comes twice: the {which} is meant ({name}).")
            return found


def slot(on: date, departure: Departure, back: Return, *, place: timing.Place, fold: int = 0) -> Slot:
    """The sail of one local date.

    A clock time that the clocks skip that day is a fault, named with the day; of one that comes twice the first is
    meant, or with `fold` 1 the second, and a remark says so.
    """
    sun = timing.sunset(on, place)
    remarks: list[str] = []
    try:
        read = _Reading(place, fold, remarks)
        departs_at = _departure(on, departure, sun, read)
        returns_at = _return(departs_at, back, read)
    except Mistyped as refusal:
        return Slot(on, sun, None, None, (refusal.sentence,))
    faults = tuple(fault for found in timing.order_faults(departs_at, returns_at).values() for fault in found)
    return Slot(on, sun, departs_at, returns_at, faults, tuple(remarks))


def overlaps(spans: Iterable[Span]) -> dict[Hashable, list[Hashable]]:
    """Which spans of one vessel share time, by key, both ways; a return at another's departure is no clash."""
    found: dict[Hashable, list[Hashable]] = defaultdict(list)
    out: dict[Hashable, list[Span]] = defaultdict(list)
    for span in sorted(spans, key=lambda one: (one.departs_at, one.returns_at)):
        still = [other for other in out[span.vessel] if other.returns_at > span.departs_at]
        for other in still:
            found[span.key].append(other.key)
            found[other.key].append(span.key)
        out[span.vessel] = [*still, span]
    return dict(found)


def listed(days: Sequence[date]) -> str:
    """A list of days in words: `12 days, 4 June 2027 to 26 September 2027`."""
    if len(days) == 1:
        return _long(days[0])
    return f"{len(days)} days, {_long(min(days))} to {_long(max(days))}"


def _departure(on: date, departure: Departure, sun: datetime | None, read: _Reading) -> datetime:
    if departure.clock is not None:
        return read.instant(datetime.combine(on, departure.clock))
    if sun is None:
        read.remarks.append(f"The sun does not set: counted from {timing.WITHOUT_SUNSET}:00.")
    exact, _ = timing.prefill(on, sunset_minutes=departure.sunset_minutes, duration_minutes=0, place=read.place)
    over = exact.minute % departure.step
    shift = -over if over * 2 <= departure.step else departure.step - over
    return exact.astimezone(UTC) + shift * MINUTE


def _return(departs_at: datetime, back: Return, read: _Reading) -> datetime:
    if back.clock is None:
        return departs_at + back.minutes * MINUTE
    here = departs_at.astimezone(read.place.zone)
    wall = datetime.combine(here.date(), back.clock)
    if wall <= here.replace(tzinfo=None):
        wall += timedelta(days=1)
    return read.instant(wall)


def _long(on: date) -> str:
    return f"{on.day} {wording.MONTHS[on.month - 1]} {on.year}"
