"""The office's pages for parties and their money, and what a sail's crew reads of them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from events.models import Booking, BookingPayment, SailEvent
from scc_site import clock
from tests import factories
from tests.events.dock import captain_of, soon, words
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return signed_in(factories.admin("Olga Field"), "admin")


def ahead(days=20, **fields):
    return factories.event(**{"event_id": "regatta", "departs_at": clock.now() + timedelta(days=days)} | fields)


def sent(**fields):
    """A booking form filled in."""
    channel = factories.channel(slug="phone")
    terms = factories.terms()
    form = {
        "lead_name": "Mia Torres", "party_size": "4", "lead_phone": "+1 619 555 0177", "lead_email": "Mia@Example.com",
        "channel": channel.slug, "price": "$1,200.00", "tax": "96", "deposit": "300", "deposit_due_on": "2031-05-01",
        "terms": str(terms.pk), "key": "k1",
    }  # fmt: skip
    return form | fields


def test_a_party_is_booked_and_its_page_says_what_is_due(office):
    sail = ahead(capacity=20)

    answer = office.post("/events/regatta/bookings/new/", sent())

    made = Booking.objects.get()
    page = words(office.get(answer["Location"]))
    assert (answer.status_code, answer["Location"]) == (303, f"/events/regatta/bookings/{made.reference}/")
    assert (made.price_cents, made.tax_cents, made.deposit_cents) == (120_000, 9_600, 30_000)
    assert (made.lead_email, made.balance_due_on) == ("mia@example.com", sail.sails_on)
    assert "Mia Torres, 4 guests" in page
    assert "$300.00 due" in page
    assert 'href="tel:+1 619 555 0177"' in page


def test_a_form_sent_twice_books_once(office):
    ahead()
    form = sent()

    first, second = (office.post("/events/regatta/bookings/new/", form) for _ in range(2))

    assert Booking.objects.count() == 1
    assert first["Location"] == second["Location"]


def test_a_party_too_large_is_refused_at_its_field_with_all_that_was_typed(office):
    factories.booking(ahead(capacity=20), party_size=18)

    answer = office.post("/events/regatta/bookings/new/", sent(party_size="3", note="By the mast."))

    page = words(answer)
    assert answer.status_code == 422
    assert '<p class="fault" id="id_party_size_error">18 of 20 places are taken; 2 are left.</p>' in page
    assert ('value="Mia Torres"' in page, "By the mast." in page, 'value="$1,200.00"' in page) == (True, True, True)


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("six hundred", "Write dollars, like 600 or 1,234.50."),
        ("-5", "Write dollars, like 600 or 1,234.50."),
        ("1.234", "Write dollars, like 600 or 1,234.50."),
        ("12,34", "Write dollars, like 600 or 1,234.50."),
        ("٣٠", "Write dollars, like 600 or 1,234.50."),
        ("1e5", "Write dollars, like 600 or 1,234.50."),
        ("1000000.01", "Write at most 1,000,000 dollars."),
        ("", "This field is required."),
    ],
)
def test_money_is_dollars_and_nothing_else(office, typed, fault):
    ahead()

    answer = office.post("/events/regatta/bookings/new/", sent(price=typed))

    assert answer.status_code == 422
    assert f'id="id_price_error">{fault}' in words(answer)
    assert Booking.objects.count() == 0


@pytest.mark.parametrize(
    "name", ["lead_name", "party_size", "channel", "terms", "lead_email", "deposit_due_on", "balance_due_on", "note"]
)
@pytest.mark.parametrize("value", ["\x00", "a\u202eb", "9" * 400, "<script>", "2026-13-45"])
def test_no_field_of_a_booking_breaks_on_what_is_typed(office, name, value):
    ahead()

    answer = office.post("/events/regatta/bookings/new/", sent(**{name: value}))

    assert answer.status_code in {303, 422}
    assert "<script>a" not in words(answer)


@pytest.mark.parametrize("status", ["under_way", "closed", "cancelled"])
def test_a_sail_that_is_over_offers_no_booking_and_refuses_the_form(office, status):
    ahead(status=status)

    page = words(office.get("/events/regatta/bookings/"))

    assert "takes no bookings any more" in page
    assert office.get("/events/regatta/bookings/new/").status_code == 409


def test_money_is_recorded_on_the_partys_own_page(office):
    party = factories.booking(ahead(), reference="K7QM3F")
    today = clock.now().astimezone(factories.HOUSE).date().isoformat()
    paid = {"kind": "payment", "amount": "600", "method": "check", "received_on": today, "reference": "No. 104"}

    answer = office.post("/events/regatta/bookings/K7QM3F/payments/", paid)

    page = words(office.get("/events/regatta/bookings/k7qm3f/"))
    assert (answer.status_code, answer["Location"]) == (303, party.get_absolute_url())
    assert BookingPayment.objects.get().amount_cents == 60_000
    assert '<span class="status ok">paid</span>' in page
    assert "check · No. 104 · Olga Field" in page


def test_too_large_a_refund_is_refused_on_the_same_page(office):
    party = factories.booking(ahead(), reference="K7QM3F")
    factories.payment(party, 30_000)
    today = clock.now().astimezone(factories.HOUSE).date().isoformat()

    answer = office.post(
        "/events/regatta/bookings/K7QM3F/payments/",
        {"kind": "refund", "amount": "300.01", "method": "card", "received_on": today},
    )

    assert answer.status_code == 422
    assert "$300.00 is held for this booking: no more can go back." in words(answer)
    assert 'value="300.01"' in words(answer)


def test_a_slip_is_corrected_and_both_entries_stay_to_be_read(office):
    party = factories.booking(ahead(), reference="K7QM3F")
    slip = factories.payment(party, 53_000)

    form = words(office.get(f"/events/regatta/bookings/K7QM3F/payments/{slip.pk}/correct/"))
    answer = office.post(
        f"/events/regatta/bookings/K7QM3F/payments/{slip.pk}/correct/",
        {"amount": "350", "reason": "Digits turned round."},
    )

    page = words(office.get(answer["Location"]))
    assert 'value="530.00"' in form
    assert ("($530.00)" in page, "$350.00" in page, "Digits turned round." in page) == (True, True, True)
    assert page.count("taken back below") == 1


def test_what_a_cancellation_comes_to_is_shown_before_and_kept_after(office):
    party = factories.booking(ahead(days=5), reference="K7QM3F")
    factories.payment(party, 60_000)

    before = words(office.get("/events/regatta/bookings/K7QM3F/cancel/"))
    answer = office.post("/events/regatta/bookings/K7QM3F/cancel/", {"side": "guest", "reason": "Ill."})

    after = words(office.get(answer["Location"]))
    assert ("$300.00 back" in before, "the house keeps $300.00" in before, "$600.00 back" in before) == (True,) * 3
    assert "$300.00 to refund" in after
    assert "Cancelled by the guest" in after
    assert SailEvent.objects.get().guests_booked == 0


def test_a_cancelled_booking_is_taken_up_again(office):
    party = factories.booking(ahead(), reference="K7QM3F")
    office.post("/events/regatta/bookings/K7QM3F/cancel/", {"side": "guest", "reason": "Ill."})

    answer = office.post("/events/regatta/bookings/K7QM3F/reinstate/", {"reason": "Well again."})

    party.refresh_from_db()
    assert (answer.status_code, party.state) == (303, "booked")
    assert office.get("/events/regatta/bookings/K7QM3F/cancel/").status_code == 200


def test_a_party_is_moved_among_sails_with_room(office):
    factories.booking(ahead(), reference="K7QM3F", party_size=4)
    ahead(event_id="roomy", days=21, capacity=20)
    ahead(event_id="tight", days=22, capacity=3)

    form = words(office.get("/events/regatta/bookings/K7QM3F/move/"))
    tight = office.post("/events/regatta/bookings/K7QM3F/move/", {"to": "tight", "reason": "Fog."})
    answer = office.post("/events/regatta/bookings/K7QM3F/move/", {"to": "roomy", "reason": "Fog."})

    assert ('value="roomy"' in form, 'value="tight"' in form) == (True, False)
    assert (tight.status_code, "0 of 3 places are taken; 3 are left." in words(tight)) == (422, True)
    assert answer["Location"] == "/events/roomy/bookings/K7QM3F/"


def test_a_change_without_its_reason_is_refused_and_with_it_kept(office):
    factories.booking(ahead(), reference="K7QM3F", lead_name="Mia Torres")
    form = sent(price="650", tax="", deposit="", deposit_due_on="")

    refused = office.post("/events/regatta/bookings/K7QM3F/edit/", form)
    answer = office.post("/events/regatta/bookings/K7QM3F/edit/", form | {"reason": "A cake."})

    assert refused.status_code == 422
    assert 'id="id_reason_error">Say why size, price or days change' in words(refused)
    assert "A cake." in words(office.get(answer["Location"]))


def test_a_party_that_did_not_come_is_marked_after_cast_off(office):
    sail = ahead(status="under_way", departed_at=clock.now(), departed_by=factories.admin())
    factories.booking(sail, reference="K7QM3F")

    office.post("/events/regatta/bookings/K7QM3F/no-show/", {"missing": "1"})

    page = words(office.get("/events/regatta/bookings/K7QM3F/"))
    assert "did not come" in page
    assert "They came after all" in page
    assert office.post("/events/regatta/bookings/K7QM3F/no-show/", {"missing": "x"}).status_code == 422


def test_a_cancelled_sails_parties_are_to_be_told_with_their_phones(office):
    sail = ahead()
    party = factories.booking(sail, "Mia Torres", lead_phone="+16195550177")
    factories.payment(party, 60_000)
    SailEvent.objects.filter(pk=sail.pk).update(status="cancelled")

    page, on_sail = words(office.get("/events/regatta/bookings/")), words(office.get("/events/regatta/"))

    assert "To be told by you" in page
    assert "$600.00 paid: refund or move" in page
    assert ('href="tel:+16195550177"' in page, 'href="tel:+16195550177"' in on_sail) == (True, True)
    assert "what becomes of the money" in on_sail


def test_the_office_reads_money_on_the_sails_page_and_its_crew_names_and_sizes_alone(office):
    sail = soon()
    party = factories.booking(sail, "Mia Torres", lead_phone="+16195550177", lead_email="mia@example.com")
    factories.payment(party, 20_000)

    of_office, of_captain = words(office.get("/events/regatta/")), words(captain_of(sail).get("/events/regatta/"))

    assert "$400.00 due" in of_office
    assert ("Mia Torres" in of_captain, "4 guests" in of_captain) == (True, True)
    for secret in ("$", "6195550177", "mia@example.com", "/bookings/"):
        assert secret not in of_captain.split('id="bookings"')[1].split("</section>")[0]


def test_other_crew_learn_nothing_of_the_parties():
    sail = soon()
    factories.booking(sail, "Mia Torres")

    page = words(signed_in(factories.person()).get("/events/regatta/"))

    assert "Mia Torres" not in page


def test_a_party_of_another_sail_is_not_found_under_this_one(office):
    ahead()
    party = factories.booking(ahead(event_id="other", days=25), reference="K7QM3F")
    paid = factories.payment(party, 1_000)

    assert office.get("/events/regatta/bookings/K7QM3F/").status_code == 404
    factories.booking(SailEvent.objects.get(event_id="regatta"), reference="MINE22")
    assert office.get(f"/events/regatta/bookings/MINE22/payments/{paid.pk}/correct/").status_code == 404
