"""Channels in numbers: rates, costs, visibility, reviews, places, the funnel, and what to open first."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from reports.formulas import channels, funnel, sequencing
from reports.formulas.market import Rank, Reviews, StepFact, figure, live_listings
from reports.showing import shown
from reports.values import Level, Measure, State, no_data
from tests.reports.markets import AS_OF, OCTOBER, cents, close, listing, market, month, told

HERE = {"unit": "jada", "channel": "getmyboat", "period": OCTOBER}
DAY = timedelta(days=1)


def test_rates_follow_one_another():
    rates = channels.rates(
        market("channel_stats", months=(month(impressions=4000, clicks=100, inquiries=10, bookings=2),)), **HERE
    )

    assert [value.amount for value in rates] == [Decimal("0.025"), Decimal("0.1"), Decimal("0.2")]


def test_a_rate_of_nobody_is_undefined_and_one_without_figures_is_not_recorded():
    rates = channels.rates(market("channel_stats", months=(month(impressions=0, clicks=0),)), **HERE)

    assert [shown(value) for value in rates] == ["nobody saw it", "not recorded", "not recorded"]
    assert rates.inquiry.missing == ("inquiries of getmyboat in 2026-10",)


@pytest.mark.parametrize(
    ("domains", "rows", "state", "amount"),
    [
        ((), (), State.NO_DATA, None),
        (("channel_stats",), (), State.ZERO, 0),
        (("channel_stats",), (month(clicks=4),), State.NO_DATA, None),
        (("channel_stats",), (month(bookings=0),), State.ZERO, 0),
        ((), (month(bookings=0),), State.PARTIAL, 0),
        (("channel_stats",), (month(bookings=3),), State.OK, 3),
    ],
)
def test_a_figure_is_zero_only_where_that_is_recorded(domains, rows, state, amount):
    value = figure(market(*domains, months=rows), "bookings", **HERE)

    assert (value.state, value.amount) == (state, amount)


@pytest.mark.parametrize(
    ("spend", "bookings", "words"),
    [
        (50_000, 4, "$125"),
        (50_000, 0, "spent $500, no booking"),
        (0, 0, "nothing spent, no booking"),
        (0, 4, "$0"),
    ],
)
def test_the_cost_of_a_booking_says_what_was_spent_for_none(spend, bookings, words):
    assert shown(channels.acquisition_cost(cents(spend), told(bookings))) == words


def test_commission_is_held_to_its_terms():
    row = listing("GetMyBoat", commission=Decimal("0.115"))

    found = channels.commission(cents(54_000), cents(360_000), row)
    without = channels.commission(cents(54_000), cents(360_000), listing("GetMyBoat"))

    assert [value.amount for value in found] == [Decimal("0.15"), Decimal("0.115"), Decimal("0.035")]
    assert (without.gap.state, without.gap.missing) == (State.NO_DATA, ("terms of GetMyBoat",))
    assert shown(channels.commission(cents(0), cents(0), row).actual) == "nothing was booked"


def test_contribution_of_a_channel_is_not_known_without_its_spending():
    spend = no_data(Measure.CENTS, "spend of direct")

    assert channels.contribution(cents(90_000), cents(120_000)).amount == -30_000
    assert channels.contribution(cents(90_000), spend).state == State.NO_DATA


def test_visibility_counts_known_checks_alone():
    looked = AS_OF - 30 * DAY
    row = listing(status="live", checked_on=looked, reviews=5, sync="none", booking_path="yes")

    found = channels.visibility([row], AS_OF, Level.COMPLETE)

    assert (found.share.amount, found.known, found.total) == (Decimal("0.8"), 5, 6)
    assert found.share.missing == ("price as direct of jada on Sailo",)
    assert channels.checks(row._replace(checked_on=looked - DAY), AS_OF)[1].result == "no"


def test_no_listing_at_all_is_not_recorded_and_one_that_is_not_live_fails():
    assert channels.visibility([], AS_OF, Level.NONE).share.missing == ("channels",)
    assert channels.visibility([listing()], AS_OF, Level.COMPLETE).share.state == State.ZERO


def test_live_listings_are_zero_only_where_channels_are_recorded():
    none, told_none = live_listings(market()), live_listings(market("channels", listings=(listing(),)))

    assert (none.state, none.missing) == (State.NO_DATA, ("channels",))
    assert (told_none.state, told_none.amount) == (State.ZERO, 0)


def test_reviews_are_counted_by_thirty_days():
    seen = [
        Reviews("jada", "google", AS_OF - days * DAY, None, n) for days, n in ((70, 8), (60, 10), (10, 14), (0, 16))
    ]

    found = channels.review_velocity(seen, AS_OF, Level.COMPLETE)

    assert found.amount == 3
    assert shown(channels.review_velocity(seen[:1], AS_OF, Level.COMPLETE)) == "not recorded"


def test_reviews_taken_down_count_below_zero_and_say_so():
    seen = [Reviews("jada", "google", AS_OF - 30 * DAY, None, 12), Reviews("jada", "google", AS_OF, None, 9)]

    found = channels.review_velocity(seen, AS_OF, Level.COMPLETE)

    assert (found.amount, found.note) == (-3, "reviews were taken down")


def test_places_in_searches_leave_out_what_was_not_found():
    before, now = AS_OF - 30 * DAY, AS_OF
    looks = {"yacht charter": (8, 3), "boat tour": (4, 9), "sunset sail": (2, None), "whale watching": (None, 12)}
    ranks = [
        Rank("jada", words, day, place)
        for words, two in looks.items()
        for day, place in zip((before, now), two, strict=True)
    ]

    found = channels.places(ranks, AS_OF, Level.COMPLETE)

    assert [value.amount for value in (found.looked, found.top, found.first_page, found.change)] == [4, 1, 2, 0]
    assert found.lost == ("sunset sail",)
    assert channels.places(ranks[:1], AS_OF, Level.COMPLETE).change.missing == ("a second look at any search",)
    assert channels.places([], AS_OF, Level.NONE).top.state == State.NO_DATA


def test_the_owners_order_stands_where_nothing_tells_sites_apart():
    rows = [listing(name, declared_rank=rank) for rank, name in ((3, "Viator/GYG"), (1, "Sailo"), (2, "GetMyBoat"))]

    found = sequencing.order(rows, cents(150_000), cents(40_000))

    assert [(place.listing.name, place.declared, place.why) for place in found] == [
        ("Sailo", 1, ""), ("GetMyBoat", 2, ""), ("Viator/GYG", 3, ""),
    ]  # fmt: skip
    assert [place.needs_sync for place in found] == [
        (), ("Sailo", "GetMyBoat"), ("Sailo", "GetMyBoat", "Viator/GYG"),
    ]  # fmt: skip


def test_what_waits_comes_last_and_the_most_by_hour_first():
    estimate = {"estimate_source": "the site’s own figures", "effort_hours": Decimal(10)}
    rows = [
        listing("Sailo", declared_rank=1, steps=2, open_steps=("insurance certificate",), estimate_cents=90_000,
                **estimate),
        listing("GetMyBoat", declared_rank=2, commission=Decimal("0.115"), estimate_cents=40_000, **estimate),
        listing("Viator", declared_rank=3, estimate_cents=60_000, **estimate),
    ]  # fmt: skip

    found = sequencing.order(rows, cents(150_000), cents(40_000))

    assert [place.listing.name for place in found] == ["Viator", "GetMyBoat", "Sailo"]
    assert [place.why for place in found] == [
        "Viator brings $60 a month for an hour of work, GetMyBoat $40.",
        "",
        "Sailo waits for insurance certificate; Viator waits for nothing.",
    ]
    assert (found[1].net.amount, shown(found[0].net)) == (92_750, "not recorded")
    assert (found[2].readiness.amount, found[1].per_hour.amount) == (Decimal("0.5"), 4000)


def test_the_difference_is_explained_by_what_an_hour_brings():
    one = {"estimate_source": "a guess", "effort_hours": Decimal(5)}
    rows = [
        listing("Sailo", declared_rank=1, estimate_cents=10_000, **one),
        listing("GetMyBoat", declared_rank=2, estimate_cents=50_000, **one),
    ]

    words = "GetMyBoat brings $100 a month for an hour of work, Sailo $20."

    assert [place.why for place in sequencing.order(rows, cents(1), cents(0))] == [words, words]


def test_a_site_that_takes_no_hours_goes_first_and_one_of_no_known_hours_last():
    one = {"estimate_source": "a guess", "estimate_cents": 10_000}
    rows = [
        listing("A", **one),
        listing("B", effort_hours=Decimal(1), **one),
        listing("C", effort_hours=Decimal(0), **one),
    ]

    assert [place.listing.name for place in sequencing.order(rows, cents(1), cents(0))] == ["C", "B", "A"]


def test_the_second_site_of_a_boat_waits_for_sync_and_another_boats_does_not():
    rows = [
        listing("Sailo", status="live", vessel="jada", sync="none"),
        listing("GetMyBoat", vessel="jada", sync="ical"),
        listing("Viator", vessel="skiff"),
    ]

    found = {place.listing.name: place.needs_sync for place in sequencing.order(rows, cents(1), cents(0))}

    assert found == {"GetMyBoat": ("Sailo",), "Viator": ()}


STEPS = (StepFact("jada", 1, "Look", 1), StepFact("jada", 2, "Ask", 2), StepFact("jada", 3, "Book", 3))


def counted(ask, book=(0,)):
    """35 days of 100 looks; `ask` and `book` a day, the earliest first, repeated."""
    days = [AS_OF - back * DAY for back in range(34, -1, -1)]
    return {
        1: [(day, 100) for day in days],
        2: list(zip(days, ask, strict=False)),
        3: list(zip(days, book, strict=False)),
    }


def test_a_step_that_falls_by_more_than_half_of_its_usual_is_broken():
    ask, _ = funnel.drops(market("funnel", steps=STEPS, counts=counted([20] * 28 + [9] * 7, [2] * 35)))

    assert (ask.now.amount, ask.usual.amount, ask.change.amount) == (Decimal("0.09"), Decimal("0.2"), Decimal("-0.55"))
    assert (ask.is_broken, ask.is_last, ask.dead_days) == (True, False, 0)


def test_half_of_the_usual_is_not_yet_broken():
    ask, _ = funnel.drops(market("funnel", steps=STEPS, counts=counted([20] * 28 + [10] * 7, [2] * 35)))

    assert ask.is_broken is False


def test_a_booking_step_dead_for_three_days_is_broken_and_for_two_is_not():
    dead = [funnel.drops(market("funnel", steps=STEPS, counts=counted([9] * 35, [2] * (35 - n) + [0] * n)))[1]
            for n in (2, 3)]  # fmt: skip

    assert [(drop.dead_days, drop.is_broken, drop.is_last) for drop in dead] == [(2, False, True), (3, True, True)]


def test_a_funnel_without_counts_is_not_recorded():
    ask, book = funnel.drops(market(steps=STEPS))

    assert {ask.now.state, book.usual.state, book.change.state} == {State.NO_DATA}
    assert book.is_broken is False


def test_places_won_are_told_to_the_half():
    ranks = [Rank("jada", words, date(2026, 11, day), place)
             for words, day, place in (("a", 1, 8), ("a", 9, 3), ("b", 1, 4), ("b", 9, 8))]  # fmt: skip

    assert close(channels.places(ranks, AS_OF, Level.COMPLETE).change, "0.1") == Decimal("0.5")
