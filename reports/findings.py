"""Findings (pure): what a rule says when it fires, and how rules are known.

A finding has the number of its rule and the version, a subject that stays the same from month to month, the rows that
show it, what to do, and what it costs. No sentence of a finding exists without a rule.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from reports.values import Evidence, Measure, Value, rounded
from reports.words import NOTHING, Figure, Text

if TYPE_CHECKING:
    from reports.facts import Facts


class Severity(StrEnum):
    """How bad, the worst first."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


ORDER = list(Severity)
FEW = 20  # pieces of evidence for one figure
ALL = "ceo"  # the report that shows what every rule found


class Certainty(StrEnum):
    """What the records behind a finding are worth."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    ESTIMATE = "estimate"


@dataclass(frozen=True)
class Action:
    """What to do: a title that names the thing, hours of work (1, 2, 4, 8, 16 or 40), by when, and where to do it.

    `outcome` is the slug of the metric that shows whether it helped. `before`: rules whose actions come first.
    """

    title: Text
    hours: int = 2
    due: date | None = None
    href: str = ""
    outcome: str = ""
    before: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fired:
    """What one firing says. `unit` is a slug, empty for the whole house; `subject` names the thing for ever: no
    amount, no date of today.

    `title` is one line; `detail` the numbers used, in words. `at_stake`: cents a month, only where computed.
    `detail_label`: the detail, evidence and stake are for readers with that clearance; the rest is for all.
    """

    unit: str
    subject: str
    severity: Severity
    title: Text
    action: Action
    detail: Text = NOTHING
    evidence: tuple[Evidence, ...] = ()
    at_stake: Value | None = None
    certainty: Certainty = Certainty.COMPLETE
    label: str = ""
    detail_label: str = ""


class Limit(NamedTuple):
    """A threshold of a rule: the house may set its own. `title` is a sentence that ends in the amount."""

    name: str
    title: str
    amount: Decimal
    measure: Measure


Limits = Mapping[str, Decimal]
Work = Callable[["Facts", Limits], Iterable[Fired]]


@dataclass(frozen=True)
class Rule:
    """One rule: its number (“CFO-01”), version, what it looks for, the reports it stands in, its thresholds.

    `area` is the kind of work: finance, tech, marketing, property, people, clients, deliveries or data.
    """

    id: str
    version: int
    title: str
    area: str
    roles: tuple[str, ...]
    limits: tuple[Limit, ...]
    work: Work

    def fire(self, facts: Facts) -> list[Finding]:
        """What it finds, with the house's own thresholds where it set some."""
        known = {limit.name: facts.limits.get((self.id, limit.name), limit.amount) for limit in self.limits}
        return [Finding(self.id, self.version, self.area, self.roles, fired) for fired in self.work(facts, known)]


@dataclass(frozen=True)
class Finding:
    """A rule that fired."""

    rule: str
    version: int
    area: str
    roles: tuple[str, ...]
    fired: Fired

    @property
    def key(self) -> str:
        """The same problem in every run: the rule, the unit and the subject."""
        return f"{self.rule}:{self.fired.unit}:{self.fired.subject}"

    @property
    def stake(self) -> Figure | None:
        """What it costs a month, as the figure that reports print; nothing where its rule reckoned none."""
        value, unit = self.fired.at_stake, self.fired.unit
        if value is None:
            return None
        few = value.with_few(FEW)
        return Figure("at_stake", "At stake a month", few, unit=unit, subject=f"{self.rule}:{self.fired.subject}")

    @property
    def stake_cents(self) -> int | None:
        """Whole cents a month, rounded as on paper, where a rule computed what is at stake."""
        stake = self.fired.at_stake
        return int(rounded(stake.number)) if stake and stake.is_known else None

    @property
    def order(self) -> tuple[int, str]:
        """Worst first, then by key."""
        return ORDER.index(self.fired.severity), self.key


_rules: dict[str, Rule] = {}


def rule(
    number: str, *, version: int = 1, title: str, area: str, roles: tuple[str, ...], limits: tuple[Limit, ...] = ()
) -> Callable[[Work], Work]:
    """Make a function known as a rule; raises ValueError for a number that is taken."""

    def keep(work: Work) -> Work:
        if number in _rules:
            raise ValueError(f"{number} is a rule already")
        _rules[number] = Rule(number, version, title, area, roles, limits, work)
        return work

    return keep


@cache
def known() -> dict[str, Rule]:
    """Every rule by number; those of all modules of `reports.rules`."""
    from reports import rules  # noqa: PLC0415 - rules name what stands here; here they are collected

    for module in pkgutil.iter_modules(rules.__path__, "reports.rules."):
        importlib.import_module(module.name)
    return dict(sorted(_rules.items()))


def standing_in(slug: str) -> list[Rule]:
    """The rules whose findings stand in a report, by number; in the chief executive's stand those of all."""
    return [each for each in known().values() if slug == ALL or slug in each.roles]


def found(facts: Facts, slug: str = ALL) -> list[Finding]:
    """Everything that the rules of a report find, the worst first; raises ValueError where two findings have one key.

    A rule knows the facts alone, so what it finds is the same in every report.
    """
    findings = sorted((one for each in standing_in(slug) for one in each.fire(facts)), key=lambda one: one.order)
    keys = [one.key for one in findings]
    if len(set(keys)) != len(keys):
        raise ValueError(f"two findings of one key: {sorted({key for key in keys if keys.count(key) > 1})}")
    return findings
