"""The history knows of assignments that were removed."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations


class Migration(migrations.Migration):
    """The history knows of assignments that were removed."""

    dependencies = [
        ("crew", "0002_period"),
        ("events", "0003_history_indexes"),
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name="assignment",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "crew_assignmenthistory" ("answer_by", "confirmed_at", "confirmed_by_id", "ended_at", "ended_by_id", "event_id", "id", "made_at", "made_by_id", "offered_at", "offered_by_id", "period", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "seat_id", "state", "takes_over_id") VALUES (OLD."answer_by", OLD."confirmed_at", OLD."confirmed_by_id", OLD."ended_at", OLD."ended_by_id", OLD."event_id", OLD."id", OLD."made_at", OLD."made_by_id", OLD."offered_at", OLD."offered_by_id", OLD."period", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."seat_id", OLD."state", OLD."takes_over_id"); RETURN NULL;',
                    hash="e58bbcf24644443c9e630f9886dbb0ddc58ee812",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_77c20",
                    table="crew_assignment",
                    when="AFTER",
                ),
            ),
        ),
    ]
