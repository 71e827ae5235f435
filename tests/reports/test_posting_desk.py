"""Postings and vouchers on the desk: what was said, what is posted, what is kept out and why; and posting it now."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from events.parties import payments
from reports.models import Account, JournalEntry, Voucher, VoucherPolicy
from reports.postings import posting
from reports.postings.story import of_booking
from tests import factories, signing_in
from tests.factories import NOW
from tests.reports import books

pytestmark = pytest.mark.django_db
PAGE = "/admin/reports/dockposting/"
LATER = NOW + timedelta(days=200)


@pytest.fixture
def party():
    """A party of JADA that paid $200 and tipped $40, with books to post to."""
    boat = factories.vessel(slug="jada", name="JADA")
    books.unit()
    books.chart()
    booking = factories.booking(factories.event(vessel=boat))
    factories.payment(booking, 20_000)
    factories.payment(booking, 4_000, "tip")
    return booking


def office(name="Olga"):
    return signing_in.signed_in(factories.admin(name), scope="admin")


def words(response):
    """A page's text, tags and runs of blanks left out."""
    body = response.content.decode().partition('id="content"')[2]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def told(booking, at=LATER):
    story = of_booking(booking.reference, at=at)
    return [(row.what, row.state) for row in story.entries]


def test_the_page_says_what_waits_and_posts_it(party):
    client = office()
    before = words(client.get(PAGE))

    done = client.post(PAGE, {"post": "1"}, follow=True)

    assert "2 to post, 0 to undo" in before
    assert "2 entries posted, 0 undone." in done.content.decode()
    assert "up to date" in words(done)
    entry = JournalEntry.objects.get(source_key__contains=":payment-")
    assert f'<a href="/admin/reports/journalentry/{entry.pk}/change/">{party.reference}: received</a>' in (
        done.content.decode()
    )
    assert f"1 Jun 2026 jada {party.reference} {party.reference}: received $200.00 stands" in words(done)
    assert "nothing to post" in client.post(PAGE, {"post": "1"}, follow=True).content.decode()
    assert JournalEntry.objects.count() == 2


def test_what_is_kept_out_is_named_with_its_reason(party):
    Account.objects.filter(subtype="tips_payable").update(is_active=False)
    lost = factories.booking(factories.event(vessel=factories.vessel(name="Raft")))
    books.unit("queen")

    page = words(office().get(PAGE))

    assert "jada has no account of the kind “tips_payable”: 1 entry kept out." in page
    assert f"No unit takes the bookings of Raft: {lost.reference} wait." in page
    assert told(party) == [("payment", "waits"), ("tip", "kept out")]
    assert not of_booking(lost.reference, at=LATER).is_placed


def test_a_booking_is_told_from_both_sides(party):
    posting.post_all(at=LATER)
    slip = party.payments.get(kind="payment")
    payments.correct(payment=slip, amount_cents=21_000, why="typed wrong", by=party.made_by, at=NOW)

    page = words(office().get(PAGE, {"booking": party.reference.lower()}))

    assert told(party) == [("payment", "to be undone"), ("payment", "waits"), ("tip", "posted")]
    assert "payment, card, taken back since $200.00" in page
    assert "payment jada payments on their way $210.00 customers’ deposits $210.00 waits" in page
    assert "$210.00 of this booking’s money is held" in page


def test_what_was_undone_stays_in_the_story(party):
    posting.post_all(at=LATER)
    slip = party.payments.get(kind="payment")
    payments.correct(payment=slip, amount_cents=0, why="bounced", by=party.made_by, at=NOW)
    posting.post_all(at=LATER)

    assert told(party) == [("payment", "undone"), ("tip", "posted")]


@pytest.mark.parametrize("asked", ["R99999", "%", "ü" * 99])
def test_a_booking_nobody_made_is_told_so(party, asked):
    answer = office().get(PAGE, {"booking": asked})

    assert (answer.status_code, "No booking has the reference" in words(answer)) == (404, True)


