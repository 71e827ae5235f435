"""Who owns, who answers for what, who leaves, what may go wrong (pure): what CEO-03, CEO-04 and CEO-08 stand on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from reports.formulas.records import least, looked_at, of_rows
from reports.metrics import DOWN, Metric
from reports.periods import Period
from reports.spans import Statements
from reports.values import Evidence, Level, Measure, Number, Value, ratio

PERCENT = 100
HIGH_SCORE = 15  # likelihood × impact from which a risk wants a mitigation (CEO-08)
# The grade of an impact told in money: at least so many cents.
GRADES = ((2_500_000, 5), (1_000_000, 4), (250_000, 3), (50_000, 2), (0, 1))

METRICS = (
    Metric("stakes", "Ownership by stakes", "3.7", Measure.SHARE, ("ownership",), ("ceo",)),
    Metric("critical_backed", "Critical responsibilities with a backup", "3.7", Measure.SHARE, ("people",), ("ceo",)),
    Metric("transition_coverage", "Hand-overs that are ready", "3.7", Measure.SHARE, ("people",), ("ceo",)),
    Metric("high_risks", "High risks without mitigation", "3.7", Measure.COUNT, ("risks",), ("ceo",), direction=DOWN),
)  # fmt: skip


class Stake(NamedTuple):
    """A person's part of a unit in force on the day asked about; one of no known day counts."""

    key: str
    unit: str
    person: str
    percent: Decimal
    agreement: str
    effective: date | None


class Duty(NamedTuple):
    """What somebody answers for; empty texts are not recorded."""

    key: str
    unit: str
    title: str
    holder: str
    backup: str
    documented_on: date | None
    is_critical: bool
    successor: str


class Leaving(NamedTuple):
    """Somebody's last day with a unit, and who takes over what names nobody else."""

    key: str
    unit: str
    person: str
    last_day: date
    successor: str


class Peril(NamedTuple):
    """A risk that is open: grades from 1 to 5, or an impact in cents; None is not yet judged."""

    key: str
    unit: str
    title: str
    likelihood: int | None
    impact: int | None
    impact_cents: int | None
    owner: str
    mitigation: str
    review_on: date | None


@dataclass(frozen=True)
class People:
    """All that formulas ask of people and risks at the end of a day; `period` is the last month complete then."""

    units: tuple[str, ...]
    as_of: date
    period: Period
    stakes: tuple[Stake, ...] = ()
    duties: tuple[Duty, ...] = ()
    leaving: tuple[Leaving, ...] = ()
    perils: tuple[Peril, ...] = ()
    said: Statements = field(default_factory=lambda: Statements(()))

    def level(self, unit: str, domain: str) -> Level:
        """How much of a domain is recorded of a unit in the period."""
        return self.said.level(unit, domain, self.period)

    def of_rows(
        self, domain: str, amount: Number, n: int, told: Sequence[Evidence], *, unit: str = "", measure: Measure
    ) -> Value:
        """A sum over `n` rows of a unit, of all units where none is named."""
        units = (unit,) if unit else self.units
        level = least(self.level(each, domain) for each in units)
        whose = ", ".join(each for each in units if self.level(each, domain) != Level.COMPLETE)
        return of_rows(amount, measure, domain=domain, whose=whose, level=level, n=n, evidence=told)


class Handover(NamedTuple):
    """How far somebody's duties are handed over: days left (below 0: gone), and the share that is ready."""

    leaving: Leaving
    days: int
    ready: Value
    lacking: tuple[str, ...]


def stakes_sum(inputs: People, unit: str) -> Value:
    """The sum of the stakes in a unit, signed or not, as a share; 1 is the whole, and anything else is CEO-03.

    Stakes of 60 and 30 percent are 0.9 of the whole.
    """
    rows = [stake for stake in inputs.stakes if stake.unit == unit]
    amount = sum((stake.percent for stake in rows), Decimal(0)) / PERCENT
    told = [Evidence("stakes", stake.key) for stake in rows]
    return inputs.of_rows("ownership", amount, len(rows), told, unit=unit, measure=Measure.SHARE)


def stakes_off(inputs: People) -> dict[str, Value]:
    """CEO-03: the sum of the stakes of every unit that has any and whose stakes are not the whole, by unit."""
    units = sorted({stake.unit for stake in inputs.stakes})
    sums = {unit: stakes_sum(inputs, unit) for unit in units}
    return {unit: value for unit, value in sums.items() if value.is_known and value.number != 1}


