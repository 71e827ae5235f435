"""Technology (pure): F60, what was checked of components, and F61, what is open in their security.

Source: design of the books, 3.5 “Tech”. Days are days of the unit; records of later days than the one asked about are
not among the inputs. `key` finds a row again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from reports.domains import BY_SLUG
from reports.formulas.records import FEW, looked_at
from reports.metrics import DOWN, Metric
from reports.periods import Period
from reports.spans import Statements
from reports.values import Evidence, Level, Measure, Value, mean, no_data, not_applicable, ratio, recorded, total

COMPONENTS, SECURITY = "components", "security"
YES, NO = "yes", "no"
OPEN, ACCEPTED, FIXED, FALSE = "open", "accepted", "fixed", "false"
SEVERITIES = ("critical", "high", "medium", "low")
SLA: Mapping[str, int] = {"critical": 7, "high": 30, "medium": 90}  # days to fix; the house may set its own

METRICS = (
    Metric("check_coverage", "Checks answered yes", "F60", Measure.SHARE, (COMPONENTS,), ("cto",)),
    Metric("open_findings", "Open security findings", "F61", Measure.COUNT, (SECURITY,), ("ceo", "cto"),
           direction=DOWN, also=("security_findings",)),
    Metric("late_findings", "Security findings past their time", "F61", Measure.COUNT, (SECURITY,), ("cto",),
           direction=DOWN),
    Metric("mttr", "Days from finding to fix", "F61", Measure.DAYS, (SECURITY,), ("cto",), direction=DOWN,
           also=("time_to_fix",)),
)  # fmt: skip


class Check(NamedTuple):
    """What somebody found of a component: `yes`, `no` or `unknown`; without a day, before all others."""

    key: str
    name: str
    result: str
    on: date | None = None


class Component(NamedTuple):
    """One site, service or store that was not retired by the day asked about, and its checks in any order."""

    key: str
    unit: str
    name: str
    kind: str = ""
    provider: str = ""
    runtime: str = ""
    eol_on: date | None = None
    environment: str = ""
    criticality: str = ""
    is_public: str = "unknown"
    monthly_cents: int | None = None
    checks: tuple[Check, ...] = ()


class Finding(NamedTuple):
    """One hole, found on or before the day asked about; `status` is what the row says today.

    `proof` is the masked evidence, `source` who found it.
    """

    key: str
    unit: str
    component: str
    title: str
    category: str
    severity: str
    found_on: date
    status: str = OPEN
    fixed_on: date | None = None
    verified_on: date | None = None
    accepted_until: date | None = None
    source: str = ""
    proof: str = ""

    def status_on(self, day: date) -> str:
        """How it stood on a day: a fix of a later day is none yet, an acceptance that ran out is over."""
        if self.status == FIXED:
            return FIXED if self.fixed_on and self.fixed_on <= day else OPEN
        if self.status == ACCEPTED and self.accepted_until and self.accepted_until < day:
            return OPEN
        return self.status

    def age_on(self, day: date) -> int:
        """Days since it was found."""
        return (day - self.found_on).days


class Retired(NamedTuple):
    """One component that is no longer used: what it was called and who provided it."""

    unit: str
    name: str
    provider: str = ""


class Release(NamedTuple):
    """One deploy of a component."""

    key: str
    unit: str
    component: str
    at: datetime
    on: date
    is_failed: bool
    committed_at: datetime | None = None
    restored_at: datetime | None = None


@dataclass(frozen=True)
class Tech:
    """All that formulas ask of technology at the end of a day; `period` is the last month complete then.

    `releases` are those of the twelve months up to the period's end and of the days since; `retired` is out of use.
    """

    units: tuple[str, ...]
    as_of: date
    period: Period
    components: tuple[Component, ...] = ()
    findings: tuple[Finding, ...] = ()
    releases: tuple[Release, ...] = ()
    said: Statements = field(default_factory=lambda: Statements(()))
    retired: tuple[Retired, ...] = ()

    def level(self, unit: str, domain: str, period: Period | None = None) -> Level:
        """How much of a unit's domain is recorded over a period; of the last complete month unless told."""
        return self.said.levels(period or self.period).of(unit, domain)


