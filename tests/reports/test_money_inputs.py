"""What formulas are told of dock, targets and capital: as of a day, no more queries for more rows."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from events.models import SailEvent
from reports import ledger
from reports.formulas import cash, sailing, targets, wanted
from reports.formulas.accounting import OpenItem
from reports.formulas.breakeven import SailDone, SharedCost
from reports.formulas.sailing import Slot
from reports.inputs import ledger as ledger_inputs
from reports.inputs import money
from reports.inputs import sailing as inputs
from reports.models import DataCoverage, Opportunity, OpportunityStep, UnitVessel
from reports.periods import Period, month_of
from reports.values import Level, State
from tests import factories
from tests.reports import books

pytestmark = pytest.mark.django_db
AS_OF = date(2026, 11, 14)
OCTOBER = date(2026, 10, 9)
OCTOBER_WHOLE = month_of(OCTOBER)


def at(day, hour=12):
    return datetime(day.year, day.month, day.day, hour, tzinfo=factories.HOUSE)


def a_sail(vessel, day, status="scheduled", **columns):
    if status in {"returned", "closed"}:
        columns |= {"returned_at": at(day, 20), "returned_by": factories.admin()}
    return factories.event(vessel=vessel, departs_at=at(day), status=status, created_at=at(OCTOBER), **columns)


def party(sail, price=180_000, made=OCTOBER, **columns):
    return factories.booking(sail, price_cents=price, made_at=at(made), **columns)


def jada():
    unit = books.unit()
    vessel = factories.vessel(slug="jada")
    UnitVessel.objects.create(unit=unit, vessel=vessel)
    return unit, vessel


def test_bookings_and_sails_are_told_as_they_stood_at_the_end_of_the_day():
    unit, vessel = jada()
    done, ahead, later = (a_sail(vessel, day, status) for day, status in (
        (AS_OF, "returned"), (AS_OF + timedelta(days=3), "scheduled"), (AS_OF + timedelta(days=4), "scheduled"),
    ))  # fmt: skip
    a_sail(factories.vessel(slug="stranger"), AS_OF, "returned")
    books.unit("other")  # two charter units: a vessel that no unit names is nobody's
    paid, standing = party(done), party(ahead, balance_due_on=AS_OF + timedelta(days=1))
    factories.payment(paid, 180_000, received_on=AS_OF)
    factories.payment(standing, 60_000, received_on=AS_OF)
    factories.payment(standing, 120_000, received_on=AS_OF + timedelta(days=1))
    party(later, made=AS_OF + timedelta(days=1))

    found = inputs.read(units=[unit], as_of=AS_OF)

    assert [(row.sail, row.price_cents, row.owed_cents, row.is_done) for row in found.sold] == [
        (done.event_id, 180_000, 0, True), (ahead.event_id, 180_000, 120_000, False),
    ]  # fmt: skip
    assert found.done == (SailDone("jada", done.event_id, AS_OF),)
    assert [slot for slot in found.slots if slot.sails_on > AS_OF] == [
        Slot("jada", ahead.event_id, AS_OF + timedelta(days=3), 16, True),
        Slot("jada", later.event_id, AS_OF + timedelta(days=4), 20, False),
    ]
    assert sailing.owed(found) == [
        OpenItem("jada", standing.reference, ahead.event_id, 120_000, AS_OF + timedelta(days=1), "bookings")
    ]


def test_what_was_called_off_after_the_day_still_stood_on_it():
    unit, vessel = jada()
    soon = AS_OF + timedelta(days=5)
    off = {"status": SailEvent.Status.CANCELLED, "cancelled_by": factories.admin()}
    sail = a_sail(vessel, soon, **off, cancelled_at=at(AS_OF + timedelta(days=1)))
    a_sail(vessel, soon, **off, cancelled_at=at(AS_OF))
    party(sail)

    found = inputs.read(units=[unit], as_of=AS_OF)

    assert [slot.sail for slot in found.slots] == [sail.event_id]
    assert targets.booked(found.sold, Period(soon, soon + timedelta(days=1)), AS_OF, Level.PARTIAL).amount == 180_000


def recorded_whole(unit, domain):
    DataCoverage.objects.create(
        unit=unit, domain=domain, starts_on=OCTOBER_WHOLE.start, ends_on=OCTOBER_WHOLE.end, level="complete",
        basis="asserted", stated_at=factories.NOW, author=factories.admin(),
    )  # fmt: skip


def test_no_sail_is_nothing_only_where_bookings_are_recorded_whole():
    unit, _ = jada()

    unknown = sailing.completed(inputs.read(units=[unit], as_of=AS_OF), OCTOBER_WHOLE)
    recorded_whole(unit, "bookings")
    nothing = sailing.completed(inputs.read(units=[unit], as_of=AS_OF), OCTOBER_WHOLE)

    assert (unknown.state, nothing.state) == (State.NO_DATA, State.ZERO)


def test_direct_costs_that_name_no_booking_are_told_by_month():
    unit, vessel = jada()
    known, guest = books.chart(), party(a_sail(vessel, OCTOBER, "closed"))
    for about, cents in (({}, 4000), ({}, 1000), ({"booking": guest}, 700)):
        lines = [ledger.Line(known["5200"], cents, about=about), ledger.Line(known["1000"], -cents)]
        key = f"fuel:{cents}:v1"
        ledger.post(unit=unit, on=OCTOBER, lines=lines, source_kind="t", source_key=key, at=factories.NOW)

    assert inputs.read(units=[unit], as_of=AS_OF).shared == (SharedCost("jada", date(2026, 10, 1), 5000, 2),)


def test_burn_in_the_books_is_the_fall_of_free_cash_by_operation():
    unit, month = books.unit(), date(2026, 10, 5)
    recorded_whole(unit, "ledger")
    books.posted(unit, date(2026, 9, 30), ("1000", 500_000), ("3000", -500_000))
    before = cash.free_cash(ledger_inputs.read(units=[unit], as_of=date(2026, 9, 30))).free
    for lines in (
        [("1050", 60_000), ("2000", -60_000)],
        [("1000", 58_000), ("5050", 2_000), ("1050", -60_000)],
        [("2000", 60_000), ("1100", 130_000), ("4000", -170_000), ("2100", -15_000), ("2150", -5_000)],
        [("6000", 90_000), ("2150", 5_000), ("1000", -95_000)],
        [("1000", 40_000), ("2500", -40_000)],
        [("3100", 30_000), ("1000", -30_000)],
    ):
        books.posted(unit, month, *lines)

    found = ledger_inputs.read(units=[unit], as_of=date(2026, 10, 31))
    after, burned = cash.free_cash(found).free, cash.net_burn(found, found.period)

    capital = sum(value.amount for value in cash.capital(found, found.period).values())
    assert (before.amount, after.amount, capital) == (500_000, 458_000, -10_000)
    assert burned.amount == before.amount - after.amount - capital == 52_000


def test_what_is_wanted_is_told_as_it_stood():
    unit = books.unit()
    books.taken("targets", "unit,metric,month,value\njada,revenue,2026-11,14000\njada,revenue,2028-11,1\n")
    books.taken("declared", "unit,metric,low,high\njada,contribution,1300,1500\n")
    chance = Opportunity.objects.create(unit=unit, key="Gala", stage="won", value_cents=500_000)
    for day, stage in ((OCTOBER, "lead"), (AS_OF + timedelta(days=1), "won")):
        OpportunityStep.objects.create(opportunity=chance, entered_on=day, stage=stage)
    unborn = Opportunity.objects.create(unit=unit, key="Regatta", stage="lead")
    OpportunityStep.objects.create(opportunity=unborn, entered_on=AS_OF + timedelta(days=1), stage="lead")

    found = money.read(units=[unit], as_of=AS_OF)

    assert [(row.key, row.stage) for row in found.chances] == [("Gala", "lead")]
    assert wanted.target(found.goals, "revenue", date(2026, 11, 1)).amount == 1_400_000
    assert len(found.goals) == 1
    assert wanted.declared(found.sayings, "contribution").amount == Decimal(140_000)
    assert wanted.declared(found.sayings, "burn").missing == ("declared burn",)


@pytest.mark.parametrize("rows", [1, 3])
def test_more_rows_ask_no_more_queries(rows, django_assert_num_queries):
    units = [books.unit(f"unit-{number}") for number in range(rows)]
    for unit in units:
        vessel = factories.vessel(slug=unit.slug)
        for number in range(rows):
            party(a_sail(vessel, OCTOBER + timedelta(days=number), "closed"))
            of = f"{unit.slug},Chance {number}"
            books.taken("opportunities", f"unit,key,stage,value\n{of},lead,100\n")
            books.taken("targets", f"unit,metric,month,value\n{unit.slug},revenue,2026-{number + 10},14000\n")

    with django_assert_num_queries(8):
        found = inputs.read(units=units, as_of=AS_OF)
    with django_assert_num_queries(8):
        hoped = money.read(units=units, as_of=AS_OF)

    assert (len(found.done), len(hoped.goals), len(hoped.chances)) == (rows * rows,) * 3
