"""What is due, and what a cancellation gives back: worked examples, and properties over many."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.parties import dues, refunds
from tests.factories import HOUSE

DEPARTS = datetime(2026, 11, 14, 23, 0, tzinfo=UTC)
STEPS = [[336, 100], [48, 50]]  # two weeks: all; two days: half
HOUR = timedelta(hours=1)

cents = st.integers(0, 100_000_000)
steps = st.lists(st.tuples(st.integers(0, 8784), st.integers(0, 100)), max_size=6, unique_by=lambda step: step[0])
sides = st.sampled_from([refunds.GUEST, refunds.HOUSE, refunds.WEATHER])
hours_ahead = st.integers(-100, 9000)


def cancelled(side=refunds.GUEST, *, price=180_000, held=180_000, at=DEPARTS - 100 * HOUR, terms=STEPS):
    return refunds.outcome(side=side, steps=terms, price_cents=price, held_cents=held, departs_at=DEPARTS, at=at)


@pytest.mark.parametrize(
    ("ahead", "percent"),
    [
        (timedelta(hours=400), 100),
        (timedelta(hours=336), 100),
        (timedelta(hours=336) - timedelta(microseconds=1), 50),
        (timedelta(hours=48), 50),
        (timedelta(hours=47, minutes=59, seconds=59), 0),
        (timedelta(0), 0),
        (-timedelta(hours=5), 0),
    ],
)
def test_a_step_holds_to_the_very_second(ahead, percent):
    assert refunds.percent_at(STEPS, departs_at=DEPARTS, at=DEPARTS - ahead) == percent


def test_hours_are_real_hours_when_the_clocks_change_on_the_way():
    departs_at = datetime(2026, 11, 1, 12, 0, tzinfo=HOUSE)  # the night before has 25 hours

    at = datetime(2026, 10, 31, 12, 0, tzinfo=HOUSE)

    assert refunds.percent_at([[25, 80]], departs_at=departs_at, at=at) == 80


@pytest.mark.parametrize(
    ("held", "kept", "back", "claim"),
    [(180_000, 90_000, 90_000, 0), (60_000, 60_000, 0, 30_000), (0, 0, 0, 90_000), (200_000, 90_000, 110_000, 0)],
)
def test_a_guest_is_charged_of_the_price_and_no_more_is_kept_than_is_held(held, kept, back, claim):
    found = cancelled(held=held)

    assert found == refunds.Outcome(50, 90_000, refund_cents=back, kept_cents=kept, claim_cents=claim)


@pytest.mark.parametrize("side", [refunds.HOUSE, refunds.WEATHER])
@pytest.mark.parametrize("at", [DEPARTS - 400 * HOUR, DEPARTS])
def test_the_house_and_the_weather_give_all_back(side, at):
    assert cancelled(side, held=60_000, at=at) == refunds.Outcome(
        100, 0, refund_cents=60_000, kept_cents=0, claim_cents=0
    )


def test_terms_without_a_step_give_a_guest_nothing_back():
    assert cancelled(terms=[], held=60_000).refund_cents == 0


@pytest.mark.parametrize(("amount", "percent", "part"), [(101, 50, 51), (99, 50, 50), (1, 49, 0), (333, 33, 110)])
def test_a_share_is_rounded_once_half_up(amount, percent, part):
    assert refunds.share(amount, percent) == part


@given(cents, st.integers(0, 100))
def test_a_share_is_what_decimals_say(amount, percent):
    exact = Decimal(amount) * percent / 100

    assert refunds.share(amount, percent) == exact.quantize(Decimal(1), ROUND_HALF_UP)


@given(side=sides, terms=steps, price=cents, held=cents, ahead=hours_ahead)
def test_the_parts_of_a_cancellation_add_up_and_never_exceed_what_is_held(side, terms, price, held, ahead):
    found = cancelled(side, price=price, held=held, at=DEPARTS - ahead * HOUR, terms=terms)

    assert found.refund_cents + found.kept_cents == held
    assert found.kept_cents + found.claim_cents == found.charge_cents
    assert min(found.refund_cents, found.kept_cents, found.claim_cents) >= 0
    assert found.charge_cents <= price


@given(terms=steps, price=cents, held=cents, ahead=hours_ahead, later=st.integers(0, 500))
def test_waiting_never_gives_a_guest_more_where_the_steps_fall(terms, price, held, ahead, later):
    falling = [
        [hours, percent]
        for (hours, _), percent in zip(sorted(terms), sorted(percent for _, percent in terms), strict=True)
    ]

    early = cancelled(price=price, held=held, at=DEPARTS - ahead * HOUR, terms=falling)
    late = cancelled(price=price, held=held, at=DEPARTS - (ahead - later) * HOUR, terms=falling)

    assert late.refund_cents <= early.refund_cents


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        (
            STEPS,
            "up to 14 days before departure: 100 % back; up to 2 days before departure: 50 % back; later: nothing back",
        ),
        ([[30, 25], [0, 0]], "up to 30 hours before departure: 25 % back; up to departure: 0 % back"),
        ([[1, 9]], "up to 1 hour before departure: 9 % back; later: nothing back"),
        ([], "nothing back, whenever the guest cancels"),
    ],
)  # fmt: skip
def test_terms_are_said_in_sentences(terms, said):
    assert "; ".join(refunds.words(terms)) == said


TODAY = date(2026, 10, 20)


def standing(held, *, kept=None, price=180_000, tax=0, deposit=60_000):
    return dues.standing(
        price_cents=price,
        tax_cents=tax,
        deposit_cents=deposit,
        deposit_due_on=date(2026, 10, 10),
        balance_due_on=date(2026, 11, 1),
        held_cents=held,
        kept_cents=kept,
        today=TODAY,
    )


@pytest.mark.parametrize(
    ("held", "due", "balance", "back"),
    [
        (0, (60_000, date(2026, 10, 10), True), 180_000, 0),
        (20_000, (40_000, date(2026, 10, 10), True), 160_000, 0),
        (60_000, (120_000, date(2026, 11, 1), False), 120_000, 0),
        (180_000, (0, None, False), 0, 0),
        (185_000, (0, None, False), 0, 5_000),
    ],
)
def test_the_deposit_is_due_before_the_rest(held, due, balance, back):
    found = standing(held)

    assert (found.due_cents, found.due_on, found.is_overdue) == due
    assert (found.balance_cents, found.back_cents) == (balance, back)


def test_what_is_due_today_is_not_overdue_yet():
    found = dues.standing(
        price_cents=100, tax_cents=8, deposit_cents=0, deposit_due_on=None, balance_due_on=TODAY,
        held_cents=0, kept_cents=None, today=TODAY,
    )  # fmt: skip

    assert (found.due_cents, found.is_overdue) == (108, False)


def test_a_cancelled_booking_owes_nothing_and_gives_back_what_is_not_kept():
    found = standing(100_000, kept=60_000)

    assert (found.due_cents, found.balance_cents, found.back_cents) == (0, 0, 40_000)


@given(held=cents, price=cents, tax=cents, deposit=cents)
def test_what_is_due_and_held_and_given_back_adds_up_to_the_total(held, price, tax, deposit):
    found = standing(held, price=price, tax=tax, deposit=min(deposit, price + tax))

    assert held + found.balance_cents - found.back_cents == price + tax
    assert 0 <= found.due_cents <= found.balance_cents
