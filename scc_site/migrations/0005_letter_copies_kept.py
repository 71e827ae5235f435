"""Letters as they left: kept as they are, until what they say is dropped for good."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION scc_letter_copy_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.dropped_at IS NULL AND NEW.dropped_at IS NOT NULL
       AND NEW.text = '' AND NEW.html = '' AND NEW.calendar = '' AND NEW.headers = '[]'::jsonb
       AND (NEW.id, NEW.mail_id, NEW.token, NEW.at, NEW.subject, NEW.sha256, NEW.bytes)
           IS NOT DISTINCT FROM (OLD.id, OLD.mail_id, OLD.token, OLD.at, OLD.subject, OLD.sha256, OLD.bytes) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a letter that left is kept as it left: its words are dropped whole or stay'
          USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER lettercopy_kept BEFORE UPDATE OR DELETE ON scc_site_lettercopy
    FOR EACH ROW EXECUTE FUNCTION scc_letter_copy_kept();
CREATE TRIGGER lettercopy_no_truncate BEFORE TRUNCATE ON scc_site_lettercopy
    FOR EACH STATEMENT EXECUTE FUNCTION scc_no_truncate();
"""
BACKWARD = """
DROP TRIGGER lettercopy_no_truncate ON scc_site_lettercopy;
DROP TRIGGER lettercopy_kept ON scc_site_lettercopy;
DROP FUNCTION scc_letter_copy_kept();
"""


class Migration(migrations.Migration):
    """One function, and the triggers that keep the copies."""

    dependencies = [("scc_site", "0004_people_kept")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
