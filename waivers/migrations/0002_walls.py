"""What holds whoever writes: guests take places, signatures and frozen lists stay, texts once published too."""

from django.db import migrations

# As with parties (events 0003): whatever is written into guests_added, it becomes the number of guests of no party who
# have a place. The sail's row is held when this runs, so that of two at once the second counts the first. The first
# trigger runs before the parties', by its name: that one adds the two up.
PLACES = """
CREATE FUNCTION waivers_sail_count_guests() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT count(*) INTO NEW.guests_added FROM waivers_guest
     WHERE event_id = NEW.id AND booking_id IS NULL AND removed_at IS NULL
       AND state IN ('invited', 'on_hold', 'cleared', 'aboard', 'ashore');
    RETURN NEW;
END
$$;

CREATE TRIGGER sail_count_added BEFORE INSERT OR UPDATE OF guests_added, guests_booked, capacity ON events_sailevent
    FOR EACH ROW EXECUTE FUNCTION waivers_sail_count_guests();

CREATE FUNCTION waivers_guest_takes_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE events_sailevent SET guests_added = 0 WHERE id = NEW.event_id;
    IF TG_OP = 'UPDATE' AND OLD.event_id <> NEW.event_id THEN
        UPDATE events_sailevent SET guests_added = 0 WHERE id = OLD.event_id;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER guest_takes_place AFTER INSERT ON waivers_guest
    FOR EACH ROW WHEN (NEW.booking_id IS NULL) EXECUTE FUNCTION waivers_guest_takes_place();
CREATE TRIGGER guest_keeps_place AFTER UPDATE OF event_id, booking_id, state, removed_at ON waivers_guest
    FOR EACH ROW WHEN (OLD.booking_id IS NULL OR NEW.booking_id IS NULL)
    EXECUTE FUNCTION waivers_guest_takes_place();

-- No party has more names than places. Its row is held while this counts.
CREATE FUNCTION waivers_party_keeps_size() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    most integer;
    named integer;
BEGIN
    SELECT party_size INTO most FROM events_booking WHERE id = NEW.booking_id FOR NO KEY UPDATE;
    SELECT count(*) INTO named FROM waivers_guest
     WHERE booking_id = NEW.booking_id AND removed_at IS NULL
       AND state IN ('invited', 'on_hold', 'cleared', 'aboard', 'ashore');
    IF named > most THEN
        RAISE EXCEPTION 'party % has % places and would have % guests', NEW.booking_id, most, named
              USING ERRCODE = 'check_violation', CONSTRAINT = 'guest_within_party';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER guest_within_party AFTER INSERT OR UPDATE OF booking_id, state, removed_at ON waivers_guest
    FOR EACH ROW WHEN (NEW.booking_id IS NOT NULL) EXECUTE FUNCTION waivers_party_keeps_size();
"""
NO_PLACES = """
DROP TRIGGER guest_within_party ON waivers_guest;
DROP TRIGGER guest_keeps_place ON waivers_guest;
DROP TRIGGER guest_takes_place ON waivers_guest;
DROP TRIGGER sail_count_added ON events_sailevent;
DROP FUNCTION waivers_party_keeps_size();
DROP FUNCTION waivers_guest_takes_place();
DROP FUNCTION waivers_sail_count_guests();
"""

