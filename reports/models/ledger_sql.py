"""Reads of the ledger that are said best in SQL: windows and joins over its lines, for formulas."""

from __future__ import annotations

from typing import Any

from django.db import connection

# What came into and went out of cash is the other side of the entries that touch cash; money on its way from a card
# processor is cash already, so that a deposit by card is no debt without the money for it.
FLOWS = """
SELECT unit.slug, date_trunc('month', line.date)::date, account.type, account.subtype,
       coalesce(-sum(line.amount_cents) FILTER (WHERE line.amount_cents < 0), 0)::bigint,
       coalesce(sum(line.amount_cents) FILTER (WHERE line.amount_cents > 0), 0)::bigint, count(*)
  FROM reports_journalline line
  JOIN reports_account account ON account.id = line.account_id
  JOIN reports_businessunit unit ON unit.id = line.unit_id
 WHERE line.unit_id = ANY(%(units)s) AND line.date >= %(start)s AND line.date < %(end)s
   AND account.subtype NOT IN ('cash', 'payment_clearing')
   AND line.entry_id IN (
       SELECT money.entry_id FROM reports_journalline money
        WHERE money.account_id = ANY(ARRAY(
               SELECT id FROM reports_account WHERE subtype IN ('cash', 'payment_clearing')))
          AND money.date >= %(start)s AND money.date < %(end)s)
 GROUP BY 1, 2, 3, 4 ORDER BY 2, 1, 3, 4
"""

# A charge that comes regularly comes in many months and few times in each: the monthly sums say which to look at.
CHARGES = """
WITH regular AS (
    SELECT kept.unit_id, kept.account_id, kept.party
      FROM reports_partymonth kept JOIN reports_account account ON account.id = kept.account_id
     WHERE kept.unit_id = ANY(%(units)s) AND account.type = 'expense'
       AND kept.month >= %(start)s AND kept.month < %(end)s
     GROUP BY 1, 2, 3 HAVING count(*) >= 3 AND sum(kept.line_count) <= %(most)s)
SELECT unit.slug, line.party, account.code, line.date, line.amount_cents, line.entry_id, line.id
  FROM regular
  JOIN reports_journalline line ON line.party = regular.party AND line.party <> ''
   AND line.unit_id = regular.unit_id AND line.account_id = regular.account_id
  JOIN reports_account account ON account.id = line.account_id
  JOIN reports_businessunit unit ON unit.id = line.unit_id
 WHERE line.date >= %(start)s AND line.date < %(end)s
 ORDER BY 1, 2, 3, 4, 7
"""

DOUBLES = """
WITH paid AS (
    SELECT line.id, line.unit_id, line.party, line.amount_cents, line.date, line.entry_id,
           lag(line.id) OVER same AS before_id, lag(line.date) OVER same AS before_on,
           lag(line.entry_id) OVER same AS before_entry
      FROM reports_journalline line JOIN reports_account account ON account.id = line.account_id
     WHERE line.unit_id = ANY(%(units)s) AND account.type = 'expense' AND line.amount_cents > 0 AND line.party <> ''
       AND line.date >= %(start)s AND line.date < %(end)s
    WINDOW same AS (PARTITION BY line.unit_id, line.party, line.amount_cents ORDER BY line.date, line.id)),
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
SELECT unit.slug, sum(line.amount_cents)::bigint, count(*)
  FROM reports_journalline line
  JOIN reports_account account ON account.id = line.account_id
  JOIN reports_businessunit unit ON unit.id = line.unit_id
 WHERE line.unit_id = ANY(%(units)s) AND account.type = 'expense' AND line.document = ''
   AND line.amount_cents > %(above)s AND line.date >= %(start)s AND line.date < %(end)s
   AND NOT EXISTS (SELECT FROM reports_expensereceipt receipt WHERE receipt.line_id = line.id)
 GROUP BY 1 ORDER BY 1
"""


def rows(statement: str, **named: Any) -> list[tuple[Any, ...]]:
    """The rows of one of this module's statements."""
    with connection.cursor() as cursor:
        cursor.execute(statement, named)
        return list(cursor.fetchall())
