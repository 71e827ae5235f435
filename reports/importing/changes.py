"""What a file did, row by row: counted for people, written down for undo."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import connection, models

from reports.importing.shapes import Row
from reports.models import ImportBatch

STATES = ("created", "changed", "unchanged")  # the first that holds for any of a row's records is the row's
RANKS = {state: rank for rank, state in enumerate(STATES)}
SAMPLES = 5


class Change(NamedTuple):
    """One record made or changed."""

    model: type[models.Model]
    pk: int
    line: int
    before: str | None


@dataclass
class Changes:
    """Of the chunk at hand, and the sums of those before it."""

    rows: dict[int, tuple[int, Row]] = field(default_factory=dict)
    records: list[Change] = field(default_factory=list)
    sums: Counter[int] = field(default_factory=Counter)
    samples: dict[str, list[Row]] = field(default_factory=dict)

    def note(self, row: Row, state: str, record: models.Model | None, before: Mapping[str, Any] | None) -> None:
        """What became of one record of a row."""
        rank = RANKS[state]
        known = self.rows.get(row.line)
        if known is None or rank < known[0]:
            self.rows[row.line] = rank, row
        if record is not None and record.pk is not None and state != "unchanged":
            told = None if before is None else json.dumps(before)
            self.records.append(Change(type(record), record.pk, row.line, told))

    def flush(self, batch: ImportBatch) -> None:
        """Write the chunk down: each record with a print of how it was left, by which undo knows it again."""
        for model in {change.model for change in self.records}:
            _write(batch, model, [change for change in self.records if change.model is model])
        for rank, row in self.rows.values():
            self.sums[rank] += 1
            shown = self.samples.setdefault(STATES[rank], [])
            if len(shown) < SAMPLES:
                shown.append(row)
        self.forget()

    def forget(self) -> None:
        """The chunk was taken back."""
        self.rows.clear()
        self.records.clear()

    def counts(self) -> tuple[int, int, int]:
        """Rows that made something new, changed something, changed nothing."""
        return self.sums[0], self.sums[1], self.sums[2]


def _write(batch: ImportBatch, model: type[models.Model], changes: list[Change]) -> None:
    quote = connection.ops.quote_name
    table, key = quote(model._meta.db_table), quote(str(model._meta.pk.column))
    with connection.cursor() as cursor:
        cursor.execute(
            f"""INSERT INTO reports_importchange (batch_id, "table", object_id, line, before, after)
                SELECT %s, %s, told.id, told.line, told.before::jsonb, md5(kept::text)
                  FROM unnest(%s::bigint[], %s::int[], %s::text[]) AS told(id, line, before)
                  JOIN {table} kept ON kept.{key} = told.id""",  # noqa: S608 - names of our own tables, quoted
            [
                batch.pk, model._meta.label_lower, [change.pk for change in changes],
                [change.line for change in changes], [change.before for change in changes],
            ],
        )  # fmt: skip
