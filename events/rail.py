"""The timeline rail: a sail's stations and tasks in order, drawn to scale like the border of a chart.

Pure: plain values in, strings ready to print out. Every instant is aware. The rail is a list of entries; each carries
`span`, the least height down to the next entry in steps of 0.5 rem (class `span-N`), and `blocks`, an SVG path in a
view box of 6 by `minutes`: alternate blocks of equal time, which stretch with the row and so stay true to the clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from events import wording

MOST_STEPS = 24
MINUTES_PER_STEP = (2, 3, 5, 10, 15, 20, 30, 60, 120, 240)
BLOCKS = ((timedelta(hours=12), 30), (timedelta(hours=36), 60), (timedelta(days=4), 360))
LONGEST_BLOCK = 1440
NIGHT = timedelta(hours=12)  # after this long the sun that set is no longer the reason for lights
NEAR = timedelta(hours=2)  # the now mark is drawn to scale this far beyond the ends, and broken off farther out
SUNSET_REACH = timedelta(minutes=90)
STATION, TASK, NOW = 0, 1, 2
# of a task's state: what a screen reader hears first, the mark in its box, and the value its button sends
STATES = {"open": ("to do", "", "1"), "done": ("done", "✓", "0"), "not_applicable": ("not applicable", "–", "0")}


@dataclass(frozen=True)
class Times:
    """A sail's instants: planned, and as they happened where they did."""

    call_at: datetime
    boards_at: datetime
    departs_at: datetime
    returns_at: datetime
    sunset_at: datetime | None = None
    departed_at: datetime | None = None
    returned_at: datetime | None = None


@dataclass(frozen=True)
class Task:
    """One checklist item as the rail needs it. `state` is `open`, `done` or `not_applicable`.

    `remark` is what the crew wrote to it; `ended_by` and `ended_at` say who ticked it or set it aside; `href` is where
    its tick is posted, empty when the viewer may not.
    """

    id: int
    text: str
    due_at: datetime
    role: str
    anchor: str = ""
    critical: bool = False
    state: str = "open"
    ended_by: str = ""
    ended_at: datetime | None = None
    reason: str = ""
    remark: str = ""
    href: str = ""


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


@dataclass(frozen=True)
class Rail:
    """The whole rail: `summary` counts the tasks, `caption` explains the scale, `zone_words` names the clock.

    For the moving mark: `per_step` and `block` are minutes, `offset` the first day's minutes east of Greenwich.
    """

    title: str
    entries: list[Entry]
    summary: str
    caption: str
    zone_words: str
    per_step: int
    block: int
    offset: int
    late: int


def of(*, times: Times, tasks: Iterable[Task], now: datetime, zone: ZoneInfo) -> Rail:
    """Lay out a sail's rail as it stands at `now`, in the wall clock of `zone`."""
    tasks = list(tasks)
    entries = _stations(times, tasks, zone) + [task_entry(task, now=now, zone=zone) for task in tasks]
    entries.sort(key=_order)
    _place_now(entries, now, zone)
    per_step, block = _scale(entries), _block(entries)
    offset = _minutes(entries[0].instant.astimezone(zone).utcoffset() or timedelta(0))
    _measure(entries, per_step, block, offset)
    _colour(entries, times, now)
    _name_days(entries, zone)
    for entry in entries:
        entry.css = _css(entry)
    late = sum(entry.tone == "bad" for entry in entries)
    return Rail(
        title=wording.part_of_day(times.departs_at, times.returns_at, zone),
        entries=entries,
        summary=_summary(tasks),
        caption=f"One block is {wording.span(timedelta(minutes=block))}.",
        zone_words=wording.zone_name(times.departs_at, zone),
        per_step=per_step,
        block=block,
        offset=offset,
        late=late,
    )


