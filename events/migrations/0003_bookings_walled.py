"""Bookings and payments: the walls that hold whoever writes."""

from django.db import migrations

SAILS = """
CREATE FUNCTION events_sail_is_ahead(status varchar) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT status NOT IN ('returned', 'closed', 'cancelled')
$$;

-- Whatever is written into guests_booked, it becomes the sum of the live parties. The row is held when this runs, so
-- that of two bookings at once the second counts the first.
CREATE FUNCTION events_sail_count_guests() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT COALESCE(SUM(party_size), 0) INTO NEW.guests_booked
      FROM events_booking WHERE event_id = NEW.id AND cancelled_at IS NULL;
    IF NEW.guests_booked + NEW.guests_added > NEW.capacity THEN
        RAISE EXCEPTION 'sail % would have % guests booked and has % places',
                        NEW.event_id, NEW.guests_booked + NEW.guests_added, NEW.capacity
              USING ERRCODE = 'check_violation', CONSTRAINT = 'sailevent_never_overbooked';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER sail_count_guests BEFORE INSERT OR UPDATE OF guests_booked, capacity ON events_sailevent
    FOR EACH ROW EXECUTE FUNCTION events_sail_count_guests();

CREATE FUNCTION events_sail_within_certificate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    vessel events_vessel;
BEGIN
    SELECT * INTO vessel FROM events_vessel WHERE id = NEW.vessel_id FOR SHARE;
    IF NEW.capacity > vessel.legal_maximum THEN
        RAISE EXCEPTION 'sail % cannot have % places: % may carry % guests at most',
                        NEW.event_id, NEW.capacity, vessel.name, vessel.legal_maximum
              USING ERRCODE = 'check_violation', CONSTRAINT = 'sailevent_within_certificate';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER sail_new_within_certificate AFTER INSERT ON events_sailevent
    FOR EACH ROW WHEN (events_sail_is_ahead(NEW.status))
    EXECUTE FUNCTION events_sail_within_certificate();

CREATE TRIGGER sail_within_certificate AFTER UPDATE ON events_sailevent
    FOR EACH ROW WHEN (events_sail_is_ahead(NEW.status) AND (
        OLD.capacity IS DISTINCT FROM NEW.capacity OR OLD.vessel_id IS DISTINCT FROM NEW.vessel_id
        OR NOT events_sail_is_ahead(OLD.status)))
    EXECUTE FUNCTION events_sail_within_certificate();

CREATE FUNCTION events_vessel_keeps_places() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    sail events_sailevent;
BEGIN
    SELECT * INTO sail FROM events_sailevent
     WHERE vessel_id = NEW.id AND capacity > NEW.legal_maximum AND events_sail_is_ahead(status)
     ORDER BY departs_at LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION '% cannot go down to % guests: sail % has % places',
                        NEW.name, NEW.legal_maximum, sail.event_id, sail.capacity
              USING ERRCODE = 'check_violation', CONSTRAINT = 'vessel_keeps_places';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER vessel_keeps_places AFTER UPDATE OF legal_maximum ON events_vessel
    FOR EACH ROW WHEN (NEW.legal_maximum < OLD.legal_maximum)
    EXECUTE FUNCTION events_vessel_keeps_places();
"""

BOOKINGS = """
CREATE FUNCTION events_booking_takes_places() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.event_id <> NEW.event_id THEN
        UPDATE events_sailevent SET guests_booked = 0 WHERE id = LEAST(OLD.event_id, NEW.event_id);
        UPDATE events_sailevent SET guests_booked = 0 WHERE id = GREATEST(OLD.event_id, NEW.event_id);
    ELSE
        UPDATE events_sailevent SET guests_booked = 0 WHERE id = NEW.event_id;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER booking_takes_places AFTER INSERT OR UPDATE OF event_id, party_size, cancelled_at ON events_booking
    FOR EACH ROW EXECUTE FUNCTION events_booking_takes_places();

CREATE FUNCTION events_booking_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'booking % is never deleted: cancel it instead', OLD.reference
          USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER booking_stays BEFORE DELETE ON events_booking
    FOR EACH ROW EXECUTE FUNCTION events_booking_stays();
"""

