"""Hand-offs: documents, sections, items, and what each reading brought."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Four tables."""

    dependencies = [
        ("reports", "0010_clients_billed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HandoffDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("project", models.CharField(max_length=80)),
                ("path", models.CharField(max_length=300, unique=True)),
                ("title", models.CharField(blank=True, max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("text", models.TextField()),
                ("written_on", models.DateField()),
                ("imported_at", models.DateTimeField()),
                (
                    "importer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handoffs",
                        to="reports.businessunit",
                    ),
                ),
            ],
            options={
                "verbose_name": "hand-off",
                "ordering": ("project", "path"),
            },
        ),
        migrations.CreateModel(
            name="HandoffReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64)),
                ("read_at", models.DateTimeField()),
                ("added", models.JSONField(default=list)),
                ("closed", models.JSONField(default=list)),
                ("reworded", models.JSONField(default=list)),
                ("remarks", models.JSONField(default=list)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="readings",
                        to="reports.handoffdocument",
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "reading",
                "ordering": ("-read_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="HandoffSection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("heading_path", models.CharField(blank=True, max_length=1000)),
                ("kind", models.CharField(max_length=10)),
                ("line_from", models.PositiveIntegerField()),
                ("line_to", models.PositiveIntegerField()),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sections",
                        to="reports.handoffdocument",
                    ),
                ),
            ],
            options={
                "verbose_name": "section",
                "ordering": ("document", "line_from"),
            },
        ),
        migrations.CreateModel(
            name="HandoffItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("heading", models.CharField(blank=True, max_length=1000)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("task", "task"),
                            ("risk", "risk"),
                            ("blocker", "blocker"),
                            ("decision", "decision"),
                            ("question", "open question"),
                            ("kpi", "figure"),
                            ("note", "note"),
                            ("secret", "secret"),
                        ],
                        max_length=10,
                    ),
                ),
                ("text", models.CharField(max_length=1000)),
                ("was", models.CharField(blank=True, max_length=1000, verbose_name="said before")),
                ("owner", models.CharField(blank=True, max_length=60)),
                ("due_on", models.DateField(blank=True, null=True)),
                ("priority", models.CharField(blank=True, max_length=10)),
                ("value", models.CharField(blank=True, max_length=1000)),
                ("target", models.CharField(blank=True, max_length=1000)),
                ("line", models.PositiveIntegerField()),
                ("fingerprint", models.CharField(max_length=32)),
                ("repeat", models.PositiveSmallIntegerField(default=0)),
                ("first_seen_on", models.DateField()),
                ("done_on", models.DateField(blank=True, null=True)),
                ("gone_on", models.DateField(blank=True, null=True)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="reports.handoffdocument"
                    ),
                ),
            ],
            options={
                "verbose_name": "item",
                "ordering": ("document", "line"),
                "indexes": [models.Index(fields=["kind", "first_seen_on"], name="handoffitem_by_kind")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("gone_on__isnull", True)),
                        fields=("document", "fingerprint", "repeat"),
                        name="handoffitem_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("gone_on__isnull", True), ("gone_on__gte", models.F("first_seen_on")), _connector="OR"
                        ),
                        name="handoffitem_forward",
                    ),
                ],
            },
        ),
    ]
