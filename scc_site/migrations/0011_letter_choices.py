"""Which letters people want: a table whose rows are only ever added."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KEEP = """
CREATE TRIGGER letterchoice_append_only BEFORE UPDATE OR DELETE ON scc_site_letterchoice
    FOR EACH ROW EXECUTE FUNCTION scc_append_only();
"""
LET_GO = "DROP TRIGGER letterchoice_append_only ON scc_site_letterchoice;"


class Migration(migrations.Migration):
    """One table."""

    dependencies = [
        ("scc_site", "0010_suppressed_addresses"),
    ]

    operations = [
        migrations.CreateModel(
            name="LetterChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("family", models.CharField(max_length=40)),
                ("off", models.BooleanField()),
                ("at", models.DateTimeField()),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("one_click", "by the mail program’s button"),
                            ("link", "by the link in a letter"),
                            ("page", "on the page of letters, signed in"),
                            ("office", "by the office, at their wish"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letter_choices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "choice of letters",
                "verbose_name_plural": "choices of letters",
                "indexes": [models.Index(fields=["person", "family", "-id"], name="letterchoice_standing")],
            },
        ),
        migrations.RunSQL(KEEP, LET_GO),
    ]
