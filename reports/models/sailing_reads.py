"""Reads of the dock for formulas on money: what was sold, what sailed, what can still be sold.

Days are days of the house. Whatever happened after the day asked about counts as not having happened.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings

from reports.models.ledger_sql import rows
from reports.models.units import BusinessUnit
from reports.periods import Period

SOLD = """
SELECT sail.vessel_id, sail.event_id, sail.sails_on, booking.reference, booking.price_cents,
       (booking.made_at AT TIME ZONE %(zone)s)::date,
       CASE WHEN booking.cancelled_at < %(until)s THEN (booking.cancelled_at AT TIME ZONE %(zone)s)::date END,
       CASE WHEN sail.sails_on > %(settled)s
            THEN booking.price_cents + booking.tax_cents - coalesce(paid.cents, 0) ELSE 0 END, booking.balance_due_on,
       sail.status IN ('returned', 'closed') AND coalesce(sail.returned_at < %(until)s, FALSE),
       sail.status = 'cancelled' AND coalesce(sail.cancelled_at < %(until)s, FALSE)
  FROM events_sailevent sail
  JOIN events_booking booking ON booking.event_id = sail.id
  LEFT JOIN LATERAL (
       SELECT sum(CASE WHEN money.kind = 'refund' THEN -1 ELSE 1 END
                  * CASE WHEN money.corrects_id IS NULL THEN 1 ELSE -1 END * money.amount_cents)::bigint AS cents
         FROM events_bookingpayment money
        WHERE money.booking_id = booking.id AND money.kind IN ('payment', 'refund')
          AND money.received_on <= %(as_of)s) paid ON sail.sails_on > %(settled)s
 WHERE sail.sails_on >= %(start)s AND booking.made_at < %(until)s
 ORDER BY sail.sails_on, sail.event_id, booking.reference
"""

SAILED = """
SELECT sail.vessel_id, sail.event_id, sail.sails_on
  FROM events_sailevent sail
 WHERE sail.sails_on >= %(start)s AND sail.sails_on < %(end)s
   AND sail.status IN ('returned', 'closed') AND sail.returned_at < %(until)s
 ORDER BY sail.sails_on, sail.event_id
"""

SLOTS = """
SELECT sail.vessel_id, sail.event_id, sail.sails_on, sail.capacity - coalesce(booked.guests, 0)::int,
       booked.guests IS NOT NULL
  FROM events_sailevent sail
  LEFT JOIN LATERAL (
       SELECT sum(booking.party_size) AS guests
         FROM events_booking booking
        WHERE booking.event_id = sail.id AND booking.made_at < %(until)s
          AND (booking.cancelled_at IS NULL OR booking.cancelled_at >= %(until)s)) booked ON TRUE
 WHERE sail.sails_on >= %(start)s AND sail.sails_on < %(end)s AND sail.status <> 'draft'
   AND sail.created_at < %(until)s AND (sail.status <> 'cancelled' OR sail.cancelled_at >= %(until)s)
 ORDER BY sail.sails_on, sail.event_id
"""

# The months' sums less what names a booking; `start` and `end` are first days of months.
SHARED = """
WITH account AS MATERIALIZED (SELECT id FROM reports_account WHERE subtype = ANY(%(subtypes)s)),
cost AS (
    SELECT unit_id, month, debit_cents - credit_cents AS cents, line_count AS n FROM reports_ledgermonth
     WHERE account_id = ANY(ARRAY(SELECT id FROM account)) AND unit_id = ANY(%(units)s)
       AND month >= %(start)s AND month < %(end)s
    UNION ALL
    SELECT unit_id, date_trunc('month', date::timestamp)::date, -amount_cents, -1 FROM reports_journalline
     WHERE booking_id IS NOT NULL AND account_id = ANY(ARRAY(SELECT id FROM account)) AND unit_id = ANY(%(units)s)
       AND date >= %(start)s AND date < %(end)s)
SELECT unit.slug, cost.month, sum(cost.cents)::bigint, sum(cost.n)::bigint
  FROM cost JOIN reports_businessunit unit ON unit.id = cost.unit_id
 GROUP BY 1, 2 HAVING sum(cost.n) > 0 ORDER BY 2, 1
"""


def sold(*, since: date, as_of: date) -> list[tuple[Any, ...]]:
    """Every booking made by the end of a day on sails from `since` on, with what is owed on those of the last year."""
    settled = as_of - timedelta(days=366)
    return rows(SOLD, start=since, as_of=as_of, settled=settled, until=_end(as_of), zone=settings.HOUSE_ZONE.key)


def sailed(*, period: Period, as_of: date) -> list[tuple[Any, ...]]:
    """The sails of a period that had come back by the end of a day."""
    return rows(SAILED, start=period.start, end=period.end, until=_end(as_of))


def slots(*, period: Period, as_of: date) -> list[tuple[Any, ...]]:
    """The published sails of a period that stood at the end of a day: free places, and whether anybody had booked."""
    return rows(SLOTS, start=period.start, end=period.end, until=_end(as_of))


def shared(*, units: Sequence[BusinessUnit], period: Period, subtypes: Sequence[str]) -> list[tuple[Any, ...]]:
    """Costs of these subtypes that name no booking, by unit and month, of a period of whole months."""
    numbers = [unit.pk for unit in units]
    return rows(SHARED, units=numbers, subtypes=list(subtypes), start=period.start, end=period.end)


def _end(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, settings.HOUSE_ZONE)
