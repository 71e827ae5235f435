"""The run sheet as rows, the code printed on it, and what has changed since. Pure; instants aware.

The code says when the sheet was printed and carries a digest of all it said: equal digests mean that the paper is
still true, whatever happened in between; unequal ones, that it is not, even where nobody can say why.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

# Crockford's: no i, l, o, u, which a hand or an eye would confuse with others
LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
MISREAD = str.maketrans({"i": "1", "l": "1", "o": "0", " ": "", "-": ""})
BITS = 5
WHEN, WHAT = 8, 5  # letters of the code: milliseconds since the epoch below, and the digest
EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
MANY = 3  # from so many tasks on that only moved, they are one line
LONGEST_OLD = 120


class NoCode(ValueError):
    """The letters are not a run sheet's code."""


@dataclass(frozen=True)
class Row:
    """One line of the sheet. `key` names it as long as the sail lives; clock, text, phone and note are what it says.

    `kind` is `station`, `task`, `seat`, `party` or `fact`. `mark` is what stands in a task's box: paper is ticked by
    hand, so a tick is no change. `was` is what the paper says instead, where that differs.
    """

    key: str
    label: str
    text: str = ""
    kind: str = "fact"
    clock: str = ""
    phone: str = ""
    note: str = ""
    mark: str = ""
    instant: datetime | None = None
    was: str = ""

    @property
    def said(self) -> str:
        """All it says beside its label, in a line."""
        return " · ".join(filter(None, (self.clock, self.text, self.phone, self.note)))


@dataclass(frozen=True)
class Part:
    """Rows of one concern under a title; `name` is the same for as long as the house lives."""

    name: str
    title: str
    rows: Sequence[Row]


@dataclass(frozen=True)
class Printed:
    """What a code says: when its sheet was printed (to the millisecond), and the digest of what it said."""

    at: datetime
    digest: str


def code_of(rows: Iterable[Row], at: datetime) -> str:
    """The code of a sheet printed at an instant: `18n3k9xq-8fd1v`."""
    return f"{_letters((at - EPOCH) // MILLISECOND, WHEN)}-{digest_of(rows)}"


def instant_of(at: datetime) -> datetime:
    """The instant as a code keeps it, cut to the millisecond."""
    return EPOCH + (at - EPOCH) // MILLISECOND * MILLISECOND


def digest_of(rows: Iterable[Row]) -> str:
    """Five letters that differ when anything the rows say differs; their order does not count."""
    text = "\n".join(sorted(f"{row.key}\t{row.label}\t{row.said}" for row in rows))
    return _letters(int.from_bytes(sha256(text.encode()).digest()[:8]) >> (64 - BITS * WHAT), WHAT)


def read(code: str) -> Printed:
    """What a code says, as typed from paper: capitals, spaces and the usual confusions do not matter. Raises NoCode."""
    plain = code.strip().lower().translate(MISREAD)
    if len(plain) != WHEN + WHAT or set(plain) - set(LETTERS):
        raise NoCode(code)
    milliseconds = 0
    for letter in plain[:WHEN]:
        milliseconds = (milliseconds << BITS) | LETTERS.index(letter)
    return Printed(EPOCH + milliseconds * MILLISECOND, plain[WHEN:])


def changes(before: Iterable[Row], now: Iterable[Row]) -> list[str]:
    """What the paper says otherwise than the sheet does now, in words, in the order of the sheet; what is gone last."""
    old, found, moved = {row.key: row for row in before}, [], []
    for row in now:
        was = old.pop(row.key, None)
        if was is None:
            found.append(f"{row.label}: new on the sheet, {row.said}")
        elif _only_moved(was, row):
            moved.append(f"{row.label}: was {was.clock}, now {row.clock}")
        elif (was.label, was.said) != (row.label, row.said):
            found.append(f"{was.label}: {_difference(was, row)}")
    found += [f"{len(moved)} tasks have new times, marked below"] if len(moved) >= MANY else moved
    return found + [f"{row.label}: no longer on the sheet" for row in old.values()]


def marked(before: Iterable[Row], now: Iterable[Row]) -> list[Row]:
    """The rows as they are now, each with what the paper says instead where that differs."""
    old = {row.key: row for row in before}
    return [replace(row, was=_mark(old.get(row.key), row)) for row in now]


def _mark(was: Row | None, row: Row) -> str:
    if was is None:
        return "new"
    if (was.label, was.said) == (row.label, row.said):
        return ""
    old, _ = _apart(was, row)
    return f"was {old}" if old else "changed"


def _only_moved(was: Row, row: Row) -> bool:
    return row.kind == "task" and was.clock != row.clock and _apart(was, row) == (was.clock, row.clock)


def _difference(was: Row, row: Row) -> str:
    """`was open, now Ben Ito`; without what both say."""
    old, new = _apart(was, row)
    if old and new:
        return f"was {old}, now {new}"
    return f"now {new}" if new else f"no longer {old}"


def _apart(was: Row, row: Row) -> tuple[str, str]:
    """What each of the two says that the other does not."""
    pairs = [(getattr(was, name), getattr(row, name)) for name in ("label", "clock", "text", "phone", "note")]
    old, new = (" · ".join(filter(None, side)) for side in zip(*((a, b) for a, b in pairs if a != b), strict=True))
    return old if len(old) <= LONGEST_OLD else f"{old[:LONGEST_OLD]}…", new


def _letters(number: int, length: int) -> str:
    return "".join(LETTERS[number >> BITS * place & 31] for place in reversed(range(length)))
