"""Clients, read for formulas: seven queries, however many clients."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from reports.formulas import agency
from reports.formulas.agency import Agency, Paid, Plan, Site, Work
from reports.models import (
    BillingPlan,
    BusinessUnit,
    Client,
    ClientComponent,
    DataCoverage,
    Invoice,
    InvoicePayment,
    WorkEntry,
)
from reports.periods import last_complete_month
from reports.spans import Statements

By = dict[int, list[Any]]  # rows by the number of their client


def read(*, units: Sequence[BusinessUnit], as_of: date, said: Statements | None = None) -> Agency:
    """All that formulas ask of clients at the end of a day; what is recorded of later days counts for nothing.

    Of the units those count that are agencies or have a client: no other lacks records of clients.
    """
    slugs = {unit.pk: unit.slug for unit in units}
    sites, plans, work = _sites(units, as_of), _plans(units), _work(units, as_of)
    invoices, void = _invoices(units, as_of)
    clients = tuple(
        agency.Client(
            key=str(row.pk),
            unit=slugs[row.unit_id],
            name=row.name,
            is_active=row.is_active,
            since=row.since,
            ended_on=row.ended_on,
            hosting_cents=_hosting(row, sites[row.pk]),
            rate_cents=row.cost_rate_cents,
            plans=tuple(plans[row.pk]),
            work=tuple(work[row.pk]),
            invoices=tuple(invoices[row.pk]),
            void=frozenset(void[row.pk]),
            slug=row.slug,
            sites=tuple(sites[row.pk]),
        )
        for row in Client.objects.of(units).order_by("unit__slug", "name", "pk")
    )
    served = {client.unit for client in clients} | {
        unit.slug for unit in units if unit.kind == BusinessUnit.Kind.AGENCY
    }
    return Agency(
        units=tuple(slug for slug in slugs.values() if slug in served),
        as_of=as_of,
        period=last_complete_month(as_of),
        clients=clients,
        said=said or DataCoverage.objects.statements(units=units),
    )


def _sites(units: Sequence[BusinessUnit], as_of: date) -> By:
    """The components that run for a client, with its share of what they cost a month."""
    found = defaultdict(list)
    for row in ClientComponent.objects.of(units).select_related("component").order_by("pk"):
        component = row.component
        if component.retired_on and component.retired_on <= as_of:
            continue
        cost = component.monthly_cost_cents
        part = None if cost is None else cost * row.share
        found[row.client_id].append(Site(str(component.pk), component.name, component.kind, row.share, part))
    return found


def _hosting(client: Client, sites: Sequence[Site]) -> Decimal | None:
    """What hosting a client costs a month: as told of it, else its shares of what runs; None where one is not known."""
    if client.hosting_cost_cents is not None:
        return Decimal(client.hosting_cost_cents)
    parts = [site.cents for site in sites if site.cents is not None]
    return sum(parts, Decimal(0)) if sites and len(parts) == len(sites) else None


def _plans(units: Sequence[BusinessUnit]) -> By:
    found = defaultdict(list)
    for row in BillingPlan.objects.of(units).order_by("starts_on", "pk"):
        found[row.client_id].append(Plan(str(row.pk), row.kind, row.amount_cents, row.starts_on, row.ends_on))
    return found


def _work(units: Sequence[BusinessUnit], as_of: date) -> By:
    found = defaultdict(list)
    for row in WorkEntry.objects.of(units).until(as_of).select_related("invoice_line__invoice").in_turn():
        number = row.invoice_line.invoice.number if row.invoice_line else row.invoice_number
        entry = Work(str(row.pk), row.worked_on, row.hours, row.rate_cents, row.is_billable, number)
        found[row.client_id].append(entry)
    return found


def _invoices(units: Sequence[BusinessUnit], as_of: date) -> tuple[By, dict[int, list[str]]]:
    """Invoices that stand on the day, with what was paid by then, and the numbers of those that do not."""
    paid = defaultdict(list)
    for row in InvoicePayment.objects.of(units).until(as_of).in_turn():
        paid[row.invoice_id].append(Paid(row.paid_on, row.amount_cents))
    found, void = defaultdict(list), defaultdict(list)
    for row in Invoice.objects.of(units).until(as_of).in_turn():
        if row.voided_on and row.voided_on <= as_of:
            void[row.client_id].append(row.number)
        else:
            parts = tuple(paid[row.pk])
            told = agency.Invoice(str(row.pk), row.number, row.issued_on, row.due_on, row.amount_cents, parts)
            found[row.client_id].append(told)
    return found, void
