"""F13 to F17: capital free to spend, tiers, payback, rules, recurring vendors."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import showing, values
from reports.formulas import capital
from reports.formulas.books import Charge
from reports.formulas.capital import Request, Rule, Tier, Verdict
from reports.values import Level, Measure, State
from tests.reports.ledgers import AS_OF

CENTS, MONTHS = Measure.CENTS, Measure.MONTHS


def known(amount, measure=CENTS, level=Level.COMPLETE):
    return values.recorded(amount, measure, coverage=level, n=1)


def asked(cost, tier=1, benefit=None, title="Sails"):
    return Request("jada", title, cost, benefit, "high", tier)


@pytest.mark.parametrize(("free", "words"), [(2_000_000, "$6,000"), (1_400_000, "$0"), (-5, "$0")])
def test_capital_is_free_beyond_the_months_of_fixed_costs_held_back(free, words):
    assert showing.shown(capital.deployable(known(free), known(700_000), Decimal(2))) == words


def test_without_a_gate_in_months_or_without_cash_nothing_is_known_to_be_free():
    assert capital.deployable(known(5), known(1), None).state == State.NO_DATA
    assert capital.deployable(values.no_data(CENTS, "cash"), known(1), Decimal(3)).missing == ("cash",)
    assert capital.reserve(known(5), known(0)).note == "no fixed costs"


def test_tiers_are_filled_by_rank_up_to_their_caps_while_money_is_left():
    tiers = [Tier(2, "Grow", "", None, None), Tier(1, "Keep afloat", "", None, 300), Tier(3, "Dream", "", None, None)]
    requests = [asked(500), asked(300, tier=2), asked(50, tier=3), asked(900, tier=None)]

    found = capital.waterfall(known(700), tiers, requests, {})

    assert [(row.tier.rank, row.asked_cents, row.given.amount, row.why) for row in found] == [
        (1, 500, 300, "its cap"), (2, 300, 300, ""), (3, 50, 50, ""),
    ]  # fmt: skip
    assert capital.waterfall(known(100), tiers, requests, {})[1].why == "nothing is left"


def test_a_gate_that_is_shut_or_unknown_gives_nothing_and_says_why():
    tiers = [Tier(1, "One", "reserve_months", Decimal(3), None), Tier(2, "Two", "burn", Decimal(500), None, False)]
    measured = {"reserve_months": known(Decimal("2.9"), MONTHS)}

    shut, unknown = capital.waterfall(known(700), tiers, [asked(5), asked(6, tier=2)], measured)

    assert (shut.is_open, shut.given.state, shut.why) == (
        False, State.NOT_APPLICABLE, "reserve_months does not reach its gate",
    )  # fmt: skip
    assert (unknown.is_open, unknown.given.amount, unknown.why) == (None, None, "burn is not known")
    assert capital.waterfall(known(700), tiers, [asked(6, tier=2)], {"burn": known(500)})[1].given.amount == 6


def test_capital_that_is_not_known_is_given_to_nobody():
    found = capital.waterfall(values.no_data(CENTS, "cash"), [Tier(1, "One", "", None, None)], [asked(5)], {})

    assert (found[0].given.state, found[0].why) == (
        State.NOT_APPLICABLE, "capital that is free to spend is not known",
    )  # fmt: skip


@given(st.integers(0, 10**9), st.lists(st.tuples(st.integers(0, 10**8), st.none() | st.integers(0, 10**8)), max_size=6))
def test_tiers_together_never_get_more_than_there_is(spare, steps):
    tiers = [Tier(rank, str(rank), "", None, cap) for rank, (_, cap) in enumerate(steps)]
    requests = [asked(cost, tier=rank) for rank, (cost, _) in enumerate(steps)]

    given_out = [row.given.amount for row in capital.waterfall(known(spare), tiers, requests, {})]

    wanted = [cost if cap is None else min(cost, cap) for cost, cap in steps]
    assert sum(given_out) == min(spare, sum(wanted))
    assert all(0 <= got <= most for got, most in zip(given_out, wanted, strict=True))


@pytest.mark.parametrize(
    ("benefit", "words"), [(400, "2.5 months"), (0, "never"), (-1, "never"), (None, "not recorded")]
)
def test_payback_is_cost_by_monthly_benefit(benefit, words):
    assert showing.shown(capital.payback(asked(1000, benefit=benefit))) == words


def rule(operator=">=", threshold=3, adopted_on=AS_OF):
    return Rule("jada", 1, "reserve_months", operator, Decimal(threshold), "t3m", "Ada", adopted_on, "Stop spending.")


@pytest.mark.parametrize(
    ("operator", "amount", "verdict"),
    [(">=", 3, "pass"), (">", 3, "fail"), ("<=", 3, "pass"), ("<", 3, "fail"), ("=", 3, "pass"), (">=", 2, "fail")],
)
def test_a_rule_holds_its_metric_against_its_threshold(operator, amount, verdict):
    assert capital.check(1, rule(operator), known(amount, MONTHS), AS_OF).verdict == verdict


def test_a_rule_that_cannot_be_judged_is_unknown_and_an_empty_slot_is_not_adopted():
    unknown = capital.check(1, rule(), values.no_data(MONTHS, "ledger"), AS_OF)
    part = capital.check(1, rule(), known(5, MONTHS, Level.PARTIAL), AS_OF)
    later = capital.check(1, rule(adopted_on=AS_OF + timedelta(days=1)), known(5, MONTHS), AS_OF)

    assert (unknown.verdict, capital.check(1, rule(), None, AS_OF).verdict) == (Verdict.UNKNOWN, Verdict.UNKNOWN)
    assert (part.verdict, part.words) == (Verdict.PASS, "in part")
    assert (later.verdict, later.value.amount) == (Verdict.NOT_ADOPTED, 5)
    assert capital.check(2, None, None, AS_OF) == (2, Verdict.NOT_ADOPTED, None, "")
    assert capital.check(1, rule(adopted_on=None), None, AS_OF).verdict == Verdict.NOT_ADOPTED


def charged(*rows, party="Hosting Co"):
    return [Charge("jada", party, "6100", on, cents, number, number) for number, (on, cents) in enumerate(rows)]


def every(days, *cents, last=date(2026, 11, 3)):
    return [(last - timedelta(days=days * back), each) for back, each in enumerate(reversed(cents))][::-1]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (every(30, 9900, 9900, 9900), [("month", 9900, 3, None)]),
        (every(26, 9900, 10_000, 10_300), [("month", 10_300, 3, None)]),
        (every(35, 9900, 9900, 9900), [("month", 9900, 3, None)]),
        (every(36, 9900, 9900, 9900), []),
        (every(25, 9900, 9900, 9900), []),
        (every(30, 9900, 9900), []),
        (every(30, 100_00, 106_00, 112_00), []),
        (every(30, 100_00, 100_00, 120_00), [("month", 120_00, 3, Decimal("0.2"))]),
        (every(365, 500_00, 500_00, 500_00), [("year", 500_00, 3, None)]),
        (every(30, 9900, 9900, 9900, last=date(2026, 9, 1)), []),
    ],
)
def test_what_comes_regularly_at_a_steady_price_is_recurring(rows, expected):
    found = capital.recurring(charged(*rows), AS_OF)

    assert [(row.every, row.cents, row.n, row.step) for row in found] == expected


def test_recurring_charges_come_again_on_their_days():
    found = capital.recurring(charged(*every(30, 9900, 9900, 9900)), AS_OF)

    ahead = capital.charges_ahead(found, date(2027, 1, 31))

    last = found[0].lines[-1]
    assert ahead == [(date(2026, 12, 3), 9900, "Hosting Co", last), (date(2027, 1, 2), 9900, "Hosting Co", last)]
