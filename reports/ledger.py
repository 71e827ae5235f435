"""Posting to the ledger: entries go in whole, and are put right by reversal."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from reports.models import Account, BusinessUnit, JournalEntry, JournalLine
from scc_site.models import User
from scc_site.refusals import Mistyped, Refusal

VERSION = re.compile(r":v(\d+)\Z", re.ASCII)
FEWEST = 2


class Unbalanced(Mistyped):
    """Debits and credits differ, or a line is missing."""


class MonthClosed(Refusal):
    """The day belongs to a month whose books are closed."""


class PostedAlready(Refusal):
    """The source key stands in the ledger, or the entry was reversed before."""


@dataclass(frozen=True)
class Line:
    """One line to post: cents, a debit above 0, a credit below; the unit is the entry's unless another is named.

    `about` holds further columns of JournalLine: booking, channel, property, job, client, party, document.
    """

    account: Account
    amount_cents: int
    unit: BusinessUnit | None = None
    about: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def post(
    *,
    unit: BusinessUnit,
    on: date,
    lines: Sequence[Line],
    source_kind: str,
    source_key: str,
    at: datetime,
    source_id: str = "",
    memo: str = "",
    reference: str = "",
    author: User | None = None,
    intercompany_with: BusinessUnit | None = None,
    reversal_of: JournalEntry | None = None,
) -> JournalEntry:
    """Post one entry on a day of the unit; lines of 0 cents are left out.

    Raises Unbalanced, MonthClosed, PostedAlready; then nothing was written.
    """
    meant = [line for line in lines if line.amount_cents]
    balance = sum(line.amount_cents for line in meant)
    if len(meant) < FEWEST or balance:
        raise Unbalanced(_fault(len(meant), balance))
    entry = JournalEntry(
        unit=unit, date=on, memo=memo[:200], reference=reference, source_kind=source_kind, source_id=source_id,
        source_key=source_key, posted_at=at, author=author,
        intercompany_with=intercompany_with, reversal_of=reversal_of,
    )  # fmt: skip
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
            JournalLine.objects.bulk_create(
                JournalLine(
                    entry=entry, account=line.account, unit=line.unit or unit, date=on, amount_cents=line.amount_cents,
                    **line.about,
                )
                for line in meant
            )  # fmt: skip
    except IntegrityError as fault:
        raise in_words(fault) or fault from fault
    return entry


@transaction.atomic
def reverse(*, entry: JournalEntry, on: date, at: datetime, why: str, author: User | None = None) -> JournalEntry:
    """Post the opposite of an entry on a day, once; its source may then be posted anew under the next version.

    Raises MonthClosed, PostedAlready.
    """
    about = ("booking", "channel", "property", "job", "client", "party", "document")
    lines = [
        Line(line.account, -line.amount_cents, line.unit, {name: getattr(line, name) for name in about})
        for line in entry.lines.select_related("account", "unit", *about[:5]).order_by("pk")
    ]
    return post(
        unit=entry.unit, on=on, lines=lines, source_kind=entry.source_kind, source_id=entry.source_id, at=at,
        source_key=f"{entry.source_key}:reversed", memo=why, reference=entry.reference, author=author,
        intercompany_with=entry.intercompany_with, reversal_of=entry,
    )  # fmt: skip


def next_version(source_key: str) -> str:
    """The key of the same source's next posting: `…:v1` becomes `…:v2`."""
    found = VERSION.search(source_key)
    number = int(found[1]) + 1 if found else 2
    return f"{VERSION.sub('', source_key)}:v{number}"


def in_words(fault: IntegrityError) -> Refusal | None:
    """What the database refused, as a sentence for a person; None for a refusal that is not the ledger's."""
    told = getattr(fault.__cause__, "diag", None)
    name = getattr(told, "constraint_name", "") or ""
    message = getattr(told, "message_primary", "") or ""
    if name == "journalline_month_open":
        return MonthClosed(f"{message}. Post it on a day of an open month, or open that month again.")
    if name in {"journalentry_balances", "journalentry_two_lines"}:
        return Unbalanced(f"{message}.")
    if name == "journalline_with_its_entry" or "only ever added" in message:
        return PostedAlready("What is posted stays: reverse the entry and post it anew.")
    if name.startswith("reports_journalentry_source_key"):
        return PostedAlready("This was posted before.")
    if name.startswith("reports_journalentry_reversal_of"):
        return PostedAlready("This entry was reversed before.")
    return None


def _fault(lines: int, balance: int) -> str:
    if lines < FEWEST:
        return "An entry wants two lines at least, a debit and a credit."
    side = "debits" if balance > 0 else "credits"
    return f"The entry does not balance: its {side} are ${abs(balance) / 100:,.2f} too much."
