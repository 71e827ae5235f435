"""Which tables tell of a sail, and how their history is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.db.models import Model, QuerySet

from events.log.chronicle import Change, Describer, Names, Row, changes
from events.models import SailEvent
from scc_site.models import User

OF_ROWS = ("pgh_id", "pgh_obj_id", "pgh_label", "pgh_created_at", "pgh_context_id", "pgh_context__metadata")


class Chapter(NamedTuple):
    """One tracked table as the history of a sail reads it.

    `what` is the word it is filtered by, `describe` puts a change of it into words, `sail` is the column of the
    history that names the sail (a path over `__` where another row does). Where other tables refer to this one by a
    column, `called` gives that column's name and what a row is called.
    """

    tracked: type[Model]
    what: str
    describe: Describer
    sail: str = "event_id"
    called: tuple[str, Callable[[Row, Names], str]] | None = None

    @property
    def table(self) -> str:
        """The tracked model's name, as `export history` says it."""
        return str(self.tracked._meta.model_name)

    def changes(self, sail: int) -> list[Change]:
        """Every change of every row that ever belonged to a sail, by number, in the order they were made; one query."""
        return changes(self.table, self.rows(sail))

    def rows(self, sail: int) -> Any:
        """The same as plain rows of the history table."""
        return HistoryQuerySet(_history(self.tracked)).of_sail(self.sail, sail).as_rows()

    def standing(self, sail: int) -> dict[int, Row]:
        """The rows of a sail as they stand in the table now, whatever the history says; one query."""
        columns = [field.attname for field in _history(self.tracked)._meta.concrete_fields]
        own = [field.attname for field in self.tracked._meta.concrete_fields if field.attname in columns]
        rows = self.tracked._default_manager.filter(**{self.sail.replace("pgh_obj_id", "pk"): sail}).values(*own)
        return {row[str(self.tracked._meta.pk.attname)]: row for row in rows}

    def people_in(self, found: Iterable[Change]) -> set[int]:
        """The people whom changes name, by number."""
        columns = [field.attname for field in self.tracked._meta.concrete_fields if field.related_model is User]
        rows = [row for change in found for row in (change.before, change.after) if row]
        return {row[column] for row in rows for column in columns if row.get(column)}


class HistoryQuerySet(QuerySet[Any]):
    """Named reads of a history table."""

    def of_sail(self, column: str, sail: int) -> HistoryQuerySet:
        """Changes of rows that ever stood under this sail, those too that were made before or since."""
        ever = HistoryQuerySet(self.model).filter(**{column: sail}).values("pgh_obj_id")
        return self.filter(pgh_obj_id__in=ever)

    def as_rows(self) -> Iterable[Row]:
        """Plain rows with who made them, in the order they were made."""
        columns = [field.attname for field in self.model._meta.concrete_fields if not field.name.startswith("pgh_")]
        return self.order_by("pgh_id").values(*columns, *OF_ROWS)

    def last_of(self, event_id: str) -> Any:
        """The last row of the sail that has, or had, this id."""
        return self.filter(event_id=event_id).order_by("-pgh_id").first()


def _history(tracked: type[Model]) -> Any:
    return tracked.pgh_event_model  # type: ignore[attr-defined]


def gone(event_id: str) -> SailEvent | None:
    """A sail that was removed from the database, as it was last; not one that is there, or never was."""
    last = HistoryQuerySet(_history(SailEvent)).last_of(event_id)
    if last is None or last.pgh_label != "delete":
        return None
    fields = [field.attname for field in SailEvent._meta.concrete_fields if hasattr(last, field.attname)]
    return SailEvent(**{name: getattr(last, name) for name in fields})
