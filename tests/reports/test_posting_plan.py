"""What one booking means in debits and credits: the design's cases, and every row of its table."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from reports.postings.facts import Moved
from reports.postings.plan import plan, refundable_at
from tests.reports.told import balances, booking, called_off, day, entries, faults, money, sail

DEPOSIT, REST = money("10-10", 60_000), money("11-01", 120_000)
BACK = sail(back=day("11-14"))
TERMS = {"is_channels": True, "commission": Decimal("0.115")}


def test_a_deposit_is_a_debt_until_the_sail_is_back():
    facts = booking(DEPOSIT, REST, sail=BACK)

    assert balances(facts, day("10-31")) == {"payment_clearing": 60_000, "customer_deposits": -60_000}
    assert balances(facts, day("11-30")) == {"payment_clearing": 180_000, "service_income": -180_000}
    assert entries(facts)["sailed"] == ("11-14", {"customer_deposits": 180_000, "service_income": -180_000})


def test_what_a_guest_forfeits_is_income_on_the_day_of_the_cancellation():
    facts = booking(DEPOSIT, REST, cancelled=called_off("11-12", "guest", 180_000))

    assert balances(facts, day("11-11")) == {"payment_clearing": 180_000, "customer_deposits": -180_000}
    assert entries(facts)["cancelled"] == (
        "11-12",
        {"customer_deposits": 180_000, "cancellation_income": -90_000, "refunds_due": -90_000},
    )
    assert faults(facts) == []


def test_what_is_not_held_is_a_claim_and_no_income():
    facts = booking(DEPOSIT, cancelled=called_off("11-12", "guest", 60_000))

    assert balances(facts) == {"payment_clearing": 60_000, "cancellation_income": -60_000}
    assert faults(facts) == [("claim", 30_000)]


def test_a_sail_past_without_a_word_earns_nothing():
    facts = booking(DEPOSIT, REST)

    assert balances(facts) == {"payment_clearing": 180_000, "customer_deposits": -180_000}
    assert faults(facts) == [("not_completed", 180_000)]
    assert faults(facts, day("11-14")) == []


def test_tax_is_owed_and_what_is_unpaid_is_receivable():
    facts = booking(DEPOSIT, sail=BACK, tax_cents=14_400)

    assert entries(facts)["sailed"][1] == {
        "customer_deposits": 60_000, "receivable": 134_400, "service_income": -180_000, "tax_payable": -14_400,
    }  # fmt: skip
    later = booking(DEPOSIT, money("11-20", 134_400, method="check"), sail=BACK, tax_cents=14_400)
    assert balances(later) == {
        "payment_clearing": 60_000, "cash": 134_400, "service_income": -180_000, "tax_payable": -14_400,
    }  # fmt: skip


def test_what_was_paid_too_much_is_due_back_once_the_sail_is_over():
    facts = booking(DEPOSIT, REST, money("11-02", 500), sail=BACK)

    assert entries(facts)["sailed"][1]["refunds_due"] == -500
    assert balances(replace(facts, paid=(*facts.paid, money("11-16", 500, "refund")))) == {
        "payment_clearing": 180_000,
        "service_income": -180_000,
    }


def test_tips_are_the_crews_and_fees_the_processors():
    facts = booking(money("11-14", 5_000, "tip"), money("10-11", 204, "fee"))

    assert balances(facts) == {"payment_clearing": 4_796, "tips_payable": -5_000, "processing_fee": 204}


@pytest.mark.parametrize("side", ["house", "weather"])
def test_all_goes_back_when_the_house_or_the_weather_calls_it_off(side):
    facts = booking(DEPOSIT, cancelled=called_off("11-13", side, 60_000))

    assert balances(facts) == {"payment_clearing": 60_000, "refunds_due": -60_000}
    paid_back = replace(facts, paid=(DEPOSIT, money("11-15", 60_000, "refund")))
    assert balances(paid_back) == {}


def test_a_party_moved_within_its_unit_posts_nothing():
    before, after = booking(DEPOSIT), booking(DEPOSIT, sail=sail(day("12-05")))

    assert entries(after, day("11-10")) == entries(before, day("11-10"))


def test_a_party_moved_to_another_unit_takes_its_deposit_along():
    facts = booking(DEPOSIT, unit="queen", moves=(Moved(day("10-20"), "jada", "queen"),))

    found = {
        row.key.rsplit(":", 1)[-1]: (row.unit, row.partner, dict(row.lines))
        for row in plan(facts, day("10-31")).postings
    }
    assert found == {
        f"payment-{DEPOSIT.number}": ("jada", "", {"payment_clearing": 60_000, "customer_deposits": -60_000}),
        "moved-1-out": ("jada", "queen", {"customer_deposits": 60_000, "payable": -60_000}),
        "moved-1-in": ("queen", "jada", {"receivable": 60_000, "customer_deposits": -60_000}),
    }


def test_who_does_not_come_is_charged_as_if_they_had():
    came, missed = booking(DEPOSIT, sail=BACK), booking(DEPOSIT, sail=BACK, is_no_show=True)

    assert entries(missed) == entries(came)


def test_a_marketplace_posts_nothing_before_the_trip_and_the_gross_after_it():
    facts = booking(sail=BACK, **TERMS)

    assert entries(facts, day("11-13")) == {}
    assert entries(facts)["sailed"] == (
        "11-14",
        {"platform_receivable": 159_300, "commission": 20_700, "service_income": -180_000},
    )
    paid = replace(facts, paid=(money("11-21", 159_300, method="payout"),))
    assert balances(paid) == {"cash": 159_300, "commission": 20_700, "service_income": -180_000}
    assert faults(paid) == []


@pytest.mark.parametrize(("payout", "difference"), [(157_300, 2_000), (160_300, -1_000)])
def test_a_payout_of_another_amount_leaves_its_difference_to_be_seen(payout, difference):
    facts = booking(money("11-21", payout, method="payout"), sail=BACK, **TERMS)

    assert balances(facts)["platform_receivable"] == difference
    assert faults(facts) == [("payout_differs", difference)]


def test_a_payout_before_the_trip_is_a_deposit():
    facts = booking(money("11-01", 159_300, method="payout"), sail=BACK, **TERMS)

    assert balances(facts, day("11-13")) == {"cash": 159_300, "customer_deposits": -159_300}
    assert balances(facts) == {"cash": 159_300, "commission": 20_700, "service_income": -180_000}


def test_a_channel_without_terms_is_told_of():
    facts = booking(sail=BACK, is_channels=True)

    assert balances(facts) == {"platform_receivable": 180_000, "service_income": -180_000}
    assert faults(facts) == [("no_terms", 180_000)]


def test_a_payout_taken_for_the_guests_own_money_is_told_of():
    facts = booking(money("11-21", 159_300, method="payout"), sail=BACK)

    assert faults(facts) == [("payout_as_price", 159_300)]


def test_money_given_back_after_the_sail_lessens_income_on_its_own_day():
    facts = booking(DEPOSIT, REST, money("12-01", 20_000, "refund"), sail=BACK)

    assert entries(facts)[f"refund-{day('12-01').toordinal()}"] == (
        "12-01",
        {"refunds_contra": 20_000, "payment_clearing": -20_000},
    )
    assert balances(facts)["service_income"] == -180_000


def test_money_given_back_before_the_sail_comes_out_of_the_deposit():
    facts = booking(DEPOSIT, money("10-12", 10_000, "refund"))

    assert balances(facts) == {"payment_clearing": 50_000, "customer_deposits": -50_000}


def test_more_given_back_than_held_on_a_day_is_told_of():
    facts = booking(money("10-09", 10_000, "refund"), DEPOSIT)

    assert faults(facts, day("10-31")) == [("negative_held", 10_000)]


def test_what_was_taken_back_never_happened():
    slip = money("10-10", 60_000, number=1)
    taken_back = money("10-10", 60_000, number=2, corrects=1)

    assert entries(booking(slip, taken_back)) == {}
    assert entries(booking(slip, taken_back, DEPOSIT)) == entries(booking(DEPOSIT))


def test_a_long_job_is_earned_day_by_day_to_the_cent():
    trip = sail(days=2, departed_on=day("11-14"))
    facts = booking(DEPOSIT, sail=trip, price_cents=100_000, is_per_day=True)

    under_way = entries(facts, day("11-15"))
    assert under_way["day-1"] == ("11-14", {"customer_deposits": 33_334, "service_income": -33_334})
    assert under_way["day-2"] == (
        "11-15",
        {"customer_deposits": 26_666, "receivable": 6_667, "service_income": -33_333},
    )
    back = entries(replace(facts, sail=replace(trip, returned_on=day("11-16"))))
    assert back["sailed"] == ("11-16", {"receivable": 33_333, "service_income": -33_333})


def test_a_long_job_that_is_back_early_earns_the_rest_on_its_return():
    trip = sail(days=4, back=day("11-15"))
    facts = booking(DEPOSIT, REST, sail=trip, is_per_day=True)

    found = entries(facts)
    assert (found["day-1"][1]["service_income"], found["sailed"][1]["service_income"]) == (-36_000, -144_000)
    assert "day-2" not in found


@pytest.mark.parametrize(("trip", "is_per_day"), [(sail(days=2, back=day("11-16")), False), (BACK, True)])
def test_one_day_and_units_that_wait_for_the_end_earn_at_once(trip, is_per_day):
    facts = booking(DEPOSIT, REST, sail=trip, is_per_day=is_per_day)

    assert entries(facts)["sailed"][1] == {"customer_deposits": 180_000, "service_income": -180_000}


def test_a_voucher_turns_from_one_debt_into_another():
    facts = booking(money("10-10", 60_000, method="voucher", owner="jada"))

    assert balances(facts, day("10-31")) == {"vouchers": 60_000, "customer_deposits": -60_000}


def test_a_voucher_of_another_unit_is_owed_by_it():
    facts = booking(money("10-10", 60_000, method="voucher", owner="queen"))

    found = [(row.unit, dict(row.lines)) for row in plan(facts, day("10-31")).postings]
    assert found == [
        ("queen", {"vouchers": 60_000, "payable": -60_000}),
        ("jada", {"receivable": 60_000, "customer_deposits": -60_000}),
    ]


@pytest.mark.parametrize(("on", "back"), [("10-30", 180_000), ("10-31", 90_000), ("11-14", 0)])
def test_how_much_of_a_deposit_would_still_go_back_is_known_of_every_day(on, back):
    facts = booking(money("10-10", 180_000))

    assert refundable_at(facts, day(on)) == back


def test_a_party_on_a_sail_that_is_off_is_told_of():
    facts = booking(DEPOSIT, sail=sail(is_called_off=True))

    assert faults(facts, day("11-01")) == [("called_off", 60_000)]