# Personal rows go when their time is over and nobody holds them for a court: the database asks the calendar itself.
RECORDS = """
CREATE FUNCTION waivers_may_erase(record bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM waivers_waiverpayload payload JOIN waivers_waiverrecord one ON one.id = payload.record_id
                    WHERE one.id = record AND payload.keep_until < CURRENT_DATE
                      AND NOT EXISTS (SELECT 1 FROM waivers_legalhold held
                                       WHERE held.event_id = one.event_id AND held.lifted_at IS NULL))
        OR EXISTS (SELECT 1 FROM waivers_erasure WHERE record_id = record)
$$;

CREATE FUNCTION waivers_kept_until_over() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND waivers_may_erase(OLD.record_id) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'rows of % are never changed, nor deleted before their time', TG_TABLE_NAME
          USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER waiverpayload_kept BEFORE UPDATE OR DELETE ON waivers_waiverpayload
    FOR EACH ROW EXECUTE FUNCTION waivers_kept_until_over();
CREATE TRIGGER waiverpdf_kept BEFORE UPDATE OR DELETE ON waivers_waiverpdf
    FOR EACH ROW EXECUTE FUNCTION waivers_kept_until_over();

-- Nothing is said to be erased before it may be.
CREATE FUNCTION waivers_erasure_in_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT waivers_may_erase(NEW.record_id) THEN
        RAISE EXCEPTION 'record % is kept longer, or held', NEW.record_id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER erasure_in_time BEFORE INSERT ON waivers_erasure
    FOR EACH ROW EXECUTE FUNCTION waivers_erasure_in_time();

CREATE FUNCTION waivers_text_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may_change text[] := '{withdrawn_at,withdrawn_by_id,withdrawn_why}';
BEGIN
    IF OLD.published_at IS NULL THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'DELETE' OR (to_jsonb(NEW) - may_change) IS DISTINCT FROM (to_jsonb(OLD) - may_change)
       OR (OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at) THEN
        RAISE EXCEPTION 'a published text is never changed nor deleted: write the next version'
              USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER waivertext_stays BEFORE UPDATE OR DELETE ON waivers_waivertext
    FOR EACH ROW EXECUTE FUNCTION waivers_text_stays();
"""
NO_RECORDS = """
DROP TRIGGER waivertext_stays ON waivers_waivertext;
DROP TRIGGER erasure_in_time ON waivers_erasure;
DROP TRIGGER waiverpdf_kept ON waivers_waiverpdf;
DROP TRIGGER waiverpayload_kept ON waivers_waiverpayload;
DROP FUNCTION waivers_text_stays();
DROP FUNCTION waivers_erasure_in_time();
DROP FUNCTION waivers_kept_until_over();
DROP FUNCTION waivers_may_erase(bigint);
"""

# A guest's history is kept like any other, until a record that covers them is erased.
HISTORY = """
CREATE FUNCTION waivers_guest_history_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND EXISTS (SELECT 1 FROM waivers_waivercover cover
                                      JOIN waivers_erasure gone ON gone.record_id = cover.record_id
                                     WHERE cover.guest_id = OLD.pgh_obj_id) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER guesthistory_kept BEFORE UPDATE OR DELETE ON waivers_guesthistory
    FOR EACH ROW EXECUTE FUNCTION waivers_guest_history_stays();
"""
NO_HISTORY = """
DROP TRIGGER guesthistory_kept ON waivers_guesthistory;
DROP FUNCTION waivers_guest_history_stays();
"""

ONLY_ADDED = ("waiverrecord", "waivercover", "erasure", "frozenlist")
ADDED = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON waivers_{table}
    FOR EACH ROW EXECUTE FUNCTION scc_append_only();
"""
NOT_ADDED = "DROP TRIGGER {table}_append_only ON waivers_{table};"
NEVER_EMPTIED = (*ONLY_ADDED, "waiverpayload", "waiverpdf", "waivertext", "guest", "guesthistory")
KEPT = """
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON waivers_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION scc_no_truncate();
"""
NOT_KEPT = "DROP TRIGGER {table}_no_truncate ON waivers_{table};"


class Migration(migrations.Migration):
    """The triggers."""

    dependencies = [("waivers", "0001_start"), ("events", "0003_bookings_walled"), ("scc_site", "0003_history_kept")]

    operations = [
        migrations.RunSQL(PLACES, NO_PLACES),
        migrations.RunSQL(RECORDS, NO_RECORDS),
        migrations.RunSQL(HISTORY, NO_HISTORY),
        *(migrations.RunSQL(ADDED.format(table=one), NOT_ADDED.format(table=one)) for one in ONLY_ADDED),
        *(migrations.RunSQL(KEPT.format(table=one), NOT_KEPT.format(table=one)) for one in NEVER_EMPTIED),
    ]
