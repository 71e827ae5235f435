"""Which report a schedule builds, for whom, and who approves it; with history."""

import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from scc_site.tables import Tables


class Migration(migrations.Migration):
    """Report schedules and their history."""

    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("reports", "0009_deliveries"),
        ("scc_site", "0009_schedules_kept"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Tables(
            [
                migrations.CreateModel(
                    name="ReportSchedule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "slug",
                            models.CharField(
                                choices=[
                                    ("ceo", "Chief executive"),
                                    ("cto", "Technology"),
                                    ("cfo", "Finance"),
                                    ("cmo", "Marketing"),
                                    ("accounting", "Accounting"),
                                    ("rental", "Rental audit"),
                                    ("delivery", "Delivery audit"),
                                    ("clients", "Client audit"),
                                ],
                                max_length=20,
                                verbose_name="report",
                            ),
                        ),
                        (
                            "policy",
                            models.CharField(
                                choices=[
                                    ("manual", "a person approves each run"),
                                    ("calm", "by itself where nothing critical is new and enough is recorded"),
                                    ("always", "by itself, always"),
                                ],
                                default="manual",
                                max_length=10,
                                verbose_name="approved",
                            ),
                        ),
                        (
                            "least_percent",
                            models.PositiveSmallIntegerField(
                                default=50,
                                help_text="For: by itself where nothing critical is new.",
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="at least recorded, %",
                            ),
                        ),
                        (
                            "people",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Empty: everybody who was given it.",
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "schedule",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="report",
                                to="scc_site.schedule",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                help_text="Empty: the whole portfolio.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reports.businessunit",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "report schedule",
                        "ordering": ("schedule__name",),
                    },
                ),
                migrations.CreateModel(
                    name="ReportScheduleHistory",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "slug",
                            models.CharField(
                                choices=[
                                    ("ceo", "Chief executive"),
                                    ("cto", "Technology"),
                                    ("cfo", "Finance"),
                                    ("cmo", "Marketing"),
                                    ("accounting", "Accounting"),
                                    ("rental", "Rental audit"),
                                    ("delivery", "Delivery audit"),
                                    ("clients", "Client audit"),
                                ],
                                max_length=20,
                                verbose_name="report",
                            ),
                        ),
                        (
                            "policy",
                            models.CharField(
                                choices=[
                                    ("manual", "a person approves each run"),
                                    ("calm", "by itself where nothing critical is new and enough is recorded"),
                                    ("always", "by itself, always"),
                                ],
                                default="manual",
                                max_length=10,
                                verbose_name="approved",
                            ),
                        ),
                        (
                            "least_percent",
                            models.PositiveSmallIntegerField(
                                default=50,
                                help_text="For: by itself where nothing critical is new.",
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="at least recorded, %",
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
                                to="reports.reportschedule",
                            ),
                        ),
                        (
                            "schedule",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="scc_site.schedule",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                help_text="Empty: the whole portfolio.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="reports.businessunit",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.AddConstraint(
                    model_name="reportschedule",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("least_percent__lte", 100)), name="reportschedule_percent"
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reportschedule",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "reports_reportschedulehistory" ("id", "least_percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy", "schedule_id", "slug", "unit_id") VALUES (NEW."id", NEW."least_percent", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."policy", NEW."schedule_id", NEW."slug", NEW."unit_id"); RETURN NULL;',
                            hash="8458bd83caf1b7e7ec7c32bfd97e80e403e11cae",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_168a3",
                            table="reports_reportschedule",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reportschedule",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "reports_reportschedulehistory" ("id", "least_percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy", "schedule_id", "slug", "unit_id") VALUES (NEW."id", NEW."least_percent", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."policy", NEW."schedule_id", NEW."slug", NEW."unit_id"); RETURN NULL;',
                            hash="4910139277dd9c0385a03cd36c3200d71abbe323",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_45f5f",
                            table="reports_reportschedule",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reportschedule",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "reports_reportschedulehistory" ("id", "least_percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy", "schedule_id", "slug", "unit_id") VALUES (OLD."id", OLD."least_percent", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."policy", OLD."schedule_id", OLD."slug", OLD."unit_id"); RETURN NULL;',
                            hash="bfb026ba3b534dc32bc84e066c45507b871a67ac",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_e1643",
                            table="reports_reportschedule",
                            when="AFTER",
                        ),
                    ),
                ),
            ]
        ),
        migrations.RunSQL("SELECT reports_keep_histories();", migrations.RunSQL.noop),
    ]
