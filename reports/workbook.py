"""Workbooks written (pure): an XLSX file of plain text cells and numbers, row by row, whatever their count.

No cell is a formula: every text is an inline string. Source of the format: ECMA-376, part 1, SpreadsheetML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import IO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

MOST_ROWS = 1_048_576  # a sheet of SpreadsheetML holds no more
CHUNK = 1000
NUMBER = re.compile(r"-?\d{1,15}\.\d\d\Z", re.ASCII)
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OPEN_XML = "http://schemas.openxmlformats.org"
MAIN = f"{OPEN_XML}/spreadsheetml/2006/main"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def write(file: IO[bytes], head: Sequence[str], rows: Iterable[Sequence[str]], *, title: str) -> None:
    """Write a whole workbook: the head on every sheet, as many sheets as the rows need, named `title` and a number."""
    left, sheets = iter(rows), 0
    with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=1) as book:
        first = next(left, None)
        while first is not None or sheets == 0:
            sheets += 1
            begun = [] if first is None else [first]
            with book.open(f"xl/worksheets/sheet{sheets}.xml", "w", force_zip64=True) as sheet:
                for text in _sheet(chain([head], begun, islice(left, MOST_ROWS - 2))):
                    sheet.write(text.encode())
            first = next(left, None)
        for name, text in _frame(sheets, title):
            book.writestr(name, HEAD + text)


def _sheet(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>'
    source = iter(rows)
    while chunk := list(islice(source, CHUNK)):
        yield "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in chunk)
    yield "</sheetData></worksheet>"


def _cell(text: str) -> str:
    if NUMBER.match(text):
        return f"<c><v>{text}</v></c>"
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(UNPRINTABLE.sub("", text))}</t></is></c>'


def _frame(sheets: int, title: str) -> Iterator[tuple[str, str]]:
    """The parts that say what the others are."""
    numbers, office = range(1, sheets + 1), f"{OPEN_XML}/officeDocument/2006/relationships"
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{TYPE}.worksheet+xml"/>'
        for number in numbers
    )
    yield (
        "[Content_Types].xml",
        f'<Types xmlns="{OPEN_XML}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>{parts}</Types>',
    )
    links = f'<Relationships xmlns="{OPEN_XML}/package/2006/relationships">'
    yield (
        "_rels/.rels",
        f'{links}<Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    )
    listed = "".join(f'<sheet name="{title} {number}" sheetId="{number}" r:id="rId{number}"/>' for number in numbers)
    yield "xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{office}"><sheets>{listed}</sheets></workbook>'
    targets = "".join(
        f'<Relationship Id="rId{number}" Type="{office}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in numbers
    )
    yield "xl/_rels/workbook.xml.rels", f"{links}{targets}</Relationships>"
