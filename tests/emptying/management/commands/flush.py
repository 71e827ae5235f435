"""`flush`, as the tests ask for it: half a second of Postgres less for each test on committed rows."""

from typing import Any

from django.core.management.commands import flush
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

# With the triggers off nothing refuses, and no order among the tables is needed. The locks wait for whoever still
# writes, as TRUNCATE does: what is committed late is found, too.
EMPTY = """
DO $$
DECLARE
    held oid[] := ARRAY(SELECT oid FROM pg_class
                         WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace
                           AND relname NOT IN ('django_migrations', 'django_content_type', 'auth_permission'));
    one regclass;
BEGIN
    SET LOCAL session_replication_role = replica;
    EXECUTE 'LOCK TABLE ' || (SELECT string_agg(each::regclass::text, ', ') FROM unnest(held) each)
            || ' IN EXCLUSIVE MODE';
    FOREACH one IN ARRAY held LOOP
        IF pg_relation_size(one) > 0 THEN
            EXECUTE format('DELETE FROM %s', one);
        END IF;
    END LOOP;
END
$$
"""
PERMISSIONS = """
SELECT (SELECT md5(string_agg(kind::text, ';' ORDER BY id)) FROM django_content_type kind),
       (SELECT md5(string_agg(may::text, ';' ORDER BY id)) FROM auth_permission may)
 WHERE current_setting('is_superuser') = 'on'
"""
# What is asked of Django's own flush beyond the rows, with Django's defaults.
MORE = {"reset_sequences": True, "allow_cascade": False, "inhibit_post_migrate": False}


class Command(flush.Command):
    """Empties what holds rows; permissions stay as long as they stand as Django's own flush left them."""

    as_left: tuple[str, str] | None = None

    def handle(self, **options: Any) -> None:
        """Empty the database; asked for more than the tests ask between them, or at first, Django's own does it."""
        connection = connections[options["database"]]
        more = any(options.get(each, default) for each, default in MORE.items())
        if more or Command.as_left is None or Command.as_left != standing(connection):
            super().handle(**options)
            Command.as_left = None if more else standing(connection)
            return
        with transaction.atomic(using=options["database"]), connection.cursor() as cursor:
            cursor.execute(EMPTY)


def standing(connection: BaseDatabaseWrapper) -> tuple[str, str] | None:
    """A fingerprint of all content types and permissions; None where we may not switch triggers off."""
    with connection.cursor() as cursor:
        cursor.execute(PERMISSIONS)
        return cursor.fetchone()
