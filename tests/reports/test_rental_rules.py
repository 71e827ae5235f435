"""RP-01 to RP-05: when they fire, when not, and of nothing recorded never."""

from datetime import date
from decimal import Decimal

import pytest

from reports.findings import Severity, known
from reports.formulas.houses import Charge, Cost, DepositCash, House, Loan, Paid, Room, Tenancy
from tests.reports.housefacts import AS_OF, RENTAL, empty_facts

HOME = RENTAL.slug
ALL = [(HOME, domain) for domain in ("leases", "rent", "property_costs", "ledger")]
LEASE = Tenancy("7", "Petra", date(2025, 3, 1), date(2027, 6, 30), 1850_00, 1, 1850_00)
ROOM = Room("Unit A", 1950_00, (LEASE,))
LOAN = Loan("3", "Mission Savings", 280_000_00, Decimal("7.06"), 360, date(2018, 9, 1), 1980_00)


def house(*rooms, **columns):
    return House("house", "House", HOME, rooms, **columns)


def fire(rule, *houses, complete=ALL, limits=None, **columns):
    changes = {"houses": {"houses": houses, **columns}, "limits": limits or {}}
    return [one.fired for one in known()[rule].fire(empty_facts(complete=complete, **changes))]


def charge(due, cents=1850_00, paid=(), key="9"):
    return Charge(key, "Unit A", "Petra", due, cents, paid)


def rent(*months, cents=1850_00):
    """Paid rent of some months of 2026."""
    return tuple(
        charge(date(2026, n, 1), cents, (Paid(cents, date(2026, n, 2)),), key=f"{n}") for n in months
    )  # fmt: skip


def ending(on):
    return house(ROOM._replace(tenancies=(LEASE._replace(ends_on=on),)))


RENEWAL = LEASE._replace(key="8", starts_on=date(2027, 1, 1), ends_on=date(2027, 12, 31))
FIRINGS = {
    "six days late": ("RP-01", [house(ROOM, charges=(charge(date(2026, 11, 8)),))], {"house:Unit A": "high"}),
    "within the days of grace": ("RP-01", [house(ROOM, charges=(charge(date(2026, 11, 9)),))], {}),
    "paid": ("RP-01", [house(ROOM, charges=rent(8, 9, 10))], {}),
    "paid in part": (
        "RP-01", [house(ROOM, charges=(charge(date(2026, 10, 1), paid=(Paid(1, AS_OF),)),))], {"house:Unit A": "high"}
    ),
    "rent of days to come": ("RP-01", [house(ROOM, charges=(charge(date(2026, 12, 1)),))], {}),
    "a lease ends in ninety days": ("RP-02", [ending(date(2027, 2, 12))], {"house:Unit A:2027-02-12": "medium"}),
    "in ninety-one": ("RP-02", [ending(date(2027, 2, 13))], {}),
    "a lease that is renewed": (
        "RP-02", [house(ROOM._replace(tenancies=(LEASE._replace(ends_on=date(2026, 12, 31)), RENEWAL)))], {}
    ),
    "a lease that ended": ("RP-02", [ending(date(2026, 11, 13))], {}),
    "rent below the payments": ("RP-03", [house(ROOM, charges=rent(*range(1, 11)), loans=(LOAN,))], {"house": "high"}),
    "rent well above them": ("RP-03", [house(ROOM, charges=rent(*range(1, 11), cents=4000_00), loans=(LOAN,))], {}),
    "no loan": ("RP-03", [house(ROOM, charges=rent(*range(1, 11)))], {}),
    "a loan and nothing else": ("RP-03", [house(ROOM, loans=(LOAN,))], {}),
    "vacant for a month and a day": ("RP-05", [ending(date(2026, 10, 13))], {"house:Unit A": "medium"}),
    "vacant for a month": ("RP-05", [ending(date(2026, 10, 14))], {}),
    "let": ("RP-05", [house(ROOM)], {}),
    "never let": ("RP-05", [house(Room("Studio", None))], {"house:Studio": "medium"}),
}  # fmt: skip


@pytest.mark.parametrize("case", FIRINGS)
def test_a_rule_fires_on_its_case_alone(case):
    rule, houses, expected = FIRINGS[case]

    assert {one.subject: str(one.severity) for one in fire(rule, *houses)} == expected


@pytest.mark.parametrize("rule", ["RP-01", "RP-02", "RP-03", "RP-04", "RP-05"])
def test_nothing_fires_where_nothing_is_recorded(rule):
    assert [fire(rule, complete=complete) for complete in ((), ALL)] == [[], []]


@pytest.mark.parametrize(
    ("cash", "complete", "severities"),
    [(1849_99, ALL, [Severity.CRITICAL]), (1850_00, ALL, []), (1849_99, ALL[:3], [Severity.CRITICAL])],
)
def test_deposits_of_tenants_must_lie_in_cash(cash, complete, severities):
    found = fire("RP-04", house(ROOM), complete=complete, cash={HOME: DepositCash(cash, 1850_00, 4)})

    assert [one.severity for one in found] == severities


def test_cash_that_nobody_recorded_is_no_shortfall():
    assert fire("RP-04", house(ROOM), complete=ALL[:3]) == []


def test_a_space_that_was_never_let_is_not_called_vacant_while_leases_are_not_recorded_in_full():
    assert fire("RP-05", house(Room("Studio", None)), complete=()) == []


def test_debt_is_held_against_the_months_that_are_recorded():
    young = house(ROOM, charges=rent(9, 10, cents=4000_00), loans=(LOAN,))

    assert fire("RP-03", young, complete=()) == []


def test_tenants_and_rents_stand_in_the_detail_alone():
    (found,) = fire("RP-01", house(ROOM, charges=(charge(date(2026, 9, 1)), charge(date(2026, 10, 1), key="10"))))

    assert found.detail_label == "tenants"
    assert str(found.title) == "Rent of Unit A, House, is not paid"
    assert str(found.detail) == "Petra owes $3,700 for 2 months, the oldest due on 1 Sep 2026."
    assert (found.at_stake.number, list(found.evidence)) == (1850_00, [("rent", "9"), ("rent", "10")])


def test_what_a_thin_coverage_lacks_is_told_a_month():
    costs = (Cost("1", date(2026, 10, 3), "utilities", 50_00, "opex"),)
    (found,) = fire("RP-03", house(ROOM, charges=rent(10), costs=costs, loans=(LOAN,)))

    assert found.at_stake.number == Decimal("1.2") * 1980_00 - 1800_00


def test_the_house_s_own_days_of_grace_count():
    late = house(ROOM, charges=(charge(date(2026, 11, 8)),))

    assert fire("RP-01", late, limits={("RP-01", "grace"): Decimal(10)}) == []
