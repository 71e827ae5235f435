"""What a request to the mail service came to is never rewritten, whoever tries."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION scc_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER mailattempt_append_only BEFORE UPDATE OR DELETE ON scc_site_mailattempt
    FOR EACH ROW EXECUTE FUNCTION scc_append_only();
"""

BACKWARD = """
DROP TRIGGER mailattempt_append_only ON scc_site_mailattempt;
DROP FUNCTION scc_append_only();
"""


class Migration(migrations.Migration):
    """One function that any append-only table may use, and its first user."""

    dependencies = [("scc_site", "0001_start")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
