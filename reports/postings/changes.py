"""What must be posted and undone so that the ledger says what it should (pure): entries wanted against entries found.

An entry that is right stays. One that is not is undone by its reversal, and posted anew under the next version of its
key. What belongs to a closed month goes to the first open day after it; what stands in a closed month, or was put off
because of one, is not moved for its day alone.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from reports.periods import month_start
from reports.postings.facts import Posting


class Line(NamedTuple):
    """A line as it was posted."""

    account: int
    subtype: str
    cents: int
    channel: int | None


@dataclass(frozen=True, slots=True)
class Found:
    """An entry in the ledger: `number` is its row, `key` is without the version."""

    number: int
    key: str
    version: int
    unit: str
    partner: str
    on: date
    is_reversed: bool
    lines: tuple[Line, ...]


class Wanted(NamedTuple):
    """An entry to post: under which version, and on which day, where its own belongs to a closed month."""

    posting: Posting
    version: int
    on: date


class Lacking(NamedTuple):
    """A unit without an account of a subtype."""

    unit: str
    subtype: str


@dataclass
class Changes:
    """What to post, what to undo on which day, what is kept out, and how many entries each account lacking holds up."""

    post: list[Wanted] = field(default_factory=list)
    undo: list[tuple[Found, date]] = field(default_factory=list)
    kept_out: list[Posting] = field(default_factory=list)
    lacking: dict[Lacking, int] = field(default_factory=dict)


class Months:
    """The months that are closed, by unit."""

    def __init__(self, closed: Iterable[tuple[str, date]]) -> None:
        """Units with the first days of their closed months."""
        self._closed = set(closed)

    def is_closed(self, unit: str, on: date) -> bool:
        """Whether a day's month is closed."""
        return (unit, month_start(on)) in self._closed

    def open_day(self, unit: str, on: date) -> date:
        """The day itself, or the first day of the next open month."""
        while self.is_closed(unit, on):
            on = month_start(on, 1)
        return on


def changes(
    wanted: Sequence[Posting],
    found: Sequence[Found],
    *,
    months: Months,
    accounts: Container[Lacking],
    channel: int | None,
) -> Changes:
    """What makes the entries found of one source those wanted; `accounts` are the subtypes each unit has."""
    made = Changes()
    standing = {row.key: row for row in found if not row.is_reversed}
    last = {key: max(row.version for row in found if row.key == key) for key in {row.key for row in found}}
    for posting in wanted:
        row = standing.pop(posting.key, None)
        if row and is_right(row, posting, months, channel):
            continue
        lacking = [Lacking(posting.unit, subtype) for subtype, _ in posting.lines]
        lacking = [pair for pair in lacking if pair not in accounts]
        for pair in lacking:
            made.lacking[pair] = made.lacking.get(pair, 0) + 1
        if lacking:
            made.kept_out.append(posting)
            continue
        if row:
            made.undo.append((row, months.open_day(row.unit, row.on)))
        on = months.open_day(posting.unit, posting.on)
        made.post.append(Wanted(posting, last.get(posting.key, 0) + 1, on))
    made.undo.extend((row, months.open_day(row.unit, row.on)) for row in standing.values())
    return made


def is_right(row: Found, posting: Posting, months: Months, channel: int | None) -> bool:
    """Whether an entry says what is wanted, on a day that need not or cannot be another."""
    if (row.unit, row.partner, sums(row.lines)) != (posting.unit, posting.partner, dict(posting.lines)):
        return False
    if any(line.channel != channel for line in row.lines):
        return False
    if row.on == posting.on:
        return True
    is_put_off = row.on > posting.on or month_start(row.on) == month_start(posting.on)
    return is_put_off and months.is_closed(posting.unit, posting.on)


def sums(lines: Iterable[Line]) -> Mapping[str, int]:
    """The lines of an entry by subtype; those that come to 0 left out."""
    found: dict[str, int] = {}
    for line in lines:
        found[line.subtype] = found.get(line.subtype, 0) + line.cents
    return {subtype: cents for subtype, cents in found.items() if cents}
