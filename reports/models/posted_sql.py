"""What the ledger holds of each booking: sums by account and booking, in one statement each."""

# What no booking is named by is the rest of the monthly sums, so that the lines of guests nobody knows are not read.
# `before` is the first day of a month.
DEPOSITS = """
WITH account AS MATERIALIZED (SELECT id FROM reports_account WHERE subtype = 'customer_deposits'),
booked AS (
    SELECT line.unit_id, line.booking_id, sum(line.amount_cents) AS cents
      FROM reports_journalline line
     WHERE line.booking_id IS NOT NULL AND line.account_id = ANY(ARRAY(SELECT id FROM account))
       AND line.unit_id = ANY(%(units)s) AND line.date < %(before)s
     GROUP BY 1, 2),
held AS (
    SELECT unit_id, booking_id, cents FROM booked
    UNION ALL
    SELECT unit_id, NULL, sum(cents)
      FROM (SELECT unit_id, debit_cents - credit_cents AS cents FROM reports_ledgermonth
             WHERE account_id = ANY(ARRAY(SELECT id FROM account)) AND unit_id = ANY(%(units)s) AND month < %(before)s
            UNION ALL SELECT unit_id, -cents FROM booked) unbooked
     GROUP BY 1)
SELECT unit.slug, COALESCE(booking.reference, ''), -held.cents::bigint
  FROM held JOIN reports_businessunit unit ON unit.id = held.unit_id
  LEFT JOIN events_booking booking ON booking.id = held.booking_id
 WHERE held.cents <> 0 ORDER BY 1, 2
"""
# Days whose lines cancel out earned nothing: what was reversed on its own day is no early income.
INCOMES = """
SELECT unit, reference, SUM(cents)::bigint, MIN(date) FILTER (WHERE cents > 0)
  FROM (SELECT unit.slug AS unit, booking.reference, line.date, -SUM(line.amount_cents) AS cents
          FROM reports_journalline line JOIN reports_account account ON account.id = line.account_id
          JOIN reports_businessunit unit ON unit.id = line.unit_id
          JOIN events_booking booking ON booking.id = line.booking_id
         WHERE account.subtype = 'service_income' AND line.unit_id = ANY(%(units)s) AND line.date < %(before)s
         GROUP BY 1, 2, 3) days
 GROUP BY 1, 2 ORDER BY 1, 2
"""
# The newest postings of the house: what each moved, and whether it still stands.
LATEST = """
SELECT entry.id, entry.date, unit.slug, entry.source_kind, entry.source_id, entry.memo,
       (SELECT SUM(line.amount_cents)::bigint FROM reports_journalline line
         WHERE line.entry_id = entry.id AND line.amount_cents > 0),
       entry.reversal_of_id IS NOT NULL,
       EXISTS (SELECT FROM reports_journalentry back WHERE back.reversal_of_id = entry.id)
  FROM reports_journalentry entry JOIN reports_businessunit unit ON unit.id = entry.unit_id
 WHERE entry.source_kind = ANY(%(kinds)s)
 ORDER BY entry.id DESC LIMIT %(most)s
"""
