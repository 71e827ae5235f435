"""F62 and F63: what the cloud costs, and what could be saved of it."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from reports.formulas import cloud
from reports.formulas.cloud import Cloud, Cost, Saving
from reports.periods import Period, last_complete_month
from reports.spans import Statement, Statements
from reports.values import Level, State, rounded

AS_OF = date(2026, 11, 14)
AUGUST, SEPTEMBER, OCTOBER, NOVEMBER = (date(2026, month, 1) for month in (8, 9, 10, 11))


def inputs(*, costs=(), savings=(), level=Level.COMPLETE, as_of=AS_OF):
    told = [Statement(date(2025, 1, 1), date(2027, 1, 1), level, datetime(2026, 11, 1, tzinfo=UTC))]
    said = Statements(("jada",), {("jada", domain): told for domain in ("cloud_costs", "savings")})
    return Cloud(("jada",), as_of, last_complete_month(as_of), tuple(costs), tuple(savings), said)


def cost(month, cents, service="EC2", unit="jada", through=None):
    return Cost(f"{service}:{month}", unit, "aws", service, month, cents, through)


def quarter(*dollars):
    return [cost(month, amount * 100) for month, amount in zip((AUGUST, SEPTEMBER, OCTOBER), dollars, strict=True)]


def saving(low, high, **columns):
    return Saving(f"{low}:{high}", "EC2", "Turn it off", low, high, **columns)


def test_aws_of_50_71_and_84_with_25_to_save():
    rows = inputs(costs=quarter(50, 71, 84), savings=[saving(None, 2500)])

    months, found = cloud.monthly(rows), cloud.potential(rows)

    assert (months.low.amount, rounded(months.mean.number), months.high.amount) == (5000, 6833, 8400)
    assert (found.low.amount, found.high.amount) == (2500, 2500)
    assert rounded(found.high_share.number * 100, 1) == Decimal("36.6")


def test_a_month_without_records_is_named_and_the_range_is_one_in_part():
    told = [Statement(AUGUST, OCTOBER, Level.COMPLETE, datetime(2026, 11, 1, tzinfo=UTC))]
    rows = Cloud(
        ("jada",), AS_OF, last_complete_month(AS_OF), (cost(AUGUST, 5000), cost(SEPTEMBER, 7000)), (),
        Statements(("jada",), {("jada", "cloud_costs"): told}),
    )  # fmt: skip

    found = cloud.monthly(rows)

    assert (found.mean.state, found.mean.amount) == (State.PARTIAL, 6000)
    assert found.mean.missing == ("cloud costs of October 2026",)


@pytest.mark.parametrize(
    ("level", "state", "amount"), [(Level.NONE, State.NO_DATA, None), (Level.COMPLETE, State.ZERO, 0)]
)
def test_no_costs_are_zero_only_where_they_are_recorded_in_full(level, state, amount):
    found = cloud.month_cost(inputs(level=level), last_complete_month(AS_OF))

    assert (found.state, found.amount) == (state, amount)


def test_a_month_not_counted_to_its_end_is_one_in_part():
    found = cloud.month_cost(
        inputs(costs=[cost(OCTOBER, 5000, through=date(2026, 10, 30))]), last_complete_month(AS_OF)
    )

    assert (found.state, found.missing) == (State.PARTIAL, ("cloud costs of October 2026",))


def test_services_come_dearest_first_and_one_that_was_not_used_cost_nothing():
    rows = inputs(
        costs=[cost(SEPTEMBER, 300, "S3"), cost(OCTOBER, 100, "S3"), cost(OCTOBER, 900), cost(NOVEMBER, 1, "X")]
    )

    assert cloud.services(rows) == ["EC2", "S3"]
    assert [value.amount for value in cloud.monthly(rows, "S3")] == [0, Decimal(400) / 3, 300]
    assert cloud.month_change(rows, "S3").amount == Decimal(-200) / 300
    assert (cloud.month_change(rows, "EC2").state, cloud.month_change(rows, "EC2").note) == (
        State.UNDEFINED, "from zero"
    )  # fmt: skip


def test_the_untagged_share_is_of_the_last_complete_month():
    rows = inputs(costs=[cost(OCTOBER, 300), cost(OCTOBER, 100, "S3", ""), cost(SEPTEMBER, 100, "S3", "")])

    assert cloud.untagged_share(rows).amount == Decimal("0.25")
    assert cloud.untagged_share(rows, Period(SEPTEMBER, OCTOBER)).amount == 1
    assert cloud.untagged_share(inputs()).state == State.UNDEFINED
    assert cloud.untagged_share(inputs(level=Level.NONE)).state == State.NO_DATA


@pytest.mark.parametrize(
    ("as_of", "through", "state", "amount"),
    [
        (AS_OF, date(2026, 11, 10), State.OK, 3000),
        (AS_OF, date(2026, 11, 4), State.NOT_APPLICABLE, None),
        (date(2026, 11, 30), date(2026, 11, 10), State.NOT_APPLICABLE, None),
    ],
)
def test_the_running_month_is_told_on_from_day_5(as_of, through, state, amount):
    found = cloud.forecast(inputs(costs=[cost(NOVEMBER, 1000, through=through)], as_of=as_of))

    assert (found.state, found.amount) == (state, amount)


def test_a_running_month_without_costs_is_no_data_and_too_early_before_day_5():
    assert cloud.forecast(inputs(level=Level.PARTIAL)).state == State.NO_DATA
    assert cloud.forecast(inputs(as_of=date(2026, 11, 4))).state == State.NOT_APPLICABLE


def test_savings_add_up_what_is_left_to_do_and_what_was_seen_on_a_bill():
    rows = inputs(
        costs=quarter(50, 50, 50),
        savings=[
            saving(1000, 2000), saving(500, None, status="doing"), saving(9900, 9900, status="dropped"),
            saving(700, 900, status="done", saved_cents=800), saving(300, 300, status="done"),
        ],
    )  # fmt: skip

    found = cloud.potential(rows)

    assert (found.low.amount, found.high.amount, found.low_share.amount) == (1500, 2500, Decimal("0.3"))
    assert (cloud.saved(rows).state, cloud.saved(rows).amount) == (State.PARTIAL, 800)
    assert cloud.saved(rows).missing == ("amount of “Turn it off”",)


def test_savings_nobody_put_a_figure_on_are_no_data_and_none_recorded_is_zero_only_with_coverage():
    assert cloud.potential(inputs(savings=[saving(None, None)])).low.state == State.NO_DATA
    assert cloud.potential(inputs(level=Level.NONE)).low.state == State.NO_DATA
    assert cloud.potential(inputs()).low.state == State.ZERO
    assert cloud.potential(inputs(savings=[saving(1, 2)])).low_share.state == State.UNDEFINED


def test_what_an_hour_of_effort_brings():
    assert cloud.per_hour(saving(1200, 2000, hours=Decimal(4))).amount == 300
    assert cloud.per_hour(saving(1200, 2000, hours=Decimal(0))).state == State.UNDEFINED
    assert cloud.per_hour(saving(1200, 2000)).missing == ("effort of “Turn it off”",)
