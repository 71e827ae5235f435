"""What changed since the run before (pure): findings new, worse and gone, and figures of closed months told anew."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from reports.findings import ORDER, Finding
from reports.periods import month_start
from reports.report import Report
from reports.tree import Block, Column, FindingList, Paragraph, Row, Section, Table
from reports.values import Value
from reports.words import Figure, Text, day, name, number_of, text

KEY, TITLE = "changes", "What changed since the last run"
FRAME = frozenset({"coverage", "score", "effort_hours", "planned_hours", "weekly_hours"})
MOST_ENTRIES = 5
MONTH = re.compile(r"\d{4}-\d{2}")  # “2026-10”; a day is a standing, which is another each day
Late = Mapping[str, tuple[int, ...]]


def since(before: Report | None, now: Report, *, late: Late) -> Section:
    """The section; `late` are entries posted since into months that were told of, by account and month."""
    if before is None:
        return Section(KEY, TITLE, (Paragraph(Text(("This is the first run of this report.",))),))
    then = {one.key: one for one in before.findings}
    new = tuple(one.key for one in now.findings if one.key not in then)
    worse = tuple(one.key for one in now.findings if one.key in then and _rank(one) < _rank(then[one.key]))
    standing = {one.key for one in now.findings}
    gone = [one for one in before.findings if one.key not in standing]
    blocks: list[Block] = [Paragraph(text("Compared with the run of ", day(before.header.built_at.date()), "."))]
    blocks += [_listed("New", new)] if new else []
    blocks += [_listed("Worse", worse)] if worse else []
    blocks += [_gone(gone)] if gone else []
    anew = tuple(_restated(before, now, late))
    if anew:
        columns = (Column("Figure"), Column("Was", True), Column("Is now", True), Column("Because"))
        blocks.append(Table("restated", "Told anew", columns, anew))
    if len(blocks) == 1:
        blocks.append(Paragraph(Text(("Nothing is new, worse, resolved or told anew.",))))
    return Section(KEY, TITLE, tuple(blocks))


def _rank(one: Finding) -> int:
    return ORDER.index(one.fired.severity)


def _listed(title: str, keys: tuple[str, ...]) -> FindingList:
    return FindingList(keys, most=8, title=title)


def _gone(gone: list[Finding]) -> Table:
    rows = tuple(Row((_past(one.fired.title), text(number_of(one.rule))), label=one.fired.label) for one in gone)
    return Table("resolved", "Resolved by data", (Column("What"), Column("Rule")), rows)


def _past(words: Text) -> Text:
    """A sentence of an earlier run: its figures are told apart from those of this one."""
    return Text(tuple(_was(part) if isinstance(part, Figure) else part for part in words.parts))


def _was(figure: Figure) -> Figure:
    return replace(figure, subject=f"{figure.subject} before".strip(), counted=None)


def _restated(before: Report, now: Report, late: Late) -> Iterator[Row]:
    """Figures of months that were over when the run before was built, and that read otherwise now."""
    then = {figure.key: figure for figure in before.figures}
    for figure in now.figures:
        was = then.get(figure.key)
        if was is None or figure.metric in FRAME or not _was_over(figure.period, before.header.as_of):
            continue
        if (was.value.state, was.value.amount) != (figure.value.state, figure.value.amount):
            anew = replace(figure, counted=None)
            yield Row(
                (text(name(_named(figure))), text(_was(was)), text(anew), _because(figure.value, late)),
                label=figure.label,
            )


def _named(figure: Figure) -> str:
    return ", ".join(part for part in (figure.title, figure.unit, figure.subject, figure.period) if part)


def _was_over(period: str, as_of: date) -> bool:
    """Whether months, told as a figure tells them, had ended at the end of a day."""
    last = period.rpartition("/")[2]
    if not MONTH.fullmatch(last):
        return False
    return month_start(date.fromisoformat(f"{last}-01"), 1) <= as_of + timedelta(days=1)


def _because(value: Value, late: Late) -> Text:
    entries = sorted({entry for row in value.evidence for entry in late.get(row.key, ())})
    if not entries:
        return Text(("records of that time changed",))
    named = ", ".join(f"#{entry}" for entry in entries[:MOST_ENTRIES])
    more = " and more" if len(entries) > MOST_ENTRIES else ""
    return text("entries ", number_of(named), more)
