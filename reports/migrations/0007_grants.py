"""Who may read which report, with history."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from scc_site.tables import Tables


class Migration(migrations.Migration):
    """Grants and their history."""

    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("reports", "0006_runs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Tables(
            [
                migrations.CreateModel(
                    name="ReportGrant",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "address",
                            models.EmailField(
                                blank=True,
                                help_text="Or somebody outside, who gets mail alone.",
                                max_length=254,
                                verbose_name="address outside",
                            ),
                        ),
                        ("address_canonical", models.CharField(blank=True, editable=False, max_length=254)),
                        (
                            "slug",
                            models.CharField(
                                blank=True,
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
                                help_text="Empty: every report.",
                                max_length=20,
                                verbose_name="report",
                            ),
                        ),
                        (
                            "clearance",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("equity", "ownership and equity"),
                                        ("payroll", "pay of people"),
                                        ("security", "details of security"),
                                        ("tenants", "tenants’ data"),
                                    ],
                                    max_length=20,
                                ),
                                blank=True,
                                default=list,
                                help_text="Sections of other kinds are withheld.",
                                size=None,
                            ),
                        ),
                        ("is_mailed", models.BooleanField(default=True, verbose_name="gets it by mail")),
                        (
                            "is_whole",
                            models.BooleanField(
                                default=False,
                                help_text="Outside: more than the summary. Of the house: always.",
                                verbose_name="the whole report",
                            ),
                        ),
                        ("can_build", models.BooleanField(default=False, verbose_name="may build")),
                        ("can_approve", models.BooleanField(default=False, verbose_name="may approve")),
                        ("can_send", models.BooleanField(default=False, verbose_name="may send")),
                        (
                            "can_manage",
                            models.BooleanField(default=False, verbose_name="may manage its schedule and board"),
                        ),
                        (
                            "expires_on",
                            models.DateField(
                                blank=True,
                                help_text="Its last day; outside it needs one.",
                                null=True,
                                verbose_name="until",
                            ),
                        ),
                        ("given_at", models.DateTimeField(editable=False)),
                        ("approved_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        ("ended_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "ended_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "giver",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                help_text="Somebody of the house, who signs in.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="report_grants",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                help_text="Empty: every unit and the whole portfolio.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reports.businessunit",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "grant",
                        "ordering": ("pk",),
                    },
                ),
                migrations.CreateModel(
                    name="ReportGrantHistory",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "address",
                            models.EmailField(
                                blank=True,
                                help_text="Or somebody outside, who gets mail alone.",
                                max_length=254,
                                verbose_name="address outside",
                            ),
                        ),
                        ("address_canonical", models.CharField(blank=True, editable=False, max_length=254)),
                        (
                            "slug",
                            models.CharField(
                                blank=True,
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
                                help_text="Empty: every report.",
                                max_length=20,
                                verbose_name="report",
                            ),
                        ),
                        (
                            "clearance",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("equity", "ownership and equity"),
                                        ("payroll", "pay of people"),
                                        ("security", "details of security"),
                                        ("tenants", "tenants’ data"),
                                    ],
                                    max_length=20,
                                ),
                                blank=True,
                                default=list,
                                help_text="Sections of other kinds are withheld.",
                                size=None,
                            ),
                        ),
                        ("is_mailed", models.BooleanField(default=True, verbose_name="gets it by mail")),
                        (
                            "is_whole",
                            models.BooleanField(
                                default=False,
                                help_text="Outside: more than the summary. Of the house: always.",
                                verbose_name="the whole report",
                            ),
                        ),
                        ("can_build", models.BooleanField(default=False, verbose_name="may build")),
                        ("can_approve", models.BooleanField(default=False, verbose_name="may approve")),
                        ("can_send", models.BooleanField(default=False, verbose_name="may send")),
                        (
                            "can_manage",
                            models.BooleanField(default=False, verbose_name="may manage its schedule and board"),
                        ),
                        (
                            "expires_on",
                            models.DateField(
                                blank=True,
                                help_text="Its last day; outside it needs one.",
                                null=True,
                                verbose_name="until",
                            ),
                        ),
                        ("given_at", models.DateTimeField(editable=False)),
                        ("approved_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        ("ended_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "ended_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "giver",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                help_text="Somebody of the house, who signs in.",
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
                                to="reports.reportgrant",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                help_text="Empty: every unit and the whole portfolio.",
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
                    model_name="reportgrant",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("person", "address_canonical", "slug", "unit"),
                        name="grant_once",
                        nulls_distinct=False,
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reportgrant",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("address", ""), ("address_canonical", ""), ("person__isnull", False)),
                            models.Q(
                                ("person__isnull", True),
                                models.Q(("address", ""), _negated=True),
                                models.Q(("address_canonical", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="grant_of_one",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reportgrant",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("person__isnull", False),
                            models.Q(models.Q(("slug", ""), _negated=True), ("expires_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="grant_outside_is_narrow",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reportgrant",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("person__isnull", False),
                            models.Q(
                                ("can_approve", False), ("can_build", False), ("can_manage", False), ("can_send", False)
                            ),
                            _connector="OR",
                        ),
                        name="grant_outside_reads",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reportgrant",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_at__isnull", True), ("approved_by__isnull", True)),
                            models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="grant_approved_pair",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reportgrant",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="grant_ended_pair",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reportgrant",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "reports_reportgranthistory" ("address", "address_canonical", "approved_at", "approved_by_id", "can_approve", "can_build", "can_manage", "can_send", "clearance", "ended_at", "ended_by_id", "expires_on", "given_at", "giver_id", "id", "is_mailed", "is_whole", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "unit_id") VALUES (NEW."address", NEW."address_canonical", NEW."approved_at", NEW."approved_by_id", NEW."can_approve", NEW."can_build", NEW."can_manage", NEW."can_send", NEW."clearance", NEW."ended_at", NEW."ended_by_id", NEW."expires_on", NEW."given_at", NEW."giver_id", NEW."id", NEW."is_mailed", NEW."is_whole", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."slug", NEW."unit_id"); RETURN NULL;',
                            hash="057f8152fe961588c72a23313f3a3a4b900946c9",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_02698",
                            table="reports_reportgrant",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reportgrant",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "reports_reportgranthistory" ("address", "address_canonical", "approved_at", "approved_by_id", "can_approve", "can_build", "can_manage", "can_send", "clearance", "ended_at", "ended_by_id", "expires_on", "given_at", "giver_id", "id", "is_mailed", "is_whole", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "unit_id") VALUES (NEW."address", NEW."address_canonical", NEW."approved_at", NEW."approved_by_id", NEW."can_approve", NEW."can_build", NEW."can_manage", NEW."can_send", NEW."clearance", NEW."ended_at", NEW."ended_by_id", NEW."expires_on", NEW."given_at", NEW."giver_id", NEW."id", NEW."is_mailed", NEW."is_whole", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."slug", NEW."unit_id"); RETURN NULL;',
                            hash="c53de313ba535c60ae30f782b7f02b26d32156eb",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_3cd7d",
                            table="reports_reportgrant",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reportgrant",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "reports_reportgranthistory" ("address", "address_canonical", "approved_at", "approved_by_id", "can_approve", "can_build", "can_manage", "can_send", "clearance", "ended_at", "ended_by_id", "expires_on", "given_at", "giver_id", "id", "is_mailed", "is_whole", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "unit_id") VALUES (OLD."address", OLD."address_canonical", OLD."approved_at", OLD."approved_by_id", OLD."can_approve", OLD."can_build", OLD."can_manage", OLD."can_send", OLD."clearance", OLD."ended_at", OLD."ended_by_id", OLD."expires_on", OLD."given_at", OLD."giver_id", OLD."id", OLD."is_mailed", OLD."is_whole", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."slug", OLD."unit_id"); RETURN NULL;',
                            hash="23bca705341b3afad6923d7ab6bfef2267fab019",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_1786b",
                            table="reports_reportgrant",
                            when="AFTER",
                        ),
                    ),
                ),
            ]
        ),
        migrations.RunSQL("SELECT reports_keep_histories();", migrations.RunSQL.noop),
    ]
