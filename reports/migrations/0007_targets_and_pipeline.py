"""Targets, declared figures, rules, milestones, capital, and opportunities with the days of their stages."""

import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import reports.models.money


class Migration(migrations.Migration):
    """Ten tables; of targets and rules every change is kept."""

    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("reports", "0006_holdings"),
    ]

    operations = [
        migrations.CreateModel(
            name="CapitalTier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rank", models.PositiveSmallIntegerField(unique=True)),
                ("name", models.CharField(max_length=80)),
                (
                    "gate_metric",
                    models.CharField(
                        blank=True, max_length=40, validators=[reports.models.money.known_metric], verbose_name="gate"
                    ),
                ),
                (
                    "gate_amount",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=18, null=True, verbose_name="gate opens at"
                    ),
                ),
                ("cap_cents", models.PositiveBigIntegerField(blank=True, null=True, verbose_name="cap")),
            ],
            options={
                "verbose_name": "capital tier",
                "ordering": ("rank",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("gate_amount__isnull", True), ("gate_metric", "")),
                            models.Q(models.Q(("gate_metric", ""), _negated=True), ("gate_amount__isnull", False)),
                            _connector="OR",
                        ),
                        name="capitaltier_gate_whole",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FinancialRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "slot",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(3),
                        ]
                    ),
                ),
                (
                    "metric",
                    models.CharField(
                        max_length=40, validators=[reports.models.money.known_metric], verbose_name="metric"
                    ),
                ),
                (
                    "operator",
                    models.CharField(
                        choices=[
                            (">=", "at least"),
                            (">", "more than"),
                            ("<=", "at most"),
                            ("<", "less than"),
                            ("=", "exactly"),
                        ],
                        default=">=",
                        max_length=2,
                    ),
                ),
                ("threshold", models.DecimalField(decimal_places=4, max_digits=18, verbose_name="threshold")),
                (
                    "window",
                    models.CharField(
                        choices=[
                            ("month", "the last complete month"),
                            ("t3m", "the mean of the last three months"),
                            ("t12m", "the mean of the last twelve months"),
                        ],
                        default="month",
                        max_length=5,
                    ),
                ),
                ("adopted_by", models.CharField(blank=True, max_length=120, verbose_name="adopted by")),
                ("adopted_on", models.DateField(blank=True, null=True, verbose_name="adopted on")),
                ("consequence", models.CharField(blank=True, max_length=200, verbose_name="what follows")),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="money_rules",
                        to="reports.businessunit",
                    ),
                ),
            ],
            options={
                "verbose_name": "financial rule",
                "ordering": ("unit", "slot"),
            },
        ),
        migrations.CreateModel(
            name="FinancialRuleHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "slot",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(3),
                        ]
                    ),
                ),
                (
                    "metric",
                    models.CharField(
                        max_length=40, validators=[reports.models.money.known_metric], verbose_name="metric"
                    ),
                ),
                (
                    "operator",
                    models.CharField(
                        choices=[
                            (">=", "at least"),
                            (">", "more than"),
                            ("<=", "at most"),
                            ("<", "less than"),
                            ("=", "exactly"),
                        ],
                        default=">=",
                        max_length=2,
                    ),
                ),
                ("threshold", models.DecimalField(decimal_places=4, max_digits=18, verbose_name="threshold")),
                (
                    "window",
                    models.CharField(
                        choices=[
                            ("month", "the last complete month"),
                            ("t3m", "the mean of the last three months"),
                            ("t12m", "the mean of the last twelve months"),
                        ],
                        default="month",
                        max_length=5,
                    ),
                ),
                ("adopted_by", models.CharField(blank=True, max_length=120, verbose_name="adopted by")),
                ("adopted_on", models.DateField(blank=True, null=True, verbose_name="adopted on")),
                ("consequence", models.CharField(blank=True, max_length=200, verbose_name="what follows")),
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
                        to="reports.financialrule",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
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
        migrations.CreateModel(
            name="Milestone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "metric",
                    models.CharField(
                        max_length=40, validators=[reports.models.money.known_metric], verbose_name="metric"
                    ),
                ),
                (
                    "operator",
                    models.CharField(
                        choices=[
                            (">=", "at least"),
                            (">", "more than"),
                            ("<=", "at most"),
                            ("<", "less than"),
                            ("=", "exactly"),
                        ],
                        default=">=",
                        max_length=2,
                    ),
                ),
                ("target", models.DecimalField(decimal_places=4, max_digits=18, verbose_name="target")),
                ("due", models.DateField(verbose_name="due on")),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="milestones",
                        to="reports.businessunit",
                    ),
                ),
            ],
            options={
                "ordering": ("due", "unit"),
            },
        ),
        migrations.CreateModel(
            name="Opportunity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=80, verbose_name="name")),
                ("channel", models.CharField(blank=True, max_length=80)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("lead", "lead"),
                            ("qualified", "qualified"),
                            ("proposal", "proposal"),
                            ("negotiation", "negotiation"),
                            ("won", "won"),
                            ("lost", "lost"),
                        ],
                        default="lead",
                        max_length=12,
                    ),
                ),
                ("value_cents", models.PositiveBigIntegerField(blank=True, null=True, verbose_name="value")),
                (
                    "probability",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        help_text="From 0 to 1.",
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(1),
                        ],
                    ),
                ),
                ("expected_on", models.DateField(blank=True, null=True, verbose_name="expected on")),
                ("next_step_on", models.DateField(blank=True, null=True, verbose_name="next step on")),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opportunities",
                        to="reports.businessunit",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "opportunities",
                "ordering": ("unit", "key"),
            },
        ),
        migrations.CreateModel(
            name="OpportunityStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entered_on", models.DateField(verbose_name="since")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("lead", "lead"),
                            ("qualified", "qualified"),
                            ("proposal", "proposal"),
                            ("negotiation", "negotiation"),
                            ("won", "won"),
                            ("lost", "lost"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "opportunity",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="reports.opportunity",
                    ),
                ),
            ],
            options={
                "verbose_name": "stage",
                "ordering": ("opportunity", "entered_on"),
            },
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "metric",
                    models.CharField(
                        max_length=40, validators=[reports.models.money.known_metric], verbose_name="metric"
                    ),
                ),
                ("month", models.DateField(help_text="Its first day.")),
                ("amount", models.DecimalField(decimal_places=4, max_digits=18, verbose_name="target")),
                ("set_by", models.CharField(blank=True, max_length=120, verbose_name="set by")),
                ("note", models.CharField(blank=True, max_length=200)),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="targets",
                        to="reports.businessunit",
                    ),
                ),
            ],
            options={
                "ordering": ("-month", "unit", "metric"),
            },
        ),
        migrations.CreateModel(
            name="TargetHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "metric",
                    models.CharField(
                        max_length=40, validators=[reports.models.money.known_metric], verbose_name="metric"
                    ),
                ),
                ("month", models.DateField(help_text="Its first day.")),
                ("amount", models.DecimalField(decimal_places=4, max_digits=18, verbose_name="target")),
                ("set_by", models.CharField(blank=True, max_length=120, verbose_name="set by")),
                ("note", models.CharField(blank=True, max_length=200)),
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
                        to="reports.target",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
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
        migrations.CreateModel(
            name="CapitalRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120)),
                ("cost_cents", models.PositiveBigIntegerField(verbose_name="cost")),
                (
                    "monthly_benefit_cents",
                    models.BigIntegerField(blank=True, null=True, verbose_name="monthly benefit"),
                ),
                (
                    "confidence",
                    models.CharField(
                        blank=True, choices=[("low", "low"), ("medium", "medium"), ("high", "high")], max_length=6
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "open"), ("funded", "funded"), ("declined", "declined")],
                        default="open",
                        max_length=8,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="capital_requests",
                        to="reports.businessunit",
                    ),
                ),
                (
                    "tier",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="reports.capitaltier",
                    ),
                ),
            ],
            options={
                "verbose_name": "capital request",
                "ordering": ("unit", "title"),
                "constraints": [models.UniqueConstraint(fields=("unit", "title"), name="capitalrequest_once")],
            },
        ),
        migrations.CreateModel(
            name="Declared",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "metric",
                    models.CharField(
                        max_length=40, validators=[reports.models.money.known_metric], verbose_name="metric"
                    ),
                ),
                ("low", models.DecimalField(decimal_places=4, max_digits=18, verbose_name="from")),
                ("high", models.DecimalField(decimal_places=4, max_digits=18, verbose_name="to")),
                ("source", models.CharField(blank=True, help_text="Who said so, where and when.", max_length=200)),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="declared",
                        to="reports.businessunit",
                    ),
                ),
            ],
            options={
                "verbose_name": "declared figure",
                "ordering": ("unit", "metric"),
                "constraints": [
                    models.UniqueConstraint(fields=("unit", "metric"), name="declared_once"),
                    models.CheckConstraint(condition=models.Q(("low__lte", models.F("high"))), name="declared_forward"),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="financialrule",
            constraint=models.UniqueConstraint(fields=("unit", "slot"), name="financialrule_once"),
        ),
        migrations.AddConstraint(
            model_name="financialrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("slot__gte", 1), ("slot__lte", 3)), name="financialrule_slot"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="financialrule",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reports_financialrulehistory" ("adopted_by", "adopted_on", "consequence", "id", "metric", "operator", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slot", "threshold", "unit_id", "window") VALUES (NEW."adopted_by", NEW."adopted_on", NEW."consequence", NEW."id", NEW."metric", NEW."operator", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."slot", NEW."threshold", NEW."unit_id", NEW."window"); RETURN NULL;',
                    hash="b7e68dc6266d1d238ca5b2622d09f3b436094428",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_32ca3",
                    table="reports_financialrule",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="financialrule",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "reports_financialrulehistory" ("adopted_by", "adopted_on", "consequence", "id", "metric", "operator", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slot", "threshold", "unit_id", "window") VALUES (NEW."adopted_by", NEW."adopted_on", NEW."consequence", NEW."id", NEW."metric", NEW."operator", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."slot", NEW."threshold", NEW."unit_id", NEW."window"); RETURN NULL;',
                    hash="543379a5043eefe8b1a9b31f3745d8d8406f1e4b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b005d",
                    table="reports_financialrule",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="financialrule",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reports_financialrulehistory" ("adopted_by", "adopted_on", "consequence", "id", "metric", "operator", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slot", "threshold", "unit_id", "window") VALUES (OLD."adopted_by", OLD."adopted_on", OLD."consequence", OLD."id", OLD."metric", OLD."operator", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."slot", OLD."threshold", OLD."unit_id", OLD."window"); RETURN NULL;',
                    hash="74ec5826bd81f9a1c8db90c61b0e6ed3451b148e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_32842",
                    table="reports_financialrule",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="milestone",
            constraint=models.UniqueConstraint(fields=("unit", "metric"), name="milestone_once"),
        ),
        migrations.AddConstraint(
            model_name="opportunity",
            constraint=models.UniqueConstraint(fields=("unit", "key"), name="opportunity_once"),
        ),
        migrations.AddConstraint(
            model_name="opportunity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("probability__isnull", True),
                    models.Q(("probability__gte", 0), ("probability__lte", 1)),
                    _connector="OR",
                ),
                name="opportunity_probability",
            ),
        ),
        migrations.AddConstraint(
            model_name="opportunitystep",
            constraint=models.UniqueConstraint(fields=("opportunity", "entered_on"), name="opportunitystep_once"),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.UniqueConstraint(fields=("unit", "metric", "month"), name="target_once"),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.CheckConstraint(condition=models.Q(("month__day", 1)), name="target_first_day"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="target",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reports_targethistory" ("amount", "id", "metric", "month", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "set_by", "unit_id") VALUES (NEW."amount", NEW."id", NEW."metric", NEW."month", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."set_by", NEW."unit_id"); RETURN NULL;',
                    hash="382a19d30bb64a33e4897b7bf7e36bb5c96e2326",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_cfa69",
                    table="reports_target",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="target",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "reports_targethistory" ("amount", "id", "metric", "month", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "set_by", "unit_id") VALUES (NEW."amount", NEW."id", NEW."metric", NEW."month", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."set_by", NEW."unit_id"); RETURN NULL;',
                    hash="f36134eeb21a7cfeb06b8890b060e630305498e9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_40222",
                    table="reports_target",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="target",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reports_targethistory" ("amount", "id", "metric", "month", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "set_by", "unit_id") VALUES (OLD."amount", OLD."id", OLD."metric", OLD."month", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."set_by", OLD."unit_id"); RETURN NULL;',
                    hash="ae5ac3873e8cba6e3027e69fcbe1719090d1fd44",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_16f1d",
                    table="reports_target",
                    when="AFTER",
                ),
            ),
        ),
    ]