class Checked(NamedTuple):
    """F60 of one component. `unknown` are the checks answered so, apart from the share; nobody asked `unasked`."""

    component: Component
    share: Value
    yes: tuple[str, ...]
    no: tuple[str, ...]
    unknown: tuple[str, ...]
    unasked: tuple[str, ...]


def latest(component: Component) -> dict[str, Check]:
    """The last answer to each check of a component."""
    ordered = sorted(component.checks, key=lambda check: (check.on or date.min, check.key))
    return {check.name: check for check in ordered}


def check_coverage(inputs: Tech, component: Component, known: Sequence[str] = ()) -> Checked:
    """F60: of a component's checks, the share answered yes: yes / (yes + no), by the last answer to each.

    Unknown answers count for neither and are listed apart; so are those of `known` that nobody answered. No check at
    all is no data; none but unknown ones leave nothing to divide by. Older than the freshness of components: stale.
    """
    found = latest(component)
    by = {answer: tuple(name for name, check in found.items() if check.result == answer) for answer in (YES, NO)}
    answered = len(by[YES]) + len(by[NO])
    days = [check.on for check in found.values() if check.on]
    fresh = BY_SLUG[COMPONENTS].fresh_days or 0
    is_stale = bool(days) and (inputs.as_of - max(days)).days > fresh
    level = inputs.level(component.unit, COMPONENTS)
    told = [Evidence(COMPONENTS, component.key)]
    lacking = [] if found else [f"checks of {component.name}"]
    part, whole = (
        recorded(
            count, Measure.COUNT, coverage=level if found else Level.NONE, n=len(found), evidence=told,
            missing=lacking, is_stale=is_stale,
        )
        for count in (len(by[YES]), answered)
    )  # fmt: skip
    return Checked(
        component=component,
        share=ratio(part, whole, note="no check was answered yes or no"),
        yes=by[YES],
        no=by[NO],
        unknown=tuple(name for name, check in found.items() if check.result not in {YES, NO}),
        unasked=tuple(name for name in known if name not in found),
    )


def all_checks(inputs: Tech) -> Value:
    """F60 over all components: every check answered yes of every check answered; a share.

    A unit without components, or a component without checks, is missing and named.
    """
    parts = [_answers(inputs, unit) for unit in inputs.units]
    yes, answered = (total(Measure.COUNT, [part[place] for part in parts]) for place in (0, 1))
    return ratio(yes, answered, note="no check was answered yes or no")


def _answers(inputs: Tech, unit: str) -> tuple[Value, Value]:
    """Checks of a unit answered yes, and answered at all."""
    own = [component for component in inputs.components if component.unit == unit]
    checked = [check_coverage(inputs, component) for component in own]
    lacking = [f"checks of {one.component.name}" for one in checked if not latest(one.component)]
    if not own:
        lacking = [f"technical components of {unit}"]
    level = inputs.level(unit, COMPONENTS)
    level = Level.PARTIAL if lacking and level == Level.COMPLETE and own else level
    n = sum(len(latest(component)) for component in own)
    told = [Evidence(COMPONENTS, component.key) for component in own[:FEW]]
    yes = sum(len(one.yes) for one in checked)
    if not n:
        return no_data(Measure.COUNT, *lacking), no_data(Measure.COUNT, *lacking)
    answered = yes + sum(len(one.no) for one in checked)
    made = [
        recorded(count, Measure.COUNT, coverage=level, n=n, evidence=told, missing=lacking) for count in (yes, answered)
    ]
    return made[0], made[1]


def open_findings(inputs: Tech, severity: str = "") -> Value:
    """F61: findings open on the day asked about, of one severity or of all; a count.

    Open is what is neither fixed by that day, nor no hole, nor accepted until that day or a later one. None open is
    zero only where a unit's findings are recorded in full; with nothing recorded it is no data.
    """
    wanted = {severity} if severity else set(SEVERITIES)
    return _count(inputs, lambda finding: finding.severity in wanted and is_open(inputs, finding))


