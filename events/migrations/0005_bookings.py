"""Bookings, their payments, channels and terms; and the walls that hold whoever writes."""

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

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
    IF NEW.guests_booked > NEW.capacity THEN
        RAISE EXCEPTION 'sail % would have % guests booked and has % places',
                        NEW.event_id, NEW.guests_booked, NEW.capacity
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
    """The tables as models stand, then the triggers."""

    dependencies = [
        ("events", "0004_history_kept"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("scc_site", "0003_history_kept"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Booking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=12, unique=True)),
                ("lead_name", models.CharField(max_length=120, verbose_name="party lead")),
                ("lead_email", models.EmailField(blank=True, max_length=254, verbose_name="email")),
                ("lead_phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                (
                    "external_reference",
                    models.CharField(blank=True, max_length=80, verbose_name="the channel's reference"),
                ),
                (
                    "cash_holder",
                    models.CharField(
                        choices=[("house", "the house"), ("channel", "the channel")],
                        default="house",
                        max_length=10,
                        verbose_name="who holds the cash",
                    ),
                ),
                (
                    "party_size",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="guests"
                    ),
                ),
                (
                    "price_cents",
                    models.PositiveBigIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100000000),
                        ],
                        verbose_name="price",
                    ),
                ),
                (
                    "tax_cents",
                    models.PositiveBigIntegerField(
                        default=0,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100000000),
                        ],
                        verbose_name="tax",
                    ),
                ),
                (
                    "deposit_cents",
                    models.PositiveBigIntegerField(
                        default=0,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100000000),
                        ],
                        verbose_name="deposit",
                    ),
                ),
                ("deposit_due_on", models.DateField(blank=True, null=True)),
                ("balance_due_on", models.DateField(blank=True, null=True)),
                ("terms_name", models.CharField(max_length=80)),
                ("terms_steps", models.JSONField(default=list)),
                ("note", models.TextField(blank=True, max_length=2000)),
                ("made_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField(blank=True, null=True)),
                ("changed_why", models.CharField(blank=True, max_length=200, verbose_name="reason of the change")),
                ("no_show_at", models.DateTimeField(blank=True, null=True, verbose_name="marked as not come")),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "cancelled_side",
                    models.CharField(
                        blank=True,
                        choices=[("guest", "the guest"), ("house", "the house"), ("weather", "the weather")],
                        max_length=10,
                        verbose_name="cancelled by",
                    ),
                ),
                ("cancelled_why", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                (
                    "kept_cents",
                    models.PositiveBigIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100000000),
                        ],
                        verbose_name="kept",
                    ),
                ),
            ],
            options={
                "ordering": ("-made_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="BookingChannel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "slug",
                    models.CharField(
                        max_length=40,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9]+(?:-[a-z0-9]+)*\\Z", "Small letters, digits and single dashes only."
                            )
                        ],
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("direct", "direct"),
                            ("marketplace", "marketplace"),
                            ("referral", "referral"),
                            ("other", "other"),
                        ],
                        default="direct",
                        max_length=12,
                    ),
                ),
                ("holds_cash", models.BooleanField(default=False, help_text="Guests pay the channel, not the house.")),
                ("is_active", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="BookingHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("reference", models.CharField(max_length=12)),
                ("lead_name", models.CharField(max_length=120, verbose_name="party lead")),
                ("lead_email", models.EmailField(blank=True, max_length=254, verbose_name="email")),
                ("lead_phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                (
                    "external_reference",
                    models.CharField(blank=True, max_length=80, verbose_name="the channel's reference"),
                ),
                (
                    "cash_holder",
                    models.CharField(
                        choices=[("house", "the house"), ("channel", "the channel")],
                        default="house",
                        max_length=10,
                        verbose_name="who holds the cash",
                    ),
                ),
                (
                    "party_size",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="guests"
                    ),
                ),
                (
                    "price_cents",
                    models.PositiveBigIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100000000),
                        ],
                        verbose_name="price",
                    ),
                ),
                (
                    "tax_cents",
                    models.PositiveBigIntegerField(
                        default=0,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100000000),
                        ],
                        verbose_name="tax",
                    ),
                ),
                (
                    "deposit_cents",
                    models.PositiveBigIntegerField(
                        default=0,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100000000),
                        ],
                        verbose_name="deposit",
                    ),
                ),
                ("deposit_due_on", models.DateField(blank=True, null=True)),
                ("balance_due_on", models.DateField(blank=True, null=True)),
                ("terms_name", models.CharField(max_length=80)),
                ("terms_steps", models.JSONField(default=list)),
                ("note", models.TextField(blank=True, max_length=2000)),
                ("made_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField(blank=True, null=True)),
                ("changed_why", models.CharField(blank=True, max_length=200, verbose_name="reason of the change")),
                ("no_show_at", models.DateTimeField(blank=True, null=True, verbose_name="marked as not come")),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "cancelled_side",
                    models.CharField(
                        blank=True,
                        choices=[("guest", "the guest"), ("house", "the house"), ("weather", "the weather")],
                        max_length=10,
                        verbose_name="cancelled by",
                    ),
                ),
                ("cancelled_why", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                (
                    "kept_cents",
                    models.PositiveBigIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100000000),
                        ],
                        verbose_name="kept",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="BookingPayment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("payment", "payment"),
                            ("refund", "refund"),
                            ("tip", "tip"),
                            ("fee", "processor’s fee"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "amount_cents",
                    models.PositiveBigIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100000000),
                        ],
                        verbose_name="amount",
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("card", "card"),
                            ("cash", "cash"),
                            ("transfer", "bank transfer"),
                            ("check", "check"),
                            ("payout", "payout of the channel"),
                            ("other", "other"),
                        ],
                        max_length=10,
                    ),
                ),
                ("received_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("reference", models.CharField(blank=True, max_length=80)),
                ("note", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "verbose_name": "payment",
                "ordering": ("booking", "recorded_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="BookingPaymentHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("payment", "payment"),
                            ("refund", "refund"),
                            ("tip", "tip"),
                            ("fee", "processor’s fee"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "amount_cents",
                    models.PositiveBigIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100000000),
                        ],
                        verbose_name="amount",
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("card", "card"),
                            ("cash", "cash"),
                            ("transfer", "bank transfer"),
                            ("check", "check"),
                            ("payout", "payout of the channel"),
                            ("other", "other"),
                        ],
                        max_length=10,
                    ),
                ),
                ("received_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("reference", models.CharField(blank=True, max_length=80)),
                ("note", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CancellationStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "hours",
                    models.PositiveIntegerField(
                        help_text="At least so many hours before departure.",
                        validators=[django.core.validators.MaxValueValidator(8784)],
                    ),
                ),
                (
                    "percent",
                    models.PositiveSmallIntegerField(
                        help_text="This share of the price comes back.",
                        validators=[django.core.validators.MaxValueValidator(100)],
                    ),
                ),
            ],
            options={
                "verbose_name": "step",
                "ordering": ("terms", "-hours"),
            },
        ),
        migrations.CreateModel(
            name="CancellationTerms",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True)),
                ("is_active", models.BooleanField(default=True)),
            ],
            options={
                "verbose_name": "cancellation terms",
                "verbose_name_plural": "cancellation terms",
                "ordering": ("name",),
            },
        ),
        migrations.AddField(
            model_name="sailevent",
            name="guests_booked",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddConstraint(
            model_name="sailevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("guests_booked__lte", models.F("capacity"))), name="sailevent_never_overbooked"
            ),
        ),
        migrations.AddField(
            model_name="booking",
            name="cancelled_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="booking",
            name="changed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="booking",
            name="event",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="bookings", to="events.sailevent"
            ),
        ),
        migrations.AddField(
            model_name="booking",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="booking",
            name="no_show_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="booking",
            name="channel",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="bookings", to="events.bookingchannel"
            ),
        ),
        migrations.AddField(
            model_name="bookinghistory",
            name="cancelled_by",
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
            model_name="bookinghistory",
            name="changed_by",
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
            model_name="bookinghistory",
            name="channel",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="events.bookingchannel",
            ),
        ),
        migrations.AddField(
            model_name="bookinghistory",
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
            model_name="bookinghistory",
            name="made_by",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="bookinghistory",
            name="no_show_by",
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
            model_name="bookinghistory",
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
            model_name="bookinghistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="events.booking",
            ),
        ),
        migrations.AddField(
            model_name="bookingpayment",
            name="booking",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="payments", to="events.booking"
            ),
        ),
        migrations.AddField(
            model_name="bookingpayment",
            name="corrects",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="correction",
                to="events.bookingpayment",
            ),
        ),
        migrations.AddField(
            model_name="bookingpayment",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="bookingpaymenthistory",
            name="booking",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="events.booking",
            ),
        ),
        migrations.AddField(
            model_name="bookingpaymenthistory",
            name="corrects",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="events.bookingpayment",
            ),
        ),
        migrations.AddField(
            model_name="bookingpaymenthistory",
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
            model_name="bookingpaymenthistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="events.bookingpayment",
            ),
        ),
        migrations.AddField(
            model_name="bookingpaymenthistory",
            name="recorded_by",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="cancellationstep",
            name="terms",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="events.cancellationterms"
            ),
        ),
        migrations.AddField(
            model_name="bookinghistory",
            name="terms",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="events.cancellationterms",
            ),
        ),
        migrations.AddField(
            model_name="booking",
            name="terms",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="bookings", to="events.cancellationterms"
            ),
        ),
        migrations.AddIndex(
            model_name="bookingpayment",
            index=models.Index(fields=["received_on"], name="bookingpayment_by_day"),
        ),
        migrations.AddConstraint(
            model_name="bookingpayment",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_cents__gt", 0)), name="bookingpayment_amount"
            ),
        ),
        migrations.AddConstraint(
            model_name="bookingpayment",
            constraint=models.CheckConstraint(
                condition=models.Q(("corrects__isnull", True), models.Q(("note", ""), _negated=True), _connector="OR"),
                name="bookingpayment_correction_reason",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bookingpayment",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "events_bookingpaymenthistory" ("amount_cents", "booking_id", "corrects_id", "id", "kind", "method", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "recorded_at", "recorded_by_id", "reference") VALUES (NEW."amount_cents", NEW."booking_id", NEW."corrects_id", NEW."id", NEW."kind", NEW."method", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."received_on", NEW."recorded_at", NEW."recorded_by_id", NEW."reference"); RETURN NULL;',
                    hash="f74f79ff1b0db484e2cbcf7d3263d2f826ad3a8e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_fb864",
                    table="events_bookingpayment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bookingpayment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "events_bookingpaymenthistory" ("amount_cents", "booking_id", "corrects_id", "id", "kind", "method", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "recorded_at", "recorded_by_id", "reference") VALUES (NEW."amount_cents", NEW."booking_id", NEW."corrects_id", NEW."id", NEW."kind", NEW."method", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."received_on", NEW."recorded_at", NEW."recorded_by_id", NEW."reference"); RETURN NULL;',
                    hash="476a813069b86755364f09eecc38a9b9a3c5196e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_07585",
                    table="events_bookingpayment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bookingpayment",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "events_bookingpaymenthistory" ("amount_cents", "booking_id", "corrects_id", "id", "kind", "method", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "recorded_at", "recorded_by_id", "reference") VALUES (OLD."amount_cents", OLD."booking_id", OLD."corrects_id", OLD."id", OLD."kind", OLD."method", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."received_on", OLD."recorded_at", OLD."recorded_by_id", OLD."reference"); RETURN NULL;',
                    hash="2da1bc04e7271f7c0d17dd2b4da08b07879835fc",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_31068",
                    table="events_bookingpayment",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="bookingpaymenthistory",
            index=models.Index(fields=["booking"], name="paymenthistory_by_booking"),
        ),
        migrations.AddConstraint(
            model_name="cancellationstep",
            constraint=models.UniqueConstraint(fields=("terms", "hours"), name="cancellationstep_once"),
        ),
        migrations.AddConstraint(
            model_name="cancellationstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("percent__lte", 100)), name="cancellationstep_percent"
            ),
        ),
        migrations.AddIndex(
            model_name="bookinghistory",
            index=models.Index(fields=["event"], name="bookinghistory_by_event"),
        ),
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(fields=["event", "cancelled_at"], name="booking_by_sail"),
        ),
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(fields=["-made_at"], name="booking_by_made"),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(condition=models.Q(("party_size__gte", 1)), name="booking_party"),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "deposit_cents__lte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("price_cents"), "+", models.F("tax_cents")
                        ),
                    )
                ),
                name="booking_deposit_within_total",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(("deposit_cents", 0), ("deposit_due_on__isnull", False), _connector="OR"),
                name="booking_deposit_dated",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.UniqueConstraint(
                condition=models.Q(models.Q(("external_reference", ""), _negated=True), ("cancelled_at__isnull", True)),
                fields=("channel", "external_reference"),
                name="booking_once_per_channel",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("changed_at__isnull", True), ("changed_by__isnull", True)),
                    models.Q(("changed_at__isnull", False), ("changed_by__isnull", False)),
                    _connector="OR",
                ),
                name="booking_changed_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("no_show_at__isnull", True), ("no_show_by__isnull", True)),
                    models.Q(("no_show_at__isnull", False), ("no_show_by__isnull", False)),
                    _connector="OR",
                ),
                name="booking_no_show_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cancelled_at__isnull", True), ("cancelled_by__isnull", True)),
                    models.Q(("cancelled_at__isnull", False), ("cancelled_by__isnull", False)),
                    _connector="OR",
                ),
                name="booking_cancelled_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cancelled_at__isnull", True), ("kept_cents__isnull", True)),
                    models.Q(("cancelled_at__isnull", False), ("kept_cents__isnull", False)),
                    _connector="OR",
                ),
                name="booking_cancelled_settled",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cancelled_at__isnull", True), ("cancelled_side", "")),
                    models.Q(
                        ("cancelled_at__isnull", False),
                        models.Q(("cancelled_side", ""), _negated=True),
                        models.Q(("cancelled_why", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="booking_cancelled_side",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="booking",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "events_bookinghistory" ("balance_due_on", "cancelled_at", "cancelled_by_id", "cancelled_side", "cancelled_why", "cash_holder", "changed_at", "changed_by_id", "changed_why", "channel_id", "deposit_cents", "deposit_due_on", "event_id", "external_reference", "id", "kept_cents", "lead_email", "lead_name", "lead_phone", "made_at", "made_by_id", "no_show_at", "no_show_by_id", "note", "party_size", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "price_cents", "reference", "tax_cents", "terms_id", "terms_name", "terms_steps") VALUES (NEW."balance_due_on", NEW."cancelled_at", NEW."cancelled_by_id", NEW."cancelled_side", NEW."cancelled_why", NEW."cash_holder", NEW."changed_at", NEW."changed_by_id", NEW."changed_why", NEW."channel_id", NEW."deposit_cents", NEW."deposit_due_on", NEW."event_id", NEW."external_reference", NEW."id", NEW."kept_cents", NEW."lead_email", NEW."lead_name", NEW."lead_phone", NEW."made_at", NEW."made_by_id", NEW."no_show_at", NEW."no_show_by_id", NEW."note", NEW."party_size", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."price_cents", NEW."reference", NEW."tax_cents", NEW."terms_id", NEW."terms_name", NEW."terms_steps"); RETURN NULL;',
                    hash="a53068148b977fc73a579c882ac922c98b97fe08",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_83977",
                    table="events_booking",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="booking",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "events_bookinghistory" ("balance_due_on", "cancelled_at", "cancelled_by_id", "cancelled_side", "cancelled_why", "cash_holder", "changed_at", "changed_by_id", "changed_why", "channel_id", "deposit_cents", "deposit_due_on", "event_id", "external_reference", "id", "kept_cents", "lead_email", "lead_name", "lead_phone", "made_at", "made_by_id", "no_show_at", "no_show_by_id", "note", "party_size", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "price_cents", "reference", "tax_cents", "terms_id", "terms_name", "terms_steps") VALUES (NEW."balance_due_on", NEW."cancelled_at", NEW."cancelled_by_id", NEW."cancelled_side", NEW."cancelled_why", NEW."cash_holder", NEW."changed_at", NEW."changed_by_id", NEW."changed_why", NEW."channel_id", NEW."deposit_cents", NEW."deposit_due_on", NEW."event_id", NEW."external_reference", NEW."id", NEW."kept_cents", NEW."lead_email", NEW."lead_name", NEW."lead_phone", NEW."made_at", NEW."made_by_id", NEW."no_show_at", NEW."no_show_by_id", NEW."note", NEW."party_size", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."price_cents", NEW."reference", NEW."tax_cents", NEW."terms_id", NEW."terms_name", NEW."terms_steps"); RETURN NULL;',
                    hash="afa79881190780d25ee84f2c088ddad65a89e273",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_89ce1",
                    table="events_booking",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="booking",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "events_bookinghistory" ("balance_due_on", "cancelled_at", "cancelled_by_id", "cancelled_side", "cancelled_why", "cash_holder", "changed_at", "changed_by_id", "changed_why", "channel_id", "deposit_cents", "deposit_due_on", "event_id", "external_reference", "id", "kept_cents", "lead_email", "lead_name", "lead_phone", "made_at", "made_by_id", "no_show_at", "no_show_by_id", "note", "party_size", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "price_cents", "reference", "tax_cents", "terms_id", "terms_name", "terms_steps") VALUES (OLD."balance_due_on", OLD."cancelled_at", OLD."cancelled_by_id", OLD."cancelled_side", OLD."cancelled_why", OLD."cash_holder", OLD."changed_at", OLD."changed_by_id", OLD."changed_why", OLD."channel_id", OLD."deposit_cents", OLD."deposit_due_on", OLD."event_id", OLD."external_reference", OLD."id", OLD."kept_cents", OLD."lead_email", OLD."lead_name", OLD."lead_phone", OLD."made_at", OLD."made_by_id", OLD."no_show_at", OLD."no_show_by_id", OLD."note", OLD."party_size", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."price_cents", OLD."reference", OLD."tax_cents", OLD."terms_id", OLD."terms_name", OLD."terms_steps"); RETURN NULL;',
                    hash="8534b106885e5788ea3219c1dc49d509f840eb02",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_38d15",
                    table="events_booking",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(SAILS + BOOKINGS + PAYMENTS, BACKWARD),
        *(
            migrations.RunSQL(KEPT.format(table=table, history=history), NOT_KEPT.format(table=table, history=history))
            for table, history in HISTORIES
        ),
    ]
