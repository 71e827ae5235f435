"""What the crew's home prints: the next sail, what waits for the person, their sails, and seats they may take."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from crew import pages
from crew.models import Assignment
from events import agenda, wording
from events.models import Role, SailEvent, Seat
from events.pages import countdown_of
from scc_site.models import User

Context = dict[str, Any]
State = Assignment.State
LOOK_AHEAD = timedelta(days=42)
MOST_OPEN = 12
EVENING_HOUR = 17


def home(person: User, at: datetime) -> Context:
    """The context of home.html, in three queries."""
    standing = list(Assignment.objects.of(person).ahead(at))
    bound = [holding for holding in standing if holding.state in Assignment.BINDING]
    offers = [holding for holding in standing if holding.state == State.OFFERED]
    asked = Assignment.objects.waiting_for(person, at)
    return {
        "live": True,
        "next": _next(bound[0], at) if bound else None,
        "needs": [_offer(holding, at) for holding in offers] + [waiting(holding, at) for holding in asked],
        "mine": [_mine(holding, at) for holding in bound],
        "open": _open_to(person, standing, at),
        "greeting": "Nothing ahead of you",
    }


def mine(person: User, at: datetime) -> list[Context]:
    """The sails on which somebody has a seat, as lines; one query."""
    held = Assignment.objects.of(person).ahead(at)
    return [_mine(holding, at) for holding in held if holding.state in Assignment.BINDING]


def open_seats(at: datetime) -> QuerySet[Seat]:
    """Seats that can be claimed on sails of the coming weeks: empty, or their holder asks for cover."""
    taken = Assignment.objects.active().filter(seat=OuterRef("pk")).exclude(state=State.COVERING)
    return (
        Seat.objects.filter(
            ~Exists(taken.exclude(state=State.OFFERED, answer_by__lte=at)),
            event__status__in=SailEvent.BEFORE_SAILING,
            event__departs_at__range=(at, at + LOOK_AHEAD),
        )
        .select_related("event__vessel", "event__event_type")
        .order_by("event__departs_at", "event", "pk")
    )


def _open_to(person: User, standing: list[Assignment], at: datetime) -> list[Context]:
    """The next sails with a seat for this person: none at a time when they are bound, none where they have a seat."""
    if not person.is_crew:
        return []
    lines: list[Context] = []
    for event, seats in groupby(open_seats(at), key=lambda seat: seat.event):
        if any(_stands_in_the_way(holding, event) for holding in standing):
            continue
        roles = list(dict.fromkeys(seat.role for seat in seats))
        acts = [pages.act(pages.CLAIM, f"Take {Role(role).label.lower()}", event, role, tone="quiet") for role in roles]
        lines.append(line(event, at, acts=acts))
        if len(lines) == MOST_OPEN:
            break
    return lines


def _stands_in_the_way(holding: Assignment, event: SailEvent) -> bool:
    other = holding.event
    if other.pk == event.pk:
        return True
    is_bound = holding.state in Assignment.BINDING
    return is_bound and other.call_at < event.returns_at and event.call_at < other.returns_at


def _next(holding: Assignment, at: datetime) -> Context:
    return large(holding.event, at, you=f" · you: {holding.seat.get_role_display().lower()}")


def large(event: SailEvent, at: datetime, *, you: str = "") -> Context:
    """The sail at the head of a home, as one large line with its countdown."""
    return {
        "href": _href(event),
        "when": when(event.departs_at, at),
        "words": f"{event.vessel.name} · {event.event_type.name}{you}",
        "countdown": countdown_of(event, at),
    }


def when(departs_at: datetime, at: datetime) -> str:
    """`Tonight 17:10`, `Today 09:30`, `Tomorrow 16:00`, `Sat 5 Dec 16:00`."""
    zone = settings.HOUSE_ZONE
    local, today = departs_at.astimezone(zone), at.astimezone(zone).date()
    tonight = local.date() == today and local.hour >= EVENING_HOUR
    day = "Tonight" if tonight else wording.near_day(local.date(), today)
    return f"{day} {wording.clock(departs_at, zone)}"


def line(event: SailEvent, at: datetime, **more: Any) -> Context:
    """One sail as a line of the page."""
    dots, seats = agenda.seats(event.seats_filled, event.seats_total)
    return {
        "href": _href(event),
        "title": f"{when(event.departs_at, at)} · {event.vessel.name}",
        "note": event.event_type.name,
        "dots": dots,
        "seats": seats,
        "word": "",
        "tone": "",
        "acts": [],
    } | more


def _mine(holding: Assignment, at: datetime) -> Context:
    role = holding.seat.get_role_display().lower()
    word, tone = pages.WORDS[State(holding.state)]
    held, held_tone = agenda.state(holding.event.status, "")
    found = line(holding.event, at, word=held or word, tone=held_tone if held else tone)
    return found | {"note": f"{found['note']} · you: {role}"}


def _offer(holding: Assignment, at: datetime) -> Context:
    role = holding.seat.role
    until = wording.moment(holding.answer_by, at, settings.HOUSE_ZONE) if holding.answer_by else ""
    acts = [
        pages.act(pages.ANSWER, "Accept", holding.event, role, fields=[("answer", "accept")]),
        pages.act(pages.ANSWER, "Decline", holding.event, role, tone="quiet", fields=[("answer", "decline")]),
    ]
    note = f"{holding.event.event_type.name} · you are asked as {holding.seat.get_role_display().lower()}"
    return line(holding.event, at, note=f"{note} · answer {until}", word="offered", tone="warn", acts=acts, dots="")


def waiting(holding: Assignment, at: datetime) -> Context:
    """A claim that waits for a yes, or a seat whose holder asks for cover, as a line."""
    role = holding.seat.get_role_display().lower()
    if holding.state == State.COVERING:
        note, word = f"{holding.person.name} can’t make it as {role}", "needs cover"
        return line(holding.event, at, note=note, word=word, tone="warn", dots="")
    person = ("person", holding.person.email)
    acts = [
        pages.act(pages.ANSWER, "Confirm", holding.event, holding.seat.role, fields=[person, ("answer", "confirm")])
    ]
    note = f"{holding.person.name} asks for the {role} seat"
    return line(holding.event, at, note=note, word="to be confirmed", tone="warn", acts=acts, dots="")


def _href(event: SailEvent) -> str:
    return f"/events/{event.event_id}/"
