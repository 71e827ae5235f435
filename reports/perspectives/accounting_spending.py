"""The accountant's audit of expenses (pure): F17, F24, F26, F27, by category and by payee."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reports.facts import Facts
from reports.figures.expecting import regular
from reports.figures.ways import YEAR
from reports.formulas import accounting, sums
from reports.formulas.accounting import Category
from reports.formulas.books import VendorSum
from reports.formulas.capital import Recurring
from reports.perspectives import Seen
from reports.spending import PAY, charge_of, pay_label, retired_charges
from reports.telling import IMPORT, cells, counted, figure, findings, gap, heads, on_day, over
from reports.tree import Paragraph, Row, Section, Table
from reports.values import Evidence, Measure, State, Value, change, ratio
from reports.words import Figure, Text, day, name, number_of, text

MOST = 40  # payees in the table; the others are counted


class Payee(NamedTuple):
    """One party of a unit: what it was paid in twelve months, in the last of them and in the one before, in cents."""

    unit: str
    party: str
    cents: int
    now: int
    before: int
    n: int
    is_pay: bool


def spending(seen: Seen) -> Section:
    """Twelve months of expenses: by category, by payee, what comes again, what stands without a receipt."""
    facts, title = seen.facts, "Audit of expenses"
    year = facts.period.trailing(YEAR)
    whole = accounting.expenses(facts.books, year)
    if not whole.is_known or not whole.number:
        lacking = gap("ledger", "No expense is recorded.", "expenses", "uncategorised_share", "recurring_costs",
                      facts=facts, link="Import the ledger", href=IMPORT)  # fmt: skip
        return Section("spending", title, (lacking,))
    says = text("In twelve months ", figure("expenses", whole, period=over(year)), " was spent; ",
                figure("uncategorised_share", accounting.uncategorised(facts.books, year), period=over(year)),
                " of it has no category.")  # fmt: skip
    told = findings(seen, "ACC-10", "ACC-11", "ACC-12")
    rows = regular(facts)
    tables = (_categories(facts), _payees(facts, whole, rows), _recurring(facts, rows))
    return Section("spending", title, (Paragraph(says), *tables, *told))


def _categories(facts: Facts) -> Table:
    """F24 of twelve months by account, with the change of the last month and what has no receipt."""
    year = facts.period.trailing(YEAR)
    rows = [_category(facts, row) for row in accounting.categories(facts.books, year) if row.spent.n]
    head = heads("Category", "Account", "*Twelve months", "*Share", "*Month on month", "*Without a receipt")
    return Table("categories", "By category", head, tuple(rows))


def _category(facts: Facts, row: Category) -> Row:
    year, label = over(facts.period.trailing(YEAR)), pay_label(facts, row.code)
    own = accounting.of_account(facts.books, row.code)
    now, before = (sums.over(own, month, lambda one: one.account == row.code)
                   for month in (facts.period, facts.period.prior()))  # fmt: skip
    asked = (
        ("category", row.spent, year, "Spent on a category"), ("category_share", row.share, year, "Share of spending"),
        ("category_change", change(now, before), over(facts.period), "Change from the month before"),
    )  # fmt: skip
    told = [figure(slug, value, period=period, subject=row.code, title=title, formula="F24", label=label)
            for slug, value, period, title in asked]  # fmt: skip
    return cells(name(row.name), number_of(row.code), *told, _bare(facts, row.code, label), label=label)


def _bare(facts: Facts, account: str, label: str) -> Figure | Text:
    """What of an account stands without a receipt."""
    rows = [row for row in facts.books.unproven if row.account == account]
    if not rows:
        return text("none")
    keys = [Evidence("ledger", f"{row.unit}:{row.account}:{row.month:%Y-%m}") for row in rows]
    value = counted(sum(row.cents for row in rows), Measure.CENTS, *keys, n=sum(row.n for row in rows))
    return figure("category_unproven", value, period=on_day(facts.as_of), subject=account,
                  title="Without a receipt, since three months", label=label)  # fmt: skip


def _payees(facts: Facts, whole: Value, recurring: Sequence[Recurring]) -> Table:
    """Who was paid most, and what is known of each."""
    payees = by_payee(facts.books.vendors)
    remarks = _remarks(facts, recurring)
    rows = [_payee(facts, row, whole, remarks.get((row.unit, row.party), [])) for row in payees[:MOST]]
    head = heads("Paid to", "Business", "*Twelve months", "*Share", "*Month on month", "Remarks")
    return Table("payees", "By payee", head, tuple(rows), text("No payee is named in the ledger."))


def by_payee(rows: Iterable[VendorSum]) -> list[Payee]:
    """The sums of each party of a unit over its accounts, the most first; what names nobody is left out."""
    found: dict[tuple[str, str], Payee] = {}
    for row in rows:
        if not row.party:
            continue
        old = found.get((row.unit, row.party), Payee(row.unit, row.party, 0, 0, 0, 0, is_pay=False))
        found[row.unit, row.party] = Payee(
            row.unit, row.party, old.cents + row.cents, old.now + row.month_cents, old.before + row.before_cents,
            old.n + row.n, old.is_pay or row.subtype in PAY,
        )  # fmt: skip
    return sorted(found.values(), key=lambda row: (-row.cents, row.unit, row.party))


def _payee(facts: Facts, row: Payee, whole: Value, remarks: Sequence[str]) -> Row:
    key = Evidence("ledger", f"{row.unit}:expense:{row.party}")
    spent, now, before = (counted(amount, Measure.CENTS, key, n=row.n) for amount in (row.cents, row.now, row.before))
    year, label = over(facts.period.trailing(YEAR)), "payroll" if row.is_pay else ""
    asked = (
        ("payee", spent, year, "Paid to somebody"), ("payee_share", ratio(spent, whole), year, "Share of spending"),
        ("payee_change", change(now, before), over(facts.period), "Change from the month before"),
    )  # fmt: skip
    told = [figure(slug, value, period=period, unit=row.unit, subject=row.party, title=title, formula="F24",
                   label=label) for slug, value, period, title in asked]  # fmt: skip
    return cells(name(row.party), name(facts.name(row.unit)), *told, ", ".join(remarks), label=label)


def _remarks(facts: Facts, recurring: Sequence[Recurring]) -> dict[tuple[str, str], list[str]]:
    """What is known of payees: that they come again, that they may have been paid twice, that they serve nothing."""
    found: dict[tuple[str, str], list[str]] = {}
    gone = [row for row, _ in retired_charges(facts, recurring)]
    for rows, words in (
        (recurring, "comes again"), (facts.books.doubles, "perhaps paid twice"), (gone, "for what is retired")
    ):  # fmt: skip
        for row in rows:
            told = found.setdefault((row.unit, row.party), [])
            told += [words] if words not in told else []
    return found


def _recurring(facts: Facts, rows: Sequence[Recurring]) -> Table:
    """F17, the dearest a month first."""
    months = {"month": 1, "year": YEAR}
    ordered = sorted(rows, key=lambda row: (-row.cents / months[row.every], row.unit, row.party))
    head = heads("Paid to", "Business", "*Each time", "How often", "Next on", "*Rise")
    told = tuple(_charge(facts, row) for row in ordered)
    return Table("recurring", "What comes again", head, told, text("No charge comes again."))


def _charge(facts: Facts, row: Recurring) -> Row:
    label = pay_label(facts, row.account)
    rise: Figure | Text = text("none")
    if row.step is not None:
        rise = figure("recurring_step", Value(row.step, Measure.SHARE, State.OK, n=row.n), period=on_day(facts.as_of),
                      unit=row.unit, subject=f"{row.party}:{row.account}", title="Rise of a recurring charge",
                      label=label)  # fmt: skip
    often = {"month": "every month", "year": "every year"}[row.every]
    each = charge_of(facts, row)
    return cells(name(row.party), name(facts.name(row.unit)), each, often, day(row.next_on), rise, label=label)
