"""A hand-off's grammar (pure): Markdown in, sections and items with their lines out. Nothing in it is dropped.

Lines count from 1. Headings are known by their usual names; a section under any other name is kept, and listed as not
understood. Blocks and their lines are markdown-it-py's, which does not take a `#` inside a code fence for a heading.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from reports.handoffs import marks

TASK, RISK, BLOCKER, DECISION, QUESTION, KPI, NOTE = "task", "risk", "blocker", "decision", "question", "kpi", "note"
UNKNOWN, DONE = "unknown", "done"
HEADINGS = {
    NOTE: ("status", "current status", "where we are", "summary", "overview", "context", "background", "notes"),
    TASK: ("next steps", "next step", "todo", "todos", "to do", "tasks", "open tasks", "action items", "actions",
           "backlog", "next"),
    BLOCKER: ("blockers", "blocker", "blocked", "blocked by", "blocking", "impediments"),
    RISK: ("risks", "risk", "known risks", "risks and mitigations", "concerns"),
    QUESTION: ("open questions", "questions", "question", "unknowns", "to clarify"),
    DECISION: ("decisions", "decision", "decision log", "decisions made", "key decisions"),
    KPI: ("metrics", "kpis", "kpi", "metrics kpis", "key metrics", "numbers", "measurements"),
    DONE: ("done", "completed", "finished", "shipped", "recently completed", "what was done", "accomplished"),
}  # fmt: skip
KNOWN = {name: kind for kind, names in HEADINGS.items() for name in names}
KPI_COLUMNS = {"kpi": ("kpi", "metric", "name", "measure"), "value": ("value", "current", "now", "actual"),
               "target": ("target", "goal")}  # fmt: skip
WRITTEN = re.compile(
    r"^\W*(?:date|updated|last updated|as of|written)\W*:?\W*(\d{4}-\d{2}-\d{2})\b", re.IGNORECASE | re.MULTILINE
)
UNIT = re.compile(r"^\W*(?:business )?unit\W*:\W*([a-z0-9]+(?:-[a-z0-9]+)*)\b", re.IGNORECASE | re.MULTILINE)
HEAD_LINES = 20
LONGEST_ITEM, LONGEST_HEADING = 1000, 200


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it, to the next: `path` names the headings above it too."""

    path: tuple[str, ...]
    kind: str
    line_from: int
    line_to: int


@dataclass(frozen=True)
class Item:
    """One task, risk, blocker, decision, question, figure or note; `done` only of what can be done.

    A KPI's `text` is its name, `value` and `target` its cells as written.
    """

    kind: str
    text: str
    line: int
    section: int
    done: bool = False
    owner: str = ""
    due: date | None = None
    priority: str = ""
    value: str = ""
    target: str = ""

    @property
    def fingerprint(self) -> str:
        """What the item is known by when the document comes again."""
        return marks.fingerprint(self.kind, self.text)


@dataclass(frozen=True)
class Reading:
    """A document read: its title, sections and items in order, marks that could not be read as `(line, words)`.

    `written_on` and `unit` are what its first lines say of themselves, if anything.
    """

    title: str
    sections: tuple[Section, ...]
    items: tuple[Item, ...]
    remarks: tuple[tuple[int, str], ...]
    written_on: date | None
    unit: str

    @property
    def not_understood(self) -> tuple[Section, ...]:
        """Sections whose heading has no known name."""
        return tuple(section for section in self.sections if section.kind == UNKNOWN)


def read(text: str) -> Reading:
    """The whole document; HTML in it is words like any other."""
    markdown = MarkdownIt("commonmark", {"html": False, "maxNesting": 40}).enable("table")
    markdown.disable("html_block")
    markdown.core.ruler.enableOnly(["normalize", "block"])
    tokens = markdown.parse(text)
    sections = _sections(tokens, text.count("\n") + 1)
    walk = _Walk(sections)
    items = tuple(walk.items(tokens))
    head = "\n".join(text.splitlines()[:HEAD_LINES])
    unit = UNIT.search(head)
    title = sections[0].path[-1] if sections and sections[0].path else ""
    return Reading(
        title, tuple(sections), items, tuple(walk.remarks), _written_on(head), unit[1].lower() if unit else ""
    )


def kind_of(heading: str) -> str:
    """What a heading announces: `Next steps`, `NEXT STEPS (week 2):` and `1. To-do` are all tasks."""
    folded = unicodedata.normalize("NFKC", heading).casefold()
    folded = re.sub(r"\(.*?\)|\[.*?\]", " ", folded).split(" - ")[0].split(":")[0]
    words = " ".join(word for word in re.findall(r"[^\W\d_]+", folded) if word not in {"and", "the", "our"})
    return KNOWN.get(words, UNKNOWN)


