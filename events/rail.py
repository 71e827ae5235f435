"""The timeline rail: a sail's stations and tasks in order, drawn to scale like the border of a chart.

Pure: plain values in, strings ready to print out. Every instant is aware. The rail is a list of entries; each carries
`span`, the least height down to the next entry in steps of 0.5 rem (class `span-N`), and `blocks`, an SVG path in a
view box of 6 by `minutes`: alternate blocks of equal time, which stretch with the row and so stay true to the clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from events import rail_scale, wording
from events.rail_scale import NEAR, Entry

NIGHT = timedelta(hours=12)  # after this long the sun that set is no longer the reason for lights
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

    `owner` names who has that role; `remark` is what the crew wrote to it; `ended_by` and `ended_at` say who ticked it
    or set it aside, `undo_until` how long that can be taken back; `href` is where its tick is posted, empty when the
    viewer may not.
    """

    id: int
    text: str
    due_at: datetime
    role: str
    owner: str = ""
    anchor: str = ""
    critical: bool = False
    state: str = "open"
    ended_by: str = ""
    ended_at: datetime | None = None
    undo_until: datetime | None = None
    reason: str = ""
    remark: str = ""
    href: str = ""


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


def of(
    *, times: Times, tasks: Iterable[Task], now: datetime, zone: ZoneInfo, counted: Sequence[Task] | None = None
) -> Rail:
    """Lay out a sail's rail as it stands at `now`, in the wall clock of `zone`; its summary is of all `counted`."""
    tasks = list(tasks)
    entries = _stations(times, tasks, zone) + [task_entry(task, now=now, zone=zone) for task in tasks]
    entries.sort(key=_order)
    _place_now(entries, now, zone)
    per_step, block = rail_scale.minutes_per_step(entries), rail_scale.block_of(entries)
    offset = rail_scale.minutes(entries[0].instant.astimezone(zone).utcoffset() or timedelta(0))
    rail_scale.measure(entries, per_step, block, offset)
    _colour(entries, times, now)
    _name_days(entries, zone)
    for entry in entries:
        entry.css = rail_scale.classes(entry)
    counted = tasks if counted is None else counted
    late = sum(task.state == "open" and task.due_at < now for task in counted)
    return Rail(
        title=wording.part_of_day(times.departs_at, times.returns_at, zone),
        entries=entries,
        summary=_summary(counted),
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
        is_critical=task.critical and task.state == "open",
        undo=_undo(task, now),
    )
    entry.css = rail_scale.classes(entry)
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
    if task.critical:
        words.append("critical")
    words.append(f"{task.role}: {task.owner}" if task.owner else task.role)
    if task.anchor == "sunset":
        words.append("by the sun")
    return " · ".join(words)


def _undo(task: Task, now: datetime) -> str:
    """How long an end can still be taken back: `8 min left`; empty when it no longer can."""
    if not task.href or task.undo_until is None or task.undo_until < now:
        return ""
    minutes = int((task.undo_until - now).total_seconds()) // 60
    return f"{minutes} min left" if minutes else "less than a minute left"


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


def _colour(entries: Sequence[Entry], times: Times, now: datetime) -> None:
    """Say of each line whether it has passed, and whether what follows it is ashore, at sea, or at sea in the dark."""
    for entry in entries:
        entry.is_past = entry.instant <= now
        if times.departs_at <= entry.instant < times.returns_at:
            is_dark = times.sunset_at is not None and times.sunset_at <= entry.instant < times.sunset_at + NIGHT
            entry.leg = "dark" if is_dark else "aboard"


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
    """`5 of 12 done, 1 not applicable, 2 critical open`; empty without tasks."""
    if not tasks:
        return ""
    done, aside = (sum(task.state == state for task in tasks) for state in ("done", "not_applicable"))
    critical = sum(task.critical and task.state == "open" for task in tasks)
    words = [f"{done} of {len(tasks)} done"]
    words += [f"{aside} not applicable"] if aside else []
    words += [f"{critical} critical open"] if critical else []
    return ", ".join(words)
