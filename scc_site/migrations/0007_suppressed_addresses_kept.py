"""How each address came to be written to no more is kept."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER scc_site_suppressionhistory_append_only BEFORE UPDATE OR DELETE ON scc_site_suppressionhistory
    FOR EACH ROW EXECUTE FUNCTION scc_append_only();
CREATE TRIGGER scc_site_suppressionhistory_no_truncate BEFORE TRUNCATE ON scc_site_suppressionhistory
    FOR EACH STATEMENT EXECUTE FUNCTION scc_no_truncate();
CREATE TRIGGER scc_site_suppression_no_truncate BEFORE TRUNCATE ON scc_site_suppression
    FOR EACH STATEMENT EXECUTE FUNCTION scc_no_truncate();
"""
BACKWARD = """
DROP TRIGGER scc_site_suppression_no_truncate ON scc_site_suppression;
DROP TRIGGER scc_site_suppressionhistory_no_truncate ON scc_site_suppressionhistory;
DROP TRIGGER scc_site_suppressionhistory_append_only ON scc_site_suppressionhistory;
"""


class Migration(migrations.Migration):
    """The triggers that keep their history."""

    dependencies = [("scc_site", "0006_mail_events_kept")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
