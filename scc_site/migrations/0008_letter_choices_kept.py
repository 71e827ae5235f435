"""Which letters people want: a table whose rows are only ever added."""

from django.db import migrations

KEEP = """
CREATE TRIGGER letterchoice_append_only BEFORE UPDATE OR DELETE ON scc_site_letterchoice
    FOR EACH ROW EXECUTE FUNCTION scc_append_only();
"""
LET_GO = "DROP TRIGGER letterchoice_append_only ON scc_site_letterchoice;"


class Migration(migrations.Migration):
    """The trigger that keeps them."""

    dependencies = [("scc_site", "0007_suppressed_addresses_kept")]

    operations = [migrations.RunSQL(KEEP, LET_GO)]
