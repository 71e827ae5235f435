"""What mail services report of letters is kept as they said it; nothing of it is rewritten."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER mailevent_append_only BEFORE UPDATE OR DELETE ON scc_site_mailevent
    FOR EACH ROW EXECUTE FUNCTION scc_append_only();
CREATE TRIGGER mailevent_no_truncate BEFORE TRUNCATE ON scc_site_mailevent
    FOR EACH STATEMENT EXECUTE FUNCTION scc_no_truncate();
"""
BACKWARD = """
DROP TRIGGER mailevent_no_truncate ON scc_site_mailevent;
DROP TRIGGER mailevent_append_only ON scc_site_mailevent;
"""


class Migration(migrations.Migration):
    """The triggers that keep them."""

    dependencies = [("scc_site", "0005_letter_copies_kept")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
