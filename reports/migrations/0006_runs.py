"""What reports said, kept: runs with their figures, findings and files, and the house's own thresholds."""

import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from scc_site.tables import Tables

FORWARD = """
SELECT reports_keep_histories();
CREATE TRIGGER runvalue_append_only BEFORE UPDATE OR DELETE ON reports_runvalue
    FOR EACH ROW EXECUTE FUNCTION scc_append_only();
CREATE TRIGGER runfinding_append_only BEFORE UPDATE OR DELETE ON reports_runfinding
    FOR EACH ROW EXECUTE FUNCTION scc_append_only();
CREATE TRIGGER runfile_append_only BEFORE UPDATE OR DELETE ON reports_runfile
    FOR EACH ROW EXECUTE FUNCTION scc_append_only();
CREATE FUNCTION reports_run_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'what a report said is kept' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.id, NEW.slug, NEW.unit_id, NEW.period, NEW.as_of, NEW.trigger, NEW.built_at)
        IS DISTINCT FROM (OLD.id, OLD.slug, OLD.unit_id, OLD.period, OLD.as_of, OLD.trigger, OLD.built_at)
        OR OLD.sha256 <> '' AND (NEW.sha256, NEW.tree, NEW.variant) IS DISTINCT FROM (OLD.sha256, OLD.tree, OLD.variant)
    THEN
        RAISE EXCEPTION 'what a report said is never rewritten' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER run_stands BEFORE UPDATE OR DELETE ON reports_reportrun
    FOR EACH ROW EXECUTE FUNCTION reports_run_stands();
"""
BACKWARD = """
DROP TRIGGER run_stands ON reports_reportrun;
DROP FUNCTION reports_run_stands();
DROP TRIGGER runfile_append_only ON reports_runfile;
DROP TRIGGER runfinding_append_only ON reports_runfinding;
DROP TRIGGER runvalue_append_only ON reports_runvalue;
"""


