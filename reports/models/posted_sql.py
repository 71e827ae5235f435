"""What the ledger holds of each booking: sums by account and booking, in one statement each."""

DEPOSITS = """
SELECT unit.slug, COALESCE(booking.reference, ''), -SUM(line.amount_cents)::bigint
  FROM reports_journalline line JOIN reports_account account ON account.id = line.account_id
  JOIN reports_businessunit unit ON unit.id = line.unit_id
  LEFT JOIN events_booking booking ON booking.id = line.booking_id
 WHERE account.subtype = 'customer_deposits' AND line.unit_id = ANY(%(units)s) AND line.date < %(before)s
 GROUP BY 1, 2 HAVING SUM(line.amount_cents) <> 0 ORDER BY 1, 2
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
