"""The financial report's sections on money that is there (pure): F1 to F6, and profit month by month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from reports.facts import Facts
from reports.figures import money
from reports.figures.scopes import of_units
from reports.figures.ways import QUARTER, YEAR
from reports.formulas import accounting, cash
from reports.formulas.cash import Burn, Outlook
from reports.periods import Period
from reports.perspectives import Seen
from reports.telling import IMPORT, cells, cents, desk, figure, findings, gap, heads, metric, on_day, over
from reports.tree import Block, Bullets, Chart, Headlines, Paragraph, Row, Section, Shape, Table
from reports.values import Evidence, Measure, Number, State, Value, derived, total
from reports.words import Figure, Named, Text, day, month, name, text

HELD = {
    "customer_deposits": "Guests’ deposits",
    "refunds_due": "Refunds due",
    "security_deposits": "Tenants’ deposits",
    "tax_payable": "Tax payable",
    "tips_payable": "Tips of the crew",
}
ENDS = ("low", "mean", "high")
LEDGER = "Import the ledger"


def free_cash(seen: Seen) -> Section:
    """F1: cash, and what of it is not yours."""
    facts, title = seen.facts, "Free cash and what is not yours"
    purse = money.purse(facts)
    if not purse.cash.is_known:
        lacking = gap("ledger", "No cash is recorded, nor what is held for others.", "free_cash", "cash_after_deposits",
                      facts=facts, link=LEDGER, href=IMPORT)  # fmt: skip
        return Section("free-cash", title, (lacking, *findings(seen, "CFO-02")))
    whole, free = _today(facts, "cash", purse.cash, "Cash"), _today(facts, "free_cash", purse.free)
    rows = [cells("Cash", whole)]
    rows += [cells(f"− {HELD[part]}", _today(facts, f"held_{part}", _less(value), f"Less: {HELD[part].lower()}"))
             for part, value in purse.held.items()]  # fmt: skip
    rows.append(cells("= Free cash", free))  # no total: the last bar of the picture
    table = Table("free-cash", "From cash to free cash", heads("", "*Amount"), tuple(rows))
    says = text("Of ", whole, " in cash, ", free, " is yours: the rest is held for others.")
    blocks: list[Block] = [Chart(table, Shape.BARS, (1,), says)]
    return Section("free-cash", title, (*blocks, *_by_unit(facts), *findings(seen, "CFO-02")))


def _by_unit(facts: Facts) -> list[Block]:
    if len(facts.units) < 2:  # noqa: PLR2004 - one unit is the whole
        return []
    rows = []
    purses = [(unit, money.purse(of_units(facts, [unit.slug]))) for unit in facts.units]
    for unit, purse in sorted(purses, key=lambda each: _least_first(each[1].free)):
        held = total(Measure.CENTS, list(purse.held.values()))
        parts = (("cash", purse.cash, "Cash"), ("held", held, "Held for others"), ("free_cash", purse.free, ""))
        told = [_today(facts, metric, value, title, unit.slug) for metric, value, title in parts]
        rows.append(cells(name(unit.name), *told))
    head = heads("Business", "*Cash", "*Held for others", "*Free cash")
    return [Table("free-cash-units", "By business", head, tuple(rows))]


def burn(seen: Seen) -> Section:
    """F2 to F4: what operation takes a month."""
    facts, title = seen.facts, "Burn of a month"
    found = money.burn(facts)
    if not found.known:
        lacking = gap("ledger", "No month of cash in and out is recorded.", "burn", "gross_burn", facts=facts,
                      link=LEDGER, href=IMPORT)  # fmt: skip
        return Section("burn", title, (lacking,))
    rows = [_month_of_burn(facts, each, found) for each in facts.period.trailing(QUARTER).months()]
    head = heads("Month", "*Cash out", "*Cash in", "*More held for others", "*Net burn")
    blocks: list[Block] = [Paragraph(_range_of_burn(facts, found)), Table("burn", "Month by month", head, tuple(rows))]
    return Section("burn", title, (*blocks, *_capital(facts), *_burn_by_unit(facts)))


def _month_of_burn(facts: Facts, of: Period, found: Burn) -> Row:
    out, came, net = cash.gross_burn(facts.books, of), cash.cash_in(facts.books, of), found.months[of.start]
    more = derived(Measure.CENTS, (net, out, came), lambda whole, spent, got: whole - spent + got)
    parts = (
        ("gross_burn", out, ""), ("cash_in", came, "Operating cash in"), ("held_more", more, "More held for others"),
        ("burn", net, ""),
    )  # fmt: skip
    return cells(month(of.start), *(figure(slug, value, period=over(of), title=title) for slug, value, title in parts))


def _range_of_burn(facts: Facts, found: Burn) -> Text:
    low, mean, high = (
        _rate(facts, value, end) for value, end in zip(found.range, ("low", "mean", "high"), strict=True)
    )
    if not low.value.is_known:
        return text("Net burn is ", mean, " a month in the mean; there is no range of fewer than three months.")
    if low.value.number <= 0 and found.range.mean.is_known and found.range.mean.number <= 0:
        return text("Operation does not burn: from ", low, " to ", high, " a month, ", mean, " in the mean.")
    return text("Net burn is ", low, " to ", high, " a month, ", mean, " in the mean. Deposits that came in are not "
                "ours and count as burnt until the sail.")  # fmt: skip


def _capital(facts: Facts) -> list[Block]:
    """What burn leaves out: loans, owners' money, purchases."""
    quarter, items = facts.period.trailing(QUARTER), []
    for subtype, moved in cash.capital(facts.books, quarter).items():
        if moved.is_known and moved.number:
            told = figure(f"capital_{subtype}", moved, period=over(quarter), title=subtype.replace("_", " "))
            items.append(text("Beside it, cash out for ", subtype.replace("_", " "), ": ", told, " in three months."))
    return [Bullets(tuple(items))] if items else []


