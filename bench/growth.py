"""Growth: the same pages in the same house after it has grown old: ten times the sails, seats, people, tasks and history.

What is added lies in the past, as it does in a house that has been sailing for twenty years: the month and the sail that
are asked for stay as they were, so that whatever a page takes longer for, it takes for rows it does not show.
"""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.models import Model

from bench import house
from bench.client import drive
from crew.models import Assignment
from events.models import ChecklistItem, SailEvent, Seat
from scc_site.models import User

ALLOWED = 1.1
GROWING = (User, SailEvent, Seat, Assignment, ChecklistItem)
ROUNDS = 5


def age(*, times: int) -> None:
    """Give the house so many times its past: each era has its own people, and ends where the next one begins."""
    eras, back = times - 1, f"era * interval '{house.DAYS} days'"
    spans = {model: _highest(model) for model in GROWING}

    def moved(model: type[Model], column: str = "id") -> str:
        return f"old.{column} + era * {spans[model]}"

    times_of_sail = ("call_at", "departs_at", "returns_at", "sunset_at")
    over = {"status": "'closed'", "closed_at": f"old.returns_at - {back}", "closed_by_id": "old.created_by_id"}
    name = {"event_id": "old.event_id || '-era-' || era", "sails_on": f"old.sails_on - era * {house.DAYS}"}
    person = {"sub": "gen_random_uuid()", "email": "era || old.email", "email_canonical": "era || old.email_canonical"}
    when = {column: f"old.{column} - {back}" for column in times_of_sail}
    sail = {"event_id": moved(SailEvent, "event_id")}
    seat = {"seat_id": moved(Seat, "seat_id")}
    past = f"tstzrange(lower(old.period) - {back}, upper(old.period) - {back})"
    period = f"CASE WHEN isempty(old.period) THEN old.period ELSE {past} END"
    holder = seat | {"person_id": moved(User, "person_id"), "period": period}
    changed: dict[type[Model], dict[str, str]] = {
        User: person,
        SailEvent: when | over | name,
        Seat: sail,
        Assignment: sail | holder,
        ChecklistItem: sail | {"due_at": f"old.due_at - {back}"},
    }
    with _at_rest():
        for model, columns in changed.items():
            only = "old.is_crew" if model is User else "true"
            _copy(model, eras, {"id": moved(model)} | columns, only=only)
        for model in (SailEvent, Seat, Assignment, ChecklistItem):
            kept = {"id": moved(model), "pgh_obj_id": moved(model, "pgh_obj_id")} | changed[model]
            _copy(model.pgh_event_model, eras, kept, number="pgh_id")  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@contextmanager
def _at_rest() -> Iterator[None]:
    """No trigger fires meanwhile, and nobody's overlaps are looked for row by row but all at once at the end."""
    name = "assignment_one_sail_at_a_time"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [name])
        (definition,) = cursor.fetchone()
        cursor.execute(f"ALTER TABLE crew_assignment DROP CONSTRAINT {name}")
        cursor.execute("SET session_replication_role = replica")
        yield
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute(f"ALTER TABLE crew_assignment ADD CONSTRAINT {name} {definition}")


def _highest(model: type[Model]) -> int:
    return model._default_manager.order_by("-pk").values_list("pk", flat=True)[0]


def _copy(model: type[Model], eras: int, changed: dict[str, str], *, only: str = "true", number: str = "id") -> None:
    """Every row of a table again for each era, with some columns changed; history rows number themselves."""
    table = model._meta.db_table
    columns = [field.column for field in model._meta.concrete_fields if number == "id" or field.column != number]
    values = ", ".join(changed.get(column, f'old."{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} old, generate_series(1, %s) era WHERE {only}",
            [eras],
        )
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', '{number}'), (SELECT max({number}) FROM {table}))"
        )


def measure(stage: Any, ports: dict[str, int], *, seconds: float) -> dict[str, dict[str, float]]:
    """Median milliseconds of each page with one client, on the house and, where it has the page, on the raw end."""
    found: dict[str, dict[str, float]] = {}
    pages = stage.pages() | {"home": {"house": stage.home()}}
    for page, systems in pages.items():
        found[page] = {}
        for name in ("house", "raw"):
            if name in systems:
                system, requests = systems[name]
                rounds = [
                    drive(ports[system], itertools.cycle(requests), clients=1, seconds=seconds) for _ in range(ROUNDS)
                ]
                found[page][name] = min(each.percentile(50) for each in rounds[1:])
    found["claim"] = {name: _claim(stage, ports, name) for name in ("house", "raw")}
    return found


def _claim(stage: Any, ports: dict[str, int], system: str) -> float:
    medians = []
    for _ in range(3):
        medians.append(drive(ports[system], stage.claims(system), clients=1).percentile(50))
        stage.check_nothing_oversold()
        stage.forget_claims()
    return statistics.median(medians)


def lines(young: dict[str, dict[str, float]], old: dict[str, dict[str, float]], *, times: int) -> Iterator[str]:
    """The table: each page before and after, and how many times longer it takes."""
    yield f"{times} times the house; ms at c = 1{'before':>12}{'after':>9}{'ratio':>8}{'raw':>8}"
    for page, before in young.items():
        after = old[page]
        ratio = after["house"] / before["house"]
        raw = f"{after['raw'] / before['raw']:8.2f}" if "raw" in before else f"{'':8}"
        told = "" if ratio <= ALLOWED else f"   more than {ALLOWED}"
        yield f"{page:32}{before['house']:12.2f}{after['house']:9.2f}{ratio:8.2f}{raw}{told}"
