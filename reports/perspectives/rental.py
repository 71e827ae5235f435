"""“3028 51st St” (pure): who rents what, what the house makes of it, what it costs, and what is to be done.

Source: design of the books, 3.7, report 6; F80 to F92 and RP-01 to RP-05.
"""

from __future__ import annotations

from reports import figures
from reports.formulas import rent_roll, rental, returns
from reports.formulas.houses import House
from reports.formulas.rent_roll import RollLine
from reports.formulas.rental import View
from reports.perspectives import Seen
from reports.perspectives.lacking import nothing_yet, with_gaps
from reports.perspectives.rental_kept import by_line, leases, works
from reports.perspectives.rental_seen import RENT, TENANTS, YEAR, Looked
from reports.telling import cells, over
from reports.tree import Block, Chart, Column, FindingList, Paragraph, Row, Section, Shape, Table
from reports.values import Evidence, Measure, Value, total
from reports.words import Figure, Text, day, month, name, text

SLUG = "rental"
TITLE = "3028 51st St"
SAYS = "Who rents what, what is owed, what the house earns after its costs and loan, and what to do next."
KINDS = ("property",)
DOMAINS = ("leases", "rent", "property_costs")
FIRST = nothing_yet("No house is recorded.", "Enter the first", "property")
MEASURES = (
    ("gross_potential", "potential"), ("vacancy_loss", "vacancy_loss"), ("occupancy", "occupancy"),
    (RENT, "effective"), ("collection_rate", "collection"), ("other_income", "other"),
    ("operating_costs", "operating"), ("noi", "net"), ("expense_ratio", "expense_ratio"),
    ("debt_service", "debt_service"), ("capital_costs", "capital"), ("dscr", "coverage"),
    ("property_cash_flow", "cash_flow"), ("breakeven_occupancy", "breakeven_occupancy"),
)  # fmt: skip
TITLES = {
    "other_income": ("Other income", "F83"), "operating_costs": ("Operating costs", "F83"),
    "debt_service": ("Payments on loans", "F85"), "capital_costs": ("Capital costs", "F86"),
    RENT: ("Effective income", "F82"),
}  # fmt: skip


def headlines(seen: Seen) -> tuple[Figure, ...]:
    """How full, what came in, what is left, whether it carries its loan, what is owed."""
    wanted = ("occupancy", "rent_collected", "noi", "dscr", "rent_arrears")
    return tuple(figures.figure(seen.facts, slug) for slug in wanted)


def sections(seen: Seen) -> tuple[Section, ...]:
    """Rent roll, results, expenses, work, leases, findings."""
    looked = Looked(seen, seen.facts.houses)
    return (
        Section("rent-roll", "Rent roll", roll(looked)),
        Section("results", "What the house makes", results(looked)),
        Section("expenses", "Expenses by line of Schedule E", by_line(looked)),
        Section("work", "Work orders", works(looked)),
        Section("leases", "Lease calendar", leases(looked)),
        Section("findings", "Findings on the house", findings(looked)),
    )


def roll(looked: Looked) -> tuple[Block, ...]:
    """Spaces let and vacant, for all; tenants, rents, deposits and what is owed, for those who may see tenants."""
    lines = [(house, line) for house in looked.houses for line in rent_roll.rent_roll(looked.inputs, house)]
    spaces = Table(
        "spaces", "Spaces", (Column("Space"), Column("Stands"), Column("Market rent", is_figure=True)),
        tuple(_space(looked, house, line) for house, line in lines), FIRST,
    )  # fmt: skip
    titles = ("Rent", "Lease ends", "Deposit", "Owed")
    columns = (Column("Space"), Column("Tenant"), *(Column(title, title != "Lease ends") for title in titles))
    let = [_line(looked, house, line) for house, line in lines if line.tenants or line.open_cents]
    if len(let) > 1:
        let.append(_all_let(looked))
    tenants = Table("rent-roll", "Tenants and rents", columns, tuple(let), text("No space is let."), label=TENANTS)
    return with_gaps(looked.gaps("leases", "rent"), *_occupied(looked), spaces, tenants)