class Migration(migrations.Migration):
    """Runs, their parts, thresholds, and the triggers that keep them."""

    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("reports", "0005_histories_kept"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Tables(
            [
                migrations.CreateModel(
                    name="ReportRun",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("slug", models.CharField(max_length=20, verbose_name="report")),
                        ("period", models.DateField()),
                        ("as_of", models.DateField()),
                        ("variant", models.CharField(default="A", max_length=1)),
                        ("trigger", models.CharField(max_length=120)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("building", "being built"),
                                    ("draft", "draft"),
                                    ("needs_review", "waits for approval"),
                                    ("approved", "approved"),
                                    ("sending", "being sent"),
                                    ("sent", "sent"),
                                    ("partly_sent", "sent in part"),
                                    ("failed", "failed"),
                                    ("cancelled", "cancelled"),
                                    ("superseded", "superseded"),
                                ],
                                default="building",
                                max_length=12,
                            ),
                        ),
                        ("tree", models.JSONField(editable=False, null=True)),
                        ("sha256", models.CharField(blank=True, editable=False, max_length=64)),
                        ("built_at", models.DateTimeField()),
                        ("approved_at", models.DateTimeField(blank=True, null=True)),
                        ("fault", models.CharField(blank=True, max_length=500)),
                        (
                            "approver",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "before",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="after",
                                to="reports.reportrun",
                            ),
                        ),
                        (
                            "builder",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "corrects",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="corrections",
                                to="reports.reportrun",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="runs",
                                to="reports.businessunit",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "report run",
                        "ordering": ("-built_at",),
                    },
                ),
                migrations.CreateModel(
                    name="RuleLimit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("rule", models.CharField(max_length=12)),
                        ("name", models.CharField(max_length=40)),
                        ("amount", models.DecimalField(decimal_places=4, max_digits=18)),
                        ("set_at", models.DateTimeField()),
                        ("note", models.CharField(blank=True, max_length=200)),
                        (
                            "setter",
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
                        "verbose_name": "threshold",
                        "ordering": ("rule", "name"),
                    },
                ),
                migrations.CreateModel(
                    name="RuleLimitHistory",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("rule", models.CharField(max_length=12)),
                        ("name", models.CharField(max_length=40)),
                        ("amount", models.DecimalField(decimal_places=4, max_digits=18)),
                        ("set_at", models.DateTimeField()),
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
                                to="reports.rulelimit",
                            ),
                        ),
                        (
                            "setter",
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
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="RunFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "format",
                            models.CharField(
                                choices=[
                                    ("page", "page"),
                                    ("html", "mail"),
                                    ("txt", "text"),
                                    ("pdf", "PDF"),
                                    ("xlsx", "workbook"),
                                    ("svg", "chart"),
                                ],
                                max_length=4,
                            ),
                        ),
                        ("name", models.CharField(blank=True, max_length=120)),
                        ("clearance", models.CharField(blank=True, max_length=60)),
                        ("content", models.BinaryField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("made_at", models.DateTimeField()),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="files",
                                to="reports.reportrun",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="RunFinding",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("place", models.PositiveIntegerField()),
                        ("key", models.TextField()),
                        ("rule", models.CharField(max_length=12)),
                        ("version", models.PositiveSmallIntegerField()),
                        (
                            "severity",
                            models.CharField(
                                choices=[
                                    ("critical", "critical"),
                                    ("high", "high"),
                                    ("medium", "medium"),
                                    ("low", "low"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("area", models.CharField(max_length=12)),
                        ("unit", models.CharField(blank=True, max_length=40)),
                        ("subject", models.TextField()),
                        ("title", models.TextField()),
                        (
                            "certainty",
                            models.CharField(
                                choices=[("complete", "complete"), ("partial", "partial"), ("estimate", "estimate")],
                                max_length=8,
                            ),
                        ),
                        ("evidence", models.JSONField(default=list)),
                        ("stake_cents", models.BigIntegerField(blank=True, help_text="A month.", null=True)),
                        ("label", models.CharField(blank=True, max_length=20)),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="findings",
                                to="reports.reportrun",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("run", "place"),
                    },
                ),
                migrations.CreateModel(
                    name="RunValue",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "place",
                            models.PositiveIntegerField(help_text="Its number within the run, as links name it."),
                        ),
                        ("key", models.TextField()),
                        ("metric", models.CharField(max_length=80)),
                        ("title", models.TextField()),
                        ("unit", models.CharField(blank=True, max_length=40)),
                        ("period", models.CharField(blank=True, max_length=20)),
                        ("subject", models.TextField(blank=True)),
                        ("formula", models.CharField(blank=True, max_length=20)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("ok", "ok"),
                                    ("zero", "zero"),
                                    ("stale", "stale"),
                                    ("partial", "partial"),
                                    ("not_applicable", "not applicable"),
                                    ("undefined", "undefined"),
                                    ("no_data", "no data"),
                                    ("withheld", "withheld"),
                                ],
                                max_length=14,
                            ),
                        ),
                        ("amount", models.DecimalField(blank=True, decimal_places=16, max_digits=40, null=True)),
                        (
                            "measure",
                            models.CharField(
                                choices=[
                                    ("cents", "cents"),
                                    ("share", "share"),
                                    ("count", "count"),
                                    ("number", "number"),
                                    ("months", "months"),
                                    ("days", "days"),
                                    ("hours", "hours"),
                                    ("miles", "miles"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "coverage",
                            models.CharField(
                                choices=[("none", "none"), ("partial", "partial"), ("complete", "complete")],
                                max_length=8,
                            ),
                        ),
                        ("n", models.PositiveIntegerField(default=0)),
                        ("evidence", models.JSONField(default=list)),
                        ("missing", models.JSONField(default=list)),
                        ("note", models.TextField(blank=True)),
                        ("label", models.CharField(blank=True, max_length=20)),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="values",
                                to="reports.reportrun",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("run", "place"),
                    },
                ),
                migrations.AddIndex(
                    model_name="reportrun",
                    index=models.Index(fields=["slug", "unit", "-built_at"], name="runs_by_report"),
                ),
                migrations.AddConstraint(
                    model_name="reportrun",
                    constraint=models.UniqueConstraint(
                        fields=("slug", "unit", "period", "trigger"), name="run_once", nulls_distinct=False
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reportrun",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("variant__in", ("A", "B"))), name="run_variant"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reportrun",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("approver__isnull", True), ("approved_at__isnull", False), _connector="OR"),
                        name="run_approved",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reportrun",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("building", "failed")),
                            models.Q(("sha256", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="run_is_kept",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="rulelimit",
                    constraint=models.UniqueConstraint(fields=("rule", "name"), name="rule_limit_once"),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="rulelimit",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "reports_rulelimithistory" ("amount", "id", "name", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rule", "set_at", "setter_id") VALUES (NEW."amount", NEW."id", NEW."name", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rule", NEW."set_at", NEW."setter_id"); RETURN NULL;',
                            hash="4229719052911a49ce1fb83cbb7a221d70339f32",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_c44ec",
                            table="reports_rulelimit",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="rulelimit",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "reports_rulelimithistory" ("amount", "id", "name", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rule", "set_at", "setter_id") VALUES (NEW."amount", NEW."id", NEW."name", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rule", NEW."set_at", NEW."setter_id"); RETURN NULL;',
                            hash="f6fa87a8c8bfba29466b0144ba149bca9fc23247",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_29b1e",
                            table="reports_rulelimit",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="rulelimit",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "reports_rulelimithistory" ("amount", "id", "name", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rule", "set_at", "setter_id") VALUES (OLD."amount", OLD."id", OLD."name", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."rule", OLD."set_at", OLD."setter_id"); RETURN NULL;',
                            hash="83794599aa4cea811c8c78700a655ca112443633",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_a1dc9",
                            table="reports_rulelimit",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="runfile",
                    constraint=models.UniqueConstraint(
                        fields=("run", "format", "name", "clearance"), name="run_file_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="runfinding",
                    constraint=models.UniqueConstraint(fields=("run", "key"), name="run_finding_once"),
                ),
                migrations.AddConstraint(
                    model_name="runvalue",
                    constraint=models.UniqueConstraint(fields=("run", "key"), name="run_value_once"),
                ),
                migrations.AddConstraint(
                    model_name="runvalue",
                    constraint=models.UniqueConstraint(fields=("run", "place"), name="run_value_place"),
                ),
            ]
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
