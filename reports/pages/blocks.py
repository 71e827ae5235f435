"""Blocks of a report's tree as what their templates print; nothing is decided here, and nothing left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from reports import tree
from reports.pages.counted import TONES
from reports.pages.findings import Finds, card
from reports.pages.ink import Ink
from reports.report import Report
from reports.tree import LABELS
from reports.values import State, Value
from reports.words import Figure, Text

Context = dict[str, Any]
FEW_COLUMNS = 3
FEW_GAPS = 8


@dataclass
class Printer:
    """Turns the sections of one cleared report into contexts.

    `names` are those of units by slug; `charts` the keys of charts that are drawn, by their address without theme.
    """

    report: Report
    ink: Ink
    names: Mapping[str, str]
    charts: Mapping[str, str] = field(default_factory=dict)
    anchored: set[str] = field(default_factory=set)

    def section(self, section: tree.Section, depth: int = 2) -> Context:
        """A section, its blocks and the sections within; headings are those of `depth` and below."""
        return {
            "key": section.key,
            "title": section.title,
            "depth": depth,
            "blocks": [self.block(block, is_summary=section.key == "summary") for block in section.blocks],
            "sections": [self.section(part, depth + 1) for part in section.sections],
        }

    def block(self, block: tree.Block, *, is_summary: bool = False) -> Context:
        """One block, with the template that prints it."""
        if is_summary and isinstance(block, tree.FindingList):
            return self.decisions(block)
        kinds: dict[type, Callable[[Any], Context]] = {
            tree.Paragraph: lambda found: {"words": self.ink.text(found.words)},
            tree.Bullets: lambda found: {"items": [self.ink.text(item) for item in found.items]},
            tree.Headlines: lambda found: {"figures": [self.headline(figure) for figure in found.figures]},
            tree.Table: self.table,
            tree.Chart: self.chart,
            tree.FindingList: self.findings,
            tree.Gaps: self.gaps,
            tree.Agenda: self.agenda,
            tree.Withheld: lambda found: {"words": LABELS.get(found.label, found.label)},
        }
        kind = type(block)
        return {"template": f"reports/blocks/_{kind.__name__.lower()}.html", **kinds[kind](block)}

    def headline(self, figure: Figure) -> Context:
        """A large figure, its title and what stands behind it."""
        return {"figure": self.ink.figure(figure), "title": figure.title, "behind": _behind(figure.value)}

    def table(self, table: tree.Table) -> Context:
        """Rows of cells; `broad` where a phone scrolls it, `stacked` where words would not fit a column there."""
        heads = [{"title": column.title, "is_figure": column.is_figure} for column in table.columns]
        is_long = len(heads) > FEW_COLUMNS
        are_figures = all(column.is_figure for column in table.columns[1:])
        return {
            "key": table.key,
            "title": table.title,
            "heads": heads,
            "rows": [self.row(row, table.columns) for row in table.rows],
            "empty": self.ink.text(table.empty) or "Nothing is recorded here.",
            "shape": ("broad" if are_figures else "stacked") if is_long else "plain",
            "withheld": [LABELS.get(label, label) for label in table.withheld],
        }

    def row(self, row: tree.Row, columns: tuple[tree.Column, ...]) -> Context:
        """One row; its first cell names it."""
        first, *rest = [self.ink.text(cell) for cell in row.cells]
        kinds = columns[1:]
        cells = [
            {"html": html, "is_figure": column.is_figure, "label": column.title, "is_below": _is_below(cell)}
            for html, column, cell in zip(rest, kinds, row.cells[1:], strict=True)
        ]
        return {"first": first, "cells": cells, "is_total": row.is_total}

    def chart(self, chart: tree.Chart) -> Context:
        """A picture, its sentence, its table."""
        is_whole = not any(figure.value.state == State.WITHHELD for figure in tree.figures_of(chart))
        src = self.charts.get(chart.table.key, "") if is_whole else ""
        table = self.table(chart.table)
        line = self.ink.figure(chart.line_at) if chart.line_at else ""
        says = self.ink.text(chart.says)
        line_title = chart.line_at.title if chart.line_at else ""
        return {
            "src": src,
            "alt": str(chart.says),
            "says": says,
            "line": line,
            "line_title": line_title,
            "table": table,
        }

    def decisions(self, block: tree.FindingList) -> Context:
        """The few findings of the summary as decisions: what to do, why, what it costs."""
        items = [card(self.finds, self.report.finding(key), TONES) for key in block.keys[: block.most]]
        rest = len(block.keys) - len(items)
        empty = self.ink.text(block.empty)
        return {"template": "reports/blocks/_decisions.html", "items": items, "rest": rest, "empty": empty}

    def findings(self, block: tree.FindingList) -> Context:
        """Findings in full, grouped by unit where asked; those beyond the most that are shown wait folded."""
        cards = [self.found(key) for key in block.keys]
        shown, rest = cards[: block.most], cards[block.most :]
        groups = [{"name": "", "items": shown}]
        if block.by_unit:
            ordered = sorted(shown, key=lambda each: each["unit"])
            groups = [
                {"name": name, "items": list(items)} for name, items in groupby(ordered, key=lambda each: each["unit"])
            ]
        empty = self.ink.text(block.empty)
        return {"groups": groups if shown else [], "rest": rest, "empty": empty, "hides": block.hides}

    def found(self, key: str) -> Context:
        """A finding in full; the first time that it stands on the page it is where links lead to."""
        context = card(self.finds, self.report.finding(key), TONES)
        context["is_first"] = key not in self.anchored
        self.anchored.add(key)
        return context

    def gaps(self, block: tree.Gaps) -> Context:
        """What is not recorded, and where to enter it."""
        items = [
            {
                "words": self.ink.text(gap.words),
                "name": str(gap.words),
                "unit": self.names.get(gap.unit, gap.unit),
                "href": self.ink.way(gap.href),
                "waiting": gap.waiting,
            }
            for gap in block.items
        ]
        return {"items": items[:FEW_GAPS], "rest": items[FEW_GAPS:]}

    def agenda(self, block: tree.Agenda) -> Context:
        """Weeks of tasks, and those that did not fit."""
        weeks = [
            {
                "title": self.ink.text(week.title),
                "tasks": [self.task(task) for task in week.tasks],
                "planned": self.ink.figure(week.planned),
                "capacity": self.ink.figure(week.capacity),
                "goes_on": bool(week.planned.value.amount),
            }
            for week in block.weeks
        ]
        return {"weeks": weeks, "rest": [self.task(task) for task in block.rest]}

    def task(self, task: tree.Task) -> Context:
        """One item of the agenda."""
        place = self.ink.found.get(task.finding)
        return {
            "key": task.finding,
            "title": self.ink.text(task.title),
            "unit": self.names.get(task.unit, task.unit),
            "score": self.ink.figure(task.score),
            "hours": self.ink.figure(task.hours),
            "parts": self.ink.text(task.parts),
            "due": task.due,
            "page": f"/reports/runs/{self.ink.run}/findings/{place}/" if place else "",
            "href": self.ink.way(task.href),
        }

    @property
    def finds(self) -> Finds:
        """What a finding's card is printed with."""
        return Finds(self.ink, self.names)


def _behind(value: Value) -> str:
    """How many rows stand behind a figure, and whether some are missing: its own page names them."""
    rows = f"{value.n:,} {'row' if value.n == 1 else 'rows'}" if value.n else ""
    return ", ".join(part for part in (rows, "some missing" if value.missing and value.is_known else "") if part)


def _is_below(cell: Text) -> bool:
    """Whether a cell is a figure below zero."""
    amounts = [figure.value.amount for figure in cell.figures]
    return len(amounts) == 1 and amounts[0] is not None and amounts[0] < 0
