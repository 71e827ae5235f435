"""Clients of an agency as plain rows (pure): the inputs of the formulas on clients.

Amounts are integer cents of US dollars; days are days of the unit. `key` finds a row again. Records of later days than
the one asked about are not among them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from reports.periods import Period
from reports.spans import Statements
from reports.values import Evidence, Level

RETAINER, HOSTING, HOURLY, NOTHING = "retainer", "hosting", "hourly", "none"
MONTHLY = frozenset({RETAINER, HOSTING})
CLIENTS, WORK, INVOICES = "clients", "work", "invoices"


class Plan(NamedTuple):
    """What was agreed from a day up to, not with, another: a month, for `hourly` an hour. No day is no bound."""

    key: str
    kind: str
    cents: int
    starts_on: date | None = None
    ends_on: date | None = None

    def runs_on(self, day: date) -> bool:
        """Whether it stands on a day."""
        return (self.starts_on is None or self.starts_on <= day) and (self.ends_on is None or day < self.ends_on)


class Work(NamedTuple):
    """Hours of one day. `rate_cents` None: that of the plan. `invoice` is the number that asks for them, if any."""

    key: str
    on: date
    hours: Decimal
    rate_cents: int | None = None
    is_billable: bool = True
    invoice: str = ""


class Paid(NamedTuple):
    """Money that came for an invoice; below 0: given back."""

    on: date
    cents: int


class Invoice(NamedTuple):
    """What was asked for, below 0 for a credit note, and what was paid of it by the day asked about."""

    key: str
    number: str
    on: date
    due: date
    cents: int
    paid: tuple[Paid, ...] = ()

    @property
    def open_cents(self) -> int:
        """What is not paid; below 0 where too much was."""
        return self.cents - sum(part.cents for part in self.paid)


class Site(NamedTuple):
    """A component that runs for a client, and the client's share of what it costs a month; None: nobody said."""

    key: str
    name: str
    kind: str
    share: Decimal
    cents: Decimal | None


@dataclass(frozen=True)
class Client:
    """One client with all that is recorded of it. Void invoices are not among its own, their numbers in `void`.

    `hosting_cents` is what hosting it costs us a month, None where nobody said; `rate_cents` what an hour costs us.
    `sites` are the components that run for it; `slug` is its name in addresses, unlike that of others of the unit.
    """

    key: str
    unit: str
    name: str
    is_active: bool = True
    since: date | None = None
    ended_on: date | None = None
    hosting_cents: Decimal | None = None
    rate_cents: int | None = None
    plans: tuple[Plan, ...] = ()
    work: tuple[Work, ...] = ()
    invoices: tuple[Invoice, ...] = ()
    void: frozenset[str] = frozenset()
    slug: str = ""
    sites: tuple[Site, ...] = ()

    @property
    def short(self) -> str:
        """Its slug, else its name: what findings and figures know it by."""
        return self.slug or self.name

    def is_client_on(self, day: date) -> bool:
        """Whether it is one on a day. One that is not active, without an end, is none on any day."""
        began = self.since is None or self.since <= day
        return began and (day < self.ended_on if self.ended_on else self.is_active)

    def plans_on(self, day: date) -> list[Plan]:
        """The plans that stand on a day."""
        return [plan for plan in self.plans if plan.runs_on(day)]


@dataclass(frozen=True)
class Agency:
    """All that formulas ask of clients at the end of a day; `period` is the last month complete then."""

    units: tuple[str, ...]
    as_of: date
    period: Period
    clients: tuple[Client, ...] = ()
    said: Statements = field(default_factory=lambda: Statements(()))

    def level(self, unit: str, domain: str, period: Period | None = None) -> Level:
        """How much of a unit's domain is recorded over a period; of the last complete month unless told."""
        return self.said.level(unit, domain, period or self.period)

    def of_unit(self, unit: str) -> list[Client]:
        """A unit's clients."""
        return [client for client in self.clients if client.unit == unit]


def evidence(source: str, rows: Iterable[Plan | Work | Invoice | Client], most: int = 20) -> list[Evidence]:
    """The rows, a few of them."""
    return [Evidence(source, row.key) for row in list(rows)[:most]]


def lacking(unit: str, domain: str, level: Level) -> list[str]:
    """What is missing where a unit's domain is not recorded in full."""
    return [] if level == Level.COMPLETE else [f"{domain} of {unit}"]
