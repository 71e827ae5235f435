"""Evidence from the rules themselves: what a threshold ships as, and what the house set in its place."""

from __future__ import annotations

from decimal import Decimal

from reports.evidence.shapes import PAGE, Asked, Group, Head, words
from reports.findings import Limit, Rule, known
from reports.models import RuleLimit
from reports.showing import amount

TITLE = "Thresholds"
HEADS = (Head("Rule"), Head("Threshold"), Head("Ships as", True), Head("Set here", True), Head("Note"))
DESK = "/admin/reports/rulelimit/"


def limits(asked: Asked) -> Group:
    """The thresholds of keys such as `CTO-02:critical`, by rule; one query."""
    wanted = set(asked.keys)
    found = [
        (rule, limit) for rule in known().values() for limit in rule.limits if f"{rule.id}:{limit.name}" in wanted
    ][asked.span]
    own = {
        (row.rule, row.name): row for row in RuleLimit.objects.filter(rule__in=[rule.id for rule, _ in found[:PAGE]])
    }
    return Group(
        TITLE,
        HEADS,
        tuple(_row(rule, limit, own.get((rule.id, limit.name))) for rule, limit in found[:PAGE]),
        (DESK,) * len(found[:PAGE]),
        has_more=len(found) > PAGE,
    )


def _row(rule: Rule, limit: Limit, own: RuleLimit | None) -> tuple[str, ...]:
    here = _said(limit, own.amount) if own else ""
    return f"{rule.id} {rule.title}", limit.title, _said(limit, limit.amount), here, words(own.note if own else "")


def _said(limit: Limit, found: Decimal) -> str:
    return amount(found, limit.measure)