def _burn_by_unit(facts: Facts) -> list[Block]:
    if len(facts.units) < 2:  # noqa: PLR2004 - one unit is the whole
        return []
    rows = []
    burns = [(unit, money.burn(of_units(facts, [unit.slug])).range) for unit in facts.units]
    for unit, found in sorted(burns, key=lambda each: _least_first(_less(each[1].mean))):
        ends = zip(found, ENDS, strict=True)
        rows.append(cells(name(unit.name), *(_rate(facts, value, end, unit.slug) for value, end in ends)))
    head = heads("Business", "*Least", "*Mean", "*Greatest")
    return [Table("burn-units", "Net burn of three months by business", head, tuple(rows))]


def runway(seen: Seen) -> Section:
    """F5 by the mean and by the dearest month."""
    facts, title = seen.facts, "Runway"
    found = cash.runway(money.free(facts), money.burn(facts).range)
    if found.mean.state == State.NO_DATA:
        lacking = gap(
            "ledger", "How long free cash lasts is not known.", "runway", facts=facts, link=LEDGER, href=IMPORT
        )
        return Section("runway", title, (lacking, *findings(seen, "CFO-01")))
    low = _today(facts, "runway", found.low, "Runway by the dearest month", subject="low")
    mean = _today(facts, "runway", found.mean)
    if found.mean.is_known and found.low.is_known:
        says = text("At the mean of three months free cash lasts ", mean, "; at the dearest month, ", low, ".")
    else:
        says = text("At the mean of the months that are recorded: ", mean, ".")
    return Section("runway", title, (Headlines((low, mean)), Paragraph(says), *findings(seen, "CFO-01")))


def weeks(seen: Seen) -> Section:
    """F6: thirteen weeks of what should come and go."""
    facts, title = seen.facts, "The next thirteen weeks"
    found = money.outlook(facts)
    if not found.lowest.is_known:
        lacking = gap("ledger", "Without free cash there is nothing to count on from.", "lowest_cash", facts=facts,
                      link=LEDGER, href=IMPORT)  # fmt: skip
        return Section("weeks", title, (lacking,))
    every = _looked_at(found)
    rows = [
        cells(
            day(week.start), _of_week(week.start, "week_in", cents(week.in_cents, *(week.comes or every)), "Comes in"),
            _of_week(week.start, "week_out", cents(week.out_cents, *(week.goes or every)), "Goes out"),
            _of_week(week.start, "week_free", week.closing, "Free cash at the week's end"),
        )
        for week in found.weeks
    ]  # fmt: skip
    head = heads("Week from", "*Comes in", "*Goes out", "*Free cash then")
    says = text("Free cash is ", metric(facts, "lowest_cash"), " at its least. Counted are balances of "
                "guests, invoices, rents as far as tenants pay, recurring charges and what falls due.")  # fmt: skip
    table = Table("weeks", "Week by week", head, tuple(rows), most=13)
    return Section("weeks", title, (Chart(table, Shape.LINE, (3,), says), *_undated(facts, found)))