def unsigned(inputs: People) -> list[Stake]:
    """CEO-03: stakes above 0 that nobody signed, the largest first."""
    rows = [stake for stake in inputs.stakes if stake.agreement != "signed" and stake.percent > 0]
    return sorted(rows, key=lambda stake: (-stake.percent, stake.unit, stake.person))


def alone(inputs: People) -> list[Duty]:
    """CEO-04: critical responsibilities that nobody else could take: no backup, or nobody at all."""
    return [duty for duty in inputs.duties if duty.is_critical and not (duty.holder and duty.backup)]


def backed(inputs: People) -> Value:
    """Critical responsibilities with a holder and a backup, of all critical ones; a share."""
    critical = [duty for duty in inputs.duties if duty.is_critical]
    n = len(critical)
    told = [Evidence("responsibilities", duty.key) for duty in critical]
    part, whole = (
        inputs.of_rows("people", count, n, told, measure=Measure.COUNT) for count in (n - len(alone(inputs)), n)
    )
    return ratio(part, whole, note="nothing is called critical")


def handovers(inputs: People) -> list[Handover]:
    """CEO-04: everybody who leaves, the soonest first, with what of theirs is not yet ready.

    A duty is ready once it is documented and has a successor: its own, or the one named for all of that person's.
    """
    found = []
    for leaving in sorted(inputs.leaving, key=lambda each: (each.last_day, each.person)):
        duties = [duty for duty in inputs.duties if (duty.unit, duty.holder) == (leaving.unit, leaving.person)]
        lacking = tuple(duty.title for duty in duties if not _is_ready(duty, leaving))
        told = [Evidence("responsibilities", duty.key) for duty in duties]
        part, whole = (
            inputs.of_rows("people", count, len(duties), told, unit=leaving.unit, measure=Measure.COUNT)
            for count in (len(duties) - len(lacking), len(duties))
        )
        ready = ratio(part, whole, note="holds no responsibility")
        found.append(Handover(leaving, (leaving.last_day - inputs.as_of).days, ready, lacking))
    return found


def transition_coverage(inputs: People) -> Value:
    """Of all duties of those who leave, the share that is documented and has a successor; nobody leaves: undefined."""
    found = handovers(inputs)
    duties = [duty for duty in inputs.duties for each in inputs.leaving
              if (duty.unit, duty.holder) == (each.unit, each.person)]  # fmt: skip
    told = [Evidence("transitions", each.leaving.key) for each in found]
    n, lacking = len(duties), sum(len(each.lacking) for each in found)
    part, whole = (inputs.of_rows("people", count, n, told, measure=Measure.COUNT) for count in (n - lacking, n))
    return ratio(part, whole, note="nobody hands over")


def _is_ready(duty: Duty, leaving: Leaving) -> bool:
    """Whether somebody else can take a duty over."""
    successor = duty.successor or leaving.successor
    return duty.documented_on is not None and bool(successor) and successor != duty.holder


def score(peril: Peril) -> int | None:
    """Likelihood × impact, 1 to 25; None while either is not judged. An impact in money has a grade by its amount:

    1 below $500, 2 below $2,500, 3 below $10,000, 4 below $25,000, else 5.
    """
    grade = peril.impact
    if grade is None and peril.impact_cents is not None:
        grade = next(grade for least, grade in GRADES if peril.impact_cents >= least)
    return None if grade is None or peril.likelihood is None else grade * peril.likelihood


def ranked(inputs: People) -> list[tuple[Peril, int | None]]:
    """Open risks with their scores, the highest first; those not judged last."""
    rows = [(peril, score(peril)) for peril in inputs.perils]
    return sorted(rows, key=lambda row: (-(row[1] or 0), row[0].unit, row[0].title))


def unmitigated(inputs: People) -> list[Peril]:
    """CEO-08: risks that score 15 or more and have no mitigation."""
    return [peril for peril, points in ranked(inputs) if (points or 0) >= HIGH_SCORE and not peril.mitigation]


def unreviewed(inputs: People) -> list[Peril]:
    """CEO-08: risks whose review was due before the day asked about, the oldest first."""
    rows = [peril for peril in inputs.perils if peril.review_on and peril.review_on < inputs.as_of]
    return sorted(rows, key=lambda peril: (peril.review_on or inputs.as_of, peril.title))


def high_risks(inputs: People) -> Value:
    """How many risks score 15 or more without mitigation."""
    rows: Sequence[Peril] = unmitigated(inputs)
    told = [Evidence("risks", peril.key) for peril in rows]
    found = inputs.of_rows("risks", len(rows), len(inputs.perils), told, measure=Measure.COUNT)
    return looked_at(found, (Evidence("risks", peril.key) for peril in inputs.perils))
