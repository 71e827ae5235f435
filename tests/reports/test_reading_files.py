"""Files as rows: what is read, and what is refused before it costs anything."""

import io
import time
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from reports.importing import cells, heads, reading, sheets
from reports.importing.shapes import Column

HEADS = ("date", "name", "amount")
assert sheets.openpyxl  # its loading is not what is timed here
LIMITS = reading.Limits(size=4 * 1024 * 1024)


def read(content: bytes, limits=LIMITS):
    source = io.BytesIO(content)
    reading.fingerprint(source, limits)
    return list(reading.rows(source, is_known=lambda head: heads.named(head) in HEADS, limits=limits))


def refused(content: bytes, limits=LIMITS):
    """Words and line of the refusal, that must come within a second."""
    began = time.perf_counter()
    with pytest.raises(reading.NotReadable) as fault:
        read(content, limits)
    assert time.perf_counter() - began < 1
    return fault.value.words, fault.value.line


def workbook(*rows, formats=()):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for place, form in formats:
        book.active[place].number_format = form
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zipped(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return out.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
def test_the_delimiter_is_the_one_that_the_head_is_written_in(delimiter, start):
    text = f'Date{delimiter}Name{delimiter}Amount\n2026-12-01{delimiter}"a,b;c,d;e"{delimiter}1\n'

    assert [row.cells for row in read(start + text.encode())][1] == ["2026-12-01", "a,b;c,d;e", "1"]


def test_lines_are_those_of_the_file_and_blank_rows_are_left_out():
    rows = read(b'\n ,,\r\ndate,name,amount\r\n\r\n1,"two\nlines",3\n,,\n4,5,6\n\n')

    assert [(row.line, row.cells) for row in rows] == [
        (3, ["date", "name", "amount"]),
        (5, ["1", "two\nlines", "3"]),
        (8, ["4", "5", "6"]),
    ]


def test_what_excel_writes_above_the_head_is_understood():
    assert read(b"sep=;\r\ndate;name;amount\r\n1;2;3\r\n")[1] == (3, ["1", "2", "3"])


@pytest.mark.parametrize(
    ("content", "words", "line"),
    [
        (b"", "The file is empty.", 0),
        ("date,name\n1,2\n".encode("utf-16"), "The file is written in UTF-16.", 0),
        ("date,name\n1,2\n".encode("utf-16-le"), "The file is written in UTF-16.", 0),
        (b"date,name\n1,caf\xe9\n", "The file is not UTF-8.", 2),
        (b"date,name\n1,2\n3,\xed\xa0\x80\n", "The file is not UTF-8.", 3),
        (b"date,name\n1,2\n3,4\xc3", "The file is not UTF-8.", 3),
        (b"date,name\n" + b"1,2\n" * 200 + b"3,a\0b\n", "The file holds a NUL", 202),
        (b'date,name\n1,2\n3,"4\n5,6\n', "A quotation mark opens in this row and is never closed.", 3),
        (b'date,name\n1,"' + b"x\n" * 200_000, "A quotation mark opens in this row and is never closed.", 2),
        (b'date,name\n1,"2"x\n', "A quotation mark stands within a quoted cell", 2),
        (b",".join([b"a"] * 1_000_000) + b"\n", "A row has 1,000,000 columns; 200 are read.", 1),
        (b"date,name\n1," + b"x" * 30_000 + b"\n", "A cell is longer than 20,000 characters.", 2),
        (b"x" * 5_000_000, "The file is larger than 4 MB.", 0),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "This is an old Excel workbook (.xls)", 0),
        (b"%PDF-1.7 x", "This is a PDF.", 0),
        (b"  <html><table>", "This is a web page.", 0),
        (zipped(mimetype="x", content_xml="<x/>"), "This is an OpenDocument file (.ods).", 0),
        (zipped(readme="x"), "This is an archive (.zip).", 0),
        (zipped(xl__workbook_xml="<nothing/>"), "The workbook is damaged.", 0),
        (b"PK\x03\x04 and nothing else", "The workbook is damaged.", 0),
    ],
    ids=lambda value: value.split()[3] if isinstance(value, str) else None,
)  # fmt: skip
def test_what_is_no_table_is_refused_in_words_within_a_second(content, words, line):
    said, place = refused(content)

    assert (said[: len(words)], place) == (words, line)


