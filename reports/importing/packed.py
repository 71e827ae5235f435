"""Files of other programs as lines of text (pure), packed by gzip or not; what unpacks to too much is refused."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from reports.importing.reading import HEAD_BYTES, NotReadable

GZIP = b"\x1f\x8b"
MOST_UNPACKED = 512 * 1024 * 1024
MOST_RATIO = 200  # a real report packs to a tenth or a fiftieth
SPARED = 1024 * 1024


class Weighed(io.RawIOBase):
    """What unpacks, counted as it comes; refused past the most."""

    def __init__(self, unpacked: Any, most: int) -> None:
        self.unpacked, self.left = unpacked, most

    def readable(self) -> bool:
        """It is read, never written."""
        return True

    def readinto(self, into: Any) -> int:
        """The next bytes."""
        try:
            found: bytes = self.unpacked.read(len(into))
        except (OSError, EOFError, zlib.error):
            raise NotReadable("The packed file is cut short or damaged: fetch it again.") from None
        self.left -= len(found)
        if self.left < 0:
            raise NotReadable("The packed file unpacks to more than can be read. Hand it over in parts.")
        into[: len(found)] = found
        return len(found)


@contextmanager
def text(source: BinaryIO) -> Iterator[io.TextIOWrapper]:
    """The file's text from its start, unpacked where it is packed. The source stays open."""
    source.seek(0, io.SEEK_END)
    most = min(MOST_UNPACKED, source.tell() * MOST_RATIO + SPARED)
    source.seek(0)
    is_packed = source.read(2) == GZIP
    source.seek(0)
    raw: Any = io.BufferedReader(Weighed(gzip.GzipFile(fileobj=source), most)) if is_packed else source
    lines = io.TextIOWrapper(raw, encoding="utf-8-sig", newline="")
    try:
        yield lines
    except UnicodeDecodeError:
        raise NotReadable("The file is not UTF-8. Fetch it again, or save it as “CSV UTF-8”.") from None
    finally:
        lines.detach()


def parsed(lines: Iterable[str], most_columns: int) -> Iterator[tuple[int, list[str]]]:
    """Every row of a CSV that is not blank, with the line it ends on. Raises NotReadable."""
    reader = csv.reader(lines)
    try:
        for cells in reader:
            if len(cells) > most_columns:
                raise NotReadable(f"A row has {len(cells):,} columns; {most_columns:,} are read.", reader.line_num)
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error:
        raise NotReadable("The row cannot be read: a quotation mark is not closed.", reader.line_num) from None


def first_rows(head: bytes, count: int) -> list[list[str]]:
    """The first rows of a file of which these are the first bytes; none where they are no CSV."""
    if head.startswith(GZIP):
        try:
            head = zlib.decompressobj(wbits=31).decompress(head, HEAD_BYTES)
        except zlib.error:
            return []
    found: list[list[str]] = []
    try:
        for cells in csv.reader(io.StringIO(head.decode("utf-8-sig", errors="ignore"), newline="")):
            if any(cell.strip() for cell in cells):
                found.append(cells)
            if len(found) == count:
                break
    except csv.Error:
        return found
    return found
