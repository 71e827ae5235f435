"""Vouchers: a debt until redeemed, never worth more than was paid; the database counts."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError

from events.parties import payments
from reports.models import Voucher
from scc_site.refusals import Mistyped
from tests import factories
from tests.reports import books

pytestmark = pytest.mark.django_db
TODAY = factories.NOW.date()


@pytest.fixture
def party():
    """A party of four for $600, and a voucher over $100 on sale since May, good until 31 December."""
    booking = factories.booking(factories.event())
    books.voucher("GIFT-1", by=booking.made_by)
    return booking


def redeem(booking, cents, code="GIFT-1", kind="payment", **fields):
    named = {"kind": kind, "amount_cents": cents, "method": "voucher", "received_on": TODAY, "reference": code}
    return payments.record(
        booking=booking, money=payments.Money(**named | fields), by=booking.made_by, at=factories.NOW
    )


def left(code="GIFT-1"):
    return Voucher.objects.with_use().get(code=code).left_cents


def refusal(act):
    with pytest.raises(Mistyped) as refused:
        act()
    return refused.value.faults["reference"][0]


def test_a_voucher_pays_until_nothing_is_left(party):
    redeem(party, 6_000, code=" gift-1 ")

    assert left() == 4_000
    assert refusal(lambda: redeem(party, 4_001)) == "Voucher GIFT-1 has $40.00 left."
    redeem(party, 4_000)
    assert left() == 0


def test_a_code_nobody_sold_pays_nothing(party):
    assert refusal(lambda: redeem(party, 1, code="GIFT-9")) == "No voucher has the code “GIFT-9”."


def test_a_voucher_counts_on_its_days_only(party):
    assert refusal(lambda: redeem(party, 1, received_on=date(2026, 4, 30))) == (
        "Voucher GIFT-1 counts from 2026-05-01 and until 2026-12-31 only."
    )
    Voucher.objects.filter(code="GIFT-1").update(refunded_on=date(2026, 5, 20))
    assert refusal(lambda: redeem(party, 1)) == "Voucher GIFT-1 counts from 2026-05-01 and until 2026-05-19 only."


def test_no_fee_is_paid_by_voucher(party):
    assert refusal(lambda: redeem(party, 1, kind="fee")) == "No fee is paid by voucher."


def test_money_given_back_onto_a_voucher_may_be_redeemed_again(party):
    redeem(party, 10_000)

    redeem(party, 2_500, kind="refund", note="the sail was short")

    assert left() == 2_500
    assert refusal(lambda: redeem(party, 2_501)) == "Voucher GIFT-1 has $25.00 left."


def test_a_redemption_is_put_right_within_what_the_voucher_holds(party):
    slip = redeem(party, 10_000)

    payments.correct(payment=slip, amount_cents=8_000, why="typed wrong", by=party.made_by, at=factories.NOW)

    assert left() == 2_000


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"amount_cents": 5_999}, "More than that was redeemed"),
        ({"code": "GIFT-2"}, "its buyer has it"),
    ],
)
def test_what_was_redeemed_and_the_code_stay(party, change, words):
    redeem(party, 6_000)

    with pytest.raises(DatabaseError, match=words):
        Voucher.objects.filter(code="GIFT-1").update(**change)


def test_a_voucher_is_never_deleted(party):
    with pytest.raises(DatabaseError, match="never deleted"):
        Voucher.objects.all().delete()
