"""What hand-offs of projects say that nobody may overlook: HND-01 to HND-03. Source: design of the books, 3.6, 3.8."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from reports.facts import Facts
from reports.findings import Action, Fired, Limit, Limits, Severity, rule
from reports.formulas.handoffs import DOCUMENTS
from reports.values import Evidence, Measure
from reports.words import day, name, text

DESK = "/admin/reports/handoffdocument/"
OLD = Limit("days", "A hand-off is old after these days", Decimal(30), Measure.DAYS)
BLOCKED = Limit("days", "A blocker has been open too long after these days", Decimal(14), Measure.DAYS)


@rule("HND-01", title="A hand-off is old", area="tech", roles=("cto",), limits=(OLD,))
def old_paper(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """HND-01: the latest hand-off of a project was written longer ago than its limit."""
    latest = {paper.project: paper for paper in sorted(facts.handoffs.papers, key=lambda each: each.written_on)}
    for project, paper in sorted(latest.items()):
        if (facts.as_of - paper.written_on).days > limits["days"]:
            yield Fired(
                paper.unit,
                project,
                Severity.MEDIUM,
                text("The hand-off of ", name(project), " is old"),
                Action(text("Write a new hand-off of ", name(project)), hours=1, href=DESK),
                text("It was written on ", day(paper.written_on), "."),
                (Evidence(DOCUMENTS, paper.key),),
            )


@rule("HND-02", title="A blocker stays open", area="tech", roles=("cto",), limits=(BLOCKED,))
def stuck(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """HND-02: a blocker that a hand-off names has been open longer than its limit; one finding a project."""
    late = [each for each in facts.handoffs.of_kind("blocker") if (facts.as_of - each.since).days > limits["days"]]
    for project in sorted({each.project for each in late}):
        points = [each for each in late if each.project == project]
        oldest = min(points, key=lambda each: each.since)
        yield Fired(
            oldest.unit,
            project,
            Severity.HIGH,
            text(name(project), " is blocked: ", name(oldest.text)),
            Action(text("Unblock ", name(project)), hours=4, due=oldest.due, href=DESK),
            text("Open since ", day(oldest.since), ", at ", name(oldest.place), "."),
            tuple(each.evidence for each in points),
        )


@rule("HND-03", title="A document shows what looks like a secret", area="tech", roles=("cto",))
def shown_secret(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """HND-03: a string like a key stands in a hand-off; its value was masked before it was kept."""
    for project in sorted({each.project for each in facts.handoffs.of_kind("secret")}):
        points = [each for each in facts.handoffs.of_kind("secret") if each.project == project]
        yield Fired(
            points[0].unit,
            project,
            Severity.CRITICAL,
            text("A secret stands in the hand-off of ", name(project)),
            Action(text("Rotate the secret of ", name(project), ", then take it out of the file"), hours=2, href=DESK),
            text("At ", name(", ".join(each.place for each in points)), ". The value is kept nowhere here."),
            tuple(each.evidence for each in points),
            detail_label="security",
        )
