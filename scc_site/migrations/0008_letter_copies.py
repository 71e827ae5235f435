"""Letters as they left: kept as they are, until what they say is dropped for good."""

import django.db.models.deletion
from django.db import migrations, models

FORWARD = """
CREATE FUNCTION scc_letter_copy_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.dropped_at IS NULL AND NEW.dropped_at IS NOT NULL
       AND NEW.text = '' AND NEW.html = '' AND NEW.calendar = '' AND NEW.headers = '[]'::jsonb
       AND (NEW.id, NEW.mail_id, NEW.token, NEW.at, NEW.subject, NEW.sha256, NEW.bytes)
           IS NOT DISTINCT FROM (OLD.id, OLD.mail_id, OLD.token, OLD.at, OLD.subject, OLD.sha256, OLD.bytes) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a letter that left is kept as it left: its words are dropped whole or stay'
          USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER lettercopy_kept BEFORE UPDATE OR DELETE ON scc_site_lettercopy
    FOR EACH ROW EXECUTE FUNCTION scc_letter_copy_kept();
CREATE TRIGGER lettercopy_no_truncate BEFORE TRUNCATE ON scc_site_lettercopy
    FOR EACH STATEMENT EXECUTE FUNCTION scc_no_truncate();
"""
BACKWARD = """
DROP TRIGGER lettercopy_no_truncate ON scc_site_lettercopy;
DROP TRIGGER lettercopy_kept ON scc_site_lettercopy;
DROP FUNCTION scc_letter_copy_kept();
"""


class Migration(migrations.Migration):
    """One table and what keeps it."""

    dependencies = [
        ("scc_site", "0007_alarms"),
    ]

    operations = [
        migrations.CreateModel(
            name="LetterCopy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.PositiveIntegerField(help_text="The claim that sent it, as in the attempts.")),
                ("at", models.DateTimeField()),
                ("subject", models.CharField(max_length=200)),
                (
                    "headers",
                    models.JSONField(default=list, help_text="Pairs of name and value, in the order of the message."),
                ),
                ("text", models.TextField(blank=True)),
                ("html", models.TextField(blank=True)),
                ("calendar", models.TextField(blank=True)),
                ("sha256", models.CharField(max_length=64)),
                ("bytes", models.PositiveIntegerField()),
                ("dropped_at", models.DateTimeField(blank=True, null=True)),
                (
                    "mail",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="copies",
                        to="scc_site.outgoingmail",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "letter copies",
                "ordering": ("pk",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("dropped_at__isnull", True)), fields=["at"], name="lettercopy_whole"
                    ),
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
