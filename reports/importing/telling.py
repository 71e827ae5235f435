"""What there is to import, told: every kind with its heads; and what an import did, for people and machines (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from reports.importing import cells
from reports.importing.faults import FileRefused
from reports.importing.shapes import Column, Kind
from reports.models import ImportBatch

LEGEND = "* must be there   † by these a second import finds the same record"


def marks(column: Column) -> str:
    """`*` where it must be there, `†` where it is part of the key."""
    return ("*" if column.required else "") + ("†" if column.is_key else "")


def holds(column: Column) -> str:
    """What a column's cells hold, in a few words."""
    known = cells.holds(column.read)
    return f"{known}; {column.says}" if column.says and column.says != known else known


def listed(kinds: Iterable[Kind]) -> Iterator[str]:
    """Every kind and its heads, as lines of text."""
    yield LEGEND
    for kind in kinds:
        wants = [f"--{name}" for name, is_wanted in wanted(kind).items() if is_wanted]
        yield ""
        yield f"{kind.name}: {kind.title}. {kind.says}" + (f" Wants {' and '.join(wants)}." if wants else "")
        for column in kind.columns:
            also = f" (also: {', '.join(column.also)})" if column.also else ""
            yield f"    {column.name + marks(column):<22} {holds(column)}{also}"
        for note in notes(kind):
            yield f"    {note}"


def notes(kind: Kind) -> list[str]:
    """What else there is to know of a kind's files."""
    groups = [f"One of these must be there: {', '.join(group)}." for group in kind.one_of]
    layouts = [f"As they are: {', '.join(layout.name for layout in kind.layouts)}."] if kind.layouts else []
    return groups + layouts


def wanted(kind: Kind) -> dict[str, bool]:
    """What must be said with a file of this kind."""
    return {"unit": kind.wants_unit, "account": kind.wants_account}


def taken(batch: ImportBatch, *, is_trial: bool) -> dict[str, Any]:
    """What an import did, for a machine. `import` is the batch's number; null after a trial."""
    return {
        "kind": batch.kind,
        "file": batch.filename,
        "import": None if is_trial else batch.pk,
        "dry_run": is_trial,
        "rows": batch.row_count,
        "new": batch.created_count,
        "changed": batch.changed_count,
        "unchanged": batch.unchanged_count,
        "warnings": batch.warnings,
        "faults": [],
    }


def refused(kind: str, filename: str, refusal: FileRefused, *, is_trial: bool) -> dict[str, Any]:
    """What was wrong with a file, for a machine; nothing of it is stored."""
    faults = [
        {"line": fault.line, "column": fault.column, "written": fault.written, "fault": fault.words}
        for fault in refusal.found
    ]
    return {"kind": kind, "file": filename, "import": None, "dry_run": is_trial, "faults": faults} | (
        {"more_faults": refusal.more} if refusal.more else {}
    )
