"""Clients who are not asked for what they owe (pure): DC-01 to DC-04. Source: design of the books, 3.6."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from reports.facts import Facts
from reports.findings import Action, Certainty, Fired, Limit, Limits, Severity, rule
from reports.formulas import clients, collecting
from reports.formulas.agency import CLIENTS, INVOICES, Agency, Client
from reports.formulas.agency import evidence as rows
from reports.formulas.clients import Owed
from reports.telling import certainty, desk, evidence, figure, on_day, over, threshold
from reports.values import Level, Measure, Value, derived, no_data, recorded, total
from reports.words import Text, day, month, name, number_of, text

ROLES = ("clients",)
MONTHS = Limit("months", "Agreed and not invoiced counts over so many complete months", Decimal(3), Measure.COUNT)
LEAK = Limit("leak", "Agreed and not invoiced above this is a gap", Decimal(0), Measure.CENTS)
OLD = Limit("days", "Work waits for an invoice longer than", Decimal(30), Measure.DAYS)
LATE = Limit("late", "An invoice is overdue by more than", Decimal(30), Measure.DAYS)
LATER = Limit("later", "High where an invoice is overdue by more than", Decimal(60), Measure.DAYS)
LOSSES = Limit("months", "Complete months in a row that a client costs more than it brings", Decimal(2), Measure.COUNT)
TOP = Limit("share", "One client brings more than this share of the invoices", Decimal("0.4"), Measure.SHARE)


@rule("DC-01", title="An active client has no plan", area="clients", roles=ROLES)
def no_plan(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """Active clients with whom nothing is agreed on the day: the gap in billing. At stake: what serving them costs."""
    inputs = facts.agency
    for client in clients.without_plan(inputs):
        cost = collecting.cost_to_serve(inputs, client, facts.period)
        waiting = clients.unbilled(inputs, client)
        yield Fired(
            client.unit, client.short, Severity.HIGH,
            text(name(client.name), " is served without a plan"),
            Action(text("Agree on a plan with ", name(client.name), " and enter it"), 2, href=page(client),
                   outcome="mrr"),
            text("Nothing is agreed with ", name(client.name), ". Serving it in ", month(facts.period.start), ": ",
                 figure("cost_to_serve", cost, period=over(facts.period), unit=client.unit, subject=client.short),
                 ". Work that no invoice asks for: ",
                 figure("unbilled", waiting, period=on_day(facts.as_of), unit=client.unit, subject=client.short), "."),
            tuple(rows(CLIENTS, [client])) + evidence(cost, waiting)[:19],
            at_stake=cost if cost.is_known else None,
            certainty=worth(inputs.level(client.unit, CLIENTS)),
        )  # fmt: skip


@rule(
    "DC-02", title="What was agreed or worked is not invoiced", area="clients", roles=ROLES, limits=(MONTHS, LEAK, OLD)
)
def not_invoiced(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """F71 above the limit over the last complete months, or hours of F72 older than the limit; one finding a client.

    Months of which nobody can tell whether an invoice was made count for nothing.
    """
    inputs, days = facts.agency, int(limits["days"])
    months = facts.period.trailing(max(1, int(limits["months"]))).months()
    leaks = [leak for each in months for leak in clients.leaks(inputs, each) if leak.leakage.is_known]
    for client in inputs.clients:
        parts = [leak.leakage for leak in leaks if leak.client.key == client.key]
        leak = total(Measure.CENTS, parts) if parts else no_data(Measure.CENTS)
        old = [entry for of, entry in clients.unbilled_rows(inputs, days + 1) if of.key == client.key]
        if old or (leak.amount or 0) > limits["leak"]:
            hours = clients.unbilled(inputs, client, days + 1)
            age = max(1, (facts.as_of - old[0].on).days // 30) if old else 1
            stakes = [_monthly(leak, len(parts)), _monthly(hours, age)]
            told = [
                *(_leaked(client, leak, over(facts.period.trailing(len(months)))) if (leak.amount or 0) > 0 else ()),
                *(_waiting(client, hours, on_day(facts.as_of), days) if old else ()),
            ]
            yield Fired(
                client.unit, client.short, Severity.HIGH,
                text(name(client.name), " is not asked for all that was agreed and worked"),
                Action(text("Invoice ", name(client.name)), 1, href=desk("invoice", add=True), outcome="leakage"),
                text(told[0], *(text(" ", one) for one in told[1:])), evidence(leak, hours), _sum(stakes),
                certainty(leak, hours),
            )  # fmt: skip


def _leaked(client: Client, leak: Value, period: str) -> tuple[Text, ...]:
    told = figure("leakage", leak, period=period, unit=client.unit, subject=client.short)
    return (text("Agreed by plan and not invoiced: ", told, "."),)


def _waiting(client: Client, hours: Value, period: str, days: int) -> tuple[Text, ...]:
    told = figure("unbilled_old", hours, period=period, unit=client.unit, subject=client.short,
                  title="Work not invoiced for long", formula="F72")  # fmt: skip
    old = threshold("DC-02:days", Decimal(days), Measure.DAYS)
    return (text("Work older than ", old, " that no invoice asks for: ", told, "."),)


def _monthly(value: Value, months: int) -> Value:
    """A month's part of what gathered over some; what is below 0 is nothing at stake."""
    return derived(Measure.CENTS, (value,), lambda cents: max(Decimal(0), Decimal(cents) / months))


