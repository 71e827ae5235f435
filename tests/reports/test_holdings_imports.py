"""Assets, people, property and deliveries come in by file: twice the same, and refused in words."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from reports.importing.engine import FileRefused
from reports.models import (
    Asset,
    AssetObligation,
    DataCoverage,
    DeliveryJob,
    JobExpense,
    Lease,
    Property,
    PropertyCost,
    RentCharge,
    RentPayment,
    Responsibility,
    Risk,
    Space,
    Transition,
)
from tests.reports import books

pytestmark = pytest.mark.django_db
AFTER = date(2026, 6, 2)  # the day after that of the imports
EXAMPLES = Path(__file__).parent / "examples"
ASSETS = ("assets", "asset_debts", "stakes", "responsibilities", "risks")
HOUSES = ("leases", "spaces", "rent", "property_costs", "other_income", "property_loans", "work_orders")
JOBS = ("deliveries", "job_quotes", "job_costs", "crew_pay")
MINE = (*ASSETS, *HOUSES, *JOBS)


@pytest.fixture
def units():
    books.chart()
    return [books.unit(), books.unit("house", kind="property"), books.unit("deliveries", kind="delivery")]


def example(kind):
    return books.taken(kind, (EXAMPLES / f"{kind}.csv").read_text(encoding="utf-8"))


def counts(batch):
    return batch.created_count > 0, batch.changed_count, batch.unchanged_count > 0


def faults(kind, text, **options):
    with pytest.raises(FileRefused) as refused:
        books.taken(kind, text, **options)
    return [(fault.line, fault.column, fault.words) for fault in refused.value.found]


def test_every_example_comes_in_and_a_second_time_changes_nothing(units):
    first = [batch.created_count + batch.changed_count for batch in map(example, MINE)]
    second = {kind: counts(example(kind)) for kind in MINE}

    assert all(first)
    assert second == dict.fromkeys(MINE, (False, 0, True))


def test_what_stands_is_recorded_in_part_from_its_day_to_that_of_the_import(units):
    for kind in MINE:
        example(kind)

    rows = DataCoverage.objects.values_list("unit__slug", "domain", "starts_on", "ends_on", "level")

    assert {(unit, domain): (f"{first}", end) for unit, domain, first, end, level in rows if level == "partial"} == {
        ("jada", "assets"): ("2018-01-15", AFTER),
        ("jada", "ownership"): ("2025-01-01", AFTER),
        ("jada", "people"): ("2026-06-01", AFTER),
        ("jada", "risks"): ("2026-06-01", AFTER),
        ("house", "leases"): ("2026-01-01", AFTER),
        ("house", "rent"): ("2026-09-01", date(2026, 10, 2)),
        ("house", "property_costs"): ("2026-10-03", date(2026, 10, 21)),
        ("deliveries", "deliveries"): ("2026-09-02", date(2026, 11, 15)),
        ("deliveries", "job_costs"): ("2026-09-03", date(2026, 9, 7)),
    }


def test_rows_of_one_asset_add_up_and_what_one_leaves_blank_another_says(units):
    example("assets")

    boat = Asset.objects.get(name="JADA")
    assert (boat.cost_cents, boat.location, boat.status) == (18_000_000, "Harbor Island", "in use")
    assert [str(due) for due in AssetObligation.objects.filter(asset=boat)] == [
        "JADA: insurance due 2026-12-05",
        "JADA: haul-out due 2027-03-01",
    ]


def test_a_value_without_its_day_and_two_costs_of_one_asset_are_refused_in_words(units):
    head = "unit,kind,name,cost,value,value_on\n"

    assert faults("assets", head + "jada,vessel,JADA,5,100,\n") == [(2, "value_on", "is missing: value is given")]
    assert faults("assets", head + "jada,vessel,JADA,5,,\njada,vessel,JADA,6,,\n") == [
        (3, "cost", "differs from another row of 'JADA'")
    ]


def test_a_last_day_makes_the_transition_of_the_holder(units):
    example("responsibilities")

    leaving = [(each.person, each.last_day) for each in Transition.objects.all()]
    assert leaving == [("Cy Mast", date(2026, 12, 15))]
    assert [each.successor for each in Responsibility.objects.order_by("title")] == ["", "", "Ada Sail"]


def test_an_impact_is_a_grade_or_an_amount_of_money(units):
    example("risks")

    assert [(risk.impact, risk.impact_cents) for risk in Risk.objects.order_by("title")] == [
        (5, None),
        (None, 4_000_000),
    ]
    assert faults("risks", "unit,title,likelihood,impact\njada,Fire,6,-1\n") == [
        (2, "impact", "is neither a grade from 1 to 5 nor an amount"),
        (2, "likelihood", "is no grade from 1 to 5"),
    ]


def test_a_lease_makes_its_property_and_space_for_the_only_unit_that_lets(units):
    example("leases")

    house = Property.objects.get()
    assert (house.slug, house.name, house.unit) == ("3028-51st-st", "3028 51st St", units[1])
    assert [space.name for space in Space.objects.all()] == ["A", "B"]


def test_a_lease_of_nobody_is_refused_until_the_unit_is_named():
    head = "property,space,tenant,start,end,rent\n"
    row = "Cottage,A,Dee,2026-01-01,2026-12-31,900\n"
    books.unit("one", kind="property"), books.unit("two", kind="property")

    words = "says not whose it is: name the unit with the file (units of kind property: one, two)"
    assert faults("leases", head + row) == [(2, "", words)]
    assert books.taken("leases", head + row, unit=books.unit("two")).created_count > 0
    assert Property.objects.get().unit == books.unit("two")


def test_a_tenant_who_stays_has_a_second_lease(units):
    example("leases")

    books.taken(
        "leases", "property,space,tenant,start,end,rent\n3028-51st-st,A,Dee Lodger,2027-01-01,2027-12-31,1600\n"
    )

    assert [lease.rent_cents for lease in Lease.objects.filter(tenant="Dee Lodger")] == [160_000, 150_000]


def test_rent_hangs_on_its_lease_and_its_payment_may_be_taken_back(units):
    example("leases"), example("rent")
    head = "property,space,due,charged,paid,paid_on\n"

    books.taken("rent", head + "3028 51st St,A,2026-10-01,1500,,\n")

    charge = RentCharge.objects.get(space__name="A", due=date(2026, 10, 1))
    assert charge.lease == Lease.objects.get(tenant="Dee Lodger")
    assert [(paid.amount_cents, paid.paid_on) for paid in RentPayment.objects.filter(charge=charge)] == [(0, None)]


def test_what_nobody_knows_is_named_with_what_there_is(units):
    example("leases"), example("deliveries")
    rent = "property,space,due,charged\n"

    assert faults("rent", rent + "Elsewhere,A,2026-10-01,5\n3028-51st-st,Z,2026-10-01,5\n") == [
        (2, "property", "names no property: there is 3028-51st-st"),
        (3, "space", "names no space of 3028-51st-st: there is A, B"),
    ]
    assert faults("job_costs", "job,date,what,amount\nX-9,2026-10-01,fuel,5\n") == [
        (2, "job", "names no delivery: there is EYD-1, EYD-2, EYD-3")
    ]


def test_a_cost_without_a_kind_has_that_of_its_category(units):
    example("leases"), example("property_costs")

    kinds = {cost.category: cost.kind for cost in PropertyCost.objects.all()}
    assert kinds == {"utilities": "opex", "mortgage": "debt", "improvements": "capex"}


def test_times_of_quotes_are_hours_of_the_unit(units):
    example("deliveries"), example("job_quotes")

    job = DeliveryJob.objects.get(key="EYD-1")
    assert job.answered == datetime(2026, 8, 10, 22, 30, tzinfo=UTC)
    assert (job.stage, job.fee_quoted_cents, job.contract, job.basis) == ("completed", 520_000, "yes", "day")


def test_days_that_run_backwards_are_refused_in_words(units):
    jobs = "job,planned_depart,planned_arrive\nEYD-9,2026-10-05,2026-10-01\n"
    leases = "property,space,tenant,start,end,rent\nHouse,A,Dee,2026-10-05,2026-10-01,5\n"

    assert faults("deliveries", jobs) == [(2, "planned_arrive", "is before planned_depart, 2026-10-05")]
    assert faults("leases", leases) == [(2, "end", "is before the lease begins, 2026-10-05")]


def test_what_is_reimbursed_was_passed_through(units):
    example("deliveries")
    head = "job,date,what,amount,pass_through,reimbursed_on\n"

    books.taken("job_costs", head + "eyd-1,2026-10-01,fuel,5,,2026-10-09\n")

    assert JobExpense.objects.get().is_pass_through is True
    assert faults("job_costs", head + "EYD-1,2026-10-02,ice,5,no,2026-10-09\n") == [
        (2, "reimbursed_on", "is given, but pass_through is no")
    ]
