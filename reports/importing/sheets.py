"""The first sheet of an XLSX workbook as rows of text (pure).

Typed cells are written out as the readers of cells expect them: days in ISO, numbers without the noise of binary
fractions, yes and no. A part is never read beyond the size that its archive told when it was weighed.
"""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Generator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml import DefusedXmlException
from openpyxl.utils.exceptions import InvalidFileException

from reports.importing.reading import INSTEAD, Limits, NotReadable, Written

BROKEN = (
    zipfile.BadZipFile, InvalidFileException, DefusedXmlException, ParseError, KeyError, ValueError, TypeError,
    IndexError, AttributeError, EOFError, OSError, NotImplementedError, RuntimeError, OverflowError,
)  # fmt: skip
DIGITS = ".15g"  # what a spreadsheet shows at most


def rows(source: BinaryIO, limits: Limits) -> Generator[Written, None, None]:
    """Every row that is not blank, by its own number, of a workbook that was weighed. Raises NotReadable."""
    source.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that are not read
            yield from _cells(source, limits)
    except NotReadable:
        raise
    except BROKEN:
        raise NotReadable(f"The workbook is damaged. {INSTEAD}") from None


def _cells(source: BinaryIO, limits: Limits) -> Generator[Written, None, None]:
    book = openpyxl.load_workbook(source, read_only=True, data_only=True, keep_links=False)
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file says of its size may be untrue
        found = sheet.iter_rows()
        for line, cells in enumerate(found, 1):
            if line > 2 * limits.rows:
                raise NotReadable(f"The sheet has more than {limits.rows:,} rows. Hand it over in parts.", line)
            written = [told(cell.value, cell) for cell in cells]
            if any(written):
                yield Written(line, _bare(written))
    finally:
        book.close()


def _bare(cells: list[str]) -> list[str]:
    """Without the blank cells at the end."""
    last = max(place for place, cell in enumerate(cells) if cell)
    return cells[: last + 1]


def told(value: Any, cell: Any = None) -> str:
    """A typed cell as the text a person would have written; empty for an empty one."""
    if isinstance(value, str):
        return _whole(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        is_share = "%" in (getattr(cell, "number_format", None) or "")
        return f"{_plain(value * 100)}%" if is_share else _plain(value)
    if isinstance(value, datetime) and value.time() != time():
        return value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.strftime("%Y-%m-%d")
    return "" if value is None else str(value)


def _plain(value: float) -> str:
    return f"{Decimal(format(value, DIGITS)):f}"


def _whole(text: str) -> str:
    """A text with half a character pair or a NUL is none that can be kept."""
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            raise NotReadable("A cell holds half a character: its text is damaged.") from None
    if "\0" in text:
        raise NotReadable("A cell holds a NUL, which no text does.")
    return text.strip()
