"""Which of the rows that are due go into a letter now, which wait, and which are overtaken."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection

from crew.models import Assignment, Nudge
from crew.nudges import rules

Kind = Nudge.Kind
OVERTAKEN = "A later reminder in the same letter says it."
SWITCHED_OFF = "They have switched these letters off."

# Each sail and each task is read once, however many are told of it: reading times is what takes long here.
DUE = """
SELECT nudge.id, nudge.person_id, nudge.kind, nudge.due_at <= %(at)s, nudge.planned_at::text, person.name, person.email,
       nudge.event_id, coalesce(seat.role, ''), coalesce(held.state, ''), held.answer_by, nudge.item_id
  FROM crew_nudge nudge JOIN scc_site_user person ON person.id = nudge.person_id
  JOIN events_sailevent sail ON sail.id = nudge.event_id
  LEFT JOIN crew_assignment held
         ON held.event_id = sail.id AND held.person_id = person.id AND held.state = ANY(%(active)s)
  LEFT JOIN events_seat seat ON seat.id = held.seat_id
 WHERE nudge.state = 'planned'
   AND nudge.due_at <= CASE WHEN nudge.kind = %(task_due)s THEN %(soon)s ELSE %(at)s END
 ORDER BY nudge.person_id, sail.departs_at, sail.id, nudge.due_at, nudge.id
"""
SAILS = """
SELECT sail.id, sail.event_id, sail.status, sail.call_at, sail.departs_at, sail.returns_at, sail.returned_at,
       sail.decide_by, sail.held_why, sail.dock, vessel.name, kind.name
  FROM events_sailevent sail JOIN events_vessel vessel ON vessel.id = sail.vessel_id
  JOIN events_eventtype kind ON kind.id = sail.event_type_id WHERE sail.id = ANY(%(keys)s)
"""
ITEMS = "SELECT id, text, due_at, role, critical FROM events_checklistitem WHERE id = ANY(%(keys)s)"
NO_ITEM = (None, "", None, "", False)
# Their letter of a moment ago: asked of the few who have something due, by the index over person and time.
LATELY = """
SELECT DISTINCT person_id FROM crew_nudge
 WHERE person_id = ANY(%(people)s) AND due_at >= %(oldest)s AND state = 'sent'
   AND ended_at > %(since)s AND ended_at <= %(at)s
"""


class Row(NamedTuple):
    """One nudge that is due, or a task's that follows soon, with all that a letter says of it; instants in UTC.

    `role` and `state` are the person's own on that sail, empty for the office ashore; the `item_…` are empty but for
    tasks.
    """

    id: int
    person_id: int
    kind: str
    is_due: bool
    planned: str
    name: str
    email: str
    sail_id: int
    event_id: str
    status: str
    call_at: datetime
    departs_at: datetime
    returns_at: datetime
    returned_at: datetime | None
    decide_by: datetime | None
    held_why: str
    dock: str
    vessel: str
    sail: str
    role: str
    state: str
    answer_by: datetime | None
    item_id: int | None
    item_text: str
    item_due_at: datetime
    item_role: str
    item_critical: bool


class Choice(NamedTuple):
    """By person the rows of their letter; and by row why it is not sent at all."""

    letters: dict[int, list[Row]]
    skipped: dict[int, str]


def due(at: datetime) -> dict[int, list[Row]]:
    """By person what is due, with the tasks that follow soon; in order of departure. Three queries."""
    known: dict[str, Any] = {
        "at": at,
        "soon": at + rules.TOGETHER,
        "active": [state.value for state in Assignment.ACTIVE],
        "task_due": Kind.TASK_DUE.value,
    }
    found = _read(DUE, known)
    if not any(row[3] for row in found):
        return {}
    sails = {sail[0]: sail for sail in _read(SAILS, {"keys": list({row[7] for row in found})})}
    items = {item[0]: item for item in _read(ITEMS, {"keys": list({row[11] for row in found} - {None})})}
    rows = [Row(*row[:7], *sails[row[7]], *row[8:11], *items.get(row[11], NO_ITEM)) for row in found]
    people = {person: list(own) for person, own in groupby(rows, key=attrgetter("person_id"))}
    return {person: own for person, own in people.items() if any(row.is_due for row in own)}


def written_to(people: Iterable[int], at: datetime) -> set[int]:
    """Who of these had a letter a moment ago; one query."""
    known: dict[str, Any] = {
        "people": list(people),
        "at": at,
        "since": at - rules.SPACING,
        "oldest": at - rules.FLAG_STALE * 2,
    }
    return {person for (person,) in _read(LATELY, known)}


def _read(statement: str, known: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, known)
        return cursor.fetchall()


def choose(
    found: Mapping[int, list[Row]], *, at: datetime, lately: Collection[int], off: Mapping[int, frozenset[str]]
) -> Choice:
    """What goes into a letter now. In quiet hours only who sails within hours is written to, and then of all at once;
    who had a letter a moment ago waits, unless it cannot.
    """
    quiet = rules.is_quiet(at, settings.HOUSE_ZONE)
    letters: dict[int, list[Row]] = {}
    skipped: dict[int, str] = {}
    for person, rows in found.items():
        wanted, unwanted = _sorted(rows, off.get(person, frozenset()))
        skipped |= unwanted
        now = {row.kind for row in wanted if row.is_due}
        if Kind.HOURS in now or (now and not quiet and (person not in lately or now & rules.URGENT)):
            letters[person] = wanted
    return Choice(letters, skipped)


def _sorted(rows: list[Row], off: frozenset[str]) -> tuple[list[Row], dict[int, str]]:
    """The rows that still say something, and why the others do not."""
    unwanted = {row.id: SWITCHED_OFF for row in rows if rules.family(row.kind) in off}
    said: dict[tuple[int, int | None], Row] = {}
    for row in rows:
        if row.id in unwanted:
            continue
        about = (row.sail_id, _about(row))
        before = said.get(about)
        if before:
            unwanted[before.id] = OVERTAKEN
        said[about] = row
    return [row for row in rows if row.id not in unwanted], unwanted


def _about(row: Row) -> int | None:
    """What a row reminds of: a task, the sail ahead (0), or that somebody must act (None); the last due says it."""
    return 0 if row.kind in rules.BEFORE else row.item_id
