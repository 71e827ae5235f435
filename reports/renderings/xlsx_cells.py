"""Cells and sheets of a workbook (pure): numbers with formats, texts that are never formulas.

Formats: ECMA-376, part 1, 18.8.31.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

from reports.values import Measure, Value, rounded
from reports.words import Figure, Text

CENTS = 100
FORMATS = {
    Measure.CENTS: '"$"#,##0.00;[Red]-"$"#,##0.00',
    Measure.SHARE: "0.0%",
    Measure.COUNT: "#,##0",
    Measure.NUMBER: "#,##0.00",
    Measure.MONTHS: '#,##0.0" months"',
    Measure.DAYS: '#,##0" days"',
    Measure.HOURS: '#,##0.0" hours"',
    Measure.MILES: '#,##0" nm"',
}
HEAD = Font(name="Calibri", size=10, color="4C5D69")
BOLD = Font(name="Calibri", size=11, bold=True)
TITLE = Font(name="Cambria", size=18)
SUB = Font(name="Cambria", size=14)
LINE = Border(bottom=Side(style="thin", color="D9D5CB"))
SUM = Border(top=Side(style="thin", color="13222D"))
WIDEST, NARROWEST = 60, 9
MOST_NAME = 31  # letters of a sheet's name
MOST_TEXT = 32_767  # letters of a cell
FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
CHANGED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
EPOCH = (1980, 1, 1, 0, 0, 0)


def settled(book: Workbook, at: datetime) -> bytes:
    """The bytes of a workbook, as if written at an instant: the same whenever that was."""
    told, kept = BytesIO(), BytesIO()
    book.save(told)
    moment = f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}".encode()
    with ZipFile(told) as source, ZipFile(kept, "w", ZIP_DEFLATED) as target:
        for entry in source.infolist():
            part = source.read(entry)
            if entry.filename == "docProps/core.xml":
                part = CHANGED.sub(rb"\g<1>" + moment + rb"\g<2>", part)
            target.writestr(ZipInfo(entry.filename, EPOCH), part, ZIP_DEFLATED)
    return kept.getvalue()


class Names:
    """Names of sheets: short, of allowed letters, each once."""

    def __init__(self) -> None:
        self.taken: set[str] = set()

    def new(self, title: str) -> str:
        """A name that is not taken yet."""
        name = FORBIDDEN.sub(" ", title).strip().strip("'")[:MOST_NAME] or "Sheet"
        number = 1
        while name.lower() in self.taken:
            number += 1
            name = f"{name[: MOST_NAME - 4]} ({number})" if number == 2 else re.sub(r"\(\d+\)$", f"({number})", name)  # noqa: PLR2004 - the second of a name
        self.taken.add(name.lower())
        return name


def put(sheet: Worksheet, row: int, column: int, told: object, font: Font | None = None) -> Cell:
    """A cell; a text that looks like a formula stays a text."""
    cell = sheet.cell(row, column)
    if isinstance(told, str):
        cell.value = UNPRINTABLE.sub("", told)[:MOST_TEXT]
        cell.data_type = "s"
        cell.quotePrefix = told[:1] in {"=", "+", "-", "@", "\t", "\r"}
    else:
        cell.value = told
    if font:
        cell.font = font
    return cell


def amount(value: Value) -> int | float | Decimal | None:
    """A known amount as a spreadsheet counts: money in dollars."""
    if not value.is_known:
        return None
    number = Decimal(value.number)
    if value.measure == Measure.CENTS:
        return rounded(number / CENTS, 2)
    return number


def put_figure(sheet: Worksheet, row: int, column: int, figure: Figure) -> Cell:
    """A figure as a number with a format; an unknown one in words."""
    number = amount(figure.value)
    cell = put(sheet, row, column, figure.text if number is None else number)
    if number is not None:
        cell.number_format = FORMATS[figure.value.measure]
    cell.alignment = Alignment(horizontal="right", vertical="top", wrap_text=number is None)
    return cell


def put_words(sheet: Worksheet, row: int, column: int, words: Text) -> Cell:
    """A cell of a table: a lone figure as a number, all else as text."""
    if len(words.parts) == 1 and isinstance(words.parts[0], Figure):
        return put_figure(sheet, row, column, words.parts[0])
    cell = put(sheet, row, column, str(words))
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell


def heads(sheet: Worksheet, row: int, titles: Sequence[str]) -> None:
    """The heads of the columns."""
    for column, title in enumerate(titles, start=1):
        cell = put(sheet, row, column, title, HEAD)
        cell.border = LINE
        cell.alignment = Alignment(vertical="bottom", wrap_text=True)


def fit(sheet: Worksheet, first: int = 1) -> None:
    """Columns as wide as what stands in them, from a row on."""
    for cells in sheet.iter_cols(min_row=first):
        widest = max((len(str(cell.value)) for cell in cells if cell.value is not None), default=0)
        sheet.column_dimensions[cells[0].column_letter].width = min(WIDEST, max(NARROWEST, widest + 2))


def page(sheet: Worksheet, head: int) -> None:
    """How it prints and scrolls: on Letter, as wide as a page, the head on every one."""
    sheet.freeze_panes = sheet.cell(head + 1, 1)
    sheet.print_title_rows = f"{head}:{head}"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_LETTER
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.sheet_view.showGridLines = False


def put_day(sheet: Worksheet, row: int, column: int, on: date | None) -> None:
    """A date, where there is one."""
    if on:
        put(sheet, row, column, on).number_format = "d mmm yyyy"
