"""What mail services report of letters is kept as they said it; nothing of it is rewritten."""

import django.db.models.deletion
from django.db import migrations, models

FORWARD = """
CREATE TRIGGER mailevent_append_only BEFORE UPDATE OR DELETE ON scc_site_mailevent
    FOR EACH ROW EXECUTE FUNCTION scc_append_only();
CREATE TRIGGER mailevent_no_truncate BEFORE TRUNCATE ON scc_site_mailevent
    FOR EACH STATEMENT EXECUTE FUNCTION scc_no_truncate();
"""
BACKWARD = """
DROP TRIGGER mailevent_no_truncate ON scc_site_mailevent;
DROP TRIGGER mailevent_append_only ON scc_site_mailevent;
"""


class Migration(migrations.Migration):
    """The table, the triggers that keep it, and the way from a service's id to its letter."""

    dependencies = [("scc_site", "0008_letter_copies")]

    operations = [
        migrations.CreateModel(
            name="MailEvent",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("source", models.CharField(help_text="Who reports: ses, or the mail service's name.", max_length=20)),
                ("notice", models.CharField(help_text="The report's own id.", max_length=200)),
                (
                    "message_id",
                    models.CharField(blank=True, help_text="The letter's id at the mail service.", max_length=200),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("send", "taken by the mail service"),
                            ("delivery", "delivered"),
                            ("delay", "delayed"),
                            ("bounce", "came back for good"),
                            ("soft_bounce", "came back for now"),
                            ("complaint", "called unwanted by its reader"),
                            ("reject", "rejected by the mail service"),
                            ("unrendered", "could not be written by the mail service"),
                            ("subscription", "events offered"),
                            ("subscribed", "events asked for"),
                            ("unsubscribed", "events ended"),
                            ("other", "something else"),
                        ],
                        max_length=12,
                    ),
                ),
                ("recipient", models.CharField(blank=True, max_length=254)),
                ("happened_at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
                ("detail", models.JSONField(blank=True, default=dict)),
            ],
            options={
                "verbose_name": "mail event",
                "ordering": ("-received_at", "-pk"),
            },
        ),
        migrations.AddIndex(
            model_name="outgoingmail",
            index=models.Index(
                condition=models.Q(("message_id", ""), _negated=True),
                fields=["message_id"],
                name="outgoingmail_by_message_id",
            ),
        ),
        migrations.AddField(
            model_name="mailevent",
            name="mail",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="scc_site.outgoingmail",
            ),
        ),
        migrations.AddIndex(
            model_name="mailevent",
            index=models.Index(fields=["recipient", "kind", "-happened_at"], name="mailevent_by_recipient"),
        ),
        migrations.AddIndex(
            model_name="mailevent",
            index=models.Index(fields=["-received_at", "-id"], name="mailevent_latest"),
        ),
        migrations.AddConstraint(
            model_name="mailevent",
            constraint=models.UniqueConstraint(
                fields=("source", "notice", "recipient"), name="mailevent_reported_once"
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
