"""What clients agreed to and were not asked for, and what they were asked for and did not pay (pure).

Source: design of the books, 3.7, report 8; F71 to F73.
"""

from __future__ import annotations

from collections.abc import Sequence

from reports.formulas import clients, collecting
from reports.formulas.agency import CLIENTS, INVOICES, WORK, Agency, Client, evidence, lacking
from reports.formulas.clients import Leak, Owed
from reports.formulas.records import FEW, least
from reports.perspectives.clients_seen import QUARTER, YEAR, View, alone
from reports.perspectives.lacking import with_gaps
from reports.rules.clients import page
from reports.telling import cells, over
from reports.tree import Block, Chart, Column, Paragraph, Row, Shape, Table
from reports.values import Measure, recorded, total
from reports.words import Figure, month, name, text

AGES = ((30, "first month"), (60, "second month"), (90, "third month"), (None, "older"))


def leakage(view: View) -> tuple[Block, ...]:
    """By client what plans ask for, what was invoiced, and work that no invoice asks for; then month by month."""
    inputs, quarter = view.inputs, view.inputs.period.trailing(QUARTER)
    leaks = [leak for leak in clients.leaks(inputs, quarter) if _is_open(inputs, leak)]
    rows = tuple(_leak(view, leak, over(quarter)) for leak in leaks)
    columns = (Column("Client"), *(Column(title, is_figure=True) for title in
               ("Agreed by plan", "Invoiced for plans", "Not invoiced", "Work not invoiced")))  # fmt: skip
    table = Table("leakage", f"Not invoiced, {quarter.start:%B} to {inputs.period.start:%B}", columns, rows,
                  text("All that was agreed and worked is invoiced."))  # fmt: skip
    return with_gaps(view.gaps(CLIENTS, WORK, INVOICES), table, *([_by_month(view)] if inputs.clients else []))


def _is_open(inputs: Agency, leak: Leak) -> bool:
    return (leak.leakage.amount or 0) != 0 or bool(clients.unbilled_rows(alone(inputs, leak.client)))


def _leak(view: View, leak: Leak, period: str) -> Row:
    client = leak.client
    return cells(
        name(client.name, page(client)),
        view.figure("agreed", leak.expected, period, client, title="Agreed by plan", formula="F71"),
        view.figure("invoiced_for_plans", leak.invoiced, period, client, title="Invoiced for plans", formula="F71"),
        view.figure("leakage", leak.leakage, period, client),
        view.figure("unbilled", clients.unbilled(view.inputs, client), view.today, client),
    )


def _by_month(view: View) -> Chart:
    rows = []
    for each in view.inputs.period.trailing(YEAR).months():
        leaks = clients.leaks(view.inputs, each)
        agreed, asked = (total(Measure.CENTS, [getattr(leak, part) for leak in leaks]) for part in
                         ("expected", "invoiced"))  # fmt: skip
        rows.append(
            cells(
                text(month(each.start)),
                view.figure("agreed", agreed, over(each), title="Agreed by plan", formula="F71"),
                view.figure("invoiced_for_plans", asked, over(each), title="Invoiced for plans", formula="F71"),
                view.figure("leakage", clients.leakage(view.inputs, each), over(each)),
            )
        )
    columns = (Column("Month"), *(Column(title, is_figure=True) for title in
               ("Agreed by plan", "Invoiced for plans", "Not invoiced")))  # fmt: skip
    table = Table("invoiced-by-month", "Agreed and invoiced, month by month", columns, tuple(rows))
    return Chart(table, Shape.LINE, (1, 2), text("What plans ask for and what was invoiced for them: the gap between "
                                                 "the lines is work for nothing."))  # fmt: skip


def ageing(view: View) -> tuple[Block, ...]:
    """What is open of invoices, by client and by how long it is past due; and the days until invoices are paid."""
    owed: dict[str, list[Owed]] = {}
    for row in clients.owed(view.inputs):
        owed.setdefault(row.client.key, []).append(row)
    rows = [_aged(view, of, of[0].client) for of in owed.values()]
    if len(rows) > 1:
        rows.append(_aged(view, [row for of in owed.values() for row in of], None))
    columns = (Column("Client"), *(Column(title, is_figure=True) for title in
               ("Not due", "First month", "Second month", "Third month", "Older", "Open")))  # fmt: skip
    table = Table(
        "ageing", "Open invoices, by months of thirty days past due", columns, tuple(rows), text("No invoice is open.")
    )
    told: list[Block] = []
    if any(client.invoices for client in view.inputs.clients):
        days = view.figure("dso", collecting.days_outstanding(view.inputs), view.today)
        told.append(Paragraph(text("Days until invoices are paid: ", days, ".")))
    return with_gaps(view.gaps(INVOICES), *told, table)


def _aged(view: View, rows: Sequence[Owed], client: Client | None) -> Row:
    """A row of the ageing: a client's, or that of all."""
    since, parts = 0, [[row for row in rows if row.days < 0]]
    for most, _ in AGES:
        parts.append([row for row in rows if row.days >= since and (most is None or row.days <= most)])
        since = (most or 0) + 1
    names = ("not due", *(words for _, words in AGES), "open")
    return cells(
        name(client.name, page(client)) if client else "All clients",
        *(_sum(view, of, client, age) for age, of in zip(names, [*parts, rows], strict=True)),
        is_total=client is None,
    )


def _sum(view: View, rows: Sequence[Owed], client: Client | None, age: str) -> Figure:
    units = [client.unit] if client else view.inputs.units
    levels = [view.inputs.level(unit, INVOICES) for unit in units]
    missing = [part for unit, level in zip(units, levels, strict=True) for part in lacking(unit, INVOICES, level)]
    every = [row for one in view.inputs.clients if client in {None, one} for row in one.invoices]
    told = evidence(INVOICES, [row.invoice for row in rows] or every)[:FEW]
    value = recorded(
        sum(row.invoice.open_cents for row in rows), Measure.CENTS, coverage=least(levels),
        n=len(rows) or len(every), evidence=told, missing=missing,
    )  # fmt: skip
    subject = f"{client.short}:{age}" if client else f"all:{age}"
    return view.figure("invoices_open", value, view.today, client, title="Open of invoices", formula="F23",
                       subject=subject)  # fmt: skip


def open_invoices(view: View) -> Figure:
    """What is open of all invoices, too much paid taken off."""
    value = collecting.receivable(view.inputs)
    return view.figure("receivable", value, view.today, title="Open of invoices", formula="F73")
