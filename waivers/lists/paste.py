"""A pasted list or a CSV file of people, read line by line (pure)."""

from __future__ import annotations

import re

from waivers.newcomers import Newcomer

MOST_BYTES, MOST_LINES = 200_000, 500
SPLITS = re.compile(r"[,;\t]")
HEADERS = frozenset({"name", "guest", "email", "phone"})


def read(text: str) -> list[Newcomer]:
    """One person a line: the name, then after a comma, a semicolon or a tab an address, a phone, in either order.

    Blank lines are passed over, and so is a first line that names columns. Quotes around a cell are dropped.
    """
    found: list[Newcomer] = []
    for number, line in enumerate(text.split("\n"), 1):
        cells = [cell.strip().strip('"').strip() for cell in SPLITS.split(line.rstrip("\r"))]
        if not any(cells) or (not found and {cell.casefold() for cell in cells} <= HEADERS):
            continue
        found.append(_person(number, cells))
    return found


def decoded(content: bytes) -> str | None:
    """A file's text: UTF-8, with or without its mark; None where it is anything else, or too large."""
    if len(content) > MOST_BYTES or b"\0" in content:
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _person(number: int, cells: list[str]) -> Newcomer:
    name, more = cells[0], [cell for cell in cells[1:] if cell]
    email = next((cell for cell in more if "@" in cell), "")
    phones = [cell for cell in more if cell != email]
    return Newcomer(line=number, name=name, email=email, phone=" ".join(phones))
