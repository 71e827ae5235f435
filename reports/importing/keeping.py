"""Records into tables, a chunk at a time: one read by natural keys, one insert, one update of what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from django.db import DatabaseError, DataError, IntegrityError, models, transaction
from django.db.models import Q

from reports.importing import vetting

if TYPE_CHECKING:
    from reports.importing.engine import Record, Run

M = TypeVar("M", bound=models.Model)
Field: TypeAlias = "models.Field[Any, Any]"
CREATED, CHANGED, UNCHANGED = "created", "changed", "unchanged"


@dataclass
class Wanted(Generic[M]):
    """One record on its way: what it shall hold, by field; the row it became."""

    record: Record
    values: dict[Field, Any]
    identity: tuple[Any, ...]
    row: M | None = None
    before: dict[str, Any] | None = None
    state: str = ""
    changed: list[Field] = field(default_factory=list)

    @property
    def line(self) -> int:
        """The line it stands on."""
        return self.record.row.line


def keep(run: Run, model: type[M], records: Sequence[Record], key: tuple[str, ...]) -> list[M]:
    """See Run.keep."""
    fields = tuple(model._meta.get_field(name) for name in key)
    wanted: list[Wanted[M]] = [one for record in records if (one := _wanted(run, model, record, fields)) is not None]  # type: ignore[arg-type]  # keys are columns
    standing = _standing(model, fields, wanted)  # type: ignore[arg-type]  # as above
    for one in wanted:
        found = standing.get(one.identity)
        if found is None:
            one.row, one.state = model(), CREATED
            standing[one.identity] = one.row
            _put(one, one.values | _along(one))
        else:
            one.row, one.changed = found, _differing(found, one.values)
            one.state = CHANGED if one.changed and found.pk else UNCHANGED
            if one.state == CHANGED:
                one.values |= _along(one)
                one.changed = _differing(found, one.values)
                one.before = {each.name: vetting.told(each, found) for each in one.changed}
            _put(one, {each: one.values[each] for each in one.changed})
    _insert(run, model, [one for one in wanted if one.state == CREATED])
    _update(run, model, [one for one in wanted if one.state == CHANGED])
    for one in wanted:
        run.told(one.record.row, one.state, one.row, one.before)
    return [] if run.faults else [one.row for one in wanted if one.row is not None]


def _wanted(run: Run, model: type[M], record: Record, key: tuple[Field, ...]) -> Wanted[M] | None:
    """The record, checked against its fields and against its other self in the same file; None with a fault."""
    if run.is_bad(record.row):
        return None
    values: dict[Field, Any] = {}
    is_fine = True
    for name, value in record.values.items():
        each: Any = model._meta.get_field(name)
        try:
            values[each] = vetting.fitted(each, value)
        except vetting.Blank:
            run.fault(record.row, _column(record, name), "may not be empty")
            is_fine = False
            continue
        if values[each] is not None and (words := vetting.check_of(each)(values[each])):
            run.fault(record.row, _column(record, name), words)
            is_fine = False
    if not is_fine:
        return None
    one: Wanted[M] = Wanted(record, values, tuple(_plain(values[each]) for each in key))
    other = run.seen_before(model, one.identity, {each.attname: _plain(value) for each, value in values.items()}, one)
    if other:
        run.fault(record.row, "", f"says something else than line {other} of the same record")
        return None
    return one


def _column(record: Record, name: str) -> str:
    """The file's column for a field: of the same name, or without its unit."""
    bare = name.removesuffix("_cents")
    return next((column for column in (name, bare) if column in record.row.cells), name)


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, models.Model) else value


def _standing(model: type[M], key: tuple[Field, ...], wanted: Iterable[Wanted[M]]) -> dict[tuple[Any, ...], M]:
    """Rows with one of the keys, by key, in one query."""
    identities = [one.identity for one in wanted]
    if not identities:
        return {}
    chosen = Q()
    for place, each in enumerate(key):
        parts = {identity[place] for identity in identities}
        among = Q(**{f"{each.attname}__in": parts - {None}})
        chosen &= among | Q(**{f"{each.attname}__isnull": True}) if None in parts else among
    found = model._default_manager.filter(chosen)
    return {tuple(getattr(row, each.attname) for each in key): row for row in found}


def _differing(row: models.Model, values: dict[Field, Any]) -> list[Field]:
    return [each for each, value in values.items() if getattr(row, each.attname) != _plain(value)]


def _along(one: Wanted[M]) -> dict[Field, Any]:
    assert one.row is not None  # noqa: S101 - set when it was planned
    return {one.row._meta.get_field(name): value for name, value in one.record.along.items()}  # type: ignore[misc]  # columns


def _put(one: Wanted[M], values: dict[Field, Any]) -> None:
    for each, value in values.items():
        setattr(one.row, each.name if value is None or isinstance(value, models.Model) else each.attname, value)


def _insert(run: Run, model: type[M], wanted: list[Wanted[M]]) -> None:
    rows = [one.row for one in wanted if one.row is not None]
    _written(run, wanted, lambda: model._default_manager.bulk_create(rows), lambda row: row.save(force_insert=True))


def _update(run: Run, model: type[M], wanted: list[Wanted[M]]) -> None:
    rows = [one.row for one in wanted if one.row is not None]
    names = sorted({each.name for one in wanted for each in one.changed})
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
