"""Values (pure): a number that says what it is worth. Zero is not no-data.

Every figure of a report is a Value: an amount with its measure and one of eight states. Arithmetic on values keeps
what is not known: it names the missing part, carries the evidence along, and never rounds; `shown` rounds, once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any, NamedTuple

Number = int | Decimal


class State(StrEnum):
    """What a value is worth, the best first: of several, the last of them wins."""

    OK = "ok"
    ZERO = "zero"
    STALE = "stale"
    PARTIAL = "partial"
    NOT_APPLICABLE = "not_applicable"
    UNDEFINED = "undefined"  # a division by zero
    NO_DATA = "no_data"
    WITHHELD = "withheld"


class Level(StrEnum):
    """How much of what a value needs is recorded."""

    NONE = "none"
    PARTIAL = "partial"
    COMPLETE = "complete"


class Measure(StrEnum):
    """What an amount counts."""

    CENTS = "cents"
    SHARE = "share"  # 1 is the whole; shown in percent
    COUNT = "count"
    NUMBER = "number"  # of no unit: a ratio, an index
    MONTHS = "months"
    DAYS = "days"
    HOURS = "hours"
    MILES = "miles"  # nautical


class Evidence(NamedTuple):
    """Which rows a value came from: a source ("ledger", "bookings", a table) and a key that finds them again."""

    source: str
    key: str


@dataclass(frozen=True, slots=True)
class Value:
    """An amount, its measure and state; `n` rows behind it, what is missing, and a note in words.

    `amount` is None unless the state is ok, zero, stale or partial.
    """

    amount: Number | None
    measure: Measure
    state: State
    coverage: Level = Level.COMPLETE
    n: int = 0
    evidence: tuple[Evidence, ...] = ()
    missing: tuple[str, ...] = ()
    note: str = ""

    @property
    def is_known(self) -> bool:
        """Whether it has an amount to count with."""
        return self.amount is not None

    @property
    def number(self) -> Number:
        """The amount of a known value."""
        if self.amount is None:
            raise ValueError(f"a value that is {self.state} has no amount")
        return self.amount


def recorded(
    amount: Number,
    measure: Measure,
    *,
    coverage: Level,
    n: int,
    evidence: Iterable[Evidence] = (),
    missing: Iterable[str] = (),
    is_stale: bool = False,
) -> Value:
    """The value of a sum over `n` rows of a source with this coverage.

    No rows: zero where the records are complete, else no data. A sum of nothing is never an amount by itself.
    """
    lacking = tuple(missing)
    if n == 0 and coverage != Level.COMPLETE:
        return Value(None, measure, State.NO_DATA, coverage, 0, tuple(evidence), lacking)
    state = State.ZERO if amount == 0 else State.OK
    if is_stale:
        state = State.STALE
    if coverage != Level.COMPLETE:
        state = State.PARTIAL
    return Value(amount, measure, state, coverage, n, tuple(evidence), lacking)


def no_data(measure: Measure, *missing: str) -> Value:
    """Not recorded; `missing` names the records that would tell."""
    return Value(None, measure, State.NO_DATA, Level.NONE, missing=missing)


def undefined(measure: Measure, note: str, *sources: Value) -> Value:
    """A question without an answer: a division by zero."""
    return Value(None, measure, State.UNDEFINED, **_carried(sources), note=note)


def not_applicable(measure: Measure, note: str, *sources: Value) -> Value:
    """A question that does not arise here."""
    return Value(None, measure, State.NOT_APPLICABLE, **_carried(sources), note=note)


def withheld(measure: Measure) -> Value:
    """Known, but not to this reader: nothing of it remains."""
    return Value(None, measure, State.WITHHELD, Level.NONE)


def derived(measure: Measure, sources: Sequence[Value], work: Callable[..., Number], *, note: str = "") -> Value:
    """What `work` makes of the amounts of its sources; the worst of their states, where one has no amount."""
    worst = max((value.state for value in sources), key=list(State).index, default=State.NO_DATA)
    if not sources or any(value.amount is None for value in sources):
        unknown = max((value.state for value in sources if value.amount is None), key=list(State).index, default=worst)
        return Value(None, measure, unknown, **_carried(sources), note=note or _first_note(sources))
    amount = work(*(value.number for value in sources))
    if worst in {State.OK, State.ZERO}:
        worst = State.ZERO if amount == 0 else State.OK
    return Value(amount, measure, worst, **_carried(sources), note=note)


def total(measure: Measure, parts: Sequence[Value]) -> Value:
    """The sum. Parts that do not apply count for nothing; of parts not recorded, the rest is the sum in part."""
    counted = [part for part in parts if part.state != State.NOT_APPLICABLE]
    known = [part for part in counted if part.is_known]
    lacking = [part for part in counted if part.state == State.NO_DATA]
    if not counted or len(known) + len(lacking) < len(counted) or not known:
        return derived(measure, counted or parts, lambda *amounts: sum(amounts))
    whole = derived(measure, known, lambda *amounts: sum(amounts))
    if not lacking:
        return whole
    return replace(whole, state=State.PARTIAL, **_carried(counted))


def difference(one: Value, other: Value) -> Value:
    """The first less the second, in the first's measure."""
    return derived(one.measure, (one, other), lambda a, b: a - b)


