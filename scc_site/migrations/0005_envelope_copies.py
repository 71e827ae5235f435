"""Addresses that get a copy in the envelope alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column."""

    dependencies = [
        ("scc_site", "0004_history_of_people"),
    ]

    operations = [
        migrations.AddField(
            model_name="outgoingmail",
            name="bcc",
            field=models.JSONField(
                blank=True, default=list, help_text="Addresses in the envelope alone, such as the archive."
            ),
        ),
    ]
