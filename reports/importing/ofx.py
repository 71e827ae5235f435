"""OFX statements, 1.x (SGML) and 2.x (XML), as rows of text (pure).

Both are read as what they have in common: tags with texts between them. Nothing is expanded but the characters that
the standard escapes; a document type is refused, so that no entity can be declared.
Source: Open Financial Exchange 1.6 and 2.2, 3.2.8 (dates and amounts), 11.4 (statements).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from reports.importing.reading import NotReadable

TAG = re.compile(r"<(/?)([A-Za-z0-9._]{1,64})>([^<]*)", re.ASCII)
DAY = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{4,6}(?:\.\d{1,3})?)?(?:\[[^\]]{1,20}\])?\Z", re.ASCII)
ESCAPED = re.compile(r"&(amp|lt|gt|quot|apos|nbsp|#\d{1,6}|#x[0-9A-Fa-f]{1,6});")
CHARACTERS = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'", "nbsp": " "}
WANTED = {"DTPOSTED": "posted", "TRNAMT": "amount", "FITID": "fitid", "NAME": "description", "MEMO": "memo"}
DECLARED = re.compile(r"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
HIGHEST = 0x10FFFF
SURROGATES = range(0xD800, 0xE000)


def knows(head: bytes) -> bool:
    """Whether a file begins as OFX does."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:2000].upper()
    return start.startswith((b"OFXHEADER", b"<OFX")) or (start.startswith(b"<?XML") and b"<OFX" in start + head.upper())


def rows(source: BinaryIO) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Every transaction with the line it begins on. Raises NotReadable."""
    text = _sound(_decoded(source.read()))
    begun, accounts = 0, set[str]()
    found: dict[str, str] | None = None
    for line, is_end, name, written in _tags(text):
        if name == "STMTTRN":
            if found:
                yield begun, found
            begun, found = line, None if is_end else {}
        elif found is not None:
            _note(found, name, written)
        elif name == "ACCTID":
            _is_one(accounts, written, line)
    if found:
        raise NotReadable("The file ends within a transaction: it is cut off.", begun)


def _sound(text: str) -> str:
    """The text, unless it declares what it should not or holds nothing. Raises NotReadable."""
    if DECLARED.search(text):
        raise NotReadable("The file declares a document type: that is not read. Export it from the bank once more.")
    if "<OFX>" not in text.upper():
        raise NotReadable("The file has the head of an OFX file and nothing behind it.")
    return text


def _is_one(accounts: set[str], written: str, line: int) -> None:
    """Raise NotReadable at the second account; its closing tag has no text behind it."""
    if written.strip():
        accounts.add(written.strip())
    if len(accounts) > 1:
        raise NotReadable("The file holds statements of several accounts: export each by itself.", line)


def _tags(text: str) -> Iterator[tuple[int, bool, str, str]]:
    """Every tag: its line, whether it closes, its name, and the text behind it."""
    line, place = 1, 0
    for tag in TAG.finditer(text):
        line += text.count("\n", place, tag.start())
        place = tag.start()
        yield line, bool(tag[1]), tag[2].upper(), tag[3]


def _note(found: dict[str, str], name: str, written: str) -> None:
    """Keep what a transaction says of itself; the first of each, as those of its parts and closing tags come later."""
    if column := WANTED.get(name):
        found.setdefault(column, _told(name, written))


def _told(name: str, written: str) -> str:
    """A text as the columns read it: days in ISO, amounts with a point."""
    text = ESCAPED.sub(_character, written).strip()
    if name == "DTPOSTED" and (day := DAY.match(text)):
        return f"{day[1]}-{day[2]}-{day[3]}"
    if name == "TRNAMT":
        return text.replace(",", ".") if text.count(",") == 1 and "." not in text else text
    return text


def _character(found: re.Match[str]) -> str:
    if not found[1].startswith("#"):
        return CHARACTERS[found[1]]
    number = int(found[1][2:], 16) if found[1].startswith("#x") else int(found[1][1:])
    return chr(number) if 0 < number <= HIGHEST and number not in SURROGATES else "\ufffd"


def _decoded(content: bytes) -> str:
    """The text, in UTF-8 or else in the code page of Windows, which OFX 1.x is written in."""
    if b"\0" in content:
        raise NotReadable("The file holds a NUL, which no text does.", 1 + content.count(b"\n", 0, content.find(b"\0")))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
