"""The tasks of a sail as its pages print them: whose each is, which are shown, what may still be undone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from events import checklists, contributions, rail
from events.models import ChecklistItem, SailEvent
from scc_site.models import User

Context = dict[str, Any]
UNDO = timedelta(minutes=checklists.UNDO_MINUTES)
MOST_NAMED = 3  # more people in one role are counted
SHOWN = {"": "All", "mine": "Mine", "open": "Open", "critical": "Critical"}
NONE_SHOWN = {
    "mine": "No task here is yours.",
    "open": "Nothing is left to do.",
    "critical": "No task here is critical.",
}


def tasks(event: SailEvent, viewer: User, at: datetime, *, who: str = "") -> Context:
    """The rail with the tasks that are asked for (a key of SHOWN; anything else is all), and the ways to the others."""
    items = items_of(event)
    roles = {role for role, people in contributions.owners(event).items() if viewer in people}
    fitting = {
        asked: [item for item in items if _fits(item, asked, roles, at)] for asked in SHOWN if asked != "mine" or roles
    }
    who = who if who in fitting else ""
    laid = rail_of(event, fitting[who], viewer, at, counted=items)
    return {
        "rail": laid,
        "zone_name": settings.HOUSE_ZONE.key,
        "items": items if _may_tick(event, viewer) else [],
        "who": who,
        "shown": [_way(event, asked, len(found), who) for asked, found in fitting.items()] if items else [],
        "none_shown": "" if fitting[who] else NONE_SHOWN.get(who, "This sail has no tasks."),
    }


def items_of(event: SailEvent) -> list[ChecklistItem]:
    """The tasks of a sail with whoever ended them, in order of time; one query."""
    return list(ChecklistItem.objects.filter(event=event).with_people())


def rail_of(
    event: SailEvent,
    items: Sequence[ChecklistItem],
    viewer: User,
    at: datetime,
    *,
    counted: Sequence[ChecklistItem] | None = None,
) -> rail.Rail:
    """A sail's rail with these tasks hanging on it; the summary is of those `counted`, which may be more."""
    base = f"/checklist/{event.event_id}/" if _may_tick(event, viewer) else ""
    names = {role: names_of(people) for role, people in contributions.owners(event).items()} if items else {}
    lines = {item.pk: _task(item, base, names.get(item.role, "")) for item in counted or items}
    times = rail.Times(
        call_at=event.call_at,
        boards_at=event.boards_at,
        departs_at=event.departs_at,
        returns_at=event.returns_at,
        sunset_at=event.sunset_at,
        departed_at=event.departed_at,
        returned_at=event.returned_at,
    )
    hung = [lines[item.pk] for item in items]
    return rail.of(times=times, tasks=hung, counted=list(lines.values()), now=at, zone=settings.HOUSE_ZONE)


def _fits(item: ChecklistItem, asked: str, roles: set[str], at: datetime) -> bool:
    """Whether a task is among those asked for; one that can still be undone counts as open, so that it can be."""
    if asked == "open":
        ended_at = item.done_at or item.set_aside_at
        return ended_at is None or at - ended_at <= UNDO
    return {"mine": item.role in roles, "critical": item.critical}.get(asked, True)


def _way(event: SailEvent, asked: str, count: int, who: str) -> Context:
    query = f"?who={asked}" if asked else ""
    return {
        "href": f"/checklist/{event.event_id}/{query}",
        "label": SHOWN[asked],
        "count": count,
        "current": asked == who,
    }


def names_of(people: Sequence[User]) -> str:
    """`Ana`, `Ben, Dana`, `4 people`."""
    return ", ".join(person.first_name for person in people) if len(people) <= MOST_NAMED else f"{len(people)} people"


def _may_tick(event: SailEvent, viewer: User) -> bool:
    return event.status in checklists.AT_WORK and viewer.has_perm("events.tick_item", event)


def _task(item: ChecklistItem, base: str, owner: str) -> rail.Task:
    who = item.done_by or item.set_aside_by
    ended_at = item.done_at or item.set_aside_at
    return rail.Task(
        id=item.pk,
        text=item.text,
        due_at=item.due_at,
        role=item.get_role_display().lower(),
        owner=owner,
        anchor=item.anchor,
        critical=item.critical,
        state=item.state,
        ended_by=who.first_name if who else "",
        ended_at=ended_at,
        undo_until=ended_at + UNDO if ended_at else None,
        reason=item.set_aside_why,
        remark=item.note,
        href=f"{base}{item.pk}/" if base else "",
    )
