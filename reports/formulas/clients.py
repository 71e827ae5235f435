"""What clients agreed to and what was asked of them (pure): F70 to F72, and what is still open.

Source: design of the books, 3.5 “Clients”. Money in cents; a month counts by its days; nothing is rounded here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from reports.formulas.agency import (
    CLIENTS,
    HOURLY,
    INVOICES,
    MONTHLY,
    NOTHING,
    WORK,
    Agency,
    Client,
    Invoice,
    Work,
    evidence,
    lacking,
)
from reports.formulas.records import looked_at
from reports.metrics import DOWN, Metric
from reports.periods import Period
from reports.values import Level, Measure, Value, difference, recorded, total

_OWN = ("clients",)
_AGENCY = ("agency",)
METRICS = (
    Metric("mrr", "Contracted monthly revenue", "F70", Measure.CENTS, (CLIENTS,), ("ceo", "clients"), _AGENCY,
           also=("monthly_recurring_revenue",)),
    Metric("leakage", "Agreed but not invoiced", "F71", Measure.CENTS, (CLIENTS, INVOICES), _OWN, _AGENCY, DOWN),
    Metric("unbilled", "Work not invoiced", "F72", Measure.CENTS, (WORK,), _OWN, _AGENCY, DOWN),
)  # fmt: skip


class Leak(NamedTuple):
    """F71 of one client: what its plans ask for, what was invoiced beyond its hours, and the one less the other."""

    client: Client
    expected: Value
    invoiced: Value
    leakage: Value


class Owed(NamedTuple):
    """An invoice that is not paid in full, and the days it is past due; below 0: not due yet."""

    client: Client
    invoice: Invoice
    days: int


def active(inputs: Agency, on: date | None = None) -> list[Client]:
    """The clients on a day: the one asked about unless told."""
    return [client for client in inputs.clients if client.is_client_on(on or inputs.as_of)]


def without_plan(inputs: Agency) -> list[Client]:
    """Active clients with whom nothing is agreed on the day asked about: the gap in billing."""
    day = inputs.as_of
    return [one for one in active(inputs) if all(plan.kind == NOTHING for plan in one.plans_on(day))]


def contracted(inputs: Agency, on: date | None = None) -> Value:
    """F70, MRR: Σ of what the plans of active clients bring a month on a day; cents.

    Retainers and hosting count; work by the hour does not recur, and a plan of nothing brings nothing. Clients without
    any plan count as 0 where clients are recorded: `without_plan` names them.
    """
    found = total(Measure.CENTS, [_contracted(inputs, unit, on or inputs.as_of) for unit in inputs.units])
    return looked_at(found, evidence(CLIENTS, inputs.clients))


def _contracted(inputs: Agency, unit: str, day: date) -> Value:
    own = inputs.of_unit(unit)
    plans = [
        plan for client in own if client.is_client_on(day) for plan in client.plans_on(day) if plan.kind in MONTHLY
    ]
    level = inputs.level(unit, CLIENTS)
    return recorded(
        sum(plan.cents for plan in plans), Measure.CENTS, coverage=level, n=len(plans) or len(own),
        evidence=evidence("plans", plans), missing=lacking(unit, CLIENTS, level),
    )  # fmt: skip


def leaks(inputs: Agency, period: Period | None = None) -> list[Leak]:
    """F71 client by client over whole months, the greatest first: expected by plan − invoiced; cents.

    Expected is each month's amount by the days on which the plan stands and the client is one. Invoiced are invoices
    dated in the period, less the hours that name them: what is asked for work pays no retainer. Below 0: asked for
    more than was agreed.
    """
    over = period or inputs.period
    found = []
    for client in inputs.clients:
        asked, got = expected(inputs, client, over), invoiced_by_plan(inputs, client, over)
        found.append(Leak(client, asked, got, difference(asked, got)))
    return sorted(found, key=lambda leak: (-(leak.leakage.amount or 0), leak.client.name))


def leakage(inputs: Agency, period: Period | None = None) -> Value:
    """F71: Σ over clients of what was agreed and not invoiced; cents.

    A client who was asked for more makes up for none that was asked for less. No invoices recorded: no data.
    """
    parts = [
        recorded(
            max(0, leak.leakage.number), Measure.CENTS, coverage=leak.leakage.coverage, n=leak.leakage.n,
            evidence=leak.leakage.evidence, missing=leak.leakage.missing,
        )
        if leak.leakage.is_known else leak.leakage
        for leak in leaks(inputs, period)
    ]  # fmt: skip
    empty = [unit for unit in inputs.units if not inputs.of_unit(unit)]
    return total(Measure.CENTS, [*parts, *(_contracted(inputs, unit, inputs.as_of) for unit in empty)])


def expected(inputs: Agency, client: Client, period: Period) -> Value:
    """What a client's plans ask for over whole months, by the day; cents."""
    amount = Decimal(0)
    plans = [plan for plan in client.plans if plan.kind in MONTHLY]
    for month in period.months():
        days = [date.fromordinal(day) for day in range(month.start.toordinal(), month.end.toordinal())]
        for plan in plans:
            count = sum(1 for day in days if plan.runs_on(day) and client.is_client_on(day))
            amount += Decimal(plan.cents * count) / month.days
    level = inputs.level(client.unit, CLIENTS, period)
    told = evidence("plans", plans) or evidence(CLIENTS, [client])
    missing = lacking(client.unit, CLIENTS, level)
    return recorded(amount, Measure.CENTS, coverage=level, n=len(plans) or 1, evidence=told, missing=missing)


