"""What the database itself keeps out of the records of property, people and deliveries."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from reports.models import (
    Asset,
    DeliveryJob,
    JobExpense,
    Lease,
    OwnershipStake,
    Property,
    Responsibility,
    Risk,
    Space,
    WorkOrder,
)
from tests.reports import books

pytestmark = pytest.mark.django_db
DAY, DAY_BEFORE = date(2026, 10, 2), date(2026, 10, 1)


def refused(model, **columns):
    """Whether the database keeps a row out."""
    try:
        with transaction.atomic():
            model.objects.create(**columns)
    except IntegrityError:
        return True
    return False


def test_what_cannot_be_true_is_kept_out_by_the_database():
    unit = books.unit()
    house = Property.objects.create(unit=unit, slug="house", name="House")
    room = Space.objects.create(property=house, name="A")
    job = DeliveryJob.objects.create(unit=unit, key="job")
    wrong = [
        (OwnershipStake, {"unit": unit, "person": "Ada", "percent": Decimal("100.01")}),
        (Risk, {"unit": unit, "title": "Fire", "likelihood": 6}),
        (Risk, {"unit": unit, "title": "Fire", "impact": 0}),
        (Lease, {"space": room, "tenant": "Bo", "starts_on": DAY, "ends_on": DAY_BEFORE, "rent_cents": 1}),
        (Lease, {"space": room, "tenant": "Bo", "starts_on": DAY, "ends_on": DAY, "rent_cents": -1}),
        (WorkOrder, {"property": house, "title": "Roof", "opened_on": DAY, "done_on": DAY_BEFORE}),
        (DeliveryJob, {"unit": unit, "key": "b", "planned_depart": DAY, "planned_arrive": DAY_BEFORE}),
        (DeliveryJob, {"unit": unit, "key": "c", "actual_depart": DAY, "actual_arrive": DAY_BEFORE}),
        (JobExpense, {"job": job, "date": DAY, "what": "fuel", "amount_cents": 1, "reimbursed_on": DAY}),
    ]

    assert [(model.__name__, refused(model, **columns)) for model, columns in wrong] == [
        (model.__name__, True) for model, _ in wrong
    ]


def test_a_name_is_taken_once_in_a_unit_and_free_in_another():
    named = {"kind": Asset.Kind.VESSEL, "name": "JADA"}
    Asset.objects.create(unit=books.unit(), **named)
    Responsibility.objects.create(unit=books.unit(), title="Payroll")

    assert refused(Asset, unit=books.unit(), **named)
    assert refused(Responsibility, unit=books.unit(), title="Payroll")
    assert not refused(Asset, unit=books.unit("other"), **named)


def test_shares_of_more_than_the_whole_are_kept_for_a_finding_to_say():
    for person in ("Ada", "Bo"):
        OwnershipStake.objects.create(unit=books.unit(), person=person, percent=60)

    assert [str(stake) for stake in OwnershipStake.objects.all()] == ["Ada: 60 % of Jada", "Bo: 60 % of Jada"]
