"""The rail's scale: how high each line stands, and the blocks of equal time beside it (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

MOST_STEPS = 24
MINUTES_PER_STEP = (2, 3, 5, 10, 15, 20, 30, 60, 120, 240)
BLOCKS = ((timedelta(hours=12), 30), (timedelta(hours=36), 60), (timedelta(days=4), 360))
LONGEST_BLOCK = 1440
NEAR = timedelta(hours=2)  # the now mark is drawn to scale this far beyond the ends, and broken off farther out


@dataclass
class Entry:
    """One line of the rail, ready to print."""

    kind: str
    instant: datetime
    clock: str
    title: str
    note: str = ""
    remark: str = ""
    day: str = ""
    station: str = ""
    tone: str = ""
    state: str = ""
    href: str = ""
    id: int = 0
    is_past: bool = False
    is_adrift: bool = False
    verb: str = ""
    mark: str = ""
    next: str = ""
    is_critical: bool = False
    undo: str = ""
    span: int = 0
    minutes: int = 0
    blocks: str = ""
    leg: str = "ashore"
    css: str = ""
    height: int = 1

    @property
    def at(self) -> int:
        """The instant in seconds since 1970."""
        return int(self.instant.timestamp())


def gaps_of(entries: Sequence[Entry]) -> list[timedelta]:
    """From each entry to the next; nothing between the rail and a now mark that is broken off from it."""
    gaps = [after.instant - before.instant for before, after in pairwise(entries)]
    if entries[0].kind == "now" and gaps[0] > NEAR:
        gaps[0] = timedelta(0)
    if entries[-1].kind == "now" and gaps[-1] > NEAR:
        gaps[-1] = timedelta(0)
    return [*gaps, timedelta(0)]


def minutes(length: timedelta) -> int:
    """Whole minutes of a length of time."""
    return int(length.total_seconds()) // 60


def minutes_per_step(entries: Sequence[Entry]) -> int:
    """Minutes per step, so that the widest gap still has its true height."""
    widest = minutes(max(gaps_of(entries)))
    return next((per for per in MINUTES_PER_STEP if widest <= per * MOST_STEPS), MINUTES_PER_STEP[-1])


def block_of(entries: Sequence[Entry]) -> int:
    """Minutes of one block, fewer the shorter the rail is."""
    whole = sum(gaps_of(entries), timedelta(0))
    return next((minutes for most, minutes in BLOCKS if whole <= most), LONGEST_BLOCK)


def measure(entries: Sequence[Entry], per_step: int, block: int, offset: int) -> None:
    """Give each line its height and its part of the scale; `offset` is local time's minutes east of Greenwich."""
    for entry, gap in zip(entries, gaps_of(entries), strict=True):
        entry.minutes = minutes(gap)
        entry.height = max(1, entry.minutes)  # a view box without height draws nothing
        entry.span = min(MOST_STEPS, round(entry.minutes / per_step))
        entry.blocks = path_of(entry.at // 60 + offset, entry.minutes, block)


def classes(entry: Entry) -> str:
    """The line's classes, all from a bounded set."""
    words = [entry.kind, f"span-{entry.span}", entry.leg]
    if entry.station:
        words.append(f"at-{entry.station}")
    if entry.day:
        words.append("with-day")
    if entry.is_critical:
        words.append("critical")
    if entry.kind == "now" and entry.note:
        words.append("noted")
    if entry.kind == "now" and entry.is_adrift:
        words.append("adrift")
    return " ".join(word for word in [*words, entry.state, entry.tone] if word)


def path_of(start: int, minutes: int, block: int) -> str:
    """The filled half of the blocks between two local minutes, as an SVG path 6 wide."""
    path = []
    at = start
    while at < start + minutes:
        until = min((at // block + 1) * block, start + minutes)
        if at // block % 2 == 0:
            path.append(f"M0 {at - start}h6v{until - at}h-6z")
        at = until
    return "".join(path)
