"""Reads whose text is made once: for the few rows that every request asks for.

Django builds a statement anew at each call, which costs more than Postgres needs to answer it. Here the columns of a
model are written down once, and a row's part of them becomes an instance as Django itself makes one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model

M = TypeVar("M", bound=Model)


class Columns(Generic[M]):
    """The columns of a model under an alias: `sql` for a select list; `width` how many there are."""

    def __init__(self, model: type[M], alias: str, *, without: Collection[str] = ()) -> None:
        """Write the columns down, in the order of the model's fields; those left out load when they are asked for."""
        fields = [field for field in model._meta.concrete_fields if field.attname not in without]
        self.model = model
        self.names = [field.attname for field in fields]
        self.sql = ", ".join(f'{alias}."{field.column}"' for field in fields)
        self.width = len(fields)
        # what Django's driver hands over unread: JSON, as text
        self.unread = [(place, field) for place, field in enumerate(fields) if hasattr(field, "from_db_value")]

    def instance(self, values: Sequence[Any]) -> M:
        """One row's values, in the order of the columns, as an instance; what was loaded from the database."""
        if self.unread:
            values = list(values)
            for place, field in self.unread:
                values[place] = field.from_db_value(values[place], None, connection)
        return self.model.from_db(DEFAULT_DB_ALIAS, self.names, values)


def row_of(sql: str, values: Sequence[Any]) -> tuple[Any, ...] | None:
    """The first row that a statement finds, or none; one query."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()


def rows_of(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Every row that a statement finds; one query."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
