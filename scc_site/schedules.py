"""What runs by itself, as data: name, dotted path, when, why."""

from __future__ import annotations

from typing import NamedTuple


class Schedule(NamedTuple):
    """One thing the house does by itself: the function at `path`, called as `function(at=instant)`."""

    name: str
    path: str
    every_minutes: int
    why: str


SCHEDULES: tuple[Schedule, ...] = ()
