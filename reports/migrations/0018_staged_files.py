"""Files that were tried in the office wait for a yes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """One table, of no history: what waits there a day at most is not a record."""

    dependencies = [
        ("reports", "0017_voucher_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="StagedFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("filename", models.CharField(max_length=200)),
                ("content", models.BinaryField()),
                ("dates", models.CharField(blank=True, max_length=3, verbose_name="days are written")),
                ("outcome", models.JSONField(default=dict)),
                ("staged_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="reports.account",
                    ),
                ),
                (
                    "giver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="reports.businessunit",
                    ),
                ),
            ],
            options={"ordering": ("-staged_at", "-pk")},
        ),
    ]
