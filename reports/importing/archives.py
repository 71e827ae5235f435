"""Archives weighed by what they say of themselves, before any part of them is opened (pure)."""

from __future__ import annotations

import zipfile
from typing import BinaryIO

from reports.importing.reading import INSTEAD, Limits, NotReadable

MOST_PARTS = 2000
MOST_SWELL = 16  # times the limit of a file's size, unpacked
SUSPECT_RATIO = 300  # sheets of numbers reach a few dozen
SUSPECT_BYTES = 4 * 1024 * 1024


def weigh(source: BinaryIO, limits: Limits) -> None:
    """Raise NotReadable unless this is a workbook of a sound size."""
    try:
        with zipfile.ZipFile(source) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise NotReadable(f"The workbook is damaged. {INSTEAD}") from None
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        raise NotReadable(f"This is {_other(names)}. {INSTEAD}")
    size, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    is_swollen = size > SUSPECT_BYTES and size > packed * SUSPECT_RATIO
    if size > limits.size * MOST_SWELL or is_swollen or len(parts) > MOST_PARTS:
        raise NotReadable(f"The workbook would unpack to {size // 1024 // 1024:,} MB: it is not opened.")


def _other(names: set[str]) -> str:
    if "content.xml" in names:
        return "an OpenDocument file (.ods)"
    if "word/document.xml" in names:
        return "a Word document"
    if any(name.startswith("Index/") for name in names):
        return "a Numbers document"
    return "an archive (.zip)"
