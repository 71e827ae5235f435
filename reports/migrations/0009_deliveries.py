"""What is sent of reports, which links were followed, who read them, and the two ways in which they are written."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import reports.models.sending
from scc_site.tables import Tables

FORWARD = """
CREATE FUNCTION reports_delivery_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'what was sent is kept' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.sha256 <> '' AND (NEW.subject, NEW.text, NEW.html, NEW.sha256, NEW.variant, NEW.link, NEW.reader_id)
        IS DISTINCT FROM (OLD.subject, OLD.text, OLD.html, OLD.sha256, OLD.variant, OLD.link, OLD.reader_id)
    THEN
        RAISE EXCEPTION 'what was written to a reader is never rewritten' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER delivery_stands BEFORE UPDATE OR DELETE ON reports_reportdelivery
    FOR EACH ROW EXECUTE FUNCTION reports_delivery_stands();
"""
BACKWARD = """
DROP TRIGGER delivery_stands ON reports_reportdelivery;
DROP FUNCTION reports_delivery_stands();
"""


class Migration(migrations.Migration):
    """Deliveries, hits, views, variants, and the trigger that keeps what was written."""

    dependencies = [
        ("reports", "0008_board"),
        ("scc_site", "0009_schedules_kept"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Tables(
            [
                migrations.CreateModel(
                    name="ReportDelivery",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "link",
                            models.CharField(
                                default=reports.models.sending.opaque, editable=False, max_length=32, unique=True
                            ),
                        ),
                        ("slug", models.CharField(max_length=20, verbose_name="report")),
                        ("period", models.DateField()),
                        ("issue", models.CharField(max_length=10)),
                        ("correction", models.PositiveSmallIntegerField(default=0)),
                        ("address", models.CharField(max_length=254)),
                        ("is_archive", models.BooleanField(default=False, verbose_name="for the archive")),
                        ("variant", models.CharField(default="A", max_length=1)),
                        (
                            "clearance",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=20), blank=True, default=list, size=None
                            ),
                        ),
                        ("is_whole", models.BooleanField(default=True)),
                        ("archive", models.CharField(blank=True, max_length=254)),
                        ("archive_said", models.CharField(blank=True, max_length=200)),
                        ("refused", models.CharField(blank=True, max_length=200)),
                        ("subject", models.CharField(blank=True, max_length=200)),
                        ("text", models.TextField(blank=True)),
                        ("html", models.TextField(blank=True)),
                        ("sha256", models.CharField(blank=True, max_length=64)),
                        ("marks", models.PositiveSmallIntegerField(default=0)),
                        ("tries", models.PositiveSmallIntegerField(default=0)),
                        ("made_at", models.DateTimeField()),
                        (
                            "mail",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="report_delivery",
                                to="scc_site.outgoingmail",
                            ),
                        ),
                        (
                            "reader",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="report_deliveries",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deliveries",
                                to="reports.reportrun",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reports.businessunit",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "delivery of a report",
                        "verbose_name_plural": "deliveries of reports",
                        "ordering": ("-made_at", "pk"),
                    },
                ),
                migrations.CreateModel(
                    name="LinkHit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("action", models.CharField(max_length=80)),
                        ("at", models.DateTimeField()),
                        ("is_machine", models.BooleanField()),
                        ("why", models.CharField(blank=True, max_length=60)),
                        ("agent", models.CharField(blank=True, max_length=200)),
                        (
                            "delivery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="hits",
                                to="reports.reportdelivery",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("at", "pk"),
                    },
                ),
                migrations.CreateModel(
                    name="ReportVariant",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.CharField(max_length=20, verbose_name="report")),
                        (
                            "letter",
                            models.CharField(choices=[("A", "A"), ("B", "B")], max_length=1, verbose_name="variant"),
                        ),
                        (
                            "subject",
                            models.CharField(
                                blank=True,
                                help_text="{title}, {month}, {scope} and {worst} are filled in; empty: the usual.",
                                max_length=120,
                            ),
                        ),
                        (
                            "order",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=60),
                                blank=True,
                                default=list,
                                help_text="Keys of sections, separated by commas.",
                                size=None,
                            ),
                        ),
                        (
                            "length",
                            models.CharField(
                                choices=[
                                    ("whole", "every section"),
                                    ("short", "what changed, the summary and the agenda alone"),
                                ],
                                default="whole",
                                max_length=5,
                            ),
                        ),
                        (
                            "in_trial",
                            models.BooleanField(
                                default=False,
                                help_text="On B: readers get A or B, and are counted.",
                                verbose_name="compared",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "variant",
                        "ordering": ("slug", "letter"),
                        "constraints": [models.UniqueConstraint(fields=("slug", "letter"), name="variant_once")],
                    },
                ),
                migrations.CreateModel(
                    name="ConfirmedView",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("first_at", models.DateTimeField()),
                        ("last_at", models.DateTimeField()),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="views",
                                to="reports.reportrun",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("first_at",),
                        "constraints": [models.UniqueConstraint(fields=("run", "person"), name="view_once")],
                    },
                ),
                migrations.AddIndex(
                    model_name="reportdelivery",
                    index=models.Index(fields=["run", "is_archive"], name="deliveries_by_run"),
                ),
                migrations.AddConstraint(
                    model_name="reportdelivery",
                    constraint=models.UniqueConstraint(
                        fields=("slug", "unit", "issue", "reader", "correction"),
                        name="delivery_to_reader_once",
                        nulls_distinct=False,
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reportdelivery",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("variant__in", ("A", "B"))), name="delivery_variant"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reportdelivery",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("refused", ""), models.Q(("sha256", ""), _negated=True), ("mail__isnull", False)),
                            models.Q(("refused", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="delivery_queued_or_refused",
                    ),
                ),
                migrations.AddIndex(
                    model_name="linkhit",
                    index=models.Index(fields=["delivery", "at"], name="hits_by_delivery"),
                ),
            ]
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
