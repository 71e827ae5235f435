"""How often what a calendar shows of a person on a sail has changed: a number that only rises, kept by a trigger."""

from django.db import migrations

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
    """The trigger that keeps it."""

    dependencies = [("crew", "0003_history_kept")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