def _sections(tokens: Sequence[Token], last_line: int) -> list[Section]:
    """The sections in order; what stands before the first heading is a note without a path.

    A document's title (its first heading, of level 1) announces nothing; a heading without a known name keeps the
    kind of the known one above it.
    """
    heads = [
        (int(token.tag[1]), after.content[:LONGEST_HEADING], token.map[0] + 1)
        for token, after in pairwise(tokens)
        if token.type == "heading_open" and token.map and token.level == 0
    ]
    found: list[Section] = []
    if tokens and (not heads or heads[0][2] > 1):
        found.append(Section((), NOTE, 1, (heads[0][2] - 1) if heads else last_line))
    above: list[tuple[int, str, str]] = []
    for place, (level, title, line) in enumerate(heads):
        above = [one for one in above if one[0] < level]
        kind = kind_of(title)
        if kind == UNKNOWN and above and above[-1][2] != UNKNOWN:
            kind = above[-1][2]
        if kind == UNKNOWN and place == 0 and level == 1:
            kind = NOTE
        until = heads[place + 1][2] - 1 if place + 1 < len(heads) else last_line
        found.append(Section((*(one[1] for one in above), title), kind, line, until))
        above.append((level, title, UNKNOWN if place == 0 and level == 1 else kind))
    return found


class _Walk:
    """One pass over the blocks: where it is, and what it met."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self.sections = sections
        self.section = self.depth = 0
        self.heads: list[str] = []
        self.row: list[tuple[str, int]] = []
        self.remarks: list[tuple[int, str]] = []

    def items(self, tokens: Sequence[Token]) -> Iterator[Item]:
        """List items, rows of tables, and paragraphs, in order."""
        for before, token in pairwise(tokens):
            self._move(before)
            if token.type == "inline" and before.type in {"th_open", "td_open"}:
                self.row.append((token.content, _line(token)))
            elif token.type == "inline" and before.type == "paragraph_open":
                kind = self.sections[self.section].kind
                yield from _said(token, self.section, kind, self.depth > 0, self.remarks)
            elif token.type == "tr_close":
                yield from self._ended_row()

    def _move(self, token: Token) -> None:
        while token.map and self.section + 1 < len(self.sections) and (
            self.sections[self.section + 1].line_from <= _line(token)
        ):  # fmt: skip
            self.section += 1
        self.depth += {"list_item_open": 1, "list_item_close": -1}.get(token.type, 0)
        if token.type == "table_open":
            self.heads = []

    def _ended_row(self) -> Iterator[Item]:
        row, self.row = self.row, []
        if self.heads:
            yield from _figure(self.heads, row, self.section)
        else:
            self.heads = [cell for cell, _ in row]


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 0


def _figure(heads: Sequence[str], row: Sequence[tuple[str, int]], section: int) -> Iterator[Item]:
    """A row of a table with columns KPI, Value and perhaps Target; of any other table, its cells as a note."""
    names = [unicodedata.normalize("NFKC", head).casefold().strip(" *_`") for head in heads]
    at = {
        what: next((place for place, name in enumerate(names) if name in known), None)
        for what, known in KPI_COLUMNS.items()
    }
    cells = [cell.strip(" *_`")[:LONGEST_ITEM] for cell, _ in row]
    line = row[0][1] if row else 0
    if at["kpi"] is None or at["value"] is None:
        words = " · ".join(cell for cell in cells if cell)[:LONGEST_ITEM]
        if words:
            yield Item(NOTE, words, line, section)
    elif cells[at["kpi"]]:
        target = cells[at["target"]] if at["target"] is not None else ""
        yield Item(KPI, cells[at["kpi"]], line, section, value=cells[at["value"]], target=target)


def _said(token: Token, section: int, kind: str, in_list: bool, remarks: list[tuple[int, str]]) -> Iterator[Item]:
    """One item of a list, or one paragraph; a box makes it a task wherever it stands."""
    line = _line(token)
    found = marks.read(token.content)
    if not found.text:
        return
    remarks.extend((line, fault) for fault in found.faults)
    done = found.box if found.box is not None else kind == DONE
    if found.box is not None or kind == DONE:
        kind = TASK if in_list else NOTE
    elif kind in {UNKNOWN, KPI} or (kind == TASK and not in_list):
        kind = NOTE
    done = done and kind == TASK
    yield Item(
        kind, found.text[:LONGEST_ITEM], line, section, done=done,
        owner=found.owner, due=found.due, priority=found.priority,
    )  # fmt: skip


def _written_on(head: str) -> date | None:
    found = WRITTEN.search(head)
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None
