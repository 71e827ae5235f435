"""The walls that hold whoever redeems a voucher."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION reports_voucher_used(voucher varchar) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT COALESCE(SUM(amount_cents * CASE WHEN kind = 'refund' THEN -1 ELSE 1 END
                                     * CASE WHEN corrects_id IS NULL THEN 1 ELSE -1 END), 0)::bigint
      FROM events_bookingpayment WHERE method = 'voucher' AND reference = voucher
$$;

-- The voucher is held while this counts, so that of two redemptions at once the second counts the first.
CREATE FUNCTION reports_voucher_redeemed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held reports_voucher;
    used bigint;
BEGIN
    SELECT * INTO held FROM reports_voucher WHERE code = NEW.reference FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'No voucher has the code “%”', NEW.reference
              USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'voucher_known';
    ELSIF NEW.kind = 'fee' THEN
        RAISE EXCEPTION 'No fee is paid by voucher'
              USING ERRCODE = 'check_violation', CONSTRAINT = 'voucher_pays_no_fee';
    ELSIF NEW.corrects_id IS NULL AND (NEW.received_on < held.sold_on OR NEW.received_on >= held.refunded_on
          OR NEW.received_on > held.expires_on) THEN
        RAISE EXCEPTION 'Voucher % counts % only', held.code, concat_ws(' and ',
              'from ' || held.sold_on, 'until ' || LEAST(held.expires_on, held.refunded_on - 1))
              USING ERRCODE = 'check_violation', CONSTRAINT = 'voucher_on_its_days';
    END IF;
    used := reports_voucher_used(held.code);
    IF used > held.amount_cents THEN
        RAISE EXCEPTION 'Voucher % has $% left', held.code,
              to_char((held.amount_cents - used + NEW.amount_cents) / 100.0, 'FM9,999,990.00')
              USING ERRCODE = 'check_violation', CONSTRAINT = 'voucher_left';
    ELSIF used < 0 THEN
        RAISE EXCEPTION 'Voucher % would be worth more than was paid for it', held.code
              USING ERRCODE = 'check_violation', CONSTRAINT = 'voucher_left';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER payment_by_voucher AFTER INSERT ON events_bookingpayment
    FOR EACH ROW WHEN (NEW.method = 'voucher') EXECUTE FUNCTION reports_voucher_redeemed();

CREATE FUNCTION reports_voucher_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'voucher % is never deleted', OLD.code
              USING ERRCODE = 'restrict_violation', CONSTRAINT = 'voucher_stays';
    ELSIF NEW.code <> OLD.code THEN
        RAISE EXCEPTION 'The code of voucher % stays: its buyer has it', OLD.code
              USING ERRCODE = 'restrict_violation', CONSTRAINT = 'voucher_code_stays';
    ELSIF NEW.amount_cents < reports_voucher_used(NEW.code) THEN
        RAISE EXCEPTION 'More than that was redeemed of voucher % already', NEW.code
              USING ERRCODE = 'check_violation', CONSTRAINT = 'voucher_left';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER voucher_keeps BEFORE UPDATE OR DELETE ON reports_voucher
    FOR EACH ROW EXECUTE FUNCTION reports_voucher_keeps();
"""
BACKWARD = """
DROP TRIGGER voucher_keeps ON reports_voucher;
DROP FUNCTION reports_voucher_keeps();
DROP TRIGGER payment_by_voucher ON events_bookingpayment;
DROP FUNCTION reports_voucher_redeemed();
DROP FUNCTION reports_voucher_used(varchar);
"""


class Migration(migrations.Migration):
    """The triggers of vouchers and of payments by them."""

    dependencies = [("events", "0003_bookings_walled"), ("reports", "0003_party_months")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
