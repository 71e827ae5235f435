"""From a list to money: who may be written to, what it may bring, what a claim needs, when to stop."""

from dataclasses import replace
from decimal import Decimal

import pytest

from reports.formulas import campaigns, sending
from reports.formulas.campaigns import Costs, Sale
from reports.formulas.market import List
from reports.formulas.response import BENCHMARKS, BOOKING, BOUNCE, CLICK, Rate, Response, response
from reports.showing import shown
from reports.values import Level, Measure, State, no_data, rounded
from tests.reports.markets import campaign, cents, close, told

THE_LIST = List(listed=3676, duplicates=100, without_consent=900, stopped=76, contactable=2600)
FLAT = Response(*(
    Rate(name, Decimal(rate), Decimal(rate), Decimal(rate), "the case at hand", n=2)
    for name, rate in ((BOUNCE, "0.02"), (CLICK, "0.025"), (BOOKING, "0.03"))
))  # fmt: skip
SALE = Sale(cents(150_000), cents(140_000), told(40))
FREE = Costs(hours=Decimal(0), discount_cents=0, per_thousand=Decimal(0))


def run(rates=FLAT, sale=SALE, costs=FREE):
    return campaigns.blast(campaigns.contactable(THE_LIST, Level.COMPLETE), rates, sale, costs)


def test_the_list_comes_down_to_less_than_three_thousand_dollars():
    found = run().mean

    assert run().contactable.amount == 2600
    assert (found.delivered.amount, found.clicks.amount) == (2548, Decimal("63.7"))
    assert (close(found.bookings, "0.1"), shown(found.revenue)) == (Decimal("1.9"), "$2,867")


@pytest.mark.parametrize(
    ("claim", "of_delivered", "of_clicks"), [(1_000_000, "0.26", "10.5"), (5_000_000, "1.31", "52.3")]
)
def test_a_claim_needs_more_than_anybody_ever_reached(claim, of_delivered, of_clicks):
    needed = campaigns.required(cents(claim), run().mean, SALE.price, FLAT)

    assert rounded(needed.of_delivered.number * 100, 2) == Decimal(of_delivered)
    assert rounded(needed.of_clicks.number * 100, 1) == Decimal(of_clicks)
    assert needed.is_beyond is True


def test_a_claim_within_reach_is_not_beyond_and_one_of_nobody_is_undefined():
    nobody = campaigns.blast(told(0), FLAT, SALE, FREE).mean

    assert campaigns.required(cents(280_000), run().mean, SALE.price, FLAT).is_beyond is False
    assert campaigns.required(cents(280_000), nobody, SALE.price, FLAT).is_beyond is None
    assert shown(campaigns.required(cents(1), nobody, SALE.price, FLAT).of_clicks) == "nobody clicks"
    assert campaigns.required(no_data(Measure.CENTS, "claim"), run().mean, SALE.price, FLAT).of_clicks.missing == (
        "claim",
    )


def test_an_empty_list_is_zero_only_where_contacts_are_recorded():
    unknown, none = (campaigns.contactable(List(), level) for level in (Level.NONE, Level.COMPLETE))

    assert (unknown.state, unknown.missing) == (State.NO_DATA, ("contacts",))
    assert (none.state, none.amount) == (State.ZERO, 0)
    assert campaigns.contactable(THE_LIST, Level.PARTIAL).state == State.PARTIAL


def test_bookings_stop_at_the_room_there_is_and_say_where_that_is_not_known():
    full, unknown = (run(sale=replace_capacity(value)).mean.bookings for value in (told(1), no_data(Measure.COUNT)))

    assert full.amount == 1
    assert (unknown.state, close(unknown, "0.1")) == (State.PARTIAL, Decimal("1.9"))
    assert unknown.missing == ("open capacity",)
    assert run(sale=replace_capacity(told(0))).high.bookings.state == State.ZERO


def replace_capacity(capacity):
    return SALE._replace(capacity=capacity)


def test_the_cost_is_sending_and_discount_and_hours():
    costs = Costs(hours=Decimal(6), hour_cents=5000, discount_cents=10_000)

    found = run(costs=costs).mean

    assert found.cost.number == 26 + Decimal("1.911") * 10_000 + 30_000
    assert found.gain.number == Decimal("1.911") * 140_000 - found.cost.number
    assert found.roi.number == found.gain.number / found.cost.number


def test_a_letter_that_costs_nothing_has_an_amount_and_no_return():
    found = run().mean

    assert (found.roi.state, shown(found.roi)) == (State.NOT_APPLICABLE, "costs nothing: $2,675")


