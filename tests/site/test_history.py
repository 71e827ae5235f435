"""What the history keeps: who, every end of a row too, and that nobody rewrites it."""

import uuid

import pghistory
import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pghistory.models import Context

from crew.models import Assignment
from events.models import ChecklistItem
from scc_site import schedules, tick
from scc_site.history import by_command, by_whom
from scc_site.mail import suppression
from scc_site.occurrences import planning
from scc_site.schedules import Chore
from tests import factories
from tests.direct import directly
from tests.factories import NOW
from tests.waivers import aboard

MODELS = pghistory.core.event_models()
TRACKED = sorted((model.pgh_tracked_model._meta.db_table, model._meta.db_table) for model in MODELS)

DOCK = [pair for pair in TRACKED if not pair[0].startswith("reports_")]
BOOKS = [pair for pair in TRACKED if pair[0].startswith("reports_")]
PLAIN = {
    "ARRAY": "'{}'",
    "boolean": "false",
    "date": "now()",
    "timestamp with time zone": "now()",
    "jsonb": "'{}'",
    "bytea": "''",
}


def note_written(*, at):
    """An entry of a schedule, for these tests."""
    ChecklistItem.objects.update(note=f"By the tick of {at:%H:%M}.")


def contexts():
    """What the history of tasks knows of who acted, oldest first."""
    rows = ChecklistItem.pgh_event_model.objects.order_by("pgh_id")
    return [row.pgh_context.metadata if row.pgh_context else None for row in rows.select_related("pgh_context")]


@pytest.mark.parametrize(
    ("context", "words"),
    [
        (None, "directly in the database"),
        ({"user": 7, "url": "/events/"}, "Ana"),
        ({"user": 8, "url": "/events/"}, "person 8"),
        ({"user": None, "url": "/auth/code/"}, "somebody not signed in"),
        ({"schedule": "offers"}, "by itself"),
        ({"command": "seed_demo"}, "manage.py seed_demo"),
        ({"command": "shell", "schedule": "offers"}, "by itself"),
    ],
)
def test_every_hand_has_its_word(context, words):
    assert by_whom(context, {7: "Ana"}) == words


@pytest.mark.django_db(transaction=True)  # what a transaction once said of who acts holds until its end
def test_the_schedule_and_a_command_say_so_and_a_plain_write_says_nothing(monkeypatch):
    factories.item(factories.event())

    monkeypatch.setattr(schedules, "CHORES", (Chore("notes", f"{__name__}.note_written", "Tests."),))
    tick.tick(at=NOW, wait=True)
    with by_command("seed_demo"):
        ChecklistItem.objects.update(note="By hand.")
    with by_command("work"):
        ChecklistItem.objects.update(note="By what runs for days.")

    assert contexts() == [None, {"schedule": "notes"}, {"command": "seed_demo"}, None]


def test_every_tracked_table_is_kept_whole(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text, tgname, tgtype FROM pg_trigger WHERE NOT tgisinternal")
        found = cursor.fetchall()
    deleting, truncating = 8, 32
    fires = {(table, bit) for table, name, kind in found for bit in (deleting, truncating) if kind & bit}
    wanted = {(table, bit) for pair in TRACKED for table in pair for bit in (deleting, truncating)}

    assert len(TRACKED) >= 4
    assert wanted - fires == set()


@pytest.mark.parametrize("table", [history for _, history in DOCK] + ["pghistory_context"])
@pytest.mark.parametrize("act", ["DELETE FROM {}", "UPDATE {} SET {} = {}", "TRUNCATE {}"])
@pytest.mark.django_db(transaction=True)
def test_no_row_of_the_history_is_rewritten_or_removed(table, act):
    office = factories.admin()
    with pghistory.context(user=office.pk):
        sail = factories.event(created_by=office)
        factories.item(sail)
        factories.assignment(sail, factories.person())
        factories.payment(factories.booking(sail), 30_000)
        aboard.guest(sail)
        planning.keep(at=NOW)
        suppression.suppress_by_hand(address="gone@example.com", why="The mailbox is closed.", by=office, at=NOW)
    column = "metadata" if table == "pghistory_context" else "pgh_created_at"
    rows = f"SELECT * FROM {table}"
    before = directly(rows)

    with pytest.raises(psycopg.errors.RestrictViolation):
        directly(act.format(table, column, column))

    assert directly(rows) == before


@pytest.mark.parametrize("table", [table for table, _ in DOCK])
@pytest.mark.django_db(transaction=True)
def test_no_tracked_table_is_emptied_past_its_history(table):
    factories.assignment(factories.event(), factories.person())

    with pytest.raises(psycopg.errors.RestrictViolation, match="would not hear of a TRUNCATE"):
        directly(f"TRUNCATE {table} CASCADE")

    assert Assignment.objects.count() == 1


def refused(act):
    """Whether the database forbids a statement, in a transaction of its own."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL scc.truncate = ''")
            cursor.execute(act)
    except IntegrityError as fault:
        return isinstance(fault.__cause__, psycopg.errors.RestrictViolation)
    return False


def filled(table):
    """One row of plain values in a table of the history."""
    columns = (
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s AND is_nullable = 'NO'"
    )
    with connection.cursor() as cursor:
        cursor.execute(columns + " AND column_name <> 'pgh_id'", [table])
        names = {f'"{name}"': PLAIN.get(kind, "'0'") for name, kind in cursor.fetchall()}
        cursor.execute(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(names.values())})")


@pytest.mark.django_db
def test_no_history_of_the_books_is_rewritten_removed_or_emptied():
    for _, history in BOOKS:
        filled(history)
    acts = ("DELETE FROM {}", "UPDATE {} SET pgh_created_at = pgh_created_at", "TRUNCATE {}")
    asked = [act.format(history) for _, history in BOOKS for act in acts]
    asked += [f"TRUNCATE {table} CASCADE" for table, _ in BOOKS]

    assert len(BOOKS) >= 10
    assert [act for act in asked if not refused(act)] == []
    assert not refused("UPDATE pghistory_context SET metadata = metadata WHERE false")


@pytest.mark.django_db
def test_a_request_may_still_add_to_what_its_own_context_says():
    item = factories.item(factories.event())
    with pghistory.context(user=1) as context:
        ChecklistItem.objects.update(note="One.")
        pghistory.context(url="/x/")
        ChecklistItem.objects.update(note="Two.")

    assert isinstance(context.id, uuid.UUID)
    assert Context.objects.get(pk=context.id).metadata == {"user": 1, "url": "/x/"}
    assert item.pk is not None


@pytest.mark.django_db
def test_who_acts_rides_along_on_the_statement_itself():
    """One round trip, not two; binding on the server would refuse the two statements in one."""
    item = factories.item(factories.event())

    with pghistory.context(user=1), CaptureQueriesContext(connection) as seen:
        ChecklistItem.objects.filter(pk=item.pk).update(note="One.")

    assert len(seen) == 1
    assert seen[0]["sql"].startswith("SELECT set_config(")
    assert not connection.settings_dict["OPTIONS"].get("server_side_binding")
