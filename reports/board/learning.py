"""What a run tells the board, in its own transaction: new cards, cards that fire again, cards resolved by data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from reports import copying, perspectives, planned
from reports.facts import Facts
from reports.findings import Finding
from reports.formulas.agenda import score
from reports.models import ActionEvent, ActionItem, BusinessUnit, ReportRun
from reports.models.runs import kept_amount
from reports.planned import Card
from reports.report import Report
from reports.values import Value

Status, Kind = ActionItem.Status, ActionItem.Kind
FOUND, AGAIN, REGRESSED, RESOLVED, BUILT = "found", "found again", "regressed", "resolved by data", "built"


def cards() -> dict[str, Card]:
    """What the board says of every finding that has a card, in one query."""
    rows = ActionItem.objects.filter(kind=Kind.FINDING).values_list(
        "key", "status", "owner__name", "due", "hours", "accepted_until"
    )
    return {
        key: Card(status, owner or "", due, hours, accepted_until)
        for key, status, owner, due, hours, accepted_until in rows
    }


def learn(*, run: ReportRun, report: Report, facts: Facts, measured: Mapping[str, Value], at: datetime) -> None:
    """Hang the run’s own card, and one for each finding that has none; those that no longer fire wait for a word.

    A run that looks further back than the last one changes nothing but its own card; one over a single unit speaks
    of that unit alone. `measured` are the metrics of the scope by slug, for outcomes.
    """
    _own_card(run, report, at)
    if is_behind(run):
        return
    scope = run.unit.slug if run.unit else ""
    told = {one.key: one for one in report.findings if not scope or one.fired.unit == scope}
    units = {unit.slug: unit for unit in BusinessUnit.objects.all()}
    items = ActionItem.objects.keyed(told)
    events: list[ActionEvent] = []
    new = [_new(one, run, units, at) for key, one in told.items() if key not in items]
    for item in items.values():
        events += _again(item, run, at)
    for item in (*items.values(), *new):
        _say(item, told[item.key], facts, run, measured)
    copying.rows(ActionItem, new)
    copying.changes(ActionItem, SAID, list(items.values()))
    events += [ActionEvent(item=item, at=at, what=FOUND, run=run) for item in new]
    copying.rows(ActionEvent, [*events, *_resolved(run, told, scope, at)])


SAID = [
    "rule", "unit", "title", "problem", "area", "roles", "severity", "label", "href", "rule_due", "rule_hours", "score",
    "last_run", "occurrences", "status", "is_regressed", "resolved_at", "completed_at", "completed_by",
    "outcome_metric", "outcome_measure", "first_amount", "last_amount",
]  # fmt: skip


def is_behind(run: ReportRun) -> bool:
    """Whether a later day was reported on already, of the same report and scope."""
    later = ReportRun.objects.of_report(run.slug, run.unit).finished().exclude(pk=run.pk)
    return later.filter(as_of__gt=run.as_of).exists()


def _own_card(run: ReportRun, report: Report, at: datetime) -> None:
    head = report.header
    item, is_new = ActionItem.objects.get_or_create(
        key=f"run:{run.pk}",
        defaults={
            "kind": Kind.RUN,
            "unit": run.unit,
            "title": f"{head.title}, {head.period.start:%B %Y}, {head.scope_name}",
            "roles": [run.slug],
            "href": run.get_absolute_url(),
            "first_run": run,
            "last_run": run,
            "occurrences": 1,
            "created_at": at,
        },
    )
    if is_new:
        ActionEvent.objects.create(item=item, at=at, by=run.builder, what=BUILT, run=run)


def _new(one: Finding, run: ReportRun, units: Mapping[str, BusinessUnit], at: datetime) -> ActionItem:
    unit = units.get(one.fired.unit)
    return ActionItem(key=one.key, kind=Kind.FINDING, unit=unit, first_run=run, created_at=at)


def _again(item: ActionItem, run: ReportRun, at: datetime) -> list[ActionEvent]:
    """It fires again: what was completed is reopened, marked; what waited for a word no longer does."""
    if item.status == Status.COMPLETED:
        item.status, item.is_regressed = Status.PENDING, True
        item.completed_at = item.completed_by = item.resolved_at = None
        return [ActionEvent(item=item, at=at, what=REGRESSED, run=run)]
    if item.resolved_at is not None:
        item.resolved_at = None
        return [ActionEvent(item=item, at=at, what=AGAIN, run=run)]
    return []


def _say(item: ActionItem, one: Finding, facts: Facts, run: ReportRun, measured: Mapping[str, Value]) -> None:
    """What the card says, as the last run found it; what people set stays."""
    act = one.fired.action
    item.rule, item.area, item.severity = one.rule, one.area, one.fired.severity
    item.roles = list(perspectives.SLUGS[:1]) + [role for role in one.roles if role != perspectives.SLUGS[0]]
    item.title, item.problem = str(act.title), str(one.fired.title)
    item.label, item.href = _label(one), act.href
    item.rule_due, item.rule_hours = act.due, act.hours
    given = Card(item.status, due=item.due, hours=item.hours)
    item.score = score(planned.item(one, given), facts.as_of).points
    item.last_run = run
    item.occurrences += 1
    _measure(item, act.outcome, measured)


def _label(one: Finding) -> str:
    """The finding’s own, else that of a figure in the words that the card shows."""
    shown = (*one.fired.title.figures, *one.fired.action.title.figures)
    return one.fired.label or next((figure.label for figure in shown if figure.label), "")


def _measure(item: ActionItem, metric: str, measured: Mapping[str, Value]) -> None:
    value = measured.get(metric)
    if value is None or not value.is_known:
        return
    amount = kept_amount(value.number)
    if item.outcome_metric != metric or item.first_amount is None:
        item.outcome_metric, item.outcome_measure, item.first_amount = metric, value.measure, amount
    item.last_amount = amount


def _resolved(run: ReportRun, told: Mapping[str, Finding], scope: str, at: datetime) -> list[ActionEvent]:
    """Cards of this report’s rules that fire no more: they wait for somebody to confirm."""
    rows = ActionItem.objects.standing().filter(roles__contains=[run.slug]).exclude(key__in=list(told))
    if scope:
        rows = rows.filter(unit__slug=scope)
    gone = list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    if gone:
        ActionItem.objects.filter(pk__in=gone).update(resolved_at=at)
    return [ActionEvent(item_id=item, at=at, what=RESOLVED, run=run) for item in gone]
