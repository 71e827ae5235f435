"""The agenda: a score that is shown, four weeks of the hours there are, what must come first first."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.formulas.agenda import HOURS, WEEKS, Item, plan, ranked, score, urgency

TODAY = date(2026, 11, 14)


def item(key="one", severity="high", hours=1, **others):
    return Item(key, others.pop("rule", f"R-{key}"), others.pop("unit", ""), severity, hours, **others)


@pytest.mark.parametrize(
    ("one", "points"),
    [
        (item(severity="critical"), "8.0000"),
        (item(severity="low", hours=4), "0.5000"),
        (item(severity="medium", certainty="partial"), "1.4000"),
        (item(severity="medium", certainty="estimate"), "1.0000"),
        (item(severity="high", stake_cents=90_000), "8.0000"),  # $900 a month: 1 + log10(10)
        (item(severity="high", due=date(2026, 11, 13)), "10.0000"),
        (item(severity="high", due=TODAY), "8.0000"),
        (item(severity="high", due=date(2026, 11, 29)), "6.0000"),
        (item(severity="high", due=date(2027, 1, 1)), "4.0000"),
        (item(severity="critical", hours=16, due=date(2026, 11, 1), stake_cents=90_000, certainty="partial"), "7.0000"),
    ],
)
def test_a_score_is_severity_urgency_impact_and_certainty_by_the_root_of_hours(one, points):
    assert score(one, TODAY).points == Decimal(points)


def test_a_thing_without_a_day_is_as_urgent_as_one_due_in_a_month():
    assert urgency(None, TODAY) == urgency(date(2026, 12, 14), TODAY) == 1


def test_of_equal_scores_the_earlier_day_comes_first_then_the_key():
    far, farther = date(2027, 1, 1), date(2027, 2, 1)
    items = [item("b"), item("a"), item("c", due=farther), item("d", due=far)]
    assert [one.key for one, _ in ranked(items, TODAY)] == ["d", "c", "a", "b"]


def test_weeks_fill_by_score_and_work_of_many_hours_runs_on():
    items = [item("urgent", "critical", 2), item("long", "high", 40), item("small", "low", 4)]
    made = plan(items, TODAY, 16)
    assert made.weeks == (("urgent", "long"), (), ("small",), ())
    assert made.planned == (16, 16, 14, 0)


def test_what_does_not_fit_is_named():
    made = plan([item("first", "critical", 40), item("second", "low", 40)], TODAY, 16)
    assert made.weeks[0] == ("first",)
    assert made.rest == ("second",)


def test_what_must_come_first_is_placed_first_though_its_score_is_lower():
    connect = item("connect", "low", 16, rule="CMO-02")
    listing = item("list", "critical", 16, rule="CMO-01", after=("CMO-02",))
    made = plan([listing, connect], TODAY, 16)
    assert made.weeks == (("connect",), ("list",), (), ())


def test_what_waits_for_something_without_room_has_no_room_either():
    connect = item("connect", "low", 40, rule="CMO-02")
    listing = item("list", "critical", 1, rule="CMO-01", after=("CMO-02",))
    assert set(plan([listing, connect], TODAY, 4).rest) == {"connect", "list"}


def test_two_that_wait_for_each_other_are_both_placed():
    one, other = item("one", rule="A-01", after=("B-01",)), item("other", rule="B-01", after=("A-01",))
    made = plan([one, other], TODAY, 16)
    assert sorted(key for week in made.weeks for key in week) == ["one", "other"]


@given(
    st.lists(st.tuples(st.sampled_from(("critical", "high", "medium", "low")), st.sampled_from(HOURS)), max_size=12),
    st.integers(0, 40),
)
def test_every_item_is_in_one_week_or_named_and_no_week_holds_more_than_its_hours(kinds, capacity):
    items = [item(str(place), severity, hours) for place, (severity, hours) in enumerate(kinds)]
    made = plan(items, TODAY, capacity)
    placed = [key for week in made.weeks for key in week]
    assert sorted([*placed, *made.rest]) == sorted(one.key for one in items)
    assert len(made.planned) == WEEKS
    assert all(0 <= hours <= capacity for hours in made.planned)
    assert sum(made.planned) == sum(one.hours for one in items if one.key in placed)
