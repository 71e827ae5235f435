"""Clients with plans, work, invoices and payments."""

import django.contrib.postgres.constraints
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import reports.models.clients


class Migration(migrations.Migration):
    """Columns of clients, six tables and the history of four."""

    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("reports", "0009_technology"),
    ]

    operations = [
        migrations.CreateModel(
            name="BillingPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("retainer", "retainer, a month"),
                            ("hosting", "hosting, a month"),
                            ("hourly", "by the hour"),
                            ("none", "nothing agreed"),
                        ],
                        max_length=8,
                    ),
                ),
                ("amount_cents", models.PositiveBigIntegerField(default=0, verbose_name="amount")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="from")),
                (
                    "ends_on",
                    models.DateField(
                        blank=True, help_text="The first day without it.", null=True, verbose_name="until"
                    ),
                ),
            ],
            options={
                "verbose_name": "plan",
                "ordering": ("client", "kind", "starts_on"),
            },
        ),
        migrations.CreateModel(
            name="BillingPlanHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("retainer", "retainer, a month"),
                            ("hosting", "hosting, a month"),
                            ("hourly", "by the hour"),
                            ("none", "nothing agreed"),
                        ],
                        max_length=8,
                    ),
                ),
                ("amount_cents", models.PositiveBigIntegerField(default=0, verbose_name="amount")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="from")),
                (
                    "ends_on",
                    models.DateField(
                        blank=True, help_text="The first day without it.", null=True, verbose_name="until"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ClientComponent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "share",
                    models.DecimalField(
                        decimal_places=4,
                        default=1,
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(1),
                        ],
                    ),
                ),
            ],
            options={
                "verbose_name": "component",
                "ordering": ("client", "component"),
            },
        ),
        migrations.CreateModel(
            name="ClientHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "slug",
                    models.CharField(
                        max_length=40,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9]+(?:-[a-z0-9]+)*\\Z", "Small letters, digits and single dashes only."
                            )
                        ],
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                ("since", models.DateField(blank=True, null=True, verbose_name="client since")),
                (
                    "ended_on",
                    models.DateField(blank=True, help_text="The first day it was no client any more.", null=True),
                ),
                (
                    "hosting_cost_cents",
                    models.PositiveBigIntegerField(blank=True, null=True, verbose_name="hosting costs us a month"),
                ),
                (
                    "cost_rate_cents",
                    models.PositiveBigIntegerField(blank=True, null=True, verbose_name="an hour of work costs us"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Invoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=40)),
                ("issued_on", models.DateField(verbose_name="date")),
                ("due_on", models.DateField(verbose_name="due")),
                ("amount_cents", models.BigIntegerField(verbose_name="amount")),
                ("voided_on", models.DateField(blank=True, null=True, verbose_name="void since")),
            ],
            options={
                "ordering": ("-issued_on", "number"),
            },
        ),
        migrations.CreateModel(
            name="InvoiceHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("number", models.CharField(max_length=40)),
                ("issued_on", models.DateField(verbose_name="date")),
                ("due_on", models.DateField(verbose_name="due")),
                ("amount_cents", models.BigIntegerField(verbose_name="amount")),
                ("voided_on", models.DateField(blank=True, null=True, verbose_name="void since")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="InvoiceLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("description", models.CharField(max_length=200)),
                ("amount_cents", models.BigIntegerField(verbose_name="amount")),
            ],
            options={
                "verbose_name": "line",
                "ordering": ("invoice", "pk"),
            },
        ),
        migrations.CreateModel(
            name="InvoicePayment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("paid_on", models.DateField(verbose_name="on")),
                ("amount_cents", models.BigIntegerField(verbose_name="amount")),
                ("reference", models.CharField(blank=True, default="", max_length=60)),
            ],
            options={
                "verbose_name": "payment",
                "ordering": ("invoice", "paid_on", "pk"),
            },
        ),
        migrations.CreateModel(
            name="InvoicePaymentHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("paid_on", models.DateField(verbose_name="on")),
                ("amount_cents", models.BigIntegerField(verbose_name="amount")),
                ("reference", models.CharField(blank=True, default="", max_length=60)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="WorkEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("worked_on", models.DateField(verbose_name="date")),
                (
                    "hours",
                    models.DecimalField(
                        decimal_places=2, max_digits=6, validators=[django.core.validators.MinValueValidator(0)]
                    ),
                ),
                ("rate_cents", models.PositiveBigIntegerField(blank=True, null=True, verbose_name="rate an hour")),
                ("is_billable", models.BooleanField(default=True, verbose_name="billable")),
                ("invoice_number", models.CharField(blank=True, default="", max_length=40, verbose_name="invoice")),
                ("what", models.CharField(blank=True, default="", max_length=200)),
            ],
            options={
                "verbose_name": "work entry",
                "verbose_name_plural": "work",
                "ordering": ("-worked_on", "client"),
            },
        ),
        migrations.AddField(
            model_name="client",
            name="cost_rate_cents",
            field=models.PositiveBigIntegerField(blank=True, null=True, verbose_name="an hour of work costs us"),
        ),
        migrations.AddField(
            model_name="client",
            name="ended_on",
            field=models.DateField(blank=True, help_text="The first day it was no client any more.", null=True),
        ),
        migrations.AddField(
            model_name="client",
            name="hosting_cost_cents",
            field=models.PositiveBigIntegerField(blank=True, null=True, verbose_name="hosting costs us a month"),
        ),
        migrations.AddField(
            model_name="client",
            name="is_active",
            field=models.BooleanField(default=True, verbose_name="active"),
        ),
        migrations.AddField(
            model_name="client",
            name="since",
            field=models.DateField(blank=True, null=True, verbose_name="client since"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="client",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reports_clienthistory" ("cost_rate_cents", "ended_on", "hosting_cost_cents", "id", "is_active", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "slug", "unit_id") VALUES (NEW."cost_rate_cents", NEW."ended_on", NEW."hosting_cost_cents", NEW."id", NEW."is_active", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."since", NEW."slug", NEW."unit_id"); RETURN NULL;',
                    hash="74f37b5ee96ceaf4ef52d652c2bf747dd68d4abd",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8c4d0",
                    table="reports_client",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="client",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "reports_clienthistory" ("cost_rate_cents", "ended_on", "hosting_cost_cents", "id", "is_active", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "slug", "unit_id") VALUES (NEW."cost_rate_cents", NEW."ended_on", NEW."hosting_cost_cents", NEW."id", NEW."is_active", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."since", NEW."slug", NEW."unit_id"); RETURN NULL;',
                    hash="76450f7e04080dada703e7f9bf42c5a14a357ecc",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6699b",
                    table="reports_client",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="client",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reports_clienthistory" ("cost_rate_cents", "ended_on", "hosting_cost_cents", "id", "is_active", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "slug", "unit_id") VALUES (OLD."cost_rate_cents", OLD."ended_on", OLD."hosting_cost_cents", OLD."id", OLD."is_active", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."since", OLD."slug", OLD."unit_id"); RETURN NULL;',
                    hash="350a66c01c8ffae83e5ae47b5249ddf951071a4b",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_180f8",
                    table="reports_client",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="client",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("since__isnull", True),
                    ("ended_on__isnull", True),
                    ("ended_on__gt", models.F("since")),
                    _connector="OR",
                ),
                name="client_forward",
            ),
        ),
        migrations.AddField(
            model_name="billingplan",
            name="client",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="plans", to="reports.client"
            ),
        ),
        migrations.AddField(
            model_name="billingplanhistory",
            name="client",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="reports.client",
            ),
        ),
        migrations.AddField(
            model_name="billingplanhistory",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="billingplanhistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="reports.billingplan",
            ),
        ),
        migrations.AddField(
            model_name="clientcomponent",
            name="client",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="component_rows",
                to="reports.client",
            ),
        ),
        migrations.AddField(
            model_name="clientcomponent",
            name="component",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="client_rows", to="reports.techcomponent"
            ),
        ),
        migrations.AddField(
            model_name="clienthistory",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="clienthistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="reports.client",
            ),
        ),
        migrations.AddField(
            model_name="clienthistory",
            name="unit",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="reports.businessunit",
            ),
        ),
        migrations.AddField(
            model_name="invoice",
            name="client",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="invoices",
                to="reports.client",
            ),
        ),
        migrations.AddField(
            model_name="invoicehistory",
            name="client",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="reports.client",
            ),
        ),
        migrations.AddField(
            model_name="invoicehistory",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="invoicehistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="reports.invoice",
            ),
        ),
        migrations.AddField(
            model_name="invoiceline",
            name="invoice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="reports.invoice"
            ),
        ),
        migrations.AddField(
            model_name="invoicepayment",
            name="invoice",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="payments",
                to="reports.invoice",
            ),
        ),
        migrations.AddField(
            model_name="invoicepaymenthistory",
            name="invoice",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="reports.invoice",
            ),
        ),
        migrations.AddField(
            model_name="invoicepaymenthistory",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="invoicepaymenthistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="reports.invoicepayment",
            ),
        ),
        migrations.AddField(
            model_name="workentry",
            name="client",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="work", to="reports.client"
            ),
        ),
        migrations.AddField(
            model_name="workentry",
            name="invoice_line",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="work",
                to="reports.invoiceline",
            ),
        ),
        migrations.AddConstraint(
            model_name="billingplan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("starts_on__isnull", True),
                    ("ends_on__isnull", True),
                    ("ends_on__gt", models.F("starts_on")),
                    _connector="OR",
                ),
                name="billingplan_forward",
            ),
        ),
        migrations.AddConstraint(
            model_name="billingplan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount_cents", 0), ("kind", "none")),
                    models.Q(("kind", "none"), _negated=True),
                    _connector="OR",
                ),
                name="billingplan_none_is_free",
            ),
        ),
        migrations.AddConstraint(
            model_name="billingplan",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("kind", "retainer")),
                expressions=[
                    (
                        models.Func(
                            models.F("client_id"), models.F("client_id"), models.Value("[]"), function="int8range"
                        ),
                        "&&",
                    ),
                    (reports.models.clients.DateRange("starts_on", "ends_on"), "&&"),
                ],
                name="billingplan_one_retainer_at_a_time",
                violation_error_message="The client has a plan of this kind on some of these days: end that one first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="billingplan",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("kind", "hosting")),
                expressions=[
                    (
                        models.Func(
                            models.F("client_id"), models.F("client_id"), models.Value("[]"), function="int8range"
                        ),
                        "&&",
                    ),
                    (reports.models.clients.DateRange("starts_on", "ends_on"), "&&"),
                ],
                name="billingplan_one_hosting_at_a_time",
                violation_error_message="The client has a plan of this kind on some of these days: end that one first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="billingplan",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("kind", "hourly")),
                expressions=[
                    (
                        models.Func(
                            models.F("client_id"), models.F("client_id"), models.Value("[]"), function="int8range"
                        ),
                        "&&",
                    ),
                    (reports.models.clients.DateRange("starts_on", "ends_on"), "&&"),
                ],
                name="billingplan_one_hourly_at_a_time",
                violation_error_message="The client has a plan of this kind on some of these days: end that one first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="billingplan",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("kind", "none")),
                expressions=[
                    (
                        models.Func(
                            models.F("client_id"), models.F("client_id"), models.Value("[]"), function="int8range"
                        ),
                        "&&",
                    ),
                    (reports.models.clients.DateRange("starts_on", "ends_on"), "&&"),
                ],
                name="billingplan_one_none_at_a_time",
                violation_error_message="The client has a plan of this kind on some of these days: end that one first.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="billingplan",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reports_billingplanhistory" ("amount_cents", "client_id", "ends_on", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on") VALUES (NEW."amount_cents", NEW."client_id", NEW."ends_on", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."starts_on"); RETURN NULL;',
                    hash="cc7912cbe42e2065e86769d80640d4003a194f8d",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_2b7f1",
                    table="reports_billingplan",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="billingplan",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "reports_billingplanhistory" ("amount_cents", "client_id", "ends_on", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on") VALUES (NEW."amount_cents", NEW."client_id", NEW."ends_on", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."starts_on"); RETURN NULL;',
                    hash="46112587501f8fcd43cc87c8e37c8ae328fdcb6a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_689c4",
                    table="reports_billingplan",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="billingplan",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reports_billingplanhistory" ("amount_cents", "client_id", "ends_on", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on") VALUES (OLD."amount_cents", OLD."client_id", OLD."ends_on", OLD."id", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."starts_on"); RETURN NULL;',
                    hash="f60231737accbc182fe2176ade2dbcb4c3a951c8",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_aa9dc",
                    table="reports_billingplan",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="clientcomponent",
            constraint=models.UniqueConstraint(fields=("client", "component"), name="clientcomponent_once"),
        ),
        migrations.AddConstraint(
            model_name="clientcomponent",
            constraint=models.CheckConstraint(
                condition=models.Q(("share__gte", 0), ("share__lte", 1)), name="clientcomponent_share"
            ),
        ),
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(fields=["issued_on"], name="invoice_by_day"),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.UniqueConstraint(fields=("client", "number"), name="invoice_once"),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_on__gte", models.F("issued_on"))), name="invoice_due_after_its_date"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invoice",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reports_invoicehistory" ("amount_cents", "client_id", "due_on", "id", "issued_on", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "voided_on") VALUES (NEW."amount_cents", NEW."client_id", NEW."due_on", NEW."id", NEW."issued_on", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."voided_on"); RETURN NULL;',
                    hash="4111928942e79c8423ee574d61750c985e11667e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_20a3d",
                    table="reports_invoice",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invoice",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "reports_invoicehistory" ("amount_cents", "client_id", "due_on", "id", "issued_on", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "voided_on") VALUES (NEW."amount_cents", NEW."client_id", NEW."due_on", NEW."id", NEW."issued_on", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."voided_on"); RETURN NULL;',
                    hash="17b8ad897269decbe3599a35f4162f7d21d64906",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c7d86",
                    table="reports_invoice",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invoice",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reports_invoicehistory" ("amount_cents", "client_id", "due_on", "id", "issued_on", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "voided_on") VALUES (OLD."amount_cents", OLD."client_id", OLD."due_on", OLD."id", OLD."issued_on", OLD."number", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."voided_on"); RETURN NULL;',
                    hash="ece0a908ac50b1d0356da4eaf6a45860312d71b4",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_f05fe",
                    table="reports_invoice",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="invoicepayment",
            constraint=models.UniqueConstraint(fields=("invoice", "paid_on", "reference"), name="invoicepayment_once"),
        ),
        migrations.AddConstraint(
            model_name="invoicepayment",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_cents", 0), _negated=True), name="invoicepayment_amount"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invoicepayment",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reports_invoicepaymenthistory" ("amount_cents", "id", "invoice_id", "paid_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference") VALUES (NEW."amount_cents", NEW."id", NEW."invoice_id", NEW."paid_on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reference"); RETURN NULL;',
                    hash="a363a944de067e16559bd287ab364a3ba7455b20",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_1682d",
                    table="reports_invoicepayment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invoicepayment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "reports_invoicepaymenthistory" ("amount_cents", "id", "invoice_id", "paid_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference") VALUES (NEW."amount_cents", NEW."id", NEW."invoice_id", NEW."paid_on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reference"); RETURN NULL;',
                    hash="0c782466508e4a92b70463e9ad262290a82fc45c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ad910",
                    table="reports_invoicepayment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invoicepayment",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reports_invoicepaymenthistory" ("amount_cents", "id", "invoice_id", "paid_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference") VALUES (OLD."amount_cents", OLD."id", OLD."invoice_id", OLD."paid_on", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reference"); RETURN NULL;',
                    hash="eacbdb09fa3c4519440a38e7c4c28ae99bbfe3ae",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_47d61",
                    table="reports_invoicepayment",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="workentry",
            constraint=models.UniqueConstraint(fields=("client", "worked_on", "hours"), name="workentry_once"),
        ),
        migrations.AddConstraint(
            model_name="workentry",
            constraint=models.CheckConstraint(condition=models.Q(("hours__gt", 0)), name="workentry_hours"),
        ),
    ]
