"""The accountant's sections on the books themselves (pure): their state, recognition of revenue, the chart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from reports import chart
from reports.facts import Facts
from reports.formulas import accounting, deposits, exceptions
from reports.formulas.books import AccountFact, Balance, CashBook
from reports.formulas.deposits import RollForward
from reports.formulas.exceptions import DockBooks, Standout
from reports.perspectives import Seen
from reports.places import PLACES
from reports.spending import pay_label
from reports.telling import IMPORT, cells, cents, counted, desk, figure, findings, gap, heads, on_day, over
from reports.tree import Block, Bullets, Paragraph, Row, Section, Table
from reports.values import Evidence, Measure, Value
from reports.words import Named, Text, Told, day, name, number_of, text

MOST = 20  # rows shown of what stands out
CHECKS: tuple[tuple[str, str, str, Callable[[DockBooks], Value]], ...] = (
    ("ACC-01", "differing_deposits", "Deposits on which the sides differ", exceptions.differing_deposits),
    ("ACC-02", "early_income", "Income dated before its sail", exceptions.early_income),
    ("ACC-03", "not_recognised", "Completed sails not recognised", exceptions.not_recognised),
    ("ACC-04", "not_completed", "Sails past, neither completed nor cancelled", exceptions.not_completed),
    ("ACC-05", "unmatched_deposits", "Deposits without a booking, or below zero", exceptions.unmatched_deposits),
    ("ACC-06", "payouts_net", "Marketplace payouts booked net", exceptions.payouts_net),
    ("ACC-07", "more_than_the_price", "Tips or tax in income", exceptions.more_than_the_price),
)
STANDING_OUT = {
    "claim": "A claim against a guest who cancelled: it is no income",
    "called_off": "A party still on a sail that is off: its money waits",
    "payout_differs": "A payout that is not what the channel’s terms say",
}
LINES = (
    ("opening", "Held at the start", 1), ("received", "+ received", 1), ("recognised", "− earned by sailing", -1),
    ("refunded", "− given back", -1), ("forfeited", "− kept of cancellations", -1),
    ("moved_out", "− moved to another business", -1), ("closing", "= held at the end", 1),
    ("ledger", "The ledger says", 1), ("held", "Bookings hold", 1),
)  # fmt: skip


def state_of_books(seen: Seen) -> Section:
    """F25 by cash account, and whether all balances add up."""
    facts, title = seen.facts, "The state of the books"
    told = findings(seen, "ACC-08", "ACC-09")
    if not any(row.n for row in facts.books.balances):
        href, link = (IMPORT, "Import the ledger") if facts.books.accounts else (
            desk("account") + "standard/", "Open the standard chart of accounts"
        )  # fmt: skip
        words = "No entry is posted." if facts.books.accounts else "No account is opened, and no entry is posted."
        return Section("books", title, (gap("ledger", words, "books_age", facts=facts, link=link, href=href), *told))
    whole = accounting.trial_balance(facts.books)
    even = figure("trial_balance", whole, period=on_day(facts.as_of), title="Sum of all balances", formula="F22")
    says = text("All balances add up to ", even, ", as they must when the books hold.")
    rows = tuple(
        _cash_account(facts, row, age.age)
        for row, age in zip(facts.books.cash_books, accounting.book_ages(facts.books), strict=True)
    )
    head = heads("Business", "Account", "Proven to", "*Days ago", "*Bank lines that wait")
    table = Table("cash-accounts", "Cash accounts against the bank", head, rows, text("No cash account is in use."))
    return Section("books", title, (Paragraph(says), table, *told))


def _cash_account(facts: Facts, row: CashBook, age: Value) -> Row:
    today = on_day(facts.as_of)
    told = figure("books_age", age, period=today, unit=row.unit, subject=row.account)
    lines = (Evidence("bank_lines", f"{row.unit}:{row.account}:{today}"),) if row.open_count else ()
    count = counted(row.open_count, Measure.COUNT, *lines, n=row.open_count)
    waits = figure("bank_open", count, period=today, unit=row.unit, subject=row.account, title="Bank lines unmatched")
    proven = day(row.reconciled_to) if row.reconciled_to else name("never", desk("reconciliation", add=True))
    return cells(name(facts.name(row.unit)), number_of(row.account), proven, told, waits)


def recognition(seen: Seen) -> Section:
    """ACC-01 to ACC-07 with what they found, and F20."""
    facts, title = seen.facts, "Recognition of revenue"
    told = findings(seen, *(rule for rule, *_ in CHECKS))
    found = [(rule, slug, words, count(facts.dock)) for rule, slug, words, count in CHECKS]
    if not any(value.is_known for *_, value in found):
        lacking = gap("bookings", "No booking is recorded, so nothing is earned that could be held against the ledger.",
                      "deposits_held", "posting_exceptions", facts=facts, link="Record the bookings",
                      href=PLACES["bookings"].href)  # fmt: skip
        return Section("recognition", title, (lacking, *told))
    rows = tuple(
        cells(words, number_of(rule), figure(slug, value, period=on_day(facts.as_of), title=f"{words}, a count"))
        for rule, slug, words, value in found
    )
    table = Table("exceptions", "Where dock and ledger disagree", heads("What", "Rule", "*How many"), rows)
    return Section("recognition", title, (table, *told, *_standing_out(facts), *_rolled(facts)))


def _standing_out(facts: Facts) -> list[Block]:
    """What is no fault of the books, and still wants a person."""
    rows = [row for row in facts.dock.faults if row.kind in STANDING_OUT]
    if not rows:
        return []
    head = heads("Booking", "What", "Day", "*Amount")
    return [Table("standouts", "Also to look at", head, tuple(_standout(row) for row in rows[:MOST]))]


def _standout(row: Standout) -> Row:
    key = Evidence("bookings", f"{row.unit}:{row.reference}")
    amount = figure("standout", cents(row.cents, key), period=on_day(row.on), unit=row.unit,
                    subject=f"{row.kind}:{row.reference}", title=STANDING_OUT[row.kind])  # fmt: skip
    reference = Named(row.reference, Told.ID, f"{PLACES['bookings'].href}?q={row.reference}")
    return cells(reference, STANDING_OUT[row.kind], day(row.on), amount)


def _rolled(facts: Facts) -> list[Block]:
    """F20 of each unit that holds or held guests' deposits, one table each."""
    month = facts.deposits.period
    told: list[Block] = []
    for found in deposits.roll_forward(facts.deposits):
        if any((value := getattr(found, line)).is_known and value.n for line, *_ in LINES):
            rows = tuple(_line(found, over(month), *line) for line in LINES)
            title = f"Deposits of {facts.name(found.unit)}, rolled forward"
            told.append(Table(f"deposits-{found.unit}", title, heads("", "*Amount"), rows))
    return told


