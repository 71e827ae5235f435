"""Changes of people are kept: name, addresses, roles and whether they may sign in; nothing secret."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

FORWARD = """
CREATE TRIGGER scc_site_userhistory_append_only BEFORE UPDATE OR DELETE ON scc_site_userhistory
    FOR EACH ROW EXECUTE FUNCTION scc_append_only();
CREATE TRIGGER scc_site_userhistory_no_truncate BEFORE TRUNCATE ON scc_site_userhistory
    FOR EACH STATEMENT EXECUTE FUNCTION scc_no_truncate();
CREATE TRIGGER scc_site_user_no_truncate BEFORE TRUNCATE ON scc_site_user
    FOR EACH STATEMENT EXECUTE FUNCTION scc_no_truncate();
"""
BACKWARD = """
DROP TRIGGER scc_site_user_no_truncate ON scc_site_user;
DROP TRIGGER scc_site_userhistory_no_truncate ON scc_site_userhistory;
DROP TRIGGER scc_site_userhistory_append_only ON scc_site_userhistory;
"""


class Migration(migrations.Migration):
    """The history's table, the triggers that fill it, and those that keep it."""

    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("scc_site", "0003_history_kept"),
    ]

    operations = [
        migrations.CreateModel(
            name="UserHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("name", models.CharField(max_length=120)),
                (
                    "email",
                    models.EmailField(
                        help_text="Letters go to this spelling.", max_length=254, verbose_name="email address"
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("is_active", models.BooleanField(default=True, verbose_name="may sign in")),
                (
                    "is_crew",
                    models.BooleanField(default=False, help_text="May hold seats on sails.", verbose_name="crew"),
                ),
                (
                    "is_admin",
                    models.BooleanField(
                        default=False, help_text="May run the office, after stepping up.", verbose_name="admin"
                    ),
                ),
                (
                    "is_executive",
                    models.BooleanField(
                        default=False, help_text="May read the reports granted.", verbose_name="executive"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scc_site_userhistory" ("email", "is_active", "is_admin", "is_crew", "is_executive", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone") VALUES (NEW."email", NEW."is_active", NEW."is_admin", NEW."is_crew", NEW."is_executive", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone"); RETURN NULL;',
                    hash="9ed7cf61c2adae41f5315f081b9a294657dbfe50",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_bf0f3",
                    table="scc_site_user",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."is_admin" IS DISTINCT FROM (NEW."is_admin") OR OLD."is_crew" IS DISTINCT FROM (NEW."is_crew") OR OLD."is_executive" IS DISTINCT FROM (NEW."is_executive") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."phone" IS DISTINCT FROM (NEW."phone"))',
                    func='INSERT INTO "scc_site_userhistory" ("email", "is_active", "is_admin", "is_crew", "is_executive", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone") VALUES (NEW."email", NEW."is_active", NEW."is_admin", NEW."is_crew", NEW."is_executive", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone"); RETURN NULL;',
                    hash="ee2c68602c4dbc87abc491d188340d76350990c3",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_7c830",
                    table="scc_site_user",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scc_site_userhistory" ("email", "is_active", "is_admin", "is_crew", "is_executive", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone") VALUES (OLD."email", OLD."is_active", OLD."is_admin", OLD."is_crew", OLD."is_executive", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone"); RETURN NULL;',
                    hash="cd920baddb75ef049d627f6048c815f8b1bcddbd",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_8769f",
                    table="scc_site_user",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="userhistory",
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
            model_name="userhistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
