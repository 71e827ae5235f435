"""A report as a workbook (pure): a summary, a sheet for each table, the findings, and every value exactly as it was.

Amounts are numbers with formats, money in dollars; every text is a text, never a formula.
"""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from reports.renderings import phrases
from reports.renderings.told import groups, printed, sections_of
from reports.renderings.xlsx_cells import (
    BOLD,
    HEAD,
    SUB,
    SUM,
    TITLE,
    Names,
    fit,
    heads,
    page,
    put,
    put_day,
    put_figure,
    put_words,
    settled,
)  # fmt: skip
from reports.report import Report
from reports.tree import (
    Agenda,
    Block,
    Bullets,
    Chart,
    FindingList,
    Gaps,
    Headlines,
    Paragraph,
    Table,
    Withheld,
)
from reports.words import Figure

VALUES = ("Key", "Metric", "Title", "Unit", "Period", "Of", "State", "Amount", "Measure", "Shown", "Coverage", "Rows",
          "Formula", "Note", "Missing")  # fmt: skip
FINDINGS = ("Key", "Rule", "Version", "Severity", "Unit", "What", "Why", "What to do", "By", "At stake a month", "Sure")


def workbook(report: Report) -> bytes:
    """The bytes of the workbook; the same for the same tree."""
    book = Workbook()
    book.remove(book.active)
    names = Names()
    _summary(book.create_sheet(names.new("Summary")), report)
    for section, _ in sections_of(report):
        for block in section.blocks:
            if isinstance(block, Table | Chart):
                _table(book, names, block)
            elif isinstance(block, Agenda):
                _agenda(book.create_sheet(names.new(section.title)), block)
    _findings(book.create_sheet(names.new("Findings")), report)
    _values(book.create_sheet(names.new("Values")), report)
    book.properties.title = phrases.heading(report.header)
    book.properties.creator = report.header.scope_name
    book.properties.created = report.header.built_at.replace(tzinfo=None)
    return settled(book, report.header.built_at)


def _summary(sheet: Worksheet, report: Report) -> None:
    """The head, then every sentence and headline of the report, section by section."""
    head = report.header
    put(sheet, 1, 1, phrases.heading(head), TITLE)
    put(sheet, 2, 1, f"{head.scope_name}. {head.says}")
    put(sheet, 3, 1, f"{phrases.built(head)}.", HEAD)
    put(sheet, 4, 1, head.coverage.title)
    put_figure(sheet, 4, 2, head.coverage)
    row = 6
    for section, depth in sections_of(report):
        put(sheet, row, 1, section.title, SUB if depth == 0 else BOLD)
        row += 1
        for block in section.blocks:
            for words, figure in _lines(report, block):
                put(sheet, row, 1, words).alignment = Alignment(vertical="top", wrap_text=True)
                if figure:
                    put_figure(sheet, row, 2, figure)
                row += 1
        row += 1
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 90, 22
    sheet.sheet_view.showGridLines = False


def _lines(report: Report, block: Block) -> Iterator[tuple[str, Figure | None]]:
    """What a block says on the summary sheet; tables and the agenda have sheets of their own."""
    if isinstance(block, Headlines):
        yield from ((figure.title, figure) for figure in block.figures)
    elif isinstance(block, Paragraph):
        yield str(block.words), None
    elif isinstance(block, Bullets):
        yield from ((str(item), None) for item in block.items)
    elif isinstance(block, Chart):
        yield str(block.says), None
        yield from ((line.title, line) for line in (block.line_at,) if line)
    elif isinstance(block, FindingList):
        yield from _listed(report, block)
    else:
        yield from ((words, None) for words in _remarks(block))


def _remarks(block: Block) -> Iterator[str]:
    """What is missing, and what is withheld."""
    if isinstance(block, Withheld):
        yield phrases.withheld(block.label)
    elif isinstance(block, Gaps):
        yield from (str(gap.words) for gap in block.items)


def _listed(report: Report, block: FindingList) -> Iterator[tuple[str, Figure | None]]:
    if not block.keys and not block.hides:
        yield str(block.empty), None
    for _, found in groups(report, block, is_cut=False):
        yield from ((f"{phrases.kind(one)}: {one.fired.title}", one.stake) for one in found)
    if block.hides:
        yield phrases.HIDES, None


def _table(book: Workbook, names: Names, block: Table | Chart) -> None:
    """A table on a sheet of its own, all of its rows."""
    table = block.table if isinstance(block, Chart) else block
    sheet = book.create_sheet(names.new(table.title or table.key))
    put(sheet, 1, 1, table.title, SUB)
    heads(sheet, 3, [column.title for column in table.columns])
    row = 4
    for each in table.rows:
        for column, words in enumerate(each.cells, start=1):
            cell = put_words(sheet, row, column, words)
            if each.is_total:
                cell.font, cell.border = BOLD, SUM
        row += 1
    if not table.rows and not table.withheld and table.empty:
        put(sheet, row, 1, str(table.empty))
    if table.withheld:
        put(sheet, row, 1, phrases.withheld(*table.withheld), HEAD)
    fit(sheet, 3)
    page(sheet, 3)


def _agenda(sheet: Worksheet, agenda: Agenda) -> None:
    """A row a task, with its week."""
    weeks = [(str(week.title), week.tasks) for week in agenda.weeks] + [(phrases.LATER, agenda.rest)]
    heads(sheet, 1, ("Week", "What to do", "Score", "Hours", "By", "How the score came about", "Finding"))
    row = 2
    for title, tasks in weeks:
        for task in tasks:
            put(sheet, row, 1, title)
            put(sheet, row, 2, str(task.title))
            put_figure(sheet, row, 3, task.score)
            put_figure(sheet, row, 4, task.hours)
            put_day(sheet, row, 5, task.due)
            put(sheet, row, 6, str(task.parts))
            put(sheet, row, 7, task.finding)
            row += 1
    for week in agenda.weeks:
        row += 1
        put(sheet, row, 1, str(week.title))
        put(sheet, row, 2, f"{week.planned.title}, {week.capacity.title}")
        put_figure(sheet, row, 3, week.planned)
        put_figure(sheet, row, 4, week.capacity)
    fit(sheet)
    page(sheet, 1)


def _findings(sheet: Worksheet, report: Report) -> None:
    """Every finding that the report prints."""
    heads(sheet, 1, FINDINGS)
    for row, one in enumerate(printed(report).findings, start=2):
        fired = one.fired
        told = (one.key, one.rule, one.version, fired.severity.value, report.header.name_of(fired.unit),
                str(fired.title), str(fired.detail), str(fired.action.title))  # fmt: skip
        for column, each in enumerate(told, start=1):
            put(sheet, row, column, each).alignment = Alignment(vertical="top", wrap_text=True)
        put_day(sheet, row, 9, fired.action.due)
        if one.stake:
            put_figure(sheet, row, 10, one.stake)
        put(sheet, row, 11, fired.certainty.value)
    fit(sheet)
    page(sheet, 1)


def _values(sheet: Worksheet, report: Report) -> None:
    """Every figure that the report prints, exactly: cents as cents, shares as parts of one."""
    heads(sheet, 1, VALUES)
    for row, figure in enumerate(printed(report).figures, start=2):
        value = figure.value
        told = (figure.key, figure.metric, figure.title, figure.unit, figure.period, figure.subject, value.state.value,
                value.amount, value.measure.value, figure.text, value.coverage.value, value.n, figure.formula,
                value.note, ", ".join(value.missing))  # fmt: skip
        for column, each in enumerate(told, start=1):
            put(sheet, row, column, each)
    fit(sheet)
    page(sheet, 1)
