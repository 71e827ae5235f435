"""The accountant's statements (pure): profit and loss, balance sheet, ageing, and the way to profit. F22, F23, F28."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from reports.facts import Facts
from reports.figures.money import HALF_YEAR, open_items
from reports.figures.ways import YEAR
from reports.formulas import accounting, sums, trend
from reports.formulas.accounting import OpenItem
from reports.formulas.books import AccountFact, MonthSum
from reports.formulas.wanted import Aim
from reports.goals import standing
from reports.metrics import known
from reports.periods import Period
from reports.perspectives import Seen
from reports.spending import pay_label
from reports.telling import (
    IMPORT,
    OPERATORS,
    cells,
    counted,
    desk,
    figure,
    findings,
    gap,
    heads,
    on_day,
    over,
    threshold,
)
from reports.tree import Block, Paragraph, Row, Section, Table
from reports.values import Evidence, Level, Measure, Value
from reports.words import Figure, day, month, name, number_of, text

AGES = ("Not due", "To thirty days", "To sixty", "To ninety", "Longer", "No day")
TYPES = (("asset", 1, "Assets"), ("liability", -1, "Liabilities"), ("equity", -1, "Equity"))


def statements(seen: Seen) -> Section:
    """F22: profit and loss by account, and the balance sheet."""
    facts, title = seen.facts, "Profit and loss, balance sheet"
    year = facts.period.trailing(YEAR)
    if not accounting.net_income(facts.books, year).is_known:
        lacking = gap("ledger", "No income and no expense is recorded.", "revenue", "expenses", "net_income",
                      facts=facts, link="Import the ledger", href=IMPORT)  # fmt: skip
        return Section("statements", title, (lacking,))
    says = text(
        "Of ", month(facts.period.start), ", the month before, the same month a year before, and twelve months."
    )
    return Section("statements", title, (Paragraph(says), _profit(facts), *_sheet(facts)))


def _profit(facts: Facts) -> Table:
    spans = (facts.period, facts.period.prior(), facts.period.year_before(), facts.period.trailing(YEAR))
    rows = []
    for kind, sign in (("income", -1), ("expense", 1)):
        rows += [_account(facts, row, sign, spans) for row in facts.books.accounts
                 if row.type == kind and _was_used(facts, row, spans[-1])]  # fmt: skip
    net = [figure("net_income", accounting.net_income(facts.books, span), period=over(span)) for span in spans]
    head = heads("", "Account", "*The month", "*Month before", "*Year before", "*Twelve months")
    return Table("profit-and-loss", "Profit and loss", head, (*rows, cells("Net income", "", *net, is_total=True)),
                 most=40)  # fmt: skip


def _account(facts: Facts, row: AccountFact, sign: int, spans: Sequence[Period]) -> Row:
    label, own = pay_label(facts, row.code), accounting.of_account(facts.books, row.code)
    told = [figure("account", sums.over(own, span, _of(row), sign=sign), period=over(span), subject=row.code,
                   title=row.name, formula="F22", label=label) for span in spans]  # fmt: skip
    return cells(name(row.name), number_of(row.code), *told, label=label)


def _of(account: AccountFact) -> Callable[[MonthSum], bool]:
    return lambda row: row.account == account.code


def _was_used(facts: Facts, row: AccountFact, span: Period) -> bool:
    return any(span.start <= one.month < span.end for one in facts.books.by_account.get(row.code, ()))


def _sheet(facts: Facts) -> list[Block]:
    """F22 at the end of the day: accounts with a balance by type, what was earned so far, and that it all ties."""
    sheet, rows = accounting.balance_sheet(facts.books), []
    wholes = {"asset": sheet.assets, "liability": sheet.liabilities, "equity": sheet.equity}
    for kind, sign, words in TYPES:
        rows += _balances(facts, kind, sign)
        rows.append(cells(words, "", _today(facts, f"sheet_{kind}", wholes[kind], words), is_total=True))
    rows.append(cells("Earned so far", "", _today(facts, "earnings", sheet.earnings, "Earned so far"), is_total=True))
    off = _today(facts, "sheet_off_by", sheet.off_by, "Assets less all that is owed or owned")
    says = text("Assets less liabilities, equity and what was earned: ", off, ", as it must be when the books hold.")
    head = heads("", "Account", "*Balance")
    return [Table("balance-sheet", "Balance sheet", head, tuple(rows), most=40), Paragraph(says)]


def _balances(facts: Facts, kind: str, sign: int) -> list[Row]:
    found = []
    for account in facts.books.accounts:
        own = [row for row in facts.books.balances if row.account == account.code and row.n]
        amount = sign * sum(row.cents for row in own)
        if account.type == kind and amount:
            keys = [Evidence("ledger", f"{row.unit}:{row.account}:{facts.as_of}") for row in own]
            value = counted(amount, Measure.CENTS, *keys, n=sum(row.n for row in own))
            told = figure("sheet", value, period=on_day(facts.as_of), subject=account.code, title=account.name,
                          formula="F22")  # fmt: skip
            found.append(cells(name(account.name), number_of(account.code), told))
    return found


def ageing(seen: Seen) -> Section:
    """F23: what is owed to each business, and what it owes, by days past due."""
    facts, title = seen.facts, "What is owed, and since when"
    owed, owing = [], []
    for unit in facts.units:
        domain, items = open_items(facts, unit.slug, unit.kind)
        owed.append((unit.slug, items, facts.level(domain, [unit.slug])))
        owing.append((unit.slug, payables(facts, unit.slug), facts.level("ledger", [unit.slug])))
    if not any(level != Level.NONE or items for _, items, level in (*owed, *owing)):
        lacking = gap("invoices", "No invoice, booking, rent or payable is recorded.", "overdue", "receivables",
                      facts=facts, link="Record the invoices", href=desk("invoice"))  # fmt: skip
        return Section("ageing", title, (lacking,))
    tables = (_aged(facts, "owed", "Owed to us", owed), _aged(facts, "owing", "Owed by us", owing))
    says = text("By days past the day it was due. Payables of the ledger have no such day.")
    return Section("ageing", title, (Paragraph(says), *tables))


def payables(facts: Facts, unit: str) -> list[OpenItem]:
    """What a unit owes: the ledger's payables, which have no day, and obligations of its assets with an amount."""
    found = [
        OpenItem(unit, "payables", row.account, -row.cents, None, "ledger")
        for row in facts.books.balances
        if row.unit == unit and row.subtype == "payable" and row.cents < 0
    ]
    found += [
        OpenItem(unit, thing.name, due.key, due.cents, due.on, "asset_obligations")
        for thing in facts.holdings.things
        for due in thing.due
        if thing.unit == unit and due.cents
    ]
    return found


