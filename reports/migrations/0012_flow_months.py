"""What moved cash: monthly sums by the account on the other side, kept by the database with every line."""

import django.db.models.deletion
from django.db import migrations, models

# An entry may come in more than one statement: its earlier lines begin to count with the first one that is cash.
FORWARD = """
CREATE FUNCTION reports_flow_sums() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    WITH cash AS MATERIALIZED (SELECT id FROM reports_account WHERE subtype IN ('cash', 'payment_clearing')),
    earlier AS MATERIALIZED (
        SELECT line.entry_id, line.unit_id, line.account_id, line.date, line.amount_cents
          FROM (SELECT DISTINCT entry_id FROM new_lines) entry
          JOIN reports_journalline line ON line.entry_id = entry.entry_id
         WHERE NOT EXISTS (SELECT FROM new_lines fresh WHERE fresh.id = line.id)),
    known AS (SELECT entry_id FROM earlier WHERE account_id IN (SELECT id FROM cash)),
    fresh AS (SELECT entry_id FROM new_lines WHERE account_id IN (SELECT id FROM cash)),
    moved AS (
        SELECT unit_id, account_id, date, amount_cents FROM new_lines
         WHERE entry_id IN (SELECT entry_id FROM known UNION SELECT entry_id FROM fresh)
        UNION ALL
        SELECT unit_id, account_id, date, amount_cents FROM earlier
         WHERE entry_id IN (SELECT entry_id FROM fresh EXCEPT SELECT entry_id FROM known))
    INSERT INTO reports_flowmonth AS kept (unit_id, account_id, month, came_cents, went_cents, line_count)
    SELECT unit_id, account_id, date_trunc('month', date)::date,
           coalesce(-sum(amount_cents) FILTER (WHERE amount_cents < 0), 0),
           coalesce(sum(amount_cents) FILTER (WHERE amount_cents > 0), 0), count(*)
      FROM moved WHERE account_id NOT IN (SELECT id FROM cash) GROUP BY 1, 2, 3 ORDER BY 2, 1, 3
    ON CONFLICT (account_id, unit_id, month) DO UPDATE
       SET came_cents = kept.came_cents + excluded.came_cents, went_cents = kept.went_cents + excluded.went_cents,
           line_count = kept.line_count + excluded.line_count;
    RETURN NULL;
END
$$;
CREATE TRIGGER journalline_flows AFTER INSERT ON reports_journalline
    REFERENCING NEW TABLE AS new_lines FOR EACH STATEMENT EXECUTE FUNCTION reports_flow_sums();

CREATE FUNCTION reports_keep_flows() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('reports.ledger'));
    DELETE FROM reports_flowmonth;
    WITH cash AS MATERIALIZED (SELECT id FROM reports_account WHERE subtype IN ('cash', 'payment_clearing')),
    moved AS (
        SELECT unit_id, account_id, date, amount_cents FROM reports_journalline
         WHERE entry_id IN (SELECT entry_id FROM reports_journalline WHERE account_id IN (SELECT id FROM cash)))
    INSERT INTO reports_flowmonth AS kept (unit_id, account_id, month, came_cents, went_cents, line_count)
    SELECT unit_id, account_id, date_trunc('month', date)::date,
           coalesce(-sum(amount_cents) FILTER (WHERE amount_cents < 0), 0),
           coalesce(sum(amount_cents) FILTER (WHERE amount_cents > 0), 0), count(*)
      FROM moved WHERE account_id NOT IN (SELECT id FROM cash) GROUP BY 1, 2, 3 ORDER BY 2, 1, 3;
END
$$;
CREATE FUNCTION reports_cash_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM reports_keep_flows();
    RETURN NULL;
END
$$;
CREATE TRIGGER account_flows AFTER UPDATE OF subtype ON reports_account FOR EACH ROW
    WHEN ((OLD.subtype IN ('cash', 'payment_clearing')) <> (NEW.subtype IN ('cash', 'payment_clearing')))
    EXECUTE FUNCTION reports_cash_told();
CREATE TRIGGER flowmonth_no_truncate BEFORE TRUNCATE ON reports_flowmonth
    FOR EACH STATEMENT EXECUTE FUNCTION scc_no_truncate();
SELECT reports_keep_flows();
"""

BACKWARD = """
DROP TRIGGER flowmonth_no_truncate ON reports_flowmonth;
DROP TRIGGER account_flows ON reports_account;
DROP FUNCTION reports_cash_told();
DROP FUNCTION reports_keep_flows();
DROP TRIGGER journalline_flows ON reports_journalline;
DROP FUNCTION reports_flow_sums();
"""


class Migration(migrations.Migration):
    """The sums, and the triggers that keep them."""

    dependencies = [("reports", "0011_undated_stages")]

    operations = [
        migrations.CreateModel(
            name="FlowMonth",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField()),
                ("came_cents", models.BigIntegerField(default=0)),
                ("went_cents", models.BigIntegerField(default=0)),
                ("line_count", models.PositiveIntegerField(default=0)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reports.account",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.businessunit"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("account", "unit", "month"), name="flowmonth_once"),
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
