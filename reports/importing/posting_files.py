"""Entries of a file held against the ledger: new ones are posted, changed ones reversed and posted anew.

What belongs to a closed month is posted on the first open day after it and says so in its memo, by which the next
import knows it again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from reports import ledger
from reports.importing.engine import Run
from reports.importing.shapes import Row
from reports.importing.staging import Staged
from reports.ledger_bulk import ABOUT, Entry, post_many
from reports.models import Account, BusinessUnit, FiscalPeriod, JournalEntry, JournalLine
from reports.postings.changes import Months
from reports.postings.writing import BELONGS
from scc_site.models import User

SOURCE = "import"
CHANGED = "The file says otherwise now"
UNDONE = "The import was undone"
MEMO = 200
NAMED = 20  # entries of closed months, in the warnings


class Standing(NamedTuple):
    """One posting of an entry, with its lines."""

    entry: JournalEntry
    lines: list[tuple[Any, ...]]

    @property
    def is_reversed(self) -> bool:
        """Whether it was taken back."""
        return bool(getattr(self.entry, "was_reversed", False))

    @property
    def is_matched(self) -> bool:
        """Whether a line of it is one of the bank's."""
        return bool(getattr(self.entry, "was_matched", False))

    @property
    def version(self) -> int:
        """The number at the end of its key."""
        return version_of(self.entry)


class Plan(NamedTuple):
    """What becomes of one entry of the file: what is posted, and what that takes the place of."""

    rows: list[Staged]
    new: Entry
    old: Standing | None


@dataclass
class Books:
    """What a run posts into."""

    units: dict[int, BusinessUnit]
    accounts: dict[int, Account]
    months: Months
    late: int = 0

    @classmethod
    def read(cls) -> Books:
        """As they are now."""
        units = {unit.pk: unit for unit in BusinessUnit.objects.known().values()}
        accounts = {account.pk: account for account in Account.objects.known().values()}
        return cls(units, accounts, Months(FiscalPeriod.objects.closed()))


def post(run: Run, entries: Sequence[list[Staged]]) -> None:
    """Post what is new or changed of some entries."""
    books: Books = run.notes.get("books") or run.notes.setdefault("books", Books.read())
    standing = _standing(entries)
    plans = []
    for rows in entries:
        found = standing.get((rows[0].unit_id, rows[0].entry))
        if found and not found.is_reversed and _says(found, rows):
            _tell(run, rows, "unchanged")
            continue
        plans.append(Plan(rows, _new(run, books, rows, found), found if found and not found.is_reversed else None))
    if plans:
        _write(run, books, plans)


def _write(run: Run, books: Books, plans: list[Plan]) -> None:
    with run.refusing(row_of(plans[0].rows[0])):
        reversals = [reversal(books, plan.old, CHANGED) for plan in plans if plan.old]
        post_many(entries=reversals, at=run.at, author=run.author)
        posted = post_many(entries=[plan.new for plan in plans], at=run.at, author=run.author)
        for plan, entry in zip(plans, posted, strict=True):
            before = {"restores": plan.old.entry.pk} if plan.old else None
            _tell(run, plan.rows, "changed" if plan.old else "created", entry, before)


def _new(run: Run, books: Books, rows: list[Staged], found: Standing | None) -> Entry:
    first = rows[0]
    unit = books.units[first.unit_id]
    on, memo = books.months.open_day(unit.slug, first.day), _memo(rows)
    if on != first.day:
        books.late += 1
        memo = late(memo, first.day)
        _name_late(run, books, f"{first.entry} of {unit.slug} {BELONGS.format(on=first.day)}: posted on {on:%d %b %Y}.")
    return Entry(
        unit=unit, on=on, source_kind=SOURCE, source_id=first.entry, memo=memo, reference=_reference(rows),
        source_key=f"{SOURCE}:ledger:{unit.slug}:{first.entry}:v{found.version + 1 if found else 1}",
        intercompany_with_id=first.other_id,
        lines=[
            ledger.Line(books.accounts[row.account_id], row.cents, None, {name: getattr(row, name) for name in ABOUT})
            for row in rows
        ],
    )  # fmt: skip


def _name_late(run: Run, books: Books, words: str) -> None:
    if books.late <= NAMED:
        run.batch.warnings.append(words)
    elif books.late == NAMED + 1:
        run.batch.warnings.append("More entries belong to closed months: the ledger’s desk lists what was posted.")


def reversal(books: Books, found: Standing, why: str) -> Entry:
    """The opposite of an entry, on its own day or the first open one after it."""
    entry = found.entry
    unit = books.units[entry.unit_id]
    on = books.months.open_day(unit.slug, entry.date)
    return Entry(
        unit=unit, on=on, source_kind=entry.source_kind, source_id=entry.source_id,
        source_key=f"{entry.source_key}:reversed", memo=why if on == entry.date else late(why, entry.date),
        reference=entry.reference, intercompany_with_id=entry.intercompany_with_id, reversal_of=entry,
        lines=[ledger.Line(account, -cents, unit, about) for account, cents, unit, about in _lines(books, found)],
    )  # fmt: skip


