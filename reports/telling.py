"""How figures of the money are told (pure): a metric's title comes from the registry, links lead to the desks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from reports import figures, metrics
from reports.facts import Facts
from reports.findings import Certainty
from reports.periods import Period
from reports.perspectives import Seen
from reports.places import PLACES
from reports.tree import Column, FindingList, Gap, Gaps, Row
from reports.values import Evidence, Measure, State, Value
from reports.words import NOTHING, Figure, Named, Text, name, text

MOST_EVIDENCE = 20
OPERATORS = {">=": "at least", ">": "above", "<=": "at most", "<": "below", "=": "exactly"}
IMPORT = "/admin/reports/importbatch/add/"


def desk(table: str, *, add: bool = False) -> str:
    """The office's page of a table, or the one on which a row is added."""
    return f"/admin/reports/{table}/add/" if add else f"/admin/reports/{table}/"


def scope(facts: Facts) -> str:
    """The unit that a finding about the scope as a whole is of: none for the portfolio, or several of it."""
    return "" if facts.is_whole or len(facts.units) != 1 else facts.units[0].slug


def slugs(facts: Facts, *kinds: str) -> tuple[str, ...]:
    """The slugs of the units, of some kinds where any is named."""
    return tuple(unit.slug for unit in facts.units if not kinds or unit.kind in kinds)


def on_day(day: date) -> str:
    """The period of a figure that stands as of a day."""
    return f"{day}"


def over(period: Period) -> str:
    """The period of a figure over months: `2026-10`, `2026-08/2026-10`; the days, where it is no whole month."""
    if period.start.day != 1 or period.end.day != 1:
        return f"{period.start}/{period.last_day}"
    first, last = f"{period.start:%Y-%m}", f"{period.last_day:%Y-%m}"
    return first if first == last else f"{first}/{last}"


def figure(
    metric: str, value: Value, *, period: str, unit: str = "", subject: str = "", title: str = "", formula: str = "",
    places: int | None = None, label: str = "",
) -> Figure:  # fmt: skip
    """A figure of a metric; the registry names those that it knows. Only the first rows behind it are carried."""
    known = metrics.known().get(metric)
    if known:
        title, formula = title or known.title, formula or known.formula
    few = value.with_few(MOST_EVIDENCE)
    return Figure(metric, title or metric.replace("_", " "), few, unit, period, subject, formula, label, places)


def metric(facts: Facts, slug: str) -> Figure:
    """A metric of the whole scope as `figures` measures it, with the first rows behind it."""
    found = figures.figure(facts, slug)
    return replace(found, value=found.value.with_few(MOST_EVIDENCE))


def cells(*parts: str | Named | Figure | Text, is_total: bool = False, label: str = "") -> Row:
    """A row of a table, a part a cell."""
    return Row(tuple(text(part) for part in parts), is_total=is_total, label=label)


def heads(*titles: str) -> tuple[Column, ...]:
    """The heads of a table; figures stand under those that begin with a star."""
    return tuple(Column(title.removeprefix("*"), title.startswith("*")) for title in titles)


def findings(seen: Seen, *rules: str) -> tuple[FindingList, ...]:
    """What some rules found, where they found anything."""
    keys = seen.by(*rules)
    return (FindingList(keys),) if keys else ()


def evidence(*values: Value | None) -> tuple[Evidence, ...]:
    """The rows behind some values, each once, at most twenty."""
    found = dict.fromkeys(row for value in values if value for row in value.evidence)
    return tuple(found)[:MOST_EVIDENCE]


def certainty(*values: Value) -> Certainty:
    """What a finding that rests on these values is worth."""
    shaky = {State.PARTIAL, State.STALE}
    return Certainty.PARTIAL if any(value.state in shaky for value in values) else Certainty.COMPLETE


def of_unit(facts: Facts, unit: str) -> Text:
    """“ of Queen of San Diego” in a sentence; nothing for the whole scope."""
    return text(" of ", name(facts.name(unit))) if unit else NOTHING


def threshold(key: str, amount: Decimal, measure: Measure, unit: str = "", *, row: Evidence | None = None) -> Figure:
    """A threshold in a sentence: “3.0 months”. `row` is the record that sets it, where it is no rule’s own limit."""
    stands = Value(amount, measure, State.OK if amount else State.ZERO, evidence=(row or Evidence("limits", key),))
    return figure("threshold", stands, period="", unit=unit, subject=key, title="Threshold")


def named_units(facts: Facts, units: Iterable[str]) -> Text:
    """Units in a sentence: “Jada, Queen of San Diego”."""
    parts: list[str | Named] = []
    for unit in units:
        parts += ([", "] if parts else []) + [name(facts.name(unit))]
    return text(*parts)


def gap(domain: str, words: str, *waiting: str, facts: Facts, link: str, href: str = "") -> Gaps:
    """What a section lacks, in words that end in a link to where it is entered; `waiting` are slugs of metrics."""
    where = href or PLACES[domain].href
    return Gaps((Gap(domain, scope(facts), text(words, " ", name(link, where), "."), where, waiting),))


def cents(amount: int, *rows: Evidence) -> Value:
    """An amount that a record states, in cents."""
    return counted(amount, Measure.CENTS, *rows)


def counted(amount: int, measure: Measure = Measure.COUNT, *rows: Evidence, n: int = 1) -> Value:
    """An amount that records state."""
    return Value(amount, measure, State.OK if amount else State.ZERO, n=n, evidence=rows)
