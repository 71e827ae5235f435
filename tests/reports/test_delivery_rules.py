"""EYD-01 to EYD-04: when they fire, when not, and of nothing recorded never."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from reports.findings import known
from reports.formulas.jobs import Job, Pay, Spent
from tests.reports.housefacts import YACHTS, empty_facts

HERE = ZoneInfo(YACHTS.zone)
EYD = YACHTS.slug
ALL = [(EYD, "deliveries"), (EYD, "job_costs")]
READY = Job(
    "EYD-1", EYD, "Fay", "Blue Tern", "underway", fee_cents=1600_00, advance_cents=800_00, contract="yes",
    insurance="yes", actual_depart=date(2026, 11, 10),
)  # fmt: skip
DONE = replace(READY, stage="completed", actual_depart=date(2026, 9, 1), actual_arrive=date(2026, 9, 9))
LEAD = Job("EYD-2", EYD, "Yara", "Solera", "lead", asked=datetime(2026, 11, 14, 7, tzinfo=UTC))


def fire(rule, *jobs, complete=ALL, limits=None):
    facts = empty_facts(complete=complete, jobs={"jobs": jobs}, limits=limits or {})
    return [one.fired for one in known()[rule].fire(facts)]


def spent(on=date(2026, 10, 1), cents=190_00, is_passed=True, back=None):
    return (Spent("5", on, "Fuel", cents, is_passed, back, ""),)


FIRINGS = {
    "no signed contract": ("EYD-01", replace(READY, contract="no"), "critical"),
    "a contract that nobody looked for": ("EYD-01", replace(READY, contract="unknown"), "critical"),
    "an advance of nothing": ("EYD-01", replace(READY, advance_cents=0), "critical"),
    "no insurance": ("EYD-01", replace(READY, insurance="no"), "critical"),
    "all papers": ("EYD-01", READY, None),
    "not under way yet": ("EYD-01", replace(READY, stage="contracted", contract="no"), None),
    "fifteen days old": ("EYD-02", replace(DONE, spent=spent(date(2026, 10, 30))), "medium"),
    "fourteen days old": ("EYD-02", replace(DONE, spent=spent(date(2026, 10, 31))), None),
    "reimbursed": ("EYD-02", replace(DONE, spent=spent(back=date(2026, 10, 9))), None),
    "our own expense": ("EYD-02", replace(DONE, spent=spent(is_passed=False)), None),
    "more than the fee": ("EYD-03", replace(DONE, spent=spent(cents=1600_01)), "high"),
    "just the fee": ("EYD-03", replace(DONE, spent=spent(cents=1600_00)), None),
    "pay above the fee": ("EYD-03", replace(DONE, pay=(Pay("Ivy", 1700_00, None),)), "high"),
    "a loss of two years ago": (
        "EYD-03", replace(DONE, actual_arrive=date(2024, 9, 9), spent=spent(cents=9000_00)), None
    ),
    "a quote that loses": ("EYD-03", replace(DONE, stage="quoted", spent=spent(cents=9000_00)), None),
    "no fee": ("EYD-03", replace(DONE, fee_cents=None, spent=spent(cents=9000_00)), None),
    "a day and an hour": ("EYD-04", LEAD, "medium"),
    "a day": ("EYD-04", replace(LEAD, asked=datetime(2026, 11, 14, 8, tzinfo=UTC)), None),
    "answered": ("EYD-04", replace(LEAD, answered=datetime(2026, 11, 14, 9, tzinfo=UTC)), None),
    "quoted": ("EYD-04", replace(LEAD, stage="quoted"), None),
}  # fmt: skip


@pytest.mark.parametrize("case", FIRINGS)
def test_a_rule_fires_on_its_case_alone(case):
    rule, job, severity = FIRINGS[case]
    expected = [(job.key, severity)] if severity else []

    # the day ends at midnight of the unit: in Los Angeles that is 08:00 UTC
    zoned = replace(job, asked=job.asked.astimezone(HERE)) if job.asked else job

    assert [(one.subject, str(one.severity)) for one in fire(rule, zoned)] == expected


@pytest.mark.parametrize("rule", ["EYD-01", "EYD-02", "EYD-03", "EYD-04"])
def test_nothing_fires_where_nothing_is_recorded(rule):
    assert [fire(rule, complete=complete) for complete in ((), ALL)] == [[], []]


def test_pay_of_the_crew_stands_in_the_detail_alone():
    (found,) = fire("EYD-03", replace(DONE, pay=(Pay("Ivy", 1700_00, None),)))

    assert (found.detail_label, str(found.title)) == ("payroll", "EYD-1 costs more than its fee")
    assert str(found.detail) == "Fee $1,600, crew $1,700, expenses not reimbursed $0: −$100 is left."


def test_what_is_lacking_is_named():
    (found,) = fire("EYD-01", replace(READY, contract="no", insurance="unknown"))

    assert str(found.title) == "EYD-1 is under way without a signed contract or an insurance document"
    assert str(found.action.title) == "Get the signed contract and insurance document of EYD-1, or turn back"


def test_expenses_of_a_job_are_one_finding():
    both = (*spent(), Spent("6", date(2026, 10, 2), "Dockage", 100_00, True, None, ""))
    (found,) = fire("EYD-02", replace(DONE, spent=both))

    assert str(found.detail) == "$290 was spent for the client more than 14 days ago and has not come back."
    assert list(found.evidence) == [("job_costs", "5"), ("job_costs", "6")]


def test_the_house_s_own_patience_counts():
    assert fire("EYD-04", LEAD, limits={("EYD-04", "hours"): Decimal(48)}) == []
