"""The history of people is only ever added to."""

from django.db import migrations

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
    """The triggers that keep it."""

    dependencies = [("scc_site", "0003_history_kept")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