def again(books: Books, found: Standing, version: int) -> Entry:
    """An entry that was reversed, to be posted once more under another version."""
    entry = found.entry
    unit = books.units[entry.unit_id]
    on = books.months.open_day(unit.slug, entry.date)
    return Entry(
        unit=unit, on=on, source_kind=entry.source_kind, source_id=entry.source_id,
        source_key=f"{ledger.VERSION.sub('', entry.source_key)}:v{version}",
        memo=entry.memo if on == entry.date else late(entry.memo, entry.date),
        reference=entry.reference, intercompany_with_id=entry.intercompany_with_id,
        lines=[ledger.Line(account, cents, unit, about) for account, cents, unit, about in _lines(books, found)],
    )  # fmt: skip


def _lines(books: Books, found: Standing) -> list[tuple[Account, int, BusinessUnit, dict[str, Any]]]:
    return [
        (books.accounts[account], cents, books.units[unit], dict(zip(ABOUT, about, strict=True)))
        for account, cents, unit, *about in found.lines
    ]


def _standing(entries: Sequence[list[Staged]]) -> dict[tuple[int, str], Standing]:
    """The last postings of these entries, by unit and entry, in two queries."""
    found = JournalEntry.objects.last_postings(
        kind=SOURCE,
        units={rows[0].unit_id for rows in entries},
        sources={rows[0].entry for rows in entries},
    )
    last: dict[tuple[int, str], JournalEntry] = {}
    for entry in found:
        key = entry.unit_id, entry.source_id
        if key not in last or version_of(entry) > version_of(last[key]):
            last[key] = entry
    return dict(zip(last, standings(list(last.values())), strict=True))


def standings(entries: Sequence[JournalEntry]) -> list[Standing]:
    """Entries of `last_postings` with their lines, in their order."""
    lines = defaultdict(list)
    for entry, *said in JournalLine.objects.said_by([entry.pk for entry in entries]):
        lines[entry].append(tuple(said))
    return [Standing(entry, lines[entry.pk]) for entry in entries]


def by_number(numbers: Sequence[int]) -> list[Standing]:
    """Entries by their numbers."""
    return standings(list(JournalEntry.objects.filter(pk__in=numbers).with_fate()))


def take_back(
    books: Books, pairs: Sequence[tuple[Standing, Standing | None]], *, by: User, at: datetime
) -> list[JournalEntry]:
    """Reverse postings; the second of a pair is what the first took the place of, and is posted anew.

    Raises MonthClosed, PostedAlready.
    """
    made = [reversal(books, found, UNDONE) for found, _ in pairs]
    made += [again(books, old, found.version + 1) for found, old in pairs if old]
    return post_many(entries=made, at=at, author=by)


def _says(found: Standing, rows: list[Staged]) -> bool:
    """Whether the ledger says what the file says; an entry put off to an open day says which day it belongs to."""
    first, entry = rows[0], found.entry
    memo = _memo(rows) if entry.date == first.day else late(_memo(rows), first.day)
    if (entry.memo, entry.reference, entry.intercompany_with_id) != (memo, _reference(rows), first.other_id):
        return False
    told = [(row.account_id, row.cents, row.unit_id, *(getattr(row, name) for name in ABOUT)) for row in rows]
    return found.lines == told or _sorted(found.lines) == _sorted(told)


def _sorted(lines: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return sorted(lines, key=lambda line: tuple((part is not None, part) for part in line))


def late(memo: str, day: date) -> str:
    """A memo that says which day of a closed month its entry belongs to."""
    words = f"({BELONGS.format(on=day)})"
    return f"{memo[: MEMO - len(words) - 1]} {words}".strip()


def _memo(rows: list[Staged]) -> str:
    """The memos of an entry's rows, each once."""
    return "; ".join(dict.fromkeys(row.memo for row in rows if row.memo))[:MEMO]


def _reference(rows: list[Staged]) -> str:
    return next((row.reference for row in rows if row.reference), "")


def version_of(entry: JournalEntry) -> int:
    """The number at the end of an entry's key."""
    found = ledger.VERSION.search(entry.source_key)
    return int(found[1]) if found else 1


def row_of(line: Staged) -> Row:
    """A line of the file, for faults and samples."""
    side = "debit" if line.cents > 0 else "credit"
    written = {"entry": line.entry, "date": str(line.day), side: f"{abs(line.cents) / 100:,.2f}", "memo": line.memo}
    return Row(line.line, {"entry": line.entry, "date": line.day, "memo": line.memo}, written)


def _tell(
    run: Run, rows: list[Staged], state: str, entry: JournalEntry | None = None, before: dict[str, int] | None = None
) -> None:
    for place, row in enumerate(rows):
        run.told(row_of(row), state, entry if place == 0 else None, before)
