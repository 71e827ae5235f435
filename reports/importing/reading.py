"""Files as rows of text (pure): CSV in UTF-8 and the first sheet of XLSX, refused early and in words.

Nothing holds all rows: a row is read, given on, forgotten. A source is a binary file that can be read from the start.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO, NamedTuple

HEAD_BYTES = 64 * 1024
BLOCK_BYTES = 1024 * 1024
DELIMITERS = ",;\t"
NULS_OF_UTF16 = 0.2  # of its bytes, where every other one is a NUL in English text

FOREIGN = {
    b"\xd0\xcf\x11\xe0": "an old Excel workbook (.xls), or one under a password",
    b"%PDF": "a PDF",
    b"{\\rtf": "a letter (.rtf)",
    b"\x1f\x8b": "a compressed file (.gz)",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"<!DOC": "a web page",
    b"<html": "a web page",
    b"<HTML": "a web page",
    b"<table": "a web page",
}
INSTEAD = "Save it as CSV (UTF-8) or XLSX and hand that over."


class NotReadable(Exception):
    """The file is no table that can be taken in; `words` is a whole sentence, `line` 0 where the file is meant."""

    def __init__(self, words: str, line: int = 0) -> None:
        super().__init__(words)
        self.words, self.line = words, line


class Written(NamedTuple):
    """One row as it is written: the line it begins on, from 1, and its cells as text."""

    line: int
    cells: list[str]


@dataclass(frozen=True)
class Limits:
    """The most that is read of one file: bytes as they lie on the disk, rows, columns, letters in a cell."""

    size: int = 32 * 1024 * 1024
    rows: int = 1_000_000
    columns: int = 200
    cell: int = 20_000


def fingerprint(source: BinaryIO, limits: Limits) -> str:
    """The file's SHA-256 in hex; raises NotReadable for an empty or too large one."""
    source.seek(0)
    found, size = hashlib.sha256(), 0
    while block := source.read(BLOCK_BYTES):
        size += len(block)
        if size > limits.size:
            raise NotReadable(f"The file is larger than {limits.size // 1024 // 1024} MB. Hand it over in parts.")
        found.update(block)
    if not size:
        raise NotReadable("The file is empty.")
    return found.hexdigest()


def rows(source: BinaryIO, *, is_known: Callable[[str], bool], limits: Limits) -> Generator[Written, None, None]:
    """Every row that is not blank; the first is the head. `is_known` tells a head that the kind has a column for.

    Raises NotReadable.
    """
    head = head_of(source)
    if head.startswith(b"PK\x03\x04"):
        from reports.importing import archives  # noqa: PLC0415 - it names faults as this module does

        archives.weigh(source, limits)
        from reports.importing import sheets  # noqa: PLC0415 - openpyxl is loaded for a workbook that is sound

        found = sheets.rows(source, limits)
    else:
        found = texts(source, is_known=is_known, limits=limits)
    with closing(found):
        for count, row in enumerate(found):
            if count > limits.rows:
                raise NotReadable(f"The file has more than {limits.rows:,} rows. Hand it over in parts.", row.line)
            if len(row.cells) > limits.columns:
                raise NotReadable(f"A row has {len(row.cells):,} columns; {limits.columns} are read.", row.line)
            if max(map(len, row.cells), default=0) > limits.cell:
                raise NotReadable(f"A cell is longer than {limits.cell:,} characters.", row.line)
            yield row


def head_of(source: BinaryIO) -> bytes:
    """The file's first bytes."""
    source.seek(0)
    return source.read(HEAD_BYTES)


def texts(source: BinaryIO, *, is_known: Callable[[str], bool], limits: Limits) -> Generator[Written, None, None]:
    """The rows of a CSV file, in whichever delimiter its head is written."""
    refuse_foreign(source)
    delimiter, skipped = _delimiter(head_of(source), is_known)
    source.seek(0)
    lines = io.TextIOWrapper(source, encoding="utf-8-sig", newline="")
    try:
        yield from _parsed(islice(lines, skipped, None), delimiter, skipped)
    finally:
        lines.detach()


def refuse_foreign(source: BinaryIO) -> None:
    """Raise NotReadable unless the whole file is text in UTF-8, without NUL."""
    head = head_of(source)
    for start, name in FOREIGN.items():
        if head.lstrip().startswith(start):
            raise NotReadable(f"This is {name}. {INSTEAD}")
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or head.count(0) > len(head) * NULS_OF_UTF16:
        raise NotReadable("The file is written in UTF-16. Save it as “CSV UTF-8” and hand that over.")
    source.seek(0)
    decoder, line = codecs.getincrementaldecoder("utf-8")(), 1
    while block := source.read(BLOCK_BYTES):
        if (place := block.find(0)) >= 0:
            raise NotReadable("The file holds a NUL, which no text does.", line + block.count(b"\n", 0, place))
        _decoded(decoder, block, line)
        line += block.count(b"\n")
    _decoded(decoder, b"", line, final=True)


def _decoded(decoder: codecs.IncrementalDecoder, block: bytes, line: int, *, final: bool = False) -> None:
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError as fault:
        line += fault.object.count(b"\n", 0, fault.start)
        raise NotReadable("The file is not UTF-8. Save it as “CSV UTF-8” and hand that over.", line) from None


def _delimiter(head: bytes, is_known: Callable[[str], bool]) -> tuple[str, int]:
    """The delimiter that finds the most known heads, then the most cells; and the lines before (`sep=;`) to skip."""
    text = head.decode("utf-8-sig", errors="ignore")
    first, _, rest = text.lstrip("\r\n").partition("\n")
    if first.strip().lower() in {"sep=,", "sep=;", "sep=\t", "sep="}:
        return first.strip("\r")[4:5] or "\t", text[: len(text) - len(rest)].count("\n")

    def found(delimiter: str) -> tuple[int, int]:
        for cells in _tried(text, delimiter):
            if any(cell.strip() for cell in cells):
                return sum(is_known(cell) for cell in cells), len(cells)
        return 0, 0

    return max(DELIMITERS, key=found), 0


def _tried(text: str, delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error:
        return


def _parsed(lines: Iterator[str], delimiter: str, before: int) -> Iterator[Written]:
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    line = 1 + before
    try:
        for cells in reader:
            if any(map(str.strip, cells)):
                yield Written(line, cells)
            line = reader.line_num + before + 1
    except csv.Error as fault:
        raise NotReadable(_quotes(str(fault)), line) from None


def _quotes(fault: str) -> str:
    if "unexpected end" in fault or "field larger" in fault:
        return "A quotation mark opens in this row and is never closed."
    if "expected after" in fault:
        return "A quotation mark stands within a quoted cell: write it twice."
    return f"The row cannot be read: {fault}."
