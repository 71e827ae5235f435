"""What houses cost, what work is open on them, and when leases begin and end (pure).

Source: design of the books, 3.7, report 6; the lines of Schedule E (Form 1040).
"""

from __future__ import annotations

from datetime import timedelta

from reports.formulas import rent_roll, returns
from reports.formulas.houses import House, Work
from reports.perspectives.lacking import nothing_yet, with_gaps
from reports.perspectives.rental_seen import TENANTS, YEAR, Looked
from reports.telling import cells, desk, over
from reports.tree import Block, Column, Paragraph, Row, Table
from reports.values import Evidence, Level, Measure, no_data, ratio, recorded, total
from reports.words import day, name, text

AHEAD_DAYS, SHOWN = 365, 20


def by_line(looked: Looked) -> tuple[Block, ...]:
    """Deductible costs by line of Schedule E: the month, twelve months, the share; and the rent that goes with them."""
    blocks: list[Block] = []
    for house in looked.houses:
        blocks += [_lines(looked, house), _taxable(looked, house)]
    return with_gaps(looked.gaps("property_costs"), *blocks)


def _lines(looked: Looked, house: House) -> Table:
    period = looked.inputs.period
    year = period.trailing(YEAR)
    now, all_year = (returns.by_tax_line(looked.inputs, house, each) for each in (period, year))
    whole = total(Measure.CENTS, list(all_year.values()))
    rows = []
    for line, value in sorted(all_year.items(), key=lambda row: (-(row[1].amount or 0), row[0])):
        of_month = now.get(line) or looked.inputs.of_rows(house, "property_costs", period, 0, len(house.costs))
        rows.append(
            cells(
                line,
                looked.figure("tax_line", of_month, over(period), house, line, title=line, formula="3.5"),
                looked.figure("tax_line", value, over(year), house, line, title=line, formula="3.5"),
                looked.figure("tax_line_share", ratio(value, whole), over(year), house, line, title=f"Share of {line}",
                              formula="F24"),
            )
        )  # fmt: skip
    if len(rows) > 1:
        every = total(Measure.CENTS, list(now.values()))
        told = [looked.figure("tax_lines", value, over(each), house, title="All lines", formula="3.5")
                for value, each in ((every, period), (whole, year))]  # fmt: skip
        rows.append(cells("All lines", *told, "", is_total=True))
    columns = (Column("Line"), *(Column(title, is_figure=True) for title in ("Month", "Twelve months", "Share")))
    title = f"{house.name}: costs by line of Schedule E"
    empty = nothing_yet("No cost is recorded.", "Enter the first", "propertycost")
    return Table(f"expenses-{house.slug}", title, columns, tuple(rows), empty)


def _taxable(looked: Looked, house: House) -> Paragraph:
    year = looked.inputs.period.trailing(YEAR)
    rent = looked.figure("taxable_rent", returns.taxable_rent(looked.inputs, house, year), over(year), house,
                         title="Rent of the cash basis", formula="3.5")  # fmt: skip
    return Paragraph(
        text("Rent of these twelve months as a taxpayer on the cash basis counts it: ", rent, ". Rent paid in advance "
             "counts when it comes, a deposit that goes back does not. Whole payments on a loan stand in no line: only "
             "their interest is a cost.")
    )  # fmt: skip


def works(looked: Looked) -> tuple[Block, ...]:
    """Work that is open, the oldest first, then what was done in the last twelve months."""
    since = looked.inputs.period.trailing(YEAR).start
    found = [(house, work) for house in looked.houses for work in house.works
             if work.done_on is None or work.done_on >= since]  # fmt: skip
    found.sort(key=lambda row: (row[1].done_on is not None, row[1].opened_on, row[1].title))
    columns = (Column("Work"), Column("Opened"), Column("Due"), Column("Stands"), Column("Open for", is_figure=True),
               Column("Cost", is_figure=True))  # fmt: skip
    rows = tuple(_work(looked, house, work) for house, work in found)
    link = name("Enter what is to be done", desk("workorder", add=True))
    table = Table("work", "Work orders", columns, rows, text("No work order is recorded. ", link, "."))
    return with_gaps(() if rows else looked.gaps("property_costs"), table)


def _work(looked: Looked, house: House, work: Work) -> Row:
    subject, told = f"{work.title}:{work.opened_on}", (Evidence("work_orders", work.key),)
    days = ((work.done_on or looked.inputs.as_of) - work.opened_on).days
    age = recorded(days, Measure.DAYS, coverage=Level.COMPLETE, n=1, evidence=told)
    cost = no_data(Measure.CENTS, f"cost of {work.title}")
    if work.cents is not None:
        cost = recorded(work.cents, Measure.CENTS, coverage=Level.COMPLETE, n=1, evidence=told)
    is_late = work.done_on is None and work.due is not None and work.due < looked.inputs.as_of
    stands = text("done on ", day(work.done_on)) if work.done_on else text("overdue" if is_late else "open")
    return cells(
        name(work.title, f"{desk('workorder')}{work.key}/change/"),
        text(day(work.opened_on)),
        text(day(work.due)) if work.due else "no day",
        stands,
        looked.figure("work_days", age, looked.today, house, subject, title="Days open", formula="3.7"),
        looked.figure("work_cost", cost, looked.today, house, subject, title="Cost of work", formula="3.7"),
    )


def leases(looked: Looked) -> tuple[Block, ...]:
    """What leases begin and end within a year, the soonest first; for those who may see tenants."""
    found = [(house, row) for house in looked.houses
             for row in rent_roll.lease_calendar(looked.inputs, house, AHEAD_DAYS)]  # fmt: skip
    found.sort(key=lambda pair: (pair[1].on, pair[1].room, pair[1].tenant))
    rows = []
    for house, row in found:
        told = (Evidence("leases", row.key),)
        left = recorded(row.days, Measure.DAYS, coverage=Level.COMPLETE, n=1, evidence=told)
        days = looked.figure("lease_days", left, looked.today, house, row.room, row.tenant, row.what,
                             f"{row.on}", title="Days until it begins or ends",
                             formula="3.7", label=TENANTS)  # fmt: skip
        link = f"{desk('lease')}{row.key}/change/"
        rows.append(
            cells(text(day(row.on)), days, name(looked.space(house, row.room)), name(row.tenant, link), row.what)
        )
    until = looked.inputs.as_of + timedelta(days=AHEAD_DAYS)
    columns = (Column("On"), Column("In", is_figure=True), Column("Space"), Column("Tenant"), Column("The lease"))
    empty = text("No lease begins or ends by ", day(until), ".")
    table = Table("leases", "Leases that begin or end within a year", columns, tuple(rows), empty, SHOWN, TENANTS)
    return with_gaps(looked.gaps("leases"), table)
