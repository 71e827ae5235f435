"""Components, findings, cloud costs, clients, work and invoices come in from files, once and for all."""

from datetime import date
from pathlib import Path

import pytest

from reports.importing.engine import FileRefused
from reports.models import (
    BillingPlan,
    Client,
    CloudCost,
    ComponentCheck,
    Deploy,
    Invoice,
    InvoicePayment,
    SecurityFinding,
    TechComponent,
    WorkEntry,
)
from tests.reports import books

pytestmark = pytest.mark.django_db
EXAMPLES = Path(__file__).parent / "examples"
KINDS = ("components", "deploys", "security", "cloud_costs", "savings", "clients", "work", "invoices")


@pytest.fixture(autouse=True)
def units():
    books.unit()
    books.unit("dangerouscentaur", kind="agency")


def example(kind):
    return books.taken(kind, (EXAMPLES / f"{kind}.csv").read_text(encoding="utf-8"))


def faults(kind, text, **options):
    with pytest.raises(FileRefused) as refused:
        books.taken(kind, text, **options)
    return [(fault.line, fault.column) for fault in refused.value.found]


def test_every_example_comes_in_and_a_second_time_changes_nothing():
    first = [example(kind).created_count for kind in KINDS]
    second = [example(kind) for kind in KINDS]

    assert first == [2, 2, 3, 6, 2, 4, 3, 2]
    assert [(batch.created_count, batch.changed_count) for batch in second] == [(0, 0)] * 8


def test_an_empty_answer_is_no_answer_and_unknown_is_not_no():
    example("components")

    checks = ComponentCheck.objects.filter(component__name="Ana's site").values_list("check_name", "result")
    assert dict(checks) == {
        "ci": "yes", "staging": "no", "rollback": "no", "backup": "yes", "restore_test": "unknown", "auth": "no",
        "waf": "no", "analytics": "yes",
    }  # fmt: skip
    assert TechComponent.objects.get(name="Ana's site").criticality == "critical"


def test_a_deploy_is_on_its_units_clock():
    example("components")
    example("deploys")

    assert [deploy.deployed_at.isoformat() for deploy in Deploy.objects.order_by("deployed_at")] == [
        "2026-10-05T21:00:00+00:00", "2026-10-12T23:20:00+00:00",
    ]  # fmt: skip


def test_a_secret_in_the_evidence_never_reaches_the_books():
    example("components")
    example("security")

    found = SecurityFinding.objects.get(category="secret")
    assert found.evidence == 'checkout.js:12 key = "sk_l…"'
    assert SecurityFinding.objects.get(category="auth").fixed_on == date(2026, 10, 9)


def test_a_finding_of_no_component_is_refused_with_the_components_there_are():
    example("components")

    with pytest.raises(FileRefused) as refused:
        books.taken("security", "component,title,category,severity,found_on\nShop,a,auth,high,2026-10-02\n")
    assert [fault.words for fault in refused.value.found] == [
        "names no component: there is Ana's site, Booking page. Take in components first"
    ]


@pytest.mark.parametrize(
    ("cells", "column"),
    [("fixed,", "fixed_on"), ("open,2026-10-09", "fixed_on"), ("fixed,2026-10-01", "fixed_on"), ("gone,", "status")],
)
def test_a_finding_that_contradicts_itself_is_refused(cells, column):
    example("components")
    head = "component,title,category,severity,found_on,status,fixed_on\n"

    assert faults("security", f"{head}Booking page,a,auth,high,2026-10-02,{cells}\n") == [(2, column)]


def test_a_cost_without_a_unit_is_kept_untagged_and_changes_with_the_file():
    example("cloud_costs")
    changed = books.taken("cloud_costs", "provider,service,month,amount\nAWS,S3,2026-10-01,33\n")

    assert (changed.created_count, changed.changed_count) == (0, 1)
    assert CloudCost.objects.get(service="S3", month=date(2026, 10, 1)).amount_cents == 3300
    assert CloudCost.objects.get(service="EC2", month=date(2026, 9, 1)).credit_cents == 300


def test_a_later_plan_ends_the_one_before_it():
    example("clients")
    books.taken("clients", "unit,client,plan,amount,plan_from\ndangerouscentaur,anas-cafe,retainer,650,2026-11-01\n")

    plans = BillingPlan.objects.filter(client__slug="anas-cafe", kind="retainer").order_by("starts_on")
    assert [(plan.amount_cents, plan.ends_on) for plan in plans] == [(50000, date(2026, 11, 1)), (65000, None)]
    assert Client.objects.get(slug="anas-cafe").name == "Ana’s Café"


def test_overlapping_plans_of_a_kind_are_refused_by_name():
    example("clients")
    head = "unit,client,plan,amount,plan_from,plan_to\n"
    row = "dangerouscentaur,anas-cafe,retainer,650"

    assert faults("clients", f"{head}{row},2025-11-01,2026-02-01\n") == [(2, "")]
    assert books.taken("clients", f"{head}{row},2025-11-01,\n").created_count == 1
    assert BillingPlan.objects.get(amount_cents=65000).ends_on == date(2026, 1, 1)


def test_a_client_is_known_by_its_name_or_short_name_and_an_unknown_one_refused():
    example("clients")
    example("work")

    assert list(WorkEntry.objects.order_by("worked_on").values_list("client__slug", "hours", "is_billable")) == [
        ("anas-cafe", 2.5, True), ("bo-builders", 1.5, True), ("bo-builders", 1, False),
    ]  # fmt: skip
    assert faults("work", "client,date,hours\nDora,2026-10-06,1\nAna’s Café,2026-10-06,25\n") == [
        (2, "client"), (3, "hours"),
    ]  # fmt: skip


def test_what_is_paid_later_is_one_payment_more():
    example("clients")
    head = "client,number,date,due,amount,paid,paid_on\n"
    row = "bo-builders,7,2026-10-01,2026-10-15,300"

    books.taken("invoices", f"{head}{row},100,2026-10-10\n")
    books.taken("invoices", f"{head}{row},300,2026-11-02\n")
    again = books.taken("invoices", f"{head}{row},300,2026-11-02\n")

    assert list(InvoicePayment.objects.order_by("paid_on").values_list("paid_on", "amount_cents")) == [
        (date(2026, 10, 10), 10000), (date(2026, 11, 2), 20000),
    ]  # fmt: skip
    assert (again.created_count, again.changed_count, Invoice.objects.count()) == (0, 0, 1)
    assert faults("invoices", f"{head}{row},50,2026-11-09\n") == [(2, "paid")]
    assert faults("invoices", f"{head}{row},300,\n") == [(2, "paid_on")]
