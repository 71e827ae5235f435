"""Where dock and ledger disagree, and books that are not kept (pure): ACC-01 to ACC-08. Source: the design, 3.6."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from reports.facts import Facts
from reports.figures.scopes import of_units
from reports.findings import Action, Fired, Limit, Limits, Severity, rule
from reports.formulas import deposits, exceptions
from reports.formulas.accounting import BookAge, book_ages
from reports.formulas.exceptions import DockBooks
from reports.telling import cents, certainty, counted, desk, evidence, figure, of_unit, on_day, over, scope
from reports.values import Measure, Value
from reports.words import Named, Text, Told, name, text

AREA, ROLES = "finance", ("accounting",)
SHOWN = 5  # bookings named in a sentence
SAILS, BOOKINGS = "/admin/events/sailevent/", "/admin/events/booking/"
ENTRIES = desk("journalentry")


@dataclass(frozen=True)
class Count:
    """One count of bookings that want a person: its metric, what they are, how bad, and what to do about them."""

    metric: str
    says: str
    severity: Severity
    act: str
    hours: int
    href: str


def told_by_unit(facts: Facts, count: Callable[[DockBooks], Value], of: Count) -> Iterator[Fired]:
    """One finding for each unit that has any."""
    for unit in facts.units:
        found = count(of_units(facts, [unit.slug]).dock)
        if not found.is_known or found.number <= 0:
            continue
        n = figure(of.metric, found, period=on_day(facts.as_of), unit=unit.slug, title=f"{of.says}, a count")
        yield Fired(
            unit.slug, of.metric.replace("_", "-"), of.severity, text(f"{of.says}", of_unit(facts, unit.slug), ": ", n),
            Action(text(of.act, of_unit(facts, unit.slug)), of.hours, href=of.href, outcome="posting_exceptions"),
            references(found), evidence(found), certainty=certainty(found),
        )  # fmt: skip


def references(found: Value) -> Text:
    """The first of the bookings behind a count, by reference."""
    keys = [row.key.partition(":")[2] or "no booking" for row in found.evidence]
    parts: list[str | Named] = []
    for key in keys[:SHOWN]:
        parts += [", " if parts else "Bookings: ", Named(key, Told.ID)]
    return text(*parts, " and more." if len(keys) > SHOWN else ".") if keys else text("")


@rule("ACC-01", title="Deposits do not roll forward", area=AREA, roles=ROLES)
def untied_deposits(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """F20: the roll-forward, the ledger and the bookings' payments say different sums."""
    for unit in deposits.roll_forward(facts.dock.deposits):
        lists = unit.differences
        if not lists:
            continue
        month, slug = over(facts.dock.deposits.period), unit.unit
        sides = [
            figure(f"deposits_{side}", value, period=month, unit=slug, title=f"Deposits held, by {words}")
            for side, value, words in (
                ("rolled", unit.closing, "what came and went"), ("ledger", unit.ledger, "the ledger"),
                ("paid", unit.held, "the bookings’ payments"),
            )
        ]  # fmt: skip
        count = figure(
            "deposits_differing", counted(len(lists)), period=month, unit=slug, title="Deposits that differ, a count"
        )
        rows = evidence(exceptions.differing_deposits(of_units(facts, [slug]).dock))
        yield Fired(
            slug, "deposits", Severity.CRITICAL,
            text("Guests’ deposits", of_unit(facts, slug), " do not add up: ", count, " differ"),
            Action(text("Find the deposits that differ", of_unit(facts, slug)), 4, href=desk("dockposting"),
                   outcome="deposits_difference"),
            text("What came and went leaves ", sides[0], ", the ledger says ", sides[1], ", bookings hold ", sides[2],
                 ". ", *_differing(lists)),
            rows, certainty=certainty(unit.closing),
        )  # fmt: skip


def _differing(rows: tuple[deposits.Difference, ...]) -> Iterator[Text]:
    """Both sides of the first deposits that differ."""
    for row in rows[:SHOWN]:
        key = row.reference or "no booking"
        rolled, ledger = (
            figure(metric, cents(amount), period="", unit=row.unit, subject=key, title=f"Deposit {title}")
            for metric, amount, title in (
                ("deposit_rolled", row.rolled_cents, "by what came and went"),
                ("deposit_ledger", row.ledger_cents, "by the ledger"),
            )
        )
        yield text(Named(key, Told.ID), ": ", rolled, " against ", ledger, " in the ledger. ")


