"""Capital, rules, recurring vendors (pure): F13 to F17."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import groupby, pairwise
from operator import ge, gt, le, lt
from typing import NamedTuple

from reports.formulas.books import Charge
from reports.metrics import DOWN, Metric
from reports.values import Evidence, Measure, State, Value, derived, no_data, not_applicable, ratio, undefined

METRICS = (
    Metric("reserve_months", "Free cash in months of fixed costs", "F13", Measure.MONTHS, ("ledger",), ("cfo",),
           also=("reserve",)),
    Metric("deployable_capital", "Capital free to spend", "F13", Measure.CENTS, ("ledger",), ("cfo",)),
    Metric("payback", "Payback of capital asked for", "F15", Measure.MONTHS, (), ("cfo",), direction=DOWN,
           also=("payback_months",)),
    Metric("channel_payback", "Payback of spending on channels", "F15", Measure.MONTHS, ("channel_stats",),
           ("cfo", "cmo"), direction=DOWN),
    Metric("recurring_costs", "Recurring charges of a month", "F17", Measure.CENTS, ("ledger",), ("cfo",),
           direction=DOWN),
)  # fmt: skip

OPERATORS = {">=": ge, ">": gt, "<=": le, "<": lt, "=": lambda one, other: one == other}
MONTHLY, YEARLY = range(26, 36), range(350, 381)
USUAL = {"month": 30, "year": 365}
FEWEST_CHARGES = 3
ALIKE, STEP = Decimal("0.05"), Decimal("0.10")


def deployable(free: Value, fixed: Value, gate_months: Decimal | None) -> Value:
    """F13 deployable capital: max(0, F1 − gate months × F7), in cents; without a gate nothing is known to be spare."""
    if gate_months is None:
        return no_data(Measure.CENTS, "a tier with a gate in months of reserve")
    return derived(Measure.CENTS, (free, fixed), lambda cash, month: max(Decimal(0), cash - gate_months * month))


def reserve(free: Value, fixed: Value) -> Value:
    """Free cash in months of fixed costs: F1 / F7; no fixed costs → undefined; below 0 where F1 is."""
    return ratio(free, fixed, Measure.MONTHS, "no fixed costs")


class Tier(NamedTuple):
    """One tier. `gate` "" has none to pass; `better_up`: whether its metric passes at its amount or above."""

    rank: int
    name: str
    gate: str
    gate_amount: Decimal | None
    cap_cents: int | None
    better_up: bool = True


class Request(NamedTuple):
    """Capital asked for, in cents; `tier` None: of no tier yet; `monthly_benefit_cents` None: not known."""

    unit: str
    title: str
    cost_cents: int
    monthly_benefit_cents: int | None
    confidence: str
    tier: int | None


class Allocation(NamedTuple):
    """F14 of one tier: whether its gate is met (None: unknown), cents asked and given, and why not more."""

    tier: Tier
    is_open: bool | None
    asked_cents: int
    given: Value
    why: str


def waterfall(
    spare: Value, tiers: Sequence[Tier], requests: Sequence[Request], measured: dict[str, Value]
) -> list[Allocation]:
    """F14 tier waterfall: by rank, where the gate is met, min(remaining, Σ requests, cap); in cents.

    Inputs: F13, tiers, open requests, values by metric. Edge: a gate whose value is unknown gives nothing and says
    why; so does capital that is unknown. A closed tier does not close those after it: each has its own gate.
    """
    left, found = spare, []
    for tier in sorted(tiers):
        asked = sum(row.cost_cents for row in requests if row.tier == tier.rank)
        is_open, why = _gate(tier, measured)
        if not is_open or not left.is_known:
            why = why or "capital that is free to spend is not known"
            found.append(Allocation(tier, is_open, asked, not_applicable(Measure.CENTS, why), why))
            continue
        given = _most(left, asked if tier.cap_cents is None else min(asked, tier.cap_cents))
        left = derived(Measure.CENTS, (left, given), lambda cents, spent: cents - spent)
        found.append(Allocation(tier, True, asked, given, _short(tier, asked, given)))
    return found


def payback(request: Request) -> Value:
    """F15 payback: cost / monthly benefit, in months; benefit ≤ 0 → never; not known → not recorded."""
    source = (Evidence("capital_requests", f"{request.unit}:{request.title}"),)
    if request.monthly_benefit_cents is None:
        return no_data(Measure.MONTHS, f"monthly benefit of {request.title}")
    if request.monthly_benefit_cents <= 0:
        return undefined(Measure.MONTHS, "never")
    cost, benefit = (Value(cents, Measure.CENTS, _state(cents), n=1, evidence=source)
                     for cents in (request.cost_cents, request.monthly_benefit_cents))  # fmt: skip
    return ratio(cost, benefit, Measure.MONTHS)


class Verdict(StrEnum):
    """How a rule or a milestone stands."""

    PASS = "pass"  # noqa: S105 -- the word of the rule, no secret
    FAIL = "fail"
    UNKNOWN = "unknown"
    NOT_ADOPTED = "not adopted"


class Ruling(NamedTuple):
    """F16 of one slot: its verdict and the value that was held against the threshold."""

    slot: int
    verdict: Verdict
    value: Value | None
    words: str = ""


@dataclass(frozen=True)
class Rule:
    """One rule of a unit; `adopted_on` None where nobody adopted it yet."""

    unit: str
    slot: int
    metric: str
    operator: str
    threshold: Decimal
    window: str
    adopted_by: str
    adopted_on: date | None
    consequence: str


def check(slot: int, rule: Rule | None, value: Value | None, as_of: date) -> Ruling:
    """F16 rule check: the metric's value against the threshold, over the rule's window → pass, fail or unknown.

    Edge: an empty slot, or a rule whose day of adoption is not come, is “not adopted”; so is one nobody adopted, though
    its value is told. A value that is not known is no verdict; one known in part is judged, and says so.
    """
    if rule is None:
        return Ruling(slot, Verdict.NOT_ADOPTED, None)
    if rule.adopted_on is None or rule.adopted_on > as_of:
        return Ruling(slot, Verdict.NOT_ADOPTED, value)
    if value is None or not value.is_known:
        return Ruling(slot, Verdict.UNKNOWN, value, value.note if value else f"{rule.metric} is not computed here")
    holds = compare(value, rule.operator, rule.threshold)
    return Ruling(
        slot, Verdict.PASS if holds else Verdict.FAIL, value, "in part" if value.state == State.PARTIAL else ""
    )


def compare(value: Value, operator: str, threshold: Decimal) -> bool:
    """Whether a known value holds against a threshold in its own measure."""
    return bool(OPERATORS[operator](Decimal(value.number), threshold))


class Recurring(NamedTuple):
    """F17: a charge that comes again. `step` is the last change of price above 10 %, as a share; None: it kept."""

    unit: str
    party: str
    account: str
    every: str
    cents: int
    n: int
    last_on: date
    next_on: date
    step: Decimal | None
    lines: tuple[int, ...]


def recurring(charges: Sequence[Charge], as_of: date) -> list[Recurring]:
    """F17 recurring vendors: at least 3 charges, 26–35 days apart (or 350–380), amounts within 5 % of each other.

    A step of price above 10 % does not end the row: it is flagged. What did not come for half an interval longer than
    it should have has ended and is not told. Cents; one row per unit, party and account.
    """
    rows = sorted(charges, key=lambda row: (row.unit, row.party, row.account, row.on, row.line))
    found = []
    for _, group in groupby(rows, key=lambda row: (row.unit, row.party, row.account)):
        if row := _regular(list(group), as_of):
            found.append(row)
    return found


def charges_ahead(rows: Sequence[Recurring], until: date) -> list[tuple[date, int, str, int]]:
    """The days up to `until` on which recurring charges should come again: day, cents above 0, to whom; the line of
    the last one.
    """
    found = []
    for row in rows:
        on = row.next_on
        while on <= until:
            found.append((on, row.cents, row.party, row.lines[-1]))
            on += timedelta(days=USUAL[row.every])
    return sorted(found)


def _regular(rows: Sequence[Charge], as_of: date) -> Recurring | None:
    for every, days in (("month", MONTHLY), ("year", YEARLY)):
        run = _tail(rows, days)
        last = rows[-1]
        usual = USUAL[every]
        if len(run) < FEWEST_CHARGES or as_of - last.on > timedelta(days=usual * 3 // 2):
            continue
        steps = [_moved(one, other) for one, other in pairwise(run)]
        step = next((share for share in reversed(steps) if abs(share) > STEP), None)
        return Recurring(
            last.unit, last.party, last.account, every, last.cents, len(run), last.on,
            last.on + timedelta(days=usual), step, tuple(row.line for row in run),
        )  # fmt: skip
    return None


def _tail(rows: Sequence[Charge], days: range) -> list[Charge]:
    """The latest charges in a row that keep the spacing, and their amount but for one step."""
    run, steps = [rows[-1]], 0
    for row in reversed(rows[:-1]):
        later = run[-1]
        if (later.on - row.on).days not in days or row.cents <= 0:
            break
        share = abs(_moved(row, later))
        steps += share > STEP
        if ALIKE < share <= STEP or steps > 1:
            break
        run.append(row)
    return run[::-1]


def _moved(one: Charge, other: Charge) -> Decimal:
    return Decimal(other.cents - one.cents) / one.cents if one.cents not in {0, other.cents} else Decimal(0)


def _gate(tier: Tier, measured: dict[str, Value]) -> tuple[bool | None, str]:
    if not tier.gate or tier.gate_amount is None:
        return True, ""
    value = measured.get(tier.gate)
    if value is None or not value.is_known:
        return None, f"{tier.gate} is not known"
    operator = ">=" if tier.better_up else "<="
    return (True, "") if compare(value, operator, tier.gate_amount) else (False, f"{tier.gate} does not reach its gate")


def _most(left: Value, cents: int) -> Value:
    return derived(Measure.CENTS, (left,), lambda spare: min(spare, cents))


def _short(tier: Tier, asked: int, given: Value) -> str:
    if given.number >= asked:
        return ""
    return "its cap" if tier.cap_cents is not None and given.number == tier.cap_cents else "nothing is left"


def _state(cents: int) -> State:
    return State.OK if cents else State.ZERO
