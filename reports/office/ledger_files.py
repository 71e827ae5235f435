"""The ledger as a file: CSV and XLSX of the same columns, which the import of a ledger reads back."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from tempfile import TemporaryFile
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponseBase, StreamingHttpResponse

from events.season.sheets import BOM, harmless
from reports import workbook
from reports.models import JournalLine
from reports.office.asking import plain_dollars

COLUMNS = (
    "entry", "date", "unit", "account", "account_name", "debit", "credit", "memo", "party", "document", "booking",
    "reference", "source", "posted_at",
)  # fmt: skip


class Echo:
    """A file that gives back what is written to it, for a table written row by row."""

    def write(self, text: str) -> str:
        """The text itself."""
        return text


def answer(*, ending: str, entries: Any, on: datetime) -> HttpResponseBase:
    """A file of the lines of entries, by its ending; raises Http404 for another one. CSV is streamed."""
    rows = (cells_of(line) for line in JournalLine.objects.of_entries(entries).for_export())
    name = f"ledger-{on.astimezone(settings.HOUSE_ZONE).date()}.{ending}"
    if ending == "csv":
        kept = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return StreamingHttpResponse(as_csv(rows), content_type="text/csv; charset=utf-8", headers=kept)
    if ending == "xlsx":
        file = TemporaryFile()  # noqa: SIM115 - the answer closes it once it is sent
        workbook.write(file, COLUMNS, rows)
        file.seek(0)
        return FileResponse(file, as_attachment=True, filename=name, headers={"Cache-Control": "no-store"})
    raise Http404


def as_csv(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The lines of the file: byte-order mark, names, rows; no cell is a formula."""
    table = csv.writer(Echo())
    yield BOM + table.writerow(COLUMNS)
    for row in rows:
        yield table.writerow(row)


def cells_of(line: dict[str, Any]) -> list[str]:
    """The cells of one line; amounts in dollars, on their side."""
    cents = line["amount_cents"]
    debit, credit = (plain_dollars(cents), "") if cents > 0 else ("", plain_dollars(-cents))
    return [
        *map(
            harmless,
            (line["source_key"], f"{line['date']}", line["unit_slug"], line["account_code"], line["account_name"]),
        ),
        debit,
        credit,
        *map(
            harmless,
            (
                line["memo"], line["party"], line["document"], line["booking_reference"] or "", line["reference"],
                line["source_kind"], f"{line['posted_at']:%Y-%m-%dT%H:%M:%SZ}",
            ),
        ),
    ]  # fmt: skip
