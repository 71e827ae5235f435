"""How rules say things (pure): figures of metrics, thresholds in words, the pages where to act.

Source of the pages: the office's desks, one for each kind of record.
"""

from __future__ import annotations

from decimal import Decimal
from urllib.parse import quote

from reports.findings import Certainty
from reports.findings import known as rules
from reports.metrics import known
from reports.values import Evidence, Level, Measure, Value, recorded
from reports.words import Figure, Named, Text, name, text

FEW = 20  # pieces of evidence for one figure
HOURS = (1, 2, 4, 8, 16, 40)
FILES = "/admin/reports/importbatch/"


def desk(record: str, search: str = "") -> str:
    """The office's page of a kind of record, such as “listing”; `search` narrows it."""
    return f"/admin/reports/{record}/" + (f"?q={quote(search)}" if search else "")


def adding(record: str) -> str:
    """The office's page that adds a record."""
    return f"{desk(record)}add/"


def figure(
    metric: str, value: Value, unit: str = "", period: str = "", *, subject: str = "", title: str = "",
    label: str = "", places: int | None = None,
) -> Figure:  # fmt: skip
    """A figure, with title and formula of its metric where it is one of the house's."""
    found = known().get(metric)
    words = title or (found.title if found else metric.replace("_", " ").capitalize())
    formula = found.formula if found else ""
    few = value.with_few(FEW)
    return Figure(metric, words, few, unit, period, subject, formula, label, places)


def threshold(rule: str, limit: str, amount: Decimal, measure: Measure) -> Figure:
    """A threshold of a rule in a sentence: “7 days”."""
    rows = [Evidence("limits", f"{rule}:{limit}")] if rule in rules() else []
    value = recorded(amount, measure, coverage=Level.COMPLETE, n=1, evidence=rows)
    places = 0 if amount == int(amount) and measure != Measure.SHARE else None
    return Figure("threshold", "Threshold", value, subject=f"{rule}:{limit}", places=places)


def listed(names: list[str] | tuple[str, ...]) -> Text:
    """Names in a row: “a, b and c”."""
    parts: list[str | Named] = []
    for place, each in enumerate(names):
        parts += ["" if not place else " and " if place == len(names) - 1 else ", ", name(each)]
    return text(*parts)


def certainty(level: Level) -> Certainty:
    """What a finding is worth whose records are covered so far."""
    return Certainty.COMPLETE if level == Level.COMPLETE else Certainty.PARTIAL


def whole_hours(hours: Decimal | None, otherwise: int) -> int:
    """The next of 1, 2, 4, 8, 16 and 40 hours."""
    if hours is None:
        return otherwise
    return next((step for step in HOURS if hours <= step), HOURS[-1])
