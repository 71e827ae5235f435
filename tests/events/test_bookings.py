"""Parties booked, changed, moved and cancelled by the verbs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from events import planning
from events.models import Booking, SailEvent
from events.parties import bookings, payments
from scc_site.refusals import Mistyped
from tests import factories
from tests.factories import NOW
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
ON = date(2026, 6, 1)


@pytest.fixture
def olga():
    return factories.admin("Olga")


def party(**fields):
    """Four guests for $600, with nothing due before the day."""
    defaults = {"lead_name": "Mia Torres", "party_size": 4, "price_cents": 60_000}
    if "channel" not in fields:
        defaults["channel"] = factories.channel(name="Telephone")
    return bookings.Party(**defaults | fields)


def book(sail, by, at=NOW, **fields):
    return bookings.book(event=sail, party=party(**fields), terms=factories.terms(), by=by, at=at)


def pay(booking, cents, by, kind="payment", **more):
    money = payments.Money(kind=kind, amount_cents=cents, method="card", received_on=ON, **more)
    return payments.record(booking=booking, money=money, by=by, at=NOW)


def as_read(booking):
    return Booking.objects.with_totals().select_related("event").get(pk=booking.pk)


def refused(act, **arguments):
    with pytest.raises(Mistyped) as refusal:
        act(**arguments)
    return refusal.value.faults


def test_a_booking_copies_its_terms_and_takes_its_places(olga):
    sail = factories.event(capacity=20)
    terms = factories.terms((336, 100), (48, 50), name="Charter")

    made = bookings.book(event=sail, party=party(), terms=terms, by=olga, at=NOW)
    terms.steps.all().delete()

    found = as_read(made)
    assert (found.terms_name, found.terms_steps) == ("Charter", [[336, 100], [48, 50]])
    assert (found.made_by, found.made_at, found.balance_due_on) == (olga, NOW, sail.sails_on)
    assert (len(found.reference), set(found.reference) - set(bookings.SIGNS)) == (6, set())
    assert SailEvent.objects.get(pk=sail.pk).places_left == 16


@pytest.mark.parametrize(
    ("taken", "size", "words"),
    [
        (18, 3, "18 of 20 places are taken; 2 are left."),
        (19, 2, "19 of 20 places are taken; 1 is left."),
        (20, 1, "20 of 20 places are taken; none are left."),
    ],
)
def test_a_party_too_large_is_told_what_is_left(olga, taken, size, words):
    sail = factories.event(capacity=20)
    factories.booking(sail, party_size=taken)

    faults = refused(bookings.book, event=sail, party=party(party_size=size), terms=factories.terms(), by=olga, at=NOW)

    assert faults == {"party_size": [words]}
    assert Booking.objects.count() == 1


def test_a_sail_for_no_guests_says_so(olga):
    faults = refused(
        bookings.book, event=factories.event(capacity=0), party=party(), terms=factories.terms(), by=olga, at=NOW
    )

    assert faults == {"party_size": ["This sail takes no guests."]}


@pytest.mark.parametrize("status", ["under_way", "returned", "closed", "cancelled"])
def test_a_sail_that_left_or_is_off_takes_no_bookings(olga, status):
    sail = factories.event(status=status)

    with pytest.raises(bookings.SailClosed, match="takes no bookings any more"):
        book(sail, olga)


@pytest.mark.parametrize("status", ["draft", "scheduled", "boarding", "weather_hold"])
def test_a_sail_before_it_leaves_takes_bookings(olga, status):
    assert book(factories.event(status=status), olga).state == "booked"


def test_a_deposit_has_its_day_and_is_no_more_than_the_price_with_tax(olga):
    sail, terms = factories.event(), factories.terms()

    above = refused(
        bookings.book, event=sail, party=party(tax_cents=500, deposit_cents=60_501), terms=terms, by=olga, at=NOW
    )
    undated = refused(bookings.book, event=sail, party=party(deposit_cents=60_000), terms=terms, by=olga, at=NOW)

    assert above == {"deposit": ["The deposit is more than the price with tax."]}
    assert undated == {"deposit_due_on": ["Say until when the deposit is due."]}


def test_a_channels_reference_is_booked_once_until_it_is_cancelled(olga):
    boats = factories.channel(name="Boatsetter", kind="marketplace", holds_cash=True)
    sail, terms = factories.event(), factories.terms()
    first = book(sail, olga, channel=boats, external_reference="BS-1")
    again = party(channel=boats, external_reference="BS-1")

    faults = refused(bookings.book, event=sail, party=again, terms=terms, by=olga, at=NOW)
    bookings.cancel(booking=first, side="guest", why="Twice.", by=olga, at=NOW)
    anew = bookings.book(event=sail, party=again, terms=terms, by=olga, at=NOW)

    assert faults == {"external_reference": ["Another booking has Boatsetter’s reference BS-1 already."]}
    assert (first.cash_holder, anew.reference != first.reference) == ("channel", True)


def test_a_change_of_money_or_size_wants_a_reason_and_keeps_who_and_when(olga):
    sail, agreed = factories.event(capacity=6), party()
    made = bookings.book(event=sail, party=agreed, terms=factories.terms(), by=olga, at=NOW)
    later = NOW + timedelta(hours=1)
    six = replace(agreed, party_size=6, price_cents=90_000, balance_due_on=made.balance_due_on)

    faults = refused(bookings.change, booking=made, party=six, by=olga, at=later)
    changed = bookings.change(booking=made, party=six, why="Two cousins more.", by=olga, at=later)

    assert faults == {"reason": ["Say why size, price or days change: the reason is kept."]}
    assert (changed.party_size, changed.price_cents) == (6, 90_000)
    assert (changed.changed_at, changed.changed_by, changed.changed_why) == (later, olga, "Two cousins more.")
    assert SailEvent.objects.get(pk=sail.pk).guests_booked == 6


def test_a_name_is_mended_without_a_reason(olga):
    agreed = party()
    made = bookings.book(event=factories.event(), party=agreed, terms=factories.terms(), by=olga, at=NOW)

    changed = bookings.change(
        booking=made,
        party=replace(agreed, lead_name="Mía Torres", balance_due_on=made.balance_due_on),
        by=olga,
        at=NOW,
    )

    assert changed.lead_name == "Mía Torres"


def test_a_party_grows_no_further_than_the_places_left_to_it(olga):
    sail, agreed = factories.event(capacity=6), party()
    made = bookings.book(event=sail, party=agreed, terms=factories.terms(), by=olga, at=NOW)
    factories.booking(sail, party_size=1)

    faults = refused(bookings.change, booking=made, party=replace(agreed, party_size=6), why="More.", by=olga, at=NOW)

    assert faults == {"party_size": ["1 of 6 places are taken; 5 are left."]}


def test_a_moved_party_takes_its_money_and_its_day_along(olga):
    old, new = factories.event(), factories.event(departs_at=NOW + timedelta(days=10))
    made = book(old, olga, deposit_cents=20_000, deposit_due_on=ON)
    pay(made, 20_000, olga)

    bookings.move(booking=made, to=new, why="Fog.", by=olga, at=NOW)

    found = as_read(made)
    assert (found.event, found.totals.held_cents, found.balance_due_on) == (new, 20_000, new.sails_on)
    assert (found.deposit_due_on, found.changed_why) == (ON, "Fog.")
    assert list(SailEvent.objects.order_by("departs_at").values_list("guests_booked", flat=True)) == [0, 4]


def test_a_party_leaves_a_cancelled_sail_but_never_moves_onto_one(olga):
    off, on = factories.event(), factories.event(departs_at=NOW + timedelta(days=10))
    made, other = book(off, olga), book(on, olga)
    SailEvent.objects.filter(pk=off.pk).update(status="cancelled")
    off.refresh_from_db()

    bookings.move(booking=made, to=on, why="Sail cancelled.", by=olga, at=NOW)

    assert as_read(made).event == on
    with pytest.raises(bookings.SailClosed):
        bookings.move(booking=other, to=off, why="No.", by=olga, at=NOW)


def test_a_move_wants_room_and_a_reason(olga):
    made = book(factories.event(), olga)
    small = factories.event(capacity=3, departs_at=NOW + timedelta(days=10))

    faults = refused(bookings.move, booking=made, to=small, why="", by=olga, at=NOW)
    here = refused(bookings.move, booking=made, to=made.event, why="Fog.", by=olga, at=NOW)

    assert faults == {
        "to": ["0 of 3 places are taken; 3 are left."],
        "reason": ["Say why: the reason is kept."],
    }
    assert here == {"to": ["The party is on this sail already."]}


def test_a_guests_cancellation_keeps_what_the_terms_say_and_frees_the_places(olga):
    sail = factories.event(departs_at=NOW + timedelta(days=5))
    made = book(sail, olga)
    pay(made, 60_000, olga)

    bookings.cancel(booking=made, side="guest", why="Ill.", by=olga, at=NOW)

    found = as_read(made)
    assert (found.state, found.kept_cents, found.standing(ON).back_cents) == ("cancelled", 30_000, 30_000)
    assert (found.cancelled_at, found.cancelled_by, found.cancelled_why) == (NOW, olga, "Ill.")
    assert SailEvent.objects.get(pk=sail.pk).guests_booked == 0


@pytest.mark.parametrize("side", ["house", "weather"])
def test_the_house_and_the_weather_keep_nothing(olga, side):
    made = book(factories.event(), olga)
    pay(made, 60_000, olga)

    bookings.cancel(booking=made, side=side, why="Gale.", by=olga, at=NOW + timedelta(days=3))

    assert as_read(made).standing(ON).back_cents == 60_000


def test_on_a_cancelled_sail_no_guest_is_charged(olga):
    sail = factories.event()
    made = book(sail, olga)
    SailEvent.objects.filter(pk=sail.pk).update(status="cancelled")

    faults = refused(bookings.cancel, booking=made, side="guest", why="", by=olga, at=NOW)

    assert faults == {
        "reason": ["Say why: the reason is kept."],
        "side": ["The sail itself is cancelled: all money goes back. Choose the house or the weather."],
    }


def test_a_cancelled_booking_changes_no_more_until_it_is_taken_up_again(olga):
    sail = factories.event(capacity=6)
    made = book(sail, olga)
    bookings.cancel(booking=made, side="guest", why="Ill.", by=olga, at=NOW)
    rival = factories.booking(sail, party_size=4)

    with pytest.raises(bookings.BookingOver, match="cancelled"):
        bookings.cancel(booking=made, side="guest", why="Ill.", by=olga, at=NOW)
    faults = refused(bookings.reinstate, booking=made, why="Well.", by=olga, at=NOW)
    bookings.cancel(booking=rival, side="guest", why="Ill.", by=olga, at=NOW)
    again = bookings.reinstate(booking=made, why="Well again.", by=olga, at=NOW)

    assert faults == {"party_size": ["4 of 6 places are taken; 2 are left."]}
    assert (again.state, again.kept_cents, again.changed_why) == ("booked", None, "Well again.")
    with pytest.raises(bookings.BookingOver, match="stands already"):
        bookings.reinstate(booking=made, why="Twice.", by=olga, at=NOW)


def test_after_cast_off_a_party_is_missing_or_came_but_is_not_cancelled(olga):
    sail = factories.event()
    made = book(sail, olga)
    with pytest.raises(bookings.BookingOver, match="may still come"):
        bookings.mark_no_show(booking=made, is_missing=True, by=olga, at=NOW)
    SailEvent.objects.filter(pk=sail.pk).update(status="under_way", departed_at=NOW, departed_by=olga)

    missing = bookings.mark_no_show(booking=made, is_missing=True, by=olga, at=NOW).state
    came = bookings.mark_no_show(booking=made, is_missing=False, by=olga, at=NOW).state

    assert (missing, came) == ("no_show", "booked")
    with pytest.raises(bookings.BookingOver, match="has left"):
        bookings.cancel(booking=made, side="guest", why="Late.", by=olga, at=NOW)


def test_money_is_counted_by_kind(olga):
    made = book(factories.event(), olga)
    for kind, cents in (("payment", 50_000), ("payment", 10_000), ("tip", 5_000), ("fee", 1_740)):
        pay(made, cents, olga, kind)
    pay(made, 2_000, olga, "refund", note="Bar was shut.")

    totals = as_read(made).totals

    assert (totals.paid_cents, totals.refunded_cents, totals.held_cents) == (60_000, 2_000, 58_000)
    assert (totals.tips_cents, totals.fees_cents) == (5_000, 1_740)


def test_a_refund_is_never_more_than_is_held_and_says_why_when_more_than_agreed(olga):
    made = book(factories.event(), olga)
    pay(made, 30_000, olga)

    faults = [
        refused(pay, booking=made, cents=30_001, by=olga, kind="refund"),
        refused(pay, booking=made, cents=30_000, by=olga, kind="refund"),
        refused(pay, booking=made, cents=0, by=olga),
    ]

    assert faults == [
        {"amount": ["$300.00 is held for this booking: no more can go back."]},
        {"note": ["As agreed $0.00 goes back now: say why you give more."]},
        {"amount": ["Write an amount above zero."]},
    ]


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2026, 6, 2), "That day is still to come: record money once it has changed hands."),
        (date(1999, 12, 31), "That day is too long ago."),
    ],
)
def test_money_has_a_day_that_can_be(olga, on, words):
    made = book(factories.event(), olga)
    money = payments.Money(kind="payment", amount_cents=1, method="cash", received_on=on)

    assert refused(payments.record, booking=made, money=money, by=olga, at=NOW) == {"received_on": [words]}


@pytest.mark.parametrize(("right", "held", "rows"), [(35_000, 35_000, 3), (0, 0, 2)])
def test_a_slip_is_taken_back_by_an_opposite_row_and_recorded_anew(olga, right, held, rows):
    made = book(factories.event(), olga)
    slip = pay(made, 53_000, olga)

    payments.correct(payment=slip, amount_cents=right, why="Digits turned round.", by=olga, at=NOW)

    assert (as_read(made).totals.held_cents, made.payments.count()) == (held, rows)
    with pytest.raises(payments.CorrectedAlready):
        payments.correct(payment=slip, amount_cents=1, why="Again.", by=olga, at=NOW)


def test_a_correction_never_leaves_more_given_back_than_received(olga):
    made = book(factories.event(), olga)
    paid = pay(made, 30_000, olga)
    back = pay(made, 20_000, olga, "refund", note="Kindness.")

    low = refused(payments.correct, payment=paid, amount_cents=19_999, why="Slip.", by=olga, at=NOW)
    high = refused(payments.correct, payment=back, amount_cents=30_001, why="Slip.", by=olga, at=NOW)
    payments.correct(payment=paid, amount_cents=20_000, why="Slip.", by=olga, at=NOW)
    payments.correct(payment=back, amount_cents=19_000, why="Slip.", by=olga, at=NOW)

    words = {"amount": ["More would have been given back than was received."]}
    assert (low, high) == (words, words)
    assert as_read(made).totals.held_cents == 1_000


def test_a_correction_wants_a_reason_and_another_amount(olga):
    slip = pay(book(factories.event(), olga), 53_000, olga)

    assert refused(payments.correct, payment=slip, amount_cents=53_000, why="", by=olga, at=NOW) == {
        "reason": ["Say what was wrong: the reason is kept."],
        "amount": ["It is $530.00 already."],
    }


def test_the_parties_of_a_sail_are_read_in_one_statement(olga, django_assert_num_queries):
    sail = factories.event()
    for name in ("Zoe", "Ann", "Mia"):
        pay(book(sail, olga, lead_name=name), 1_000, olga)
    gone = book(sail, olga, lead_name="Bob")
    bookings.cancel(booking=gone, side="guest", why="Ill.", by=olga, at=NOW)

    with django_assert_num_queries(1):
        found = [
            (each.lead_name, each.channel.name, each.totals.paid_cents) for each in Booking.objects.standing_on(sail)
        ]

    assert [name for name, _, _ in found] == ["Ann", "Mia", "Zoe"]
    assert {paid for _, _, paid in found} == {1_000}


def test_a_sail_keeps_the_places_that_are_booked(olga):
    sail = factories.event(capacity=20)
    factories.booking(sail, party_size=18)
    plan = {"departs_at": sail.departs_at, "returns_at": sail.returns_at, "dock": "", "itinerary": "", "notes": ""}

    faults = refused(planning.edit, event=sail, capacity=17, **plan, by=olga, at=NOW)
    fewer = planning.edit(event=sail, capacity=18, **plan, by=olga, at=NOW)

    assert faults == {"capacity": ["18 guests are booked already: move or cancel parties before you sail with fewer."]}
    assert fewer.places_left == 0


def test_the_desk_names_even_a_sail_overdue_that_a_lower_certificate_would_break(olga):
    boat = factories.vessel(slug="jada", name="JADA", mark="J", legal_maximum=25)
    factories.event(
        event_id="overdue", vessel=boat, capacity=20, departs_at=NOW - timedelta(days=365), status="under_way"
    )
    sent = {"name": "JADA", "slug": "jada", "mark": "J", "legal_maximum": "19", "dock": "", "is_active": "on"}

    answer = signed_in(olga, "admin").post(f"/admin/events/vessel/{boat.pk}/change/", sent)

    assert answer.status_code == 422
    assert "planned for more than 19 guests: overdue (20 guests)" in answer.content.decode()
