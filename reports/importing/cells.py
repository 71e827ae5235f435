"""Cells of a file as values (pure): every reader takes the text and says in words what is wrong with it.

A reader is called as `reader(text, hints)` with a stripped text that is not empty, and raises Unreadable.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

CENTS = 100
ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})\Z", re.ASCII)
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\Z", re.ASCII)
NUMBER = re.compile(r"[+-]?(?:(?:\d{1,3}(?:,\d{3})+|\d{1,30})(?:\.\d{0,30})?|\.\d{1,30})", re.ASCII)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
WHICH_DAY = "Say which: mdy or dmy"
MOST_CENTS = 10**14
ANSWERS = {"yes": "yes", "y": "yes", "true": "yes", "1": "yes", "no": "no", "n": "no", "false": "no", "0": "no",
           "unknown": "unknown", "?": "unknown"}  # fmt: skip


class Unreadable(Exception):
    """What was written is not what the column holds; the sentence says what to write."""


@dataclass(frozen=True)
class Hints:
    """What the whole file says about its cells. `day_first`: how 03/04/2026 is meant; None: it cannot be told."""

    day_first: bool | None = None


Reader = Callable[[str, Hints], Any]


def text(most: int = 200) -> Reader:
    """Any words of at most so many characters."""

    def read(written: str, _: Hints) -> str:
        if len(written) > most:
            raise Unreadable(f"is longer than {most} characters")
        if not written.isprintable() and CONTROL.search(written):
            raise Unreadable("holds a character that cannot be printed")
        return written

    return _saying(read, f"text of at most {most} characters")


def slug(written: str, _: Hints) -> str:
    """A short name in small letters, digits and single dashes."""
    found = written.lower()
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", found) or len(found) > 40:  # noqa: PLR2004 - as the models keep
        raise Unreadable("is no short name: small letters, digits and single dashes, 40 at most")
    return found


def day(written: str, hints: Hints) -> date:
    """A day: 2026-12-01, or 12/01/2026 in the order of the file's other days."""
    try:
        if found := ISO_DAY.match(written):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := SLASHED.match(written):
            first, second = int(found[1]), int(found[2])
            if first <= 12 and second <= 12 and first != second and hints.day_first is None:  # noqa: PLR2004 - months
                raise Unreadable(
                    "could be read with the month first or the day first, and nothing in the file tells. "
                    f"{WHICH_DAY} (--dates on the command line, “Days are written” on the page)"
                )
            month_first = not hints.day_first if max(first, second) <= 12 else second > 12  # noqa: PLR2004 - as above
            month, of_month = (first, second) if month_first else (second, first)
            return date(int(found[3]), month, of_month)
    except ValueError:
        raise Unreadable("is no day of the calendar") from None
    raise Unreadable("is no day: write one like 2026-12-01")


def month(written: str, hints: Hints) -> date:
    """`2026-12`, `12/2026`, or any day of the month: its first day."""
    if found := re.fullmatch(r"(?P<year>\d{4})-(?P<month>\d{1,2})|(?P<of>\d{1,2})/(?P<in>\d{4})", written, re.ASCII):
        written = f"{found['year'] or found['in']}-{found['month'] or found['of']}-01"
    try:
        return day(written, hints).replace(day=1)
    except Unreadable as fault:
        raise Unreadable(f"{fault}; a month is one like 2026-12") from None


def money(written: str, _: Hints) -> int:
    """An amount of money: 1234.5, $1,234.50, (12.00) or -12."""
    bare = written.replace("$", "", 1).replace(" ", "").replace("−", "-")
    if bare.startswith("(") and bare.endswith(")"):
        bare = f"-{bare[1:-1]}"
    cents = _decimal(bare, "is no amount: write one like 1234.50") * CENTS
    if cents != int(cents):
        raise Unreadable("has parts of a cent")
    if abs(cents) > MOST_CENTS:
        raise Unreadable("is too large to be true")
    return int(cents)


def number(written: str, _: Hints) -> Decimal:
    """A number, with or without a fraction."""
    return _decimal(written.replace("−", "-"), "is no number")


def whole(written: str, hints: Hints) -> int:
    """A whole number."""
    found = number(written, hints)
    if found != int(found):
        raise Unreadable("is no whole number")
    return int(found)


def percent(written: str, hints: Hints) -> Decimal:
    """A number of percent: 12.5 or 12.5%."""
    return number(written.removesuffix("%").strip(), hints)


def answer(written: str, _: Hints) -> str:
    """Yes, no or unknown."""
    found = ANSWERS.get(written.lower())
    if found is None:
        raise Unreadable("is neither yes, no nor unknown")
    return found


def choice(*allowed: str) -> Reader:
    """One of these words, in any case, dashes and blanks as underscores."""

    def read(written: str, _: Hints) -> str:
        found = re.sub(r"[\s-]+", "_", written.lower())
        if found not in allowed:
            raise Unreadable(f"is none of: {', '.join(allowed)}")
        return found

    return _saying(read, f"one of: {', '.join(allowed)}")


def _decimal(bare: str, fault: str) -> Decimal:
    if not NUMBER.fullmatch(bare):
        raise Unreadable(fault)
    return Decimal(bare.replace(",", ""))


def _saying(read: Reader, words: str) -> Reader:
    read.says = words  # type: ignore[attr-defined]  # functions take attributes
    return read


def holds(read: Reader) -> str:
    """What the cells of a reader hold, for the list of heads: its own words, or the first line of its docstring."""
    if words := getattr(read, "says", ""):
        return str(words)
    first = (read.__doc__ or "text").strip().splitlines()[0].rstrip(".")
    return first[0].lower() + first[1:]
