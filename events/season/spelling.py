"""Days and clock times as people write them (pure). What can be read in two ways is never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import NamedTuple

from events import wording
from events.timing import FIRST_YEAR, LAST_YEAR

MONTH_FIRST, DAY_FIRST = "mdy", "dmy"
ORDERS = [(MONTH_FIRST, "month first, 3/4 is March 4"), (DAY_FIRST, "day first, 3/4 is 3 April")]
YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})\Z", re.ASCII)
SOLID = re.compile(r"(\d{4})(\d{2})(\d{2})\Z", re.ASCII)
SLASHED = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})\Z", re.ASCII)
DAY_WORD = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\.?[ -]?([a-z]{3,9})\.?,?[ -]?(\d{4})\Z", re.ASCII)
WORD_DAY = re.compile(r"([a-z]{3,9})\.? ?(\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\Z", re.ASCII)
WEEKDAY = re.compile(r"([a-z]{3,9})\.?,? +(?=\d|[a-z]{3,9}\.? ?\d)", re.ASCII)
CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2})(?::(\d{2})(?:\.0+)?)?)? ?(?:([ap])\.?m\.?)?\Z", re.ASCII)
MOMENT = re.compile(
    r"(.*?\S)(?:(?<=\d)T|,? +)(\d{1,2}(?:[:.h]\d{2}(?::\d{2}(?:\.0+)?)?(?: ?[ap]\.?m\.?)?| ?[ap]\.?m\.?))\Z",
    re.IGNORECASE,
)
LONGEST = 40
CENTURY = 100
NOON = 12


class Misspelt(Exception):
    """What was written is no day, or no time; the sentence says what to write."""


class TwoReadings(Misspelt):
    """The day could be read with the month first or with the day first."""


class Written(NamedTuple):
    """One line of a typed list: its number from 1, the text, and the day or the fault."""

    line: int
    text: str
    day: date | None
    fault: str = ""
    two_readings: bool = False


def day(text: str, order: str = "") -> date:
    """The day written in any of the usual ways; a weekday before it must be its own.

    `order` (mdy, dmy) says how 3/4/2027 is meant; dots always mean the day first. Raises Misspelt, TwoReadings.
    """
    written = " ".join(text.lower().split())
    if len(written) > LONGEST:
        raise Misspelt("This is too long for a day. Write one like 2027-06-04 or 4 June 2027.")
    named = WEEKDAY.match(written)
    weekday = _among(wording.WEEKDAYS, named[1]) if named else None
    if named and weekday is not None:
        written = written[named.end() :]
    found = _date(*_parts(written, order), text=text)
    if weekday is not None and found.weekday() != weekday:
        is_a = wording.WEEKDAYS[found.weekday()]
        raise Misspelt(f"{found.day} {wording.MONTHS[found.month - 1]} {found.year} is a {is_a}, not as written.")
    return found


def clock(text: str) -> time:
    """The time of day: `17:10`, `17.10`, `17h10`, `5:10 pm`, `5 pm`. Raises Misspelt."""
    found = CLOCK.match(" ".join(text.lower().split())) if len(text) <= LONGEST else None
    if not found or not (found[2] or found[4]):
        raise Misspelt("Write a time like 17:10 or 5:10 pm.")
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[4]:
        if not 1 <= hour <= NOON:
            raise Misspelt("With am or pm the hour is 1 to 12.")
        hour = hour % NOON + (NOON if found[4] == "p" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        raise Misspelt("Write a time between 00:00 and 23:59.") from None


def moment(text: str, order: str = "") -> datetime:
    """A day and a time, without a zone; see `day` and `clock`. Raises Misspelt, TwoReadings."""
    found = MOMENT.match(text.strip()) if len(text) <= LONGEST + LONGEST else None
    if found is None:
        raise Misspelt("Write a day and a time, like 2027-06-04 17:10.")
    return datetime.combine(day(found[1].rstrip(","), order), clock(found[2]))


def order_of(texts: Iterable[str]) -> str:
    """What the texts that can be read in one way only say about the others: mdy, dmy, or empty."""
    seen = set()
    for text in texts:
        found = re.match(r"\s*(\d{1,2})[/-](\d{1,2})[/-]\d", text, re.ASCII)
        if found and int(found[1]) > NOON:
            seen.add(DAY_FIRST)
        elif found and int(found[2]) > NOON:
            seen.add(MONTH_FIRST)
    return seen.pop() if len(seen) == 1 else ""


def days(text: str, order: str = "") -> list[Written]:
    """Every line of a list that is not blank, read; a day written twice is a fault of the second line."""
    lines = [(number, line.strip().rstrip(";,")) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    order = order or order_of(line for _, line in lines)
    found: list[Written] = []
    first: dict[date | None, int] = {}
    for number, line in lines:
        written = _line(number, line, order)
        if written.day in first:
            written = written._replace(day=None, fault=f"This day stands on line {first[written.day]} already.")
        elif written.day:
            first[written.day] = number
        found.append(written)
    return found


def _line(number: int, text: str, order: str) -> Written:
    try:
        return Written(number, text, day(text, order))
    except Misspelt as fault:
        return Written(number, text, None, str(fault), isinstance(fault, TwoReadings))


def _parts(written: str, order: str) -> tuple[int, int, int]:
    """Year, month and day as numbers."""
    if found := YEAR_FIRST.match(written):
        return int(found[1]), int(found[3]), int(found[4])
    if found := SOLID.match(written):
        return int(found[1]), int(found[2]), int(found[3])
    if found := SLASHED.match(written):
        year = int(found[4]) + (20 * CENTURY if int(found[4]) < CENTURY else 0)
        return year, *_month_and_day(int(found[1]), int(found[3]), DAY_FIRST if found[2] == "." else order, written)
    if (found := DAY_WORD.match(written)) and (month := _among(wording.MONTHS, found[2])) is not None:
        return int(found[3]), month + 1, int(found[1])
    if (found := WORD_DAY.match(written)) and (month := _among(wording.MONTHS, found[1])) is not None:
        return int(found[3]), month + 1, int(found[2])
    raise Misspelt("Write a day with its year, like 2027-06-04, 6/4/2027 or 4 June 2027.")


def _among(names: tuple[str, ...], word: str) -> int | None:
    """The place of a name of which the word is the beginning."""
    return next((number for number, name in enumerate(names) if name.lower().startswith(word)), None)


def _month_and_day(first: int, second: int, order: str, written: str) -> tuple[int, int]:
    if first > NOON or (order == DAY_FIRST and second <= NOON):
        return second, first
    if second > NOON or order == MONTH_FIRST or first == second:
        return first, second
    month, other = wording.MONTHS[first - 1], wording.MONTHS[second - 1]
    raise TwoReadings(f"{written} is {second} {month} or {first} {other}: choose how days are written.")


def _date(year: int, month: int, number: int, *, text: str) -> date:
    try:
        found = date(year, month, number)
    except ValueError:
        raise Misspelt(f"There is no day {text.strip()}.") from None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Misspelt(f"Choose a year between {FIRST_YEAR} and {LAST_YEAR}.")
    return found