def test_a_zip_bomb_is_not_opened():
    bomb = zipped(xl__workbook_xml="<x/>", xl__worksheets__sheet1_xml=b"0" * 90_000_000)

    assert len(bomb) < 100_000
    assert refused(bomb) == ("The workbook would unpack to 85 MB: it is not opened.", 0)


def test_a_workbook_that_expands_entities_is_not_read():
    sound = workbook(["date", "name"], ["1", "2"])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sound)) as before, zipfile.ZipFile(out, "w") as after:
        for part in before.infolist():
            text = before.read(part.filename)
            if part.filename.endswith("sheet1.xml"):
                text = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + text.replace(b"<sheetData>", b"<sheetData>&a;")
            after.writestr(part, text)

    assert len(read(sound)) == 2
    assert refused(out.getvalue())[0].startswith("The workbook is damaged.")


def test_a_sheet_with_a_cell_a_million_columns_out_is_refused():
    book = openpyxl.Workbook()
    book.active["XFD1"] = "far"
    out = io.BytesIO()
    book.save(out)

    assert refused(out.getvalue()) == ("A row has 16,384 columns; 200 are read.", 1)


def test_typed_cells_of_a_workbook_are_written_as_a_person_would():
    content = workbook(
        [],
        ["date", "name", "amount"],
        [date(2026, 12, 1), "A", 1234.5],
        [datetime.fromisoformat("2026-12-02T15:30:00"), True, 0.1 + 0.2],
        [],
        [None, 4000, 0.125],
        formats=[("C6", "0.0%")],
    )

    assert [(row.line, row.cells) for row in read(content)[1:]] == [
        (3, ["2026-12-01", "A", "1234.5"]),
        (4, ["2026-12-02 15:30:00", "yes", "0.3"]),
        (6, ["", "4000", "12.5%"]),
    ]


COLUMNS = (
    Column("date", cells.day, required=True, also=("posting date",)),
    Column("name", cells.text(), required=True),
    Column("amount", cells.money, required=True),
)


def test_heads_are_known_in_any_order_and_case_and_by_their_other_names():
    found = heads.matched(COLUMNS, reading.Written(1, ["AMOUNT", " Posting-Date ", "Mood", "name", ""]))

    assert [column and column.name for column in found.columns] == ["amount", "date", None, "name", None]
    assert found.warnings == ["This column is not known and not read: Mood."]


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (["amount"], "These columns are missing: date, name. The file begins with: amount."),
        (["date", "Posting Date", "name"], "The column date stands there twice, as “date” and “Posting Date”"),
    ],
)
def test_heads_that_are_missing_or_stand_twice_refuse_the_file(head, words):
    with pytest.raises(reading.NotReadable) as fault:
        heads.matched(COLUMNS, reading.Written(1, head))

    assert fault.value.words.startswith(words)


def order(*days, said=""):
    found = heads.DayOrder()
    for line, day in enumerate(days, 2):
        found.look(line, day)
    return found.settled(said).day_first


def test_the_days_of_a_file_say_which_of_them_is_the_month():
    assert order("03/04/2026", "03/25/2026") is False
    assert order("03/04/2026", "25/03/2026") is True
    assert order("03/03/2026", "2026-03-04") is None
    assert order("03/04/2026", said="dmy") is True
    assert order("03/04/2026") is None  # then each is a fault of its row
    with pytest.raises(reading.NotReadable, match="25/03/2026 in line 2 has the day first, 03/25/2026 in line 3"):
        order("25/03/2026", "03/25/2026")


@pytest.mark.parametrize(
    ("written", "cents"),
    [("1234.5", 123450), ("$1,234.50", 123450), ("(12.00)", -1200), ("-12", -1200), ("−$12", -1200), (".5", 50)],
)
def test_money_is_read_as_people_and_banks_write_it(written, cents):
    assert cells.money(written, cells.Hints()) == cents


@pytest.mark.parametrize("written", ["1234,50", "1,23,4", "12.345", "1e5", "--1", "$", "€5", "(5", "٣", "9" * 20])
def test_money_that_could_be_misread_is_refused(written):
    with pytest.raises(cells.Unreadable):
        cells.money(written, cells.Hints())
