"""What a report asks of the ledger, in SQL written by hand for it: what `bench.ledger` holds the readers against.

It reads monthly sums of accounts and parties, and lines for all else, for the same answers, and knows what a general
reader may not: no line lies after the day asked about, and the days are those of AS_OF.
"""

from __future__ import annotations

from typing import Any

# Per field of `Books`, in its order of columns. `now` is the running month, `day` the one after the day asked about.
STATEMENTS = {
    "accounts": """
SELECT a.code, a.name, a.type, a.subtype, a.behaviour, a.fixed_share, coalesce(u.slug, ''), a.tax_line, a.is_active
  FROM reports_account a LEFT JOIN reports_businessunit u ON u.id = a.unit_id""",
    "months": """
SELECT u.slug, a.code, a.type, a.subtype, a.behaviour, a.fixed_share, m.month, m.debit_cents, m.credit_cents,
       m.line_count
  FROM reports_ledgermonth m
  JOIN reports_account a ON a.id = m.account_id JOIN reports_businessunit u ON u.id = m.unit_id
 WHERE u.id = ANY(%(units)s) AND m.month >= %(far)s AND m.month < %(now)s
UNION ALL
SELECT u.slug, a.code, a.type, a.subtype, a.behaviour, a.fixed_share, %(now)s::date, l.came, l.went, l.n
  FROM (SELECT unit_id, account_id, coalesce(sum(amount_cents) FILTER (WHERE amount_cents > 0), 0)::bigint AS came,
               coalesce(-sum(amount_cents) FILTER (WHERE amount_cents < 0), 0)::bigint AS went, count(*) AS n
          FROM reports_journalline WHERE unit_id = ANY(%(units)s) AND date >= %(now)s AND date < %(day)s
         GROUP BY 1, 2) l
  JOIN reports_account a ON a.id = l.account_id JOIN reports_businessunit u ON u.id = l.unit_id""",
    "balances": """
SELECT u.slug, a.code, a.type, a.subtype, sum(m.debit_cents - m.credit_cents)::bigint, sum(m.line_count)::bigint,
       max(m.last_on)
  FROM reports_ledgermonth m
  JOIN reports_account a ON a.id = m.account_id JOIN reports_businessunit u ON u.id = m.unit_id
 WHERE u.id = ANY(%(units)s) AND m.month < %(day)s GROUP BY 1, 2, 3, 4""",
    "flows": """
SELECT u.slug, l.month, a.type, a.subtype, sum(l.came)::bigint, sum(l.went)::bigint, sum(l.n)::bigint
  FROM (SELECT o.unit_id, o.account_id, date_trunc('month', o.date::timestamp)::date AS month, count(*) AS n,
               sum(greatest(-o.amount_cents, 0)) AS came, sum(greatest(o.amount_cents, 0)) AS went
          FROM reports_journalline o JOIN reports_account oa ON oa.id = o.account_id
         WHERE o.unit_id = ANY(%(units)s) AND o.date >= %(quarter)s::date - interval '1 month' AND o.date < %(day)s
           AND oa.subtype NOT IN ('cash', 'payment_clearing')
           AND EXISTS (SELECT FROM reports_journalline c JOIN reports_account ca ON ca.id = c.account_id
                        WHERE c.entry_id = o.entry_id AND ca.subtype IN ('cash', 'payment_clearing')
                          AND c.date >= %(quarter)s::date - interval '1 month' AND c.date < %(day)s)
         GROUP BY 1, 2, 3) l
  JOIN reports_account a ON a.id = l.account_id JOIN reports_businessunit u ON u.id = l.unit_id GROUP BY 1, 2, 3, 4""",
    "vendors": """
SELECT u.slug, m.party, a.code, a.subtype, m.cents, m.n, m.last_on, coalesce(m.last, 0), coalesce(m.before, 0)
  FROM (SELECT unit_id, party, account_id, sum(debit_cents - credit_cents)::bigint AS cents,
               sum(line_count)::bigint AS n, max(last_on) AS last_on,
               sum(debit_cents - credit_cents) FILTER (
                   WHERE month = %(now)s::date - interval '1 month')::bigint AS last,
               sum(debit_cents - credit_cents) FILTER (
                   WHERE month = %(now)s::date - interval '2 months')::bigint AS before
          FROM reports_partymonth WHERE unit_id = ANY(%(units)s) AND month >= %(year)s AND month < %(now)s
         GROUP BY 1, 2, 3) m
  JOIN reports_account a ON a.id = m.account_id AND a.type = 'expense'
  JOIN reports_businessunit u ON u.id = m.unit_id ORDER BY m.cents DESC""",
    "charges": """
WITH m AS (
    SELECT unit_id, account_id, party, line_count AS n, last_on,
           last_on - lag(last_on) OVER own AS gap, lag(line_count) OVER own AS n_before,
           lag(last_on) OVER own - lag(last_on, 2) OVER own AS gap_before, lead(id) OVER own AS later
      FROM reports_partymonth WHERE unit_id = ANY(%(units)s) AND month >= %(far)s
    WINDOW own AS (PARTITION BY unit_id, account_id, party ORDER BY month)),
k AS (
    SELECT unit_id, account_id, party,
           CASE WHEN gap <= 70 THEN %(now)s::date - interval '1 year' ELSE %(far)s END AS since
      FROM m WHERE later IS NULL
       AND (gap BETWEEN 26 AND 70 AND n <= 2 AND last_on >= %(day)s::date - 46
            OR gap BETWEEN 350 AND 380 AND gap_before BETWEEN 350 AND 380 AND n = 1 AND n_before = 1
               AND last_on >= %(day)s::date - 548))
SELECT u.slug, l.party, a.code, l.date, l.amount_cents, l.entry_id, l.id
  FROM k JOIN reports_account a ON a.id = k.account_id AND a.type = 'expense'
  JOIN reports_businessunit u ON u.id = k.unit_id
  JOIN reports_journalline l ON l.party = k.party AND l.party <> '' AND l.unit_id = k.unit_id
   AND l.account_id = k.account_id AND l.date >= k.since""",
    "doubles": """
WITH l AS MATERIALIZED (
    SELECT l.id, l.unit_id, l.party, l.amount_cents, l.date, l.entry_id
      FROM reports_journalline l JOIN reports_account a ON a.id = l.account_id AND a.type = 'expense'
     WHERE l.unit_id = ANY(%(units)s) AND l.date >= %(quarter)s AND l.date < %(day)s
       AND l.amount_cents > 0 AND l.party <> '')
SELECT u.slug, b.party, b.amount_cents, a.date, b.date, a.id, b.id, FALSE
  FROM l a JOIN l b ON b.amount_cents = a.amount_cents AND b.party = a.party AND b.unit_id = a.unit_id
   AND b.date BETWEEN a.date AND a.date + 3 AND b.entry_id > a.entry_id
  JOIN reports_businessunit u ON u.id = a.unit_id
 WHERE NOT EXISTS (SELECT FROM reports_journalentry e WHERE e.reversal_of_id IN (a.entry_id, b.entry_id))""",
    "sails": """
SELECT u.slug, s.event_id, s.sails_on, b.reference, c.slug, a.type, a.subtype, sum(l.amount_cents)::bigint, count(*)
  FROM reports_journalline l
  JOIN events_booking b ON b.id = l.booking_id JOIN events_sailevent s ON s.id = b.event_id
  JOIN events_bookingchannel c ON c.id = b.channel_id
  JOIN reports_account a ON a.id = l.account_id JOIN reports_businessunit u ON u.id = l.unit_id
 WHERE l.booking_id IS NOT NULL AND l.unit_id = ANY(%(units)s) AND l.date < %(day)s
   AND s.sails_on >= %(year)s AND s.sails_on < %(now)s
   AND s.status IN ('returned', 'closed') AND a.type IN ('income', 'expense')
 GROUP BY 1, 2, 3, 4, 5, 6, 7""",
    "cash_books": """
SELECT u.slug, a.code, max(r.as_of), 0, 0
  FROM reports_account a JOIN reports_ledgermonth m ON m.account_id = a.id JOIN reports_businessunit u ON u.id = m.unit_id
  LEFT JOIN reports_reconciliation r ON r.account_id = a.id AND r.unit_id = u.id
 WHERE a.subtype = 'cash' AND u.id = ANY(%(units)s) GROUP BY 1, 2""",
    "unproven": """
SELECT u.slug, a.code, date_trunc('month', l.date::timestamp)::date, sum(l.amount_cents)::bigint, count(*)
  FROM reports_journalline l JOIN reports_account a ON a.id = l.account_id
  JOIN reports_businessunit u ON u.id = l.unit_id
 WHERE u.id = ANY(%(units)s) AND l.date >= %(quarter)s AND l.date < %(day)s AND a.type = 'expense'
   AND l.amount_cents > 7500 AND l.document = ''
   AND l.id NOT IN (SELECT line_id FROM reports_expensereceipt) GROUP BY 1, 2, 3""",
}

