"""A person's calendar feed: what it holds at an instant, and the link's reset.

Who looks is a program that comes back every hour or so. It is answered from three statements, however long the season,
and from two while nothing has changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import groupby

from django.conf import settings
from django.db import transaction
from django.db.models import F

from crew.calendars import entries, tokens
from crew.models import Assignment, CalendarFeed
from scc_site import ical
from scc_site.models import User
from scc_site.refusals import Refusal

PAST = timedelta(days=60)  # since the return
KEPT = timedelta(days=30)  # cancelled entries, since they were
COARSE = timedelta(hours=1)
SECOND = timedelta(seconds=1)


class ResetMeanwhile(Refusal):
    """The link was reset after the page was opened."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A feed as a program gets it; `digest` is that of the text, `changed_at` since when it reads so."""

    text: str
    digest: str
    changed_at: datetime


def link(feed: CalendarFeed) -> str:
    """The path of a person's feed, the only one that is alive."""
    return f"/calendar/{tokens.make(feed.person.sub, feed.number, settings.RECORD_KEYS)}.ics"


@transaction.atomic(savepoint=False)
def read(*, feed: CalendarFeed, at: datetime) -> Reading:
    """The feed's text now; kept are its fingerprint, since when it stands, and the hour in which it was read.

    That makes Last-Modified true also for what has no time of change of its own: a renamed vessel, a day gone by.
    """
    text = written(feed.person, at)
    digest = sha256(text.encode()).hexdigest()
    is_new = digest != feed.digest or feed.changed_at is None
    if is_new:
        now = at.replace(microsecond=0)
        feed.changed_at = max(now, feed.changed_at + SECOND) if feed.changed_at else now
        feed.digest = digest
    if is_new or feed.read_at is None or at - feed.read_at >= COARSE:
        feed.read_at = at.replace(minute=0, second=0, microsecond=0)
        fields = ["digest", "changed_at", "read_at"]
        CalendarFeed.objects.bulk_create([feed], update_conflicts=True, unique_fields=["person"], update_fields=fields)
    return Reading(text, digest, feed.changed_at or at)


def written(person: User, at: datetime) -> str:
    """Somebody's sails as a calendar; one query. Nobody who may not see the dock: then it holds no sail."""
    house = settings.HOUSE_NAME
    look = ical.Look(
        name=house,
        about=f"Sails of {person.name} with {house}",
        colour="steelblue",
        paint="#0a5a78",
        refresh=COARSE,
    )
    found = current(person, at) if person.is_active and person.is_crew else []
    return ical.write(found, zone=settings.HOUSE_ZONE, look=look)


def current(person: User, at: datetime) -> list[ical.Entry]:
    """One entry for each sail of a person: sixty days back, everything ahead; what is off for thirty days."""
    rows = Assignment.objects.in_calendar(person, since=at - PAST)
    found = []
    for _, alike in groupby(rows, key=lambda held: held.event_id):
        of_sail = list(alike)
        shown = next((held for held in of_sail if held.state in Assignment.ACTIVE), of_sail[0])
        shown.person = person
        if _is_shown(shown, at):
            revision = max(held.revision for held in of_sail)
            found.append(entries.entry(shown, revision=revision, at=at))
    return found


def _is_shown(held: Assignment, at: datetime) -> bool:
    """Seats for as long as sails are; wishes until the sail is over; what is off for a while."""
    ended_at = held.ended_at or held.event.cancelled_at
    if held.has_lapsed(at):
        ended_at = held.answer_by
    if ended_at is not None:
        return at - ended_at < KEPT
    return held.state in Assignment.ABOARD or held.event.returns_at > at


@transaction.atomic
def reset(*, person: User, by: User, at: datetime, number: int | None = None) -> CalendarFeed:
    """Make a person's link anew; the one before is dead at once, wherever it was put in.

    `number` is that of the link one saw, None whatever stands: two hands do not reset twice.
    Raises ResetMeanwhile.
    """
    CalendarFeed.objects.bulk_create([CalendarFeed(person=person)], ignore_conflicts=True)
    seen = CalendarFeed.objects.of(person).number if number is None else number
    standing = CalendarFeed.objects.filter(person=person, number=seen)
    fresh = {"read_at": None, "changed_at": None, "digest": ""}
    if not standing.update(number=F("number") + 1, reset_at=at, reset_by=by, **fresh):
        raise ResetMeanwhile("The link was made anew a moment ago. Look at the page again.")
    return CalendarFeed.objects.of(person)