def task_entry(task: Task, *, now: datetime, zone: ZoneInfo) -> Entry:
    """One task as a line: also what a tick answers with, when only that line is drawn anew."""
    is_late = task.state == "open" and task.due_at < now
    verb, mark, following = STATES[task.state]
    entry = Entry(
        kind="task",
        instant=task.due_at,
        clock=wording.clock(task.due_at, zone),
        title=task.text,
        note=_note(task, now, zone, is_late),
        remark=task.remark,
        tone="bad" if is_late else "ok" if task.state == "done" else "",
        state=task.state,
        href=task.href,
        id=task.id,
        verb=verb,
        mark=mark,
        next=following,
    )
    entry.css = _css(entry)
    return entry


def _note(task: Task, now: datetime, zone: ZoneInfo, is_late: bool) -> str:
    who = task.ended_by
    if task.ended_at:
        who = f"{who} · {wording.clock(task.ended_at, zone)}"
    if task.state == "done":
        return who
    if task.state == "not_applicable":
        return f"not applicable: {task.reason} · {who}"
    words = [f"{wording.span(now - task.due_at)} late"] if is_late else []
    words.append(task.role)
    if task.critical:
        words.append("critical")
    if task.anchor == "sunset":
        words.append("by the sun")
    return " · ".join(words)


def _stations(times: Times, tasks: Sequence[Task], zone: ZoneInfo) -> list[Entry]:
    found = [
        ("call", "Call", times.call_at, ""),
        ("boarding", "Boarding", times.boards_at, ""),
        ("departure", "Departure", times.departs_at, _actual("cast off", times.departed_at, times.departs_at, zone)),
        ("return", "Return", times.returns_at, _return_note(times, zone)),
    ]
    if times.sunset_at and _shows_sunset(times.sunset_at, times, tasks):
        found.append(("sunset", "Sunset", times.sunset_at, ""))
    return [
        Entry(
            kind="station",
            instant=at,
            clock=wording.clock(at, zone),
            title=title,
            note=note,
            station=name,
        )
        for name, title, at, note in found
    ]


def _shows_sunset(sunset_at: datetime, times: Times, tasks: Sequence[Task]) -> bool:
    """Whether the sun belongs on this rail: during the sail, soon after it, or when a task waits for it."""
    return times.call_at <= sunset_at <= times.returns_at + SUNSET_REACH or any(t.anchor == "sunset" for t in tasks)


def _actual(word: str, at: datetime | None, planned: datetime, zone: ZoneInfo) -> str:
    if at is None:
        return ""
    minutes = round((at - planned).total_seconds() / 60)
    drift = "on time" if minutes == 0 else f"{wording.span(at - planned)} {'late' if minutes > 0 else 'early'}"
    return f"{word} {wording.clock(at, zone)}, {drift}"


def _return_note(times: Times, zone: ZoneInfo) -> str:
    if times.returned_at:
        return _actual("alongside", times.returned_at, times.returns_at, zone)
    if times.sunset_at and times.departs_at < times.sunset_at < times.returns_at < times.sunset_at + NIGHT:
        return f"{wording.span(times.returns_at - times.sunset_at)} after sunset: navigation lights"
    return ""


def _order(entry: Entry) -> tuple[datetime, int, int]:
    rank = {"station": STATION, "task": TASK, "now": NOW}[entry.kind]
    return entry.instant, rank, entry.id


def _place_now(entries: list[Entry], now: datetime, zone: ZoneInfo) -> None:
    first, last = entries[0], entries[-1]
    clock = wording.clock(now, zone)
    note = ""
    if now < first.instant:
        note = f"{wording.span(first.instant - now)} before {first.title.lower()}" if first.kind == "station" else ""
    if now > last.instant + NEAR:
        note = f"{wording.span(now - last.instant)} after the last line"
    is_adrift = now < first.instant - NEAR or now > last.instant + NEAR
    title = "now"
    if is_adrift:
        title, clock = f"now, {wording.short_day(now.astimezone(zone).date())} {clock}", ""
    mark = Entry(kind="now", instant=now, clock=clock, title=title, note=note, is_adrift=is_adrift)
    index = next((i for i, entry in enumerate(entries) if entry.instant > now), len(entries))
    entries.insert(index, mark)


