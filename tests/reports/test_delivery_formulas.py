"""Deliveries in numbers: F95 to F99."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from reports.formulas import deliveries
from reports.formulas.jobs import Job, Jobs, Pay, Spent
from reports.periods import Period, month_of
from reports.spans import Statement, Statements
from reports.values import Level, State

YEAR = Period(date(2025, 11, 1), date(2026, 11, 1))
ASKED = datetime(2026, 8, 10, 16, tzinfo=UTC)
DONE = Job(
    key="EYD-1",
    unit="eyd",
    client="Fay",
    vessel="Blue Tern",
    stage="completed",
    asked=ASKED,
    answered=ASKED + timedelta(hours=6),
    fee_cents=5200_00,
    advance_cents=6000_00,
    nm_actual=800,
    planned_depart=date(2026, 9, 1),
    planned_arrive=date(2026, 9, 8),
    actual_depart=date(2026, 9, 1),
    actual_arrive=date(2026, 9, 10),
    weather_days=2,
    spent=(
        Spent("1", date(2026, 9, 3), "fuel", 600_00, True, date(2026, 9, 20), ""),
        Spent("2", date(2026, 9, 5), "dockage", 200_00, True, None, ""),
        Spent("3", date(2026, 9, 6), "charts", 100_00, False, None, ""),
    ),
    pay=(Pay("Ivy", 1600_00, None),),
)


def inputs(*jobs, level=Level.COMPLETE):
    whole = Statement(date(2020, 1, 1), date(2030, 1, 1), level, ASKED)
    said = Statements(("eyd",), {("eyd", domain): [whole] for domain in ("deliveries", "job_costs")})
    return Jobs(("eyd",), date(2026, 11, 20), month_of(date(2026, 10, 1)), jobs, said)


def test_jobs_won_are_counted_against_jobs_lost_and_nothing_else():
    jobs = [replace(DONE, key=stage, stage=stage) for stage in ("completed", "underway", "lost", "quoted", "cancelled")]

    assert deliveries.win_rate(inputs(*jobs), YEAR).number == Decimal(2) / 3
    assert deliveries.win_rate(inputs(), YEAR).state == State.UNDEFINED
    assert deliveries.win_rate(inputs(level=Level.NONE), YEAR).state == State.NO_DATA


def test_answers_are_timed_in_hours_at_the_median():
    slow = replace(DONE, key="b", answered=ASKED + timedelta(hours=48))
    silent = replace(DONE, key="c", answered=None)

    assert deliveries.response_hours(inputs(DONE, slow, silent), YEAR).number == 27
    assert deliveries.response_hours(inputs(silent), YEAR).state == State.NO_DATA


def test_days_lost_to_weather_are_forgiven():
    late = replace(DONE, key="b", weather_days=1)
    unknown = replace(DONE, key="c", actual_arrive=None)

    assert [deliveries.is_on_time(job) for job in (DONE, late, unknown)] == [True, False, None]
    assert deliveries.on_time(inputs(DONE, late, unknown), YEAR).number == Decimal("0.5")


def test_the_margin_is_fee_less_crew_and_what_nobody_paid_back():
    found = deliveries.margin(inputs(DONE), DONE)

    assert found.margin.number == 5200_00 - 1600_00 - 300_00
    assert found.a_day.number == Decimal(3300_00) / 10
    assert found.a_mile.number == Decimal(3300_00) / 800


def test_a_fee_by_the_day_or_the_mile_is_reckoned_from_what_was_sailed():
    daily = replace(DONE, fee_cents=None, basis="day", rate_cents=500_00)
    miles = replace(daily, basis="nm", rate_cents=6_00)
    unknown = replace(daily, basis="")

    assert [deliveries.fee(inputs(), job).amount for job in (daily, miles, unknown)] == [5000_00, 4800_00, None]
    assert deliveries.margin(inputs(unknown), unknown).margin.missing == ("the fee of EYD-1",)


def test_a_mile_that_nobody_logged_is_missing_by_name():
    found = deliveries.margin(inputs(DONE), replace(DONE, nm_actual=None)).a_mile

    assert (found.state, found.missing) == (State.NO_DATA, ("miles sailed by EYD-1",))


def test_recovery_is_of_what_was_passed_through():
    assert deliveries.recovery(inputs(DONE), [DONE]).number == Decimal("0.75")
    assert deliveries.recovery(inputs(DONE), [replace(DONE, spent=())]).state == State.UNDEFINED


def test_an_advance_is_the_clients_until_it_is_earned_or_spent_for_them():
    waiting = replace(DONE, key="b", stage="contracted", spent=(), pay=())
    sailing = replace(DONE, key="c", stage="underway")
    none = replace(DONE, key="d", stage="quoted", advance_cents=None)

    held = [deliveries.advance_held(inputs(), job) for job in (waiting, sailing, DONE, none)]

    assert [value.amount for value in held] == [6000_00, 5200_00, 0, None]
    assert held[3].state == State.NOT_APPLICABLE
    assert deliveries.advances_held(inputs(waiting, sailing, DONE, none)).number == 11_200_00


def test_who_owes_us_does_not_lower_what_we_hold_for_others():
    owing = replace(DONE, key="b", advance_cents=0)
    waiting = replace(DONE, key="c", stage="contracted", spent=())

    assert deliveries.advances_held(inputs(owing, waiting)).number == 6000_00


def test_the_pipeline_counts_every_stage():
    found = deliveries.pipeline(inputs(DONE, replace(DONE, key="b", stage="lead")))

    assert {stage: value.amount for stage, value in found.items() if value.amount} == {"completed": 1, "lead": 1}
    assert found["lost"].state == State.ZERO


def test_margins_add_up_over_the_jobs_completed():
    other = replace(DONE, key="b", fee_cents=None)

    found = deliveries.margins(inputs(DONE, other), YEAR)

    assert (found.number, found.state, found.missing) == (3300_00, State.PARTIAL, ("the fee of b",))


def test_a_job_without_recorded_costs_has_no_margin_and_names_them():
    bare = replace(DONE, spent=(), pay=())

    found = deliveries.margin(inputs(bare, level=Level.NONE), bare)

    assert (found.margin.state, found.fee.state) == (State.NO_DATA, State.PARTIAL)
    assert found.margin.missing == ("deliveries of EYD-1", "costs of deliveries of EYD-1")


def test_a_job_that_cost_nothing_keeps_its_whole_fee():
    bare = replace(DONE, spent=(), pay=())

    assert deliveries.margin(inputs(bare), bare).margin.number == 5200_00


def test_a_won_job_without_an_advance_is_missing_it_by_name():
    won = replace(DONE, stage="underway", advance_cents=None)

    assert deliveries.advance_held(inputs(), won).missing == ("the advance of EYD-1",)


def test_no_delivery_is_nothing_held_where_that_is_known_and_no_data_elsewhere():
    told = [
        (found := inputs(level=level)) and (deliveries.advances_held(found), deliveries.margins(found, YEAR))
        for level in (Level.COMPLETE, Level.NONE)
    ]
    asked = [
        (deliveries.recovery(found, []), deliveries.on_time(found, YEAR), deliveries.completed(found, YEAR))
        for found in (inputs(), inputs(level=Level.NONE))
    ]

    assert [value.state for value in told[0]] == [State.ZERO] * 2
    assert [value.state for value in told[1]] == [State.NO_DATA] * 2
    assert [value.state for value in asked[0]] == [State.UNDEFINED, State.UNDEFINED, State.ZERO]
    assert [value.state for value in asked[1]] == [State.NO_DATA] * 3


def test_a_lead_waits_for_an_answer_by_the_hour():
    lead = replace(DONE, key="b", stage="lead", asked=datetime(2026, 11, 19, 12, tzinfo=UTC), answered=None)
    answered = replace(lead, key="c", answered=ASKED)

    assert [(job.key, hours) for job, hours in deliveries.unanswered(inputs(lead, answered, DONE))] == [("b", 36)]


def test_a_job_is_ready_with_contract_advance_and_insurance():
    ready = replace(DONE, contract="yes", insurance="yes")

    assert deliveries.unready(ready) == ()
    assert deliveries.unready(replace(ready, contract="no", advance_cents=0, insurance="unknown")) == (
        "signed contract",
        "advance",
        "insurance document",
    )


def test_what_was_passed_through_longer_ago_is_still_to_be_reimbursed():
    found = inputs(DONE)

    assert [(job.key, row.what) for job, row in deliveries.unreimbursed(found, 14)] == [("EYD-1", "dockage")]
    assert deliveries.unreimbursed(found, 76) == []
