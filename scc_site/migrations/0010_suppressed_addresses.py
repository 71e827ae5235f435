"""Addresses that are written to no more, and how each came to be so."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

FORWARD = """
CREATE TRIGGER scc_site_suppressionhistory_append_only BEFORE UPDATE OR DELETE ON scc_site_suppressionhistory
    FOR EACH ROW EXECUTE FUNCTION scc_append_only();
CREATE TRIGGER scc_site_suppressionhistory_no_truncate BEFORE TRUNCATE ON scc_site_suppressionhistory
    FOR EACH STATEMENT EXECUTE FUNCTION scc_no_truncate();
CREATE TRIGGER scc_site_suppression_no_truncate BEFORE TRUNCATE ON scc_site_suppression
    FOR EACH STATEMENT EXECUTE FUNCTION scc_no_truncate();
"""
BACKWARD = """
DROP TRIGGER scc_site_suppression_no_truncate ON scc_site_suppression;
DROP TRIGGER scc_site_suppressionhistory_no_truncate ON scc_site_suppressionhistory;
DROP TRIGGER scc_site_suppressionhistory_append_only ON scc_site_suppressionhistory;
"""


class Migration(migrations.Migration):
    """The table, its history, the triggers that fill it, and those that keep it."""

    dependencies = [("pghistory", "0007_auto_20250421_0444"), ("scc_site", "0009_mail_events")]

    operations = [
        migrations.CreateModel(
            name="Suppression",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.CharField(max_length=254)),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("bounce", "letters came back"),
                            ("complaint", "its reader complained"),
                            ("hand", "by hand"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(help_text="What came back, or why a person decided so.", max_length=300)),
                ("since", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
                ("lifted_why", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "verbose_name": "suppressed address",
                "verbose_name_plural": "suppressed addresses",
                "ordering": ("-since", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="SuppressionHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("address", models.CharField(max_length=254)),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("bounce", "letters came back"),
                            ("complaint", "its reader complained"),
                            ("hand", "by hand"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(help_text="What came back, or why a person decided so.", max_length=300)),
                ("since", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
                ("lifted_why", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="suppression",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="suppression",
            name="letter",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="scc_site.outgoingmail",
            ),
        ),
        migrations.AddField(
            model_name="suppression",
            name="lifted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="suppressionhistory",
            name="by",
            field=models.ForeignKey(
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
        migrations.AddField(
            model_name="suppressionhistory",
            name="lifted_by",
            field=models.ForeignKey(
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
        migrations.AddField(
            model_name="suppressionhistory",
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
            model_name="suppressionhistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="scc_site.suppression",
            ),
        ),
        migrations.AddIndex(
            model_name="suppression",
            index=models.Index(fields=["address", "-since"], name="suppression_by_address"),
        ),
        migrations.AddConstraint(
            model_name="suppression",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lifted_at__isnull", True)), fields=("address",), name="suppression_one_standing"
            ),
        ),
        migrations.AddConstraint(
            model_name="suppression",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lifted_at__isnull", True), ("lifted_by__isnull", True)),
                    models.Q(("lifted_at__isnull", False), ("lifted_by__isnull", False)),
                    _connector="OR",
                ),
                name="suppression_lifted_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="suppression",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lifted_at__isnull", True), ("lifted_why", "")),
                    models.Q(("lifted_at__isnull", False), models.Q(("lifted_why", ""), _negated=True)),
                    _connector="OR",
                ),
                name="suppression_lifted_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="suppression",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("by__isnull", False), ("cause", "hand")),
                    models.Q(models.Q(("cause", "hand"), _negated=True), ("by__isnull", True)),
                    _connector="OR",
                ),
                name="suppression_by_hand_is_somebodys",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="suppression",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scc_site_suppressionhistory" ("address", "by_id", "cause", "lifted_at", "lifted_by_id", "lifted_why", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "since") VALUES (NEW."address", NEW."by_id", NEW."cause", NEW."lifted_at", NEW."lifted_by_id", NEW."lifted_why", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."since"); RETURN NULL;',
                    hash="86316fcb6b1868ef1833fed24a197db79c2a00d3",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_7985e",
                    table="scc_site_suppression",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="suppression",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."address" IS DISTINCT FROM (NEW."address") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."cause" IS DISTINCT FROM (NEW."cause") OR OLD."lifted_at" IS DISTINCT FROM (NEW."lifted_at") OR OLD."lifted_by_id" IS DISTINCT FROM (NEW."lifted_by_id") OR OLD."lifted_why" IS DISTINCT FROM (NEW."lifted_why") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."since" IS DISTINCT FROM (NEW."since"))',
                    func='INSERT INTO "scc_site_suppressionhistory" ("address", "by_id", "cause", "lifted_at", "lifted_by_id", "lifted_why", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "since") VALUES (NEW."address", NEW."by_id", NEW."cause", NEW."lifted_at", NEW."lifted_by_id", NEW."lifted_why", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."since"); RETURN NULL;',
                    hash="3504a143ad5e7094c8ffa0ce9c42525c4cc8f92a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_fb13d",
                    table="scc_site_suppression",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="suppression",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scc_site_suppressionhistory" ("address", "by_id", "cause", "lifted_at", "lifted_by_id", "lifted_why", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "since") VALUES (OLD."address", OLD."by_id", OLD."cause", OLD."lifted_at", OLD."lifted_by_id", OLD."lifted_why", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."since"); RETURN NULL;',
                    hash="bea79bee6d368e8eba4eb7d6ebc4194689f47cd5",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_91197",
                    table="scc_site_suppression",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