@pytest.mark.parametrize(
    ("costs", "missing"),
    [
        (Costs(), ("discount a booking", "hours of work")),
        (Costs(hours=Decimal(2), discount_cents=0), ("price of an hour",)),
        (Costs(hours=Decimal(0), discount_cents=0), ()),
    ],
)
def test_what_a_cost_lacks_is_named(costs, missing):
    found = run(costs=costs).mean.cost

    assert (found.is_known, found.missing, found.state == State.PARTIAL) == (True, missing, bool(missing))


def test_own_rates_count_from_two_campaigns_and_are_weighted():
    one = campaign("Spring", {"sent": 400, "bounced": 8, "clicked": 10, "booked": 1})
    two = campaign("Autumn", {"sent": 1000, "delivered": 990, "bounced": 10, "clicked": 20, "booked": 1})

    found = response([one, two])

    assert (found.bounce.low, found.bounce.high) == (Decimal("0.01"), Decimal("0.02"))
    assert found.bounce.mean == Decimal(18) / 1400
    assert found.click.mean == Decimal(30) / (392 + 990)
    assert (found.is_own, found.booking.words) == (True, "own, 2 campaigns")
    assert response([one]).click == BENCHMARKS[CLICK]
    assert response([one, replace_past(two)]).bounce == BENCHMARKS[BOUNCE]


def replace_past(row):
    return row._replace(is_past=False)


def test_a_campaign_nobody_clicked_tells_no_rate_of_bookings():
    rows = [campaign(name, {"sent": 100, "bounced": 0, "clicked": 0, "booked": 0}) for name in "ab"]

    found = response(rows)

    assert (found.click.high, found.booking.is_own) == (0, False)


def test_a_model_on_a_benchmark_says_that_it_is_not_ours():
    found = run(rates=response([]))

    assert found.mean.revenue.note.count("not yours") == 3
    assert all(rate.words.startswith("not yours: ") for rate in found.rates)
    assert found.low.revenue.number < found.mean.revenue.number < found.high.revenue.number


def test_a_model_without_a_price_is_not_recorded():
    found = run(sale=SALE._replace(price=no_data(Measure.CENTS, "price of a sail"))).mean

    assert (found.revenue.state, found.revenue.missing) == (State.NO_DATA, ("price of a sail",))
    assert found.contribution.is_known is True


@pytest.mark.parametrize(
    ("people", "letters"), [(2600, [130, 390, 780, 1300]), (101, [5, 15, 30, 51]), (100, [100]), (1, [1]), (0, [])]
)
def test_tranches_add_up_to_all_who_may_be_written_to(people, letters):
    found = sending.tranches(people)

    assert [part.letters for part in found] == letters
    assert sum(part.letters for part in found) == people


@pytest.mark.parametrize(
    ("sent", "bounced", "complained", "verdict"),
    [
        (0, None, None, (True, False, "nothing sent yet")),
        (1000, 49, 0, (True, False, "within the limits")),
        (1000, 50, 0, (False, True, "hard bounces of 5.00 % stop the rest: the limit is 5 %")),
        (1000, 0, 1, (False, True, "complaints of 0.10 % stop the rest: the limit is 0.1 %")),
        (2000, 0, 1, (True, False, "within the limits")),
        (1000, 3, None, (False, False, "complaints are not recorded yet")),
        (1000, 60, None, (False, True, "hard bounces of 6.00 % stop the rest: the limit is 5 %")),
    ],
)
def test_bounces_and_complaints_stop_the_rest(sent, bounced, complained, verdict):
    assert sending.verdict(sent, bounced, complained) == verdict


def test_a_model_is_held_to_what_came_and_the_next_one_learns():
    one = campaign("Spring", {"sent": 400, "revenue_cents": 150_000}, modelled_cents=200_000)
    two = campaign("Autumn", {"sent": 400, "revenue_cents": 0}, modelled_cents=100_000)

    found = sending.held(one)

    assert (found.error.amount, found.share.amount) == (-50_000, Decimal("-0.25"))
    assert sending.correction([one, two]).amount == Decimal("0.5")
    assert sending.correction([one]).state == State.NO_DATA
    assert sending.held(replace_past(one)).error.missing == ("revenue of Spring",)
    assert sending.held(one._replace(modelled_cents=None)).error.missing == ("model of Spring",)


def test_the_funnel_of_a_list_adds_up():
    assert (
        THE_LIST.listed
        - sum((THE_LIST.duplicates, THE_LIST.invalid, THE_LIST.without_consent, THE_LIST.stopped, THE_LIST.quiet))
        == replace(THE_LIST).contactable
    )
