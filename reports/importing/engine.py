"""The engine: a file of a kind becomes records, or nothing at all and every fault with its line and column."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from itertools import islice
from types import MappingProxyType
from typing import Any, BinaryIO, NamedTuple, TypeVar

from django.conf import settings
from django.db import DatabaseError, connection, models, transaction

from reports import covering
from reports.importing import keeping, reading, rows
from reports.importing.changes import Changes
from reports.importing.faults import Fault, Faults, FileRefused, clipped
from reports.importing.shapes import Kind, Row
from reports.models import Account, BusinessUnit, ImportBatch
from scc_site.models import User
from scc_site.refusals import Refusal

__all__ = ["Fault", "FileRefused", "Record", "Run", "take", "tried"]

M = TypeVar("M", bound=models.Model)
CHUNK = 1000
ROUNDS = 5  # so often a chunk is asked again without its bad rows
LINE_BITS, PRINT = 24, 2**39 - 1


class Record(NamedTuple):
    """What a row becomes: values by field of the model. A field that is not named stays as it was.

    `along` is written with a row that is new or changed, and makes no change by itself: who said it, and when.
    """

    row: Row
    values: Mapping[str, Any]
    along: Mapping[str, Any] = MappingProxyType({})


class _Again(Exception):
    """A chunk had bad rows: what it wrote is taken back."""


@dataclass
class Run:
    """One file on its way in: what kinds write with."""

    kind: Kind
    batch: ImportBatch
    at: datetime
    unit: BusinessUnit | None = None
    account: Account | None = None
    author: User | None = None
    found: Faults = field(default_factory=Faults)
    changes: Changes = field(default_factory=Changes)
    notes: dict[str, Any] = field(default_factory=dict)  # a kind's own, from its first chunk to its finish
    days: dict[int, tuple[BusinessUnit, date, date]] = field(default_factory=dict)
    bad: set[int] = field(default_factory=set)
    seen: dict[int, int] = field(default_factory=dict)

    @cached_property
    def units(self) -> dict[str, BusinessUnit]:
        """Every unit by slug."""
        return BusinessUnit.objects.known()

    def fault(self, row: Row, column: str, words: str) -> None:
        """Refuse a row, and with it the file; `words` follow the written text: “is no unit …”."""
        self.bad.add(row.line)
        written = row.written.get(column, "").strip() if column else ""
        self.found.add(Fault(row.line, column, words, clipped(written)))

    @contextmanager
    def refusing(self, row: Row, column: str = "") -> Iterator[None]:
        """Around a verb: what it refuses is the row's fault, in its words."""
        try:
            with transaction.atomic():
                yield
        except Refusal as refusal:
            self.fault(row, column, refusal.sentence)

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

        In the records' order. Rows that stand as they are said to be are left alone. Nothing is given back once there
        are faults. Every field of the key must be among each record's values. The same record twice in a file is one;
        two that contradict one another are a fault.
        """
        return keeping.keep(self, model, records, key)

    def cover(self, unit: BusinessUnit | None, day: date | None) -> None:
        """Note that the file holds a record of this day; said of the kind's domain when the file is taken."""
        if unit is not None and day is not None:
            _, first, last = self.days.get(unit.pk, (unit, day, day))
            self.days[unit.pk] = unit, min(first, day), max(last, day)

    @property
    def faults(self) -> set[int]:
        """The lines of the chunk that were refused so far; what else was found is in `found`."""
        return self.bad

    def is_bad(self, row: Row) -> bool:
        """Whether this row was refused."""
        return row.line in self.bad

    def told(self, row: Row, state: str, record: models.Model | None, before: Mapping[str, Any] | None = None) -> None:
        """Note what became of a row, for the counts and for undo: verbs that write by themselves say it here."""
        self.changes.note(row, state, record, before)

    def seen_before(self, model: type[M], identity: tuple[Any, ...], values: Mapping[str, Any], one: Any) -> int:
        """The line on which the same record was said otherwise; 0 for none."""
        key = hash((model, identity, frozenset(values)))
        said = hash(repr([*values.values()])) & PRINT
        packed = self.seen.setdefault(key, said << LINE_BITS | one.line)  # one number, as there are many
        line, other = packed & (1 << LINE_BITS) - 1, packed >> LINE_BITS
        return line if said != other and line != one.line else 0


