"""What the database itself keeps to, whoever writes: places on a sail, the vessel's certificate, money recorded."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from events.models import BookingPayment, SailEvent
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def sql(statement, *values):
    """A statement as psql would send it; the words of the refusal, or nothing."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
    except DatabaseError as fault:
        return fault.__cause__.diag.message_primary
    return ""


def booked(sail):
    return SailEvent.objects.get(pk=sail.pk).guests_booked


def test_a_sail_counts_its_live_parties_alone():
    sail = factories.event(capacity=20)
    first = factories.booking(sail, party_size=4)
    factories.booking(sail, party_size=6)

    sql("UPDATE events_booking SET party_size = 9 WHERE id = %s", first.pk)
    grown = booked(sail)
    sql(
        "UPDATE events_booking SET cancelled_at = now(), cancelled_by_id = made_by_id, cancelled_side = 'guest',"
        " cancelled_why = 'ill', kept_cents = 0 WHERE id = %s",
        first.pk,
    )

    assert (grown, booked(sail)) == (15, 6)


def test_a_count_written_by_hand_becomes_the_true_one():
    sail = factories.event(capacity=20)
    factories.booking(sail, party_size=4)

    sql("UPDATE events_sailevent SET guests_booked = 17 WHERE id = %s", sail.pk)
    stale = SailEvent.objects.get(pk=sail.pk)
    stale.guests_booked = 0
    stale.save()

    assert booked(sail) == 4


def test_plain_sql_cannot_sell_more_places_than_there_are():
    sail = factories.event(event_id="regatta", capacity=6)
    party = factories.booking(sail, party_size=4)

    refusal = sql("UPDATE events_booking SET party_size = 7 WHERE id = %s", party.pk)

    assert refusal == "sail regatta would have 7 guests booked and has 6 places"
    assert booked(sail) == 4


def test_plain_sql_cannot_take_places_from_those_who_have_them():
    sail = factories.event(event_id="regatta", capacity=6)
    factories.booking(sail, party_size=4)

    assert (
        sql("UPDATE events_sailevent SET capacity = 3 WHERE id = %s", sail.pk)
        == "sail regatta would have 4 guests booked and has 3 places"
    )
    assert sql("UPDATE events_sailevent SET capacity = 4 WHERE id = %s", sail.pk) == ""


def test_a_party_moved_by_plain_sql_is_counted_where_it_went():
    one, other, small = factories.event(), factories.event(), factories.event(event_id="small", capacity=3)
    party = factories.booking(one, party_size=4)

    sql("UPDATE events_booking SET event_id = %s WHERE id = %s", other.pk, party.pk)
    refusal = sql("UPDATE events_booking SET event_id = %s WHERE id = %s", small.pk, party.pk)

    assert (booked(one), booked(other), booked(small)) == (0, 4, 0)
    assert refusal == "sail small would have 4 guests booked and has 3 places"


def test_no_sail_ahead_has_more_places_than_its_vessel_may_carry():
    boat = factories.vessel(name="JADA", legal_maximum=25)
    sail = factories.event(event_id="regatta", vessel=boat, capacity=20)
    dinghy = factories.vessel(name="Dinghy", legal_maximum=2)

    words = [
        sql("UPDATE events_sailevent SET capacity = 26 WHERE id = %s", sail.pk),
        sql("UPDATE events_sailevent SET vessel_id = %s WHERE id = %s", dinghy.pk, sail.pk),
        sql("UPDATE events_vessel SET legal_maximum = 19 WHERE id = %s", boat.pk),
        sql("UPDATE events_vessel SET legal_maximum = 20 WHERE id = %s", boat.pk),
    ]

    assert words == [
        "sail regatta cannot have 26 places: JADA may carry 25 guests at most",
        "sail regatta cannot have 20 places: Dinghy may carry 2 guests at most",
        "JADA cannot go down to 19 guests: sail regatta has 20 places",
        "",
    ]


@pytest.mark.parametrize("status", ["returned", "closed", "cancelled"])
def test_a_sail_that_is_over_keeps_its_places_under_a_new_certificate(status):
    boat = factories.vessel(name="JADA", legal_maximum=25)
    sail = factories.event(event_id="past", vessel=boat, capacity=20, status=status)

    lowered = sql("UPDATE events_vessel SET legal_maximum = 6 WHERE id = %s", boat.pk)
    revived = sql("UPDATE events_sailevent SET status = 'scheduled' WHERE id = %s", sail.pk)

    assert (lowered, revived) == ("", "sail past cannot have 20 places: JADA may carry 6 guests at most")


def test_a_sail_that_begins_with_too_many_places_is_refused():
    boat = factories.vessel(legal_maximum=6)

    with pytest.raises(DatabaseError, match="may carry 6 guests at most"):
        factories.event(vessel=boat, capacity=7)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events_bookingpayment SET amount_cents = 1 WHERE id = %s",
        "DELETE FROM events_bookingpayment WHERE id = %s",
    ],
)
def test_a_payment_is_never_rewritten(statement):
    paid = factories.payment(factories.booking(factories.event()), 30_000)

    words = sql(statement, paid.pk)

    assert words == (
        f"payment {paid.pk} is never changed nor deleted: record the opposite instead (corrects = {paid.pk})"
    )
    assert BookingPayment.objects.get(pk=paid.pk).amount_cents == 30_000


def test_a_booking_is_never_deleted():
    party = factories.booking(factories.event(), reference="K7QM3F")

    assert sql("DELETE FROM events_booking WHERE id = %s", party.pk) == (
        "booking K7QM3F is never deleted: cancel it instead"
    )


INSERT = """
    INSERT INTO events_bookingpayment (booking_id, kind, amount_cents, method, received_on, recorded_at, recorded_by_id,
                                       reference, note, corrects_id)
    VALUES (%s, %s, %s, 'card', '2026-06-01', now(), %s, '', 'Typed twice.', %s)
"""


def test_plain_sql_cannot_give_back_more_than_is_held():
    party = factories.booking(factories.event())
    paid = factories.payment(party, 30_000)
    by = paid.recorded_by_id

    words = [
        sql(INSERT, party.pk, "refund", 30_001, by, None),
        sql(INSERT, party.pk, "refund", 10_000, by, None),
        sql(INSERT, party.pk, "payment", 30_000, by, paid.pk),
    ]

    assert words == [
        f"booking {party.pk} would give back 1 cents more than it has received",
        "",
        f"booking {party.pk} would give back 10000 cents more than it has received",
    ]


def test_a_correction_takes_back_one_payment_whole_and_once():
    party, other = factories.booking(factories.event()), factories.booking(factories.event())
    paid, elsewhere = factories.payment(party, 30_000), factories.payment(other, 30_000)
    by = paid.recorded_by_id
    whole = "a correction takes back one payment whole: same booking, kind and amount"

    partly = sql(INSERT, party.pk, "payment", 20_000, by, paid.pk)
    foreign = sql(INSERT, party.pk, "payment", 30_000, by, elsewhere.pk)
    right = sql(INSERT, party.pk, "payment", 30_000, by, paid.pk)
    again = sql(INSERT, party.pk, "payment", 30_000, by, paid.pk)

    assert (partly, foreign, right) == (whole, whole, "")
    assert "duplicate key" in again


def test_a_cancelled_booking_says_who_when_why_and_what_is_kept():
    party = factories.booking(factories.event())

    refusal = sql(
        "UPDATE events_booking SET cancelled_at = %s, cancelled_by_id = made_by_id WHERE id = %s", NOW, party.pk
    )

    assert "violates check constraint" in refusal
