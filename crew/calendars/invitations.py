"""The entries that letters put into a person's own calendar, and take out again.

One rule: an entry stands there exactly while the seat is confirmed. With the seat comes a REQUEST; with other times, a
hold and its end a newer one; when the seat is lost, or must be confirmed again because the sail moved, a CANCEL. A
CANCEL goes to nobody who was never sent a REQUEST.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from crew.calendars import entries
from crew.models import Assignment
from events.models import SailEvent
from scc_site import ical
from scc_site.mail import outbox
from scc_site.mail.invitations import CALENDAR
from scc_site.models import OutgoingMail

Words = dict[str, Any]
State = Assignment.State
OWN = "seat_confirmed"  # the only letter that nothing but the entry is the reason of
# Letters that bring a REQUEST.
BEARERS = (OWN, "claim_answered", "in_your_name", "sail_moved", "sail_held", "sail_resumed")


def request(held: Assignment, *, at: datetime, revision: int | None = None) -> Words:
    """For a letter's context: the entry of a confirmed seat; one query unless the `revision` is known."""
    return _facts(held, ical.REQUEST, at=at, revision=revision)


def cancel(held: Assignment, *, at: datetime, revision: int | None = None, was: datetime | None = None) -> Words:
    """For a letter's context: the entry taken out; `was` is the departure it stands under, if not the sail's own."""
    found = _facts(held, ical.CANCEL, at=at, revision=revision)
    if was:
        late = held.event.departs_at - was
        facts = found[CALENDAR]
        for name in ("starts_at", "ends_at"):
            facts[name] = (datetime.fromisoformat(facts[name]) - late).isoformat()
    return found


def after_end(held: Assignment, *, at: datetime) -> Words:
    """For a letter about a seat just lost: the entry taken out where one was sent, else nothing."""
    recall(held, at=at)
    return cancel(held, at=at) if held.person_id in invited(held.event, [held.person_id]) else {}


def recall(held: Assignment, *, at: datetime) -> None:
    """A letter that would only bring the entry of a seat that is lost stays here."""
    outbox.cancel(prefix=f"{OWN}:{held.event.event_id}:{held.pk}:", reason="The seat was lost meanwhile.", at=at)


def invited(event: SailEvent, people: Iterable[int]) -> set[int]:
    """Who of these has, or will have, an entry of a sail by a letter; one query."""
    fronts = [f"{letter}:{event.event_id}:" for letter in BEARERS]
    bearing = OutgoingMail.objects.under(*fronts).filter(
        person__in=list(people), **{f"context__{CALENDAR}__method": ical.REQUEST}
    )
    return set(bearing.may_arrive().values_list("person", flat=True))


def of_act(
    event: SailEvent, people: Sequence[Assignment], *, at: datetime, was: dict[int, datetime], may_end: bool
) -> dict[int, Words]:
    """By person: what a decision about a whole sail does to their entries, in two queries.

    `was` is by person the departure they know; `may_end`: whether seats may be lost by it.
    """
    numbers = [held.person_id for held in people]
    revisions = Assignment.objects.revisions(event, numbers)
    known = invited(event, numbers)
    found: dict[int, Words] = {}
    for held in people:
        revision = revisions[held.person_id]
        if held.state in Assignment.ABOARD:
            found[held.person_id] = request(held, at=at, revision=revision)
        elif may_end and held.person_id in known:
            found[held.person_id] = cancel(held, at=at, revision=revision, was=was.get(held.person_id))
    return found


def _facts(held: Assignment, method: str, *, at: datetime, revision: int | None) -> Words:
    if revision is None:
        revision = Assignment.objects.revisions(held.event, [held.person_id])[held.person_id]
    entry = replace(entries.entry(held, revision=revision, at=at), changed_at=at)
    if method == ical.CANCEL:
        entry = replace(entry, status=ical.CANCELLED, is_busy=False, alarms=())
    return {CALENDAR: ical.facts_of(entry, method=method)}
