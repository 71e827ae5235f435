"""The machinery in words, for the office's first page: what /readyz and `manage.py status` look at, and what is next.

Bad is only what somebody must see to; each line leads to where that is done. Reads alone, in a fixed number of queries.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from scc_site import clock, readiness
from scc_site.desk import said
from scc_site.models import Alarm, MailPace, OutgoingMail, Schedule, Suppression
from scc_site.occurrences import rules, troubles

LETTERS = "/admin/scc_site/outgoingmail/"
LATELY = timedelta(days=7)
NEXT = 3
State = OutgoingMail.State
OPEN = (State.QUEUED, State.SENDING, State.UNCERTAIN)


class Line(NamedTuple):
    """One thing looked at: `tone` is a class of the status mark, `mark` its word; `href` where it is mended."""

    what: str
    tone: str
    mark: str
    words: str
    href: str
    act: str


# Name of a reading: its line's name, the words before its detail, what to do when it is not well, where that is.
TAKEN_FOR_GRANTED = {"database", "migrations"}
READINGS = {
    "database": ("Database", "", "Somebody must look at the server.", "/readyz", "All readings"),
    "migrations": ("Database", "Tables:", "The house must be updated again.", "/readyz", "All readings"),
    "canary": ("Worker", "Last job through:", "It is replaced by itself within minutes.", "/readyz", "All readings"),
    "tick": ("Clockwork", "Last strike:", "Nothing happens by itself until it does.", "/readyz", "All readings"),
    "outbox": ("Outbox", "", "They wait longer than they should.", f"{LETTERS}?state=open", "What waits"),
    "mail service": ("Mail service", "", "Letters wait meanwhile.", f"{LETTERS}?state=open", "What waits"),
}


def lines(*, at: datetime) -> list[Line]:
    """Everything, in the order in which one thing hangs on the other."""
    return [
        *(_read(found) for found in readiness.readings(at=at) if not (found.well and found.name in TAKEN_FOR_GRANTED)),
        *_quota(),
        *_outbox(),
        *_lately(at),
        *_schedules(at),
    ]


def told() -> dict[str, Any]:
    """What the office's first page prints of it, now."""
    found = lines(at=clock.now())
    return {"machinery": found, "needs_somebody": needs_somebody(found)}


def needs_somebody(found: list[Line]) -> bool:
    """Whether any line is bad."""
    return any(line.tone == "bad" for line in found)


def _read(reading: readiness.Reading) -> Line:
    """One reading of /readyz, in words."""
    unknown = (reading.name.capitalize(), "", "", "/readyz", "All readings")
    what, before, remedy, href, act = READINGS.get(reading.name, unknown)
    words = f"{before} {reading.detail}." if before else f"{reading.detail[:1].upper()}{reading.detail[1:]}."
    if reading.well:
        return Line(what, "ok", "well", words, href, act)
    return Line(what, "bad", "not well", f"{words} {remedy}".strip(), href, act)


def _quota() -> Iterator[Line]:
    """What the mail service allows, where it counts."""
    row = MailPace.objects.first()
    if row is None or not row.per_day:
        return
    used = min(row.per_day, row.sent_last_day + row.reserved)
    words = f"{used:,} of {row.per_day:,} letters used in 24 hours; {row.per_second:g} a second allowed."
    if row.sandbox:
        words += " It is in the sandbox: only verified addresses get anything."
    mark = "nearly used up" if used * 10 >= row.per_day * 9 else "well"
    tone = "warn" if row.sandbox or mark != "well" else "ok"
    yield Line("Quota", tone, "sandbox" if row.sandbox else mark, words, LETTERS, "Letters")


def _outbox() -> Iterator[Line]:
    """What is still to leave, and what waits for a decision."""
    counts = OutgoingMail.objects.counted((*OPEN, State.FROZEN))
    if waiting := ", ".join(f"{counts[state]:,} {state.label}" for state in OPEN if state in counts):
        yield Line("Letters", "ok", "leaving", f"{waiting}.", f"{LETTERS}?state=open", "What waits")
    if frozen := counts.get(State.FROZEN, 0):
        words = f"{frozen:,} wait since a backup was restored. Somebody must decide whether they leave."
        yield Line("Letters", "bad", "held", words, f"{LETTERS}frozen/", "Decide")


def _lately(at: datetime) -> Iterator[Line]:
    """What did not arrive in the last seven days, who is written to no more, what was told of."""
    counts = OutgoingMail.objects.filter(created_at__gte=at - LATELY).counted(
        (State.BOUNCED, State.COMPLAINED, State.FAILED)
    )
    came_back = counts.get(State.BOUNCED, 0) + counts.get(State.COMPLAINED, 0)
    words = f"{came_back:,} in the last seven days." if came_back else "Nothing in the last seven days."
    tone, mark = ("warn", "look at them") if came_back else ("ok", "well")
    yield Line("Came back", tone, mark, words, f"{LETTERS}?state=trouble&when=week", "Which")
    if failed := counts.get(State.FAILED, 0):
        words = f"{failed:,} of the last seven days did not leave and are not tried again. Send them again, or see why."
        yield Line("Failed", "bad", "not sent", words, f"{LETTERS}?state=failed&when=week", "Which")
    if blocked := Suppression.objects.standing().count():
        words = f"{blocked:,} {'address is' if blocked == 1 else 'addresses are'} written to no more."
        yield Line("Suppressed", "warn", "blocked", words, "/admin/scc_site/suppression/", "Which")
    if alarm := Alarm.objects.filter(raised_at__gte=at - LATELY).newest().first():
        words = f"{said(alarm.raised_at)}: {alarm.words}"
        yield Line("Last alarm", "warn", "told", words, "/admin/scc_site/alarm/", "All alarms")


def _schedules(at: datetime) -> Iterator[Line]:
    """What keeps schedules from running, and what happens next by itself; a silent clockwork has its own line."""
    for sentence in troubles.troubles(at=at):
        if not sentence.startswith(troubles.CLOCKWORK):
            yield Line("Schedule", "bad", "look", sentence, "/admin/scc_site/schedule/", "All schedules")
    coming = [
        (slot.utc, schedule.name)
        for schedule in Schedule.objects.running()
        for slot in rules.ahead(schedule.rule, ZoneInfo(schedule.zone), at, 1)
    ]
    words = "; ".join(f"{name.replace('_', ' ')} {said(due)}" for due, name in sorted(coming)[:NEXT])
    if coming:
        yield Line("Next", "muted", "planned", f"{words}.", "/admin/scc_site/schedule/", "All schedules")