def _sum(stakes: list[Value]) -> Value | None:
    known = [value for value in stakes if value.is_known]
    return total(Measure.CENTS, known) if known else None


@rule("DC-03", title="An invoice is overdue", area="clients", roles=ROLES, limits=(LATE, LATER))
def overdue(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """Invoices that are not paid in full so many days after they were due; one finding an invoice."""
    for row in clients.owed(facts.agency):
        if row.days > min(limits["late"], limits["later"]):
            yield _overdue(facts, row, is_late=row.days > limits["later"])


def _overdue(facts: Facts, row: Owed, *, is_late: bool) -> Fired:
    client, invoice = row.client, row.invoice
    level = facts.agency.level(client.unit, INVOICES)
    told = tuple(rows(INVOICES, [invoice]))
    subject = f"{client.short}:{invoice.number}"
    unpaid = recorded(invoice.open_cents, Measure.CENTS, coverage=Level.COMPLETE, n=1, evidence=told)
    days = recorded(row.days, Measure.DAYS, coverage=Level.COMPLETE, n=1, evidence=told)
    asked: dict[str, Any] = {"period": on_day(facts.as_of), "unit": client.unit, "subject": subject}
    return Fired(
        client.unit, subject, Severity.HIGH if is_late else Severity.MEDIUM,
        text("Invoice ", number_of(invoice.number), " to ", name(client.name), " is overdue"),
        Action(text("Ask ", name(client.name), " for invoice ", number_of(invoice.number)), 1,
               href=f"{desk('invoice')}{invoice.key}/change/", outcome="dso"),
        text(figure("invoice_open", unpaid, title="Open of the invoice", formula="F23", **asked),
             " is open; it was due on ", day(invoice.due), ", ",
             figure("days_overdue", days, title="Days past due", formula="F23", **asked), " ago."),
        told, certainty=worth(level),
    )  # fmt: skip


@rule("DC-04", title="A client costs more than it brings, or brings too much of all", area="clients", roles=ROLES,
      limits=(LOSSES, TOP))  # fmt: skip
def margins(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """F75 below 0 in each of the last complete months, by client; F76 above the limit, by unit."""
    inputs = facts.agency
    months = facts.period.trailing(max(1, int(limits["months"]))).months()
    for client in inputs.clients:
        if client.is_client_on(facts.period.last_day):
            found = [collecting.served(inputs, client, each).margin for each in months]
            if all((value.amount or 0) < 0 for value in found):
                yield _losing(facts, client, total(Measure.CENTS, found), len(months))
    for unit in inputs.units:
        yield from _concentrated(facts, unit, limits["share"])


def _losing(facts: Facts, client: Client, margin: Value, months: int) -> Fired:
    period = facts.period.trailing(months)
    told = figure("client_margin", margin, period=over(period), unit=client.unit, subject=client.short)
    lost = derived(Measure.CENTS, (margin,), lambda cents: Decimal(-cents) / months)
    return Fired(
        client.unit, f"margin:{client.short}", Severity.HIGH,
        text(name(client.name), " costs more than it brings"),
        Action(text("Raise the price of ", name(client.name), " or end the work"), 4, href=page(client),
               outcome="client_margin"),
        text("Invoiced less the cost to serve: ", told, " from ", month(period.start), " to ",
             month(facts.period.start), ", below zero in each month."),
        evidence(margin) or tuple(rows(CLIENTS, [client])), lost, certainty(margin),
    )  # fmt: skip


def _concentrated(facts: Facts, unit: str, most: Decimal) -> Iterator[Fired]:
    own = of_unit(facts.agency, unit)
    found = collecting.concentration(own)
    if found.client is None or not found.top.is_known or found.top.number <= most:
        return
    year = facts.period.trailing(12)
    asked: dict[str, Any] = {"period": over(year), "unit": unit, "subject": "concentration"}
    told = tuple(rows(CLIENTS, [found.client])) + evidence(found.top)[:19]
    yield Fired(
        unit, "concentration", Severity.MEDIUM,
        text("Much of what ", name(facts.name(unit)), " invoices comes from one client"),
        Action(text("Win another client for ", name(facts.name(unit))), 16, href=desk("opportunity", add=True),
               outcome="top_client"),
        text(name(found.client.name), " brought ", figure("top_client", found.top, **asked),
             " of all invoices of the year, above ", threshold("DC-04:share", most, Measure.SHARE), "; the index of "
             "concentration is ", figure("concentration_index", found.hhi, title="Index of concentration (HHI)",
                                         formula="F76", places=0, **asked), "."),
        told, certainty=certainty(found.top),
    )  # fmt: skip


def of_unit(inputs: Agency, unit: str) -> Agency:
    """The clients of one unit."""
    return replace(inputs, units=(unit,), clients=tuple(inputs.of_unit(unit)))


def page(client: Client) -> str:
    """The office's page of a client."""
    return f"{desk('client')}{client.key}/change/"


def worth(level: Level) -> Certainty:
    """What a finding is worth that rests on a domain recorded so far."""
    return Certainty.COMPLETE if level == Level.COMPLETE else Certainty.PARTIAL
