"""What the eight reports cost over a ledger, beside SQL for the same inputs, sent by bare psycopg.

`bench.ledger` calls it once its ledger stands. A report is made (read, judged, composed) and, apart, built whole: made,
stored with its figures and findings, its cards hung; what is built is rolled back. Beside it stand SQL written by hand
for what this very report asks of the ledger (`bench.ledger_raw`) with its other statements as they are, and all of its
own statements; rounds of all four are interleaved.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from bench import ledger_raw

AT = datetime(2026, 11, 14, 20, 0, tzinfo=UTC)
LEDGER = ("reports_journalline", "reports_ledgermonth", "reports_partymonth", "reports_flowmonth")
Statement = tuple[str, Any]
Timed = Callable[[Callable[[], Any], Any], Any]


def lines(*, named: dict[str, Any], as_of: date, rounds: int, timed: Timed, server: Any) -> list[str]:
    """One line a report; then the memory of the process. `named` are the parameters of `ledger_raw`."""
    import psutil

    from reports.perspectives import SLUGS

    told = [_line(slug, named, as_of, rounds, lambda act: timed(act, server)) for slug in SLUGS]
    return [*told, f"RSS of the process {psutil.Process().memory_info().rss / 1e6:.0f} MB"]


def _line(slug: str, named: dict[str, Any], as_of: date, rounds: int, timed: Callable[[Callable[[], Any]], Any]) -> str:
    own, hand = _statements(slug, as_of, named)
    acts = {
        "made": lambda: _made(slug, as_of),
        "hand": lambda: _raw(hand),
        "own": lambda: _raw(own),
        "built": lambda: _built(slug, as_of),
    }
    found: dict[str, list[Any]] = {name: [] for name in acts}
    for _ in range(rounds):
        for name, act in acts.items():
            found[name].append(timed(act))
    made, by_hand, by_own, built = (Spent(found[name]) for name in acts)
    return (
        f"{slug}: made {made}, by hand {by_hand}, its own {len(own)} statements bare {by_own}, built {built}; by hand "
        f"{made.wall / by_hand.wall:.2f} (least {made.least / by_hand.least:.2f}, processor "
        f"{made.processor / by_hand.processor:.2f}), by its own {made.wall / by_own.wall:.2f}"
    )


class Spent:
    """What some calls took, in milliseconds: the median, the least, and the processors' mean, the database's included.

    On a busy machine the clock tells how long others were let go first; the processors tell what was done.
    """

    def __init__(self, found: Sequence[Any]) -> None:
        self.wall = statistics.median(each.wall for each in found)
        self.least = min(each.wall for each in found)
        self.processor = statistics.fmean(each.processor for each in found)

    def __str__(self) -> str:
        return f"{self.wall:.0f} ms (least {self.least:.0f}, processor {self.processor:.0f})"


def _statements(slug: str, as_of: date, named: dict[str, Any]) -> tuple[list[Statement], list[Statement]]:
    """What a report of the whole portfolio asks of the database, as it asks and with the ledger's part by hand."""
    from django.db import connection

    asked: list[Statement] = []

    def keep(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        facts = _made(slug, as_of)
    books = vars(facts.books) if "books" in vars(facts) else {}
    by_hand = [sql for field, sql in ledger_raw.STATEMENTS.items() if field in books]
    by_hand += [sql for field, sql in ledger_raw.BESIDE.items() if field in vars(facts)]
    others = [(sql, params) for sql, params in asked if not any(table in sql for table in LEDGER)]
    return asked, [*others, *((sql, named) for sql in by_hand)]


def _raw(asked: Sequence[Statement]) -> None:
    from django.db import connection

    with connection.connection.cursor() as cursor:
        for sql, params in asked:
            cursor.execute(sql, params)
            cursor.fetchall()


def _made(slug: str, as_of: date) -> Any:
    from reports import building, frame

    making = frame.Making(run="bench", built_at=AT, zone="America/Los_Angeles")
    return building.composed(slug, scope=(), as_of=as_of, making=making)[0]


def _built(slug: str, as_of: date) -> None:
    from django.db import transaction

    from reports import building

    with transaction.atomic():
        building.build(order=building.Order(slug, None, as_of, "bench"), builder=None, at=AT)
        transaction.set_rollback(True)
