"""Rows, gaps and findings as sections print them (pure)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from reports import figures
from reports.facts import Facts
from reports.figures import WAYS
from reports.perspectives import Seen
from reports.places import PLACES, waiting
from reports.tree import Column, FindingList, Gap, Gaps, Row
from reports.values import Evidence, Level, Measure, Number, recorded
from reports.words import Figure, Named, Text, day, name, text

Cell = Text | Figure | Named | str
UNKNOWN = "not recorded"
FEW = 20  # pieces of evidence for one value


def columns(*titles: str) -> tuple[Column, ...]:
    """Heads of a table; one that begins with `#` stands over figures."""
    return tuple(Column(title.removeprefix("#"), title.startswith("#")) for title in titles)


def row(*cells: Cell, is_total: bool = False, label: str = "") -> Row:
    """A row of a table."""
    return Row(tuple(each if isinstance(each, Text) else text(each) for each in cells), is_total, label)


def missing(slug: str, domain: str, words: str) -> Gaps:
    """What a section lacks wholly: a sentence, the figures of the report that wait for it, where to enter it."""
    where = Gap(domain, "", text(words), PLACES[domain].href,
                waiting(domain, (slug,)))  # fmt: skip
    return Gaps((where,))


def found(seen: Seen, slug: str, *rules: str, none: str = "") -> tuple[FindingList, ...]:
    """The findings of some rules that stand in a report; nothing at all where there are none and nothing to say."""
    own = {one.key for one in seen.of(slug)}
    keys = tuple(key for key in seen.by(*rules) if key in own)
    if not keys:
        return (FindingList((), empty=text(none)),) if none else ()
    return (FindingList(keys, most=6),)


def counted(
    metric: str, title: str, count: Number, *, unit: str = "", period: str = "", subject: str = "",
    measure: Measure = Measure.COUNT, rows: Iterable[Evidence] = (),
) -> Figure:  # fmt: skip
    """A figure of what was counted among rows that are there."""
    value = recorded(count, measure, coverage=Level.COMPLETE, n=max(1, int(count)), evidence=tuple(rows)[:FEW])
    return Figure(metric, title, value, unit, period, subject)


def standing(facts: Facts, slug: str, unit: str = "") -> Figure:
    """A metric of the house; the portfolio's own where no unit has one."""
    return figures.figure(facts, slug, unit if WAYS[slug].is_told_by_unit else "")


def on(when: date | None, none: str = UNKNOWN) -> Cell:
    """A day, or that none is recorded."""
    return day(when) if when else none


def listing(names: Iterable[str], none: str = "none") -> Text:
    """Names in a row, separated by commas."""
    parts: list[Named | str] = []
    for each in names:
        parts += [", " if parts else "", name(each)]
    return text(*parts) if parts else text(none)


def of_unit(facts: Facts, unit: str, *words: Cell) -> Text:
    """Words, and whose they are where the report is of several units."""
    return text(*words, " · ", name(facts.name(unit))) if len(facts.units) > 1 else text(*words)


def day_of(facts: Facts) -> str:
    """The day that standings are told of."""
    return facts.as_of.isoformat()


def months_of(facts: Facts, count: int = 1) -> str:
    """The last complete months, as figures name their time."""
    span = facts.period.trailing(count)
    return f"{span.start:%Y-%m}" if count == 1 else f"{span.start:%Y-%m}/{span.last_day:%Y-%m}"
