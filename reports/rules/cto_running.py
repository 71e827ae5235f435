"""How what the house runs on is kept (pure): CTO-03 to CTO-06 and CTO-08."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from reports.facts import Facts
from reports.findings import Action, Fired, Limit, Limits, Severity, rule
from reports.formulas import cloud, deploys, tech
from reports.formulas.tech import COMPONENTS, NO, YES, Component
from reports.rules import saying
from reports.rules.saying import certainty, desk, listed, threshold
from reports.values import Evidence, Measure, Value, derived, difference
from reports.words import Text, day, name, text

HERE = ("cto",)
RESTORE = "restore_test"
KEPT = {"ci": "tests that run by themselves", "staging": "staging", "rollback": "rollback"}


@rule("CTO-03", title="A component that the business needs was not restored in a trial lately", area="tech", roles=HERE,
      limits=(Limit("days", "A tried restore counts for", Decimal(90), Measure.DAYS),))  # fmt: skip
def never_restored(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """Critical components of which the last look found no tried restore, or one too long ago. Unknown is not no."""
    since = facts.as_of - timedelta(days=int(limits["days"]))
    for row in facts.tech.components:
        found = tech.latest(row).get(RESTORE)
        if row.criticality != "critical" or found is None:
            continue
        is_old = found.result == YES and found.on is not None and found.on < since
        if found.result == NO or is_old:
            past = (
                text("The last trial was on ", day(found.on), "; ") if is_old and found.on else text("None was tried; ")
            )
            yield _of_component(
                facts, row, "restore", Severity.HIGH,
                text("Nobody knows whether ", name(row.name), " can be restored"),
                text(past, "a trial counts for ", threshold("CTO-03", "days", limits["days"], Measure.DAYS), "."),
                text("Restore ", name(row.name), " from its backup on trial"), 4,
            )  # fmt: skip


@rule("CTO-04", title="A runtime gets no more fixes", area="tech", roles=HERE,
      limits=(Limit("days", "End of life is near within", Decimal(180), Measure.DAYS),))  # fmt: skip
def end_of_life(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """Components whose runtime is past its end of life, or near it."""
    soon = facts.as_of + timedelta(days=int(limits["days"]))
    for row in facts.tech.components:
        if row.eol_on is None or row.eol_on > soon:
            continue
        is_past = row.eol_on <= facts.as_of
        runtime = row.runtime or "its runtime"
        yield _of_component(
            facts, row, "runtime", Severity.HIGH if is_past else Severity.MEDIUM,
            text(name(runtime), " of ", name(row.name), " gets no more fixes" if is_past else " soon gets no fixes"),
            text("Its end of life ", "was" if is_past else "is", " on ", day(row.eol_on), "."),
            text("Move ", name(row.name), " to a runtime with fixes"), 16, due=None if is_past else row.eol_on,
        )  # fmt: skip


@rule("CTO-05", title="What was deployed lately has no tests, staging or rollback", area="tech", roles=HERE,
      limits=(Limit("days", "Deployed lately is within", Decimal(30), Measure.DAYS),))  # fmt: skip
def bare_deploys(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """Components deployed in the last days of which the last look found one of the three missing."""
    since = facts.as_of - timedelta(days=int(limits["days"]))
    lately = {(one.unit, one.component) for one in facts.tech.releases if one.on > since}
    for row in facts.tech.components:
        checks = tech.latest(row)
        lacking = [words for check, words in KEPT.items() if check in checks and checks[check].result == NO]
        if (row.unit, row.name) in lately and lacking:
            yield _of_component(
                facts, row, "delivery", Severity.MEDIUM,
                text(name(row.name), " is deployed without ", listed(lacking)),
                text("Deployed within ", threshold("CTO-05", "days", limits["days"], Measure.DAYS), "."),
                text("Give ", name(row.name), " ", listed(lacking)), 8,
            )  # fmt: skip


def _of_component(  # noqa: PLR0917 - the parts of a finding
    facts: Facts, row: Component, what: str, severity: Severity, title: Text, detail: Text, todo: Text, hours: int,
    due: date | None = None,
) -> Fired:  # fmt: skip
    return Fired(
        unit=row.unit,
        subject=f"{row.name}:{what}",
        severity=severity,
        title=title,
        detail=detail,
        action=Action(todo, hours, due, desk("techcomponent", row.name), "check_coverage"),
        evidence=(Evidence(COMPONENTS, row.key),),
        certainty=certainty(facts.tech.level(row.unit, COMPONENTS)),
    )


@rule("CTO-06", title="A cloud service costs more than last month, or much is billed to no unit", area="tech",
      roles=HERE,
      limits=(Limit("rise", "A service costs more than the month before by", Decimal("0.25"), Measure.SHARE),
              Limit("least", "And costs a month more than", Decimal(500), Measure.CENTS),
              Limit("untagged", "Billed to no unit is more than", Decimal("0.2"), Measure.SHARE)))  # fmt: skip
def dearer_cloud(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """Services of the last complete month against the month before; the share of the bill that no unit bears."""
    month = f"{facts.period.start:%Y-%m}"
    for service in cloud.services(facts.cloud):
        now = cloud.month_cost(facts.cloud, facts.period, service)
        before = cloud.month_cost(facts.cloud, facts.period.prior(), service)
        rise = cloud.month_change(facts.cloud, service)
        if rise.is_known and rise.number >= limits["rise"] and now.number > limits["least"]:
            yield _dearer(facts, service, month, (now, before, rise))
    loose = cloud.untagged_share(facts.cloud)
    if loose.is_known and loose.number > limits["untagged"]:
        yield _untagged(facts, loose, month)


def _dearer(facts: Facts, service: str, month: str, told: tuple[Value, Value, Value]) -> Fired:
    now, before, rise = told
    units = {row.unit for row in facts.cloud.costs if row.service == service and row.month == facts.period.start}
    return Fired(
        unit=units.pop() if len(units) == 1 else "",
        subject=f"cloud:{service}",
        severity=Severity.MEDIUM,
        title=text(name(service), " costs more than the month before"),
        detail=text(
            saying.figure("service_cost", now, period=month, subject=service, title="Cost of a service"), " after ",
            saying.figure("service_cost", before, period=f"{facts.period.prior().start:%Y-%m}", subject=service,
                          title="Cost of a service"),
            ", ", saying.figure("service_change", rise, period=month, subject=service, title="Change of a service"),
            " more.",
        ),
        action=Action(text("Find what grew in ", name(service)), 2, href=desk("cloudcost", service),
                      outcome="cloud_cost"),
        evidence=(*now.evidence, *before.evidence)[:20],
        at_stake=difference(now, before),
        certainty=certainty(now.coverage),
    )  # fmt: skip


def _untagged(facts: Facts, loose: Value, month: str) -> Fired:
    whole = cloud.month_cost(facts.cloud, facts.period)
    return Fired(
        unit="",
        subject="cloud:untagged",
        severity=Severity.MEDIUM,
        title=text("Much of the cloud is billed to no unit"),
        detail=text(
            saying.figure("cloud_untagged", loose, period=month), " of ",
            saying.figure("cloud_cost", whole, period=month), " bears no unit’s tag.",
        ),
        action=Action(text("Tag what runs in the cloud"), 2, href=desk("cloudcost"), outcome="cloud_untagged"),
        evidence=loose.evidence[:20],
        at_stake=derived(Measure.CENTS, (loose, whole), lambda share, cents: share * cents),
        certainty=certainty(loose.coverage),
    )  # fmt: skip


@rule("CTO-08", title="Too many deploys fail", area="tech", roles=HERE,
      limits=(Limit("failed", "Deploys that may fail", Decimal("0.15"), Measure.SHARE),
              Limit("least", "Told from so many deploys on", Decimal(10), Measure.COUNT)))  # fmt: skip
def failing_deploys(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """Change failure of the last three complete months, over all units of the report."""
    found = deploys.delivering(facts.tech)
    count = sum(1 for one in facts.tech.releases if found.period.start <= one.on < found.period.end)
    if not found.failed.is_known or found.failed.number <= limits["failed"] or count < limits["least"]:
        return
    span = f"{found.period.start:%Y-%m}/{found.period.last_day:%Y-%m}"
    yield Fired(
        unit="",
        subject="change failure",
        severity=Severity.MEDIUM,
        title=text("Too many deploys fail"),
        detail=text(
            saying.figure("change_failure", found.failed, period=span), " failed; ",
            threshold("CTO-08", "failed", limits["failed"], Measure.SHARE), " may.",
        ),
        action=Action(text("Find what the failed deploys have in common"), 4, href=desk("deploy"),
                      outcome="change_failure"),
        evidence=found.failed.evidence[:20],
        certainty=certainty(found.failed.coverage),
    )  # fmt: skip
