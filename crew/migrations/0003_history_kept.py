"""Rows of the history are only ever added, and no table is emptied past it."""

from django.db import migrations

TRACKED = (("crew_assignment", "crew_assignmenthistory"),)
FORWARD = """
CREATE TRIGGER {history}_append_only BEFORE UPDATE OR DELETE ON {history}
    FOR EACH ROW EXECUTE FUNCTION scc_append_only();
CREATE TRIGGER {history}_no_truncate BEFORE TRUNCATE ON {history}
    FOR EACH STATEMENT EXECUTE FUNCTION scc_no_truncate();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION scc_no_truncate();
"""
BACKWARD = """
DROP TRIGGER {table}_no_truncate ON {table};
DROP TRIGGER {history}_no_truncate ON {history};
DROP TRIGGER {history}_append_only ON {history};
"""


class Migration(migrations.Migration):
    """Three triggers for each tracked table."""

    dependencies = [("crew", "0002_period"), ("scc_site", "0003_history_kept")]

    operations = [
        migrations.RunSQL(FORWARD.format(table=table, history=history), BACKWARD.format(table=table, history=history))
        for table, history in TRACKED
    ]
