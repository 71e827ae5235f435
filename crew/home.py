"""What the crew's home prints: the next sail, what waits for the person, their sails, and seats they may take."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from crew import needs, pages
from crew.lines import large, line, month_of, way, when
from crew.models import Assignment
from events import agenda
from events.models import Role, SailEvent, Seat
from scc_site.models import User

Context = dict[str, Any]
State = Assignment.State
LOOK_AHEAD = timedelta(days=42)
MOST_MINE = 10
MOST_OPEN = 10
MOST_SAILS = 120  # among which seats are looked for
MOST_NEAR = 3  # sails shown though they clash with one's own
MOST_ROWS = 120  # seats read to find those
MOST_NEEDS = 10


def home(person: User, at: datetime) -> Context:
    """The context of home.html, in six queries."""
    standing = needs.standing(person, at)
    bound = [holding for holding in standing if holding.state in Assignment.BINDING]
    offers = [holding for holding in standing if holding.state == State.OFFERED]
    asked, left = needs.counted(Assignment.objects.waiting_for(person, at), MOST_NEEDS)
    waiting = [needs.waiting(holding, at) for holding in asked]
    if left:
        waiting += needs.more(left, "answers to give", month_of(asked[-1].event, seats="mine"))
    return {
        "live": True,
        "next": _next(bound[0], at) if bound else None,
        "needs": needs.flagged(person, at)
        + [needs.offer(found, at, _clash(standing, found.event)) for found in offers]
        + waiting
        + needs.tasks(person, at),
        "mine": _capped(bound, at),
        "open": _open_to(person, standing, at),
        "greeting": "Nothing ahead of you",
    }


def mine(person: User, at: datetime) -> list[Context]:
    """The sails on which somebody has a seat, as lines; one query."""
    held = Assignment.objects.of(person).ahead(at)
    return _capped([holding for holding in held if holding.state in Assignment.BINDING], at)


def open_seats(at: datetime) -> QuerySet[Seat]:
    """Seats that can be claimed on the next sails of the coming weeks: empty, or their holder asks for cover.

    The sails are read first: asked in one, the database looks through every assignment the house ever had.
    """
    coming = SailEvent.objects.filter(status__in=SailEvent.BEFORE_SAILING, departs_at__range=(at, at + LOOK_AHEAD))
    sails = list(coming.order_by("departs_at", "pk").values_list("pk", flat=True)[:MOST_SAILS])
    taken = Assignment.objects.active().filter(seat=OuterRef("pk"), event__in=sails).exclude(state=State.COVERING)
    return (
        Seat.objects.filter(~Exists(taken.exclude(state=State.OFFERED, answer_by__lte=at)), event__in=sails)
        .select_related("event__vessel", "event__event_type")
        .order_by("event__departs_at", "event", "pk")
    )


def _capped(bound: list[Assignment], at: datetime) -> list[Context]:
    lines = [_mine(holding, at) for holding in bound[:MOST_MINE]]
    further = bound[MOST_MINE:]
    if further:
        lines += needs.more(len(further), "sails of yours", month_of(further[0].event, seats="mine"))
    return lines


def _open_to(person: User, standing: list[Assignment], at: datetime) -> list[Context]:
    """The next sails with a seat for this person; a few that would fit but for a sail of their own say so."""
    if not person.is_crew:
        return []
    lines: list[Context] = []
    near = 0
    here = {holding.event_id for holding in standing}
    for event, seats in groupby(open_seats(at)[:MOST_ROWS], key=lambda seat: seat.event):
        if event.pk in here:
            continue
        clash = _clash(standing, event)
        near += clash is not None
        if clash and near <= MOST_NEAR:
            lines.append(line(event, at, word=f"overlaps your {when(clash.event.departs_at, at)}", tone="muted"))
        elif clash is None:
            lines.append(line(event, at, acts=_takes(event, list(seats))))
        if len(lines) == MOST_OPEN:
            return [*lines, way(month_of(event, seats="free"), "All free seats of the month")]
    return lines


def _takes(event: SailEvent, seats: list[Seat]) -> list[Context]:
    """A button for each role that is free; where somebody has to say yes first, it asks."""
    words = {seat.role: "Ask for" if seat.needs_approval else "Take" for seat in reversed(seats)}
    return [
        pages.act(pages.CLAIM, f"{words[role]} {Role(role).label.lower()}", event, role, tone="quiet")
        for role in dict.fromkeys(seat.role for seat in seats)
    ]


def _clash(standing: list[Assignment], event: SailEvent) -> Assignment | None:
    """The sail of one's own at the same time, if there is one."""
    bound = (holding for holding in standing if holding.state in Assignment.BINDING)
    times = ((holding, holding.event) for holding in bound)
    return next((h for h, own in times if own.call_at < event.returns_at and event.call_at < own.returns_at), None)


def _next(holding: Assignment, at: datetime) -> Context:
    return large(holding.event, at, you=f" · you: {holding.seat.get_role_display().lower()}")


def _mine(holding: Assignment, at: datetime) -> Context:
    role = holding.seat.get_role_display().lower()
    word, tone = pages.WORDS[State(holding.state)]
    held, held_tone = agenda.state(holding.event.status, "")
    found = line(holding.event, at, word=held or word, tone=held_tone if held else tone)
    return found | {"note": f"{found['note']} · you: {role}"}
