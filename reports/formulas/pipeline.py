"""Work that may come (pure): F30 to F32."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from reports.metrics import Metric
from reports.values import Evidence, Level, Measure, State, Value, derived, no_data, ratio, recorded, total

METRICS = (
    Metric("pipeline", "Weighted pipeline", "F30", Measure.CENTS, ("pipeline",), ("ceo",), also=("weighted_pipeline",)),
    Metric("pipeline_coverage", "Booked and likely against the target of 60 days", "F31", Measure.SHARE,
           ("pipeline", "bookings", "targets"), ("ceo",)),
    Metric("win_rate", "Opportunities won of those decided", "F32", Measure.SHARE, ("pipeline",), ("ceo",)),
)  # fmt: skip

OPEN = ("lead", "qualified", "proposal", "negotiation")
WON, LOST = "won", "lost"
ENOUGH = 10
SOON = timedelta(days=60)
PIPELINE = "pipeline"


class Chance(NamedTuple):
    """One opportunity as it stood at the end of the day asked about; value in cents, probability a part of 1.

    `steps` are the stages it stood in and since when, the first first; `stage` is the last of them.
    """

    unit: str
    key: str
    stage: str
    value_cents: int | None
    probability: Decimal | None
    expected_on: date | None
    next_step_on: date | None
    steps: tuple[tuple[date, str], ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it is neither won nor lost."""
        return self.stage in OPEN

    @property
    def furthest(self) -> int:
        """The furthest open stage it was seen in, by its place; that of a lead where none was recorded."""
        return max((OPEN.index(stage) for _, stage in self.steps if stage in OPEN), default=0)

    def decided(self, start: date, end: date) -> bool:
        """Whether it was won or lost in the days `[start, end)`; what was decided on a day nobody told counts too."""
        return not self.is_open and (not self.steps or start <= self.steps[-1][0] < end)


class Conversion(NamedTuple):
    """How many of the `n` decided in T12M that came to a stage were won; `share` None: fewer than ten."""

    n: int
    won: int
    share: Decimal | None


def conversions(chances: Sequence[Chance], start: date, end: date) -> dict[str, Conversion]:
    """The own conversion of each open stage over the days `[start, end)`: won of those decided that came so far.

    What was won had come all the way; what was lost, as far as its recorded stages tell.
    """
    decided = [chance for chance in chances if chance.decided(start, end)]
    found = {}
    for place, stage in enumerate(OPEN):
        came = [chance for chance in decided if chance.stage == WON or chance.furthest >= place]
        won = sum(1 for chance in came if chance.stage == WON)
        found[stage] = Conversion(len(came), won, Decimal(won) / len(came) if len(came) >= ENOUGH else None)
    return found


def weighted(chances: Sequence[Chance], own: dict[str, Conversion], level: Level, until: date | None = None) -> Value:
    """F30 weighted pipeline: Σ value × p of open opportunities; cents.

    p is the own conversion of its stage where ten were decided, else the declared one, and the note says how many
    were declared. `until`: only those expected by that day. Edge: an opportunity without value or probability, or
    (with `until`) without a day, counts for nothing, leaves the sum in part and is named.
    """
    near = [row for row in chances if row.is_open and (not until or not row.expected_on or row.expected_on <= until)]
    undated = [row for row in near if until and not row.expected_on]
    rows = [row for row in near if row not in undated]
    parts = [_part(row, own[row.stage].share) for row in rows]
    parts += [no_data(Measure.CENTS, f"day of {row.key}") for row in undated]
    if not parts:
        return recorded(0, Measure.CENTS, coverage=level, n=0, missing=[] if level == Level.COMPLETE else [PIPELINE])
    declared = sum(1 for row in rows if own[row.stage].share is None and row.probability is not None)
    note = f"probability declared for {declared} of {len(rows)}" if declared else ""
    found = total(Measure.CENTS, parts)
    told = derived(Measure.CENTS, (found,), lambda cents: cents, note=note)
    if level == Level.COMPLETE or not told.is_known:
        return told
    return Value(told.amount, told.measure, State.PARTIAL, level, told.n, told.evidence, told.missing, told.note)


def coverage(booked: Value, weighted_soon: Value, target: Value) -> Value:
    """F31 coverage: (confirmed future revenue of 60 days + weighted pipeline due in 60 days) / target of 60 days.

    Edge: no target → not recorded; a target of 0 → undefined.
    """
    if not target.is_known:
        return no_data(Measure.SHARE, *(target.missing or ("target of 60 days",)))
    return ratio(total(Measure.CENTS, [booked, weighted_soon]), target, note="the target is 0")


def win_rate(chances: Sequence[Chance], start: date, end: date, level: Level) -> Value:
    """F32 win rate: won / (won + lost) of those decided in the days `[start, end)`; none decided → undefined."""
    decided = [row for row in chances if row.decided(start, end)]
    keys = [Evidence("opportunities", f"{row.unit}:{row.key}") for row in decided[:ENOUGH]]
    won = sum(1 for row in decided if row.stage == WON)
    one = recorded(won, Measure.COUNT, coverage=level, n=len(decided), evidence=keys)
    both = recorded(len(decided), Measure.COUNT, coverage=level, n=len(decided))
    return ratio(one, both, note="none decided")


def _part(row: Chance, own: Decimal | None) -> Value:
    p = own if own is not None else row.probability
    if row.value_cents is None or p is None:
        return no_data(Measure.CENTS, f"{'value' if row.value_cents is None else 'probability'} of {row.key}")
    cents = row.value_cents * p
    return recorded(
        cents,
        Measure.CENTS,
        coverage=Level.COMPLETE,
        n=1,
        evidence=[Evidence("opportunities", f"{row.unit}:{row.key}")],
    )
