"""Tasks of a sail: opened with it, moved with it, ended by somebody (verbs).

A task ends once. Every ending is one conditional UPDATE, so that of two phones one decides and the other reads who did.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from events import timing
from events.models import ChecklistItem, ChecklistTemplate, SailEvent
from scc_site.models import User
from scc_site.refusals import Mistyped, Refusal, Unseen

UNDO_MINUTES = 10
AT_WORK = (
    SailEvent.Status.SCHEDULED,
    SailEvent.Status.BOARDING,
    SailEvent.Status.WEATHER_HOLD,
    SailEvent.Status.UNDER_WAY,
    SailEvent.Status.RETURNED,
)


class ListShut(Refusal):
    """The sail is not published yet, cancelled, or closed: its list is not worked on."""


class EndedAlready(Refusal):
    """Another hand has ticked the task or set it aside."""


class TooLateToUndo(Refusal):
    """The minutes in which a tick can be taken back are over."""


@transaction.atomic
def open_for(*, event: SailEvent) -> None:
    """Copy the type's tasks to a new sail; a template edited later changes nothing here."""
    templates = ChecklistTemplate.objects.filter(event_type=event.event_type_id)
    ChecklistItem.objects.bulk_create(copied(task, event) for task in templates)


def copied(task: ChecklistTemplate, event: SailEvent) -> ChecklistItem:
    """A kind's task as a sail's own, due at the sail's times; not stored yet."""
    return ChecklistItem(
        event=event,
        position=task.position,
        text=task.text,
        anchor=task.anchor,
        minutes=task.minutes,
        due_at=timing.due(task.anchor, task.minutes, times_of(event)),
        role=task.role,
        critical=task.critical,
    )


@transaction.atomic
def recompute(*, event: SailEvent) -> None:
    """Move the tasks that are neither done nor set aside to the sail's new times."""
    times = times_of(event)
    items = list(ChecklistItem.objects.filter(event=event).open().select_for_update())
    for item in items:
        item.due_at = timing.due(item.anchor, item.minutes, times)
    ChecklistItem.objects.bulk_update(items, ["due_at"])


@transaction.atomic
def tick(*, item: ChecklistItem, by: User, at: datetime) -> ChecklistItem:
    """Mark a task done; a second tap of the same hand changes nothing.

    Raises EndedAlready with who and when if another hand was faster, ListShut.
    """
    _refuse_when_shut(item.event)
    changed = ChecklistItem.objects.filter(pk=item.pk).open().update(done_at=at, done_by=by)
    if changed:
        item.done_at, item.done_by = at, by
        return item
    found = _fresh(item)
    if found.done_at is None or found.done_by_id != by.pk:
        raise EndedAlready(_ended_words(found))
    return found


@transaction.atomic
def untick(*, item: ChecklistItem, at: datetime) -> ChecklistItem:
    """Open a task again, within ten minutes of its end; an open one stays open.

    Anybody of the sail may, not only the hand that ticked; who did stands in the history.
    Raises TooLateToUndo, ListShut.
    """
    _refuse_when_shut(item.event)
    since = at - timedelta(minutes=UNDO_MINUTES)
    ChecklistItem.objects.filter(Q(done_at__gte=since) | Q(set_aside_at__gte=since), pk=item.pk).update(
        done_at=None, done_by=None, set_aside_at=None, set_aside_by=None, set_aside_why=""
    )
    found = _fresh(item)
    if found.state != "open":
        raise TooLateToUndo(f"{_ended_words(found)} That could be taken back for {UNDO_MINUTES} minutes.")
    return found


@transaction.atomic
def set_aside(*, item: ChecklistItem, why: str, by: User, at: datetime) -> ChecklistItem:
    """Mark a task not applicable on this sail, for a reason that is kept.

    Raises Mistyped without a reason, EndedAlready, ListShut.
    """
    if not why.strip():
        sentence = "Say why this task does not apply."
        raise Mistyped(sentence, {"reason": [sentence]})
    _refuse_when_shut(item.event)
    changed = (
        ChecklistItem.objects.filter(pk=item.pk)
        .open()
        .update(set_aside_at=at, set_aside_by=by, set_aside_why=why.strip())
    )
    if changed:
        item.set_aside_at, item.set_aside_by, item.set_aside_why = at, by, why.strip()
        return item
    found = _fresh(item)
    if found.set_aside_by_id != by.pk or found.set_aside_why != why.strip():
        raise EndedAlready(_ended_words(found))
    return found


@transaction.atomic
def write_note(*, item: ChecklistItem, note: str) -> ChecklistItem:
    """Keep a remark with a task, in any of its states; who and when stand in the history. Raises ListShut."""
    _refuse_when_shut(item.event)
    ChecklistItem.objects.filter(pk=item.pk).update(note=note.strip())
    return _fresh(item)


def _refuse_when_shut(event: SailEvent) -> None:
    if event.status not in AT_WORK:
        raise ListShut(f"The sail is {event.get_status_display()}: its checklist is not worked on.")


def _fresh(item: ChecklistItem) -> ChecklistItem:
    found = ChecklistItem.objects.with_people().filter(pk=item.pk).first()
    if found is None:
        raise Unseen("This sail was taken out of the plan a moment ago.")
    found.event = item.event
    return found


def _ended_words(item: ChecklistItem) -> str:
    """Who ended a task, how and when, as a sentence."""
    if item.done_at and item.done_by:
        return f"{item.done_by} ticked this at {_clock(item.done_at)}."
    if item.set_aside_at and item.set_aside_by:
        return (
            f"{item.set_aside_by} set this aside at {_clock(item.set_aside_at)}: not applicable, {item.set_aside_why}."
        )
    return "Somebody has just opened this task again."


def _clock(at: datetime) -> str:
    return f"{at.astimezone(settings.HOUSE_ZONE):%H:%M}"


def times_of(event: SailEvent) -> timing.Times:
    """The instants a sail's tasks are counted from."""
    return timing.Times(event.sails_on, event.call_at, event.departs_at, event.returns_at, event.sunset_at)
