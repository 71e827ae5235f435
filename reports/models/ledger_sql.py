"""Reads of the ledger that are said best in SQL: windows and joins over its lines, for formulas."""

from __future__ import annotations

from typing import Any

from django.db import connection

# What came into and went out of cash is the other side of the entries that touch cash; money on its way from a card
# processor is cash already, so that a deposit by card is no debt without the money for it. Whole months are kept; the
# lines of the `running` one, asked about up to a day, are read.
FLOWS = """
WITH cash AS MATERIALIZED (SELECT id FROM reports_account WHERE subtype IN ('cash', 'payment_clearing')),
flow AS (
    SELECT unit_id, account_id, month, came_cents AS came, went_cents AS went, line_count AS n
      FROM reports_flowmonth
     WHERE unit_id = ANY(%(units)s) AND month >= %(start)s AND month < %(running)s
    UNION ALL
    SELECT line.unit_id, line.account_id, %(running)s::date, coalesce(-sum(line.amount_cents)
           FILTER (WHERE line.amount_cents < 0), 0)::bigint,
           coalesce(sum(line.amount_cents) FILTER (WHERE line.amount_cents > 0), 0)::bigint, count(*)
      FROM reports_journalline line
     WHERE line.unit_id = ANY(%(units)s) AND line.date >= %(running)s AND line.date < %(end)s
       AND line.account_id <> ALL(ARRAY(SELECT id FROM cash))
       AND line.entry_id IN (
           SELECT money.entry_id FROM reports_journalline money
            WHERE money.account_id = ANY(ARRAY(SELECT id FROM cash))
              AND money.date >= %(running)s AND money.date < %(end)s)
     GROUP BY 1, 2)
SELECT unit.slug, flow.month, account.type, account.subtype, sum(flow.came)::bigint, sum(flow.went)::bigint,
       sum(flow.n)::bigint
  FROM flow
  JOIN reports_account account ON account.id = flow.account_id
  JOIN reports_businessunit unit ON unit.id = flow.unit_id
 GROUP BY 1, 2, 3, 4 ORDER BY 2, 1, 3, 4
"""

# F17 goes by the last charges of a party. How far apart they are is read off its monthly sums, and lines are read of
# those alone that keep a spacing: the last two a month apart (or, two in one month, two months), the last three a
# year. A month with lines after the day asked about is counted up to the day.
CHARGES = """
WITH kept AS MATERIALIZED (
    SELECT sums.unit_id, sums.account_id, sums.party, sums.month, sums.line_count AS n, sums.last_on
      FROM reports_partymonth sums
     WHERE sums.unit_id = ANY(%(units)s) AND sums.month >= %(yearly_from)s AND sums.month < %(end)s
       AND sums.last_on < %(end)s
       AND sums.account_id = ANY(ARRAY(SELECT id FROM reports_account WHERE type = 'expense'))
    UNION ALL
    SELECT sums.unit_id, sums.account_id, sums.party, sums.month, count(*), max(line.date)
      FROM reports_partymonth sums
      JOIN reports_journalline line ON line.party = sums.party AND line.party <> '' AND line.unit_id = sums.unit_id
       AND line.account_id = sums.account_id AND line.date >= sums.month AND line.date < %(end)s
     WHERE sums.unit_id = ANY(%(units)s) AND sums.month >= %(running)s AND sums.month < %(end)s
       AND sums.last_on >= %(end)s
       AND sums.account_id = ANY(ARRAY(SELECT id FROM reports_account WHERE type = 'expense'))
     GROUP BY 1, 2, 3, 4),
monthly AS (
    SELECT unit_id, account_id, party, (array_agg(n ORDER BY month DESC))[1] AS n,
           (array_agg(last_on ORDER BY month DESC))[1:2] AS days
      FROM kept WHERE month >= %(monthly_from)s GROUP BY 1, 2, 3),
seldom AS (SELECT unit_id, account_id, party FROM kept GROUP BY 1, 2, 3 HAVING sum(n) <= 2),
yearly AS (
    SELECT unit_id, account_id, party, (array_agg(n ORDER BY month DESC))[1:2] AS n,
           (array_agg(last_on ORDER BY month DESC))[1:3] AS days
      FROM (SELECT unit_id, account_id, party, month, n, last_on FROM kept
            UNION ALL
            SELECT unit_id, account_id, party, month, line_count, last_on FROM reports_partymonth
             WHERE unit_id = ANY(%(units)s) AND month >= %(start)s AND month < %(yearly_from)s) every
      JOIN seldom USING (unit_id, account_id, party) GROUP BY 1, 2, 3),
regular AS (
    SELECT unit_id, account_id, party, %(monthly_start)s::date AS start FROM monthly
     WHERE n <= 2 AND days[1] >= %(monthly_since)s AND days[1] - days[2] BETWEEN %(month_least)s AND %(month_most)s
    UNION ALL
    SELECT unit_id, account_id, party, %(start)s::date FROM yearly
     WHERE n[1] = 1 AND n[2] = 1 AND days[1] >= %(yearly_since)s
       AND days[1] - days[2] BETWEEN %(year_least)s AND %(year_most)s
       AND days[2] - days[3] BETWEEN %(year_least)s AND %(year_most)s)
SELECT unit.slug, line.party, account.code, line.date, line.amount_cents, line.entry_id, line.id
  FROM regular
  JOIN reports_journalline line ON line.party = regular.party AND line.party <> ''
   AND line.unit_id = regular.unit_id AND line.account_id = regular.account_id
   AND line.date >= regular.start AND line.date < %(end)s
  JOIN reports_account account ON account.id = line.account_id
  JOIN reports_businessunit unit ON unit.id = line.unit_id
 ORDER BY 1, 2, 3, 4, 7
"""

