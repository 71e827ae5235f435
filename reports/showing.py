"""How a value reads in words (pure): the one place where an amount is rounded, half up, once.

What is not known is said, never left blank: “not recorded”, “withheld”, or why there is no answer.
"""

from __future__ import annotations

from decimal import Decimal

from reports.values import Level, Measure, Range, State, Value, rounded

CENTS = 100
PERCENT = 100
PLACES = {Measure.SHARE: 1, Measure.MONTHS: 1, Measure.NUMBER: 2, Measure.HOURS: 1}
NAMES = {
    Measure.MONTHS: ("month", "months"),
    Measure.DAYS: ("day", "days"),
    Measure.HOURS: ("hour", "hours"),
    Measure.MILES: ("nm", "nm"),
}
WORDS = {State.NO_DATA: "not recorded", State.WITHHELD: "withheld"}
OTHERWISE = {State.UNDEFINED: "undefined", State.NOT_APPLICABLE: "does not apply"}
MARKS = {State.PARTIAL: "in part", State.STALE: "out of date"}


def shown(value: Value, *, places: int | None = None, marked: bool = True) -> str:
    """The value as a reader sees it: `$1,234`, `36.6 %`, `3.6 months`, `not recorded`, `from zero`.

    `places` after the point, else those of the measure (money: whole dollars; `exact` has the cents). `marked`: a
    partial or stale amount says so.
    """
    if value.state in WORDS:
        return WORDS[value.state]
    if value.state in OTHERWISE:
        return value.note or OTHERWISE[value.state]
    text = amount(value.number, value.measure, places=places)
    mark = MARKS.get(value.state, "") if marked else ""
    return f"{text} ({mark})" if mark else text


def amount(number: int | Decimal, measure: Measure, *, places: int | None = None) -> str:
    """A known amount in its measure; below 0 with a minus sign."""
    unit = Decimal(number)
    if measure == Measure.CENTS:
        unit /= CENTS
    elif measure == Measure.SHARE:
        unit *= PERCENT
    kept = rounded(unit, PLACES.get(measure, 0) if places is None else places)
    text = f"{abs(kept):,f}"
    sign = "−" if kept < 0 else ""
    if measure == Measure.CENTS:
        return f"{sign}${text}"
    if measure == Measure.SHARE:
        return f"{sign}{text} %"
    one, many = NAMES.get(measure, ("", ""))
    return f"{sign}{text} {one if kept == 1 else many}".rstrip()


def exact(value: Value) -> str:
    """Money to the cent as an accountant writes it: `1,234.50`, below 0 `(12.00)`, without a sign of currency."""
    if not value.is_known:
        return shown(value)
    kept = rounded(Decimal(value.number) / CENTS, 2)
    return f"({-kept:,f})" if kept < 0 else f"{abs(kept):,f}"


def between(found: Range, *, places: int | None = None) -> str:
    """`$7,000 to $9,000`; one figure where both ends read the same; what is missing where neither is known."""
    low, high = (shown(value, places=places, marked=False) for value in (found.low, found.high))
    if not found.low.is_known or not found.high.is_known:
        return shown(found.low if not found.low.is_known else found.high)
    mark = MARKS.get(found.low.state, "")
    text = low if low == high else f"{low} to {high}"
    return f"{text} ({mark})" if mark else text


def behind(value: Value) -> str:
    """What stands behind a value, for the line under it: rows, what is missing, its note."""
    rows = f"{value.n:,} {'row' if value.n == 1 else 'rows'}" if value.n else ""
    lacking = f"missing: {', '.join(value.missing)}" if value.missing else ""
    doubt = "" if not value.is_known or value.coverage == Level.COMPLETE or lacking else "records in part"
    note = value.note if value.is_known else ""
    return " · ".join(part for part in (rows, lacking, doubt, note) if part)
