"""What formulas read of technology, the cloud and clients: a fixed number of queries, nothing of later days."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from reports.formulas import clients as reckoned
from reports.formulas import cloud as billed
from reports.formulas import collecting, deploys
from reports.formulas import tech as built
from reports.inputs import clients, cloud, tech
from reports.models import BusinessUnit, Client, ClientComponent, CloudCost, DataCoverage, TechComponent
from reports.values import State
from tests import factories
from tests.reports import books

pytestmark = pytest.mark.django_db
EXAMPLES = Path(__file__).parent / "examples"
KINDS = ("components", "security", "deploys", "cloud_costs", "savings", "clients", "work", "invoices")
AS_OF = date(2026, 11, 14)
READS = {"tech": (tech.read, 6), "cloud": (cloud.read, 3), "clients": (clients.read, 7)}


def taken_in():
    """All examples, for the two units that they name."""
    made = [books.unit(), books.unit("dangerouscentaur", kind="agency")]
    for kind in KINDS:
        books.taken(kind, (EXAMPLES / f"{kind}.csv").read_text(encoding="utf-8"))
    return made


def thrice():
    """Two more of everything."""
    for number in (1, 2):
        unit = books.unit(f"agency-{number}", kind="agency")
        books.taken("components", f"unit,name,ci,checked_on\nagency-{number},Site {number},yes,2026-10-01\n")
        books.taken("security", f"component,title,category,severity,found_on\nSite {number},A,b,low,2026-10-01\n")
        books.taken("deploys", f"component,at,result\nSite {number},2026-10-01,ok\n")
        books.taken("cloud_costs", f"provider,service,month,amount,unit\naws,S3,2026-10,1,agency-{number}\n")
        books.taken("savings", f"service,action,low\nS3,Save {number},1\n")
        books.taken("clients", f"unit,client,plan,amount\nagency-{number},C{number},retainer,5\n")
        books.taken("work", f"client,date,hours,rate\nC{number},2026-10-01,1,9\n")
        books.taken("invoices", f"client,number,date,due,amount,paid,paid_on\nC{number},1,2026-10-01,2026-10-02,9,9,"
                    "2026-10-03\n")  # fmt: skip
        component = TechComponent.objects.get(unit=unit)
        ClientComponent.objects.create(client=Client.objects.get(unit=unit), component=component)


@pytest.mark.parametrize("domain", READS)
def test_each_domain_is_read_in_as_many_queries_for_one_row_as_for_three(domain, django_assert_num_queries):
    read, queries = READS[domain]
    units = taken_in()

    with django_assert_num_queries(queries):
        read(units=units, as_of=AS_OF)
    thrice()
    units = list(BusinessUnit.objects.in_scope([]))
    with django_assert_num_queries(queries):
        found = read(units=units, as_of=AS_OF)
    assert len(found.said.units) == 4


def test_components_and_findings_are_told_as_they_stood_on_the_day():
    units = taken_in()
    TechComponent.objects.filter(name="Ana's site").update(retired_on=date(2026, 10, 10))

    early = tech.read(units=units, as_of=date(2026, 10, 5))
    late = tech.read(units=units, as_of=AS_OF)

    assert [(one.name, len(one.checks)) for one in early.components] == [("Ana's site", 0), ("Booking page", 0)]
    assert [(one.name, one.runtime) for one in late.components] == [("Booking page", "node 20")]
    assert [built.open_findings(found).amount for found in (early, late)] == [2, 1]
    assert built.open_findings(late).state == State.PARTIAL
    checked = built.check_coverage(late, late.components[0])
    assert (checked.share.amount, checked.unknown) == (Decimal(1) / 7, ("backup", "restore_test"))
    assert [one.on.day for one in early.releases] == [5]
    assert deploys.delivering(late).restore.amount == Decimal("1.5")


def test_a_deploy_counts_on_the_day_of_its_own_unit():
    units = [books.unit("jada", timezone="Asia/Tokyo")]
    books.taken("components", "unit,name\njada,Site\n")
    books.taken("deploys", "component,at,result\nSite,2026-11-15 03:00,ok\n")

    assert tech.read(units=units, as_of=AS_OF).releases == ()
    assert tech.read(units=units, as_of=date(2026, 11, 15)).releases[0].at == datetime(2026, 11, 14, 18, tzinfo=UTC)


def test_costs_of_no_unit_count_for_all_units_together_and_for_no_one_of_them():
    units = taken_in()

    every, one = cloud.read(units=units, as_of=AS_OF), cloud.read(units=units[:1], as_of=AS_OF)

    assert [value.amount for value in billed.monthly(every)] == [5000, Decimal(5000 + 6800 + 8400) / 3, 8400]
    assert [value.amount for value in billed.monthly(one)] == [3100, Decimal(3100 + 4100 + 5200) / 3, 5200]
    assert billed.untagged_share(every).amount == Decimal(32) / 84
    assert (billed.potential(every).high.amount, billed.saved(every).amount) == (1800, 680)
    assert len(cloud.read(units=units, as_of=date(2026, 10, 30)).costs) == 4


def test_the_bill_of_a_month_that_is_running_says_until_which_day_it_counts():
    unit = books.unit()
    today = factories.NOW.date()

    books.taken("cloud_costs", f"provider,service,month,amount,unit\naws,EC2,{today:%Y-%m},9,jada\n")

    assert CloudCost.objects.get().through_on == today
    assert [row.cents for row in cloud.read(units=[unit], as_of=today).costs] == [900]


def test_clients_are_told_with_what_was_billed_and_paid_by_the_day():
    units = taken_in()
    cafe = Client.objects.get(slug="anas-cafe")
    components = TechComponent.objects.filter(name="Ana's site")
    components.update(monthly_cost_cents=1000)
    Client.objects.filter(slug="bo-builders").update(cost_rate_cents=2000)
    share = Decimal("0.5")
    ClientComponent.objects.create(
        client=Client.objects.get(slug="bo-builders"), component=components.get(), share=share
    )

    found = clients.read(units=units, as_of=AS_OF)
    earlier = clients.read(units=units, as_of=date(2026, 11, 9))

    assert found.units == ("dangerouscentaur",)
    assert reckoned.contracted(found).amount == 52_500
    assert [one.name for one in reckoned.without_plan(found)] == ["Cleo Cuts"]
    assert (reckoned.unbilled(found).amount, collecting.receivable(found).amount) == (12_750, 12_750)
    assert collecting.receivable(earlier).amount == 82_750
    leaks = {leak.client.name: (leak.expected.amount, leak.leakage.amount) for leak in reckoned.leaks(found)}
    assert leaks[cafe.name] == (52_500, 2500)
    builder = next(one for one in found.clients if one.name == "bo-builders")
    assert collecting.cost_to_serve(found, builder, found.period).amount == 500 + Decimal("2.5") * 2000


def test_a_void_invoice_counts_until_the_day_it_was_taken_back():
    units = taken_in()
    books.taken("invoices", "client,number,date,due,amount,void_on\nbo-builders,2026-32,2026-10-31,2026-11-14,127.50,"
                "2026-11-10\n")  # fmt: skip

    open_then, open_now = (
        collecting.receivable(clients.read(units=units, as_of=day)).amount for day in (date(2026, 11, 9), AS_OF)
    )

    assert (open_then, open_now) == (82_750, 0)


def test_without_records_nothing_is_told():
    units = [books.unit("dangerouscentaur", kind="agency")]

    found = clients.read(units=units, as_of=AS_OF)

    assert reckoned.contracted(found).state == State.NO_DATA
    assert billed.month_cost(cloud.read(units=units, as_of=AS_OF), found.period).state == State.NO_DATA
    DataCoverage.objects.create(
        unit=units[0], domain="clients", starts_on=date(2026, 10, 1), ends_on=date(2026, 11, 1), level="complete",
        basis="asserted", stated_at=factories.NOW,
    )  # fmt: skip
    assert reckoned.contracted(clients.read(units=units, as_of=AS_OF)).state == State.ZERO
