"""What the page of one hand-off prints. Reads alone."""

from __future__ import annotations

from typing import Any

from reports.handoffs.grammar import UNKNOWN
from reports.handoffs.taking import UNCHANGED, Taken
from reports.models import HandoffDocument, HandoffItem
from scc_site.desk import Section, said

Kind = HandoffItem.Kind
ORDER = (
    (Kind.SECRET, "Looks like a secret", "Rotate it, then take it out of the file. Only its place is kept here."),
    (Kind.BLOCKER, "Blockers", ""),
    (Kind.TASK, "Tasks", ""),
    (Kind.RISK, "Risks", ""),
    (Kind.QUESTION, "Open questions", ""),
    (Kind.DECISION, "Decisions", ""),
    (Kind.KPI, "Figures", ""),
    (Kind.NOTE, "Notes", ""),
)


def summary(taken: Taken) -> str:
    """One sentence about what a reading brought."""
    if taken.state == UNCHANGED:
        return "The file says what it said before: nothing changed."
    counts = (("added", taken.added), ("closed", taken.closed), ("reworded", taken.reworded))
    news = ", ".join(f"{len(rows)} {word}" for word, rows in counts)
    masked = f" {len(taken.secrets)} looked like secrets and were masked." if taken.secrets else ""
    return f"{taken.document.path} was read: {news}.{masked}"


def context(document: HandoffDocument) -> dict[str, Any]:
    """Facts, items by kind and readings, in four queries."""
    items = list(HandoffItem.objects.standing_in(document))
    sections = list(document.sections.all())
    return {
        "document": document,
        "facts": _facts(document, items),
        "listed": [_table(document, title, lede, [one for one in items if one.kind == kind])
                   for kind, title, lede in ORDER if any(one.kind == kind for one in items)],
        "unknown": [f"{document.path}:{one.line_from} · {one}" for one in sections if one.kind == UNKNOWN],
        "readings": list(document.readings.all()[:20]),
    }  # fmt: skip


def _facts(document: HandoffDocument, items: list[HandoffItem]) -> list[tuple[str, str]]:
    still = [item for item in items if item.kind == Kind.TASK and item.done_on is None]
    return [
        ("Project", document.project),
        ("Unit", document.unit.name if document.unit else "none: say so in the file, “Unit: quickdumpnow”"),
        ("Written on", f"{document.written_on:%-d %b %Y}"),
        ("Read on", said(document.imported_at)),
        ("Open tasks", str(len(still))),
    ]


def _table(document: HandoffDocument, title: str, lede: str, items: list[HandoffItem]) -> Section:
    rows: list[tuple[str, ...]]
    if items[0].kind == Kind.KPI:
        rows = [(one.text, one.value, one.target or "–", f"{document.path}:{one.line}") for one in items]
        return Section(title, ("Figure", "Value", "Target", "Where"), rows, "", lede)
    rows = [(_words(one), _standing(one), f"{one.first_seen_on:%-d %b %Y}", f"{document.path}:{one.line}")
            for one in items]  # fmt: skip
    return Section(title, ("What", "Who and when", "First seen", "Where"), rows, "", lede)


def _words(item: HandoffItem) -> str:
    return f"{item.text} (before: {item.was})" if item.was else item.text


def _standing(item: HandoffItem) -> str:
    """`@ana · until 1 Dec 2026 · high`, or that it is done."""
    parts = [
        f"done {item.done_on:%-d %b %Y}" if item.done_on else "",
        f"@{item.owner}" if item.owner else "",
        f"until {item.due_on:%-d %b %Y}" if item.due_on else "",
        item.priority,
    ]
    return " · ".join(part for part in parts if part) or "–"
