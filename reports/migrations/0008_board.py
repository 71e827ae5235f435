"""The board: cards, what happened to them, and the keys of outside systems."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from scc_site.tables import Tables

FORWARD = """
SELECT reports_keep_histories();
CREATE TRIGGER actionevent_append_only BEFORE UPDATE OR DELETE ON reports_actionevent
    FOR EACH ROW EXECUTE FUNCTION scc_append_only();
"""
BACKWARD = "DROP TRIGGER actionevent_append_only ON reports_actionevent;"


class Migration(migrations.Migration):
    """Cards, events, keys, and the triggers that keep their history."""

    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("reports", "0007_grants"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Tables(
            [
                migrations.CreateModel(
                    name="ActionItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.TextField(unique=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[("finding", "finding"), ("run", "report"), ("outside", "from outside")],
                                default="finding",
                                max_length=8,
                            ),
                        ),
                        ("rule", models.CharField(blank=True, max_length=12)),
                        ("title", models.TextField()),
                        ("problem", models.TextField(blank=True, help_text="What was found, in a line.")),
                        ("area", models.CharField(blank=True, max_length=12)),
                        (
                            "roles",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=20), blank=True, default=list, size=None
                            ),
                        ),
                        (
                            "severity",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("critical", "critical"),
                                    ("high", "high"),
                                    ("medium", "medium"),
                                    ("low", "low"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("label", models.CharField(blank=True, max_length=20)),
                        ("href", models.CharField(blank=True, max_length=300, verbose_name="where to act")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("pending", "pending"),
                                    ("in_review", "in review"),
                                    ("completed", "completed"),
                                    ("deferred", "deferred"),
                                ],
                                default="pending",
                                max_length=10,
                                verbose_name="column",
                            ),
                        ),
                        ("due", models.DateField(blank=True, null=True)),
                        ("rule_due", models.DateField(blank=True, null=True)),
                        ("hours", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("rule_hours", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("score", models.DecimalField(blank=True, decimal_places=4, max_digits=12, null=True)),
                        ("accepted_until", models.DateField(blank=True, null=True)),
                        ("note", models.TextField(blank=True)),
                        ("occurrences", models.PositiveIntegerField(default=0, help_text="Runs that found it.")),
                        ("is_regressed", models.BooleanField(default=False)),
                        ("resolved_at", models.DateTimeField(blank=True, null=True)),
                        ("outcome_metric", models.CharField(blank=True, max_length=80)),
                        ("outcome_measure", models.CharField(blank=True, max_length=8)),
                        ("first_amount", models.DecimalField(blank=True, decimal_places=16, max_digits=40, null=True)),
                        ("last_amount", models.DecimalField(blank=True, decimal_places=16, max_digits=40, null=True)),
                        ("created_at", models.DateTimeField()),
                        ("completed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "completed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "first_run",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="first_found",
                                to="reports.reportrun",
                            ),
                        ),
                        (
                            "last_run",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="last_found",
                                to="reports.reportrun",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="actions",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="actions",
                                to="reports.businessunit",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "card",
                        "ordering": ("-score", "pk"),
                    },
                ),
                migrations.CreateModel(
                    name="ActionEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("what", models.CharField(max_length=20)),
                        ("said", models.TextField(blank=True)),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reports.reportrun",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="story",
                                to="reports.actionitem",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("at", "pk"),
                    },
                ),
                migrations.CreateModel(
                    name="ActionItemHistory",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("title", models.TextField()),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("pending", "pending"),
                                    ("in_review", "in review"),
                                    ("completed", "completed"),
                                    ("deferred", "deferred"),
                                ],
                                default="pending",
                                max_length=10,
                                verbose_name="column",
                            ),
                        ),
                        ("due", models.DateField(blank=True, null=True)),
                        ("hours", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("accepted_until", models.DateField(blank=True, null=True)),
                        ("note", models.TextField(blank=True)),
                        ("is_regressed", models.BooleanField(default=False)),
                        ("resolved_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="reports.actionitem",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="BoardToken",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=80, unique=True)),
                        ("sha256", models.CharField(editable=False, max_length=64, unique=True)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("used_at", models.DateTimeField(editable=False, null=True)),
                        ("ended_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "creator",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "ended_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "key to the board",
                        "verbose_name_plural": "keys to the board",
                        "ordering": ("name",),
                    },
                ),
                migrations.AddIndex(
                    model_name="actionitem",
                    index=models.Index(fields=["status", "-score"], name="actions_by_column"),
                ),
                migrations.AddConstraint(
                    model_name="actionitem",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("completed_at__isnull", True), ("completed_by__isnull", True)),
                            models.Q(("completed_at__isnull", False), ("completed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="action_completed_pair",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="actionitem",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("completed_at__isnull", False), ("status", "completed")),
                            models.Q(models.Q(("status", "completed"), _negated=True), ("completed_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="action_completed_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="actionitem",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("hours__isnull", True), ("hours__in", (1, 2, 4, 8, 16, 40)), _connector="OR"
                        ),
                        name="action_hours",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="actionitem",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "reports_actionitemhistory" ("accepted_until", "due", "hours", "is_regressed", "note", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resolved_at", "status", "title") VALUES (NEW."accepted_until", NEW."due", NEW."hours", NEW."is_regressed", NEW."note", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."resolved_at", NEW."status", NEW."title"); RETURN NULL;',
                            hash="6dd3780dd0565f2af11bf1d930e0a216c5cbc8b6",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_29b43",
                            table="reports_actionitem",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="actionitem",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."accepted_until" IS DISTINCT FROM (NEW."accepted_until") OR OLD."due" IS DISTINCT FROM (NEW."due") OR OLD."hours" IS DISTINCT FROM (NEW."hours") OR OLD."is_regressed" IS DISTINCT FROM (NEW."is_regressed") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."resolved_at" IS DISTINCT FROM (NEW."resolved_at") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."title" IS DISTINCT FROM (NEW."title"))',
                            func='INSERT INTO "reports_actionitemhistory" ("accepted_until", "due", "hours", "is_regressed", "note", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resolved_at", "status", "title") VALUES (NEW."accepted_until", NEW."due", NEW."hours", NEW."is_regressed", NEW."note", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."resolved_at", NEW."status", NEW."title"); RETURN NULL;',
                            hash="a99636a84d0286ba03df6bbeaf658ae9e664f72f",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_85b17",
                            table="reports_actionitem",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="actionitem",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "reports_actionitemhistory" ("accepted_until", "due", "hours", "is_regressed", "note", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resolved_at", "status", "title") VALUES (OLD."accepted_until", OLD."due", OLD."hours", OLD."is_regressed", OLD."note", OLD."owner_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."resolved_at", OLD."status", OLD."title"); RETURN NULL;',
                            hash="8c02ba43bcebc13426d5a869a59db69be11db298",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_9f9f1",
                            table="reports_actionitem",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="boardtoken",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="boardtoken_ended_pair",
                    ),
                ),
            ]
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