def late_findings(inputs: Tech, sla: Mapping[str, int] = SLA) -> Value:
    """F61: open findings older than their severity allows, and those whose acceptance ran out; a count."""
    return _count(inputs, lambda finding: is_late(inputs, finding, sla))


def is_open(inputs: Tech, finding: Finding) -> bool:
    """Whether it is open on the day asked about."""
    return finding.status_on(inputs.as_of) == OPEN


def is_late(inputs: Tech, finding: Finding, sla: Mapping[str, int] = SLA) -> bool:
    """Whether it is open past its time. A severity without a limit is never late by age."""
    if not is_open(inputs, finding):
        return False
    limit = sla.get(finding.severity)
    return finding.status == ACCEPTED or (limit is not None and finding.age_on(inputs.as_of) > limit)


def oldest_open(inputs: Tech, severity: str = "") -> Value:
    """F61: the age of the oldest open finding, of one severity or of all; days. None open: not applicable."""
    counted = open_findings(inputs, severity)
    found = [one for one in inputs.findings if is_open(inputs, one) and severity in {"", one.severity}]
    if not counted.is_known:
        return no_data(Measure.DAYS, *counted.missing)
    if not found:
        return not_applicable(Measure.DAYS, "nothing is open", counted)
    first = min(found, key=lambda finding: (finding.found_on, finding.key))
    level, told = inputs.level(first.unit, SECURITY), [Evidence(SECURITY, first.key)]
    return recorded(first.age_on(inputs.as_of), Measure.DAYS, coverage=level, n=len(found), evidence=told)


def time_to_fix(inputs: Tech, period: Period | None = None) -> Value:
    """F61, MTTR: mean of the days from finding to fix, over all that were fixed by the day asked about; days.

    A period narrows it to what was fixed in it. Nothing fixed: undefined where findings are recorded, else no data.
    """
    fixed = [
        finding
        for finding in inputs.findings
        if finding.status_on(inputs.as_of) == FIXED and finding.fixed_on
        if period is None or period.start <= finding.fixed_on < period.end
    ]
    if not fixed and not _count(inputs, lambda _: True).is_known:
        return no_data(Measure.DAYS, *_lacking(inputs))
    return mean(Measure.DAYS, [_days(inputs, finding) for finding in fixed])


def _days(inputs: Tech, finding: Finding) -> Value:
    taken = ((finding.fixed_on or finding.found_on) - finding.found_on).days
    level, told = inputs.level(finding.unit, SECURITY), [Evidence(SECURITY, finding.key)]
    return recorded(Decimal(taken), Measure.DAYS, coverage=level, n=1, evidence=told)


def _count(inputs: Tech, fits: Callable[[Finding], bool]) -> Value:
    """Findings that fit, unit by unit, so that a unit of which none are recorded is named and not counted as 0."""
    keys = (Evidence(SECURITY, finding.key) for finding in inputs.findings)
    return looked_at(total(Measure.COUNT, [_count_of(inputs, unit, fits) for unit in inputs.units]), keys)


def _count_of(inputs: Tech, unit: str, fits: Callable[[Finding], bool]) -> Value:
    rows = [finding for finding in inputs.findings if finding.unit == unit]
    found = [finding for finding in rows if fits(finding)]
    level = inputs.level(unit, SECURITY)
    told = [Evidence(SECURITY, finding.key) for finding in found[:FEW]]
    lacking = [] if level == Level.COMPLETE else [f"security findings of {unit}"]
    return recorded(len(found), Measure.COUNT, coverage=level, n=len(rows), evidence=told, missing=lacking)


def _lacking(inputs: Tech) -> Iterable[str]:
    return [f"security findings of {unit}" for unit in inputs.units if inputs.level(unit, SECURITY) != Level.COMPLETE]
