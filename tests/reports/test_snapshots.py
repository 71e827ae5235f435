"""What a build reads is of one instant, whatever others write meanwhile."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection, connections, transaction

from reports import building
from reports.building import Order
from reports.models import BusinessUnit
from tests.reports import books

pytestmark = pytest.mark.django_db(transaction=True)
OTHER = (
    "INSERT INTO reports_businessunit (slug, name, legal_entity, timezone, kind, recognition_policy, cost_allocation)"
    " VALUES (%s, 'Other', '', 'UTC', 'other', 'completion', 'none')"
)


def written_meanwhile(slug):
    """A row that another connection commits."""
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute(OTHER, [slug])
    other.close()


def test_a_build_sees_one_instant_of_the_database():
    books.unit()
    with transaction.atomic():
        building._see_one_instant()
        assert BusinessUnit.objects.count() == 1
        written_meanwhile("other")
        assert BusinessUnit.objects.count() == 1
    assert BusinessUnit.objects.count() == 2


def test_control_without_the_snapshot_it_would_see_what_others_write():
    books.unit()
    with transaction.atomic():
        assert BusinessUnit.objects.count() == 1
        written_meanwhile("other")
        assert BusinessUnit.objects.count() == 2


def test_a_build_outside_any_transaction_runs_in_a_snapshot_and_ends_it():
    order = Order("clients", None, date(2026, 11, 20), "test:1")
    run = building.build(order=order, builder=None, at=datetime(2026, 11, 20, 21, 0, tzinfo=UTC))
    assert run.state == "draft"
    assert not connection.in_atomic_block
