"""Vouchers, what becomes of those nobody redeems, and the walls that hold whoever redeems one."""

import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

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
HISTORIES = (
    ("reports_voucher", "reports_voucherhistory"),
    ("reports_voucherpolicy", "reports_voucherpolicyhistory"),
)
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
        ("events", "0009_paid_by_voucher"),
        ("scc_site", "0003_history_kept"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("reports", "0007_targets_and_pipeline"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Voucher",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        max_length=40,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[A-Z0-9][A-Z0-9-]{2,39}\\Z", "Write 3 to 40 capital letters, digits and hyphens."
                            )
                        ],
                    ),
                ),
                (
                    "amount_cents",
                    models.PositiveBigIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100000000),
                        ],
                        verbose_name="amount",
                    ),
                ),
                ("sold_on", models.DateField()),
                ("buyer", models.CharField(blank=True, max_length=120)),
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
                        verbose_name="paid by",
                    ),
                ),
                (
                    "expires_on",
                    models.DateField(
                        blank=True, help_text="Blank: it never expires.", null=True, verbose_name="last day"
                    ),
                ),
                (
                    "refunded_on",
                    models.DateField(blank=True, help_text="When what was left went back to the buyer.", null=True),
                ),
                ("note", models.CharField(blank=True, max_length=200)),
                ("recorded_at", models.DateTimeField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="vouchers", to="reports.businessunit"
                    ),
                ),
            ],
            options={
                "ordering": ("-sold_on", "code"),
            },
        ),
        migrations.CreateModel(
            name="VoucherHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "code",
                    models.CharField(
                        max_length=40,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[A-Z0-9][A-Z0-9-]{2,39}\\Z", "Write 3 to 40 capital letters, digits and hyphens."
                            )
                        ],
                    ),
                ),
                (
                    "amount_cents",
                    models.PositiveBigIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100000000),
                        ],
                        verbose_name="amount",
                    ),
                ),
                ("sold_on", models.DateField()),
                ("buyer", models.CharField(blank=True, max_length=120)),
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
                        verbose_name="paid by",
                    ),
                ),
                (
                    "expires_on",
                    models.DateField(
                        blank=True, help_text="Blank: it never expires.", null=True, verbose_name="last day"
                    ),
                ),
                (
                    "refunded_on",
                    models.DateField(blank=True, help_text="When what was left went back to the buyer.", null=True),
                ),
                ("note", models.CharField(blank=True, max_length=200)),
                ("recorded_at", models.DateTimeField()),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="reports.voucher",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reports.businessunit",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="VoucherPolicy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField(verbose_name="from")),
                (
                    "breakage",
                    models.CharField(
                        choices=[("never", "stays a debt"), ("after_expiry", "becomes income once expired")],
                        max_length=12,
                        verbose_name="what is left",
                    ),
                ),
                (
                    "months_after",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(120)],
                        verbose_name="months after its last day",
                    ),
                ),
                ("note", models.CharField(max_length=200, verbose_name="on what ground")),
                ("stated_at", models.DateTimeField()),
                (
                    "stated_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="voucher_policies",
                        to="reports.businessunit",
                    ),
                ),
            ],
            options={
                "verbose_name": "voucher policy",
                "verbose_name_plural": "voucher policies",
                "ordering": ("unit", "-starts_on"),
            },
        ),
        migrations.CreateModel(
            name="VoucherPolicyHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("starts_on", models.DateField(verbose_name="from")),
                (
                    "breakage",
                    models.CharField(
                        choices=[("never", "stays a debt"), ("after_expiry", "becomes income once expired")],
                        max_length=12,
                        verbose_name="what is left",
                    ),
                ),
                (
                    "months_after",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(120)],
                        verbose_name="months after its last day",
                    ),
                ),
                ("note", models.CharField(max_length=200, verbose_name="on what ground")),
                ("stated_at", models.DateTimeField()),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="reports.voucherpolicy",
                    ),
                ),
                (
                    "stated_by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reports.businessunit",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="voucher",
            index=models.Index(fields=["unit", "sold_on"], name="voucher_by_unit"),
        ),
        migrations.AddConstraint(
            model_name="voucher",
            constraint=models.CheckConstraint(condition=models.Q(("amount_cents__gt", 0)), name="voucher_amount"),
        ),
        migrations.AddConstraint(
            model_name="voucher",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("expires_on__isnull", True), ("expires_on__gte", models.F("sold_on")), _connector="OR"
                ),
                name="voucher_forward",
            ),
        ),
        migrations.AddConstraint(
            model_name="voucher",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("refunded_on__isnull", True), ("refunded_on__gte", models.F("sold_on")), _connector="OR"
                ),
                name="voucher_refunded_later",
            ),
        ),
        migrations.AddConstraint(
            model_name="voucher",
            constraint=models.CheckConstraint(
                condition=models.Q(("method", "voucher"), _negated=True), name="voucher_paid_in_money"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="voucher",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reports_voucherhistory" ("amount_cents", "buyer", "code", "expires_on", "id", "method", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "refunded_on", "sold_on", "unit_id") VALUES (NEW."amount_cents", NEW."buyer", NEW."code", NEW."expires_on", NEW."id", NEW."method", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."refunded_on", NEW."sold_on", NEW."unit_id"); RETURN NULL;',
                    hash="bac8258b6df217d0d3cac3b7a2279f2f6cae1486",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d58e1",
                    table="reports_voucher",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="voucher",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "reports_voucherhistory" ("amount_cents", "buyer", "code", "expires_on", "id", "method", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "refunded_on", "sold_on", "unit_id") VALUES (NEW."amount_cents", NEW."buyer", NEW."code", NEW."expires_on", NEW."id", NEW."method", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."refunded_on", NEW."sold_on", NEW."unit_id"); RETURN NULL;',
                    hash="b99aab923ae560a560bee39be112b398a4503832",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f9e47",
                    table="reports_voucher",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="voucher",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reports_voucherhistory" ("amount_cents", "buyer", "code", "expires_on", "id", "method", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "refunded_on", "sold_on", "unit_id") VALUES (OLD."amount_cents", OLD."buyer", OLD."code", OLD."expires_on", OLD."id", OLD."method", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."refunded_on", OLD."sold_on", OLD."unit_id"); RETURN NULL;',
                    hash="f81d8073e48f6d8c96a6215e721183d4f8e73048",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_2fc46",
                    table="reports_voucher",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="voucherpolicy",
            constraint=models.UniqueConstraint(fields=("unit", "starts_on"), name="voucherpolicy_once"),
        ),
        migrations.AddConstraint(
            model_name="voucherpolicy",
            constraint=models.CheckConstraint(
                condition=models.Q(("note", ""), _negated=True), name="voucherpolicy_ground"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="voucherpolicy",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reports_voucherpolicyhistory" ("breakage", "id", "months_after", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "stated_at", "stated_by_id", "unit_id") VALUES (NEW."breakage", NEW."id", NEW."months_after", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."starts_on", NEW."stated_at", NEW."stated_by_id", NEW."unit_id"); RETURN NULL;',
                    hash="f7cc37b4063c5c49993ac66e7fc3902e146dc941",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b6d14",
                    table="reports_voucherpolicy",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="voucherpolicy",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "reports_voucherpolicyhistory" ("breakage", "id", "months_after", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "stated_at", "stated_by_id", "unit_id") VALUES (NEW."breakage", NEW."id", NEW."months_after", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."starts_on", NEW."stated_at", NEW."stated_by_id", NEW."unit_id"); RETURN NULL;',
                    hash="6fecadf180df13651302f58b3bc268edbb00a701",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_79924",
                    table="reports_voucherpolicy",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="voucherpolicy",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reports_voucherpolicyhistory" ("breakage", "id", "months_after", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "stated_at", "stated_by_id", "unit_id") VALUES (OLD."breakage", OLD."id", OLD."months_after", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."starts_on", OLD."stated_at", OLD."stated_by_id", OLD."unit_id"); RETURN NULL;',
                    hash="a9bd8524a86b85ea65271a76f0a0284096cfe46f",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_82e09",
                    table="reports_voucherpolicy",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
        *(
            migrations.RunSQL(KEPT.format(table=table, history=history), NOT_KEPT.format(table=table, history=history))
            for table, history in HISTORIES
        ),
    ]
