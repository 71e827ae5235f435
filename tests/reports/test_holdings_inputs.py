"""What formulas read of assets, people, property and deliveries: a fixed number of queries, nothing of later days."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from reports.inputs import deliveries, holdings, people, rental
from reports.models import BusinessUnit, UnitVessel
from tests import factories
from tests.reports import books

pytestmark = pytest.mark.django_db
EXAMPLES = Path(__file__).parent / "examples"
KINDS = [
    "assets",
    "asset_debts",
    "stakes",
    "responsibilities",
    "risks",
    "leases",
    "spaces",
    "rent",
    "property_costs",
    "other_income",
    "property_loans",
    "work_orders",
    "deliveries",
    "job_quotes",
    "job_costs",
    "crew_pay",
]
AS_OF = date(2026, 11, 20)


def taken_in():
    """All examples, for one unit of each kind."""
    books.chart()
    made = [books.unit(), books.unit("house", kind="property"), books.unit("deliveries", kind="delivery")]
    for kind in KINDS:
        books.taken(kind, (EXAMPLES / f"{kind}.csv").read_text(encoding="utf-8"))
    return made


def thrice():
    """Two more of everything that can be many."""
    for number in (1, 2):
        unit = books.unit(f"house-{number}", kind="property")
        books.taken(
            "leases", f"property,space,tenant,start,end,rent\nHouse {number},A,T,2026-01-01,2026-12-31,9\n", unit=unit
        )
        books.taken("rent", f"property,space,due,charged,paid,paid_on\nHouse {number},A,2026-10-01,9,9,2026-10-02\n")
        books.taken("deliveries", f"job\nMore-{number}\n", unit=books.unit("deliveries"))
        books.taken("job_costs", f"job,date,what,amount\nMore-{number},2026-10-01,fuel,5\n")
        books.taken("assets", f"unit,kind,name,value,value_on\njada,equipment,Thing {number},5,2026-10-01\n")
        books.taken("asset_debts", f"unit,name,account\njada,Thing {number},2500\n")


READS = {
    "holdings": (holdings.read, 7),
    "people": (people.read, 5),
    "rental": (rental.read, 13),
    "deliveries": (deliveries.read, 4),
}


@pytest.mark.parametrize("domain", READS)
def test_each_domain_is_read_in_as_many_queries_for_one_row_as_for_three(domain, django_assert_num_queries):
    read, queries = READS[domain]
    units = taken_in()

    with django_assert_num_queries(queries):
        read(units=units, as_of=AS_OF)
    thrice()
    units = list(BusinessUnit.objects.in_scope([]))
    with django_assert_num_queries(queries):
        read(units=units, as_of=AS_OF)


def test_assets_are_read_with_values_obligations_debts_and_sails_of_their_days():
    units = taken_in()
    books.posted(units[0], date(2026, 1, 5), ("1000", 9_000_00), ("2500", -9_000_00))
    books.posted(units[0], date(2026, 12, 1), ("2500", 500_00), ("1000", -500_00))
    sail = factories.event(departs_at=datetime(2026, 10, 3, 20, tzinfo=UTC), status="closed")
    UnitVessel.objects.create(vessel=sail.vessel, unit=units[0])

    found = holdings.read(units=units, as_of=AS_OF)

    boat = next(thing for thing in found.things if thing.name == "JADA")
    assert [(each.on, each.cents) for each in boat.worth] == [(date(2026, 6, 30), 150_000_00)]
    assert [(due.kind, due.on) for due in boat.due] == [
        ("insurance", date(2026, 12, 5)),
        ("haul_out", date(2027, 3, 1)),
    ]
    assert boat.debts == (("2500", 9_000_00, 1),)
    hours = Decimal(int((sail.returns_at - sail.departs_at).total_seconds())) / 3600
    assert [(row.unit, row.hours, row.n) for row in found.sailings] == [("jada", hours, 1)]


def test_assets_sold_or_not_yet_bought_are_not_there():
    unit = books.unit()
    head = "unit,kind,name,acquired_on,status\n"
    books.taken(
        "assets", head + "jada,vehicle,Van,,Sold\njada,vehicle,Truck,2026-12-01,\njada,vehicle,Car,2026-11-20,\n"
    )

    assert [thing.name for thing in holdings.read(units=[unit], as_of=AS_OF).things] == ["Car"]


def test_rent_paid_later_than_the_day_is_still_owed_on_it():
    units = taken_in()

    early = rental.read(units=units, as_of=date(2026, 10, 2)).houses[0]
    late = rental.read(units=units, as_of=AS_OF).houses[0]

    assert [charge.open_cents for charge in early.charges if charge.room == "A"] == [0, 1500_00]
    assert [charge.open_cents for charge in late.charges if charge.room == "A"] == [0, 600_00]
    assert [cost.category for cost in early.costs] == []
    assert [(cost.category, cost.kind) for cost in late.costs] == [
        ("utilities", "opex"),
        ("mortgage", "debt"),
        ("improvements", "capex"),
    ]


def test_a_house_is_worth_what_the_only_property_of_its_unit_is():
    units = taken_in()
    books.taken("assets", "unit,kind,name,value,value_on\nhouse,property,The house,600000,2026-01-02\n")
    books.posted(units[1], date(2026, 2, 1), ("1000", 2_000_00), ("2060", -2_000_00))

    found = rental.read(units=units, as_of=AS_OF)

    assert found.houses[0].worth == (date(2026, 1, 2), 600_000_00)
    assert found.cash["house"] == (2_000_00, 2_000_00, 2)


def test_deliveries_are_read_as_they_stood():
    units = taken_in()

    job = deliveries.read(units=units, as_of=date(2026, 9, 4)).jobs[0]
    later = deliveries.read(units=units, as_of=AS_OF).jobs[0]

    assert (job.actual_depart, job.actual_arrive) == (date(2026, 9, 2), None)
    assert [(row.what, row.reimbursed_on) for row in job.spent] == [("fuel", None)]
    assert (later.days, len(later.spent), later.pay[0].cents) == (9, 3, 1600_00)


def test_people_and_risks_are_read_as_they_are_in_force():
    unit = taken_in()[0]
    books.taken("stakes", "unit,person,percent,effective\njada,Later,10,2027-01-01\n")
    books.taken("risks", "unit,title,status\njada,Old one,Closed\n")

    found = people.read(units=[unit], as_of=AS_OF)

    assert sorted((stake.person, stake.percent) for stake in found.stakes) == [("Ada Sail", 60), ("Bo Wake", 30)]
    assert [peril.title for peril in found.perils] == ["Engine fails in season", "Mooring lost"]
    assert [each.person for each in found.leaving] == ["Cy Mast"]
