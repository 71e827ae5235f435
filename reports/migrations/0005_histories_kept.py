"""The history of the books is never rewritten, and no tracked table is emptied past it.

`reports_keep_histories()` gives every tracked table of the books its triggers, and leaves alone those that have them:
a later migration that tracks another table calls it again.
"""

from django.db import migrations

KEEP = "SELECT reports_keep_histories();"
FORWARD = """
CREATE FUNCTION reports_keep_histories() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    history text;
    tracked text;
BEGIN
    FOR history, tracked IN
        SELECT tablename, regexp_replace(tablename, 'history$', '') FROM pg_tables
         WHERE schemaname = current_schema() AND tablename LIKE 'reports\\_%history' ORDER BY 1
    LOOP
        EXECUTE format('CREATE OR REPLACE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW '
                       'EXECUTE FUNCTION scc_append_only()', history || '_append_only', history);
        EXECUTE format('CREATE OR REPLACE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT '
                       'EXECUTE FUNCTION scc_no_truncate()', history || '_no_truncate', history);
        EXECUTE format('CREATE OR REPLACE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT '
                       'EXECUTE FUNCTION scc_no_truncate()', tracked || '_no_truncate', tracked);
    END LOOP;
END
$$;
"""
BACKWARD = """
DO $$
DECLARE
    one record;
BEGIN
    FOR one IN SELECT tgname, tgrelid::regclass AS held FROM pg_trigger
                WHERE tgrelid::regclass::text LIKE 'reports\\_%' AND tgname ~ '(history_append_only|_no_truncate)$'
                  AND tgname LIKE 'reports\\_%'
    LOOP
        EXECUTE format('DROP TRIGGER %I ON %s', one.tgname, one.held);
    END LOOP;
END
$$;
DROP FUNCTION reports_keep_histories();
"""


class Migration(migrations.Migration):
    """The function, and its first call."""

    dependencies = [("reports", "0004_vouchers_kept"), ("scc_site", "0003_history_kept")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD), migrations.RunSQL(KEEP, migrations.RunSQL.noop)]
