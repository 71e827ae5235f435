"""Entries written by the chunk: two statements for all that is posted and undone, however much it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from reports.models import Account, BusinessUnit, JournalEntry, JournalLine
from reports.postings.changes import Found, Lacking, Wanted

BELONGS = "belongs to {on:%d %b %Y}, in a closed month"
UNDONE = "no longer so at the dock"


class Chart:
    """The accounts postings go to: of each subtype the unit's own before the shared, the lowest code first."""

    def __init__(self, units: Iterable[BusinessUnit]) -> None:
        """Read the accounts in use, in one statement."""
        rows = list(Account.objects.filter(is_active=True).exclude(subtype="").order_by("code", "pk"))
        self.is_empty = not rows
        self._accounts: dict[Lacking, int] = {}
        for unit in units:
            for row in (*(row for row in rows if row.unit_id == unit.pk), *(row for row in rows if not row.unit_id)):
                self._accounts.setdefault(Lacking(unit.slug, row.subtype), row.pk)

    def __contains__(self, pair: object) -> bool:
        """Whether a unit has an account of a subtype."""
        return pair in self._accounts

    def account(self, unit: str, subtype: str) -> int:
        """The row of an account that is there."""
        return self._accounts[Lacking(unit, subtype)]


@dataclass(frozen=True, slots=True)
class Source:
    """Where entries come from: `booking` or `voucher`, its reference or code, and what its lines name."""

    kind: str
    name: str
    booking: int | None = None
    channel: int | None = None


@dataclass
class Sheet:
    """Entries and their lines, not written yet."""

    chart: Chart
    units: dict[str, int]
    at: datetime
    entries: list[JournalEntry]
    lines: list[JournalLine]

    def post(self, source: Source, wanted: Wanted) -> None:
        """An entry that should stand."""
        row = wanted.posting
        late = f" ({BELONGS.format(on=row.on)})" if wanted.on != row.on else ""
        entry = self._entry(
            source, f"{row.key}:v{wanted.version}", row.unit, row.partner, wanted.on, f"{row.memo}{late}"
        )
        for subtype, cents in row.lines:
            self._line(entry, self.chart.account(row.unit, subtype), cents, source.channel, source.booking)

    def undo(self, source: Source, found: Found, on: date) -> None:
        """The reversal of an entry."""
        late = f" ({BELONGS.format(on=found.on)})" if on != found.on else ""
        key = f"{found.key}:v{found.version}"
        entry = self._entry(source, f"{key}:reversed", found.unit, found.partner, on, f"{source.name}: {UNDONE}{late}")
        entry.reversal_of_id = found.number
        for line in found.lines:
            self._line(entry, line.account, -line.cents, line.channel, source.booking)

    def write(self) -> None:
        """All of it, in two statements; nothing where there is nothing."""
        if self.entries:
            JournalEntry.objects.bulk_create(self.entries)
            for line in self.lines:
                line.entry_id = line.entry.pk
            JournalLine.objects.bulk_create(self.lines)

    def _entry(self, source: Source, key: str, unit: str, partner: str, on: date, memo: str) -> JournalEntry:  # noqa: PLR0917 -- a row is as wide as it is
        made = JournalEntry(
            unit_id=self.units[unit], intercompany_with_id=self.units.get(partner), date=on, memo=memo[:200],
            source_kind=source.kind, source_id=source.name, source_key=key, posted_at=self.at,
        )  # fmt: skip
        self.entries.append(made)
        return made

    def _line(self, entry: JournalEntry, account: int, cents: int, channel: int | None, booking: int | None) -> None:
        line = JournalLine(
            entry=entry, account_id=account, unit_id=entry.unit_id, date=entry.date, amount_cents=cents,
            booking_id=booking, channel_id=channel,
        )  # fmt: skip
        self.lines.append(line)


def sheet(chart: Chart, units: Sequence[BusinessUnit], at: datetime) -> Sheet:
    """An empty sheet."""
    return Sheet(chart, {unit.slug: unit.pk for unit in units}, at, [], [])
