"""What is wanted, declared, asked for and hoped for, read for formulas: eight queries, however many rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from reports import metrics
from reports.formulas.capital import Request, Rule, Tier
from reports.formulas.pipeline import Chance
from reports.formulas.wanted import Aim, Goal, Saying, Wanted
from reports.metrics import UP
from reports.models import (
    BusinessUnit,
    CapitalRequest,
    CapitalTier,
    Declared,
    FinancialRule,
    Milestone,
    Opportunity,
    Target,
)
from reports.periods import MONTHS, last_complete_month, month_start

AHEAD = 14  # months: a year of targets, and the two that the running days reach into


def read(*, units: Sequence[BusinessUnit], as_of: date) -> Wanted:
    """Targets from a year before the last complete month to a year ahead; all else as it stands at the day's end."""
    first = month_start(last_complete_month(as_of).start, -MONTHS)
    goals = Target.objects.of_months(units, first, month_start(as_of, AHEAD))
    return Wanted(
        goals=tuple(Goal(row.unit.slug, row.metric, row.month, row.amount, row.set_by, row.note) for row in goals),
        sayings=tuple(
            Saying(row.unit.slug, row.metric, row.low, row.high, row.source) for row in Declared.objects.of_units(units)
        ),
        rules=tuple(rule_of(row) for row in FinancialRule.objects.of_units(units)),
        aims=tuple(
            Aim(row.unit.slug, row.metric, row.operator, row.target, row.due)
            for row in Milestone.objects.of_units(units)
        ),
        tiers=tuple(tier_of(row) for row in CapitalTier.objects.by_rank()),
        requests=tuple(request_of(row) for row in CapitalRequest.objects.open_of(units)),
        chances=tuple(
            chance for row in Opportunity.objects.with_steps(units) if (chance := chance_of(row, as_of)) is not None
        ),
    )


def rule_of(row: FinancialRule) -> Rule:
    """A rule as a plain row."""
    return Rule(
        row.unit.slug, row.slot, row.metric, row.operator, row.threshold, row.window, row.adopted_by, row.adopted_on,
        row.consequence,
    )  # fmt: skip


def tier_of(row: CapitalTier) -> Tier:
    """A tier as a plain row: its gate opens in the better direction of its metric."""
    metric = metrics.known().get(row.gate_metric)
    better_up = metric is None or metric.direction == UP
    return Tier(row.rank, row.name, row.gate_metric, row.gate_amount, row.cap_cents, better_up)


def request_of(row: CapitalRequest) -> Request:
    """A request as a plain row; its tier by rank."""
    rank = row.tier.rank if row.tier else None
    return Request(row.unit.slug, row.title, row.cost_cents, row.monthly_benefit_cents, row.confidence, rank)


def chance_of(row: Opportunity, as_of: date) -> Chance | None:
    """An opportunity in the stage it had at the day's end; None where it was not known of yet.

    Before a first stage whose day nobody told it stood in that stage already.
    """
    known = list(row.steps.all())
    stood = [step for step in known if step.entered_on <= as_of]
    if not stood and known and known[0].is_dated:
        return None
    stage = stood[-1].stage if stood else known[0].stage if known else row.stage
    steps = tuple((step.entered_on, step.stage) for step in stood if step.is_dated)
    return Chance(
        row.unit.slug, row.key, stage, row.value_cents, row.probability, row.expected_on, row.next_step_on, steps
    )
