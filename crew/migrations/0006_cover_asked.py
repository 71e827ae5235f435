"""Since when, and by whom, cover is asked for a seat."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns, and the history that follows them."""

    dependencies = [
        ("crew", "0005_history_kept"),
        ("events", "0004_history_kept"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="assignment",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="assignment",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="assignment",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="assignment",
            name="cover_asked_at",
            field=models.DateTimeField(blank=True, help_text="Since when the holder asks for cover.", null=True),
        ),
        migrations.AddField(
            model_name="assignment",
            name="cover_asked_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="assignmenthistory",
            name="cover_asked_at",
            field=models.DateTimeField(blank=True, help_text="Since when the holder asks for cover.", null=True),
        ),
        migrations.AddField(
            model_name="assignmenthistory",
            name="cover_asked_by",
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
        pgtrigger.migrations.AddTrigger(
            model_name="assignment",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "crew_assignmenthistory" ("answer_by", "confirmed_at", "confirmed_by_id", "cover_asked_at", "cover_asked_by_id", "ended_at", "ended_by_id", "event_id", "id", "made_at", "made_by_id", "offered_at", "offered_by_id", "period", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "seat_id", "state", "takes_over_id") VALUES (NEW."answer_by", NEW."confirmed_at", NEW."confirmed_by_id", NEW."cover_asked_at", NEW."cover_asked_by_id", NEW."ended_at", NEW."ended_by_id", NEW."event_id", NEW."id", NEW."made_at", NEW."made_by_id", NEW."offered_at", NEW."offered_by_id", NEW."period", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."seat_id", NEW."state", NEW."takes_over_id"); RETURN NULL;',
                    hash="6ebab9677c16d8c6fb913cdfd2a062b07c414d57",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_84e89",
                    table="crew_assignment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assignment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "crew_assignmenthistory" ("answer_by", "confirmed_at", "confirmed_by_id", "cover_asked_at", "cover_asked_by_id", "ended_at", "ended_by_id", "event_id", "id", "made_at", "made_by_id", "offered_at", "offered_by_id", "period", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "seat_id", "state", "takes_over_id") VALUES (NEW."answer_by", NEW."confirmed_at", NEW."confirmed_by_id", NEW."cover_asked_at", NEW."cover_asked_by_id", NEW."ended_at", NEW."ended_by_id", NEW."event_id", NEW."id", NEW."made_at", NEW."made_by_id", NEW."offered_at", NEW."offered_by_id", NEW."period", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."seat_id", NEW."state", NEW."takes_over_id"); RETURN NULL;',
                    hash="4e9e884a77a73ffea4da7a4974b3c04cf4ebca56",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2ca5a",
                    table="crew_assignment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assignment",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "crew_assignmenthistory" ("answer_by", "confirmed_at", "confirmed_by_id", "cover_asked_at", "cover_asked_by_id", "ended_at", "ended_by_id", "event_id", "id", "made_at", "made_by_id", "offered_at", "offered_by_id", "period", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "seat_id", "state", "takes_over_id") VALUES (OLD."answer_by", OLD."confirmed_at", OLD."confirmed_by_id", OLD."cover_asked_at", OLD."cover_asked_by_id", OLD."ended_at", OLD."ended_by_id", OLD."event_id", OLD."id", OLD."made_at", OLD."made_by_id", OLD."offered_at", OLD."offered_by_id", OLD."period", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."seat_id", OLD."state", OLD."takes_over_id"); RETURN NULL;',
                    hash="ba6eb9ffff50587d4a66b3003bf745f24a66875e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_77c20",
                    table="crew_assignment",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cover_asked_at__isnull", True), ("cover_asked_by__isnull", True)),
                    models.Q(("cover_asked_at__isnull", False), ("cover_asked_by__isnull", False)),
                    _connector="OR",
                ),
                name="assignment_cover_asked_pair",
            ),
        ),
    ]