def invoiced_by_plan(inputs: Agency, client: Client, period: Period) -> Value:
    """What invoices of a period ask for beyond the hours that name them; cents."""
    hours: dict[str, Decimal] = {}
    for entry in client.work:
        if entry.invoice:
            hours[entry.invoice] = hours.get(entry.invoice, Decimal(0)) + (worth(client, entry) or 0)
    return invoiced(
        inputs, client, period, lambda row: max(Decimal(0), row.cents - hours.get(row.number, 0))
        if row.cents > 0 else row.cents
    )  # fmt: skip


def invoiced(
    inputs: Agency, client: Client, period: Period, cents: Callable[[Invoice], Decimal | int] = lambda row: row.cents
) -> Value:
    """Σ of invoices dated in the period, void ones left out; cents."""
    rows = [row for row in client.invoices if period.start <= row.on < period.end]
    level = inputs.level(client.unit, INVOICES, period)
    missing = lacking(client.unit, INVOICES, level)
    return recorded(
        sum((cents(row) for row in rows), Decimal(0)), Measure.CENTS, coverage=level, n=len(rows),
        evidence=evidence(INVOICES, rows), missing=missing,
    )  # fmt: skip


def worth(client: Client, entry: Work) -> Decimal | None:
    """What hours are worth, in cents; None where neither they nor a plan of the day tells a rate.

    Without a rate of their own they are paid by the plan for hours; where there is none, a retainer includes them.
    """
    if not entry.is_billable:
        return Decimal(0)
    if entry.rate_cents is not None:
        return entry.hours * entry.rate_cents
    plans = client.plans_on(entry.on)
    rate = next((plan.cents for plan in plans if plan.kind == HOURLY), None)
    if rate is not None:
        return entry.hours * rate
    return Decimal(0) if any(plan.kind in MONTHLY for plan in plans) else None


def unbilled_rows(inputs: Agency, older_than: int = 0) -> list[tuple[Client, Work]]:
    """Billable hours that no invoice asks for, the oldest first; only those more than so many days old.

    Hours that name a void invoice are asked for by none; hours that name one not recorded yet are. Hours that a
    retainer includes are not open.
    """
    rows = [(client, entry) for client in inputs.clients for entry in client.work if _is_unbilled(client, entry)]
    old = [(client, entry) for client, entry in rows if (inputs.as_of - entry.on).days >= older_than]
    return sorted(old, key=lambda row: (row[1].on, row[0].name, row[1].key))


def _is_unbilled(client: Client, entry: Work) -> bool:
    is_asked = entry.invoice != "" and entry.invoice not in client.void
    return entry.is_billable and not is_asked and worth(client, entry) != 0


def unbilled(inputs: Agency, client: Client | None = None, older_than: int = 0) -> Value:
    """F72: Σ billable hours × rate without an invoice, up to the day asked about, of one client or all; cents.

    Hours without any rate are missing, and named: they are worth something, nobody said what.
    """
    rows = [row for row in unbilled_rows(inputs, older_than) if client is None or row[0].key == client.key]
    units = [client.unit] if client else inputs.units
    found = total(Measure.CENTS, [_unbilled(inputs, unit, rows, client) for unit in units])
    among = [client] if client else inputs.clients
    return looked_at(found, evidence(WORK, (entry for one in among for entry in one.work)))


def _unbilled(inputs: Agency, unit: str, rows: list[tuple[Client, Work]], client: Client | None) -> Value:
    own = [row for row in rows if row[0].unit == unit]
    level, missing = inputs.level(unit, WORK), []
    amount = Decimal(0)
    for of, entry in own:
        cents = worth(of, entry)
        amount += cents or 0
        missing += [f"the rate of {of.name}’s hours on {entry.on}"] if cents is None else []
    if missing:
        level = min(level, Level.PARTIAL, key=list(Level).index)
    among = [client] if client else inputs.of_unit(unit)
    n = len(own) or sum(len(one.work) for one in among)
    told = evidence(WORK, [entry for _, entry in own])
    missing += lacking(unit, WORK, inputs.level(unit, WORK))
    return recorded(amount, Measure.CENTS, coverage=level, n=n, evidence=told, missing=missing)


def owed(inputs: Agency) -> list[Owed]:
    """Invoices not paid in full on the day asked about, the longest overdue first."""
    found = [
        Owed(client, invoice, (inputs.as_of - invoice.due).days)
        for client in inputs.clients
        for invoice in client.invoices
        if invoice.open_cents > 0
    ]
    return sorted(found, key=lambda row: (-row.days, row.client.name, row.invoice.number))
