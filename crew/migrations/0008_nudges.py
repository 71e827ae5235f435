"""What the house reminds whom of: one row a reminder, planned, sent or not."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """One table."""

    dependencies = [
        ("crew", "0007_waiting_index"),
        ("events", "0008_open_tasks_index"),
        ("scc_site", "0005_envelope_copies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Nudge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("sail_7d", "7 days before"),
                            ("sail_48h", "48 hours before"),
                            ("sail_24h", "24 hours before"),
                            ("sail_3h", "3 hours before"),
                            ("task_due", "task due"),
                            ("task_overdue", "task overdue"),
                            ("task_missed", "critical task overdue"),
                            ("not_cast_off", "not cast off"),
                            ("not_returned", "not returned"),
                            ("undecided", "hold not decided"),
                            ("not_closed", "never closed"),
                            ("draft", "draft on its day"),
                        ],
                        max_length=12,
                    ),
                ),
                ("version", models.PositiveIntegerField(help_text="The sail's version it was planned for.")),
                ("due_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "planned"), ("sent", "sent"), ("skipped", "not sent"), ("void", "void")],
                        default="planned",
                        max_length=7,
                    ),
                ),
                ("planned_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("why", models.CharField(blank=True, max_length=120)),
                (
                    "event",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="nudges",
                        to="events.sailevent",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="nudges",
                        to="events.checklistitem",
                    ),
                ),
                (
                    "mail",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="scc_site.outgoingmail",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="nudges",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("due_at", "pk"),
                "indexes": [
                    models.Index(condition=models.Q(("state", "planned")), fields=["due_at"], name="nudge_planned"),
                    models.Index(fields=["person", "due_at"], name="nudge_by_person"),
                    models.Index(condition=models.Q(("mail__isnull", False)), fields=["mail"], name="nudge_by_letter"),
                    models.Index(condition=models.Q(("item__isnull", False)), fields=["item"], name="nudge_by_task"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("event", "person", "kind", "version", "item"), name="nudge_once", nulls_distinct=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("state", "planned")),
                            models.Q(models.Q(("state", "planned"), _negated=True), ("ended_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="nudge_ends_with_its_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("item__isnull", False), ("kind__in", ["task_due", "task_overdue", "task_missed"])
                            ),
                            models.Q(
                                models.Q(("kind__in", ["task_due", "task_overdue", "task_missed"]), _negated=True),
                                ("item__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="nudge_of_a_task_names_it",
                    ),
                ],
            },
        ),
    ]
