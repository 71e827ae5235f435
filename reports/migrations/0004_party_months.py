"""Who was paid: the monthly sums of each party, kept by the database with every line."""

import django.db.models.deletion
from django.db import migrations, models

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
    """A table, an index, and the trigger that keeps the sums."""

    dependencies = [
        ("events", "0008_open_tasks_index"),
        ("reports", "0003_bank"),
    ]

    operations = [
        migrations.CreateModel(
            name="PartyMonth",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("party", models.CharField(max_length=120)),
                ("month", models.DateField()),
                ("debit_cents", models.BigIntegerField(default=0)),
                ("credit_cents", models.BigIntegerField(default=0)),
                ("line_count", models.PositiveIntegerField(default=0)),
                ("last_on", models.DateField()),
            ],
        ),
        migrations.AddIndex(
            model_name="journalline",
            index=models.Index(
                condition=models.Q(("party", ""), _negated=True), fields=["party", "date"], name="journalline_by_party"
            ),
        ),
        migrations.AddField(
            model_name="partymonth",
            name="account",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.account"
            ),
        ),
        migrations.AddField(
            model_name="partymonth",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.businessunit"
            ),
        ),
        migrations.AddConstraint(
            model_name="partymonth",
            constraint=models.UniqueConstraint(fields=("account", "unit", "party", "month"), name="partymonth_once"),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
