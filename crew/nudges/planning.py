"""The rows of `ptb_nudge`, made from what stands: one statement, whatever the size of the house.

Nothing is remembered of what was planned before. Who is bound or asked, at which times, and which tasks are open is
read anew at every run; rows that no longer follow from it become void, missing ones are added. So a seat given back, a
task done, a sail moved, held or called off needs no word here, whoever did it and however.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from django.db import connection

from crew.models import Assignment, Nudge
from crew.nudges import rules
from events import flags, timing
from events.checklists import AT_WORK
from events.models import Role, SailEvent

Status, Kind = SailEvent.Status, Nudge.Kind

# Everything that is to be told, from now until AHEAD: (event_id, person_id, kind, item_id, version, due_at).
# A person with two reasons for one row (captain and office) hears at the earlier instant.
WANTED = """
WITH sails AS MATERIALIZED (
  SELECT sail.id, sail.status, sail.version, sail.call_at, sail.departs_at, sail.returns_at, sail.returned_at,
         sail.decide_by, (SELECT max(act.at) FROM events_sailact act WHERE act.event_id = sail.id) AS decided_at
    FROM events_sailevent sail
   WHERE sail.status = ANY(%(standing)s) AND sail.departs_at BETWEEN %(earliest)s AND %(furthest)s
     AND sail.returns_at >= %(oldest)s
), crew AS MATERIALIZED (
  SELECT sails.id AS event_id, held.person_id, held.state, seat.role, held.confirmed_at,
         greatest(held.made_at, held.offered_at, held.confirmed_at, held.cover_asked_at, sails.decided_at) AS since
    FROM sails JOIN crew_assignment held ON held.event_id = sails.id
    JOIN events_seat seat ON seat.id = held.seat_id
    JOIN scc_site_user person ON person.id = held.person_id AND person.is_active
   WHERE held.state = ANY(%(active)s) AND (held.state <> 'offered' OR held.answer_by > %(at)s)
), captains AS MATERIALIZED (
  SELECT event_id, person_id FROM crew WHERE role = %(captain)s AND state = ANY(%(aboard)s)
), office AS MATERIALIZED (
  SELECT id AS person_id FROM scc_site_user WHERE is_active AND is_admin
), tasks AS MATERIALIZED (
  SELECT item.id, item.event_id, item.role, item.critical, item.due_at
    FROM sails JOIN events_checklistitem item ON item.event_id = sails.id
   WHERE sails.status = ANY(%(at_work)s) AND item.done_at IS NULL AND item.set_aside_at IS NULL
     AND item.due_at BETWEEN %(missed)s AND %(until)s
), flags AS MATERIALIZED (
  SELECT sails.id AS event_id, flag.kind, flag.since
    FROM sails CROSS JOIN LATERAL (VALUES
      (%(not_returned)s, 'under_way', sails.returns_at + %(grace)s),
      (%(not_cast_off)s, 'scheduled', sails.departs_at + %(grace)s),
      (%(not_cast_off)s, 'boarding', sails.departs_at + %(grace)s),
      (%(undecided)s, 'weather_hold', sails.decide_by),
      (%(not_closed)s, 'returned', coalesce(sails.returned_at, sails.returns_at) + %(close_within)s),
      (%(draft)s, 'draft', sails.departs_at - %(draft_ahead)s)
    ) AS flag(kind, status, since) WHERE flag.status = sails.status
), told AS (
  SELECT crew.event_id, crew.person_id, ahead.kind, NULL::bigint AS item_id,
         CASE ahead.kind WHEN %(hours)s THEN least(sails.departs_at - ahead.before, sails.call_at - %(before_call)s)
              ELSE sails.departs_at - ahead.before END AS due_at,
         crew.since + %(fresh)s AS not_until
    FROM sails JOIN crew ON crew.event_id = sails.id
   CROSS JOIN unnest(%(ahead)s::text[], %(before)s::interval[], %(pointless)s::interval[])
              AS ahead(kind, before, pointless)
   WHERE sails.status = ANY(%(before_sailing)s) AND sails.departs_at - ahead.pointless > %(at)s
     AND (ahead.kind = %(hours)s OR sails.call_at - %(before_call)s - %(fresh)s > %(at)s)
  UNION ALL
  SELECT tasks.event_id, crew.person_id, late.kind, tasks.id,
         greatest(tasks.due_at, crew.confirmed_at) + late.after, NULL
    FROM tasks JOIN crew ON crew.event_id = tasks.event_id AND crew.role = tasks.role
   CROSS JOIN (VALUES (%(task_due)s, interval '0'), (%(task_overdue)s, %(overdue_after)s)) AS late(kind, after)
   WHERE crew.state = ANY(%(aboard)s)
  UNION ALL
  SELECT tasks.event_id, captains.person_id, %(task_missed)s, tasks.id, tasks.due_at + %(captain_after)s, NULL
    FROM tasks JOIN captains ON captains.event_id = tasks.event_id WHERE tasks.critical AND tasks.role <> %(captain)s
  UNION ALL
  SELECT tasks.event_id, office.person_id, %(task_missed)s, tasks.id, tasks.due_at + %(office_after)s, NULL
    FROM tasks CROSS JOIN office WHERE tasks.critical
  UNION ALL
  SELECT flags.event_id, captains.person_id, flags.kind, NULL, flags.since, NULL
    FROM flags JOIN captains ON captains.event_id = flags.event_id
  UNION ALL
  SELECT flags.event_id, office.person_id, flags.kind, NULL,
         flags.since + CASE WHEN EXISTS (SELECT FROM captains WHERE captains.event_id = flags.event_id)
                            THEN %(office_later)s ELSE interval '0' END, NULL
    FROM flags CROSS JOIN office
), wanted AS MATERIALIZED (
  SELECT told.event_id, told.person_id, told.kind, told.item_id, sails.version, min(told.due_at) AS due_at
    FROM told JOIN sails ON sails.id = told.event_id
   WHERE told.due_at <= %(until)s AND (told.not_until IS NULL OR told.due_at > told.not_until)
   GROUP BY told.event_id, told.person_id, told.kind, told.item_id, sails.version
)
"""
# Compared as sets: a join of two lists that nobody has counted yet may take any time.
WANTED_KEYS = "(SELECT event_id, person_id, kind, coalesce(item_id, 0), version FROM wanted)"
KEY = "(nudge.event_id, nudge.person_id, nudge.kind::text, coalesce(nudge.item_id, 0), nudge.version)"
TOO_LATE = """(sail.departs_at <= %(at)s
          + (%(pointless)s::interval[])[array_position(%(ahead)s::text[], nudge.kind::text)]
          OR nudge.kind = ANY(%(ahead)s) AND sail.call_at - %(before_call)s - %(fresh)s <= %(at)s)"""
# Told already: under this version of the sail, or for the very same instant, such as before a hold that was lifted.
PLAN = f"""{WANTED}, gone AS (
  UPDATE crew_nudge nudge SET ended_at = %(at)s,
         state = CASE WHEN sail.version = nudge.version AND sail.status = ANY(%(before_sailing)s) AND {TOO_LATE}
                      THEN 'skipped' ELSE 'void' END,
         why = CASE WHEN item.done_at IS NOT NULL THEN 'The task was done.'
                    WHEN item.set_aside_at IS NOT NULL THEN 'The task was set aside.'
                    WHEN sail.version <> nudge.version THEN 'The sail was decided about anew.'
                    WHEN {TOO_LATE} THEN 'It would have come too late.'
                    ELSE 'Nothing was asked of them any more.' END
    FROM crew_nudge self JOIN events_sailevent sail ON sail.id = self.event_id
    LEFT JOIN events_checklistitem item ON item.id = self.item_id
   WHERE nudge.id = self.id AND nudge.state = 'planned'
     AND {KEY} NOT IN {WANTED_KEYS}
), rows AS MATERIALIZED (
  SELECT nudge.*, coalesce(nudge.item_id, 0) AS task, nudge.state IN ('sent', 'skipped') AS is_told
    FROM sails JOIN crew_nudge nudge ON nudge.event_id = sails.id
)
INSERT INTO crew_nudge (event_id, person_id, kind, item_id, version, due_at, state, planned_at, why)
SELECT wanted.event_id, wanted.person_id, wanted.kind, wanted.item_id, wanted.version, wanted.due_at,
       'planned', %(at)s, ''
  FROM wanted
 WHERE (event_id, person_id, kind, coalesce(item_id, 0), version)
       NOT IN (SELECT event_id, person_id, kind::text, task, version FROM rows WHERE is_told)
   AND (event_id, person_id, kind, coalesce(item_id, 0), due_at)
       NOT IN (SELECT event_id, person_id, kind::text, task, due_at FROM rows WHERE is_told)
   AND (event_id, person_id, kind, coalesce(item_id, 0), version, due_at)
       NOT IN (SELECT event_id, person_id, kind::text, task, version, due_at FROM rows WHERE state = 'planned')
