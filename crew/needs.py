"""What waits for somebody, as lines of a home: offers to answer, claims and covers to judge, tasks to do."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Window

from crew import pages
from crew.lines import href, line, way, when
from crew.models import Assignment
from events import flags, wants, wording
from events.checklists import AT_WORK
from events.models import ChecklistItem, Role, SailAct, SailEvent
from scc_site.models import User

Context = dict[str, Any]
State = Assignment.State
SOON = timedelta(hours=4)  # a task due within this is worth a line on the home
WAITS = timedelta(days=14)  # what a sail left undone longer ago no longer comes up by itself
MOST_TASKS = 5
MOST_FLAGS = 5


def standing(person: User, at: datetime) -> list[Assignment]:
    """Everything somebody holds or is offered on sails that are not over; one query.

    `was_at` is when the sail was to depart before the move after which an offer asks again; None for other offers.
    """
    moved = SailAct.objects.filter(event=OuterRef("event"), kind=SailAct.Kind.MOVED, at=OuterRef("offered_at"))
    found = Assignment.objects.of(person).ahead(at).select_related("takes_over__person", "offered_by")
    return list(found.annotate(was_at=Subquery(moved.values("old_departs_at")[:1])))


def tasks_of(person: User, at: datetime) -> QuerySet[ChecklistItem]:
    """Open tasks of somebody's own role on sails they are crew of, late or due within hours; critical ones first."""
    own = ChecklistItem.objects.open().filter(
        event__assignments__person=person,
        event__assignments__state__in=Assignment.ABOARD,
        event__assignments__seat__role=F("role"),
        event__status__in=AT_WORK,
        event__returns_at__gt=at - WAITS,
        due_at__lte=at + SOON,
    )
    found = own.annotate(of_all=Window(Count("pk"))).select_related("event__vessel")
    return found.order_by("-critical", "due_at", "pk")


def tasks(person: User, at: datetime) -> list[Context]:
    """The most pressing tasks, each with its tick, and the way to the others; one query."""
    found = list(tasks_of(person, at)[:MOST_TASKS])
    lines = [_task(item, at) for item in found]
    if not found:
        return []
    left = getattr(found[0], "of_all", 0) - len(found)
    return lines + more(left, "your tasks", f"{href(found[-1].event, 'checklist')}?who=mine")


def offer(holding: Assignment, at: datetime, clash: Assignment | None = None) -> Context:
    """A seat somebody is asked to take: newly, from its holder, or again because the sail has moved.

    With a `clash`, their own seat on another sail at that time, it can only be declined.
    """
    role = holding.seat.role
    word, yes = "offered", "Accept"
    seat = Role(role).label.lower()
    said = f"you are asked as {seat}"
    if holding.takes_over and holding.takes_over.person_id != holding.person_id:
        said, word = f"{holding.takes_over.person.first_name} would hand you the {seat} seat", "handed on"
    elif was_at := getattr(holding, "was_at", None):
        said, word, yes = f"moved from {when(was_at, at)}: are you still {seat}?", "confirm again", "Confirm"
    until = f"answer {wording.moment(holding.answer_by, at, settings.HOUSE_ZONE)}" if holding.answer_by else ""
    acts = [
        pages.act(pages.ANSWER, yes, holding.event, role, fields=[("answer", "accept")]),
        pages.act(pages.ANSWER, "Decline", holding.event, role, tone="quiet", fields=[("answer", "decline")]),
    ]
    if clash:
        said, acts = f"{said} · {pages.clash(clash)}", acts[1:]
    note = " · ".join(filter(None, (holding.event.event_type.name, said, until)))
    return line(holding.event, at, note=note, word=word, tone="warn", acts=acts, dots="")


def flagged(person: User, at: datetime) -> list[Context]:
    """Sails somebody is captain of that wait for a word (events.flags), the longest ago first; one query."""
    own = Assignment.objects.aboard().filter(person=person, seat__role=Role.CAPTAIN)
    return [_flag(sail, at) for sail in wants.flagged(at).filter(pk__in=own.values("event"))[:MOST_FLAGS]]


def _flag(sail: SailEvent, at: datetime) -> Context:
    raised = flags.of(sail, at)
    assert raised is not None  # noqa: S101 -- only such sails are read
    back = {"href": f"{href(sail)}return/", "label": "Back at the dock", "tone": "quiet", "fields": []}
    acts = [back] if raised.flag == flags.Flag.NOT_RETURNED else []
    note = f"{sail.event_type.name} · {raised.flag.label.lower()}"
    return line(sail, at, note=note, word=flags.word(sail, raised.flag, at), tone="bad", acts=acts, dots="")


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
    if holding.takes_over:
        note = f"{holding.person.name} is to take over {holding.takes_over.person.name}’s {role} seat"
    return line(holding.event, at, note=note, word="to be confirmed", tone="warn", acts=acts, dots="")


def counted(found: QuerySet[Assignment], most: int) -> tuple[list[Assignment], int]:
    """The first of many, and how many there are beyond them; one query."""
    rows: list[Assignment] = list(found.annotate(of_all=Window(Count("pk")))[:most])
    return rows, (getattr(rows[0], "of_all", 0) - len(rows)) if rows else 0


def more(left: int, what: str, to: str) -> list[Context]:
    """The line under a list that was cut short: `And 7 more · your tasks`; none when nothing was left out."""
    return [way(to, f"And {left} more · {what}")] if left else []


def _task(item: ChecklistItem, at: datetime) -> Context:
    is_late = item.due_at < at
    due = f"{wording.span(at - item.due_at)} late" if is_late else wording.relative(item.due_at, at)
    tick = {
        "href": f"{href(item.event, 'checklist')}{item.pk}/",
        "label": "Done",
        "tone": "quiet",
        "fields": [("done", "1")],
    }
    return {
        "href": f"{href(item.event, 'checklist')}#item-{item.pk}",
        "title": item.text,
        "note": f"{when(item.due_at, at)} · {item.event.vessel.name}",
        "word": f"critical, {due}" if item.critical else due,
        "tone": "bad" if is_late else "warn" if item.critical else "muted",
        "acts": [tick],
    }
