"""A file in the office: tried first, kept as it was tried, taken in on a yes."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from django.db import transaction

from reports.importing import engine, telling
from reports.importing.cells import WHICH_DAY
from reports.importing.faults import FileRefused
from reports.importing.kinds import ALL
from reports.importing.shapes import Kind, Row
from reports.models import Account, BusinessUnit, ImportBatch, StagedFile
from scc_site.models import User

STATES = (("created", "New"), ("changed", "Changed"), ("unchanged", "The same as before"))


def stage(
    *,
    kind: Kind,
    content: bytes,
    filename: str,
    giver: User,
    at: datetime,
    unit: BusinessUnit | None = None,
    account: Account | None = None,
    dates: str = "",
) -> StagedFile:
    """Try a file and keep it with what the trial said, for a day."""
    StagedFile.objects.forget_old(at=at)
    staged = StagedFile(
        kind=kind.name, content=content, filename=filename[-200:], giver=giver, staged_at=at, unit=unit,
        account=account, dates=dates,
    )  # fmt: skip
    staged.outcome = _outcome(staged, at)
    staged.save()
    return staged


def try_again(*, staged: StagedFile, dates: str, at: datetime) -> None:
    """Try the same file once more, told how its days are written."""
    staged.dates = dates
    staged.outcome = _outcome(staged, at)
    staged.save(update_fields=["dates", "outcome"])


@transaction.atomic
def accept(*, staged: StagedFile, at: datetime) -> ImportBatch:
    """Take in the bytes that were tried. Raises FileRefused where the books have changed since; then the file waits."""
    batch = engine.take(at=at, **_given(staged))
    staged.delete()
    return batch


def refused(*, staged: StagedFile, refusal: FileRefused) -> None:
    """Keep what a yes ran into, for the page."""
    staged.outcome = _faults(staged, refusal)
    staged.save(update_fields=["outcome"])


def _given(staged: StagedFile) -> dict[str, Any]:
    return {
        "kind": ALL[staged.kind], "content": io.BytesIO(staged.content), "filename": staged.filename,
        "unit": staged.unit, "account": staged.account, "author": staged.giver, "dates": staged.dates,
    }  # fmt: skip


def _outcome(staged: StagedFile, at: datetime) -> dict[str, Any]:
    """What a trial says, for its page: counts, warnings, first rows; or the faults."""
    try:
        run = engine.tried(at=at, **_given(staged))
    except FileRefused as refusal:
        return _faults(staged, refusal)
    told = telling.taken(run.batch, is_trial=True)
    samples = [
        {"title": title, "head": ["Line", *_columns(rows)], "rows": [_cells(row, _columns(rows)) for row in rows]}
        for state, title in STATES
        if (rows := run.changes.samples.get(state, []))
    ]
    return told | {"samples": samples}


def _faults(staged: StagedFile, refusal: FileRefused) -> dict[str, Any]:
    told = telling.refused(staged.kind, staged.filename, refusal, is_trial=True)
    return told | {
        "asks_days": any(WHICH_DAY in fault.words for fault in refusal.found),
        "counted": _counted(refusal.count),
    }


def _counted(count: int) -> str:
    return "1 fault" if count == 1 else f"{count:,} faults"


def _columns(rows: list[Row]) -> list[str]:
    """The columns in which any of the rows says something."""
    names = dict.fromkeys(name for row in rows for name, text in row.written.items() if text.strip())
    return list(names)


def _cells(row: Row, columns: list[str]) -> list[str]:
    return [str(row.line), *(row.written.get(name, "") for name in columns)]