# What the dock's inputs ask of the ledger, per field of `Facts`: deposits by booking, costs that name no booking.
BESIDE = {
    "dock": """
SELECT u.slug, coalesce(b.reference, ''), -sum(l.amount_cents)::bigint
  FROM reports_journalline l JOIN reports_account a ON a.id = l.account_id AND a.subtype = 'customer_deposits'
  JOIN reports_businessunit u ON u.id = l.unit_id LEFT JOIN events_booking b ON b.id = l.booking_id
 WHERE l.unit_id = ANY(%(units)s) AND l.date < %(now)s GROUP BY 1, 2 HAVING sum(l.amount_cents) <> 0""",
    "sailing": """
SELECT u.slug, date_trunc('month', l.date)::date, sum(l.amount_cents)::bigint, count(*)
  FROM reports_journalline l JOIN reports_account a ON a.id = l.account_id
   AND a.subtype IN ('commission', 'crew', 'direct_other', 'fuel', 'processing_fee')
  JOIN reports_businessunit u ON u.id = l.unit_id
 WHERE l.unit_id = ANY(%(units)s) AND l.date >= %(year)s AND l.date < %(now)s AND l.booking_id IS NULL
 GROUP BY 1, 2""",
}


def answers(cursor: Any, named: dict[str, Any]) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of every statement by the field of `Books` they answer; `cursor` is plain psycopg's."""
    return {field: cursor.execute(statement, named).fetchall() for field, statement in STATEMENTS.items()}
