"""The engine: a file of a kind becomes records, or nothing at all and every fault with its line and column."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from django.db import models, transaction

from reports.importing import cells
from reports.importing.shapes import Kind, Row
from reports.models import Account, BusinessUnit, ImportBatch, ImportChange
from scc_site.models import User
from scc_site.refusals import Mistyped

M = TypeVar("M", bound=models.Model)
CHUNK = 1000


class Fault(NamedTuple):
    """What is wrong: the line, the column (empty: the row or the file), and words that follow what was written."""

    line: int
    column: str
    words: str


class FileRefused(Mistyped):
    """The file was not taken; `found` names every fault."""

    def __init__(self, sentence: str, found: Sequence[Fault]) -> None:
        """The faults by line."""
        super().__init__(sentence)
        self.found = list(found)


class Record(NamedTuple):
    """What a row becomes: values by field of the model. A field that is not named stays as it was."""

    row: Row
    values: Mapping[str, Any]


@dataclass
class Run:
    """One file on its way in: what kinds write with."""

    kind: Kind
    batch: ImportBatch
    at: datetime
    unit: BusinessUnit | None = None
    account: Account | None = None
    author: User | None = None
    faults: list[Fault] = field(default_factory=list)
    notes: dict[str, Any] = field(default_factory=dict)  # a kind's own, from its first chunk to its last

    @cached_property
    def units(self) -> dict[str, BusinessUnit]:
        """Every unit by slug."""
        return BusinessUnit.objects.known()

    def fault(self, row: Row, column: str, words: str) -> None:
        """Refuse a row, and with it the file; `words` follow the written text: “is no unit …”."""
        self.faults.append(Fault(row.line, column, words))

    def unit_of(self, row: Row, column: str = "unit") -> BusinessUnit | None:
        """The unit a row names, or the one given for the whole file; a fault for an unknown slug."""
        slug = row[column]
        if slug is None:
            return self.unit
        if slug not in self.units:
            self.fault(row, column, f"names no unit: there is no {slug!r}")
        return self.units.get(slug)

    def keep(self, model: type[M], records: Sequence[Record], *, key: tuple[str, ...]) -> list[M]:
        """Make or change one row of the model per record, found by its natural key; told in the batch, for undo.

        In the records' order. Rows that stand as they are said to be are left alone. Nothing is written once there
        are faults. Every field of the key must be among each record's values.
        """
        if self.faults:
            return []
        kept = []
        for record in records:
            values = dict(record.values)
            found = model._default_manager.filter(**{name: values[name] for name in key}).first()
            before = None
            if found is None:
                found = model(**{name: value for name, value in values.items() if value is not None})
                found.save()
                self.batch.created_count += 1
            else:
                before = {name: getattr(found, name) for name, value in values.items() if getattr(found, name) != value}
                if not before:
                    self.batch.unchanged_count += 1
                    kept.append(found)
                    continue
                for name in before:
                    setattr(found, name, values[name])
                found.save(update_fields=list(before))
                self.batch.changed_count += 1
            ImportChange.objects.create(
                batch=self.batch, table=model._meta.label_lower, object_id=found.pk, line=record.row.line,
                before=None if before is None else {name: str(value) for name, value in before.items()},
            )  # fmt: skip
            kept.append(found)
        return kept


@transaction.atomic
def take(
    *,
    kind: Kind,
    content: bytes,
    filename: str,
    at: datetime,
    unit: BusinessUnit | None = None,
    account: Account | None = None,
    author: User | None = None,
    is_trial: bool = False,
) -> ImportBatch:
    """Take in a file, whole or not at all; a trial does everything and keeps nothing.

    Raises FileRefused with every fault.
    """
    batch = ImportBatch(
        kind=kind.name, filename=filename, sha256=hashlib.sha256(content).hexdigest(), taken_at=at, giver=author,
        unit=unit,
    )  # fmt: skip
    batch.save()
    run = Run(kind, batch, at, unit, account, author)
    rows = _read(run, content)
    for start in range(0, len(rows), CHUNK):
        kind.write(run, rows[start : start + CHUNK])
    if run.faults:
        raise FileRefused("The file was not taken.", sorted(run.faults))
    batch.row_count = len(rows)
    batch.save()
    if is_trial:
        transaction.set_rollback(True)
    return batch


def _read(run: Run, content: bytes) -> list[Row]:
    rows = []
    columns = {name: column for column in run.kind.columns for name in (column.name, *column.also)}
    reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    for written in reader:
        row = Row(reader.line_num, {})
        for head, text in written.items():
            column = columns.get((head or "").strip().lower())
            if column is None:
                continue
            try:
                row.cells[column.name] = column.read(text.strip(), cells.Hints()) if text.strip() else None
            except cells.Unreadable as fault:
                run.fault(row, column.name, str(fault))
        for column in run.kind.columns:
            if column.required and row[column.name] is None:
                run.fault(row, column.name, "is missing")
        rows.append(row)
    return rows