def _gaps(entries: Sequence[Entry]) -> list[timedelta]:
    """From each entry to the next; nothing between the rail and a now mark that is broken off from it."""
    gaps = [after.instant - before.instant for before, after in pairwise(entries)]
    if entries[0].kind == "now" and gaps[0] > NEAR:
        gaps[0] = timedelta(0)
    if entries[-1].kind == "now" and gaps[-1] > NEAR:
        gaps[-1] = timedelta(0)
    return [*gaps, timedelta(0)]


def _minutes(length: timedelta) -> int:
    return int(length.total_seconds()) // 60


def _scale(entries: Sequence[Entry]) -> int:
    """Minutes per step, so that the widest gap still has its true height."""
    widest = _minutes(max(_gaps(entries)))
    return next((per for per in MINUTES_PER_STEP if widest <= per * MOST_STEPS), MINUTES_PER_STEP[-1])


def _block(entries: Sequence[Entry]) -> int:
    whole = sum(_gaps(entries), timedelta(0))
    return next((minutes for most, minutes in BLOCKS if whole <= most), LONGEST_BLOCK)


def _measure(entries: Sequence[Entry], per_step: int, block: int, offset: int) -> None:
    """Give each line its height and its part of the scale; `offset` is local time's minutes east of Greenwich."""
    for entry, gap in zip(entries, _gaps(entries), strict=True):
        entry.minutes = _minutes(gap)
        entry.height = max(1, entry.minutes)  # a view box without height draws nothing
        entry.span = min(MOST_STEPS, round(entry.minutes / per_step))
        entry.blocks = _blocks(entry.at // 60 + offset, entry.minutes, block)


def _colour(entries: Sequence[Entry], times: Times, now: datetime) -> None:
    """Say of each line whether it has passed, and whether what follows it is ashore, at sea, or at sea in the dark."""
    for entry in entries:
        entry.is_past = entry.instant <= now
        if times.departs_at <= entry.instant < times.returns_at:
            is_dark = times.sunset_at is not None and times.sunset_at <= entry.instant < times.sunset_at + NIGHT
            entry.leg = "dark" if is_dark else "aboard"


def _css(entry: Entry) -> str:
    """The line's classes, all from a bounded set."""
    words = [entry.kind, f"span-{entry.span}", entry.leg]
    if entry.station:
        words.append(f"at-{entry.station}")
    if entry.day:
        words.append("with-day")
    if entry.kind == "now" and entry.note:
        words.append("noted")
    if entry.kind == "now" and entry.is_adrift:
        words.append("adrift")
    return " ".join(word for word in [*words, entry.state, entry.tone] if word)


def _blocks(start: int, minutes: int, block: int) -> str:
    """The filled half of the blocks between two local minutes, as an SVG path 6 wide."""
    path = []
    at = start
    while at < start + minutes:
        until = min((at // block + 1) * block, start + minutes)
        if at // block % 2 == 0:
            path.append(f"M0 {at - start}h6v{until - at}h-6z")
        at = until
    return "".join(path)


def _name_days(entries: Sequence[Entry], zone: ZoneInfo) -> None:
    """Print the date where the day changes, and at the top when there is more than one day."""
    marks = [entry for entry in entries if entry.kind != "now"]
    days = [entry.instant.astimezone(zone).date() for entry in marks]
    if len(set(days)) == 1:
        return
    before: date | None = None
    for entry, on in zip(marks, days, strict=True):
        if on != before:
            entry.day = wording.day(on)
        before = on


def _summary(tasks: Sequence[Task]) -> str:
    ended = sum(task.state != "open" for task in tasks)
    return f"{ended} of {len(tasks)} done" if tasks else ""