def _line(found: RollForward, period: str, line: str, words: str, sign: int) -> Row:
    value: Value = getattr(found, line)
    if value.is_known and sign < 0:
        value = replace(value, amount=-value.number)
    told = figure(f"deposits_{line}", value, period=period, unit=found.unit, title=f"Deposits: {words}", formula="F20")
    return cells(words, told, is_total=line == "closing")


def chart_of_accounts(seen: Seen) -> Section:
    """Every account with its balance; those that nobody used, and those that formulas miss."""
    facts, title = seen.facts, "Chart of accounts"
    accounts = [row for row in facts.books.accounts if not row.unit or row.unit in facts.books.units]
    if not accounts:
        lacking = gap("ledger", "No account is opened.", facts=facts, link="Open the standard chart of accounts",
                      href=desk("account") + "standard/")  # fmt: skip
        return Section("accounts", title, (lacking,))
    used = [row for row in facts.books.balances if row.n]
    head = heads("Name", "Account", "*Balance", "Last used", "Behaviour", "Tax line")
    rows = tuple(_account(facts, row, [one for one in used if one.account == row.code]) for row in accounts)
    table = Table("accounts", "Accounts", head, rows)
    return Section("accounts", title, (*_chart_says(facts, accounts, used), table))


def _account(facts: Facts, row: AccountFact, sums: Sequence[Balance]) -> Row:
    keys = [Evidence("ledger", f"{one.unit}:{row.code}:{facts.as_of}") for one in sums]
    balance = figure(
        "balance", counted(sum(one.cents for one in sums), Measure.CENTS, *keys, n=sum(one.n for one in sums)),
        period=on_day(facts.as_of), subject=row.code, title="Balance, debits above zero",
        label=pay_label(facts, row.code),
    )  # fmt: skip
    last = max((one.last_on for one in sums if one.last_on), default=None)
    behaves = name(row.behaviour) if row.behaviour != "none" else text("not set" if row.type == "expense" else "")
    code = Named(row.code, Told.ID, f"{desk('account')}?q={row.code}")
    return cells(name(row.name), code, balance if sums else "", day(last) if last else "never", behaves,
                 name(row.tax_line) if row.tax_line else "")  # fmt: skip


def _chart_says(facts: Facts, accounts: Sequence[AccountFact], used: Sequence[Balance]) -> list[Block]:
    """Unused accounts, and subtypes that a house of these kinds needs and has not."""
    codes, have = {row.account for row in used}, {row.subtype for row in accounts if row.is_active}
    unused = [row.name for row in accounts if row.is_active and row.code not in codes]
    wanted = chart.standard({unit.kind for unit in facts.units})
    missing = [row.name for row in wanted if row.subtype and row.subtype not in have]
    unset = [row.name for row in accounts if row.type == "expense" and row.is_active and row.behaviour == "none"]
    parts = (
        ("Missing, and needed by the formulas: ", missing), ("Costs that nobody called fixed or variable: ", unset),
        ("Never used: ", unused),
    )  # fmt: skip
    items = tuple(text(words, _row(names), ".") for words, names in parts if names)
    return [Bullets(items)] if items else []


def _row(names: Sequence[str]) -> Text:
    parts: list[str | Named] = []
    for each in names:
        parts += [", "] * bool(parts) + [name(each)]
    return text(*parts)
