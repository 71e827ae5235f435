"""An import taken back: new records go, changed ones are as they were, posted entries are reversed; all, or nothing.

A record that another hand changed since is not touched: the import then stays as it is, and the record is named.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.db.models import ProtectedError

from reports import covering
from reports.importing import posting_files, vetting
from reports.importing.engine import one_at_a_time
from reports.models import ImportBatch, ImportChange, JournalEntry
from scc_site.models import User
from scc_site.refusals import Refusal

NAMED = 10
AT_ONCE = 1000


class UndoneAlready(Refusal):
    """It was taken back before."""


class ChangedSince(Refusal):
    """Another hand was there since, or something hangs on it; nothing was taken back."""


@dataclass
class Undone:
    """What was taken back: records removed, records as they were, entries reversed."""

    removed: int = 0
    restored: int = 0
    reversed: int = 0


@dataclass(frozen=True)
class Touched:
    """What a batch did to one record: `before` holds the fields it changed as they were, None for a new record."""

    pk: int
    line: int
    before: dict[str, Any] | None


@transaction.atomic
def undo(*, batch: ImportBatch, by: User, at: datetime) -> Undone:
    """Take an import back. Raises UndoneAlready, ChangedSince, and what the ledger refuses."""
    one_at_a_time()
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.undone_at:
        raise UndoneAlready(f"This import was undone on {batch.undone_at:%d %b %Y} by {batch.undone_by}.")
    done, made = Undone(), _touched(batch)
    entries = made.pop(JournalEntry, [])
    for model, records in made.items():
        _refuse_changed(batch, model, records)
    done.reversed = _reverse(entries, by, at)
    for model, records in made.items():
        done.restored += _restore(model, [one for one in records if one.before is not None])
    done.removed = _remove(
        {model: [one.pk for one in records if one.before is None] for model, records in made.items()}
    )
    covering.forget_import(batch=batch)
    batch.undone_at, batch.undone_by = at, by
    batch.save(update_fields=["undone_at", "undone_by"])
    return done


def _touched(batch: ImportBatch) -> dict[type[models.Model], list[Touched]]:
    """What the batch made and changed by model; several changes of a record as one."""
    found: dict[type[models.Model], dict[int, Touched]] = defaultdict(dict)
    rows = ImportChange.objects.filter(batch=batch).order_by("-pk")
    for table, pk, line, before in rows.values_list("table", "object_id", "line", "before").iterator(AT_ONCE):
        kept = found[apps.get_model(table)]
        later = kept[pk].before if pk in kept else {}
        kept[pk] = Touched(pk, line, None if before is None or later is None else later | before)
    return {model: list(records.values()) for model, records in found.items()}


def _refuse_changed(batch: ImportBatch, model: type[models.Model], records: list[Touched]) -> None:
    """Raise ChangedSince where a record is not as the batch left it; one that it made and that is gone is no matter."""
    quote = connection.ops.quote_name
    table, key = quote(model._meta.db_table), quote(str(model._meta.pk.column))
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT last.object_id, kept.{key} IS NULL
                  FROM (SELECT DISTINCT ON (object_id) object_id, after, line FROM reports_importchange
                         WHERE batch_id = %s AND "table" = %s ORDER BY object_id, id DESC) last
                  LEFT JOIN {table} kept ON kept.{key} = last.object_id
                 WHERE kept.{key} IS NULL OR md5(kept::text) <> last.after ORDER BY last.line""",  # noqa: S608 - names of our own tables, quoted
            [batch.pk, model._meta.label_lower],
        )
        differing = dict(cursor.fetchall())
    of = {one.pk: one for one in records}
    wrong = [of[pk] for pk, is_gone in differing.items() if not is_gone or of[pk].before is not None]
    if wrong:
        rows = model._base_manager.in_bulk([one.pk for one in wrong[:NAMED]])
        raise ChangedSince(
            _sentence("changed since", model, [(str(rows.get(one.pk, "one deleted")), one.line) for one in wrong])
        )


def _sentence(what: str, model: type[models.Model], named: list[tuple[str, int]]) -> str:
    told = "; ".join(f"{words} (line {line})" for words, line in named[:NAMED])
    more = f"; and {len(named) - NAMED:,} more" if len(named) > NAMED else ""
    return f"It was not undone: {model._meta.verbose_name_plural} were {what}: {told}{more}."


def _restore(model: type[models.Model], records: list[Touched]) -> int:
    by_fields: dict[tuple[str, ...], list[Touched]] = defaultdict(list)
    for one in records:
        by_fields[tuple(sorted(one.before or {}))].append(one)
    for names, alike in by_fields.items():
        rows = model._base_manager.in_bulk([one.pk for one in alike])
        for one in alike:
            for name, kept in (one.before or {}).items():
                each: Any = model._meta.get_field(name)
                setattr(rows[one.pk], each.attname, vetting.again(each, kept))
        model._base_manager.bulk_update(rows.values(), names, batch_size=AT_ONCE)
    return len(records)


def _remove(made: dict[type[models.Model], list[int]]) -> int:
    """Delete what was new: what hangs on others first, in whichever order that is. Raises ChangedSince."""
    left = {model: keys for model, keys in made.items() if keys}
    removed, refusal = 0, ""
    while left:
        before = len(left)
        for model, keys in list(left.items()):
            try:
                with transaction.atomic():
                    for start in range(0, len(keys), AT_ONCE):
                        model._base_manager.filter(pk__in=keys[start : start + AT_ONCE]).delete()
            except ProtectedError as fault:
                refusal = _used(fault)
            except DatabaseError as fault:
                refusal = f"the database keeps them: {str(fault).splitlines()[0]}"
            else:
                removed += len(left.pop(model))
        if len(left) == before:
            model = next(iter(left))
            raise ChangedSince(f"It was not undone: of its {model._meta.verbose_name_plural}, {refusal}.")
    return removed


def _used(fault: ProtectedError) -> str:
    users = sorted(f"{row._meta.verbose_name} {row}" for row in list(fault.protected_objects)[:NAMED])
    return f"some are used by {'; '.join(users)}"


def _reverse(entries: list[Touched], by: User, at: datetime) -> int:
    """Reverse what was posted; what it had taken the place of is posted once more under the next version."""
    books = posting_files.Books.read()
    for start in range(0, len(entries), AT_ONCE):
        some = entries[start : start + AT_ONCE]
        found = {one.entry.pk: one for one in posting_files.by_number([one.pk for one in some])}
        wrong = [one for one in some if found[one.pk].is_reversed or found[one.pk].is_matched]
        if wrong:
            raise ChangedSince(
                _sentence(
                    "reversed or matched with the bank since", JournalEntry,
                    [(str(found[one.pk].entry), one.line) for one in wrong],
                )
            )  # fmt: skip
        olds = {one.pk: one.before["restores"] for one in some if one.before}
        before = {one.entry.pk: one for one in posting_files.by_number(list(olds.values()))}
        posting_files.take_back(
            books, [(found[one.pk], before.get(olds.get(one.pk, 0))) for one in some], by=by, at=at
        )  # fmt: skip
    return len(entries)
