"""Technology, clients and deliveries (pure): how the metrics of their records are measured."""

from __future__ import annotations

from collections.abc import Callable

from reports.facts import Facts
from reports.figures.ways import YEAR, Span, Way, Ways
from reports.formulas import clients, cloud, collecting, deliveries, deploys, tech
from reports.formulas.agency import Agency
from reports.formulas.cloud import Cloud
from reports.formulas.deploys import Delivering
from reports.formulas.jobs import Jobs
from reports.formulas.tech import Tech
from reports.periods import Period
from reports.values import Measure, Value, total


def _of_tech(work: Callable[[Tech], Value]) -> Way:
    return Way(lambda facts, _: work(facts.tech))


def _of_deploys(pick: Callable[[Delivering], Value]) -> Way:
    return Way(lambda facts, _: pick(deploys.delivering(facts.tech)), Span.QUARTER)


def _of_cloud(work: Callable[[Cloud, Period], Value]) -> Way:
    return Way(lambda facts, month: work(facts.cloud, month), Span.MONTH, YEAR)


def _of_savings(work: Callable[[Cloud], Value]) -> Way:
    return Way(lambda facts, _: work(facts.cloud), is_told_by_unit=False)


def _of_clients(work: Callable[[Agency], Value]) -> Way:
    return Way(lambda facts, _: work(facts.agency))


def _by_month(work: Callable[[Agency, Period], Value]) -> Way:
    return Way(lambda facts, month: work(facts.agency, month), Span.MONTH, YEAR)


def _to_serve(agency: Agency, month: Period) -> Value:
    rows = collecting.all_served(agency, month)
    return total(Measure.CENTS, [row.cost for row in rows])


def _of_jobs(work: Callable[[Jobs, Period], Value], span: Span = Span.MONTH) -> Way:
    """Of the jobs of a month or, as there are few, of a year."""
    months = YEAR if span == Span.YEAR else 1
    return Way(lambda facts, month: work(facts.jobs, month.trailing(months)), span, YEAR)


def _recovered(jobs: Jobs, period: Period) -> Value:
    return deliveries.recovery(jobs, deliveries.within(jobs, period))


def _forecast(facts: Facts, _: Period) -> Value:
    return cloud.forecast(facts.cloud)


WAYS: Ways = {
    "check_coverage": _of_tech(tech.all_checks),
    "open_findings": _of_tech(tech.open_findings),
    "late_findings": _of_tech(tech.late_findings),
    "mttr": _of_tech(tech.time_to_fix),
    "deploys_per_week": _of_deploys(lambda found: found.per_week),
    "change_failure": _of_deploys(lambda found: found.failed),
    "restore_hours": _of_deploys(lambda found: found.restore),
    "lead_time": _of_deploys(lambda found: found.lead),
    "cloud_cost": _of_cloud(cloud.month_cost),
    "cloud_forecast": Way(_forecast, Span.RUNNING),
    "cloud_untagged": Way(
        lambda facts, month: cloud.untagged_share(facts.cloud, month), Span.MONTH, YEAR, is_told_by_unit=False
    ),
    "cloud_savings": _of_savings(lambda bill: cloud.potential(bill).low),
    "cloud_saved": _of_savings(cloud.saved),
    "mrr": _of_clients(clients.contracted),
    "unbilled": _of_clients(clients.unbilled),
    "dso": _of_clients(collecting.days_outstanding),
    "top_client": Way(lambda facts, _: collecting.concentration(facts.agency).top, Span.YEAR),
    "leakage": _by_month(clients.leakage),
    "effective_rate": _by_month(collecting.effective_rate),
    "cost_to_serve": _by_month(_to_serve),
    "client_margin": _by_month(collecting.margin),
    "deliveries": _of_jobs(deliveries.completed),
    "job_margin": _of_jobs(deliveries.margins),
    "quotes_won": _of_jobs(deliveries.win_rate, Span.YEAR),
    "response_hours": _of_jobs(deliveries.response_hours, Span.YEAR),
    "on_time": _of_jobs(deliveries.on_time, Span.YEAR),
    "expense_recovery": _of_jobs(_recovered, Span.YEAR),
    "advances_held": Way(lambda facts, _: deliveries.advances_held(facts.jobs)),
}