# Most amounts are paid to a party once: those are set aside before anything is put in order.
DOUBLES = """
WITH spent AS MATERIALIZED (
    SELECT id, unit_id, party, amount_cents, date, entry_id FROM reports_journalline
     WHERE account_id = ANY(ARRAY(SELECT id FROM reports_account WHERE type = 'expense'))
       AND unit_id = ANY(%(units)s) AND amount_cents > 0 AND party <> '' AND date >= %(start)s AND date < %(end)s),
paid AS (
    SELECT id, unit_id, party, amount_cents, date, entry_id,
           lag(id) OVER same AS before_id, lag(date) OVER same AS before_on, lag(entry_id) OVER same AS before_entry
      FROM spent
      JOIN (SELECT unit_id, party, amount_cents FROM spent GROUP BY 1, 2, 3 HAVING count(*) > 1) twice
     USING (unit_id, party, amount_cents)
    WINDOW same AS (PARTITION BY amount_cents, unit_id, party ORDER BY date, id)),
near AS (
    SELECT unit_id, party, amount_cents, before_on, date, before_id, id, before_entry, entry_id, FALSE AS is_receipt
      FROM paid WHERE date - before_on <= %(days)s AND entry_id <> before_entry
    UNION ALL
    SELECT line.unit_id, line.party, line.amount_cents, was.date, line.date, was.id, line.id, was.entry_id,
           line.entry_id, TRUE
      FROM reports_expensereceipt receipt
      JOIN reports_expensereceipt earlier ON earlier.file_id = receipt.file_id AND earlier.line_id < receipt.line_id
      JOIN reports_journalline line ON line.id = receipt.line_id
      JOIN reports_journalline was ON was.id = earlier.line_id
     WHERE line.unit_id = ANY(%(units)s) AND line.date >= %(start)s AND line.date < %(end)s
       AND line.entry_id <> was.entry_id)
SELECT unit.slug, near.party, near.amount_cents, near.before_on, near.date, near.before_id, near.id, near.is_receipt
  FROM near JOIN reports_businessunit unit ON unit.id = near.unit_id
 WHERE NOT EXISTS (SELECT FROM reports_journalentry entry
                    WHERE entry.reversal_of_id IN (near.entry_id, near.before_entry)
                       OR (entry.id IN (near.entry_id, near.before_entry) AND entry.reversal_of_id IS NOT NULL))
 ORDER BY near.amount_cents DESC, near.date, near.id LIMIT %(most)s
"""

SAILS = """
SELECT unit.slug, sail.event_id, sail.sails_on, booking.reference, channel.slug, account.type, account.subtype,
       sum(line.amount_cents)::bigint, count(*)
  FROM events_sailevent sail
  JOIN events_booking booking ON booking.event_id = sail.id
  JOIN events_bookingchannel channel ON channel.id = booking.channel_id
  JOIN reports_journalline line ON line.booking_id = booking.id
  JOIN reports_account account ON account.id = line.account_id
  JOIN reports_businessunit unit ON unit.id = line.unit_id
 WHERE sail.sails_on >= %(start)s AND sail.sails_on < %(end)s AND sail.status IN ('returned', 'closed')
   AND line.unit_id = ANY(%(units)s) AND line.date <= %(as_of)s AND account.type IN ('income', 'expense')
 GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 3, 2, 4, 6, 7
"""

CASH_BOOKS = """
SELECT unit.slug, account.code, proof.as_of, coalesce(proof.difference_cents, 0), coalesce(waiting.n, 0)
  FROM (SELECT DISTINCT unit_id, account_id FROM reports_ledgermonth
         WHERE unit_id = ANY(%(units)s) AND month <= %(as_of)s
        UNION SELECT unit_id, account_id FROM reports_banktransaction
         WHERE unit_id = ANY(%(units)s) AND "on" <= %(as_of)s) kept
  JOIN reports_account account ON account.id = kept.account_id AND account.subtype = 'cash'
  JOIN reports_businessunit unit ON unit.id = kept.unit_id
  LEFT JOIN LATERAL (SELECT as_of, difference_cents FROM reports_reconciliation found
                      WHERE found.account_id = kept.account_id AND found.unit_id = kept.unit_id
                        AND found.as_of <= %(as_of)s ORDER BY as_of DESC LIMIT 1) proof ON TRUE
  LEFT JOIN LATERAL (SELECT count(*) AS n FROM reports_banktransaction open
                      WHERE open.account_id = kept.account_id AND open.unit_id = kept.unit_id
                        AND open.status = 'unmatched' AND open."on" <= %(as_of)s) waiting ON TRUE
 ORDER BY 1, 2
"""

UNPROVEN = """
SELECT unit.slug, account.code, date_trunc('month', line.date::timestamp)::date, sum(line.amount_cents)::bigint,
       count(*)
  FROM reports_journalline line
  JOIN reports_account account ON account.id = line.account_id
  JOIN reports_businessunit unit ON unit.id = line.unit_id
 WHERE line.account_id = ANY(ARRAY(SELECT id FROM reports_account WHERE type = 'expense'))
   AND line.unit_id = ANY(%(units)s) AND line.document = ''
   AND line.amount_cents > %(above)s AND line.date >= %(start)s AND line.date < %(end)s
   AND NOT EXISTS (SELECT FROM reports_expensereceipt receipt WHERE receipt.line_id = line.id)
 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""


def rows(statement: str, **named: Any) -> list[tuple[Any, ...]]:
    """The rows of one of this module's statements."""
    with connection.cursor() as cursor:
        cursor.execute(statement, named)
        return list(cursor.fetchall())
