"""What may be erased in time: papers, frozen lists and guests' histories too, by the calendar of the database."""

from django.db import migrations, models

# Whoever answers for a child's sail may be asked until the child is 18 + 4: such records outlive their sail's four years.
OVER = """
CREATE FUNCTION waivers_is_held(sail bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM waivers_legalhold held WHERE held.event_id = sail AND held.lifted_at IS NULL)
$$;

CREATE FUNCTION waivers_sail_over(sail bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM events_sailevent event
                    WHERE event.id = sail AND event.returns_at + interval '4 years' < now())
       AND NOT waivers_is_held(sail)
       AND NOT EXISTS (SELECT 1 FROM waivers_waiverrecord record
                        WHERE record.event_id = sail
                          AND NOT EXISTS (SELECT 1 FROM waivers_erasure gone WHERE gone.record_id = record.id))
$$;

CREATE FUNCTION waivers_guest_over(one bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM waivers_guest guest JOIN events_sailevent event ON event.id = guest.event_id
                    WHERE guest.id = one AND event.returns_at + interval '4 years' < now()
                      AND (guest.born_on IS NULL OR guest.born_on + interval '22 years' < now())
                      AND NOT waivers_is_held(event.id))
       AND NOT EXISTS (SELECT 1 FROM waivers_waiverrecord record
                        WHERE (record.guest_id = one
                               OR EXISTS (SELECT 1 FROM waivers_waivercover cover
                                           WHERE cover.record_id = record.id AND cover.guest_id = one))
                          AND NOT EXISTS (SELECT 1 FROM waivers_erasure gone WHERE gone.record_id = record.id))
$$;

CREATE OR REPLACE FUNCTION waivers_guest_history_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND waivers_guest_over(OLD.pgh_obj_id) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;

CREATE FUNCTION waivers_list_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND waivers_sail_over(OLD.event_id) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'rows of % are never changed, nor deleted before their time', TG_TABLE_NAME
          USING ERRCODE = 'restrict_violation';
END
$$;
DROP TRIGGER frozenlist_append_only ON waivers_frozenlist;
CREATE TRIGGER frozenlist_append_only BEFORE UPDATE OR DELETE ON waivers_frozenlist
    FOR EACH ROW EXECUTE FUNCTION waivers_list_stays();

-- A paper that became a record keeps its picture as long as the record keeps its payload.
CREATE FUNCTION waivers_paper_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND waivers_may_erase(OLD.record_id) THEN
        RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE' AND (NEW.content, NEW.sha256, NEW.record_id, NEW.guest_id)
       IS NOT DISTINCT FROM (OLD.content, OLD.sha256, OLD.record_id, OLD.guest_id) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the paper of a record is never changed, nor deleted before its time'
          USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER paperwaiver_kept BEFORE UPDATE OR DELETE ON waivers_paperwaiver
    FOR EACH ROW WHEN (OLD.record_id IS NOT NULL) EXECUTE FUNCTION waivers_paper_stays();
"""
BEFORE = """
DROP TRIGGER paperwaiver_kept ON waivers_paperwaiver;
DROP TRIGGER frozenlist_append_only ON waivers_frozenlist;
CREATE TRIGGER frozenlist_append_only BEFORE UPDATE OR DELETE ON waivers_frozenlist
    FOR EACH ROW EXECUTE FUNCTION scc_append_only();
DROP FUNCTION waivers_paper_stays();
DROP FUNCTION waivers_list_stays();
CREATE OR REPLACE FUNCTION waivers_guest_history_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
DROP FUNCTION waivers_guest_over(bigint);
DROP FUNCTION waivers_sail_over(bigint);
DROP FUNCTION waivers_is_held(bigint);
"""


class Migration(migrations.Migration):
    """The hash of what was erased, and the walls."""

    dependencies = [("waivers", "0003_dock_forms")]

    operations = [
        migrations.AddField(
            model_name="erasure",
            name="pdf_sha256",
            field=models.CharField(blank=True, db_index=True, default="", max_length=64),
            preserve_default=False,
        ),
        migrations.RunSQL(OVER, BEFORE),
    ]
