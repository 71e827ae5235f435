"""What the pages of imports say."""

from __future__ import annotations

from typing import Any

from reports.importing import telling
from reports.importing.kinds import ALL
from reports.importing.undoing import Undone
from reports.models import ImportBatch, ImportChange, StagedFile
from scc_site.desk import Section, said


def summary(batch: ImportBatch) -> str:
    """`12 rows: 3 new, 1 changed, 8 as before.`"""
    return (
        f"{batch.row_count:,} rows: {batch.created_count:,} new, {batch.changed_count:,} changed, "
        f"{batch.unchanged_count:,} as before."
    )


def taken_back(done: Undone) -> str:
    """What an undo did."""
    parts = [
        f"{count:,} {words}"
        for count, words in (
            (done.removed, "removed"), (done.restored, "as they were before"), (done.reversed, "entries reversed"),
        )
        if count
    ]  # fmt: skip
    return f"Undone: {', '.join(parts) or 'there was nothing to take back'}."


def trial(staged: StagedFile) -> dict[str, Any]:
    """A trial: its counts, first rows and warnings; or its faults by line."""
    told = staged.outcome
    faults: list[tuple[str, ...]] = [
        (str(fault["line"]) if fault["line"] else "", fault["column"], fault["written"], fault["fault"])
        for fault in told["faults"]
    ]
    more = told.get("more_faults", 0)
    sections = [Section(part["title"], tuple(part["head"]), part["rows"], "") for part in told.get("samples", [])]
    wrong = Section(
        "What is wrong", ("Line", "Column", "Written", "Fault"), faults, "",
        lede=f"The first {len(faults):,} are shown; there are {more:,} more." if more else "",
    )  # fmt: skip
    return {
        "staged": staged, "told": told, "sections": [wrong] if faults else sections,
        "asks_days": told.get("asks_days") or bool(staged.dates), "warnings": told.get("warnings", []),
    }  # fmt: skip


def batch(batch: ImportBatch) -> dict[str, Any]:
    """One import: facts, what it touched, warnings."""
    facts = [
        ("Kind", ALL[batch.kind].title if batch.kind in ALL else batch.kind),
        ("File", batch.filename),
        ("Taken in", f"{said(batch.taken_at)} by {batch.giver or 'a command on the machine'}"),
        ("Unit", str(batch.unit) if batch.unit else "as its rows say"),
        ("Rows", summary(batch)),
    ]
    if batch.undone_at:
        facts.append(("Undone", f"{said(batch.undone_at)} by {batch.undone_by}"))
    touched = ImportChange.objects.counted(batch=batch)
    rows: list[tuple[str, ...]] = [(name, f"{new:,}", f"{changed:,}") for name, new, changed in touched]
    records = Section("Records", ("Of", "New", "Changed"), rows, "It left no record that undo would take back.")
    return {
        "batch": batch, "facts": facts, "sections": [records], "warnings": batch.warnings,
        "may_undo": bool(rows) and not batch.undone_at,
    }  # fmt: skip


def kinds() -> list[dict[str, Any]]:
    """Every kind with its heads, from the same words as `import_records --list`."""
    return [
        {
            "kind": kind,
            "section": Section(
                kind.title, ("Column", "Holds", "Known as well as"),
                [
                    (f"{column.name}{telling.marks(column)}", telling.holds(column), ", ".join(column.also))
                    for column in kind.columns
                ],
                "",
            ),
            "notes": telling.notes(kind),
        }
        for kind in ALL.values()
    ]  # fmt: skip
