"""What is spent without a reason that the books know, and milestones (pure): ACC-09 to ACC-13. Source: design, 3.6."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import groupby

from reports.facts import Facts
from reports.figures.expecting import regular
from reports.findings import Action, Fired, Limit, Limits, Severity, rule
from reports.formulas import accounting
from reports.formulas.books import Double
from reports.formulas.capital import Recurring
from reports.formulas.trend import BEHIND, Standing
from reports.formulas.wanted import Aim
from reports.goals import standing
from reports.metrics import known
from reports.periods import MONTHS
from reports.spending import MONTH, charge_of, pay_label, retired_charges
from reports.telling import (
    OPERATORS,
    cents,
    certainty,
    counted,
    desk,
    evidence,
    figure,
    of_unit,
    on_day,
    over,
    threshold,
)
from reports.values import Evidence, Measure, State, Value
from reports.words import Text, day, name, text

AREA, ROLES = "finance", ("accounting",)
ENTRIES = desk("journalentry")
SHOWN = 3


@rule(
    "ACC-09", title="Spending is not categorised", area=AREA, roles=ROLES,
    limits=(Limit("share", "Share of spending that may wait for a category", Decimal("0.05"), Measure.SHARE),),
)  # fmt: skip
def uncategorised(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """F26 of the last complete month, unit by unit."""
    for unit in facts.units:
        share = accounting.uncategorised(facts.books, facts.period, (unit.slug,))
        if share.is_known and share.number > limits["share"]:
            told = figure("uncategorised_share", share, period=over(facts.period), unit=unit.slug)
            yield Fired(
                unit.slug, "uncategorised", Severity.MEDIUM,
                text(told, " of the spending of ", name(unit.name), " has no category"),
                Action(text("Categorise the spending of ", name(unit.name)), 2, href=ENTRIES,
                       outcome="uncategorised_share"),
                evidence=evidence(share), certainty=certainty(share),
            )  # fmt: skip


@rule("ACC-10", title="A charge may have been paid twice", area=AREA, roles=ROLES)
def paid_twice(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """F27: same payee and amount within three days, or the same receipt; one finding for each payee."""
    rows = sorted(facts.books.doubles, key=lambda row: (row.unit, row.party))
    for (unit, party), group in groupby(rows, key=lambda row: (row.unit, row.party)):
        yield _twice(facts, unit, party, list(group))


def _twice(facts: Facts, unit: str, party: str, rows: list[Double]) -> Fired:
    lines = tuple(Evidence("ledger", f"line:{line}") for row in rows for line in (row.first_line, row.second_line))
    whole = cents(sum(row.cents for row in rows), *lines)
    told = figure("duplicate_candidates", whole, period=on_day(facts.as_of), unit=unit, subject=party,
                  title="What may have been paid twice", formula="F27")  # fmt: skip
    days = [text(day(row.first_on), " and ", day(row.second_on), ". ") for row in rows[:SHOWN]]
    return Fired(
        unit, f"double:{party}", Severity.MEDIUM,
        text(name(party or "Somebody"), of_unit(facts, unit), " may have been paid twice: ", told),
        Action(text("Confirm the charges of ", name(party or "nobody named"), ", or reverse one of each pair"), 1,
               href=ENTRIES),
        text("Alike: ", *days), lines[:20],
    )  # fmt: skip


@rule(
    "ACC-11", title="A recurring charge rose, or pays for what is retired", area=AREA, roles=ROLES,
    limits=(Limit("step", "Rise of a recurring charge that is told", Decimal("0.1"), Measure.SHARE),),
)  # fmt: skip
def recurring(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """F17 with a step of price up, and recurring charges of a provider whose components are all retired."""
    rows = regular(facts)
    for row in rows:
        if row.step is not None and row.step > limits["step"]:
            yield _risen(facts, row, row.step)
    for row, component in retired_charges(facts, rows):
        told, party = charge_of(facts, row), name(row.party)
        yield Fired(
            row.unit, f"retired:{row.party}:{row.account}", Severity.MEDIUM,
            text(party, " still charges ", told, " a ", row.every, " for ", name(component), ", which is retired"),
            Action(text("Cancel ", party, of_unit(facts, row.unit)), 1, row.next_on, ENTRIES, "recurring_costs"),
            evidence=evidence(told.value), at_stake=_a_month(row, Decimal(row.cents)),
            label=pay_label(facts, row.account),
        )  # fmt: skip


def _risen(facts: Facts, row: Recurring, step: Decimal) -> Fired:
    rise = figure("recurring_step", Value(step, Measure.SHARE, State.OK, n=row.n), period=on_day(facts.as_of),
                  unit=row.unit, subject=f"{row.party}:{row.account}", title="Rise of a recurring charge")  # fmt: skip
    told, party = charge_of(facts, row), name(row.party)
    more = Decimal(row.cents) - Decimal(row.cents) / (1 + step)
    return Fired(
        row.unit, f"rise:{row.party}:{row.account}", Severity.MEDIUM,
        text(party, of_unit(facts, row.unit), " raised its price by ", rise),
        Action(text("Cancel ", party, " or agree on a price", of_unit(facts, row.unit)), 1, row.next_on, ENTRIES,
               "recurring_costs"),
        text("It charges ", told, " a ", row.every, " now; the next is due on ", day(row.next_on), "."),
        evidence(told.value), _a_month(row, more), label=pay_label(facts, row.account),
    )  # fmt: skip


def _a_month(row: Recurring, amount: Decimal) -> Value:
    share = amount if row.every == MONTH else amount / MONTHS
    return Value(share, Measure.CENTS, State.OK, n=row.n)


@rule(
    "ACC-12", title="Expenses have no receipt", area=AREA, roles=ROLES,
    limits=(Limit("cents", "Expense that wants a receipt, above", Decimal(7500), Measure.CENTS),),
)  # fmt: skip
def no_receipt(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """Expense lines of three months above the limit without a receipt or a document named, unit by unit."""
    for unit in facts.units:
        rows = [row for row in facts.books.unproven if row.unit == unit.slug]
        if not rows:
            continue
        keys = tuple(Evidence("ledger", f"{row.unit}:{row.account}:{row.month:%Y-%m}") for row in rows)[:20]
        lines = sum(row.n for row in rows)
        whole, n = cents(sum(row.cents for row in rows), *keys), counted(lines, Measure.COUNT, *keys, n=lines)
        above = threshold("ACC-12:cents", limits["cents"], Measure.CENTS)
        told = [
            figure(metric, value, period=on_day(facts.as_of), unit=unit.slug, title=title)
            for metric, value, title in (
                ("unproven_count", n, "Expenses without a receipt, a count"), ("unproven", whole, "Without a receipt")
            )
        ]  # fmt: skip
        yield Fired(
            unit.slug, "receipts", Severity.LOW,
            text("Expenses of ", name(unit.name), " without a receipt: ", told[0]),
            Action(text("Attach the receipts of ", name(unit.name)), 2, href=ENTRIES),
            text("They come to ", told[1], "; a receipt is wanted above ", above, "."),
            keys,
        )  # fmt: skip


@rule("ACC-13", title="A milestone is behind", area=AREA, roles=ROLES)
def behind(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """A milestone that the rate of three months does not reach, or whose day is past."""
    for aim in facts.wanted.aims:
        found = standing(facts, aim)
        if found.verdict == BEHIND:
            yield _behind(facts, aim, found)


def _behind(facts: Facts, aim: Aim, found: Standing) -> Fired:
    metric = known()[aim.metric]
    row = Evidence("milestones", f"{aim.unit}:{aim.metric}")
    wanted = threshold(f"milestone:{aim.metric}", aim.target, metric.measure, aim.unit, row=row)
    now = figure(aim.metric, found.value, period=over(facts.period), unit=aim.unit, subject="milestone")
    required = replace(found.required, evidence=(row, *found.required.evidence))
    need = figure("milestone_rate", required, period=on_day(facts.as_of), unit=aim.unit, subject=aim.metric,
                  title="Change a month that a milestone needs")  # fmt: skip
    goal: Text = text(OPERATORS[aim.operator], " ", wanted, " by ", day(aim.due))
    return Fired(
        aim.unit, f"milestone:{aim.metric}", Severity.HIGH if aim.due <= facts.as_of else Severity.MEDIUM,
        text("Milestone of ", name(facts.name(aim.unit)), " behind: ", name(metric.title), " ", now, ", wanted ", goal),
        Action(text("Decide how ", name(metric.title), of_unit(facts, aim.unit), " gets there, or move the milestone"),
               2, aim.due, desk("milestone"), aim.metric),
        text("It would have to change by ", need, " a month."), evidence(found.value),
        certainty=certainty(found.value),
    )  # fmt: skip
