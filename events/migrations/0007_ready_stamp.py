"""The stamp "ready to sail": who, when, and what stood then."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Three columns, their pair, and the history's triggers anew."""

    dependencies = [
        ("events", "0006_status_index"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="sailevent",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="sailevent",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="sailevent",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="sailevent",
            name="ready_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="sailevent",
            name="ready_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="sailevent",
            name="ready_saw",
            field=models.JSONField(blank=True, default=dict, verbose_name="what stood when stamped ready"),
        ),
        migrations.AddField(
            model_name="saileventhistory",
            name="ready_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="saileventhistory",
            name="ready_by",
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
            model_name="saileventhistory",
            name="ready_saw",
            field=models.JSONField(blank=True, default=dict, verbose_name="what stood when stamped ready"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sailevent",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "events_saileventhistory" ("batch_id", "call_at", "cancelled_at", "cancelled_by_id", "cancelled_why", "capacity", "captain_state", "closed_at", "closed_by_id", "created_at", "created_by_id", "decide_by", "departed_at", "departed_by_id", "departs_at", "dock", "event_id", "event_type_id", "held_at", "held_by_id", "held_why", "id", "itinerary", "notes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "ready_at", "ready_by_id", "ready_saw", "returned_at", "returned_by_id", "returns_at", "sails_on", "seats_filled", "seats_total", "status", "sunset_at", "version", "vessel_id") VALUES (NEW."batch_id", NEW."call_at", NEW."cancelled_at", NEW."cancelled_by_id", NEW."cancelled_why", NEW."capacity", NEW."captain_state", NEW."closed_at", NEW."closed_by_id", NEW."created_at", NEW."created_by_id", NEW."decide_by", NEW."departed_at", NEW."departed_by_id", NEW."departs_at", NEW."dock", NEW."event_id", NEW."event_type_id", NEW."held_at", NEW."held_by_id", NEW."held_why", NEW."id", NEW."itinerary", NEW."notes", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."ready_at", NEW."ready_by_id", NEW."ready_saw", NEW."returned_at", NEW."returned_by_id", NEW."returns_at", NEW."sails_on", NEW."seats_filled", NEW."seats_total", NEW."status", NEW."sunset_at", NEW."version", NEW."vessel_id"); RETURN NULL;',
                    hash="cd4d5b3d4fef568c5670eef7d61e5a590ff8a162",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c6bce",
                    table="events_sailevent",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sailevent",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."batch_id" IS DISTINCT FROM (NEW."batch_id") OR OLD."call_at" IS DISTINCT FROM (NEW."call_at") OR OLD."cancelled_at" IS DISTINCT FROM (NEW."cancelled_at") OR OLD."cancelled_by_id" IS DISTINCT FROM (NEW."cancelled_by_id") OR OLD."cancelled_why" IS DISTINCT FROM (NEW."cancelled_why") OR OLD."capacity" IS DISTINCT FROM (NEW."capacity") OR OLD."captain_state" IS DISTINCT FROM (NEW."captain_state") OR OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."closed_by_id" IS DISTINCT FROM (NEW."closed_by_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."decide_by" IS DISTINCT FROM (NEW."decide_by") OR OLD."departed_at" IS DISTINCT FROM (NEW."departed_at") OR OLD."departed_by_id" IS DISTINCT FROM (NEW."departed_by_id") OR OLD."departs_at" IS DISTINCT FROM (NEW."departs_at") OR OLD."dock" IS DISTINCT FROM (NEW."dock") OR OLD."event_id" IS DISTINCT FROM (NEW."event_id") OR OLD."event_type_id" IS DISTINCT FROM (NEW."event_type_id") OR OLD."held_at" IS DISTINCT FROM (NEW."held_at") OR OLD."held_by_id" IS DISTINCT FROM (NEW."held_by_id") OR OLD."held_why" IS DISTINCT FROM (NEW."held_why") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."itinerary" IS DISTINCT FROM (NEW."itinerary") OR OLD."notes" IS DISTINCT FROM (NEW."notes") OR OLD."ready_at" IS DISTINCT FROM (NEW."ready_at") OR OLD."ready_by_id" IS DISTINCT FROM (NEW."ready_by_id") OR OLD."ready_saw" IS DISTINCT FROM (NEW."ready_saw") OR OLD."returned_at" IS DISTINCT FROM (NEW."returned_at") OR OLD."returned_by_id" IS DISTINCT FROM (NEW."returned_by_id") OR OLD."returns_at" IS DISTINCT FROM (NEW."returns_at") OR OLD."sails_on" IS DISTINCT FROM (NEW."sails_on") OR OLD."seats_filled" IS DISTINCT FROM (NEW."seats_filled") OR OLD."seats_total" IS DISTINCT FROM (NEW."seats_total") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."sunset_at" IS DISTINCT FROM (NEW."sunset_at") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."vessel_id" IS DISTINCT FROM (NEW."vessel_id"))',
                    func='INSERT INTO "events_saileventhistory" ("batch_id", "call_at", "cancelled_at", "cancelled_by_id", "cancelled_why", "capacity", "captain_state", "closed_at", "closed_by_id", "created_at", "created_by_id", "decide_by", "departed_at", "departed_by_id", "departs_at", "dock", "event_id", "event_type_id", "held_at", "held_by_id", "held_why", "id", "itinerary", "notes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "ready_at", "ready_by_id", "ready_saw", "returned_at", "returned_by_id", "returns_at", "sails_on", "seats_filled", "seats_total", "status", "sunset_at", "version", "vessel_id") VALUES (NEW."batch_id", NEW."call_at", NEW."cancelled_at", NEW."cancelled_by_id", NEW."cancelled_why", NEW."capacity", NEW."captain_state", NEW."closed_at", NEW."closed_by_id", NEW."created_at", NEW."created_by_id", NEW."decide_by", NEW."departed_at", NEW."departed_by_id", NEW."departs_at", NEW."dock", NEW."event_id", NEW."event_type_id", NEW."held_at", NEW."held_by_id", NEW."held_why", NEW."id", NEW."itinerary", NEW."notes", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."ready_at", NEW."ready_by_id", NEW."ready_saw", NEW."returned_at", NEW."returned_by_id", NEW."returns_at", NEW."sails_on", NEW."seats_filled", NEW."seats_total", NEW."status", NEW."sunset_at", NEW."version", NEW."vessel_id"); RETURN NULL;',
                    hash="ffc40abd272ad2b3284a3efc42b9650eb9a6fad2",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_92362",
                    table="events_sailevent",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sailevent",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "events_saileventhistory" ("batch_id", "call_at", "cancelled_at", "cancelled_by_id", "cancelled_why", "capacity", "captain_state", "closed_at", "closed_by_id", "created_at", "created_by_id", "decide_by", "departed_at", "departed_by_id", "departs_at", "dock", "event_id", "event_type_id", "held_at", "held_by_id", "held_why", "id", "itinerary", "notes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "ready_at", "ready_by_id", "ready_saw", "returned_at", "returned_by_id", "returns_at", "sails_on", "seats_filled", "seats_total", "status", "sunset_at", "version", "vessel_id") VALUES (OLD."batch_id", OLD."call_at", OLD."cancelled_at", OLD."cancelled_by_id", OLD."cancelled_why", OLD."capacity", OLD."captain_state", OLD."closed_at", OLD."closed_by_id", OLD."created_at", OLD."created_by_id", OLD."decide_by", OLD."departed_at", OLD."departed_by_id", OLD."departs_at", OLD."dock", OLD."event_id", OLD."event_type_id", OLD."held_at", OLD."held_by_id", OLD."held_why", OLD."id", OLD."itinerary", OLD."notes", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."ready_at", OLD."ready_by_id", OLD."ready_saw", OLD."returned_at", OLD."returned_by_id", OLD."returns_at", OLD."sails_on", OLD."seats_filled", OLD."seats_total", OLD."status", OLD."sunset_at", OLD."version", OLD."vessel_id"); RETURN NULL;',
                    hash="46522efd0a7cf6bc29d36163bb918674b84393a9",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_64e39",
                    table="events_sailevent",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="sailevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ready_at__isnull", True), ("ready_by__isnull", True)),
                    models.Q(("ready_at__isnull", False), ("ready_by__isnull", False)),
                    _connector="OR",
                ),
                name="sailevent_ready_pair",
            ),
        ),
    ]