def take(
    *,
    kind: Kind,
    content: bytes | BinaryIO,
    filename: str,
    at: datetime,
    unit: BusinessUnit | None = None,
    account: Account | None = None,
    author: User | None = None,
    is_trial: bool = False,
    dates: str = "",
) -> ImportBatch:
    """Take in a file, whole or not at all; a trial does everything and keeps nothing.

    `content` is the file, or what it holds; `dates` says how 03/04/2026 is meant: mdy, dmy, or empty for as the file
    shows. Raises FileRefused with every fault.
    """
    return tried(
        kind=kind, content=content, filename=filename, at=at, unit=unit, account=account, author=author,
        is_trial=is_trial, dates=dates,
    ).batch  # fmt: skip


@transaction.atomic
def tried(
    *,
    kind: Kind,
    content: bytes | BinaryIO,
    filename: str,
    at: datetime,
    unit: BusinessUnit | None = None,
    account: Account | None = None,
    author: User | None = None,
    is_trial: bool = True,
    dates: str = "",
) -> Run:
    """The same, with all that is known of it: samples of its rows too. Raises FileRefused."""
    source = io.BytesIO(content) if isinstance(content, bytes) else content
    limits = reading.Limits(size=settings.LIMITS["IMPORT_MEGABYTES"] * 1024 * 1024)
    batch = ImportBatch(kind=kind.name, filename=filename[-200:], taken_at=at, giver=author, unit=unit)
    run = Run(kind, batch, at, unit, account, author)
    try:
        batch.sha256 = reading.fingerprint(source, limits)
        one_at_a_time()
        batch.save()
        _written(run, rows.read(run, source, limits, dates))
        _settled(run)
    except reading.NotReadable as fault:
        run.found.add(Fault(fault.line, "", fault.words))
    except DatabaseError as fault:
        run.found.add(Fault(0, "", " ".join(keeping.in_words(fault)).strip()))
    if run.found:
        raise FileRefused("The file was not taken: nothing of it is stored.", run.found.first(), run.found.count)
    if is_trial:
        transaction.set_rollback(True)
    return run


def one_at_a_time() -> None:
    """Imports follow one another: two of the same file would each find the other's rows missing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('reports.import'))")


def _written(run: Run, found: Iterator[Row]) -> None:
    while chunk := list(islice(found, CHUNK)):
        _chunk(run, chunk)
    run.bad.clear()
    if run.kind.finish and not run.found:
        with transaction.atomic():
            run.kind.finish(run)
            run.changes.flush(run.batch)


def _chunk(run: Run, chunk: list[Row]) -> None:
    """Write a chunk; as long as rows of it are refused, once more without them, to find what else is wrong.

    A kind may trip over a row that it refused itself: that is the row's fault, which is told already.
    """
    rest = [row for row in chunk if not run.is_bad(row)]
    for _ in range(ROUNDS):
        run.bad.clear()
        try:
            with transaction.atomic():
                run.kind.write(run, rest)
                run.changes.flush(run.batch)
                if run.bad:
                    raise _Again
        except (_Again, AttributeError, LookupError, TypeError, ValueError):
            if not run.bad:
                raise
            run.changes.forget()
            rest = [row for row in rest if not run.is_bad(row)]
            continue
        break
    run.bad.clear()


def _settled(run: Run) -> None:
    """What hangs on the whole file: deferred rules of the database, counts, what is now recorded in part."""
    if run.found:
        return
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    created, changed, unchanged = run.changes.counts()
    run.batch.created_count += created
    run.batch.changed_count += changed
    run.batch.unchanged_count += unchanged
    run.batch.save()
    for unit, first, last in run.days.values():
        covering.note_import(unit=unit, domain=run.kind.domain, first=first, last=last, at=run.at, batch=run.batch)