def _aged(facts: Facts, side: str, title: str, rows: Sequence[tuple[str, list[OpenItem], Level]]) -> Table:
    told = []
    for unit, items, level in rows:
        ages = accounting.ageing(items, facts.as_of, level)
        parts = [figure(f"{side}_age", value, period=on_day(facts.as_of), unit=unit, subject=bucket,
                        title=title, formula="F23") for bucket, value in ages.items()]  # fmt: skip
        told.append(cells(name(facts.name(unit)), *parts))
    return Table(f"ageing-{side}", title, heads("Business", *(f"*{words}" for words in AGES)), tuple(told))


def milestones(seen: Seen) -> Section:
    """Every milestone with how it stands, and F28."""
    facts, title = seen.facts, "The way to profit"
    blocks: list[Block] = [_to_profit(facts)]
    if not facts.wanted.aims:
        blocks.append(gap("milestones", "No milestone is set.", facts=facts, link="Set the first one",
                          href=desk("milestone", add=True)))  # fmt: skip
    else:
        head = heads("Milestone", "Business", "*Now", "Wanted", "By", "*Change a month it needs", "Stands")
        aims = sorted(facts.wanted.aims, key=lambda aim: (aim.due, aim.unit, aim.metric))
        blocks.append(Table("milestones", "Milestones", head, tuple(_aim(facts, aim) for aim in aims)))
    return Section("milestones", title, (*blocks, *findings(seen, "ACC-13")))


def _to_profit(facts: Facts) -> Block:
    """F28 in a sentence, with the months behind it and its range."""
    span = facts.period.trailing(HALF_YEAR)
    found = trend.months_to_profit([(each.start, accounting.net_income(facts.books, each)) for each in span.months()])
    when = figure("months_to_profit", found.months, period=over(span))
    n = figure(
        "months_known",
        counted(found.n, Measure.COUNT, *found.months.evidence, n=found.n),
        period=over(span),
        title="Months of net income known",
    )
    if not found.n:
        return gap("ledger", "No month of net income is recorded that a trend could be drawn through.",
                   "months_to_profit", facts=facts, link="Import the ledger", href=IMPORT)  # fmt: skip
    if not found.months.is_known:
        return Paragraph(text("Months to profit: ", when, "."))
    ends = [figure("months_to_profit", value, period=over(span), subject=end)
            for value, end in ((found.soonest, "soonest"), (found.latest, "latest"))]  # fmt: skip
    at = text(", in ", month(found.month)) if found.month and found.months.number else ""
    return Paragraph(text("Months to profit on the trend of ", n, " months: ", when, at, "; soonest ", ends[0],
                          ", latest ", ends[1], "."))  # fmt: skip


def _aim(facts: Facts, aim: Aim) -> Row:
    found, metric = standing(facts, aim), known()[aim.metric]
    now = figure(aim.metric, found.value, period=over(facts.period), unit=aim.unit, subject="milestone")
    row = Evidence("milestones", f"{aim.unit}:{aim.metric}")
    wanted = threshold(f"milestone:{aim.metric}", aim.target, metric.measure, aim.unit, row=row)
    required = replace(found.required, evidence=(row, *found.required.evidence))
    need = figure("milestone_rate", required, period=on_day(facts.as_of), unit=aim.unit, subject=aim.metric,
                  title="Change a month that a milestone needs")  # fmt: skip
    goal = text(OPERATORS[aim.operator], " ", wanted)
    change = text("none") if found.verdict == trend.MET else need
    return cells(name(metric.title), name(facts.name(aim.unit)), now, goal, day(aim.due), change, str(found.verdict))


def _today(facts: Facts, metric: str, value: Value, title: str) -> Figure:
    return figure(metric, value, period=on_day(facts.as_of), title=title, formula="F22")
