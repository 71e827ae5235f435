"""Every metric by its slug, from the facts: of the whole house, of a unit as if it were alone, of nothing at all."""

from datetime import timedelta

import pytest

from reports import figures
from reports.metrics import known
from reports.periods import month_of
from reports.values import State
from tests.reports.housefacts import AS_OF, CENTAUR, JADA, empty_facts, every_domain

QUEEN = "queen-of-san-diego"


def told(value):
    """A value's amount as a figure shows it, or why there is none."""
    return round(float(value.number), 2) if value.is_known else value.state.value


def test_every_metric_that_is_known_has_its_measure():
    assert set(figures.WAYS) == set(known())


def test_an_empty_house_has_figures_of_everything_and_an_amount_of_nothing():
    found = figures.all_figures(empty_facts())

    assert {each.metric for each in found} == set(known())
    assert [each.key for each in found if each.value.is_known] == []


def test_a_house_without_units_measures_nothing():
    found = figures.measured(empty_facts(units=()))

    assert {value.state for value in found.values()} == {State.NO_DATA}
    assert set(found) == set(known())


@pytest.mark.parametrize(
    ("slug", "unit", "expected"),
    [
        ("revenue", "", 3_301_500.0),
        ("revenue", "jada", 0.0),
        ("burn", "", 898_000.0),
        ("contribution", "", 140_000.0),
        ("break_even_charters", "", 6.0),
        ("contactable", "", 2_600.0),
        ("cloud_cost", "", 8_400.0),
        ("live_listings", "", 0.0),
        ("stakes", "jada", 0.9),
        ("stakes", "", "not_applicable"),
        ("mrr", "", 93_000.0),
        ("mrr", QUEEN, "not_applicable"),
        ("occupancy", "", 0.67),
        ("books_age", "", "no_data"),
        ("acquisition_cost", "quickdumpnow", "undefined"),
        ("quotes_won", "expert-yacht-delivery", 0.8),
        ("transition_coverage", "", 0.5),
    ],
)
def test_the_demo_house_measures(slug, unit, expected, demo_facts):
    assert told(figures.measure(demo_facts, slug, (unit,) if unit else ())) == expected


@pytest.mark.parametrize(
    ("slug", "back", "expected"),
    [
        ("revenue", 1, "ok"),
        ("revenue", 40, "no_data"),
        ("burn", 3, "ok"),
        ("burn", 4, "no_data"),
        ("free_cash", 1, "no_data"),
        ("charters", -1, "no_data"),
    ],
)
def test_other_months_are_told_as_far_as_the_facts_reach(slug, back, expected, demo_facts):
    month = demo_facts.period
    for _ in range(back):
        month = month.prior()
    if back < 0:
        month = month_of(demo_facts.as_of)

    assert figures.measure(demo_facts, slug, (), month).state.value == expected


def test_a_target_is_short_in_the_months_ahead_too(demo_facts):
    ahead = month_of(demo_facts.as_of).trailing(1)._replace(start=demo_facts.period.end.replace(month=12))

    gap = figures.measure(demo_facts, "target_gap", (), month_of(ahead.start))

    assert gap.is_known


def test_a_metric_nobody_knows_is_an_error():
    with pytest.raises(KeyError):
        figures.measure(empty_facts(), "happiness")


def test_recorded_in_full_and_nothing_there_is_zero():
    facts = empty_facts(units=(JADA, CENTAUR), complete=every_domain((JADA, CENTAUR)))

    found = {slug: told(figures.measure(facts, slug)) for slug in ("revenue", "pipeline", "live_listings", "mrr")}

    assert found == {"revenue": 0.0, "pipeline": 0.0, "live_listings": 0.0, "mrr": 0.0}


@pytest.mark.parametrize(
    ("slug", "expected"),
    [
        ("revenue", "2026-10"),
        ("free_cash", AS_OF.isoformat()),
        ("fixed_costs", "2026-08/2026-10"),
        ("contribution", "2025-11/2026-10"),
        ("target_gap", "2026-11"),
    ],
)
def test_a_figure_says_of_which_time_it_tells(slug, expected):
    assert figures.figure(empty_facts(), slug).period == expected


def test_ownership_and_what_tells_pay_are_for_readers_who_may_see_them():
    labels = {each.metric: each.label for each in figures.all_figures(empty_facts()) if each.label}

    assert labels == {"stakes": "equity", "assets_equity": "equity", "job_margin": "payroll"}


def test_every_figure_of_the_house_is_told_once(demo_facts):
    keys = [each.key for each in figures.all_figures(demo_facts)]

    assert len(keys) == len(set(keys))
    assert len(keys) > len(known())


def test_what_guests_owe_is_known_of_the_last_year_and_nobody_owes_before(demo_facts):
    year_ago = demo_facts.as_of - timedelta(days=366)
    before = [row for row in demo_facts.sailing.sold if row.sails_on <= year_ago]

    assert {row.owed_cents for row in before} == {0}
    assert figures.measure(demo_facts, "overdue", (QUEEN,)).number == 0
