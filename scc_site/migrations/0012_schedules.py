"""What the house does at set times: schedules, their history, and each time that one of them came."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

FORWARD = """
CREATE TRIGGER scc_site_schedulehistory_append_only BEFORE UPDATE OR DELETE ON scc_site_schedulehistory
    FOR EACH ROW EXECUTE FUNCTION scc_append_only();
CREATE TRIGGER scc_site_schedulehistory_no_truncate BEFORE TRUNCATE ON scc_site_schedulehistory
    FOR EACH STATEMENT EXECUTE FUNCTION scc_no_truncate();
CREATE TRIGGER scc_site_schedule_no_truncate BEFORE TRUNCATE ON scc_site_schedule
    FOR EACH STATEMENT EXECUTE FUNCTION scc_no_truncate();
"""
BACKWARD = """
DROP TRIGGER scc_site_schedule_no_truncate ON scc_site_schedule;
DROP TRIGGER scc_site_schedulehistory_no_truncate ON scc_site_schedulehistory;
DROP TRIGGER scc_site_schedulehistory_append_only ON scc_site_schedulehistory;
"""


class Migration(migrations.Migration):
    """Two tables and the history of one; a slot is one row, whoever makes it."""

    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("scc_site", "0011_letter_choices"),
    ]

    operations = [
        migrations.CreateModel(
            name="Schedule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, unique=True)),
                ("job", models.CharField(max_length=60)),
                ("enabled", models.BooleanField(default=True, verbose_name="switched on")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("daily", "daily"),
                            ("weekly", "weekly"),
                            ("month_day", "monthly, on a day"),
                            ("month_end", "monthly, on the last day"),
                            ("month_weekday", "monthly, on a weekday"),
                            ("interval", "every so many minutes"),
                        ],
                        max_length=20,
                        verbose_name="how often",
                    ),
                ),
                ("clock", models.TimeField(blank=True, null=True, verbose_name="at")),
                (
                    "weekdays",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SmallIntegerField(), blank=True, default=list, size=None, verbose_name="on"
                    ),
                ),
                ("day", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="day of the month")),
                ("nth", models.SmallIntegerField(blank=True, null=True, verbose_name="which one")),
                ("weekday", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="weekday")),
                ("minutes", models.PositiveIntegerField(blank=True, null=True, verbose_name="every … minutes")),
                ("zone", models.CharField(max_length=60, verbose_name="time zone")),
                (
                    "catch_up",
                    models.CharField(
                        choices=[
                            ("all", "run each one that was missed"),
                            ("latest", "run the latest alone"),
                            ("recent", "run those that are not too old"),
                        ],
                        max_length=10,
                        verbose_name="after a stop",
                    ),
                ),
                (
                    "catch_up_minutes",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="too old after … minutes"),
                ),
                ("planned_until", models.DateTimeField(editable=False)),
                ("created_at", models.DateTimeField(editable=False)),
                ("asked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="Occurrence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slot", models.CharField(max_length=20)),
                ("due_at", models.DateTimeField()),
                ("zone", models.CharField(max_length=60)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("running", "under way"),
                            ("done", "done"),
                            ("failed", "failed"),
                            ("skipped", "left out"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("planned_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("retry_at", models.DateTimeField(null=True)),
                ("why", models.CharField(blank=True, max_length=300)),
                ("asked_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "schedule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="occurrences", to="scc_site.schedule"
                    ),
                ),
            ],
            options={
                "ordering": ("-due_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="ScheduleHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("name", models.CharField(max_length=60)),
                ("job", models.CharField(max_length=60)),
                ("enabled", models.BooleanField(default=True, verbose_name="switched on")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("daily", "daily"),
                            ("weekly", "weekly"),
                            ("month_day", "monthly, on a day"),
                            ("month_end", "monthly, on the last day"),
                            ("month_weekday", "monthly, on a weekday"),
                            ("interval", "every so many minutes"),
                        ],
                        max_length=20,
                        verbose_name="how often",
                    ),
                ),
                ("clock", models.TimeField(blank=True, null=True, verbose_name="at")),
                (
                    "weekdays",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SmallIntegerField(), blank=True, default=list, size=None, verbose_name="on"
                    ),
                ),
                ("day", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="day of the month")),
                ("nth", models.SmallIntegerField(blank=True, null=True, verbose_name="which one")),
                ("weekday", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="weekday")),
                ("minutes", models.PositiveIntegerField(blank=True, null=True, verbose_name="every … minutes")),
                ("zone", models.CharField(max_length=60, verbose_name="time zone")),
                (
                    "catch_up",
                    models.CharField(
                        choices=[
                            ("all", "run each one that was missed"),
                            ("latest", "run the latest alone"),
                            ("recent", "run those that are not too old"),
                        ],
                        max_length=10,
                        verbose_name="after a stop",
                    ),
                ),
                (
                    "catch_up_minutes",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="too old after … minutes"),
                ),
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
                        to="scc_site.schedule",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="schedule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("asked_at__isnull", True), ("asked_by__isnull", True)),
                    models.Q(("asked_at__isnull", False), ("asked_by__isnull", False)),
                    _connector="OR",
                ),
                name="schedule_asked",
            ),
        ),
        migrations.AddConstraint(
            model_name="schedule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind", "interval"),
                        ("clock__isnull", True),
                        ("minutes__isnull", False),
                    ),
                    models.Q(
                        models.Q(("kind", "interval"), _negated=True),
                        ("clock__isnull", False),
                        ("minutes__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="schedule_rule",
            ),
        ),
        migrations.AddConstraint(
            model_name="schedule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("catch_up", "recent"), ("catch_up_minutes__isnull", False)),
                    models.Q(models.Q(("catch_up", "recent"), _negated=True), ("catch_up_minutes__isnull", True)),
                    _connector="OR",
                ),
                name="schedule_too_old",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="schedule",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scc_site_schedulehistory" ("catch_up", "catch_up_minutes", "clock", "day", "enabled", "job", "kind", "minutes", "name", "nth", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "weekday", "weekdays", "zone") VALUES (NEW."catch_up", NEW."catch_up_minutes", NEW."clock", NEW."day", NEW."enabled", NEW."job", NEW."kind", NEW."minutes", NEW."name", NEW."nth", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."weekday", NEW."weekdays", NEW."zone"); RETURN NULL;',
                    hash="7ad268a5535647c4196fe8eaa7bd39dbf36ecb27",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e883a",
                    table="scc_site_schedule",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="schedule",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."catch_up" IS DISTINCT FROM (NEW."catch_up") OR OLD."catch_up_minutes" IS DISTINCT FROM (NEW."catch_up_minutes") OR OLD."clock" IS DISTINCT FROM (NEW."clock") OR OLD."day" IS DISTINCT FROM (NEW."day") OR OLD."enabled" IS DISTINCT FROM (NEW."enabled") OR OLD."job" IS DISTINCT FROM (NEW."job") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."minutes" IS DISTINCT FROM (NEW."minutes") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."nth" IS DISTINCT FROM (NEW."nth") OR OLD."weekday" IS DISTINCT FROM (NEW."weekday") OR OLD."weekdays" IS DISTINCT FROM (NEW."weekdays") OR OLD."zone" IS DISTINCT FROM (NEW."zone"))',
                    func='INSERT INTO "scc_site_schedulehistory" ("catch_up", "catch_up_minutes", "clock", "day", "enabled", "job", "kind", "minutes", "name", "nth", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "weekday", "weekdays", "zone") VALUES (NEW."catch_up", NEW."catch_up_minutes", NEW."clock", NEW."day", NEW."enabled", NEW."job", NEW."kind", NEW."minutes", NEW."name", NEW."nth", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."weekday", NEW."weekdays", NEW."zone"); RETURN NULL;',
                    hash="ffeb429a578d0e8fa9a6c0435a8b2699664adb7d",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5a3e1",
                    table="scc_site_schedule",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="schedule",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scc_site_schedulehistory" ("catch_up", "catch_up_minutes", "clock", "day", "enabled", "job", "kind", "minutes", "name", "nth", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "weekday", "weekdays", "zone") VALUES (OLD."catch_up", OLD."catch_up_minutes", OLD."clock", OLD."day", OLD."enabled", OLD."job", OLD."kind", OLD."minutes", OLD."name", OLD."nth", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."weekday", OLD."weekdays", OLD."zone"); RETURN NULL;',
                    hash="15521175f1077f2048488fe23db3bc3644d7312e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d81b8",
                    table="scc_site_schedule",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="occurrence",
            index=models.Index(fields=["schedule", "-due_at"], name="occurrence_latest"),
        ),
        migrations.AddIndex(
            model_name="occurrence",
            index=models.Index(
                condition=models.Q(("state__in", ["done", "skipped"]), _negated=True),
                fields=["due_at"],
                name="occurrence_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="occurrence",
            constraint=models.UniqueConstraint(fields=("schedule", "slot"), name="occurrence_once"),
        ),
        migrations.AddConstraint(
            model_name="occurrence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("asked_at__isnull", True), ("asked_by__isnull", True)),
                    models.Q(("asked_at__isnull", False), ("asked_by__isnull", False)),
                    _connector="OR",
                ),
                name="occurrence_asked",
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
