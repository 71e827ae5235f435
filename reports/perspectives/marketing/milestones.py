"""What marketing is to reach within thirty, sixty and ninety days (pure), by the day each is due."""

from __future__ import annotations

from datetime import timedelta

from reports import figures
from reports.facts import Facts
from reports.figures import WAYS
from reports.formulas.capital import compare
from reports.formulas.wanted import Aim
from reports.metrics import known
from reports.perspectives import Seen, cells
from reports.perspectives.cells import columns, row
from reports.places import PLACES
from reports.rules.saying import figure as told
from reports.tree import Block, Paragraph, Row, Section, Table
from reports.values import Evidence, Level, recorded
from reports.words import name, text

TITLE = "Milestones of the next ninety days"
WINDOWS = ((30, "thirty days"), (60, "sixty days"), (90, "ninety days"))
SIGNS = {">=": "at least", ">": "more than", "<=": "at most", "<": "less than", "=": "exactly"}


def of_marketing(aim: Aim) -> bool:
    """Whether a milestone is about marketing: its metric stands in this report."""
    metric = known().get(aim.metric)
    return metric is not None and "cmo" in metric.roles


def section(seen: Seen) -> Section:
    """Milestones by due date in three windows; those past and not met stand first."""
    facts = seen.facts
    aims = sorted((aim for aim in facts.wanted.aims if of_marketing(aim)), key=lambda aim: (aim.due, aim.unit))
    if not aims:
        words = "No milestone of marketing is set: listings live, bookings made, readers won, each by a day."
        return Section("milestones", TITLE, (cells.missing("cmo", "milestones", words),))
    edges = [(facts.as_of + timedelta(days=days), words) for days, words in WINDOWS]
    placed = [(aim, next((words for edge, words in edges if aim.due <= edge), "")) for aim in aims]
    near = tuple(_aim(facts, aim, words) for aim, words in placed if words)
    heads = columns("Milestone", "Unit", "#Now", "Wanted", "Due", "Within", "State")
    none = text("None is due within ninety days.")
    blocks: list[Block] = [Table("milestones", "By the day they are due", heads, near, none)]
    later = len(aims) - len(near)
    if later:
        count = cells.counted("milestones_later", "Milestones due later", later, period=cells.day_of(facts))
        where = name("all milestones", PLACES["milestones"].href)
        blocks.append(Paragraph(text(count, " more are due later: see ", where, ".")))
    return Section("milestones", TITLE, tuple(blocks))


def _aim(facts: Facts, aim: Aim, window: str) -> Row:
    metric = known()[aim.metric]
    now = figures.figure(facts, aim.metric, aim.unit if WAYS[aim.metric].is_told_by_unit else "")
    keys = [Evidence("milestones", f"{aim.unit}:{aim.metric}")]
    wanted = recorded(aim.target, metric.measure, coverage=Level.COMPLETE, n=1, evidence=keys)
    goal = told(f"{aim.metric}_milestone", wanted, aim.unit, aim.due.isoformat(), title=f"Milestone: {metric.title}")
    return row(
        name(metric.title),
        name(facts.name(aim.unit)),
        now,
        text(SIGNS.get(aim.operator, aim.operator), " ", goal),
        cells.on(aim.due),
        "past" if aim.due < facts.as_of else window,
        _state(facts, aim, is_met=compare(now.value, aim.operator, aim.target) if now.value.is_known else None),
    )


def _state(facts: Facts, aim: Aim, *, is_met: bool | None) -> str:
    if is_met is None:
        return "not known"
    if is_met:
        return "met"
    return "not yet" if aim.due >= facts.as_of else "missed"
