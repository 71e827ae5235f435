"""Records as files: the rows that a list finds, under the heads of the kind that takes them in again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import Any, ClassVar

from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse

from events.season.sheets import harmless
from reports.importing.kinds import ALL
from reports.office import tables
from reports.office.asking import plain_dollars

Way = str | Callable[[Any], Any]  # to a cell's value: names of attributes with `__` between them, or a function
READ_AT_ONCE = 500


class Exported:
    """A desk whose list can be taken along as a file of the import's `kind`, which takes it in and changes nothing.

    Its heads are the kind's columns. A cell is the field of its column's name, with or without `_cents`; `columns`
    names those found elsewhere, None for one that is left out, and further ones, for people, that no import reads.
    `fetched` are related rows that the cells need, read along.
    """

    kind: ClassVar[str] = ""
    columns: ClassVar[Mapping[str, Way | None]] = {}
    fetched: ClassVar[tuple[str, ...]] = ()
    change_list_template: ClassVar[Any] = "admin/reports/records.html"

    @property
    def file_url(self) -> str:
        """Where the file is, without its ending."""
        return reverse(f"admin:{self._name()}", args=["csv"]).removesuffix("csv")

    def get_urls(self) -> list[Any]:
        """With the file, where there is one."""
        desk: Any = self
        found: list[Any] = super().get_urls()  # type: ignore[misc] # mixed into a desk
        file = path("export.<str:ending>", desk.admin_site.admin_view(self.export), name=self._name())
        return [file, *found] if self.kind else found

    def lines_of(self, row: Any) -> Iterable[Any]:
        """What a row of the list becomes in the file: itself, once."""
        return (row,)

    def export(self, request: HttpRequest, ending: str) -> HttpResponseBase:
        """The rows that the list's own search and filters find; choices that name none lead back to the list."""
        desk: Any = self
        if not desk.has_view_or_change_permission(request):
            raise PermissionDenied
        try:
            rows = desk.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            return redirect(f"admin:{self._name().removesuffix('export')}changelist")
        if request.method == "HEAD":
            return HttpResponse(headers={"Cache-Control": "no-store"})
        ways = ways_of(self.kind, desk.model, self.columns)
        found = rows.prefetch_related(*self.fetched).iterator(READ_AT_ONCE)
        lines = ([written(line, way) for way in ways.values()] for row in found for line in self.lines_of(row))
        return tables.answer(name=self.kind, ending=ending, head=tuple(ways), rows=lines)

    def _name(self) -> str:
        desk: Any = self
        return f"reports_{desk.opts.model_name}_export"


def ways_of(kind: str, model: type[Model], columns: Mapping[str, Way | None]) -> dict[str, Way]:
    """The ways to the cells of a file of a kind, by head: the kind's own columns, then those for people."""
    names = [column.name for column in ALL[kind].columns]
    found = {name: columns[name] if name in columns else _field(model, name) for name in names}
    return {name: way for name, way in {**found, **columns}.items() if way is not None}


def _field(model: type[Model], column: str) -> str:
    """The field of a column's name, a unit by its slug; raises FieldDoesNotExist."""
    names = {field.name for field in model._meta.get_fields()}
    found = next((name for name in (column, f"{column}_cents") if name in names), None)
    if found is None:
        raise FieldDoesNotExist(f"{model.__name__} has no {column}: say where it is")
    return "unit__slug" if found == "unit" else found


def written(row: Any, way: Way) -> str:
    """A cell as the import reads it: days in ISO, dollars with a point, yes or no, empty for nothing."""
    found = way(row) if callable(way) else reduce(lambda part, name: getattr(part, name, None), way.split("__"), row)
    if found is None:
        return ""
    if isinstance(way, str) and way.endswith("_cents"):
        return plain_dollars(found)
    if isinstance(found, bool):
        return "yes" if found else "no"
    if isinstance(found, Decimal):
        return f"{found.normalize():f}"
    return f"{found}" if isinstance(found, int | date) else harmless(f"{found}")
