"""One row that every pump advances: pace, quota, breaker."""

import datetime

from django.db import migrations, models

LONG_AGO = datetime.datetime(2000, 1, 1, 0, 0, tzinfo=datetime.UTC)


class Migration(migrations.Migration):
    """One table; its row is made by whoever needs it first."""

    dependencies = [
        ("scc_site", "0005_envelope_copies"),
    ]

    operations = [
        migrations.CreateModel(
            name="MailPace",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("free_at", models.DateTimeField(default=LONG_AGO, help_text="The next slot that nobody has.")),
                (
                    "rest_until",
                    models.DateTimeField(default=LONG_AGO, help_text="Until then only sign-in letters leave."),
                ),
                (
                    "throttled_at",
                    models.DateTimeField(default=LONG_AGO, help_text="When the service last asked us to slow down."),
                ),
                ("throttles", models.PositiveSmallIntegerField(default=0, help_text="How often it did so in a row.")),
                ("provider", models.CharField(blank=True, help_text="Whose quota this is.", max_length=20)),
                ("asked_at", models.DateTimeField(default=LONG_AGO, help_text="When the quota was asked.")),
                (
                    "per_second",
                    models.FloatField(
                        blank=True, help_text="Recipients per second that the service allows.", null=True
                    ),
                ),
                (
                    "per_day",
                    models.PositiveIntegerField(blank=True, help_text="Recipients per rolling 24 hours.", null=True),
                ),
                (
                    "sent_last_day",
                    models.PositiveIntegerField(default=0, help_text="Of those used up when the quota was asked."),
                ),
                ("reserved", models.PositiveIntegerField(default=0, help_text="Recipients given a slot since.")),
                ("sandbox", models.BooleanField(default=False)),
                (
                    "failures",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="Letters in a row that the service left open."
                    ),
                ),
                (
                    "openings",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="How often the breaker opened in this incident."
                    ),
                ),
                (
                    "opened_at",
                    models.DateTimeField(
                        blank=True, help_text="When the incident began; empty: all is well.", null=True
                    ),
                ),
                (
                    "open_until",
                    models.DateTimeField(
                        default=LONG_AGO, help_text="Until then nothing is sent; then one letter probes."
                    ),
                ),
                (
                    "fault",
                    models.CharField(
                        blank=True, help_text="What the service last said, or did not say.", max_length=500
                    ),
                ),
            ],
            options={
                "verbose_name": "pace of the mail",
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="mailpace_one_row")],
            },
        ),
    ]
