"""The period of an assignment follows its sail, whoever writes either row."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION crew_period_of(sail events_sailevent) RETURNS tstzrange LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN sail.status = 'cancelled' THEN 'empty'::tstzrange
                ELSE tstzrange(sail.call_at, sail.returns_at) END
$$;

CREATE FUNCTION crew_assignment_set_period() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT crew_period_of(sail) INTO NEW.period
      FROM events_sailevent sail JOIN events_seat seat ON seat.event_id = sail.id
     WHERE sail.id = NEW.event_id AND seat.id = NEW.seat_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'seat % is not a seat of sail %', NEW.seat_id, NEW.event_id
              USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER crew_assignment_period BEFORE INSERT OR UPDATE ON crew_assignment
    FOR EACH ROW EXECUTE FUNCTION crew_assignment_set_period();

CREATE FUNCTION crew_follow_sail() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE crew_assignment SET period = crew_period_of(NEW)
     WHERE event_id = NEW.id AND state IN ('offered', 'claimed', 'confirmed', 'covering');
    RETURN NULL;
END
$$;

CREATE TRIGGER crew_follow_sail AFTER UPDATE OF call_at, returns_at, status ON events_sailevent
    FOR EACH ROW WHEN (crew_period_of(OLD) IS DISTINCT FROM crew_period_of(NEW))
    EXECUTE FUNCTION crew_follow_sail();
"""

BACKWARD = """
DROP TRIGGER crew_follow_sail ON events_sailevent;
DROP TRIGGER crew_assignment_period ON crew_assignment;
DROP FUNCTION crew_follow_sail();
DROP FUNCTION crew_assignment_set_period();
DROP FUNCTION crew_period_of(events_sailevent);
"""


class Migration(migrations.Migration):
    """Two triggers and the rule they share."""

    dependencies = [("crew", "0001_start")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
