"""Forms of dock links, so that one sending adds one person."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """One table."""

    dependencies = [
        ("events", "0003_bookings_walled"),
        ("waivers", "0002_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="JoinedForm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key_print", models.CharField(blank=True, max_length=64)),
                ("hand_print", models.CharField(max_length=64)),
                ("said_print", models.CharField(max_length=64)),
                ("at", models.DateTimeField(db_index=True)),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="events.sailevent"
                    ),
                ),
                (
                    "guest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="waivers.guest"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("key_print", ""), _negated=True),
                        fields=("event", "key_print"),
                        name="joinedform_once",
                    )
                ],
            },
        ),
    ]
