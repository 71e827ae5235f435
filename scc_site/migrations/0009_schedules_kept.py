"""What the house does at set times: the history of schedules is only ever added to."""

from django.db import migrations

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
    """The triggers that keep their history."""

    dependencies = [("scc_site", "0008_letter_choices_kept")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
