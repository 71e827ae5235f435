"""How often what a calendar shows of a person on a sail has changed: a number that only rises, kept by a trigger."""

import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

FORWARD = """
CREATE FUNCTION crew_assignment_revise() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.state, NEW.event_id, NEW.seat_id, NEW.person_id, NEW.period, NEW.answer_by)
       IS NOT DISTINCT FROM (OLD.state, OLD.event_id, OLD.seat_id, OLD.person_id, OLD.period, OLD.answer_by) THEN
        NEW.revision := OLD.revision;
        NEW.revised_at := OLD.revised_at;
        RETURN NEW;
    END IF;
    SELECT coalesce(max(revision), 0) + 1 INTO NEW.revision
      FROM crew_assignment WHERE event_id = NEW.event_id AND person_id = NEW.person_id;
    NEW.revised_at := clock_timestamp();
    RETURN NEW;
END
$$;

-- by its name after crew_assignment_period, whose work it looks at
CREATE TRIGGER crew_assignment_revision BEFORE INSERT OR UPDATE ON crew_assignment
    FOR EACH ROW EXECUTE FUNCTION crew_assignment_revise();
"""

BACKWARD = """
DROP TRIGGER crew_assignment_revision ON crew_assignment;
DROP FUNCTION crew_assignment_revise();
"""


class Migration(migrations.Migration):
    """Two columns that the history leaves out, and the trigger that keeps them."""

    dependencies = [("crew", "0008_nudges")]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="assignment",
            name="update_update",
        ),
        migrations.AddField(
            model_name="assignment",
            name="revised_at",
            field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
        ),
        migrations.AddField(
            model_name="assignment",
            name="revision",
            field=models.PositiveIntegerField(db_default=1, editable=False),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assignment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."answer_by" IS DISTINCT FROM (NEW."answer_by") OR OLD."confirmed_at" IS DISTINCT FROM (NEW."confirmed_at") OR OLD."confirmed_by_id" IS DISTINCT FROM (NEW."confirmed_by_id") OR OLD."cover_asked_at" IS DISTINCT FROM (NEW."cover_asked_at") OR OLD."cover_asked_by_id" IS DISTINCT FROM (NEW."cover_asked_by_id") OR OLD."ended_at" IS DISTINCT FROM (NEW."ended_at") OR OLD."ended_by_id" IS DISTINCT FROM (NEW."ended_by_id") OR OLD."event_id" IS DISTINCT FROM (NEW."event_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at") OR OLD."made_by_id" IS DISTINCT FROM (NEW."made_by_id") OR OLD."offered_at" IS DISTINCT FROM (NEW."offered_at") OR OLD."offered_by_id" IS DISTINCT FROM (NEW."offered_by_id") OR OLD."period" IS DISTINCT FROM (NEW."period") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."seat_id" IS DISTINCT FROM (NEW."seat_id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."takes_over_id" IS DISTINCT FROM (NEW."takes_over_id"))',
                    func='INSERT INTO "crew_assignmenthistory" ("answer_by", "confirmed_at", "confirmed_by_id", "cover_asked_at", "cover_asked_by_id", "ended_at", "ended_by_id", "event_id", "id", "made_at", "made_by_id", "offered_at", "offered_by_id", "period", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "seat_id", "state", "takes_over_id") VALUES (NEW."answer_by", NEW."confirmed_at", NEW."confirmed_by_id", NEW."cover_asked_at", NEW."cover_asked_by_id", NEW."ended_at", NEW."ended_by_id", NEW."event_id", NEW."id", NEW."made_at", NEW."made_by_id", NEW."offered_at", NEW."offered_by_id", NEW."period", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."seat_id", NEW."state", NEW."takes_over_id"); RETURN NULL;',
                    hash="09d65836db0d1738cb56770fd1b319483783bd3d",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2ca5a",
                    table="crew_assignment",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
