"""What runs for clients and since when they pay what they pay (pure).

Source: design of the books, 3.7, report 8; F70, F74, F75.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from reports.formulas import clients, collecting
from reports.formulas.agency import CLIENTS, NOTHING, Client, evidence
from reports.perspectives.clients_seen import FIRST, YEAR, View
from reports.perspectives.lacking import with_gaps
from reports.rules.clients import page
from reports.telling import cells, over
from reports.tree import Block, Column, Row, Table
from reports.values import Measure, no_data, recorded
from reports.words import name, text


def sites(view: View) -> tuple[Block, ...]:
    """What runs for each client, and what it costs a month."""
    rows = [row for client in clients.active(view.inputs) for row in _sites(view, client)]
    columns = (Column("Client"), Column("What runs"), Column("Share", is_figure=True),
               Column("Cost a month", is_figure=True))  # fmt: skip
    table = Table("sites", "What runs for clients", columns, tuple(rows), FIRST)
    return with_gaps(view.gaps(CLIENTS), table)


def _sites(view: View, client: Client) -> list[Row]:
    """A row for each component; for none, what is told of the client itself."""
    level, told = view.inputs.level(client.unit, CLIENTS), evidence(CLIENTS, [client])
    words: dict[str, Any] = {"title": "Hosting a month", "formula": "F75"}
    if not client.sites:
        value = no_data(Measure.CENTS, f"hosting cost of {client.name}")
        if client.hosting_cents is not None:
            value = recorded(client.hosting_cents, Measure.CENTS, coverage=level, n=1, evidence=told)
        cost = view.figure("hosting_cost", value, view.today, client, **words)
        return [cells(name(client.name, page(client)), "nothing named", "", cost)]
    rows = []
    for site in client.sites:
        share = recorded(site.share, Measure.SHARE, coverage=level, n=1, evidence=told)
        value = no_data(Measure.CENTS, f"what {site.name} costs")
        if site.cents is not None:
            value = recorded(site.cents, Measure.CENTS, coverage=level, n=1, evidence=told)
        own: dict[str, Any] = {"subject": f"{client.short}:{site.name}"}
        rows.append(cells(
            name(client.name, page(client)), name(site.name),
            view.figure("hosting_share", share, view.today, client, title="Share of a component", formula="F75", **own),
            view.figure("hosting_cost", value, view.today, client, **words | own),
        ))  # fmt: skip
    return rows


def prices(view: View) -> tuple[Block, ...]:
    """How long each plan’s price stands, the oldest first, and what an hour of each client brings."""
    year, on = view.inputs.period.trailing(YEAR), view.inputs.as_of
    standing = [(plan, client) for client in clients.active(view.inputs) for plan in client.plans_on(on)
                if plan.kind != NOTHING]  # fmt: skip
    standing.sort(key=lambda row: (row[0].starts_on or date.min, row[1].name))
    rows = []
    for plan, client in standing:
        level, told = view.inputs.level(client.unit, CLIENTS), evidence("plans", [plan])
        age = no_data(Measure.MONTHS, f"since when {client.name} pays it")
        if plan.starts_on:
            months = (on.year - plan.starts_on.year) * YEAR + on.month - plan.starts_on.month
            age = recorded(months - (on.day < plan.starts_on.day), Measure.MONTHS, coverage=level, n=1, evidence=told)
        price = recorded(plan.cents, Measure.CENTS, coverage=level, n=1, evidence=told)
        own: dict[str, Any] = {"subject": f"{client.short}:{plan.kind}"}
        rows.append(cells(
            name(client.name, page(client)), plan.kind,
            view.figure("plan_price", price, view.today, client, title="Price of a plan", formula="F70", **own),
            view.figure("price_age", age, view.today, client, title="Age of a price", formula="F70", places=0, **own),
            view.figure("effective_rate", collecting.served(view.inputs, client, year).rate, over(year), client),
        ))  # fmt: skip
    columns = (Column("Client"), Column("Plan"), *(Column(title, is_figure=True) for title in
               ("Price", "Stands for", "Collected an hour, twelve months")))  # fmt: skip
    table = Table(
        "prices", "Prices, the oldest first", columns, tuple(rows), text("No plan is agreed with any client.")
    )
    return with_gaps(view.gaps(CLIENTS), table)
