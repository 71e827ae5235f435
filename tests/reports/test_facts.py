"""The facts of a house: read from an empty database, from a full one, and made without any."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports import building, frame
from reports.inputs import facts
from reports.models import BusinessUnit
from tests import factories
from tests.reports import books
from tests.reports.housefacts import AS_OF, UNITS, empty_facts, every_domain


def test_an_empty_database_reads_as_the_facts_that_tests_start_from(db):
    for unit in UNITS:
        books.unit(unit.slug, name=unit.name, kind=unit.kind)
    units = list(BusinessUnit.objects.order_by("slug"))

    assert facts.read(units=units, as_of=AS_OF, is_whole=True) == empty_facts()


def test_the_demo_house_is_read_whole(demo_facts):
    assert [unit.slug for unit in demo_facts.units] == [unit.slug for unit in UNITS]
    assert [len(demo_facts.agency.clients), len(demo_facts.houses.houses), len(demo_facts.jobs.jobs)] == [5, 1, 9]


def test_what_is_said_to_be_complete_is_for_those_units_and_domains_alone():
    found = empty_facts(complete=[("jada", "ledger")])
    levels = found.said.levels(found.period)

    assert [levels.of("jada", "ledger"), levels.of("jada", "assets"), levels.of("quickdumpnow", "ledger")] == [
        "complete", "none", "none"
    ]  # fmt: skip
    assert found.level("ledger", ["jada"]) == "complete"
    assert empty_facts(complete=every_domain()).level("bookings") == "complete"


@pytest.mark.parametrize(
    ("slug", "is_read"), [("ceo", True), ("cfo", True), ("accounting", True), ("rental", False), ("clients", False)]
)
def test_a_report_reads_the_ledgers_lines_only_where_it_tells_of_them(slug, is_read, db):
    for unit in UNITS:
        books.unit(unit.slug, name=unit.name, kind=unit.kind)
    making = frame.Making(run="r", built_at=factories.NOW, zone="America/Los_Angeles")

    with CaptureQueriesContext(connection) as asked:
        building.composed(slug, scope=(), as_of=AS_OF, making=making)

    assert any("FROM reports_journalline" in query["sql"] for query in asked) == is_read
