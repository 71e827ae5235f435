"""“DangerousCentaur” (pure): what clients agreed to, what they were asked for, what they owe and what they cost.

Source: design of the books, 3.7, report 8; F70 to F76 and DC-01 to DC-04.
"""

from __future__ import annotations

from datetime import date

from reports.formulas import clients, collecting
from reports.formulas.agency import CLIENTS, INVOICES, NOTHING, WORK, Agency, Client
from reports.perspectives import Seen
from reports.perspectives.clients_kept import prices, sites
from reports.perspectives.clients_open import ageing, leakage, open_invoices
from reports.perspectives.clients_seen import FIRST, YEAR, View, alone
from reports.perspectives.lacking import with_gaps
from reports.rules.clients import of_unit, page
from reports.telling import cells, figure, over
from reports.tree import Block, Column, FindingList, Paragraph, Row, Section, Table
from reports.values import Measure, total
from reports.words import Figure, day, name, text

SLUG = "clients"
TITLE = "DangerousCentaur"
SAYS = "Which clients pay, what is not invoiced, and what each one brings and costs."
KINDS = ("agency",)
DOMAINS = (CLIENTS, WORK, INVOICES)


def headlines(seen: Seen) -> tuple[Figure, ...]:
    """What is agreed, what is not invoiced, what is open, what is left."""
    view = View(seen, seen.facts.agency)
    return (
        view.figure("mrr", clients.contracted(view.inputs), view.today),
        view.figure("leakage", clients.leakage(view.inputs), view.this_month),
        view.figure("unbilled", clients.unbilled(view.inputs), view.today),
        open_invoices(view),
        view.figure("client_margin", collecting.margin(view.inputs), view.this_month),
    )


def sections(seen: Seen) -> tuple[Section, ...]:
    """Roster, leakage, ageing, sites, age of prices, findings."""
    view = View(seen, seen.facts.agency)
    return (
        Section("roster", "Clients and their plans", roster(view)),
        Section("leakage", "Agreed or worked, and not invoiced", leakage(view)),
        Section("ageing", "Invoices that are open, by age", ageing(view)),
        Section("sites", "Sites and what hosting costs", sites(view)),
        Section("prices", "Age of prices", prices(view)),
        Section("findings", "Findings on clients", findings(view)),
    )


def roster(view: View) -> tuple[Block, ...]:
    """Who is a client: plan, monthly revenue, last invoice, hours, unbilled, margin; those without a plan first."""
    inputs = view.inputs
    listed = {one.client.key for one in collecting.all_served(inputs)} | {one.key for one in clients.active(inputs)}
    own = [client for client in inputs.clients if client.key in listed]
    own.sort(key=lambda client: (not _is_unplanned(client, inputs.as_of), -_mrr(inputs, client), client.name))
    rows = [_client(view, client) for client in own]
    if rows:
        every = collecting.all_served(inputs)
        rows.append(
            cells(
                "All clients", "", view.figure("mrr", clients.contracted(inputs), view.today), "",
                view.figure("hours_worked", total(Measure.HOURS, [one.hours for one in every]), view.this_month,
                            title="Hours worked", formula="F74"),
                view.figure("unbilled", clients.unbilled(inputs), view.today),
                view.figure("client_margin", collecting.margin(inputs), view.this_month), is_total=True,
            )
        )  # fmt: skip
    titles = ("Monthly revenue", "Last invoice", "Hours", "Not invoiced", "Margin")
    columns = (Column("Client"), Column("Plan"), *(Column(title, title != "Last invoice") for title in titles))
    table = Table("roster", f"Clients in {inputs.period.start:%B}", columns, tuple(rows), FIRST)
    return with_gaps(view.gaps(*DOMAINS), *_concentration(view), table)


def _is_unplanned(client: Client, on: date) -> bool:
    return all(plan.kind == NOTHING for plan in client.plans_on(on))


def _mrr(inputs: Agency, client: Client) -> int:
    return int(clients.contracted(alone(inputs, client)).amount or 0)


def _client(view: View, client: Client) -> Row:
    inputs, found = view.inputs, collecting.served(view.inputs, client)
    kinds = [plan.kind for plan in client.plans_on(inputs.as_of) if plan.kind != NOTHING]
    last = max((invoice.on for invoice in client.invoices), default=None)
    return cells(
        name(client.name, page(client)),
        ", ".join(kinds) if kinds else "none agreed",
        view.figure("mrr", clients.contracted(alone(inputs, client)), view.today, client),
        text(day(last)) if last else "none",
        view.figure("hours_worked", found.hours, view.this_month, client, title="Hours worked", formula="F74"),
        view.figure("unbilled", clients.unbilled(inputs, client), view.today, client),
        view.figure("client_margin", found.margin, view.this_month, client),
    )


def _concentration(view: View) -> list[Block]:
    """Who brings most of what was invoiced over the year, unit by unit."""
    year, told = over(view.inputs.period.trailing(YEAR)), []
    for unit in view.inputs.units:
        found = collecting.concentration(of_unit(view.inputs, unit))
        if found.client and found.top.is_known:
            share = figure("top_client", found.top, period=year, unit=unit, subject="concentration")
            told.append(text(name(found.client.name), " brought ", share, " of what was invoiced over twelve months."))
    return [Paragraph(words) for words in told]


def findings(view: View) -> tuple[Block, ...]:
    """What the rules found."""
    none = text("Every client has a plan, nothing waits to be invoiced, and nothing is overdue.")
    return with_gaps(view.gaps(*DOMAINS), FindingList(view.seen.by("DC-"), empty=none))
