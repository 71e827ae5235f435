"""The agenda of a report (pure): what its findings ask to be done, by score, in four weeks of the hours there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple
from urllib.parse import quote

from reports.facts import Facts
from reports.findings import Finding
from reports.formulas import agenda
from reports.formulas.agenda import WEEK, Item, Score
from reports.tree import Agenda, Paragraph, Task, Week
from reports.values import Level, Measure, recorded
from reports.words import NOTHING, Figure, Text, day, name, text

CAPACITY = ("AGENDA", "weekly_hours")
USUAL_HOURS = Decimal(16)
BOARD = "/reports/board/"


class Card(NamedTuple):
    """What the board says of a finding: its column, who has it, and what people set in place of the rule's own."""

    status: str
    owner: str = ""
    due: date | None = None
    hours: int | None = None
    accepted_until: date | None = None

    def rests(self, as_of: date) -> bool:
        """Whether somebody decided to leave it for now."""
        return self.status == "deferred" or (self.accepted_until is not None and self.accepted_until >= as_of)


Cards = Mapping[str, Card]


def capacity(facts: Facts) -> int:
    """Hours a week for all that is to be done, as the house set them."""
    return int(facts.limits.get(CAPACITY, USUAL_HOURS))


def item(one: Finding, card: Card | None) -> Item:
    """A finding as something to do; what the board says of hours and days comes first."""
    act = one.fired.action
    return Item(
        key=one.key,
        rule=one.rule,
        unit=one.fired.unit,
        severity=one.fired.severity.value,
        hours=(card.hours if card else None) or act.hours,
        due=(card.due if card else None) or act.due,
        stake_cents=one.stake_cents,
        certainty=one.fired.certainty.value,
        after=act.before,
    )


def items(findings: Sequence[Finding], *, facts: Facts, cards: Cards) -> list[Item]:
    """What there is to do: every finding but those that somebody decided to leave."""
    active = [one for one in findings if not (card := cards.get(one.key)) or not card.rests(facts.as_of)]
    return [item(one, cards.get(one.key)) for one in active]


class Ranked(NamedTuple):
    """A finding, what is to be done about it, and its score."""

    finding: Finding
    item: Item
    score: Score


def ranked(findings: Sequence[Finding], *, facts: Facts, cards: Cards) -> list[Ranked]:
    """The findings by score, the highest first, without those that rest."""
    by_key = {one.key: one for one in findings}
    todo = items(findings, facts=facts, cards=cards)
    return [Ranked(by_key[each.key], each, points) for each, points in agenda.ranked(todo, facts.as_of)]


def blocks(order: Sequence[Ranked], *, facts: Facts, cards: Cards) -> tuple[Agenda | Paragraph, ...]:
    """The agenda as a report prints it."""
    if not order:
        return (Paragraph(Text(("Nothing is to be done.",))),)
    hours = capacity(facts)
    plan = agenda.planned([each.item for each in order], hours)
    tasks = {each.item.key: _task(each.finding, each.item, each.score, cards) for each in order}
    weeks = tuple(
        Week(
            _title(facts.as_of, place),
            tuple(tasks[key] for key in keys),
            _hours("planned_hours", "Hours planned", plan.planned[place], f"week {place + 1}"),
            _hours("weekly_hours", "Hours a week", hours, f"week {place + 1}"),
        )
        for place, keys in enumerate(plan.weeks)
    )
    rest = [tasks[key] for key in plan.rest]
    return (Agenda(weeks, tuple(rest)),)


def link(key: str) -> str:
    """Where a finding's card hangs, from the site's root."""
    return f"{BOARD}?card={quote(key, safe='')}"


def _title(as_of: date, place: int) -> Text:
    first = as_of + timedelta(days=1 + place * WEEK)
    return text(day(first), " to ", day(first + timedelta(days=WEEK - 1)))


def _task(one: Finding, each: Item, points: Score, cards: Cards) -> Task:
    return Task(
        finding=one.key,
        unit=one.fired.unit,
        title=one.fired.action.title,
        score=_part("score", "Score", points.points, one.key, places=1),
        hours=_hours("effort_hours", "Hours of work", each.hours, one.key),
        parts=text(
            "severity ", _part("score_severity", "Severity", points.severity, one.key, places=0),
            " × urgency ", _part("score_urgency", "Urgency", points.urgency, one.key),
            " × money ", _part("score_money", "Money at stake", points.impact, one.key),
            " × certainty ", _part("score_certainty", "Certainty", points.certainty, one.key, places=1),
            " / root of the hours",
            _owner(cards.get(one.key)),
        ),
        due=each.due,
        href=link(one.key),
    )  # fmt: skip


def _owner(card: Card | None) -> Text:
    return text(", with ", name(card.owner)) if card and card.owner else NOTHING


def _part(metric: str, title: str, amount: int | Decimal, subject: str, *, places: int = 2) -> Figure:
    value = recorded(amount, Measure.NUMBER, coverage=Level.COMPLETE, n=1)
    return Figure(metric, title, value, subject=subject, formula="3.9", places=places)


def _hours(metric: str, title: str, hours: int, subject: str) -> Figure:
    value = recorded(hours, Measure.HOURS, coverage=Level.COMPLETE, n=1)
    return Figure(metric, title, value, subject=subject, formula="3.9", places=0)
