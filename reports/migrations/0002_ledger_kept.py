"""The ledger refuses by itself: what does not balance, what was posted already, what belongs to a closed month.

Its monthly sums are kept by the same hand: one upsert per statement that adds lines. Writers of the ledger follow one
another (an advisory lock held to the end of the transaction), so that two of them never wait for each other's sums,
and closing a month sees every entry before it.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION reports_entry_in() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('reports.ledger'));
    NEW.born_in := pg_current_xact_id()::text::bigint;
    RETURN NEW;
END
$$;
CREATE TRIGGER journalentry_in BEFORE INSERT ON reports_journalentry
    FOR EACH ROW EXECUTE FUNCTION reports_entry_in();

CREATE FUNCTION reports_line_in() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    head record;
    shut record;
BEGIN
    SELECT date, unit_id, born_in INTO head FROM reports_journalentry WHERE id = NEW.entry_id;
    IF head.born_in IS DISTINCT FROM pg_current_xact_id()::text::bigint THEN
        RAISE EXCEPTION 'entry % is posted: nothing is added to it', NEW.entry_id
              USING ERRCODE = 'restrict_violation', CONSTRAINT = 'journalline_with_its_entry';
    END IF;
    SELECT unit.slug, month.starts_on INTO shut
      FROM reports_fiscalperiod month JOIN reports_businessunit unit ON unit.id = month.unit_id
     WHERE month.unit_id IN (NEW.unit_id, head.unit_id)
       AND month.starts_on = date_trunc('month', head.date)::date AND month.closed_at IS NOT NULL LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION '% of unit % is closed', to_char(shut.starts_on, 'FMMonth YYYY'), shut.slug
              USING ERRCODE = 'check_violation', CONSTRAINT = 'journalline_month_open';
    END IF;
    NEW.date := head.date;
    RETURN NEW;
END
$$;
CREATE TRIGGER journalline_in BEFORE INSERT ON reports_journalline
    FOR EACH ROW EXECUTE FUNCTION reports_line_in();

CREATE FUNCTION reports_entry_balances() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    lines bigint;
    balance numeric;
BEGIN
    SELECT count(*), coalesce(sum(amount_cents), 0) INTO lines, balance
      FROM reports_journalline WHERE entry_id = NEW.id;
    IF lines < 2 THEN
        RAISE EXCEPTION 'entry % has % lines: two at least', NEW.id, lines
              USING ERRCODE = 'check_violation', CONSTRAINT = 'journalentry_two_lines';
    END IF;
    IF balance <> 0 THEN
        RAISE EXCEPTION 'entry % does not balance: debits less credits are % cents', NEW.id, balance
              USING ERRCODE = 'check_violation', CONSTRAINT = 'journalentry_balances';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER journalentry_balances AFTER INSERT ON reports_journalentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION reports_entry_balances();

CREATE FUNCTION reports_month_sums() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO reports_ledgermonth AS kept
           (unit_id, account_id, month, debit_cents, credit_cents, line_count, last_on)
    SELECT unit_id, account_id, date_trunc('month', date)::date,
           coalesce(sum(amount_cents) FILTER (WHERE amount_cents > 0), 0),
           coalesce(-sum(amount_cents) FILTER (WHERE amount_cents < 0), 0), count(*), max(date)
      FROM new_lines GROUP BY 1, 2, 3 ORDER BY 2, 1, 3
    ON CONFLICT (account_id, unit_id, month) DO UPDATE
       SET debit_cents = kept.debit_cents + excluded.debit_cents,
           credit_cents = kept.credit_cents + excluded.credit_cents,
           line_count = kept.line_count + excluded.line_count, last_on = greatest(kept.last_on, excluded.last_on);
    RETURN NULL;
END
$$;
CREATE TRIGGER journalline_sums AFTER INSERT ON reports_journalline
    REFERENCING NEW TABLE AS new_lines FOR EACH STATEMENT EXECUTE FUNCTION reports_month_sums();

CREATE TRIGGER journalentry_append_only BEFORE UPDATE OR DELETE ON reports_journalentry
    FOR EACH ROW EXECUTE FUNCTION scc_append_only();
CREATE TRIGGER journalline_append_only BEFORE UPDATE OR DELETE ON reports_journalline
    FOR EACH ROW EXECUTE FUNCTION scc_append_only();
CREATE TRIGGER journalentry_no_truncate BEFORE TRUNCATE ON reports_journalentry
    FOR EACH STATEMENT EXECUTE FUNCTION scc_no_truncate();
CREATE TRIGGER journalline_no_truncate BEFORE TRUNCATE ON reports_journalline
    FOR EACH STATEMENT EXECUTE FUNCTION scc_no_truncate();
CREATE TRIGGER ledgermonth_no_truncate BEFORE TRUNCATE ON reports_ledgermonth
    FOR EACH STATEMENT EXECUTE FUNCTION scc_no_truncate();
"""

BACKWARD = """
DROP TRIGGER ledgermonth_no_truncate ON reports_ledgermonth;
DROP TRIGGER journalline_no_truncate ON reports_journalline;
DROP TRIGGER journalentry_no_truncate ON reports_journalentry;
DROP TRIGGER journalline_append_only ON reports_journalline;
DROP TRIGGER journalentry_append_only ON reports_journalentry;
DROP TRIGGER journalline_sums ON reports_journalline;
DROP FUNCTION reports_month_sums();
DROP TRIGGER journalentry_balances ON reports_journalentry;
DROP FUNCTION reports_entry_balances();
DROP TRIGGER journalline_in ON reports_journalline;
DROP FUNCTION reports_line_in();
DROP TRIGGER journalentry_in ON reports_journalentry;
DROP FUNCTION reports_entry_in();
"""


class Migration(migrations.Migration):
    """Functions and triggers on entries, lines and monthly sums."""

    dependencies = [("reports", "0001_start"), ("scc_site", "0003_history_kept")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
