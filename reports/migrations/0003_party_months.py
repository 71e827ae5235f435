"""Who was paid: the monthly sums of each party, kept by the database with every line."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION reports_party_sums() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO reports_partymonth AS kept
           (unit_id, account_id, party, month, debit_cents, credit_cents, line_count, last_on)
    SELECT unit_id, account_id, party, date_trunc('month', date)::date,
           coalesce(sum(amount_cents) FILTER (WHERE amount_cents > 0), 0),
           coalesce(-sum(amount_cents) FILTER (WHERE amount_cents < 0), 0), count(*), max(date)
      FROM new_lines WHERE party <> '' GROUP BY 1, 2, 3, 4 ORDER BY 2, 1, 3, 4
    ON CONFLICT (account_id, unit_id, party, month) DO UPDATE
       SET debit_cents = kept.debit_cents + excluded.debit_cents,
           credit_cents = kept.credit_cents + excluded.credit_cents,
           line_count = kept.line_count + excluded.line_count,
           last_on = greatest(kept.last_on, excluded.last_on);
    RETURN NULL;
END
$$;
CREATE TRIGGER journalline_party_sums AFTER INSERT ON reports_journalline
    REFERENCING NEW TABLE AS new_lines FOR EACH STATEMENT EXECUTE FUNCTION reports_party_sums();
CREATE TRIGGER partymonth_no_truncate BEFORE TRUNCATE ON reports_partymonth
    FOR EACH STATEMENT EXECUTE FUNCTION scc_no_truncate();
"""

BACKWARD = """
DROP TRIGGER partymonth_no_truncate ON reports_partymonth;
DROP TRIGGER journalline_party_sums ON reports_journalline;
DROP FUNCTION reports_party_sums();
"""


class Migration(migrations.Migration):
    """The trigger that keeps the sums."""

    dependencies = [("reports", "0002_ledger_kept")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