def _occupied(looked: Looked) -> list[Block]:
    if not looked.houses:
        return []
    share = figures.figure(looked.seen.facts, "occupancy")
    words = text("Let in ", month(looked.inputs.period.start), ": ", share, " of all days of all spaces.")
    return [Paragraph(words)]


def _space(looked: Looked, house: House, line: RollLine) -> Row:
    stands: Text = text("let") if line.tenants else text("vacant")
    if line.vacant_since:
        stands = text("vacant since ", day(line.vacant_since))
    told = (Evidence("spaces", f"{house.slug}:{line.room}"),)
    value = looked.told(line.market_cents, f"market rent of {line.room}", house, "leases", told)
    market = looked.figure("market_rent", value, looked.today, house, line.room, title="Market rent", formula="F80")
    return cells(name(looked.space(house, line.room)), stands, market)


def _line(looked: Looked, house: House, line: RollLine) -> Row:
    told = _rows(house, line)
    rent, deposit = (looked.told(cents, "", house, "leases", told) for cents in (line.rent_cents, line.deposit_cents))
    rows = tuple(Evidence("rent", each.key) for each in rent_roll.overdue(looked.inputs, house)
                 if each.room == line.room)  # fmt: skip
    due = sorted((each for each in house.charges if each.room == line.room), key=lambda each: each.due, reverse=True)
    every = tuple(Evidence("rent", each.key) for each in due) or told
    owed = looked.told(line.open_cents, "", house, "rent", (rows or every)[:20])
    return cells(
        name(looked.space(house, line.room)),
        name(", ".join(line.tenants) or "nobody"),
        looked.figure(
            "lease_rent", rent, looked.today, house, line.room, title="Rent of leases", formula="F80", label=TENANTS
        ),
        text(day(line.ends_on)) if line.ends_on else "",
        looked.figure(
            "deposit_held", deposit, looked.today, house, line.room, title="Deposit held", formula="F92", label=TENANTS
        ),
        looked.figure(
            "rent_owed", owed, looked.today, house, line.room, title="Rent overdue", formula="F91", label=TENANTS
        ),
    )


def _rows(house: House, line: RollLine) -> tuple[Evidence, ...]:
    """The lease of a space that is let, else the space."""
    return (Evidence("leases", line.key) if line.key else Evidence("spaces", f"{house.slug}:{line.room}"),)


def _all_let(looked: Looked) -> Row:
    rents = []
    for house in looked.houses:
        lines = rent_roll.rent_roll(looked.inputs, house)
        rows = tuple(row for line in lines for row in _rows(house, line))
        rents.append(looked.told(sum(line.rent_cents for line in lines), "", house, "leases", rows))
    value = total(Measure.CENTS, rents)
    return cells(
        "All spaces", "",
        looked.figure("lease_rent", value, looked.today, title="Rent of leases", formula="F80", label=TENANTS), "",
        figures.figure(looked.seen.facts, "tenant_deposits"), figures.figure(looked.seen.facts, "rent_arrears"),
        is_total=True,
    )  # fmt: skip


def results(looked: Looked) -> tuple[Block, ...]:
    """F80 to F92 of each house: month and twelve months, by cash and by accrual; arrears; rent month by month."""
    blocks: list[Block] = []
    for house in looked.houses:
        blocks += [_result(looked, house), _standing(looked, house)]
    blocks += [_arrears(looked), *([_by_month(looked)] if looked.houses else [])]
    return with_gaps(looked.gaps(*DOMAINS), *blocks)