def test_a_house_without_books_is_told_what_to_do():
    assert "No books are kept yet: add a unit and its accounts first." in words(office().get(PAGE))


@pytest.mark.parametrize("count", [1, 9])
def test_the_page_asks_as_much_for_many_bookings_as_for_one(party, count, django_assert_num_queries):
    for _ in range(count):
        factories.payment(factories.booking(party.event, party_size=1), 100)
    client = office()

    with django_assert_num_queries(COST):
        client.get(PAGE)


def voucher(client, **fields):
    typed = {
        "unit": books.unit().pk, "code": " gift-7 ", "amount_cents": "150.00", "sold_on": "2026-05-02", "buyer": "Ina",
        "method": "cash", "expires_on": "2026-06-30", "note": "",
    }  # fmt: skip
    return client.post("/admin/reports/voucher/add/", typed | fields)


def test_a_voucher_is_sold_redeemed_and_given_back_at_the_desk(party):
    client = office()
    assert voucher(client).status_code == 302
    factories.payment(party, 6_000, method="voucher", reference="GIFT-7")
    sold = Voucher.objects.get()
    change = f"/admin/reports/voucher/{sold.pk}/change/"
    same = {"unit": sold.unit_id, "sold_on": "2026-05-02", "method": "cash", "expires_on": "2026-06-30"}

    low = client.post(change, same | {"amount_cents": "59.99"})
    back = client.post(change, same | {"amount_cents": "150", "refunded_on": "2026-06-20"})

    assert (sold.code, sold.amount_cents, sold.recorded_by.name) == ("GIFT-7", 15_000, "Olga")
    assert (low.status_code, "More than that was redeemed" in words(low), "$90.00" in words(low)) == (422, True, True)
    assert back.status_code == 302
    posting.post_all(at=LATER)
    entries = JournalEntry.objects.filter(source_kind="voucher").order_by("date")
    assert [(str(row.date), row.source_key) for row in entries] == [
        ("2026-05-02", "voucher:GIFT-7:sold:v1"),
        ("2026-06-20", "voucher:GIFT-7:refunded:v1"),
    ]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"code": "GIFT-1"}, "Another voucher has this code."),
        ({"expires_on": "2026-05-01"}, "The last day lies before the day it was sold."),
        ({"amount_cents": "0"}, "greater than or equal to"),
        ({"code": "a\0b"}, "Null characters are not allowed."),
        ({"amount_cents": "9" * 12}, "Write"),
    ],
)
def test_a_voucher_that_cannot_be_is_refused_in_words(party, typed, told):
    books.voucher("GIFT-1", by=party.made_by)

    answer = voucher(office(), **typed)

    assert (answer.status_code, Voucher.objects.count()) == (422, 1)
    assert told in words(answer)


def test_breakage_needs_a_policy_with_its_ground(party):
    client = office()
    books.voucher("GIFT-1", by=party.made_by)
    waits = words(client.get(PAGE))
    typed = {"unit": books.unit().pk, "starts_on": "2026-01-01", "breakage": "after_expiry", "months_after": "0"}

    bare = client.post("/admin/reports/voucherpolicy/add/", typed | {"note": ""})
    kept = client.post("/admin/reports/voucherpolicy/add/", typed | {"note": "terms §4"})
    twice = client.post("/admin/reports/voucherpolicy/add/", typed | {"note": "terms §4"})

    assert "Vouchers that expired" not in waits  # good until 31 December of the factories' year
    assert (bare.status_code, kept.status_code, twice.status_code) == (422, 302, 422)
    assert VoucherPolicy.objects.get().starts_on == date(2026, 1, 1)
    posting.post_all(at=LATER + timedelta(days=60))
    assert JournalEntry.objects.get(source_key="voucher:GIFT-1:broken:v1").date == date(2027, 1, 1)


COST = 14
