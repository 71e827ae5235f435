"""What the database refuses of components, findings, plans and invoices."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from reports.models import BillingPlan, Client, CloudCost, Invoice, SecurityFinding, TechComponent
from tests.reports import books

pytestmark = pytest.mark.django_db


def refused(name, act):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        act()


def test_a_finding_is_fixed_on_a_day_or_not_at_all():
    component = TechComponent.objects.create(unit=books.unit(), name="Site")
    columns = {"component": component, "category": "auth", "severity": "high", "found_on": date(2026, 10, 2)}

    refused("fixed_when", lambda: SecurityFinding.objects.create(title="a", status="fixed", **columns))
    refused("forward", lambda: SecurityFinding.objects.create(
        title="a", status="fixed", fixed_on=date(2026, 10, 1), **columns))  # fmt: skip
    refused("fixed_when", lambda: SecurityFinding.objects.create(title="a", fixed_on=date(2026, 10, 3), **columns))


def test_a_client_has_one_plan_of_a_kind_at_a_time():
    client = Client.objects.create(unit=books.unit("dangerouscentaur"), slug="ana", name="Ana")
    other = Client.objects.create(unit=client.unit, slug="bo", name="Bo")
    first = BillingPlan.objects.create(client=client, kind="retainer", amount_cents=50_000, ends_on=date(2026, 7, 1))
    later = {"kind": "retainer", "starts_on": date(2026, 6, 30)}

    refused("one_retainer_at_a_time", lambda: BillingPlan.objects.create(client=client, **later))
    BillingPlan.objects.create(client=other, **later)
    BillingPlan.objects.create(client=client, kind="hosting", amount_cents=2_500)
    BillingPlan.objects.create(client=client, kind="retainer", starts_on=first.ends_on)
    assert client.plans.count() == 3


def test_a_cost_is_counted_once_also_without_a_unit():
    columns = {"provider": "aws", "service": "S3", "month": date(2026, 10, 1), "amount_cents": 5}
    CloudCost.objects.create(**columns)

    refused("cloudcost_once", lambda: CloudCost.objects.create(**columns))
    refused("first_day", lambda: CloudCost.objects.create(**columns | {"month": date(2026, 10, 2)}))


def test_an_invoice_is_due_after_its_date():
    client = Client.objects.create(unit=books.unit("dangerouscentaur"), slug="ana", name="Ana")

    refused("due_after", lambda: Invoice.objects.create(
        client=client, number="7", issued_on=date(2026, 10, 2), due_on=date(2026, 10, 1), amount_cents=1))  # fmt: skip
