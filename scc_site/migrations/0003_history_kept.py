"""What the history says of who acted is never rewritten, and no tracked table is emptied past it."""

from django.db import migrations

# TRUNCATE fires no row trigger: the history would not hear of it. The tests' connections say that they may.
FORWARD = """
CREATE FUNCTION scc_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('scc.truncate', true) IS DISTINCT FROM 'allowed' THEN
        RAISE EXCEPTION 'the history of % would not hear of a TRUNCATE: delete its rows', TG_TABLE_NAME
              USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION scc_own_context() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.id::text IS DISTINCT FROM current_setting('pghistory.context_id', true) OR NEW.id <> OLD.id THEN
        RAISE EXCEPTION 'who made a change is not rewritten afterwards' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER pghistory_context_kept BEFORE DELETE ON pghistory_context
    FOR EACH ROW EXECUTE FUNCTION scc_append_only();
CREATE TRIGGER pghistory_context_own BEFORE UPDATE ON pghistory_context
    FOR EACH ROW EXECUTE FUNCTION scc_own_context();
CREATE TRIGGER pghistory_context_no_truncate BEFORE TRUNCATE ON pghistory_context
    FOR EACH STATEMENT EXECUTE FUNCTION scc_no_truncate();
"""

BACKWARD = """
DROP TRIGGER pghistory_context_no_truncate ON pghistory_context;
DROP TRIGGER pghistory_context_own ON pghistory_context;
DROP TRIGGER pghistory_context_kept ON pghistory_context;
DROP FUNCTION scc_own_context();
DROP FUNCTION scc_no_truncate();
"""


class Migration(migrations.Migration):
    """Two functions that any tracked table may use, and the context table as the first to use one."""

    dependencies = [("scc_site", "0002_append_only"), ("pghistory", "0007_auto_20250421_0444")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
