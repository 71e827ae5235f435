"""Records as files: the rows that a list finds, with the columns that their import reads back."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import Any, ClassVar

from django.contrib.admin.options import IncorrectLookupParameters
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse

from events.season.sheets import BOM, harmless
from reports.office.asking import plain_dollars
from reports.office.ledger_files import Echo
from scc_site import clock

Way = str | Callable[[Any], Any]  # to a cell's value: names of attributes with `__` between them, or a function
READ_AT_ONCE = 500


class Exported:
    """A desk whose list can be taken along as CSV. `kind` is that of the import; `columns` its cells, by header."""

    kind: ClassVar[str] = ""
    columns: ClassVar[Mapping[str, Way]] = {}
    change_list_template: Any = "admin/reports/records.html"

    @property
    def file_url(self) -> str:
        """Where the file is."""
        return reverse(f"admin:{self._name()}")

    def get_urls(self) -> list[Any]:
        """With the file, where there is one."""
        desk: Any = self
        found: list[Any] = super().get_urls()  # type: ignore[misc] # mixed into a desk
        file = path("export.csv", desk.admin_site.admin_view(self.export), name=self._name())
        return [file, *found] if self.columns else found

    def export(self, request: HttpRequest) -> HttpResponseBase:
        """The rows that the list's own search and filters find; choices that name none lead back to the list."""
        desk: Any = self
        try:
            rows = desk.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            return redirect(f"admin:{self._name().removesuffix('export')}changelist")
        answer: Any = HttpResponse if request.method == "HEAD" else StreamingHttpResponse
        return answer(
            () if request.method == "HEAD" else as_csv(self.columns, rows.iterator(READ_AT_ONCE)),
            content_type="text/csv; charset=utf-8",
            headers={
                "Content-Disposition": f'attachment; filename="{self.kind}-{clock.now():%Y-%m-%d}.csv"',
                "Cache-Control": "no-store",
            },
        )

    def _name(self) -> str:
        desk: Any = self
        return f"reports_{desk.opts.model_name}_export"


def as_csv(columns: Mapping[str, Way], rows: Iterable[Any]) -> Iterator[str]:
    """The lines of the file: byte-order mark, headers, rows; no cell is a formula."""
    table = csv.writer(Echo())
    yield BOM + table.writerow(columns)
    for row in rows:
        yield table.writerow([written(row, way) for way in columns.values()])


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
