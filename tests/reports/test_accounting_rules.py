"""ACC-01 to ACC-13: each rule fires on what was recorded, does not fire on what is well, and is silent without data."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from reports.findings import known
from reports.formulas.books import AccountFact, CashBook, Charge, Double, Unproven
from reports.formulas.deposits import Deposits, Flow, Kind, Place
from reports.formulas.exceptions import Income, Standout
from reports.formulas.tech import Component, Retired
from reports.formulas.wanted import Aim
from reports.values import Level
from tests.reports.housefacts import AS_OF, JADA, QUEEN, empty_facts, every_domain
from tests.reports.ledgers import balance, month_sum

ACCOUNT = AccountFact("1000", "Bank", "asset", "cash", "none", None, "", "", True)
OCTOBER = date(2026, 10, 1)


def house(units=(JADA,), *, limits=None, **inputs):
    """A house of which all is recorded."""
    return empty_facts(units, complete=every_domain(units), limits=limits or {}, **inputs)


def fired(number, facts):
    return [(one.key, one.fired.severity.value, str(one.fired.title)) for one in known()[number].fire(facts)]


def deposits(*, flows=(), held=None, ledger=None):
    levels = {"jada": Level.COMPLETE}
    facts = house()
    return Deposits(("jada",), facts.period, tuple(flows), held or {}, ledger or {}, levels, levels)


PAID = Flow("jada", "AB12", date(2026, 10, 10), Kind.RECEIVED, 60_000)
HERE = Place("jada", "AB12")


def test_deposits_on_which_the_sides_differ_are_listed():
    rolled = deposits(flows=[PAID], held={HERE: 60_000}, ledger={HERE: 50_000})

    (one,) = known()["ACC-01"].fire(house(dock={"deposits": rolled}))

    assert (one.key, one.fired.severity.value, str(one.fired.title), str(one.fired.detail)) == (
        "ACC-01:jada:deposits", "critical", "Guests’ deposits of JADA do not add up: 1 differ",
        "What came and went leaves $600, the ledger says $500, bookings hold $600. AB12: $600 against $500 in the "
        "ledger. ",
    )  # fmt: skip


def test_deposits_that_tie_are_no_finding():
    assert (
        fired("ACC-01", house(dock={"deposits": deposits(flows=[PAID], held={HERE: 60_000}, ledger={HERE: 60_000})}))
        == []
    )


def income(price=180_000, dock=180_000, ledger=180_000, first=date(2026, 11, 1), may=date(2026, 11, 1)):
    return Income("jada", "AB12", price, dock, ledger, first, may)


def fault(kind, days=5):
    return Standout(kind, "jada", "AB12", AS_OF - timedelta(days=days), 100, "Words.")


WELL = {"incomes": (income(),)}
DOCK = {
    "ACC-02 income before the sail": ("ACC-02", {"incomes": (income(first=date(2026, 10, 10)),)}, "high",
                                      "Bookings with income before the sail of JADA: 1"),
    "ACC-02 income and never sailed": ("ACC-02", {"incomes": (income(may=None),)}, "high",
                                       "Bookings with income before the sail of JADA: 1"),
    "ACC-03 a sail without income": ("ACC-03", {"incomes": (income(ledger=0, first=None),)}, "high",
                                     "Bookings that sailed and are not income yet of JADA: 1"),
    "ACC-04 past, and nothing said": ("ACC-04", {"faults": (fault("not_completed", days=3),)}, "high",
                                      "Bookings of sails that are past and not completed of JADA: 1"),
    "ACC-05 less than nothing held": ("ACC-05", {"faults": (fault("negative_held"),)}, "high",
                                      "Deposits without a booking, or below zero of JADA: 1"),
    "ACC-05 a deposit of nobody": ("ACC-05", {"deposits": deposits(ledger={Place("jada", ""): 500})}, "high",
                                   "Deposits without a booking, or below zero of JADA: 1"),
    "ACC-06 a payout as the price": ("ACC-06", {"faults": (fault("payout_as_price"),)}, "medium",
                                     "Bookings whose payout stands as the price of JADA: 1"),
    "ACC-07 more income than the price": ("ACC-07", {"incomes": (income(ledger=190_000),)}, "high",
                                          "Bookings with more income than their price of JADA: 1"),
}  # fmt: skip


@pytest.mark.parametrize("case", DOCK)
def test_what_dock_and_ledger_do_not_agree_on_is_told_by_unit(case):
    number, dock, severity, title = DOCK[case]

    assert [row[1:] for row in fired(number, house((JADA, QUEEN), dock=dock))] == [(severity, title)]
    assert fired(number, house(dock=WELL)) == fired(number, empty_facts((JADA,))) == []


def test_the_bookings_meant_are_named():
    (one,) = known()["ACC-03"].fire(house(dock={"incomes": (income(ledger=0, first=None),)}))

    assert (str(one.fired.detail), [row.key for row in one.fired.evidence]) == ("Bookings: AB12.", ["jada:AB12"])


def test_two_days_after_its_return_a_sail_may_still_be_reported_and_the_house_may_allow_more():
    late = {"faults": (fault("not_completed", days=3),)}

    assert fired("ACC-04", house(dock={"faults": (fault("not_completed", days=2),)})) == []
    assert fired("ACC-04", house(dock=late, limits={("ACC-04", "days"): Decimal(3)})) == []


def books(*ages, **columns):
    """Books with an account, an entry, and cash accounts reconciled so many days ago; None: never."""
    rows = tuple(
        CashBook("jada", str(1000 + place), None if age is None else AS_OF - timedelta(days=age), 0, 0)
        for place, age in enumerate(ages)
    )
    return {"accounts": (ACCOUNT,), "balances": (balance("cash", 100),), "cash_books": rows} | columns


NO_SYSTEM = "There is no accounting system: "
KEPT = {
    "no account": ({}, [("ACC-08::accounting-system", "critical", NO_SYSTEM + "no account is opened")]),
    "no entry": (books(balances=()), [("ACC-08::accounting-system", "critical", NO_SYSTEM + "no entry is posted")]),
    "never reconciled": (
        books(None, None),
        [("ACC-08::accounting-system", "critical", NO_SYSTEM + "the books were never reconciled with the bank")],
    ),
    "one account never": (
        books(3, None),
        [("ACC-08:jada:reconciliation:1001", "critical", "Account 1001 of JADA was never reconciled")],
    ),
    "too long ago": (
        books(46), [("ACC-08:jada:reconciliation:1000", "high", "Account 1000 of JADA was last reconciled 46 days ago")]
    ),
    "45 days are well": (books(45), []),
}  # fmt: skip


@pytest.mark.parametrize("case", KEPT)
def test_books_that_are_not_kept_or_not_proven_are_told(case):
    columns, expected = KEPT[case]

    assert fired("ACC-08", house(books=columns)) == expected


def test_a_house_without_units_has_no_accounting_system():
    (one,) = known()["ACC-08"].fire(empty_facts(()))

    assert (one.key, one.fired.severity.value, one.fired.action.href) == (
        "ACC-08::accounting-system", "critical", "/admin/reports/account/standard/",
    )  # fmt: skip


@pytest.mark.parametrize(("suspense", "count"), [(600, 1), (500, 0), (0, 0)])
def test_spending_without_a_category_is_told_above_its_share(suspense, count):
    months = (month_sum("overhead", 10_000 - suspense), month_sum("suspense", suspense))
    found = fired("ACC-09", house(books={"months": months}))

    assert found == [("ACC-09:jada:uncategorised", "medium", "6.0 % of the spending of JADA has no category")] * count
    assert fired("ACC-09", house()) == fired("ACC-09", empty_facts((JADA,))) == []


def test_charges_alike_are_told_once_for_each_payee():
    twice = [Double("jada", "Fuel Dock", 400, OCTOBER, date(2026, 10, day), day, day + 1, False) for day in (2, 3)]

    (one,) = known()["ACC-10"].fire(house(books={"doubles": tuple(twice)}))

    assert (one.key, str(one.fired.title), len(one.fired.evidence)) == (
        "ACC-10:jada:double:Fuel Dock", "Fuel Dock of JADA may have been paid twice: $8", 4,
    )  # fmt: skip
    assert fired("ACC-10", house()) == []


def charges(*cents, party="Hosting Co"):
    days = [AS_OF - timedelta(days=30 * place) for place in range(len(cents))][::-1]
    return tuple(
        Charge("jada", party, "6100", on, amount, place, place)
        for place, (on, amount) in enumerate(zip(days, cents, strict=True))
    )


@pytest.mark.parametrize(
    ("cents", "limits", "expected"),
    [
        ((1000, 1000, 1200), {}, ["Hosting Co of JADA raised its price by 20.0 %"]),
        ((1200, 1200, 1000), {}, []),
        ((1000, 1000, 1000), {}, []),
        ((1000, 1000, 1200), {("ACC-11", "step"): Decimal("0.25")}, []),
        ((), {}, []),
    ],
)
def test_a_recurring_charge_that_rose_is_told_with_what_it_costs_a_month(cents, limits, expected):
    found = known()["ACC-11"].fire(house(books={"charges": charges(*cents)}, limits=limits))

    assert [str(one.fired.title) for one in found] == expected
    assert [round(one.fired.at_stake.number) for one in found] == [200] * len(expected)


@pytest.mark.parametrize(
    ("components", "expected"),
    [
        ((), ["Hosting Co still charges $10 a month for Old shop, which is retired"]),
        ((Component("1", "jada", "New shop", provider="Hosting Co"),), []),
    ],
)
def test_a_charge_for_what_is_retired_is_told_unless_its_provider_still_serves(components, expected):
    gone = (Retired("jada", "Old shop", "hosting co"),)
    facts = house(books={"charges": charges(1000, 1000, 1000)}, tech={"retired": gone, "components": components})

    assert [title for _, _, title in fired("ACC-11", facts)] == expected


def test_expenses_without_a_receipt_are_told_by_unit():
    rows = (Unproven("jada", "6000", OCTOBER, 9_900, 1), Unproven("jada", "6100", OCTOBER, 20_000, 2))

    (one,) = known()["ACC-12"].fire(house((JADA, QUEEN), books={"unproven": rows}))

    assert (one.key, one.fired.severity.value, str(one.fired.title), str(one.fired.detail)) == (
        "ACC-12:jada:receipts", "low", "Expenses of JADA without a receipt: 3",
        "They come to $299; a receipt is wanted above $75.",
    )  # fmt: skip
    assert fired("ACC-12", house()) == []


def aim(target=2_000, due=date(2027, 2, 28)):
    return Aim("jada", "revenue", ">=", Decimal(target * 100), due)


MILESTONES = {
    "behind": (aim(), [500, 600], [("medium", "by 28 Feb 2027")]),
    "its day is past": (aim(due=AS_OF), [500, 1900], [("high", "by 14 Nov 2026")]),
    "on track": (aim(), [500, 1500], []),
    "met": (aim(500), [100, 600], []),
    "no data": (aim(), [], []),
}


@pytest.mark.parametrize("case", MILESTONES)
def test_a_milestone_behind_its_rate_is_told(case):
    goal, amounts, expected = MILESTONES[case]
    months = tuple(month_sum("service_income", -cents * 100, month=month)
                   for month, cents in zip((7, 10), amounts, strict=False))  # fmt: skip
    facts = house(books={"months": months}, wanted={"aims": (goal,)})
    if not amounts:
        facts = replace(empty_facts((JADA,)), wanted=facts.wanted)

    found = fired("ACC-13", facts)

    assert [(severity, title.partition("$2,000 ")[2]) for _, severity, title in found] == expected


@pytest.mark.parametrize("number", [f"ACC-{place:02}" for place in range(1, 14)])
def test_an_empty_house_is_told_of_its_missing_accounting_alone(number):
    assert len(fired(number, empty_facts((JADA, QUEEN)))) == (number == "ACC-08")