@rule("ACC-02", title="Income is dated before its sail", area=AREA, roles=ROLES)
def early_income(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """Service income of a booking before any may be earned."""
    of = Count("early_income", "Bookings with income before the sail", Severity.HIGH,
               "Reverse the income that is not earned yet", 2, ENTRIES)  # fmt: skip
    yield from told_by_unit(facts, exceptions.early_income, of)


@rule("ACC-03", title="A completed sail is not recognised", area=AREA, roles=ROLES)
def not_recognised(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """A sail that is back whose price is not, or not all, in the ledger."""
    of = Count("not_recognised", "Bookings that sailed and are not income yet", Severity.HIGH,
               "Post the completed sails", 2, desk("dockposting"))  # fmt: skip
    yield from told_by_unit(facts, exceptions.not_recognised, of)


@rule(
    "ACC-04", title="A sail is past, neither completed nor cancelled", area=AREA, roles=ROLES,
    limits=(Limit("days", "Days after the planned return that are nobody's fault", Decimal(2), Measure.DAYS),),
)  # fmt: skip
def not_completed(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """Bookings of such sails: nothing of them is earned until somebody says what happened."""
    of = Count("not_completed", "Bookings of sails that are past and not completed", Severity.HIGH,
               "Say of each sail that she is back, or that it was cancelled,", 1, SAILS)  # fmt: skip
    yield from told_by_unit(facts, lambda dock: exceptions.not_completed(dock, int(limits["days"])), of)


@rule("ACC-05", title="A deposit has no booking, or more was given back than held", area=AREA, roles=ROLES)
def unmatched_deposits(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """Customers' deposits in the ledger that name no booking, and bookings that hold less than nothing."""
    of = Count("unmatched_deposits", "Deposits without a booking, or below zero", Severity.HIGH,
               "Match the deposits with their bookings", 2, ENTRIES)  # fmt: skip
    yield from told_by_unit(facts, exceptions.unmatched_deposits, of)


@rule("ACC-06", title="A marketplace's payout is booked net", area=AREA, roles=ROLES)
def payouts_net(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """The channel's commission is in no books: income and cost are both told too small."""
    of = Count("payouts_net", "Bookings whose payout stands as the price", Severity.MEDIUM,
               "Record the price and the commission of these payouts", 2, BOOKINGS)  # fmt: skip
    yield from told_by_unit(facts, exceptions.payouts_net, of)


@rule("ACC-07", title="Tips or tax stand in income", area=AREA, roles=ROLES)
def tips_in_income(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """More service income than the booking's price: somebody else's money is in it."""
    of = Count("more_than_the_price", "Bookings with more income than their price", Severity.HIGH,
               "Move tips and tax out of income", 2, ENTRIES)  # fmt: skip
    yield from told_by_unit(facts, exceptions.more_than_the_price, of)


@rule(
    "ACC-08", title="There is no accounting system, or the books are not proven", area=AREA, roles=ROLES,
    limits=(Limit("days", "Days since the books were reconciled that are too many", Decimal(45), Measure.DAYS),),
)  # fmt: skip
def unproven_books(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """No account, no posted entry or never reconciled: no accounting system; else each cash account that waits."""
    ages = book_ages(facts.books)
    if why := _nothing_kept(facts, ages):
        says, act, href = why
        yield Fired(
            scope(facts), "accounting-system", Severity.CRITICAL, text("There is no accounting system: ", says),
            Action(text(act), 8, href=href, outcome="books_age"),
            text("Until then no sum of the books is proven against the bank."),
        )  # fmt: skip
        return
    for age in ages:
        if not age.age.is_known or age.age.number > limits["days"]:
            yield _waiting(facts, age)


def _nothing_kept(facts: Facts, ages: list[BookAge]) -> tuple[str, str, str] | None:
    """What is not there at all, what to do and where."""
    if not facts.books.accounts:
        return "no account is opened", "Open the standard chart of accounts", desk("account") + "standard/"
    if not any(row.n for row in facts.books.balances):
        return "no entry is posted", "Import the ledger, or post what the dock sold", desk("importbatch", add=True)
    if not any(age.age.is_known for age in ages):
        words = "Import the bank’s statement and prove a day of each cash account"
        return "the books were never reconciled with the bank", words, desk("reconciliation", add=True)
    return None


def _waiting(facts: Facts, row: BookAge) -> Fired:
    account, whose = name(row.account), of_unit(facts, row.unit)
    age = figure("books_age", row.age, period=on_day(facts.as_of), unit=row.unit, subject=row.account)
    never = not row.age.is_known
    return Fired(
        row.unit, f"reconciliation:{row.account}", Severity.CRITICAL if never else Severity.HIGH,
        text("Account ", account, whose, " was never reconciled") if never
        else text("Account ", account, whose, " was last reconciled ", age, " ago"),
        Action(text("Reconcile account ", account, whose), 2, href=desk("reconciliation", add=True),
               outcome="books_age"),
        evidence=evidence(row.age),
    )  # fmt: skip