ON CONFLICT (event_id, person_id, kind, version, item_id) DO UPDATE
   SET due_at = excluded.due_at, state = 'planned', planned_at = excluded.planned_at, ended_at = NULL, why = ''
 WHERE crew_nudge.state IN ('planned', 'void')
"""  # noqa: S608 - our own words alone; every value is a parameter
UNTRUE = f"""{WANTED}
SELECT DISTINCT nudge.mail_id
  FROM scc_site_outgoingmail mail JOIN crew_nudge nudge ON nudge.mail_id = mail.id AND nudge.state = 'sent'
 WHERE mail.state = 'queued' AND mail.kind = 'nudge'
   AND {KEY} NOT IN {WANTED_KEYS}
"""  # noqa: S608 - as above


def plan(at: datetime) -> int:
    """Make the rows follow what stands at an instant; how many were added or put right. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(PLAN, known(at))
        return cursor.rowcount


def untrue(at: datetime) -> list[int]:
    """Letters still to leave, by number, of which a line no longer stands."""
    with connection.cursor() as cursor:
        cursor.execute(UNTRUE, known(at))
        return [mail for (mail,) in cursor.fetchall()]


def known(at: datetime) -> dict[str, Any]:
    """What the statements are asked with."""
    until = at + rules.AHEAD
    kinds = {kind.name.lower(): kind.value for kind in Kind}
    return kinds | {
        "at": at,
        "until": until,
        "oldest": at - rules.FLAG_STALE,
        "earliest": at - rules.FLAG_STALE - timing.LONGEST_SAIL,
        "furthest": at + rules.FURTHEST,
        "missed": at - rules.TASK_STALE,
        "standing": _plain(set(Status) - {Status.CANCELLED, Status.CLOSED}),
        "active": _plain(Assignment.ACTIVE),
        "aboard": _plain(Assignment.ABOARD),
        "captain": Role.CAPTAIN.value,
        "at_work": _plain(set(AT_WORK) - {Status.WEATHER_HOLD}),
        "before_sailing": _plain(SailEvent.BEFORE_SAILING),
        "ahead": _plain(rules.BEFORE),
        "before": list[timedelta](rules.BEFORE.values()),
        "pointless": list[timedelta](rules.POINTLESS.values()),
        "before_call": rules.BEFORE_CALL,
        "fresh": rules.FRESH,
        "overdue_after": rules.OVERDUE_AFTER,
        "captain_after": rules.CAPTAIN_AFTER,
        "office_after": rules.OFFICE_AFTER,
        "office_later": rules.OFFICE_LATER,
        "grace": flags.GRACE,
        "close_within": flags.CLOSE_WITHIN,
        "draft_ahead": flags.DRAFT_AHEAD,
    }


def _plain(words: Iterable[Enum]) -> list[str]:
    """The words as the database knows them."""
    return [str(word.value) for word in words]
