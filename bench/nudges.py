"""`python -m bench.nudges`: `ptb_nudge` over 5,750 due items for 500 people, beside raw SQL and the ORM, without sending.

    python -m bench.nudges [--rounds 7]

Fifty boats are out, ten hands on each, and every task comes due in the same hour. Each measurement runs in a transaction
that is rolled back, in turn, round after round; medians are printed. `plan` makes the rows, `tell` merges and queues them,
`again` is the run after that, which finds nothing to do. `raw` reads the same rows with one prepared statement, sets them
with f-strings and writes one letter a person; `orm` reads them with select_related and writes nothing.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any

from bench import grounds

SAILS, HANDS, TASKS = 50, 10, (12, 11)  # (12 + 11) / 2 tasks for each of 500 people: 5,750 items
DUE = datetime(2027, 6, 1, 18, 0, tzinfo=UTC)
MOST = 400  # ms, design/performance.md
READ = """
SELECT n.id, n.person_id, p.name, p.email, e.event_id, e.departs_at, v.name, t.name, s.role, i.text, i.due_at
  FROM crew_nudge n JOIN scc_site_user p ON p.id = n.person_id JOIN events_sailevent e ON e.id = n.event_id
  JOIN events_vessel v ON v.id = e.vessel_id JOIN events_eventtype t ON t.id = e.event_type_id
  JOIN crew_assignment a ON a.event_id = e.id AND a.person_id = p.id JOIN events_seat s ON s.id = a.seat_id
  JOIN events_checklistitem i ON i.id = n.item_id
 WHERE n.state = 'planned' AND n.due_at <= %s ORDER BY n.person_id, e.departs_at, n.due_at"""
WRITE = """
INSERT INTO scc_site_outgoingmail (dedupe_key, kind, lane, person_id, "to", bcc, context, sealed, state, not_before,
  token, attempts, possible_duplicate, message_id, fault, created_at)
SELECT key, 'nudge', 2, person, address, '[]', context::jsonb, '', 'queued', %s, 0, 0, false, '', '', %s
  FROM unnest(%s::text[], %s::bigint[], %s::text[], %s::text[]) AS one(key, person, address, context)"""


def main() -> None:
    """Build, measure in turn, print; exit 1 above the limit."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    with grounds.its_own():
        build()
        found = {name: statistics.median(values) for name, values in measure(rounds).items()}
    for name, milliseconds in found.items():
        print(f"{name:>8} {milliseconds:8.1f} ms   {milliseconds / found['raw']:5.2f} × raw")
    if max(found["plan"], found["tell"], found["again"]) > MOST:
        raise SystemExit(f"More than {MOST} ms.")


def build() -> None:
    """An empty database, migrated, with the boats, their hands and the tasks."""
    from django.core.management import call_command
    from django.db import connection

    from crew.models import Assignment
    from events.models import ChecklistItem, EventType, SailEvent, Seat, Vessel
    from scc_site.models import User

    call_command("migrate", verbosity=0)
    office = User.objects.create(name="Office", email="office@example.com", is_admin=True)
    boat = Vessel.objects.create(slug="jada", name="JADA", mark="J", legal_maximum=25)
    kind = EventType.objects.create(slug="day", name="Day sail")
    out = {
        "vessel": boat,
        "event_type": kind,
        "status": "under_way",
        "sails_on": DUE.date(),
        "capacity": 20,
        "created_by": office,
    }
    times = {"departs_at": DUE - timedelta(hours=2), "returns_at": DUE + timedelta(hours=8), "created_at": DUE}
    long_ago = DUE - timedelta(days=60)
    for number in range(SAILS):
        sail = SailEvent.objects.create(
            event_id=f"sail-{number}", call_at=DUE - timedelta(hours=3), seats_total=HANDS, **out, **times
        )
        for place in range(HANDS):
            email = f"p{number}-{place}@example.com"
            person = User.objects.create(name=f"Hand {number} {place}", email=email, is_crew=True)
            seat = Seat.objects.create(event=sail, role="crew", number=place + 1)
            sure = {"made_at": long_ago, "made_by": office, "confirmed_at": long_ago, "confirmed_by": office}
            Assignment.objects.create(event=sail, seat=seat, person=person, state="confirmed", **sure)
        ChecklistItem.objects.bulk_create(
            ChecklistItem(
                event=sail, position=place, text=f"Task number {place} of the day", anchor="departure",
                due_at=DUE - timedelta(minutes=place), role="crew",
            )
            for place in range(TASKS[number % 2])
        )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def measure(rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each, round after round; the first round warms up and does not count."""
    from django.db import transaction

    from crew.models import Nudge
    from crew.nudges import planning, sending
    from scc_site.models import OutgoingMail

    found: dict[str, list[float]] = {name: [] for name in ("plan", "tell", "again", "raw", "orm")}
    for number in range(rounds + 1):
        for others in (False, True):
            with transaction.atomic():
                took = {"plan": timed(lambda: planning.plan(DUE))}
                insist(Nudge.objects.filter(due_at__lte=DUE, kind="task_due").count(), 5_750)
                if others:
                    took = {"orm": timed(orm), "raw": timed(raw)}
                else:
                    took |= {"tell": timed(lambda: sending.run(at=DUE)), "again": timed(lambda: sending.run(at=DUE))}
                insist(OutgoingMail.objects.filter(kind="nudge").count(), 500)
                transaction.set_rollback(True)
            for name, milliseconds in took.items():
                found[name] += [milliseconds] if number else []
    return found


def raw() -> None:
    """What the least honest version does: read, set, write, mark."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(READ, [DUE])
        rows = cursor.fetchall()
        letters: list[tuple[str, int, str, str]] = []
        for person, own in groupby(rows, key=lambda row: row[1]):
            mine = list(own)
            lines = [f"{row[10]:%H:%M} {row[9]}" for row in mine]
            said = {"name": mine[0][2], "sail": f"{mine[0][7]} on {mine[0][6]}, {mine[0][5]:%H:%M}", "tasks": lines}
            letters.append((f"nudge:{person}", person, mine[0][3], json.dumps(said)))
        cursor.execute(WRITE, [DUE, DUE, *map(list, zip(*letters, strict=True))])
        ids = [row[0] for row in rows]
        cursor.execute("UPDATE crew_nudge SET state = 'sent', ended_at = %s WHERE id = ANY(%s)", [DUE, ids])


def orm() -> None:
    """The same rows, read as objects."""
    from crew.models import Nudge

    due = Nudge.objects.filter(state="planned", due_at__lte=DUE).order_by("person", "event__departs_at", "due_at")
    for nudge in due.select_related("person", "event__vessel", "event__event_type", "item"):
        f"{nudge.item and nudge.item.due_at:%H:%M} {nudge.item} {nudge.event.vessel} {nudge.event.event_type}"


def timed(act: Callable[[], Any]) -> float:
    """How long it takes, in milliseconds."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1_000


def insist(number: int, expected: int) -> None:
    """End the run where not all of the work was done."""
    if number != expected:
        raise SystemExit(f"{number} where {expected} were expected.")


if __name__ == "__main__":
    main()
