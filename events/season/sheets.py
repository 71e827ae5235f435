"""Sails as a table in a file: CSV read and written (pure). What a spreadsheet might run is made harmless."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from events.season import rules as season
from scc_site.refusals import Mistyped

REQUIRED = ("vessel", "event_type", "departs_at")
COLUMNS = (
    "event_id", "status", "vessel", "event_type", "departs_at", "departs_fold", "returns_at", "returns_fold",
    "sunset_at", "capacity", "dock", "itinerary", "notes",
)  # fmt: skip
MOST_BYTES = 600_000
MOST_COLUMNS = 60
DELIMITERS = ",;\t"
TRIGGERS = "=+-@＝＋－＠\t\r\n|"
PADDING = " '\u00a0\ufeff"
BOM = "\ufeff"


class Row(NamedTuple):
    """One row with its line in the file, from 1; cells by column, stripped."""

    line: int
    cells: dict[str, str]


class Sheet(NamedTuple):
    """What a file holds: rows in order, and columns that mean nothing here."""

    rows: list[Row]
    unknown: list[str]


def refused(*sentences: str) -> Mistyped:
    """The file cannot be taken, and why."""
    return Mistyped("The file was not taken.", {"file": list(sentences)})


def decoded(raw: bytes) -> str:
    """The text of a file. Raises Mistyped for one too large, a workbook, and what is not UTF-8 text."""
    if len(raw) > MOST_BYTES:
        raise refused(f"The file is larger than {MOST_BYTES // 1000} kB. Split it: a batch holds {season.MOST} sails.")
    if raw[:2] == b"PK" or raw[:4] == b"\xd0\xcf\x11\xe0":
        raise refused("This is a workbook. Save it as “CSV UTF-8” and choose that file.")
    if raw[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\0" in raw:
        raise refused("This text is UTF-16, or no text at all. Save it as “CSV UTF-8” and choose that file.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        raise refused(f"Line {line} is not UTF-8. Save the file as “CSV UTF-8” and choose that one.") from fault


def read(text: str) -> Sheet:
    """The rows of a text with commas, semicolons or tabs between its cells; the first line names the columns.

    Raises Mistyped with every fault of the table's shape named by line.
    """
    text = text.removeprefix(BOM).replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    head = text.split("\n", 1)[0]
    if not head.strip():
        raise refused("The file is empty.")
    delimiter = max(DELIMITERS, key=head.count)
    if head.count(delimiter) >= MOST_COLUMNS:
        raise refused(f"The first line names more than {MOST_COLUMNS} columns.")
    rows = _table(text, delimiter)
    names = [name.strip().lower().replace(" ", "_") for name in rows[0][1]]
    _refuse_head(names)
    found = [_row(line, names, cells) for line, cells in rows[1:]]
    if not found:
        raise refused("The file has no row beneath its first line.")
    return Sheet(found, [name for name in names if name and name not in COLUMNS])


def harmless(text: str) -> str:
    """A cell that no spreadsheet runs: a quote before whatever begins like a formula."""
    return f"'{text}" if _bites(text) else text


def plain(cell: str) -> str:
    """What was meant by a cell: the quote that `harmless` adds is taken off again."""
    return cell[1:] if cell.startswith("'") and _bites(cell[1:]) else cell


def written(rows: Iterable[Sequence[object]]) -> str:
    """A whole file for spreadsheets: byte-order mark, the names of `COLUMNS`, every cell harmless."""
    out = io.StringIO()
    out.write(BOM)
    table = csv.writer(out)
    table.writerow(COLUMNS)
    table.writerows([harmless("" if cell is None else str(cell)) for cell in row] for row in rows)
    return out.getvalue()


def wall(at: datetime, zone: ZoneInfo) -> tuple[str, str]:
    """An instant as a file has it: `2027-06-04 18:25` on the house's clock, and its fold where that comes twice."""
    here = at.astimezone(zone)
    doubled = here.replace(fold=0).utcoffset() != here.replace(fold=1).utcoffset()
    return f"{here:%Y-%m-%d %H:%M}", str(here.fold) if doubled else ""


def _bites(text: str) -> bool:
    return text[:1] in {"\t", "\r", "\n"} or text.lstrip(PADDING)[:1] in set(TRIGGERS)


def _table(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """Every row that is not blank, with the line it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append((line, cells))
            if len(found) > season.MOST + 1:
                raise refused(f"The file has more than {season.MOST} rows. Split it.")
            line = reader.line_num + 1
    except csv.Error:
        raise refused(f"The quotes of line {line} do not match: each one opened must be closed.") from None
    return found


def _refuse_head(names: list[str]) -> None:
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        raise refused(*(f"The column {name} is missing from the first line." for name in missing))
    twice = sorted({name for name in names if name in COLUMNS and names.count(name) > 1})
    if twice:
        raise refused(*(f"The column {name} stands twice in the first line." for name in twice))


def _row(line: int, names: list[str], cells: list[str]) -> Row:
    if any(cell.strip() for cell in cells[len(names) :]):
        raise refused(f"Line {line} has {len(cells)} cells, the first line {len(names)}.")
    return Row(line, {name: plain(cell.strip()).strip() for name, cell in zip(names, cells, strict=False)})
