"""The stamp "ready to sail" (verbs): who says so, when, and what stood open then.

It is never taken away by what happens later: whoever reads it is told what has changed since.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from events import checklists, contributions, task_list, wording
from events.models import ChecklistItem, SailEvent
from events.ready import readiness
from events.ready.readiness import Half, Line, Mend, State, Verdict
from scc_site.models import User
from scc_site.refusals import Refusal

Status = SailEvent.Status
STAMPED_IN = (Status.SCHEDULED, Status.BOARDING)
UNDO = timedelta(minutes=checklists.UNDO_MINUTES)


class NotNow(Refusal):
    """The sail is not one that gets ready: a draft, on hold, cancelled, or out already."""


class StampedAlready(Refusal):
    """Somebody else's stamp stands and is good."""


@transaction.atomic
def stamp(*, event: SailEvent, by: User, at: datetime) -> SailEvent:
    """Keep that somebody says the sail is ready, with what stood open; one's own good stamp stays as it is.

    Raises NotNow, and StampedAlready with who and when while another's stamp is good.
    """
    event = SailEvent.objects.locked(event)
    if event.status not in STAMPED_IN:
        raise NotNow(f"The sail is {event.get_status_display()}: there is nothing to be ready for now.")
    halves = halves_of(event, by, at)
    if event.ready_by and not since(event, halves):
        if event.ready_by_id != by.pk:
            raise StampedAlready(f"{words_of(event, at)}. Nothing has changed since.")
        return event
    event.ready_at, event.ready_by = at, by
    event.ready_saw = readiness.seen(halves, event.departs_at, event.returns_at)
    event.save(update_fields=["ready_at", "ready_by", "ready_saw", "changed_at"])
    return event


@transaction.atomic
def take_back(*, event: SailEvent) -> SailEvent:
    """Take a stamp back; without one nothing changes. Raises NotNow."""
    event = SailEvent.objects.locked(event)
    if event.status not in SailEvent.BEFORE_SAILING:
        raise NotNow(f"The sail is {event.get_status_display()}: its stamp stays as it is.")
    event.ready_at, event.ready_by, event.ready_saw = None, None, {}
    event.save(update_fields=["ready_at", "ready_by", "ready_saw", "changed_at"])
    return event


def since(event: SailEvent, halves: Iterable[Half]) -> list[str]:
    """What has changed since the sail was stamped, in words; empty while the stamp is good, or without one."""
    if not event.ready_saw:
        return []
    return readiness.since(event.ready_saw, halves, event.departs_at, event.returns_at, settings.HOUSE_ZONE)


def words_of(event: SailEvent, at: datetime) -> str:
    """`Stamped ready by Ana Reyes, Today 16:20`; empty without a stamp."""
    if event.ready_at is None or event.ready_by is None:
        return ""
    zone = settings.HOUSE_ZONE
    on, today = event.ready_at.astimezone(zone).date(), at.astimezone(zone).date()
    day = "" if on == today else f"{wording.near_day(on, today)} "
    return f"Stamped ready by {event.ready_by.name}, {day}{wording.clock(event.ready_at, zone)}"


def in_short(event: SailEvent, items: Iterable[ChecklistItem], viewer: User, at: datetime) -> dict[str, Any] | None:
    """The verdict and a tally of each half, for the sail's page; none once it is out, or for a draft."""
    if event.status not in SailEvent.BEFORE_SAILING:
        return None
    halves = halves_of(event, viewer, at, items)
    return {"verdict": verdict(event, halves), "halves": halves, "stamp": words_of(event, at)}


def verdict(event: SailEvent, halves: Sequence[Half]) -> Verdict:
    """Can we go? Once the sail is out, over or off, what it is instead."""
    if event.status in SailEvent.BEFORE_SAILING:
        return readiness.verdict(halves)
    if event.status == Status.DRAFT:
        return Verdict("Not published", "warn", "The crew sees this sail once it is published")
    if event.status == Status.CANCELLED:
        return Verdict("Cancelled", "muted", "Nobody sails")
    if event.status == Status.UNDER_WAY:
        return Verdict("Under way", "ok", _cast_off(event))
    return Verdict("Back at the dock", "ok", _cast_off(event))


def _cast_off(event: SailEvent) -> str:
    if event.departed_at is None or event.departed_by is None:
        return ""
    return f"{event.departed_by.name} cast off at {wording.clock(event.departed_at, settings.HOUSE_ZONE)}"


def halves_of(event: SailEvent, viewer: User, at: datetime, items: Iterable[ChecklistItem] | None = None) -> list[Half]:
    """Everything that must be in order on a sail, as one viewer may mend it; `items` spares a query."""
    if items is None:
        items = ChecklistItem.objects.filter(event=event).with_people()
    above = contributions.readiness(event, viewer, at)
    return [*_plan(event, at), *above, tasks(event, items, viewer, at)]


def tasks(event: SailEvent, items: Iterable[ChecklistItem], viewer: User, at: datetime) -> Half:
    """The critical tasks due before departure, each a line; all other open ones as a count."""
    items = list(items)
    may_tick = event.status in checklists.AT_WORK and viewer.has_perm("events.tick_item", event)
    counted = [item for item in items if item.critical and item.due_at <= event.departs_at]
    others = [item for item in items if item not in counted and item.state == "open"]
    late = sum(item.due_at < at for item in others)
    foot = ""
    if others:
        foot = "1 other task is open" if len(others) == 1 else f"{len(others)} other tasks are open"
        foot += f", {late} of them late" if late else ", none of them late"
    owners = {role: task_list.names_of(people) for role, people in contributions.owners(event).items()}
    base = f"/checklist/{event.event_id}/" if may_tick else ""
    lines = [_task(item, owners.get(item.role, ""), f"{base}{item.pk}/" if base else "", at) for item in counted]
    return Half("Critical tasks before departure", lines, foot=foot, href=f"/checklist/{event.event_id}/")


def _plan(event: SailEvent, at: datetime) -> list[Half]:
    """A hold stops everything else; a sail as planned needs no line."""
    if event.status != Status.WEATHER_HOLD or event.decide_by is None:
        return []
    words = f"on weather hold, decided {wording.moment(event.decide_by, at, settings.HOUSE_ZONE)}"
    mend = Mend("See the hold", event.get_absolute_url())
    return [Half("The sail", [Line("hold", "The sail", words, State.STOP, mends=(mend,))])]


def _task(item: ChecklistItem, owner: str, href: str, at: datetime) -> Line:
    key, zone = f"item-{item.pk}", settings.HOUSE_ZONE
    who = item.done_by or item.set_aside_by
    ended_at = item.done_at or item.set_aside_at
    if who is None or ended_at is None:
        late = item.due_at < at
        due = f"due {wording.clock(item.due_at, zone)}"
        words = f"{wording.span(at - item.due_at)} late, {due}" if late else f"to do, {due}"
        words += f" · {item.get_role_display().lower()} {owner}".rstrip()
        return Line(key, item.text, words, State.STOP if late else State.WAITS, mends=_tick("Done", href, "1"))
    ended = f"{who.first_name}, {wording.clock(ended_at, zone)}"
    undo = _tick("Undo", href, "0") if at - ended_at <= UNDO else ()
    if item.done_at:
        return Line(key, item.text, f"done · {ended}", State.OK, mends=undo)
    return Line(key, item.text, f"not applicable: {item.set_aside_why} · {ended}", State.CAUTION, mends=undo)


def _tick(label: str, href: str, done: str) -> tuple[Mend, ...]:
    return (Mend(label, href, (("done", done),), stays=True),) if href else ()
