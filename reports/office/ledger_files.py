"""The ledger as a file: CSV and XLSX of the same columns, which the import of a ledger reads back.

What an import posted and still stands goes by the name that its file gave it; all else by its key, under which the
import finds it as it is.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase

from events.season.sheets import harmless
from reports.importing.kinds import ALL
from reports.importing.posting_files import SOURCE
from reports.models import JournalLine
from reports.office import tables
from reports.office.asking import plain_dollars

FURTHER = ("account_name", "source", "posted_at")  # for people: no import reads them
COLUMNS = (*(column.name for column in ALL["ledger"].columns), *FURTHER)
NAMED = {
    "unit": "unit_slug", "account": "account_code", "booking": "booking_reference", "channel": "channel_slug",
    "property": "property_slug", "job": "job_key", "client": "client_slug", "intercompany_with": "other_slug",
    "source": "source_kind",
}  # fmt: skip


def answer(*, ending: str, entries: Any) -> HttpResponseBase:
    """A file of the lines of entries, by its ending; raises Http404 for another one. CSV is streamed."""
    rows = (cells_of(line) for line in JournalLine.objects.of_entries(entries).for_export())
    return tables.answer(name="ledger", ending=ending, head=COLUMNS, rows=rows)


def cells_of(line: dict[str, Any]) -> list[str]:
    """The cells of one line; amounts in dollars, on their side."""
    cents = line["amount_cents"]
    debit, credit = (plain_dollars(cents), "") if cents > 0 else ("", plain_dollars(-cents))
    amounts = {"debit": debit, "credit": credit}
    told = line | {"entry": entry_of(line), "posted_at": f"{line['posted_at']:%Y-%m-%dT%H:%M:%SZ}"}
    return [amounts[name] if name in amounts else harmless(f"{told[NAMED.get(name, name)] or ''}") for name in COLUMNS]


def entry_of(line: dict[str, Any]) -> str:
    """What the entry of a line is called in a file."""
    is_of_a_file = line["source_kind"] == SOURCE and line["source_id"]
    stands = line["reversal_no"] is None and line["reversed_no"] is None
    return str(line["source_id"] if is_of_a_file and stands else line["source_key"])
