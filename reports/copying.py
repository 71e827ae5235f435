"""Many rows into a table at once: new ones by COPY, a third of an INSERT's cost, changed ones by one UPDATE.

Triggers and rules of the table hold as ever. Faults are Django's own: IntegrityError, DataError.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

from django.db import connection, models

Ready = Callable[[Any], Any]
AS_IT_IS = (models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.DateField,
            models.DecimalField, models.ForeignKey)  # fmt: skip


def rows(table: type[models.Model], made: Sequence[models.Model]) -> None:
    """Write rows that were never saved, whole, and give them their numbers."""
    if not made:
        return
    columns = columns_of(table)
    number(table, made)
    names = [column.attname for column, _ in columns]
    special = [(place, ready) for place, (_, ready) in enumerate(columns) if ready]

    def values(row: models.Model) -> Sequence[Any]:
        held = row.__dict__
        found = [held[name] for name in names]
        for place, ready in special:
            found[place] = ready(found[place])
        return found

    lines(table, names, map(values, made))
    for row in made:
        row._state.adding = False


def lines(table: type[models.Model], names: Sequence[str], values: Iterable[Sequence[Any]]) -> None:
    """Write values as rows, by the fields named; the database fills in what is not. Nothing is given back."""
    quote = connection.ops.quote_name
    told = ", ".join(quote(str(table._meta.get_field(name).column)) for name in names)  # type: ignore[union-attr]  # they are columns
    command = f"COPY {quote(table._meta.db_table)} ({told}) FROM STDIN"
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.cursor.copy(command) as copy:
        for row in values:
            copy.write_row(row)


def changes(table: type[models.Model], names: Sequence[str], changed: Sequence[models.Model]) -> None:
    """Write some fields of rows that stand, in one statement: a CASE of each row for each field is their product."""
    if not changed:
        return
    fields: list[Any] = [table._meta.pk, *map(table._meta.get_field, names)]
    told = [{field.column: field.get_prep_value(getattr(row, field.attname)) for field in fields} for row in changed]
    own = connection.ops.quote_name(table._meta.db_table)
    key, *columns = (connection.ops.quote_name(field.column) for field in fields)
    anew = ", ".join(f"{column} = told.{column}" for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {own} one SET {anew} FROM jsonb_populate_recordset(NULL::{own}, %s::jsonb) told "  # noqa: S608 - the model's own columns
            f"WHERE one.{key} = told.{key}",
            [json.dumps(told, default=str)],
        )


def number(table: type[models.Model], made: Sequence[models.Model]) -> None:
    """Give rows the next numbers of their table, where it counts its rows itself."""
    key = table._meta.auto_field
    if key is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [connection.ops.quote_name(table._meta.db_table), key.column, len(made)],
        )
        for row, (found,) in zip(made, cursor.fetchall(), strict=True):
            row.pk = found


@cache
def columns_of(table: type[models.Model]) -> list[tuple[models.Field[Any, Any], Ready | None]]:
    """The columns of a table that can be written, each with what makes its values ready, where that is needed."""
    return [
        (field, None if isinstance(field, AS_IT_IS) else _ready(field))
        for field in table._meta.concrete_fields
        if not field.generated
    ]


def _ready(field: models.Field[Any, Any]) -> Ready:
    return lambda value: field.get_db_prep_save(value, connection)
