"""Evidence from the ledger: the very lines of an account's month, a booking, a party, or a standing balance.

Keys: `unit:account:2026-10`, also with a type or subtype of accounts for the account; `unit:account:2026-11-21`, all
up to that day; `unit:account:party` and `unit:party:name`; `unit:2026-10`; `unit:reference` of a booking;
`line:number`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import Q

from reports.evidence.shapes import PAGE, Asked, Group, Head, money, words
from reports.models import Account, BusinessUnit, JournalLine, Subtype
from reports.periods import month_of
from reports.tree import LABELS

TITLE = "Lines of the ledger"
HEADS = (Head("Day"), Head("Account"), Head("What"), Head("Party"), Head("Debit", True), Head("Credit", True))
LABEL_OF = {
    Subtype.OWNER_EQUITY: "equity",
    Subtype.OWNER_DRAW: "equity",
    Subtype.OWNER_PAY: "payroll",
    Subtype.CREW: "payroll",
    Subtype.SECURITY_DEPOSITS: "tenants",
}
RENT = Q(property__isnull=False, account__type=Account.Type.INCOME)
DAY, MONTH = re.compile(r"\d{4}-\d{2}-\d{2}\Z"), re.compile(r"\d{4}-\d{2}\Z")
WIDEST = 3  # parts of a key
PARTY = "party"
TYPES = frozenset(Account.Type.values)
SUBTYPES = frozenset(Subtype.values)


class Chart(NamedTuple):
    """Units by slug and accounts, read once for all keys."""

    units: dict[str, BusinessUnit]
    accounts: list[Account]

    def named(self, part: str) -> list[Account]:
        """The accounts that a part of a key names: by code, else by type or subtype; cash with what is on its way."""
        found = [account for account in self.accounts if account.code == part]
        if part == Subtype.CASH:
            return [each for each in self.accounts if each.subtype in {Subtype.CASH, Subtype.PAYMENT_CLEARING}]
        return found or [account for account in self.accounts if part in {account.type, account.subtype}]


def lines(asked: Asked) -> Group:
    """The lines behind some keys, the latest first; three queries.

    Lines on accounts of people's pay, owners' money and tenants' rent are for readers with that clearance.
    """
    chart = Chart(BusinessUnit.objects.known(), list(Account.objects.order_by("code")))
    wanted = [_sought(key, chart) for key in asked.keys]
    hidden = {label for label in LABEL_OF.values() if label not in asked.clearance}
    closed = [subtype for subtype, label in LABEL_OF.items() if label in hidden]
    rows = JournalLine.objects.filter(reduce(or_, (each for each in wanted if each), Q(pk__in=())))
    rows = rows.exclude(account__in=[account.pk for account in chart.accounts if account.subtype in closed])
    if "tenants" not in asked.clearance:
        rows = rows.exclude(RENT)
    found = list(
        rows.order_by("-date", "-pk").values_list(
            "entry", "date", "account__code", "account__name", "entry__memo", "party", "amount_cents"
        )[asked.span]
    )
    return Group(
        TITLE,
        HEADS,
        tuple(_row(row[1:]) for row in found[:PAGE]),
        tuple(f"/admin/reports/journalentry/{row[0]}/change/" for row in found[:PAGE]),
        withheld=_said(asked.keys, chart, closed, hidden),
        has_more=len(found) > PAGE,
    )


def _row(row: tuple[Any, ...]) -> tuple[str, ...]:
    on, code, name, memo, party, cents = row
    debit, credit = (money(cents), "") if cents > 0 else ("", money(-cents))
    return words(on), f"{code} {name}", memo, party, debit, credit


def _said(keys: Sequence[str], chart: Chart, closed: list[Subtype], hidden: set[str]) -> str:
    """What is withheld, where a key names accounts of it by themselves or all accounts of a kind."""
    touched = {
        LABEL_OF[Subtype(account.subtype)]
        for key in keys
        for account in chart.named(_middle(key))
        if account.subtype in closed
    }
    return ", ".join(LABELS[label] for label in sorted(touched & hidden))


def _middle(key: str) -> str:
    parts = key.split(":", WIDEST - 1)
    return parts[1] if len(parts) > 1 else ""


def _sought(key: str, chart: Chart) -> Q | None:
    """The lines that a key names; None for a key of no kind."""
    parts = key.split(":", WIDEST - 1)
    if parts[0] == "line":
        return Q(pk=int(parts[1])) if len(parts) > 1 and parts[1].isdecimal() else None
    unit = chart.units.get(parts[0])
    if unit is None:
        return None
    if len(parts) == WIDEST and parts[1] == PARTY:
        return Q(unit=unit, party=parts[2])
    if len(parts) == WIDEST:
        return Q(unit=unit, account__in=_numbers(chart, parts[1])) & _when(parts[2])
    return Q(unit=unit) & (_of(parts[1], chart) if len(parts) > 1 else _nameless(chart))


def _of(part: str, chart: Chart) -> Q:
    """A unit's lines of a month, of a kind of account, or of a booking."""
    if MONTH.match(part):
        return _when(part)
    if part in SUBTYPES | TYPES:
        return Q(account__in=_numbers(chart, part))
    return Q(booking__reference=part)


def _nameless(chart: Chart) -> Q:
    """Customers' deposits that name no booking."""
    return Q(account__in=_numbers(chart, Subtype.CUSTOMER_DEPOSITS), booking__isnull=True)


def _numbers(chart: Chart, part: str) -> list[int]:
    return [account.pk for account in chart.named(part)]


def _when(part: str) -> Q:
    """A month's lines, all up to a day, or those of a party."""
    try:
        if MONTH.match(part):
            month = month_of(date.fromisoformat(f"{part}-01"))
            return Q(date__gte=month.start, date__lt=month.end)
        if DAY.match(part):
            return Q(date__lte=date.fromisoformat(part))
    except ValueError:
        return Q(pk__in=())
    return Q(party=part)
