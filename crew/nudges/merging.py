"""One letter out of many rows: what it says, in order of the sails (pure).

Times are absolute: a letter is read when it is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.conf import settings

from crew import terms
from crew.models import Assignment, Nudge
from crew.nudges import rules
from crew.nudges.choosing import Row
from events import flags, wording
from events.flags import Flag
from events.models import Role, SailEvent
from scc_site.mail.kinds import FAMILIES

Kind, State, Status = Nudge.Kind, Assignment.State, SailEvent.Status
Words = dict[str, Any]
OF_TASKS = (Kind.TASK_DUE, Kind.TASK_OVERDUE, Kind.TASK_MISSED)
STANDS = {
    State.OFFERED: "You are asked as {role}. Please answer until {until}: after that the seat is free for others.",
    State.CLAIMED: "You asked for the {role} seat. It still waits for a yes.",
    State.CONFIRMED: "You sail as {role}.",
    State.COVERING: "You asked for cover as {role}. The seat stays yours until somebody takes it.",
}


def letter(rows: Sequence[Row], at: datetime) -> Words:
    """What one person's letter prints, from the rows that go into it; JSON alone."""
    first = min(rows, key=_rank)
    sails = [_sail(list(found), at) for _, found in groupby(rows, key=attrgetter("sail_id"))]
    own = next(sail for sail in sails if sail["event_id"] == first.event_id)
    more = len({(row.sail_id, row.item_id) for row in rows}) - 1
    return {
        FAMILIES: sorted({rules.family(row.kind) for row in rows} - {""}),
        "name": first.name.split(" ", 1)[0],
        "heading": heading(first),
        "more": f", and {more} more" if more else "",
        "lede": f"{first.sail} on {first.vessel}, {_long(first.departs_at)}. {own['asks'][0]}",
        "sails": sails,
        "several": len(sails) > 1,
        "url": own["url"],
        "button": f"{own['label']} · {own['vessel']}" if len(sails) > 1 else own["label"],
    }


def expires_at(rows: Iterable[Row], at: datetime) -> datetime:
    """From when on nothing in the letter helps any more: the last departure; of tasks and flags after hours."""
    return max(row.departs_at if row.kind in rules.BEFORE else at + rules.ALIVE for row in rows)


def heading(row: Row) -> str:
    """The one thing that matters, as subject and head: `Call at 16:10: Sunset charter on JADA`."""
    if row.kind in set(Flag):
        flag = Flag(row.kind)
        return f"{flag.label}: {row.vessel}, {_short(flags.moment(row, flag))}"
    if row.kind in OF_TASKS:
        lead = "Critical and overdue" if row.kind == Kind.TASK_MISSED else _due(row)
        return f"{lead}: {row.item_text}"
    if row.status == Status.WEATHER_HOLD:
        return f"Still on weather hold: {row.vessel}, {_short(row.departs_at)}"
    if row.state == State.OFFERED:
        return f"Please answer: {_role(row)} on {row.vessel}, {_short(row.departs_at)}"
    if row.kind == Kind.HOURS:
        return f"Call at {_clock(row.call_at)}: {row.sail} on {row.vessel}"
    return f"You sail {_short(row.departs_at)} on {row.vessel}, call at {_clock(row.call_at)}"


def _rank(row: Row) -> float:
    """How much a row matters; an answer that is missing comes before what is only told."""
    rank = rules.RANK[Kind(row.kind)]
    asks = row.kind in rules.BEFORE and row.state == State.OFFERED
    return min(rank, rules.RANK[Kind.HOURS] + 0.5) if asks else rank


def _sail(rows: list[Row], at: datetime) -> Words:
    """One sail of a letter: what and when, what is asked, and the tasks."""
    row = min(rows, key=_rank)
    tasks = [one for one in rows if one.kind in OF_TASKS]
    checklist = bool(tasks) and row in tasks
    page = "checklist" if checklist else "events"
    answers = row.state == State.OFFERED
    return {
        "event_id": row.event_id,
        "sail": row.sail,
        "vessel": row.vessel,
        **_times(row.departs_at, row.call_at, row.returns_at),
        "dock": row.dock,
        "asks": _asks(rows, tasks, at),
        "tasks": [_task(one, at) for one in tasks],
        "url": f"{settings.SITE_ORIGIN}/{page}/{row.event_id}/",
        "label": "Open the checklist" if checklist else "See the sail and answer" if answers else "See the sail",
    }


def _asks(rows: Sequence[Row], tasks: Sequence[Row], at: datetime) -> list[str]:
    """What is asked of the reader on one sail, the most pressing first."""
    flagged = [Flag(row.kind) for row in rows if row.kind in set(Flag)]
    said = [flags.sentence(flag, _short(flags.moment(rows[0], flag))) for flag in flagged]
    ahead = [_stands(rows[0])] if any(row.kind in rules.BEFORE for row in rows) else []
    held = [_hold(rows[0])] if ahead and rows[0].status == Status.WEATHER_HOLD else []
    own = [row for row in tasks if row.kind != Kind.TASK_MISSED]
    missed = len(tasks) - len(own)
    late = sum(1 for row in own if row.item_due_at < at)
    counted = [
        *([_count(missed, "critical task is", "critical tasks are", "not done.")] if missed else []),
        *([_count(late, "task of yours is", "tasks of yours are", "overdue.")] if late else []),
        *([_count(len(own) - late, "task of yours is", "tasks of yours are", "due.")] if late < len(own) else []),
    ]
    return said + (counted + held + ahead if missed else held + ahead + counted)


def _stands(row: Row) -> str:
    until = _short(row.answer_by) if row.answer_by else ""
    return STANDS[State(row.state)].format(role=_role(row), until=until)


def _hold(row: Row) -> str:
    """Why she waits, and until when."""
    return f"She is on weather hold: {row.held_why} Whether she leaves is decided by {_short(row.decide_by)}."


def _task(row: Row, at: datetime) -> Words:
    late = "overdue" if row.item_due_at < at else ""
    whose = "" if row.role == row.item_role else f"of the {Role(row.item_role).label.lower()}"
    return {
        "due": _short(row.item_due_at),
        "text": row.item_text,
        "word": ", ".join(filter(None, ("critical" if row.item_critical else "", late, whose))),
    }


def _due(row: Row) -> str:
    return (
        f"Overdue since {_clock(row.item_due_at)}"
        if row.kind == Kind.TASK_OVERDUE
        else f"Due {_clock(row.item_due_at)}"
    )


def _count(number: int, one: str, many: str, rest: str) -> str:
    return f"{number} {one if number == 1 else many} {rest}"


def _role(row: Row) -> str:
    return Role(row.role).label.lower()


@lru_cache(maxsize=4096)
def _times(departs_at: datetime, call_at: datetime, returns_at: datetime) -> dict[str, str]:
    """A sail's day and hours, as every letter sets them."""
    zone = settings.HOUSE_ZONE
    hours = {"call_hour": call_at, "departs_hour": departs_at, "returns_hour": returns_at}
    named = {"day": terms.day(departs_at, zone), "zone": terms.zone_name(departs_at, zone)}
    return named | {name: terms.hour(at, beside=departs_at, zone=zone) for name, at in hours.items()}


@lru_cache(maxsize=4096)
def _long(instant: datetime) -> str:
    return terms.long_time(instant, settings.HOUSE_ZONE)


@lru_cache(maxsize=4096)
def _short(instant: datetime) -> str:
    return terms.clock_time(instant, settings.HOUSE_ZONE)


@lru_cache(maxsize=4096)
def _clock(instant: datetime) -> str:
    return wording.clock(instant, settings.HOUSE_ZONE)
