"""F10 to F12 and F30 to F32: targets, pace, work that may come."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from reports import showing, values
from reports.formulas import pipeline, sailing, targets, wanted
from reports.formulas.pipeline import Chance
from reports.formulas.sailing import Slot
from reports.formulas.targets import Sold
from reports.formulas.wanted import Goal
from reports.periods import Period, month_of
from reports.values import Level, Measure, State
from tests.reports.ledgers import AS_OF, OCTOBER

CENTS, COUNT = Measure.CENTS, Measure.COUNT
WHOLE, PART, NONE = Level.COMPLETE, Level.PARTIAL, Level.NONE
YEAR = Period(date(2025, 11, 1), date(2026, 11, 1))


def known(amount, measure=CENTS):
    return values.recorded(amount, measure, coverage=WHOLE, n=1)


def sold(on, price, *, made=date(2026, 9, 1), ended=None, done=False, off=False):
    return Sold("jada", f"S{on}", on, f"B{on}{price}", price, made, ended, 0, None, done, off)


def test_a_gap_is_the_target_less_what_is_recognised_and_booked_and_none_without_a_target():
    gap = targets.target_gap(known(1_000_000), known(300_000), known(250_000))
    missing = targets.target_gap(values.no_data(CENTS, "target of revenue for 2026-11"), known(1), known(1))

    assert (gap.amount, targets.target_gap(known(5), known(3), known(4)).amount) == (450_000, -2)
    assert (missing.state, missing.missing) == (State.NO_DATA, ("target of revenue for 2026-11",))


@pytest.mark.parametrize(("gap", "price", "days", "expected"), [
    (450_000, known(180_000), known(6, COUNT), (3, Decimal("0.5"))),
    (-1, known(180_000), known(6, COUNT), (0, 0)),
    (1, known(0), known(6, COUNT), (None, None)),
    (1, values.undefined(CENTS, "nothing to average"), known(6, COUNT), (None, None)),
    (1, known(180_000), known(0, COUNT), (1, None)),
])  # fmt: skip
def test_so_many_charters_close_the_gap_on_the_days_that_are_left(gap, price, days, expected):
    found = targets.charters_needed(known(gap), price, days)

    assert (found.charters.amount, found.per_day.amount) == expected


def test_the_mean_price_is_of_completed_sails_that_were_not_cancelled():
    rows = [sold(date(2026, 10, 3), 100, done=True), sold(date(2026, 10, 4), 201, done=True),
            sold(date(2026, 10, 5), 999, done=True, ended=date(2026, 10, 1)), sold(date(2026, 10, 6), 999)]  # fmt: skip

    assert targets.average_price(rows, YEAR, WHOLE).amount == Decimal("150.5")
    assert [targets.average_price([], YEAR, level).state for level in (WHOLE, NONE)] == [
        State.UNDEFINED, State.NO_DATA,
    ]  # fmt: skip


def test_what_is_booked_ahead_stands_and_did_not_sail_yet():
    month = month_of(AS_OF)
    rows = [sold(date(2026, 11, 25), 100), sold(date(2026, 11, 26), 9, off=True), sold(date(2026, 11, 3), 9, done=True),
            sold(date(2026, 11, 27), 9, ended=AS_OF), sold(date(2026, 12, 1), 9)]  # fmt: skip

    assert targets.booked(rows, month, AS_OF, WHOLE).amount == 100
    assert [targets.booked([], month, AS_OF, level).state for level in (WHOLE, NONE)] == [State.ZERO, State.NO_DATA]
    assert targets.made(rows, Period(date(2026, 9, 1), date(2026, 10, 1)), WHOLE).amount == 5


def test_pace_is_what_was_booked_thirty_days_before_against_last_year():
    rows = [sold(date(2026, 12, 5), 300, made=date(2026, 10, 1)), sold(date(2026, 12, 6), 50, made=date(2026, 11, 2)),
            sold(date(2025, 12, 5), 200, made=date(2025, 10, 1)), sold(date(2025, 12, 6), 70, made=date(2025, 11, 2)),
            sold(date(2025, 12, 7), 40, made=date(2025, 9, 1), ended=date(2025, 10, 1))]  # fmt: skip

    found = targets.pace(rows, AS_OF, WHOLE, WHOLE)
    first = targets.pace(rows[:2], AS_OF, WHOLE, WHOLE)
    early = targets.pace(rows, date(2026, 10, 31), WHOLE, WHOLE)

    assert (found.month.start, found.now.amount, found.before.amount) == (date(2026, 12, 1), 300, 200)
    assert (found.change.amount, first.change.state, first.change.note) == (
        Decimal("0.5"), State.UNDEFINED, "from zero",
    )  # fmt: skip
    assert early.month.start == date(2026, 11, 1)


def test_days_can_be_sold_while_a_planned_sail_is_unsold():
    slots = [Slot("jada", "A", AS_OF, 6, False), Slot("jada", "B", AS_OF, 6, False),
             Slot("jada", "C", AS_OF + timedelta(days=1), 2, True)]  # fmt: skip
    month = month_of(AS_OF)

    assert (sailing.sellable_days(slots, month).amount, sailing.offered(slots, month).amount) == (1, 3)
    assert sailing.sellable_days(slots[2:], month).state == State.ZERO
    assert sailing.sellable_days([], month).missing == ("sails planned",)
    assert sailing.offered([], month).state == State.NO_DATA


def test_a_target_of_sixty_days_takes_of_each_month_its_days():
    goals = [Goal("jada", "revenue", date(2026, month, 1), Decimal(3_000_00), "", "") for month in (11, 12)]
    days = Period(date(2026, 11, 22), date(2027, 1, 21))

    found = wanted.target_of_days(goals, "revenue", days)

    assert (found.amount, found.state) == (Decimal(3_000_00) * 9 / 30 + 3_000_00, State.PARTIAL)
    assert found.missing == ("target of revenue for 2027-01",)


def chance(key, stage="lead", steps=(), **columns):
    plain = Chance("jada", key, stage, 100_000, Decimal("0.5"), AS_OF, None, steps)
    return plain._replace(**columns)


def decided(won, lost):
    """Opportunities decided in October; the lost never came beyond a lead."""
    day = OCTOBER.start
    missed = ((day, "lead"), (day + timedelta(days=1), "lost"))
    rows = [chance(f"W{n}", "won", ((day, "won"),)) for n in range(won)]
    return rows + [chance(f"L{n}", "lost", missed) for n in range(lost)]


@pytest.mark.parametrize(
    ("won", "lost", "amount", "note"),
    [(4, 6, 40_000, ""), (4, 5, 50_000, "probability declared for 1 of 1")],
)
def test_the_own_conversion_counts_once_ten_are_decided_and_the_declared_one_until_then(won, lost, amount, note):
    rows = [*decided(won, lost), chance("Gala")]

    found = pipeline.weighted(rows, pipeline.conversions(rows, YEAR.start, YEAR.end), WHOLE)

    assert (found.amount, found.note) == (amount, note)


def test_what_has_no_value_no_probability_or_no_day_is_named_and_leaves_the_rest_in_part():
    own = pipeline.conversions([], YEAR.start, YEAR.end)
    rows = [
        chance("Gala"), chance("Regatta", probability=None), chance("Wedding", value_cents=None),
        chance("Some day", expected_on=None),
    ]  # fmt: skip

    found = pipeline.weighted(rows, own, WHOLE, until=AS_OF)

    assert (found.amount, found.state) == (50_000, State.PARTIAL)
    assert found.missing == ("probability of Regatta", "value of Wedding", "day of Some day")
    assert [showing.shown(pipeline.weighted([], own, level)) for level in (WHOLE, NONE)] == ["$0", "not recorded"]
    assert pipeline.weighted(rows[:1], own, PART).state == State.PARTIAL


def test_coverage_is_booked_and_likely_by_the_target():
    assert pipeline.coverage(known(300), known(100), known(800)).amount == Decimal("0.5")
    assert pipeline.coverage(known(300), known(100), known(0)).note == "the target is 0"
    assert pipeline.coverage(known(300), known(100), values.no_data(CENTS)).missing == ("target of 60 days",)


def test_the_win_rate_is_of_those_decided():
    assert pipeline.win_rate(decided(1, 3), YEAR.start, YEAR.end, WHOLE).amount == Decimal("0.25")
    assert pipeline.win_rate([chance("Gala")], YEAR.start, YEAR.end, WHOLE).note == "none decided"
    assert pipeline.win_rate([], YEAR.start, YEAR.end, NONE).state == State.NO_DATA
