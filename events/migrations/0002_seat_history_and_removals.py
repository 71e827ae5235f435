"""The history knows of seats, and of rows that were removed."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The history knows of seats, and of rows that were removed."""

    dependencies = [
        ("events", "0001_start"),
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SeatHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "role",
                    models.CharField(
                        choices=[("captain", "Captain"), ("crew", "Crew"), ("chef", "Chef")], max_length=20
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("required", models.BooleanField(default=True)),
                ("needs_approval", models.BooleanField(default=False)),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="checklistitem",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "events_checklistitemhistory" ("anchor", "critical", "done_at", "done_by_id", "due_at", "event_id", "id", "minutes", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "role", "set_aside_at", "set_aside_by_id", "set_aside_why", "text") VALUES (OLD."anchor", OLD."critical", OLD."done_at", OLD."done_by_id", OLD."due_at", OLD."event_id", OLD."id", OLD."minutes", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."role", OLD."set_aside_at", OLD."set_aside_by_id", OLD."set_aside_why", OLD."text"); RETURN NULL;',
                    hash="99ee8a68da55f8dd0bf2dcaf1f55760fbea73dad",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_babad",
                    table="events_checklistitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sailevent",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "events_saileventhistory" ("batch_id", "call_at", "cancelled_at", "cancelled_by_id", "cancelled_why", "capacity", "captain_state", "closed_at", "closed_by_id", "created_at", "created_by_id", "decide_by", "departed_at", "departed_by_id", "departs_at", "dock", "event_id", "event_type_id", "held_at", "held_by_id", "held_why", "id", "itinerary", "notes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "returned_at", "returned_by_id", "returns_at", "sails_on", "seats_filled", "seats_total", "status", "sunset_at", "version", "vessel_id") VALUES (OLD."batch_id", OLD."call_at", OLD."cancelled_at", OLD."cancelled_by_id", OLD."cancelled_why", OLD."capacity", OLD."captain_state", OLD."closed_at", OLD."closed_by_id", OLD."created_at", OLD."created_by_id", OLD."decide_by", OLD."departed_at", OLD."departed_by_id", OLD."departs_at", OLD."dock", OLD."event_id", OLD."event_type_id", OLD."held_at", OLD."held_by_id", OLD."held_why", OLD."id", OLD."itinerary", OLD."notes", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."returned_at", OLD."returned_by_id", OLD."returns_at", OLD."sails_on", OLD."seats_filled", OLD."seats_total", OLD."status", OLD."sunset_at", OLD."version", OLD."vessel_id"); RETURN NULL;',
                    hash="79c3ca234414b280721a613fdb740f10baabd3bc",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_64e39",
                    table="events_sailevent",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="seat",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "events_seathistory" ("event_id", "id", "needs_approval", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "required", "role") VALUES (NEW."event_id", NEW."id", NEW."needs_approval", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."required", NEW."role"); RETURN NULL;',
                    hash="2b17a0ddb01347ecbe6c476819ebac72c08d19d2",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_fc2ff",
                    table="events_seat",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="seat",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "events_seathistory" ("event_id", "id", "needs_approval", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "required", "role") VALUES (NEW."event_id", NEW."id", NEW."needs_approval", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."required", NEW."role"); RETURN NULL;',
                    hash="11bab5866ccc1b8444479c6794c973b42e1a0dcb",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6b60d",
                    table="events_seat",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="seat",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "events_seathistory" ("event_id", "id", "needs_approval", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "required", "role") VALUES (OLD."event_id", OLD."id", OLD."needs_approval", OLD."number", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."required", OLD."role"); RETURN NULL;',
                    hash="86fd287208968660e006fdefc3d0ba50dbb23483",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_fdf60",
                    table="events_seat",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="seathistory",
            name="event",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="events.sailevent",
            ),
        ),
        migrations.AddField(
            model_name="seathistory",
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
            model_name="seathistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="events.seat",
            ),
        ),
    ]
