"""A letter whose address was erased may lose its subject too: it may hold a name."""

from django.db import migrations

BEGINS = """
CREATE OR REPLACE FUNCTION scc_letter_copy_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.dropped_at IS NULL AND NEW.dropped_at IS NOT NULL
       AND NEW.text = '' AND NEW.html = '' AND NEW.calendar = '' AND NEW.headers = '[]'::jsonb
       AND (NEW.id, NEW.mail_id, NEW.token, NEW.at, NEW.subject, NEW.sha256, NEW.bytes)
           IS NOT DISTINCT FROM (OLD.id, OLD.mail_id, OLD.token, OLD.at, OLD.subject, OLD.sha256, OLD.bytes) THEN
        RETURN NEW;
    END IF;
"""
ERASED = """
    IF TG_OP = 'UPDATE' AND NEW.dropped_at IS NOT NULL AND NEW.subject = ''
       AND NEW.text = '' AND NEW.html = '' AND NEW.calendar = '' AND NEW.headers = '[]'::jsonb
       AND (NEW.id, NEW.mail_id, NEW.token, NEW.at, NEW.sha256, NEW.bytes)
           IS NOT DISTINCT FROM (OLD.id, OLD.mail_id, OLD.token, OLD.at, OLD.sha256, OLD.bytes)
       AND EXISTS (SELECT FROM scc_site_outgoingmail mail WHERE mail.id = OLD.mail_id AND mail."to" = 'erased') THEN
        RETURN NEW;
    END IF;
"""
ENDS = """
    RAISE EXCEPTION 'a letter that left is kept as it left: its words are dropped whole or stay'
          USING ERRCODE = 'restrict_violation';
END
$$;
"""


class Migration(migrations.Migration):
    """The function behind the trigger that keeps the copies."""

    dependencies = [("scc_site", "0009_schedules_kept")]

    operations = [migrations.RunSQL(BEGINS + ERASED + ENDS, BEGINS + ENDS)]
