"""What a rendering says, read out of its bytes: marked figures, findings, and every number that nobody marked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from pypdf import PdfReader

from reports import codec
from reports.renderings import phrases
from reports.renderings.told import names_of, sections_of
from reports.report import Report
from reports.tree import Chart, Table

NUMBER = re.compile(r"\d+(?:,\d{3})*")
FIRST = 5_000_001  # of the amounts that tell figures apart: no name and no date is so large
VOID = {"meta", "img", "br", "link"}
NAMED = {"time", "h1", "h2", "h3", "h4", "th", "dt", "title", "style"}


def told_apart(report: Report) -> Report:
    """The same report with an amount of its own for each figure, so that each is known again wherever it is printed."""
    amounts: dict[str, int] = {}

    def amount(key: str) -> dict[str, Any]:
        number = amounts.setdefault(key, FIRST + len(amounts))
        return {
            "$": "Value", "amount": number, "n": 1,
            "measure": {"$": "enum", "of": "Measure", "is": "count"}, "state": {"$": "enum", "of": "State", "is": "ok"},
        }  # fmt: skip

    def walk(part: Any) -> Any:
        if isinstance(part, list):
            return [walk(each) for each in part]
        if not isinstance(part, dict):
            return part
        part = {name: walk(value) for name, value in part.items()}
        if part.get("$") == "Figure":
            key = "/".join(part.get(name, "") for name in ("metric", "unit", "period", "subject"))
            part = {name: value for name, value in part.items() if name != "places"} | {"value": amount(key)}
        if part.get("at_stake"):
            part["at_stake"] = amount(f"stake {len(amounts)}")
        return part

    return codec.unpacked(walk(codec.packed(report)))


def figures_in(words: str, report: Report) -> set[str]:
    """The keys of the figures of a report, told apart, whose amounts stand in a text."""
    by_text = {figure.text: figure.key for figure in report.figures}
    return {by_text[number] for number in NUMBER.findall(words) if number in by_text}


@dataclass
class Marked(HTMLParser):
    """Everything that is marked in HTML, and the words that are not."""

    figures: list[tuple[str, str]] = field(default_factory=list)
    findings: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        self.findings |= {known["data-finding"]} if "data-finding" in known else set()
        self.links += [known["href"]] if "href" in known else []
        if tag in VOID:
            return
        kind = "name" if tag in NAMED or known.get("class") == "k" or "data-count" in known else ""
        if "data-figure" in known:
            kind = "figure"
            self.figures.append((known["data-figure"], ""))
        self.open.append((tag, kind))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        kinds = {kind for _, kind in self.open}
        if "figure" in kinds:
            key, text = self.figures[-1]
            self.figures[-1] = (key, text + data)
        elif "name" not in kinds:
            self.words.append(data)


def marked(html: str) -> Marked:
    """What is marked in a page."""
    found = Marked()
    found.feed(html)
    return found


def known_names(report: Report) -> set[str]:
    """Names, dates, ids and titles of a report: digits in them are no figures."""
    head = report.header
    names = {*names_of((report.sections, report.findings)), *names_of(phrases.built(head)), phrases.heading(head)}
    names |= {one.rule for one in report.findings} | {figure.title for figure in report.figures} | {*head.units}
    names |= {head.scope_name, head.says, phrases.run(head), *(on for one in report.findings for on in _due(one))}
    for section, _ in sections_of(report):
        names.add(section.title)
        tables = [block.table if isinstance(block, Chart) else block for block in section.blocks]
        names |= {name for each in tables if isinstance(each, Table) for name in (
            each.title, *(column.title for column in each.columns))}  # fmt: skip
    return names | {phrases.unit_name(head, one.fired.unit) for one in report.findings}


def _due(one: Any) -> list[str]:
    return [part.text for part in phrases.due(one.fired.action.due).parts if not isinstance(part, str)]


def unmarked(words: str, report: Report, *also: str) -> list[str]:
    """Digit groups of a text that are neither a figure's, nor of a name, a date, an id or a link."""
    left = re.sub(r"https?://\S+", " ", words)
    left = " ".join(left.split())
    for known in sorted({*known_names(report), *also}, key=len, reverse=True):
        for form in (known, known.upper()):
            left = left.replace(" ".join(form.split()), " ") if form.strip() else left
    return NUMBER.findall(left)


def pdf_words(told: bytes) -> str:
    """The text of a PDF."""
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(told)).pages)


def sheets(told: bytes) -> dict[str, list[tuple[Any, ...]]]:
    """The cells of a workbook, by sheet."""
    book = load_workbook(BytesIO(told))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}
