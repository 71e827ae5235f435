"""F60, F61 and F64: what is checked, what is open, how software gets out."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from reports.formulas import deploys, tech
from reports.formulas.tech import Check, Component, Finding, Release, Tech
from reports.periods import Period, last_complete_month
from reports.spans import Statement, Statements
from reports.values import Level, State

AS_OF = date(2026, 11, 14)
SAID_AT = datetime(2026, 11, 1, tzinfo=UTC)


def said(level, *domains, units=("jada",)):
    told = [Statement(date(2025, 1, 1), date(2027, 1, 1), level, SAID_AT)]
    return Statements(units, {(unit, domain): told for unit in units for domain in domains})


def inputs(*, level=Level.COMPLETE, units=("jada",), told=("jada",), as_of=AS_OF, **rows):
    period = last_complete_month(as_of)
    return Tech(units, as_of, period, said=said(level, "components", "security", units=told), **rows)


def site(*checks, name="site", unit="jada"):
    made = tuple(Check(str(place), *check) for place, check in enumerate(checks))
    return Component(name, unit, name, checks=made)


def hole(found_on, severity="critical", unit="jada", **columns):
    return Finding(f"{unit}:{found_on}", unit, "site", "A hole", "auth", severity, found_on, **columns)


def release(on, *, failed=False, hours_to_restore=None, lead_hours=None, component="site"):
    at = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    back = None if hours_to_restore is None else at + timedelta(hours=hours_to_restore)
    since = None if lead_hours is None else at - timedelta(hours=lead_hours)
    return Release(f"{on}", "jada", component, at, on, failed, since, back)


def test_check_coverage_is_yes_of_yes_and_no_with_unknown_apart():
    component = site(("ci", "yes", AS_OF), ("waf", "no", AS_OF), ("backup", "yes", AS_OF), ("auth", "unknown", AS_OF))

    found = tech.check_coverage(inputs(components=(component,)), component, known=("ci", "staging"))

    assert (found.share.state, found.share.amount) == (State.OK, Decimal(2) / 3)
    assert (found.yes, found.no, found.unknown, found.unasked) == (("ci", "backup"), ("waf",), ("auth",), ("staging",))


def test_the_last_answer_to_a_check_counts_and_one_without_a_day_is_before_all_others():
    component = site(("ci", "yes", date(2026, 10, 1)), ("ci", "no", date(2026, 10, 9)), ("ci", "yes", None))

    found = tech.check_coverage(inputs(components=(component,)), component)

    assert (found.share.state, found.no) == (State.ZERO, ("ci",))


@pytest.mark.parametrize(
    ("checks", "level", "state"),
    [
        ((), Level.COMPLETE, State.NO_DATA),
        ((), Level.NONE, State.NO_DATA),
        ((("ci", "unknown", AS_OF),), Level.COMPLETE, State.UNDEFINED),
        ((("ci", "yes", AS_OF),), Level.NONE, State.PARTIAL),
        ((("ci", "no", AS_OF),), Level.PARTIAL, State.PARTIAL),
        ((("ci", "yes", AS_OF - timedelta(days=90)),), Level.COMPLETE, State.OK),
        ((("ci", "yes", AS_OF - timedelta(days=91)),), Level.COMPLETE, State.STALE),
        ((("ci", "yes"),), Level.COMPLETE, State.OK),
    ],
)
def test_check_coverage_says_what_it_is_worth(checks, level, state):
    component = site(*checks)

    assert tech.check_coverage(inputs(level=level, components=(component,)), component).share.state == state


def test_checks_over_units_name_a_unit_and_a_component_of_which_nothing_is_known():
    components = (site(("ci", "yes", AS_OF), ("waf", "no", AS_OF)), site(name="shop"))

    found = tech.all_checks(inputs(units=("jada", "queen"), components=components))

    assert (found.state, found.amount) == (State.PARTIAL, Decimal("0.5"))
    assert found.missing == ("checks of shop", "technical components of queen")


def test_findings_are_open_unless_fixed_by_the_day_accepted_still_or_no_hole():
    found_on = date(2026, 11, 10)
    rows = inputs(
        findings=(
            hole(found_on),
            hole(found_on, status="fixed", fixed_on=date(2026, 11, 14)),
            hole(found_on, status="fixed", fixed_on=date(2026, 11, 15)),
            hole(found_on, status="accepted", accepted_until=date(2026, 11, 14)),
            hole(found_on, status="accepted"),
            hole(found_on, "low", status="accepted", accepted_until=date(2026, 11, 13)),
            hole(found_on, status="false"),
        )
    )

    assert [tech.open_findings(rows, one).amount for one in ("", "critical", "high", "low")] == [3, 2, 0, 1]
    assert tech.late_findings(rows).amount == 1


@pytest.mark.parametrize(
    ("severity", "age", "late"),
    [("critical", 7, 0), ("critical", 8, 1), ("high", 30, 0), ("high", 31, 1), ("medium", 91, 1), ("low", 900, 0)],
)
def test_a_finding_is_late_past_what_its_severity_allows(severity, age, late):
    rows = inputs(findings=(hole(AS_OF - timedelta(days=age), severity),))

    assert tech.late_findings(rows).amount == late
    assert tech.late_findings(rows, {severity: age}).amount == 0


@pytest.mark.parametrize(
    ("level", "state", "amount"), [(Level.NONE, State.NO_DATA, None), (Level.COMPLETE, State.ZERO, 0)]
)
def test_no_findings_is_zero_only_where_they_are_recorded_in_full(level, state, amount):
    found = tech.open_findings(inputs(level=level))

    assert (found.state, found.amount) == (state, amount)
    assert tech.oldest_open(inputs(level=level)).amount is None


def test_a_unit_without_records_makes_the_count_one_in_part_and_is_named():
    found = tech.open_findings(inputs(units=("jada", "queen"), findings=(hole(AS_OF),)))

    assert (found.state, found.amount, found.missing) == (State.PARTIAL, 1, ("security findings of queen",))


def test_the_oldest_is_told_in_days_and_the_time_to_fix_is_the_mean():
    rows = inputs(
        findings=(
            hole(date(2026, 11, 4)), hole(date(2026, 10, 5), "high"),
            hole(date(2026, 9, 1), status="fixed", fixed_on=date(2026, 9, 4)),
            hole(date(2026, 10, 1), status="fixed", fixed_on=date(2026, 10, 11)),
        )
    )  # fmt: skip

    assert (tech.oldest_open(rows).amount, tech.oldest_open(rows, "critical").amount) == (40, 10)
    assert tech.time_to_fix(rows).amount == Decimal("6.5")
    assert tech.time_to_fix(rows, rows.period).amount == 10
    assert tech.time_to_fix(rows, Period(date(2026, 1, 1), date(2026, 2, 1))).state == State.UNDEFINED
    assert tech.time_to_fix(inputs(level=Level.NONE)).state == State.NO_DATA


def test_deploys_are_told_by_week_share_and_medians():
    rows = inputs(
        releases=(
            release(date(2026, 8, 1), lead_hours=2), release(date(2026, 9, 1), lead_hours=4),
            release(date(2026, 9, 2), failed=True, hours_to_restore=1, lead_hours=90),
            release(date(2026, 10, 31), failed=True, hours_to_restore=4), release(date(2026, 10, 30), failed=True),
            release(date(2026, 7, 31)), release(date(2026, 11, 1)),
        )
    )  # fmt: skip

    found = deploys.delivering(rows)

    assert found.period == Period(date(2026, 8, 1), date(2026, 11, 1))
    assert found.per_week.amount == Decimal(5 * 7) / 92
    assert (found.failed.amount, found.failed.n) == (Decimal(3) / 5, 10)
    assert (found.restore.amount, found.lead.amount) == (Decimal("2.5"), 4)
    assert [one.on for one in found.unrestored] == [date(2026, 10, 30)]


def test_no_deploys_is_no_data_even_where_all_is_recorded():
    found = deploys.delivering(inputs(level=Level.COMPLETE))

    assert {value.state for value in (found.per_week, found.failed, found.restore, found.lead)} == {State.NO_DATA}


def test_deploys_that_went_well_leave_nothing_to_restore():
    found = deploys.delivering(inputs(releases=(release(date(2026, 10, 1)),)))

    assert (found.failed.state, found.restore.state, found.lead.state) == (
        State.ZERO, State.UNDEFINED, State.NO_DATA
    )  # fmt: skip
    assert deploys.delivering(inputs(releases=(release(date(2026, 10, 1)),)), component="shop").failed.missing == (
        "deploys of shop",
    )
