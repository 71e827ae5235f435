"""Who opened a closed month again, and why."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Three columns, and the same of their history."""

    dependencies = [
        ("reports", "0004_party_months"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="fiscalperiod",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="fiscalperiod",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="fiscalperiod",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="fiscalperiod",
            name="opened_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="opened again"),
        ),
        migrations.AddField(
            model_name="fiscalperiod",
            name="opened_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="fiscalperiod",
            name="opened_why",
            field=models.CharField(blank=True, max_length=200, verbose_name="why it was opened"),
        ),
        migrations.AddField(
            model_name="fiscalperiodhistory",
            name="opened_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="opened again"),
        ),
        migrations.AddField(
            model_name="fiscalperiodhistory",
            name="opened_by",
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
            model_name="fiscalperiodhistory",
            name="opened_why",
            field=models.CharField(blank=True, max_length=200, verbose_name="why it was opened"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="fiscalperiod",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reports_fiscalperiodhistory" ("closed_at", "closed_by_id", "id", "opened_at", "opened_by_id", "opened_why", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "unit_id") VALUES (NEW."closed_at", NEW."closed_by_id", NEW."id", NEW."opened_at", NEW."opened_by_id", NEW."opened_why", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."starts_on", NEW."unit_id"); RETURN NULL;',
                    hash="fe7fbc173f0d50813c3959e141b26df24812fd68",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8b82a",
                    table="reports_fiscalperiod",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="fiscalperiod",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "reports_fiscalperiodhistory" ("closed_at", "closed_by_id", "id", "opened_at", "opened_by_id", "opened_why", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "unit_id") VALUES (NEW."closed_at", NEW."closed_by_id", NEW."id", NEW."opened_at", NEW."opened_by_id", NEW."opened_why", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."starts_on", NEW."unit_id"); RETURN NULL;',
                    hash="cfa27d2773c0ccad2124116a9d855486bf7d8d01",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_08c36",
                    table="reports_fiscalperiod",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="fiscalperiod",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reports_fiscalperiodhistory" ("closed_at", "closed_by_id", "id", "opened_at", "opened_by_id", "opened_why", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "unit_id") VALUES (OLD."closed_at", OLD."closed_by_id", OLD."id", OLD."opened_at", OLD."opened_by_id", OLD."opened_why", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."starts_on", OLD."unit_id"); RETURN NULL;',
                    hash="3c6e03497078a9ed956783087a21a3fdbbb952c7",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_dd88d",
                    table="reports_fiscalperiod",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="fiscalperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("opened_at__isnull", True), ("opened_by__isnull", True)),
                    models.Q(("opened_at__isnull", False), ("opened_by__isnull", False)),
                    _connector="OR",
                ),
                name="fiscalperiod_opened_pair",
            ),
        ),
    ]
