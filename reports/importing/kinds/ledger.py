"""The ledger: rows of one entry, wherever they stand in the file, posted together; a changed entry is posted anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import islice
from typing import Any

from events.models import Booking, BookingChannel
from reports.importing import cells, known_entries, posting_files
from reports.importing.engine import Run
from reports.importing.shapes import Column, Kind, Row
from reports.importing.staging import LONGEST, Stage, Staged, Uneven
from reports.models import Account, Client, DeliveryJob, Property

AT_ONCE = 1000
ABOUT = {
    "booking": (Booking, "reference"),
    "channel": (BookingChannel, "slug"),
    "property": (Property, "slug"),
    "job": (DeliveryJob, "key"),
    "client": (Client, "slug"),
}


def write_ledger(run: Run, rows: Sequence[Row]) -> None:
    """Put every row aside, with all that it names resolved; see `post`."""
    accounts: dict[str, Account] = run.notes.setdefault("accounts", Account.objects.known())
    about = {column: _named(run, rows, column) for column in ABOUT}
    staged = [one for row in rows if (one := _staged(run, row, accounts, about)) is not None]
    _stage(run).add(staged)


def post(run: Run) -> None:
    """Find the entries that cannot be posted; if there are none, post those that are new or changed.

    Those that go by a key of the ledger stand there already.
    """
    known_entries.check(run, _stage(run))
    for entry in _stage(run).uneven():
        _refuse(run, entry)
    if run.found:
        return
    entries = _stage(run).entries()
    while some := list(islice(entries, AT_ONCE)):
        posting_files.post(run, some)
        run.changes.flush(run.batch)


def _stage(run: Run) -> Stage:
    stage: Stage = run.notes.setdefault("stage", Stage(run.batch))
    return stage


def _named(run: Run, rows: Sequence[Row], column: str) -> dict[str, Any]:
    """What a column of a chunk names, by its word, in one query."""
    model, field = ABOUT[column]
    words = {row[column] for row in rows} - {None}
    found: Any = model._default_manager.filter(**{f"{field}__in": words}) if words else ()
    return {getattr(row, field): row.pk for row in found}


def _staged(run: Run, row: Row, accounts: dict[str, Account], about: dict[str, dict[str, Any]]) -> Staged | None:
    unit, other = run.unit_of(row), run.unit_of(row, "intercompany_with") if row["intercompany_with"] else None
    account, cents = accounts.get(row["account"]), _cents(run, row)
    if account is None:
        run.fault(row, "account", "is no account: there is none of this code")
    elif account.unit_id and unit and account.unit_id != unit.pk:
        run.fault(row, "account", f"belongs to another unit than {unit.slug}")
    for column, known in about.items():
        if row[column] is not None and row[column] not in known:
            run.fault(row, column, f"names no {column} of the house")
    if run.is_bad(row) or unit is None or account is None:
        return None
    memo, reference, party, document = (row[name] or "" for name in ("memo", "reference", "party", "document"))
    booking, channel, property_, job, client = (known.get(row[column]) for column, known in about.items())
    return Staged(
        row.line, unit.pk, row["entry"], row["date"], account.pk, cents, memo, reference, party, document, booking,
        channel, property_, job, client, other.pk if other else None,
    )  # fmt: skip


def _cents(run: Run, row: Row) -> int:
    """A debit above 0, a credit below; a fault where neither or both are given."""
    for column in ("debit", "credit"):
        if (row[column] or 0) < 0:
            run.fault(row, column, "is below zero: write it on the other side")
    debit, credit = row["debit"] or 0, row["credit"] or 0
    if bool(debit) == bool(credit):
        words = "stands beside a credit: a row is one or the other" if debit else "is missing, and so is a credit"
        run.fault(row, "debit", words)
    return int(debit - credit)


def _refuse(run: Run, entry: Uneven) -> None:
    first = Row(entry.lines[0], {}, {"entry": entry.entry})
    lines = ", ".join(str(line) for line in entry.lines)
    lines += f" and {entry.many - len(entry.lines)} more" if entry.many > len(entry.lines) else ""
    if len(entry.entry) > LONGEST:
        run.fault(first, "entry", f"is longer than {LONGEST} characters, and no entry’s key here (lines {lines})")
    elif entry.debits != entry.credits:
        unit = next(slug for slug, unit in run.units.items() if unit.pk == entry.unit_id)
        sums = f"debits ${entry.debits / 100:,.2f}, credits ${entry.credits / 100:,.2f}"
        run.fault(first, "entry", f"does not balance in {unit}: {sums} (lines {lines})")
    elif entry.first_day != entry.last_day:
        run.fault(first, "entry", f"has several days, {entry.first_day} and {entry.last_day} (lines {lines})")
    else:
        run.fault(first, "entry", f"is with several units, or with one on some lines only (lines {lines})")


def year_of_sense(written: str, hints: cells.Hints) -> date:
    """A day of the calendar from 1900 on."""
    found = cells.day(written, hints)
    if not 1900 <= found.year <= 2200:  # noqa: PLR2004 - what no ledger of ours holds
        raise cells.Unreadable("is no year of these books")
    return found


year_of_sense.reads_days = True  # type: ignore[attr-defined]  # as shapes say

KINDS = (
    Kind(
        "ledger",
        "Ledger",
        "Entries of two rows and more that balance; a changed entry is reversed and posted anew.",
        (
            Column(
                "entry",
                cells.text(160),
                required=True,
                is_key=True,
                also=("journal", "entry_no", "number"),
                says="a name of your own, 80 characters at most; in an export, the key of one that stands",
            ),
            Column("date", year_of_sense, required=True),
            Column("unit", cells.slug, required=True, is_key=True),
            Column("account", cells.text(20), required=True, says="its code"),
            Column("debit", cells.money, required=True, may_be_blank=True),
            Column("credit", cells.money, required=True, may_be_blank=True),
            Column("memo", cells.text(200), also=("description",)),
            Column("party", cells.text(120), also=("payee", "vendor"), says="who paid or was paid"),
            Column("document", cells.text(120), says="where the receipt is found"),
            Column("reference", cells.text(80)),
            Column("booking", cells.text(12), says="a booking’s reference"),
            Column("channel", cells.slug),
            Column("property", cells.slug),
            Column("job", cells.text(40)),
            Column("client", cells.slug),
            Column("intercompany_with", cells.slug, says="the other unit of an entry between two"),
        ),
        write_ledger,
        domain="ledger",
        day_column="date",
        finish=post,
    ),
)
