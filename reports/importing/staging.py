"""Rows of a ledger file, kept aside in the database until the whole file was seen: an entry's rows may stand anywhere.

The table is the import's own and ends with its transaction; memory holds a thousand entries at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from django.db import connection

from reports.models import ImportBatch

COLUMNS = (
    "line int", "unit_id bigint", "entry text", "day date", "account_id bigint", "cents bigint", "memo text",
    "reference text", "party text", "document text", "booking_id bigint", "channel_id bigint", "property_id bigint",
    "job_id bigint", "client_id bigint", "other_id bigint",
)  # fmt: skip
FETCHED = 2000
SHOWN = 6
LONGEST = 80  # signs of a name that a file gives an entry; keys of the ledger may be longer


class Staged(NamedTuple):
    """One line of an entry, resolved. `other_id` is the unit that an entry between units is with."""

    line: int
    unit_id: int
    entry: str
    day: date
    account_id: int
    cents: int
    memo: str
    reference: str
    party: str
    document: str
    booking_id: int | None
    channel_id: int | None
    property_id: int | None
    job_id: int | None
    client_id: int | None
    other_id: int | None


class Uneven(NamedTuple):
    """An entry that cannot be posted: the first of its `many` lines, the sums of both sides, first and last day."""

    unit_id: int
    entry: str
    lines: list[int]
    many: int
    debits: int
    credits: int
    first_day: date
    last_day: date
    others: int


class Stage:
    """The staging table of one import."""

    def __init__(self, batch: ImportBatch) -> None:
        self.name = f"reports_staged_{batch.pk}"

    def add(self, rows: Iterable[Staged]) -> None:
        """Put rows aside, by COPY."""
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE TEMP TABLE IF NOT EXISTS {self.name} ({', '.join(COLUMNS)}) ON COMMIT DROP")
            with cursor.cursor.copy(f"COPY {self.name} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)

    def uneven(self) -> Iterator[Uneven]:
        """Entries that cannot be posted, by their first line.

        They do not balance, or have too long a name, a single line, several days or several partners.
        """
        with connection.chunked_cursor() as cursor:
            cursor.execute(
                f"""SELECT unit_id, entry, (array_agg(line ORDER BY line))[1:{SHOWN}], count(*),
                           coalesce(sum(cents) FILTER (WHERE cents > 0), 0)::bigint,
                           coalesce(-sum(cents) FILTER (WHERE cents < 0), 0)::bigint,
                           min(day), max(day), count(DISTINCT coalesce(other_id, 0))
                      FROM {self.name} GROUP BY unit_id, entry
                    HAVING length(entry) > {LONGEST} OR sum(cents) <> 0 OR count(*) < 2 OR min(day) <> max(day)
                           OR count(DISTINCT coalesce(other_id, 0)) > 1
                     ORDER BY min(line)"""  # noqa: S608 - the table is our own, named by a number
            )
            yield from (Uneven(*row) for row in _fetched(cursor))

    def known(self) -> Iterator[list[Staged]]:
        """Every entry that goes by the key of one in the ledger, with its lines, streamed."""
        yield from self._grouped(
            f"""SELECT staged.* FROM {self.name} staged
                  JOIN reports_journalentry entry ON entry.source_key = staged.entry
                 ORDER BY staged.entry, staged.line""",  # noqa: S608 - the table is our own, named by a number
            lambda row: row.entry,
        )

    def forget_known(self) -> None:
        """Leave out what `known` gives."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"""DELETE FROM {self.name} staged USING reports_journalentry entry
                     WHERE entry.source_key = staged.entry"""  # noqa: S608 - as above
            )

    def entries(self) -> Iterator[list[Staged]]:
        """Every entry's lines, entries by their first line, streamed."""
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE INDEX ON {self.name} (unit_id, entry)")
        yield from self._grouped(
            f"""SELECT line, unit_id, entry, day, account_id, cents, memo, reference, party, document, booking_id,
                           channel_id, property_id, job_id, client_id, other_id
                      FROM (SELECT *, min(line) OVER (PARTITION BY unit_id, entry) AS first FROM {self.name}) staged
                     ORDER BY first, line""",  # noqa: S608 - the table is our own, named by a number
            lambda row: (row.unit_id, row.entry),
        )

    def _grouped(self, query: str, key: Callable[[Staged], Any]) -> Iterator[list[Staged]]:
        with connection.chunked_cursor() as cursor:
            cursor.execute(query)
            rows = (Staged(*row) for row in _fetched(cursor))
            for _, lines in groupby(rows, key=key):
                yield list(lines)


def _fetched(cursor: Any) -> Iterator[tuple[Any, ...]]:
    while rows := cursor.fetchmany(FETCHED):
        yield from rows