def _result(looked: Looked, house: House) -> Table:
    period = looked.inputs.period
    asked = [(each, view) for each in (period, period.trailing(YEAR)) for view in View]
    found = [rental.result(looked.inputs, house, each, view) for each, view in asked]
    rows = []
    for metric, part in MEASURES:
        title, formula = TITLES.get(metric, ("", ""))
        told = [
            looked.figure(metric, getattr(one, part), over(one.period), house, str(one.view), title=title,
                          formula=formula) for one in found
        ]  # fmt: skip
        rows.append(cells(told[0].title, *told))
    columns = (Column("Measure"), *(Column(title, is_figure=True) for title in
               ("Month, cash", "Month, accrual", "Twelve months, cash", "Twelve months, accrual")))  # fmt: skip
    title = f"{house.name}: the month and the last twelve"
    return Table(f"results-{house.slug}", title, columns, tuple(rows), most=None)


def _standing(looked: Looked, house: House) -> Table:
    """F87, F88, F92 and what is left of the loans: what stands, by cash and by accrual where that differs."""
    year = over(looked.inputs.period.trailing(YEAR))
    rows = []
    for metric, work in (("cash_on_cash", returns.cash_on_cash), ("cap_rate", returns.cap_rate)):
        pair = [looked.figure(metric, work(looked.inputs, house, view), year, house, str(view)) for view in View]
        rows.append(cells(pair[0].title, *pair))
    held, cash, left, owed = returns.deposit_cover(looked.inputs, house.unit)
    end = f"{looked.inputs.period.last_day}"
    once: tuple[tuple[str, str, str, str, Value], ...] = (
        ("tenant_deposits", "Security deposits held", "F92", looked.today, held),
        ("unit_cash", "Cash of the unit", "F92", end, cash),
        ("cash_beyond_deposits", "Cash beyond the deposits", "F92", end, left),
        ("deposits_owed", "Security deposits by the ledger", "F92", end, owed),
        ("loans_left", "Left of the loans", "F85", looked.today, returns.balance_left(looked.inputs, house)),
    )
    for metric, title, formula, period, value in once:
        rows.append(cells(title, looked.figure(metric, value, period, house, title=title, formula=formula), ""))
    columns = (Column("Measure"), Column("Cash", is_figure=True), Column("Accrual", is_figure=True))
    return Table(f"standing-{house.slug}", f"{house.name}: return, deposits, loan", columns, tuple(rows))


def _arrears(looked: Looked) -> Table:
    """F91, all houses together."""
    found = [rent_roll.arrears(looked.inputs, house) for house in looked.houses]
    names = ("First month past due", "Second month", "Third month", "Older", "All overdue")
    rows = [
        cells(
            words,
            looked.figure("rent_overdue", total(Measure.CENTS, [of[age] for of in found]), looked.today,
                          subject=words.lower(), title="Rent overdue", formula="F91"),
            is_total=age == "total",
        )
        for words, age in zip(names, found[0] if found else (), strict=False)
    ]  # fmt: skip
    title = "Rent overdue, by months of thirty days"
    return Table("arrears", title, (Column("Past due"), Column("Overdue", is_figure=True)), tuple(rows), FIRST)


def _by_month(looked: Looked) -> Chart:
    rows = []
    for each in looked.inputs.period.trailing(YEAR).months():
        views = [
            total(Measure.CENTS, [rental.effective_income(looked.inputs, house, each, view) for house in looked.houses])
            for view in View
        ]
        rows.append(
            cells(
                text(month(each.start)),
                *(looked.figure("rent_by_month", value, over(each), subject=str(view), formula="F82",
                                title=f"Rent, {view}") for value, view in zip(views, View, strict=True)),
            )
        )  # fmt: skip
    columns = (Column("Month"), Column("Collected", is_figure=True), Column("Charged", is_figure=True))
    table = Table("rent-by-month", "Rent, month by month", columns, tuple(rows))
    return Chart(table, Shape.LINE, (1, 2), text("Rent collected and rent charged, month by month: where the lines "
                                                 "part, somebody is behind."))  # fmt: skip


def findings(looked: Looked) -> tuple[Block, ...]:
    """What the rules found."""
    none = text("No rent is overdue, no lease ends soon, and no space stands vacant for long.")
    return with_gaps(looked.gaps(*DOMAINS), FindingList(looked.seen.by("RP-"), empty=none))
