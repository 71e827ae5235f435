"""Values (pure): a number that says what it is worth. Zero is not no-data.

Every figure of a report is a Value: an amount with its measure and one of eight states. Arithmetic on values keeps
what is not known: it names the missing part, carries the evidence along, and never rounds: `showing` does, once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal, localcontext
from enum import StrEnum
from fractions import Fraction
from typing import Any, NamedTuple

Number = int | Decimal
EXACT = 80  # digits: what was divided adds up to the same in any order


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


ORDER, LEVELS = list(State), list(Level)
KNOWN = frozenset({State.OK, State.ZERO, State.STALE, State.PARTIAL})


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

    def __post_init__(self) -> None:
        """Refuse an amount that its state denies, and a state that its amount denies."""
        if (self.amount is None) == (self.state in KNOWN):
            raise ValueError(f"{self.state} does not go with {self.amount}")
        if self.state == State.ZERO and self.amount != 0:
            raise ValueError(f"{self.amount} is not zero")

    @property
    def is_known(self) -> bool:
        """Whether it has an amount to count with."""
        return self.amount is not None

    def with_few(self, most: int) -> Value:
        """The same with the first pieces of its evidence; more are found through them."""
        return self if len(self.evidence) <= most else replace(self, evidence=self.evidence[:most])

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
    if n == 0 and amount != 0:
        raise ValueError(f"{amount} of no rows")
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
    return Value(None, measure, State.UNDEFINED, **_carried(sources), note=_told(note, sources))


def not_applicable(measure: Measure, note: str, *sources: Value) -> Value:
    """A question that does not arise here."""
    return Value(None, measure, State.NOT_APPLICABLE, **_carried(sources), note=_told(note, sources))


def withheld(measure: Measure) -> Value:
    """Known, but not to this reader: nothing of it remains."""
    return Value(None, measure, State.WITHHELD, Level.NONE)


def derived(measure: Measure, sources: Sequence[Value], work: Callable[..., Number], *, note: str = "") -> Value:
    """What `work` makes of the amounts of its sources; where one has no amount, the worst of the states without one.

    Its note is the one given, then those of its sources.
    """
    told = _told(note, sources)
    if not sources or any(value.amount is None for value in sources):
        unknown = (value.state for value in sources if value.amount is None)
        return Value(
            None, measure, max(unknown, key=ORDER.index, default=State.NO_DATA), **_carried(sources), note=told
        )
    worst = max((value.state for value in sources), key=ORDER.index)
    amount = work(*(value.number for value in sources))
    if worst in {State.OK, State.ZERO}:
        worst = State.ZERO if amount == 0 else State.OK
    return Value(amount, measure, worst, **_carried(sources), note=told)


def of_known(measure: Measure, parts: Sequence[Value], work: Callable[..., Number], *, note: str = "") -> Value:
    """What `work` makes of the known parts. Parts that do not apply count for nothing.

    Of parts not recorded the rest is told, in part; a part withheld or undefined leaves no amount: it would be one
    that lies.
    """
    counted = [part for part in parts if part.state != State.NOT_APPLICABLE]
    known = [part for part in counted if part.is_known]
    lacking = [part for part in counted if part.state == State.NO_DATA]
    if not known or len(known) + len(lacking) < len(counted):
        return derived(measure, counted or parts, work, note=note)
    whole = derived(measure, known, work, note=note)
    if not lacking:
        return whole
    carried = _carried(counted) | {"coverage": Level.PARTIAL}
    return replace(whole, state=State.PARTIAL, **carried, note=_told(note, counted))


def total(measure: Measure, parts: Sequence[Value]) -> Value:
    """The sum, the same in any order."""
    return of_known(measure, parts, _sum)


def mean(measure: Measure, parts: Sequence[Value]) -> Value:
    """The mean of the known parts; partial where some are not recorded, undefined of none."""
    if not parts:
        return undefined(measure, "nothing to average")
    return of_known(measure, parts, lambda *amounts: Decimal(_sum(*amounts)) / len(amounts))


def median(measure: Measure, parts: Sequence[Value]) -> Value:
    """The middle of the known parts, the mean of both middles; undefined of none."""
    if not parts:
        return undefined(measure, "nothing to average")
    return of_known(measure, parts, lambda *amounts: middle([Decimal(amount) for amount in amounts]))


class Range(NamedTuple):
    """The least, the mean and the greatest of some values."""

    low: Value
    mean: Value
    high: Value


def spread(measure: Measure, parts: Sequence[Value]) -> Range:
    """The range of the known parts."""
    if not parts:
        return Range(*(undefined(measure, "nothing to average"),) * 3)
    return Range(
        of_known(measure, parts, lambda *amounts: min(amounts)),
        mean(measure, parts),
        of_known(measure, parts, lambda *amounts: max(amounts)),
    )


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


def split(cents: int, weights: Sequence[Number]) -> list[int]:
    """Whole cents in proportion to weights of at least 0, which add up to the amount: the largest remainders first.

    All weights 0: equal shares. Ties go to the earlier part. An amount below 0 is split as the same above 0.
    """
    if not weights or min(weights) < 0:
        raise ValueError("nothing to split among")
    if len(set(weights)) == 1:
        each, more = divmod(abs(cents), len(weights))
        alike = [each + 1] * more + [each] * (len(weights) - more)
        return alike if cents >= 0 else [-part for part in alike]
    meant = [Fraction(weight) for weight in weights]
    whole = sum(meant)
    exact = [abs(cents) * weight / whole for weight in meant]
    parts = [int(share) for share in exact]
    rest = sorted(range(len(parts)), key=lambda place: (parts[place] - exact[place], place))
    for place in rest[: abs(cents) - sum(parts)]:
        parts[place] += 1
    return parts if cents >= 0 else [-part for part in parts]


def middle(amounts: Sequence[Decimal]) -> Decimal:
    """The median of at least one amount."""
    ordered = sorted(amounts)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def rounded(amount: Number, places: int = 0) -> Decimal:
    """Half up, away from zero; once, where a figure is shown."""
    return Decimal(amount).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _carried(sources: Iterable[Value]) -> dict[str, Any]:
    """What a value takes from its sources: the least coverage, all evidence, all that is missing, rows counted."""
    kept = list(sources)
    return {
        "coverage": min((value.coverage for value in kept), key=LEVELS.index, default=Level.NONE),
        "n": sum(value.n for value in kept),
        "evidence": tuple(dict.fromkeys(row for value in kept for row in value.evidence)),
        "missing": tuple(dict.fromkeys(part for value in kept for part in value.missing)),
    }


def _told(note: str, sources: Iterable[Value]) -> str:
    """The note, then those of the sources, each once."""
    return "; ".join(dict.fromkeys(told for told in (note, *(value.note for value in sources)) if told))


def _sum(*amounts: Number) -> Number:
    if all(type(amount) is int for amount in amounts):
        return sum(amounts)
    with localcontext(prec=EXACT):
        return sum(amounts)
