"""The office's morning brief: one letter with all that waits, on mornings when something does."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db import transaction

from crew import terms
from crew.models import Assignment
from events import flags, wants
from events.models import SailEvent, Seat
from scc_site.mail import outbox, preferences
from scc_site.models import Occurrence, OutgoingMail, User

Line = dict[str, str]
LETTER = "office_brief"
DAY = timedelta(days=1)
MOST = 20  # lines under one head; the office's own page has them all
Letters = OutgoingMail.State
TROUBLE = (Letters.BOUNCED, Letters.COMPLAINED, Letters.FAILED, Letters.SUPPRESSED)


@transaction.atomic
def send(*, at: datetime) -> int:
    """Write to everybody in the office who wants it, once a day; to how many. Nothing is sent when nothing waits.

    Nine statements at most, however much there is to tell.
    """
    today = at.astimezone(settings.HOUSE_ZONE).date()
    found = [part for part in _parts(today, at) if part["lines"]]
    people = _readers() if found else []
    if people:
        waits = sum(len(part["lines"]) for part in found)
        heading = "1 thing waits for the office" if waits == 1 else f"{waits} things wait for the office"
        outbox.queue_each(
            letter=LETTER,
            people=people,
            dedupe_key=f"{LETTER}:{today:%Y-%m-%d}",
            at=at,
            context={"heading": heading, "day": terms.day(at, settings.HOUSE_ZONE), "parts": found},
        )
    return len(people)


def _readers() -> list[User]:
    office = list(User.objects.admins())
    off = preferences.switched_off([person.pk for person in office])
    return [person for person in office if "brief" not in off.get(person.pk, frozenset())]


def _parts(today: date, at: datetime) -> list[dict[str, Any]]:
    """What is told, head by head, the most urgent first."""
    return [
        {"title": "Nobody has said", "lines": _flagged(at)},
        {"title": "Critical tasks not done", "lines": _missed(at)},
        {"title": "Seats to fill, today and tomorrow", "lines": _open_seats(today)},
        {"title": "Drafts of today and tomorrow", "lines": _drafts(today)},
        {"title": "Letters that did not arrive", "lines": _letters(at)},
        {"title": "Jobs that failed", "lines": _jobs(at)},
    ]


def _flagged(at: datetime) -> list[Line]:
    raised = ((sail, flags.of(sail, at)) for sail in wants.flagged(at)[:MOST])
    return [
        _line(f"{_sail(sail)}: {flags.word(sail, found.flag, at)}", f"/events/{sail.event_id}/")
        for sail, found in raised
        if found
    ]


def _missed(at: datetime) -> list[Line]:
    return [
        _line(
            f"{_said(row['event__event_type__name'], row['event__vessel__name'], row['event__departs_at'])}: "
            f"{row['missed']} overdue",
            f"/checklist/{row['event__event_id']}/?who=critical",
        )
        for row in wants.tasks_missed(at)[:MOST]
    ]


def _open_seats(today: date) -> list[Line]:
    """Required seats that nobody is aboard for; an offer or a claim that waits is not a hand yet."""
    held = Assignment.objects.aboard().filter(event__sails_on__range=(today, today + DAY))
    ahead = {"event__sails_on__range": (today, today + DAY), "event__status__in": SailEvent.BEFORE_SAILING}
    seats = Seat.objects.filter(required=True, **ahead).exclude(pk__in=held.values("seat"))
    ordered = seats.select_related("event__vessel", "event__event_type").order_by("event__departs_at", "event", "pk")
    return [
        _line(f"{_sail(sail)}: {_roles(own)}", f"/events/{sail.event_id}/")
        for sail, own in groupby(ordered, key=lambda seat: seat.event)
    ][:MOST]


def _roles(seats: Iterable[Seat]) -> str:
    """`captain, crew × 2`."""
    named = [(role, len(list(own))) for role, own in groupby(seats, key=lambda seat: seat.get_role_display().lower())]
    return ", ".join(role if count == 1 else f"{role} × {count}" for role, count in named)


def _drafts(today: date) -> list[Line]:
    found = SailEvent.objects.filter(status=SailEvent.Status.DRAFT).sailing_between(today, today + DAY)
    sails = found.select_related("vessel", "event_type")[:MOST]
    return [_line(f"{_sail(sail)}: the crew cannot see her", f"/events/{sail.event_id}/") for sail in sails]


def _letters(at: datetime) -> list[Line]:
    found = OutgoingMail.objects.filter(state__in=TROUBLE, finished_at__gt=at - DAY, finished_at__lte=at)
    rows = found.order_by("finished_at", "pk")[:MOST]
    return [
        _line(f"To {mail.to}: {mail.get_state_display()}", f"/admin/scc_site/outgoingmail/{mail.pk}/change/")
        for mail in rows
    ]


def _jobs(at: datetime) -> list[Line]:
    failed = Occurrence.objects.filter(state=Occurrence.State.FAILED, due_at__gt=at - DAY, due_at__lte=at)
    rows = failed.select_related("schedule").order_by("due_at", "pk")[:MOST]
    return [
        _line(f"{row.schedule.name}, due {_short(row.due_at)}", f"/admin/scc_site/schedule/{row.schedule_id}/change/")
        for row in rows
    ]


def _sail(sail: SailEvent) -> str:
    return _said(sail.event_type.name, sail.vessel.name, sail.departs_at)


def _said(kind: str, vessel: str, departs_at: datetime) -> str:
    return f"{kind} on {vessel}, {_short(departs_at)}"


def _short(instant: datetime) -> str:
    return terms.clock_time(instant, settings.HOUSE_ZONE)


def _line(words: str, path: str) -> Line:
    return {"words": words, "url": f"{settings.SITE_ORIGIN}{path}"}
