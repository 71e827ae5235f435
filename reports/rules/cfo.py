"""Cash, break-even, targets and rules of money (pure): CFO-01 to CFO-06. Source: design of the books, 3.6."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from reports.facts import Facts
from reports.figures import money
from reports.figures.scopes import of_units
from reports.findings import Action, Fired, Limit, Limits, Severity, rule
from reports.formulas import cash
from reports.formulas.breakeven import BreakEven
from reports.formulas.capital import Rule, Verdict
from reports.goals import MonthGoal, goal, ruling
from reports.metrics import known
from reports.periods import month_of, month_start
from reports.telling import OPERATORS, certainty, desk, evidence, figure, of_unit, on_day, over, scope, threshold
from reports.values import Evidence, Measure, State, Value, derived
from reports.words import Figure, day, month, name, text

QUARTER = 3
CFO = ("cfo",)
FINANCE = "finance"


@rule(
    "CFO-01", title="Cash lasts too short", area=FINANCE, roles=CFO,
    limits=(
        Limit("critical", "Runway is critical below", Decimal(3), Measure.MONTHS),
        Limit("high", "Runway is short below", Decimal(6), Measure.MONTHS),
    ),
)  # fmt: skip
def short_runway(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """F5 by the mean month; free cash below zero is critical, burning or not."""
    free, burned = money.free(facts), money.burn(facts).range
    months = cash.runway(free, burned).mean
    if free.is_known and free.number < 0:
        title = text("Free cash is below zero: ", _of_day(facts, "free_cash", free))
    elif months.is_known and months.number < max(limits["critical"], limits["high"]):
        title = text("Free cash lasts ", _of_day(facts, "runway", months))
    else:
        return
    is_critical = not months.is_known or months.number < limits["critical"]
    three = over(facts.period.trailing(QUARTER))
    rate = figure("burn", burned.mean, period=three, subject="mean", title="Net burn, mean of three months")
    yield Fired(
        scope(facts), "runway", Severity.CRITICAL if is_critical else Severity.HIGH, title,
        Action(
            text("Cut what burns or collect what is owed, before spending anything new"), 8,
            href=desk("journalentry"), outcome="runway",
        ),
        text("Free cash ", _of_day(facts, "free_cash", free), ", net burn ", rate, " a month in the mean."),
        evidence(free, burned.mean), burned.mean if burned.mean.is_known and burned.mean.number > 0 else None,
        certainty(free, burned.mean),
    )  # fmt: skip


@rule("CFO-02", title="Cash is less than what is held for others", area=FINANCE, roles=CFO)
def spent_deposits(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """Cash below guests' and tenants' deposits: of each unit that has cash of its own, else of all together."""
    found = [fired for unit in facts.units if (fired := _short_of_deposits(of_units(facts, [unit.slug]), unit.slug))]
    if not found and len(facts.units) > 1 and (fired := _short_of_deposits(facts, scope(facts))):
        found = [fired]
    yield from found


def _short_of_deposits(facts: Facts, unit: str) -> Fired | None:
    purse = money.purse(facts)
    held = [purse.held[name] for name in ("customer_deposits", "security_deposits")]
    left, cents = purse.after_deposits, sum(value.number for value in held if value.is_known)
    if not left.is_known or left.number >= 0 or cents <= 0:
        return None
    own, theirs = _of_day(facts, "cash", purse.cash, unit), Value(cents, Measure.CENTS, State.OK)
    short = derived(Measure.CENTS, (left,), lambda amount: -amount)
    return Fired(
        unit, "deposits", Severity.CRITICAL,
        text("Deposits", of_unit(facts, unit), " are spent: ", _of_day(facts, "deposits_spent", short, unit), " short"),
        Action(
            text("Put back the deposits", of_unit(facts, unit), " and pay nothing else from them"), 4,
            href=desk("journalentry"), outcome="cash_after_deposits",
        ),
        text("Cash ", own, ", held for guests and tenants ", _of_day(facts, "held_deposits", theirs, unit), "."),
        evidence(purse.cash, *held), certainty=certainty(left),
    )  # fmt: skip


@rule("CFO-03", title="No number of charters that can be sold breaks even", area=FINANCE, roles=CFO)
def no_break_even(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """F9 undefined as a charter leaves nothing, or more charters than are planned to be sold."""
    found = [fired for unit in facts.sailing.charters
             if (fired := _cannot_break_even(of_units(facts, [unit]), unit))]  # fmt: skip
    if not found and len(facts.units) > 1 and facts.sailing.charters:
        fired = _cannot_break_even(facts, scope(facts))
        found = [fired] if fired else []
    yield from found


def _cannot_break_even(facts: Facts, unit: str) -> Fired | None:
    c, fixed = money.contribution(facts), money.fixed(facts)
    even = money.break_even(facts)
    if not c.mean.is_known or (c.mean.number > 0 and even.is_feasible is not False):
        return None
    year, three = facts.period.trailing(12), over(facts.period.trailing(QUARTER))
    each = figure("contribution", c.mean, period=over(year), unit=unit)
    title = text("No number of charters", of_unit(facts, unit), " breaks even")
    if c.mean.number > 0:
        title = text(
            "More charters", of_unit(facts, unit), " are needed than can be sold: ", _charters(even, unit, three)
        )
    return Fired(
        unit, "break-even", Severity.CRITICAL, title,
        Action(
            text("Raise the price of a charter or cut its costs", of_unit(facts, unit)), 8,
            href="/admin/events/eventtype/", outcome="contribution",
        ),
        text("A charter leaves ", each, "; fixed costs are ", figure("fixed_costs", fixed, period=three, unit=unit),
             " a month."),
        evidence(c.mean, fixed), fixed if fixed.is_known and fixed.number > 0 else None, certainty(c.mean, fixed),
    )  # fmt: skip


@rule(
    "CFO-04", title="The month will end short of its target", area=FINANCE, roles=CFO,
    limits=(
        Limit("days", "Days to the month's end from which the gap counts", Decimal(10), Measure.DAYS),
        Limit("share", "Share of the target that may be lacking", Decimal("0.25"), Measure.SHARE),
    ),
)  # fmt: skip
def short_of_target(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """F10 of the running month, unit by unit, once its end is near."""
    running = month_of(facts.as_of)
    if (running.last_day - facts.as_of).days > limits["days"]:
        return
    for unit in facts.units:
        found = goal(of_units(facts, [unit.slug]), running)
        if not found.gap.is_known or found.gap.number <= limits["share"] * Decimal(found.target.number):
            continue
        yield _short_month(facts, unit.slug, found)


def _short_month(facts: Facts, unit: str, found: MonthGoal) -> Fired:
    def told(metric: str, value: Value, title: str = "") -> Figure:
        return figure(metric, value, period=over(found.month), unit=unit, title=title)

    parts = [
        ("Target ", told("target", found.target, "Target of revenue")),
        (", recognised ", told("recognised", found.recognised, "Recognised so far")),
        (", booked ", told("booked", found.booked, "Booked for the rest of the month")),
        (", charters needed ", told("charters_needed", found.charters)),
    ]
    due = month(found.month.start)
    return Fired(
        unit, "target", Severity.HIGH,
        text(due, " of ", name(facts.name(unit)), " lacks ", told("target_gap", found.gap), " of its target"),
        Action(
            text("Close the gap of ", due, of_unit(facts, unit), " or correct its target"), 4,
            found.month.last_day, desk("target"), "target_gap",
        ),
        text(*(text(words, shown) for words, shown in parts if shown.value.is_known), "."),
        evidence(found.target, found.recognised, found.booked), found.gap, certainty(found.gap),
    )  # fmt: skip


@rule("CFO-05", title="No target is set ahead", area=FINANCE, roles=CFO)
def no_target(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """A unit that had a target, and has none in the next three months."""
    first, last = (month_start(facts.as_of, ahead) for ahead in (1, QUARTER))
    for unit in facts.units:
        months = sorted(row.month for row in facts.wanted.goals if row.unit == unit.slug)
        earlier = [found for found in months if found < first]
        if not earlier or any(first <= found <= last for found in months):
            continue
        yield Fired(
            unit.slug, "targets", Severity.MEDIUM,
            text(name(unit.name), " has no target for the next three months"),
            Action(text("Set the targets of ", name(unit.name)), 1, first, desk("target", add=True)),
            text("The last one is that of ", month(earlier[-1]), "."),
        )  # fmt: skip


@rule("CFO-06", title="A rule of money that was adopted does not hold", area=FINANCE, roles=CFO)
def broken_rule(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """F16 of every adopted rule: failing is high, not to be told is medium."""
    for adopted in facts.wanted.rules:
        found = ruling(facts, adopted.slot, adopted)
        if found.verdict in {Verdict.FAIL, Verdict.UNKNOWN}:
            yield _broken(facts, adopted, found.verdict == Verdict.FAIL, found.value)


def _broken(facts: Facts, adopted: Rule, fails: bool, value: Value | None) -> Fired:
    title, held = known()[adopted.metric].title, value is not None and value.is_known
    shown = figure(adopted.metric, value, period=on_day(facts.as_of), unit=adopted.unit,
                   subject=adopted.window) if value else ""  # fmt: skip
    follows = text(" What follows: ", name(adopted.consequence), ".") if adopted.consequence and fails else ""
    asked = threshold(f"CFO-06:{adopted.slot}", adopted.threshold, known()[adopted.metric].measure, adopted.unit,
                      row=Evidence("money_rules", f"{adopted.unit}:{adopted.slot}"))  # fmt: skip
    whose = of_unit(facts, adopted.unit)
    words = " does not hold: " if fails else " cannot be told: "
    return Fired(
        adopted.unit, f"rule:{adopted.metric}", Severity.HIGH if fails else Severity.MEDIUM,
        text("The rule “", name(title), ": ", OPERATORS[adopted.operator], " ", asked, "”", whose, words, shown),
        Action(
            text("Follow the rule on ", name(title), " or change it") if fails
            else text("Record what the rule on ", name(title), " needs"), 2,
            href=desk("financialrule"), outcome=adopted.metric,
        ),
        text("Adopted by ", name(adopted.adopted_by or "nobody named"),
             *(" on ", day(adopted.adopted_on)) if adopted.adopted_on else "", ".", follows),
        evidence(value), certainty=certainty(value) if held and value else certainty(),
    )  # fmt: skip


def _of_day(facts: Facts, metric: str, value: Value, unit: str = "") -> Figure:
    return figure(metric, value, period=on_day(facts.as_of), unit=unit)


def _charters(even: BreakEven, unit: str, period: str) -> Figure:
    return figure("break_even_charters", even.range.mean, period=period, unit=unit)