def _looked_at(found: Outlook) -> tuple[Evidence, ...]:
    """What a week without any row was looked for in: all that should come or go, else the cash it starts from."""
    rows = (row for week in found.weeks for row in (*week.comes, *week.goes))
    return tuple(dict.fromkeys((*rows, *found.comes, *found.goes))) or found.lowest.evidence


def _undated(facts: Facts, found: Outlook) -> list[Block]:
    """What stands in no week."""
    if not found.undated_in and not found.undated_out:
        return []
    every = _looked_at(found)
    came = _today(facts, "undated_in", cents(found.undated_in, *(found.comes or every)), "To come, without a day")
    goes = _today(facts, "undated_out", cents(found.undated_out, *(found.goes or every)), "To be paid, without a day")
    return [Paragraph(text("In no week, as nobody knows the day: ", came, " to come and ", goes, " to be paid."))]


def profit(seen: Seen) -> Section:
    """F21 and F22 of twelve months."""
    facts, title = seen.facts, "Profit and loss, month by month"
    year = facts.period.trailing(YEAR)
    rows = [_month_of_profit(facts, each, month(each.start)) for each in year.months()]
    if not any(figure.value.is_known for row in rows for cell in row.cells for figure in cell.figures):
        lacking = gap("ledger", "No month of income and expenses is recorded.", "revenue", "net_income", facts=facts,
                      link=LEDGER, href=IMPORT)  # fmt: skip
        return Section("profit", title, (lacking,))
    whole = _month_of_profit(facts, year, "Twelve months", is_total=True)
    last = rows[-1].cells
    says = text("In ", month(facts.period.start), " ", last[3], " were left of ", last[1], " recognised; in twelve "
                "months, ", whole.cells[3], ".")  # fmt: skip
    head = heads("Month", "*Recognised", "*Expenses", "*Net income")
    table = Table("profit", "Twelve months", head, (*rows, whole), most=13)
    entries = Paragraph(text(name("Every entry stands in the ledger", desk("journalentry")), "."))
    return Section("profit", title, (Chart(table, Shape.LINE, (1, 2, 3), says), entries))


def _month_of_profit(facts: Facts, of: Period, head: str | Named, *, is_total: bool = False) -> Row:
    books, asked = facts.books, over(of)
    parts: Sequence[tuple[str, Value]] = (
        ("revenue", accounting.revenue(books, of)), ("expenses", accounting.expenses(books, of)),
        ("net_income", accounting.net_income(books, of)),
    )  # fmt: skip
    return cells(head, *(figure(slug, value, period=asked) for slug, value in parts), is_total=is_total)


def _today(  # noqa: PLR0917 - a figure has as many parts
    facts: Facts, metric: str, value: Value, title: str = "", unit: str = "", subject: str = ""
) -> Figure:
    return figure(metric, value, period=on_day(facts.as_of), title=title, unit=unit, subject=subject)


def _rate(facts: Facts, value: Value, end: str, unit: str = "") -> Figure:
    three = over(facts.period.trailing(QUARTER))
    return figure("burn", value, period=three, unit=unit, subject=end, title=f"Net burn of three months, {end}")


def _of_week(start: date, metric: str, value: Value, title: str) -> Figure:
    return figure(metric, value, period=f"{start}", title=title, formula="F6")


def _least_first(value: Value) -> tuple[bool, Number]:
    """By amount; what is not known comes last."""
    return not value.is_known, value.number if value.is_known else 0


def _less(value: Value) -> Value:
    return derived(value.measure, (value,), lambda amount: -amount)
