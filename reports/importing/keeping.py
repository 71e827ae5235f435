"""Records into tables, a chunk at a time: one read by natural keys, one COPY, one update of what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from django.db import DatabaseError, DataError, IntegrityError, models, transaction
from django.db.models import Q

from reports import copying
from reports.importing import vetting

if TYPE_CHECKING:
    from reports.importing.engine import Record, Run

M = TypeVar("M", bound=models.Model)
CREATED, CHANGED, UNCHANGED = "created", "changed", "unchanged"


class Fit(NamedTuple):
    """A field as values are held against it: what is asked of each record is found out once."""

    field: models.Field[Any, Any]
    name: str
    attname: str
    is_relation: bool
    may_be_null: bool
    check: vetting.Check


@dataclass(slots=True)
class Wanted(Generic[M]):
    """One record on its way: what it shall hold, by field, and the same as columns hold it; the row it became."""

    record: Record
    values: dict[str, Any]
    plain: dict[str, Any]
    identity: tuple[Any, ...]
    row: M | None = None
    before: dict[str, Any] | None = None
    state: str = ""
    changed: list[str] = field(default_factory=list)

    @property
    def line(self) -> int:
        """The line it stands on."""
        return self.record.row.line


def keep(run: Run, model: type[M], records: Sequence[Record], key: tuple[str, ...]) -> list[M]:
    """See Run.keep."""
    fits = _fits(model)
    columns = tuple(fits[name].attname for name in key)
    wanted: list[Wanted[M]] = [
        one for record in records if (one := _wanted(run, model, record, fits, columns)) is not None
    ]
    standing = _standing(model, columns, wanted)
    for one in wanted:
        found = standing.get(one.identity)
        if found is None:
            one.row, one.state = model(**(one.values | dict(one.record.along))), CREATED
            standing[one.identity] = one.row
        else:
            _compared(one, found, fits)
    _insert(run, model, [one for one in wanted if one.state == CREATED])
    _update(run, model, [one for one in wanted if one.state == CHANGED])
    for one in wanted:
        run.told(one.record.row, one.state, one.row, one.before)
    return [] if run.faults else [one.row for one in wanted if one.row is not None]


def _compared(one: Wanted[M], found: M, fits: Mapping[str, Fit]) -> None:
    """Note what is to change of a row that stands, and change it; one that this chunk makes is as it shall be."""
    one.row, one.state = found, UNCHANGED
    if not _differs(found, one.plain):
        return
    if found.pk:
        one.state = CHANGED
        one.values |= one.record.along
    one.changed = [name for name, value in one.values.items() if getattr(found, fits[name].attname) != _plain(value)]
    if found.pk:
        one.before = {fits[name].name: vetting.told(fits[name].field, found) for name in one.changed}
    for name in one.changed:
        setattr(found, name, one.values[name])


def _differs(row: models.Model, plain: Mapping[str, Any]) -> bool:
    held = row.__dict__
    return any(held[column] != value for column, value in plain.items())


@cache
def _fits(model: type[models.Model]) -> dict[str, Fit]:
    fits = {
        each.name: Fit(each, each.name, each.attname, each.is_relation, each.null, vetting.check_of(each))
        for each in model._meta.concrete_fields
    }
    return fits | {each.attname: each for each in fits.values()}


def _wanted(
    run: Run, model: type[M], record: Record, fits: Mapping[str, Fit], key: tuple[str, ...]
) -> Wanted[M] | None:
    """The record, checked against its fields and against its other self in the same file; None with a fault."""
    if run.is_bad(record.row):
        return None
    values: dict[str, Any] = {}
    plain: dict[str, Any] = {}
    is_fine = True
    for name, value in record.values.items():
        each = fits[name]
        if value is None and not each.may_be_null:
            try:
                value = vetting.fitted(each.field, value)
            except vetting.Blank:
                run.fault(record.row, _column(record, name), "may not be empty")
                is_fine = False
                continue
        plain[each.attname] = held = _plain(value) if each.is_relation else value
        values[each.name if held is None or held is not value else each.attname] = value
        if value is not None and (words := each.check(value)):
            run.fault(record.row, _column(record, name), words)
            is_fine = False
    if not is_fine:
        return None
    one: Wanted[M] = Wanted(record, values, plain, tuple([plain[column] for column in key]))
    if other := run.seen_before(model, one.identity, plain, one):
        run.fault(record.row, "", f"says something else than line {other} of the same record")
        return None
    return one


def _column(record: Record, name: str) -> str:
    """The file's column for a field: of the same name, or without its unit."""
    bare = name.removesuffix("_cents")
    return next((column for column in (name, bare) if column in record.row.cells), name)


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, models.Model) else value


def _standing(model: type[M], key: tuple[str, ...], wanted: Iterable[Wanted[M]]) -> dict[tuple[Any, ...], M]:
    """Rows with one of the keys, by key, in one query."""
    identities = [one.identity for one in wanted]
    if not identities:
        return {}
    chosen = Q()
    for place, column in enumerate(key):
        parts = {identity[place] for identity in identities}
        among = Q(**{f"{column}__in": parts - {None}})
        chosen &= among | Q(**{f"{column}__isnull": True}) if None in parts else among
    found = model._default_manager.filter(chosen)
    return {tuple([getattr(row, column) for column in key]): row for row in found}


def _insert(run: Run, model: type[M], wanted: list[Wanted[M]]) -> None:
    rows = [one.row for one in wanted if one.row is not None]
    _written(run, wanted, lambda: copying.rows(model, rows), lambda row: row.save(force_insert=True))


def _update(run: Run, model: type[M], wanted: list[Wanted[M]]) -> None:
    rows = [one.row for one in wanted if one.row is not None]
    names = sorted({_fits(model)[name].name for one in wanted for name in one.changed})
    _written(
        run, wanted, lambda: model._default_manager.bulk_update(rows, names), lambda row: row.save(update_fields=names)
    )


def _written(run: Run, wanted: list[Wanted[M]], together: Callable[[], object], singly: Callable[[M], object]) -> None:
    """Write them together; where the database refuses, one by one, to name each row it will not have."""
    if not wanted:
        return
    try:
        with transaction.atomic():
            together()
    except (IntegrityError, DataError):
        for one in wanted:
            _alone(run, one, singly)


def _alone(run: Run, one: Wanted[M], write: Callable[[M], object]) -> None:
    assert one.row is not None  # noqa: S101 - set when it was planned
    if one.state == CREATED:
        one.row.pk = None
    try:
        with transaction.atomic():
            write(one.row)
    except (IntegrityError, DataError) as fault:
        column, words = in_words(fault)
        run.fault(one.record.row, _column(one.record, column), words)


def in_words(fault: DatabaseError) -> tuple[str, str]:
    """What the database refused: the column, where it names one, and words that follow what was written."""
    told = getattr(fault.__cause__, "diag", None)
    column, rule = getattr(told, "column_name", None) or "", getattr(told, "constraint_name", None) or ""
    message = getattr(told, "message_primary", None) or "it gave no reason"
    if getattr(told, "sqlstate", "") == "23505":
        return "", f"is there already under another key ({rule})"
    if getattr(told, "sqlstate", "") == "23502":
        return column, "may not be empty"
    if rule:
        return column, f"breaks the rule {rule.replace('_', ' ')}"
    return column, f"is refused by the database: {message}"