PAYMENTS = """
CREATE FUNCTION events_payment_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'payment % is never changed nor deleted: record the opposite instead (corrects = %)',
                    OLD.id, OLD.id USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER payment_stays BEFORE UPDATE OR DELETE ON events_bookingpayment
    FOR EACH ROW EXECUTE FUNCTION events_payment_stays();

-- A correction takes one row of the same booking back whole; and no booking gives back more than it holds. The booking
-- is held while this counts, so that of two refunds at once the second counts the first.
CREATE FUNCTION events_payment_judge() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held bigint;
    taken_back events_bookingpayment;
BEGIN
    PERFORM 1 FROM events_booking WHERE id = NEW.booking_id FOR NO KEY UPDATE;
    IF NEW.corrects_id IS NOT NULL THEN
        SELECT * INTO taken_back FROM events_bookingpayment WHERE id = NEW.corrects_id;
        IF taken_back.corrects_id IS NOT NULL OR (taken_back.booking_id, taken_back.kind, taken_back.amount_cents)
               IS DISTINCT FROM (NEW.booking_id, NEW.kind, NEW.amount_cents) THEN
            RAISE EXCEPTION 'a correction takes back one payment whole: same booking, kind and amount'
                  USING ERRCODE = 'check_violation', CONSTRAINT = 'bookingpayment_correction_whole';
        END IF;
    END IF;
    SELECT COALESCE(SUM(amount_cents * CASE WHEN kind = 'payment' THEN 1 WHEN kind = 'refund' THEN -1 ELSE 0 END
                                     * CASE WHEN corrects_id IS NULL THEN 1 ELSE -1 END), 0) INTO held
      FROM events_bookingpayment WHERE booking_id = NEW.booking_id;
    IF held < 0 THEN
        RAISE EXCEPTION 'booking % would give back % cents more than it has received', NEW.booking_id, -held
              USING ERRCODE = 'check_violation', CONSTRAINT = 'bookingpayment_within_held';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER payment_judge AFTER INSERT ON events_bookingpayment
    FOR EACH ROW EXECUTE FUNCTION events_payment_judge();
"""

BACKWARD = """
DROP TRIGGER payment_judge ON events_bookingpayment;
DROP TRIGGER payment_stays ON events_bookingpayment;
DROP TRIGGER booking_stays ON events_booking;
DROP TRIGGER booking_takes_places ON events_booking;
DROP TRIGGER vessel_keeps_places ON events_vessel;
DROP TRIGGER sail_within_certificate ON events_sailevent;
DROP TRIGGER sail_new_within_certificate ON events_sailevent;
DROP TRIGGER sail_count_guests ON events_sailevent;
DROP FUNCTION events_payment_judge();
DROP FUNCTION events_payment_stays();
DROP FUNCTION events_booking_stays();
DROP FUNCTION events_booking_takes_places();
DROP FUNCTION events_vessel_keeps_places();
DROP FUNCTION events_sail_within_certificate();
DROP FUNCTION events_sail_count_guests();
DROP FUNCTION events_sail_is_ahead(varchar);
"""

HISTORIES = (("events_booking", "events_bookinghistory"), ("events_bookingpayment", "events_bookingpaymenthistory"))
KEPT = """
CREATE TRIGGER {history}_append_only BEFORE UPDATE OR DELETE ON {history}
    FOR EACH ROW EXECUTE FUNCTION scc_append_only();
CREATE TRIGGER {history}_no_truncate BEFORE TRUNCATE ON {history}
    FOR EACH STATEMENT EXECUTE FUNCTION scc_no_truncate();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION scc_no_truncate();
"""
NOT_KEPT = """
DROP TRIGGER {table}_no_truncate ON {table};
DROP TRIGGER {history}_no_truncate ON {history};
DROP TRIGGER {history}_append_only ON {history};
"""


class Migration(migrations.Migration):
    """The triggers, and those that keep the histories."""

    dependencies = [("events", "0002_history_kept")]

    operations = [
        migrations.RunSQL(SAILS + BOOKINGS + PAYMENTS, BACKWARD),
        *(
            migrations.RunSQL(KEPT.format(table=table, history=history), NOT_KEPT.format(table=table, history=history))
            for table, history in HISTORIES
        ),
    ]