def ratio(part: Value, whole: Value, measure: Measure = Measure.SHARE, note: str = "nothing to divide by") -> Value:
    """The first by the second, exactly; undefined where the second is 0."""
    if part.is_known and whole.is_known and whole.number == 0:
        return undefined(measure, note, part, whole)
    return derived(measure, (part, whole), lambda a, b: Decimal(a) / Decimal(b))


def change(now: Value, before: Value) -> Value:
    """The change in percent of what was before, as a share; undefined from zero and from below zero."""
    if now.is_known and before.is_known and before.number <= 0:
        note = "from zero" if before.number == 0 else "from below zero: see the difference"
        return undefined(Measure.SHARE, note, now, before)
    return derived(Measure.SHARE, (now, before), lambda a, b: Decimal(a - b) / Decimal(b))


def mean(measure: Measure, parts: Sequence[Value]) -> Value:
    """The mean of the known parts; partial where some are not recorded, undefined of none."""
    if not parts:
        return undefined(measure, "nothing to average")
    known = sum(1 for part in parts if part.is_known)
    whole = total(measure, parts)
    return replace(whole, amount=Decimal(whole.number) / known) if whole.is_known else whole


def split(cents: int, weights: Sequence[Number]) -> list[int]:
    """Whole cents in proportion to weights of at least 0, which add up to the amount: the largest remainders first.

    All weights 0: equal shares. Ties go to the earlier part.
    """
    if not weights:
        raise ValueError("nothing to split among")
    meant = [Decimal(weight) for weight in weights]
    whole = sum(meant)
    if whole == 0:
        meant, whole = [Decimal(1)] * len(meant), Decimal(len(meant))
    exact = [Decimal(cents) * weight / whole for weight in meant]
    parts = [int(share // 1) for share in exact]
    rest = sorted(range(len(parts)), key=lambda place: (parts[place] - exact[place], place))
    for place in rest[: cents - sum(parts)]:
        parts[place] += 1
    return parts


def rounded(amount: Number, places: int = 0) -> Decimal:
    """Half up, away from zero; once, where a figure is shown."""
    return Decimal(amount).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _carried(sources: Iterable[Value]) -> dict[str, Any]:
    """What a value takes from its sources: the least coverage, all evidence, all that is missing, rows counted."""
    kept = list(sources)
    levels = list(Level)
    return {
        "coverage": min((value.coverage for value in kept), key=levels.index, default=Level.NONE),
        "n": sum(value.n for value in kept),
        "evidence": tuple(dict.fromkeys(row for value in kept for row in value.evidence)),
        "missing": tuple(dict.fromkeys(part for value in kept for part in value.missing)),
    }


def _first_note(sources: Iterable[Value]) -> str:
    return next((value.note for value in sources if value.note), "")
