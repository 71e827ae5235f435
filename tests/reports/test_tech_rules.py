"""CTO-01 to CTO-08: holes, restores, runtimes, deploys and the cloud's bill, each fired by records alone."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from reports import findings
from reports.findings import Certainty, Severity
from reports.formulas.cloud import Cost
from reports.formulas.tech import Check, Component, Finding, Release
from tests.reports.housefacts import AS_OF, UNITS, empty_facts

PLACES = [(unit.slug, domain) for unit in UNITS for domain in ("components", "security", "cloud_costs")]
OCTOBER, SEPTEMBER = date(2026, 10, 1), date(2026, 9, 1)


def fired(rule, complete=PLACES, limits=None, **inputs):
    facts = empty_facts(complete=complete, limits=limits or {}, **inputs)
    return [one.fired for one in findings.known()[rule].fire(facts)]


def told(rule, complete=PLACES, limits=None, **inputs):
    """What a rule says: unit, subject and severity of each finding."""
    return [(one.unit, one.subject, one.severity) for one in fired(rule, complete, limits, **inputs)]


def hole(title="A hole", severity="high", age=1, category="tls", component="API", **columns):
    found_on = AS_OF - timedelta(days=age)
    return Finding(f"{component}:{title}", "jada", component, title, category, severity, found_on, **columns)


def holes(*rows):
    return {"tech": {"findings": rows}}


def site(kind="endpoint", on=AS_OF, *, name="API", **columns):
    """A component; what is no column of it is a check with its answer."""
    known = {key: columns.pop(key) for key in ("criticality", "eol_on", "is_public", "runtime") if key in columns}
    checks = tuple(Check(f"{name}:{check}", check, result, on) for check, result in columns.items())
    return Component(name, "jada", name, kind, checks=checks, **known)


def sites(*rows, releases=()):
    return {"tech": {"components": rows, "releases": tuple(releases)}}


def release(days=1, number=0, failed=False):
    on = AS_OF - timedelta(days=days)
    return Release(f"{on}:{number}", "jada", "API", datetime(on.year, on.month, on.day, 12, tzinfo=UTC), on, failed)


def deploys(failed, count):
    """So many deploys of October, some of which failed."""
    return {"tech": {"releases": tuple(release(30, number, number < failed) for number in range(count))}}


def bill(september, october, service="Compute", unit="jada"):
    costs = ((SEPTEMBER, september), (OCTOBER, october))
    return {"cloud": {"costs": tuple(
        Cost(f"{service}:{month}", unit, "aws", service, month, cents) for month, cents in costs if cents is not None
    )}}  # fmt: skip


OPEN = [("jada", "A hole", Severity.CRITICAL)]
LATE = [("jada", "A hole", Severity.HIGH)]
UNTRIED = [("jada", "API:restore", Severity.HIGH)]
BARE = [("jada", "API:delivery", Severity.MEDIUM)]
DOOR = [("jada", "unauthenticated endpoints", Severity.CRITICAL)]
DEARER = [("jada", "cloud:Compute", Severity.MEDIUM)]
FAILING = [("", "change failure", Severity.MEDIUM)]
LONG_AGO = AS_OF - timedelta(days=91)

CASES = {
    "a critical hole": ("CTO-01", holes(hole(severity="critical")), OPEN),
    "a secret, however grave it is said to be": ("CTO-01", holes(hole(severity="low", category="secret")), OPEN),
    "a high hole that is no secret": ("CTO-01", holes(hole()), []),
    "a critical hole that was fixed": (
        "CTO-01", holes(hole(severity="critical", status="fixed", fixed_on=AS_OF)), []
    ),
    "a critical hole that is none": ("CTO-01", holes(hole(severity="critical", status="false")), []),
    "a critical hole that is accepted": (
        "CTO-01", holes(hole(severity="critical", status="accepted", accepted_until=AS_OF)), []
    ),
    "a critical hole whose acceptance ran out": (
        "CTO-01", holes(hole(severity="critical", status="accepted", accepted_until=AS_OF - timedelta(1))), OPEN
    ),
    "one hole in two places is one problem": (
        "CTO-01", holes(hole(severity="critical"), hole(severity="critical", component="Site")), OPEN
    ),
    "a high hole past its thirty days": ("CTO-02", holes(hole(age=31)), LATE),
    "a high hole within its thirty days": ("CTO-02", holes(hole(age=30)), []),
    "a medium hole past its ninety days": ("CTO-02", holes(hole(severity="medium", age=91)), LATE),
    "a low hole has no time": ("CTO-02", holes(hole(severity="low", age=900)), []),
    "an acceptance that ran out": (
        "CTO-02", holes(hole(status="accepted", accepted_until=AS_OF - timedelta(days=1))), LATE
    ),
    "an acceptance that stands": ("CTO-02", holes(hole(age=99, status="accepted", accepted_until=AS_OF)), []),
    "what is told as critical is not told as late": ("CTO-02", holes(hole(severity="critical", age=99)), []),
    "no restore was tried": ("CTO-03", sites(site(criticality="critical", restore_test="no")), UNTRIED),
    "a restore was tried too long ago": (
        "CTO-03", sites(site(on=LONG_AGO, criticality="critical", restore_test="yes")), UNTRIED
    ),
    "a restore was tried": ("CTO-03", sites(site(criticality="critical", restore_test="yes")), []),
    "nobody knows of a restore": ("CTO-03", sites(site(criticality="critical", restore_test="unknown")), []),
    "nobody asked for a restore": ("CTO-03", sites(site(criticality="critical")), []),
    "a component that can be down": ("CTO-03", sites(site(criticality="normal", restore_test="no")), []),
    "a runtime past its end": ("CTO-04", sites(site(eol_on=AS_OF)), [("jada", "API:runtime", Severity.HIGH)]),
    "a runtime near its end": (
        "CTO-04", sites(site(eol_on=AS_OF + timedelta(days=180))), [("jada", "API:runtime", Severity.MEDIUM)]
    ),
    "a runtime far from its end": ("CTO-04", sites(site(eol_on=AS_OF + timedelta(days=181))), []),
    "a runtime of which no end is known": ("CTO-04", sites(site()), []),
    "deployed without tests": ("CTO-05", sites(site(ci="no"), releases=[release(29)]), BARE),
    "deployed without tests, long ago": ("CTO-05", sites(site(ci="no"), releases=[release(30)]), []),
    "deployed with all three": (
        "CTO-05", sites(site(ci="yes", staging="yes", rollback="yes"), releases=[release()]), []
    ),
    "deployed, and nobody knows": ("CTO-05", sites(site(ci="unknown"), releases=[release()]), []),
    "a service dearer by a quarter": ("CTO-06", bill(1_000, 1_250), DEARER),
    "a service dearer by less": ("CTO-06", bill(1_000, 1_249), []),
    "a dearer service of a few dollars": ("CTO-06", bill(100, 500), []),
    "a service of which no month is known before": ("CTO-06", bill(None, 9_000), []),
    "a bill of no unit": ("CTO-06", bill(1_000, 1_000, unit=""), [("", "cloud:untagged", Severity.MEDIUM)]),
    "an endpoint that asks nobody": ("CTO-07", sites(site(is_public="yes", auth="no")), DOOR),
    "an endpoint that asks": ("CTO-07", sites(site(is_public="yes", auth="yes")), []),
    "an endpoint of which nobody knows": ("CTO-07", sites(site(is_public="yes", auth="unknown")), []),
    "an endpoint is public unless somebody says it is not": ("CTO-07", sites(site(auth="no")), DOOR),
    "what is no endpoint is public only where somebody says so": ("CTO-07", sites(site("database", auth="no")), []),
    "an endpoint that is not public": ("CTO-07", sites(site(is_public="no", auth="no")), []),
    "a page is for anybody": ("CTO-07", sites(site("site", is_public="yes", auth="no")), []),
    "two of ten deploys failed": ("CTO-08", deploys(2, 10), FAILING),
    "two of fourteen deploys failed": ("CTO-08", deploys(2, 14), []),
    "nine deploys tell nothing": ("CTO-08", deploys(9, 9), []),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_rule_of_technology_fires_from_records_alone(case):
    rule, inputs, expected = CASES[case]

    assert told(rule, **inputs) == expected


@pytest.mark.parametrize("number", range(1, 9))
def test_no_records_fire_no_rule_of_technology(number):
    assert told(f"CTO-0{number}", complete=()) == told(f"CTO-0{number}") == []


def test_the_house_sets_its_own_time_for_a_fix():
    row = holes(hole(age=31))

    assert told("CTO-02", limits={("CTO-02", "high"): Decimal(60)}, **row) == []
    assert told("CTO-02", limits={("CTO-02", "high"): Decimal(14)}, **row) == LATE


def test_where_a_hole_is_and_what_shows_it_are_for_those_with_the_clearance():
    found = fired("CTO-01", **holes(hole("Keys in the source", "critical", component="API", proof="settings.js:14")))[0]

    assert (str(found.title), found.detail_label) == ("Keys in the source", "security")
    assert str(found.detail) == "In API, open for 1 day. Shown by: settings.js:14."
    assert [words for words in (found.title, found.action.title) if "API" in str(words)] == []


def test_money_at_stake_of_a_dearer_service_is_the_rise():
    found = fired("CTO-06", **bill(4_500, 5_800))[0]

    assert (found.at_stake.number, found.certainty) == (1_300, Certainty.COMPLETE)


def test_records_in_part_make_a_finding_less_certain():
    found = fired("CTO-03", complete=(), **sites(site(criticality="critical", restore_test="no")))

    assert [one.certainty for one in found] == [Certainty.PARTIAL]
