"""Letters are found by time, kind, address and subject, however many there are."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    """Indexes alone."""

    dependencies = [
        ("scc_site", "0012_schedules"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="lettercopy",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.search.SearchVector("subject", config="simple"), name="lettercopy_by_subject"
            ),
        ),
        migrations.AddIndex(
            model_name="outgoingmail",
            index=models.Index(fields=["-created_at", "-id"], name="outgoingmail_newest"),
        ),
        migrations.AddIndex(
            model_name="outgoingmail",
            index=models.Index(fields=["kind", "-created_at"], name="outgoingmail_by_kind"),
        ),
        migrations.AddIndex(
            model_name="outgoingmail",
            index=models.Index(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("to"), "text_pattern_ops"
                ),
                name="outgoingmail_by_address",
            ),
        ),
        migrations.AddIndex(
            model_name="outgoingmail",
            index=models.Index(
                condition=models.Q(("possible_duplicate", True)), fields=["-created_at"], name="outgoingmail_twice"
            ),
        ),
    ]
