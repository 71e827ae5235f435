"""The office's lists over 50,000 sails and 100,000 seats: statements that stay few, and indexes that are used."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crew.models import Assignment
from events.models import SailEvent, Seat
from tests import factories
from tests.factories import NOW
from tests.signing_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.prove]
SAILS = "/admin/events/sailevent/"
COUNT = 50_000


def multiply(cursor, model, row, times, **columns):
    """The row so many times more, with these columns written as SQL in terms of the number `n`."""
    fields = [field for field in model._meta.concrete_fields if field.column != "id"]
    values = ", ".join(columns.get(field.attname, f'"{field.column}"') for field in fields)
    names = ", ".join(f'"{field.column}"' for field in fields)
    table = model._meta.db_table
    cursor.execute(
        f"INSERT INTO {table} ({names}) SELECT {values} FROM {table}, generate_series(1, {times}) n WHERE id = {row.pk}"
    )


@pytest.fixture
def at_length():
    """50,000 sails over 34 years, a sail every six hours, each with two seats and somebody in one."""
    hand = factories.person("Ben Ito")
    sail = factories.event(seats={"captain": 1, "crew": 1}, departs_at=NOW - timedelta(days=9_000), notes="Swell")
    factories.assignment(sail, hand)
    seat, held = sail.seats.get(role="crew"), Assignment.objects.get()
    later = {name: f"\"{name}\" + n * interval '6 hours'" for name in ("call_at", "departs_at", "returns_at")}
    on = "((departs_at + n * interval '6 hours') AT TIME ZONE 'America/Los_Angeles')::date"
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # rows alone: no history, no triggers
        status = "CASE n % 500 WHEN 0 THEN 'draft' ELSE 'closed' END"
        multiply(cursor, SailEvent, sail, COUNT, event_id="'sail-long-' || n", sails_on=on, status=status, **later)
        first = SailEvent.objects.order_by("pk")[1].pk - 1
        for number in range(1, 3):
            multiply(cursor, Seat, seat, COUNT, event_id=f"{first} + n", number=str(number))
        placed = Seat.objects.order_by("pk")[2].pk - 1
        multiply(
            cursor, Assignment, held, COUNT, event_id=f"{first} + n", seat_id=f"{placed} + n",
            person_id="person_id + (n % 2000)", period="'empty'::tstzrange",
        )  # fmt: skip
        cursor.execute("ANALYZE")
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    return signed_in(factories.admin(), "admin")


def asked(client, query):
    """The statements of a page that opens."""
    client.get(SAILS + query)
    with CaptureQueriesContext(connection) as seen:
        page = client.get(SAILS + query)
    assert page.status_code == 200
    return [each["sql"] for each in seen]


def scans(statement):
    """How the database reads: each node's kind, with its index or its table, and how many rows it touches."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}")
        (found,) = cursor.fetchone()
    plan = json.loads(found) if isinstance(found, str) else found
    nodes, waiting = [], [plan[0]["Plan"]]
    while waiting:
        node = waiting.pop()
        waiting += node.get("Plans", [])
        where = node.get("Index Name") or node.get("Relation Name")
        if where:
            nodes.append((node["Node Type"], where, int(node["Actual Rows"] * node["Actual Loops"])))
    return nodes


def rows_read(statements):
    """The statement that reads a page of sails."""
    (found,) = [sql for sql in statements if "captain_name" in sql and "LIMIT" in sql]
    return found


PAGES = [
    ("", "sailevent_by_departure", 50),
    ("?p=3", "sailevent_by_departure", 150),
    ("?when=ahead", "sailevent_by_departure", 50),
    ("?when=past", "sailevent_by_departure", 50),
    ("?sails_on__year=2026&sails_on__month=6", "sailevent_by_day", 130),
    ("?status__exact=draft", "sailevent_by_status", 50),
]


def test_every_page_of_50_000_sails_is_read_from_an_index_in_few_statements(at_length):
    """One test, for the rows are laid once."""
    for query, index, most in PAGES:
        judge_page(at_length, query, index, most)
    judge_years(at_length)
    judge_search_box(at_length)
    for word in ("ito", "sail-long-4711", "swell", "2026-06-04", "nobody"):
        assert len(asked(at_length, f"?q={word}")) <= 10
    judge_seats(at_length)


def judge_page(client, query, index, most):
    """A page reads no more sails than it passes over."""
    statements = asked(client, query)
    read = [node for node in scans(rows_read(statements)) if node[1] in {index, "events_sailevent"}]
    assert index in {node[1] for node in read}, (query, read)
    assert "Seq Scan" not in {node[0] for node in read}, (query, read)
    assert max(node[2] for node in read) <= most + 1, (query, read)  # a sort by two columns looks one row ahead
    assert len(statements) <= 9


def judge_years(at_length):
    """Both ends of an index, a row each."""
    (ends,) = [sql for sql in asked(at_length, "") if "MIN(" in sql]

    assert [(node[0], node[2]) for node in scans(ends)] == [("Index Only Scan", 1)] * 2


def judge_search_box(at_length):
    """A page of sails at most."""
    where = "/admin/autocomplete/?app_label=crew&model_name=assignment&field_name=event&term="
    at_length.get(where)

    with CaptureQueriesContext(connection) as seen:
        found = at_length.get(f"{where}long").json()

    assert (len(found["results"]), found["pagination"], len(seen)) == (20, {"more": True}, 3)


def judge_seats(at_length):
    """The list of seats, in order of departure."""
    at_length.get("/admin/crew/assignment/")
    with CaptureQueriesContext(connection) as seen:
        page = at_length.get("/admin/crew/assignment/")

    (rows,) = [each["sql"] for each in seen if "LIMIT" in each["sql"] and "crew_assignment" in each["sql"]]
    assert page.status_code == 200
    assert len(seen) == 6
    assert "Seq Scan" not in {
        kind for kind, where, _ in scans(rows) if where in {"crew_assignment", "events_sailevent"}
    }
