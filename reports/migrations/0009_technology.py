"""Components, what was checked of them, deploys, security findings, what the cloud costs and what could be saved."""

import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    """Seven tables, one of them history."""

    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("reports", "0008_vouchers"),
    ]

    operations = [
        migrations.CreateModel(
            name="SecurityFinding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200)),
                ("fingerprint", models.CharField(blank=True, default="", editable=False, max_length=64)),
                ("category", models.CharField(max_length=40)),
                (
                    "severity",
                    models.CharField(
                        choices=[("critical", "critical"), ("high", "high"), ("medium", "medium"), ("low", "low")],
                        max_length=8,
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=80)),
                ("found_on", models.DateField()),
                ("evidence", models.TextField(blank=True, max_length=2000)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("accepted", "accepted"),
                            ("fixed", "fixed"),
                            ("false", "not a hole"),
                        ],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("fixed_on", models.DateField(blank=True, null=True)),
                ("verified_on", models.DateField(blank=True, null=True)),
                ("accepted_until", models.DateField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "security finding",
                "ordering": ("component", "found_on", "title"),
            },
        ),
        migrations.CreateModel(
            name="CostOpportunity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("service", models.CharField(max_length=120)),
                ("action", models.CharField(max_length=200)),
                ("low_cents", models.PositiveBigIntegerField(blank=True, null=True, verbose_name="saves at least")),
                ("high_cents", models.PositiveBigIntegerField(blank=True, null=True, verbose_name="saves at most")),
                (
                    "effort_hours",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=7,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "open"), ("doing", "being done"), ("done", "done"), ("dropped", "dropped")],
                        default="open",
                        max_length=7,
                    ),
                ),
                (
                    "verified_cents",
                    models.PositiveBigIntegerField(blank=True, null=True, verbose_name="saved for certain"),
                ),
            ],
            options={
                "verbose_name": "saving",
                "verbose_name_plural": "savings",
                "ordering": ("service", "action"),
                "constraints": [
                    models.UniqueConstraint(fields=("service", "action"), name="costopportunity_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("low_cents__isnull", True),
                            ("high_cents__isnull", True),
                            ("high_cents__gte", models.F("low_cents")),
                            _connector="OR",
                        ),
                        name="costopportunity_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("effort_hours__isnull", True), ("effort_hours__gte", 0), _connector="OR"),
                        name="costopportunity_effort",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TechComponent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                ("kind", models.CharField(blank=True, help_text="Site, service, database, list …", max_length=40)),
                ("provider", models.CharField(blank=True, max_length=60)),
                ("runtime", models.CharField(blank=True, max_length=60)),
                ("version", models.CharField(blank=True, max_length=40)),
                (
                    "eol_on",
                    models.DateField(
                        blank=True,
                        help_text="The runtime’s last day with fixes.",
                        null=True,
                        verbose_name="end of life",
                    ),
                ),
                ("repo", models.CharField(blank=True, max_length=200, verbose_name="repository")),
                ("owner", models.CharField(blank=True, max_length=120)),
                ("environment", models.CharField(blank=True, max_length=40)),
                (
                    "criticality",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "not known"),
                            ("normal", "can be down a day"),
                            ("critical", "the business stops without it"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("data_class", models.CharField(blank=True, max_length=40, verbose_name="data it holds")),
                (
                    "is_public",
                    models.CharField(
                        choices=[("yes", "yes"), ("no", "no"), ("unknown", "unknown")],
                        default="unknown",
                        max_length=7,
                        verbose_name="open to the internet",
                    ),
                ),
                (
                    "monthly_cost_cents",
                    models.PositiveBigIntegerField(blank=True, null=True, verbose_name="cost a month"),
                ),
                ("retired_on", models.DateField(blank=True, help_text="The first day without it.", null=True)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="components",
                        to="reports.businessunit",
                    ),
                ),
            ],
            options={
                "verbose_name": "component",
                "ordering": ("unit", "name"),
            },
        ),
        migrations.CreateModel(
            name="SecurityFindingHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("fingerprint", models.CharField(blank=True, default="", editable=False, max_length=64)),
                ("category", models.CharField(max_length=40)),
                (
                    "severity",
                    models.CharField(
                        choices=[("critical", "critical"), ("high", "high"), ("medium", "medium"), ("low", "low")],
                        max_length=8,
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=80)),
                ("found_on", models.DateField()),
                ("evidence", models.TextField(blank=True, max_length=2000)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("accepted", "accepted"),
                            ("fixed", "fixed"),
                            ("false", "not a hole"),
                        ],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("fixed_on", models.DateField(blank=True, null=True)),
                ("verified_on", models.DateField(blank=True, null=True)),
                ("accepted_until", models.DateField(blank=True, null=True)),
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
                        to="reports.securityfinding",
                    ),
                ),
                (
                    "component",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reports.techcomponent",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="securityfinding",
            name="component",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="findings",
                to="reports.techcomponent",
            ),
        ),
        migrations.CreateModel(
            name="Deploy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("deployed_at", models.DateTimeField(verbose_name="at")),
                ("commit", models.CharField(blank=True, max_length=64)),
                ("committed_at", models.DateTimeField(blank=True, null=True, verbose_name="commit made at")),
                ("result", models.CharField(choices=[("ok", "went well"), ("failed", "failed")], max_length=6)),
                ("restored_at", models.DateTimeField(blank=True, null=True)),
                (
                    "component",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deploys",
                        to="reports.techcomponent",
                    ),
                ),
            ],
            options={
                "ordering": ("-deployed_at",),
            },
        ),
        migrations.CreateModel(
            name="ComponentCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "check_name",
                    models.CharField(
                        choices=[
                            ("ci", "tests run by themselves"),
                            ("staging", "staging"),
                            ("rollback", "rollback"),
                            ("backup", "backup"),
                            ("restore_test", "a restore was tried"),
                            ("monitoring", "monitoring"),
                            ("auth", "asks who you are"),
                            ("waf", "web firewall"),
                            ("analytics", "analytics"),
                            ("availability_calendar", "availability calendar"),
                            ("booking_path", "booking path tried"),
                        ],
                        max_length=24,
                        verbose_name="check",
                    ),
                ),
                (
                    "result",
                    models.CharField(choices=[("yes", "yes"), ("no", "no"), ("unknown", "unknown")], max_length=7),
                ),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="on")),
                ("evidence_url", models.URLField(blank=True, max_length=300, verbose_name="evidence")),
                (
                    "component",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="checks",
                        to="reports.techcomponent",
                    ),
                ),
            ],
            options={
                "verbose_name": "check",
                "ordering": ("component", "check_name", "-checked_on"),
            },
        ),
        migrations.CreateModel(
            name="CloudCost",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("provider", models.CharField(max_length=20)),
                ("account", models.CharField(blank=True, default="", max_length=40)),
                ("service", models.CharField(max_length=120)),
                ("month", models.DateField(help_text="Its first day.")),
                ("through_on", models.DateField(blank=True, null=True, verbose_name="counted until")),
                ("amount_cents", models.BigIntegerField(verbose_name="amount")),
                ("credit_cents", models.BigIntegerField(default=0, verbose_name="credits and refunds")),
                ("tax_cents", models.BigIntegerField(default=0, verbose_name="tax")),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cloud_costs",
                        to="reports.businessunit",
                    ),
                ),
            ],
            options={
                "verbose_name": "cloud cost",
                "ordering": ("-month", "provider", "service"),
                "indexes": [models.Index(fields=["month"], name="cloudcost_by_month")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("provider", "account", "service", "unit", "month"),
                        name="cloudcost_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(condition=models.Q(("month__day", 1)), name="cloudcost_first_day"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("through_on__isnull", True), ("through_on__gte", models.F("month")), _connector="OR"
                        ),
                        name="cloudcost_through_month",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="techcomponent",
            constraint=models.UniqueConstraint(fields=("unit", "name"), name="techcomponent_once"),
        ),
        migrations.AddConstraint(
            model_name="securityfinding",
            constraint=models.UniqueConstraint(
                fields=("component", "title", "fingerprint"), name="securityfinding_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="securityfinding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("fixed_on__isnull", True), ("fixed_on__gte", models.F("found_on")), _connector="OR"
                ),
                name="securityfinding_forward",
            ),
        ),
        migrations.AddConstraint(
            model_name="securityfinding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("fixed_on__isnull", False), ("status", "fixed")),
                    models.Q(models.Q(("status", "fixed"), _negated=True), ("fixed_on__isnull", True)),
                    _connector="OR",
                ),
                name="securityfinding_fixed_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="securityfinding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("verified_on__isnull", True), ("verified_on__gte", models.F("fixed_on")), _connector="OR"
                ),
                name="securityfinding_verified_after_fix",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="securityfinding",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reports_securityfindinghistory" ("accepted_until", "category", "component_id", "evidence", "fingerprint", "fixed_on", "found_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "severity", "source", "status", "title", "verified_on") VALUES (NEW."accepted_until", NEW."category", NEW."component_id", NEW."evidence", NEW."fingerprint", NEW."fixed_on", NEW."found_on", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."severity", NEW."source", NEW."status", NEW."title", NEW."verified_on"); RETURN NULL;',
                    hash="7eed67cab0bea68e2c3ceb7c4232e09da6fd9116",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_99b6b",
                    table="reports_securityfinding",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="securityfinding",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "reports_securityfindinghistory" ("accepted_until", "category", "component_id", "evidence", "fingerprint", "fixed_on", "found_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "severity", "source", "status", "title", "verified_on") VALUES (NEW."accepted_until", NEW."category", NEW."component_id", NEW."evidence", NEW."fingerprint", NEW."fixed_on", NEW."found_on", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."severity", NEW."source", NEW."status", NEW."title", NEW."verified_on"); RETURN NULL;',
                    hash="cc3a961faf8f7f3aac58f128c4c21b6e999b13e3",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5f3c5",
                    table="reports_securityfinding",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="securityfinding",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reports_securityfindinghistory" ("accepted_until", "category", "component_id", "evidence", "fingerprint", "fixed_on", "found_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "severity", "source", "status", "title", "verified_on") VALUES (OLD."accepted_until", OLD."category", OLD."component_id", OLD."evidence", OLD."fingerprint", OLD."fixed_on", OLD."found_on", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."severity", OLD."source", OLD."status", OLD."title", OLD."verified_on"); RETURN NULL;',
                    hash="ff072fdea0b0c406c1ff9b1ac1f82b4fbbb8127c",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_55be9",
                    table="reports_securityfinding",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="deploy",
            constraint=models.UniqueConstraint(fields=("component", "deployed_at"), name="deploy_once"),
        ),
        migrations.AddConstraint(
            model_name="deploy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("committed_at__isnull", True), ("committed_at__lte", models.F("deployed_at")), _connector="OR"
                ),
                name="deploy_after_its_commit",
            ),
        ),
        migrations.AddConstraint(
            model_name="deploy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("restored_at__isnull", True),
                    models.Q(("restored_at__gte", models.F("deployed_at")), ("result", "failed")),
                    _connector="OR",
                ),
                name="deploy_restored_after_failing",
            ),
        ),
        migrations.AddConstraint(
            model_name="componentcheck",
            constraint=models.UniqueConstraint(
                fields=("component", "check_name", "checked_on"), name="componentcheck_once", nulls_distinct=False
            ),
        ),
    ]
