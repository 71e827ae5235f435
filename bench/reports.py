"""What the eight reports cost over a ledger, beside the very statements that they read, sent by bare psycopg.

`bench.ledger` calls it once its ledger stands. A report is made (read, judged, composed) and, apart, built whole: made,
stored with its figures and findings, its cards hung; what is built is rolled back. The statements are those that making
this very report asks, each once as it was asked; rounds of all three are interleaved.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any

AT = datetime(2026, 11, 14, 20, 0, tzinfo=UTC)
Statement = tuple[str, Any]


def lines(*, as_of: date, rounds: int, timed: Callable[[Callable[[], Any], Any], Any], server: Any) -> list[str]:
    """One line a report: made, by raw SQL, built whole, the first by the second; then the memory of the process."""
    import psutil

    from reports.perspectives import SLUGS

    told = [_line(slug, as_of=as_of, rounds=rounds, timed=timed, server=server) for slug in SLUGS]
    return [*told, f"RSS of the process {psutil.Process().memory_info().rss / 1e6:.0f} MB"]


def _line(slug: str, *, as_of: date, rounds: int, timed: Callable[..., Any], server: Any) -> str:
    asked = _statements(slug, as_of)
    acts = {
        "made": lambda: _made(slug, as_of),
        "raw": lambda: _raw(asked),
        "built": lambda: _built(slug, as_of),
    }
    found: dict[str, list[Any]] = {name: [] for name in acts}
    for _ in range(rounds):
        for name, act in acts.items():
            found[name].append(timed(act, server))
    made, raw, built = (Spent(found[name]) for name in acts)
    return (
        f"{slug}: made {made}, its {len(asked)} reads by raw SQL {raw}, built {built}; made by raw "
        f"{made.wall / raw.wall:.2f} (least {made.least / raw.least:.2f}, processor {made.processor / raw.processor:.2f})"
        f", beside raw {made.wall - raw.wall:.0f} ms (processor {made.processor - raw.processor:.0f})"
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


def _statements(slug: str, as_of: date) -> list[Statement]:
    """What a report of the whole portfolio asks of the database."""
    from django.db import connection

    asked: list[Statement] = []

    def keep(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        _made(slug, as_of)
    return asked


def _raw(asked: Sequence[Statement]) -> None:
    from django.db import connection

    with connection.connection.cursor() as cursor:
        for sql, params in asked:
            cursor.execute(sql, params)
            cursor.fetchall()


def _made(slug: str, as_of: date) -> None:
    from reports import building, frame

    making = frame.Making(run="bench", built_at=AT, zone="America/Los_Angeles")
    building.composed(slug, scope=(), as_of=as_of, making=making)


def _built(slug: str, as_of: date) -> None:
    from django.db import transaction

    from reports import building

    with transaction.atomic():
        building.build(order=building.Order(slug, None, as_of, "bench"), builder=None, at=AT)
        transaction.set_rollback(True)
