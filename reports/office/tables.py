"""Rows as a file: CSV, row by row, or a workbook; no cell of either is a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from tempfile import TemporaryFile

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponseBase, StreamingHttpResponse

from events.season.sheets import BOM
from reports import workbook
from scc_site import clock


class Echo:
    """A file that gives back what is written to it, for a table written row by row."""

    def write(self, text: str) -> str:
        """The text itself."""
        return text


def answer(*, name: str, ending: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> HttpResponseBase:
    """A file of rows, named for what it holds and the house's day; raises Http404 for another ending.

    CSV is streamed; a workbook is written to the disk first.
    """
    filename = f"{name}-{clock.now().astimezone(settings.HOUSE_ZONE).date()}.{ending}"
    if ending == "csv":
        kept = {"Content-Disposition": f'attachment; filename="{filename}"', "Cache-Control": "no-store"}
        return StreamingHttpResponse(as_csv(head, rows), content_type="text/csv; charset=utf-8", headers=kept)
    if ending == "xlsx":
        file = TemporaryFile()  # noqa: SIM115 - the answer closes it once it is sent
        workbook.write(file, head, rows, title=name)
        file.seek(0)
        return FileResponse(file, as_attachment=True, filename=filename, headers={"Cache-Control": "no-store"})
    raise Http404


def as_csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The lines of the file: byte-order mark, heads, rows."""
    table = csv.writer(Echo())
    yield BOM + table.writerow(head)
    for row in rows:
        yield table.writerow(row)
