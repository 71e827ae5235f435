"""The day of the last line, kept with the monthly sums."""

from datetime import date

from django.db import migrations, models

SUMS = """
CREATE OR REPLACE FUNCTION reports_month_sums() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO reports_ledgermonth AS kept
           (unit_id, account_id, month, debit_cents, credit_cents, line_count{column})
    SELECT unit_id, account_id, date_trunc('month', date)::date,
           coalesce(sum(amount_cents) FILTER (WHERE amount_cents > 0), 0),
           coalesce(-sum(amount_cents) FILTER (WHERE amount_cents < 0), 0), count(*){value}
      FROM new_lines GROUP BY 1, 2, 3 ORDER BY 2, 1, 3
    ON CONFLICT (account_id, unit_id, month) DO UPDATE
       SET debit_cents = kept.debit_cents + excluded.debit_cents,
           credit_cents = kept.credit_cents + excluded.credit_cents,
           line_count = kept.line_count + excluded.line_count{update};
    RETURN NULL;
END
$$;
"""
FORWARD = SUMS.format(
    column=", last_on", value=", max(date)", update=", last_on = greatest(kept.last_on, excluded.last_on)"
)
BACKWARD = SUMS.format(column="", value="", update="")


class Migration(migrations.Migration):
    """A column, and the function that keeps it."""

    dependencies = [("reports", "0012_histories_kept")]

    operations = [
        migrations.AddField(
            model_name="ledgermonth", name="last_on", field=models.DateField(default=date.min), preserve_default=False
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
