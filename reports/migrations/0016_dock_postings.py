"""Postings from the dock have a desk of their own: a name for the journal there, no table."""

from django.db import migrations


class Migration(migrations.Migration):
    """The desk's name."""

    dependencies = [("reports", "0015_import_prints")]

    operations = [
        migrations.CreateModel(
            name="DockPosting",
            fields=[],
            options={
                "verbose_name": "posting from the dock",
                "verbose_name_plural": "postings from the dock",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("reports.journalentry",),
        ),
    ]
