"""Pages printed by WeasyPrint: the program, what it may read, and whether this machine can at all.

WeasyPrint needs Pango, which comes from the system; where it is missing, `missing()` says what to install.
"""

from __future__ import annotations

import ctypes.util
import importlib
import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings

TOKENS = "static/css/tokens.css"
EPOCH = "SOURCE_DATE_EPOCH"
PANGO = ("pango-1.0", "pangoft2-1.0")
REMEDY_LINE = "apt-get install libpango-1.0-0 libpangoft2-1.0-0"
REMEDY = f"Pango is missing, so no PDFs are made. Install it: {REMEDY_LINE} (Debian and its kin)."


def missing() -> str:
    """What keeps this machine from making PDFs, with the remedy; nothing where it can."""
    return "" if all(ctypes.util.find_library(name) for name in PANGO) else REMEDY


def pdf(page: str, *, sheet: Path, dated: datetime) -> bytes:
    """A whole HTML page as PDF: the house's tokens, then its own sheet; fonts and file bear a date, not today's.

    The page itself may read nothing but what stands in it. The same page and date give the same bytes.
    Raises OSError where Pango is missing.
    """
    program = _program()
    faces = program.text.fonts.FontConfiguration()
    document = program.HTML(string=page, url_fetcher=_fetcher("data"))
    with _dated(dated):
        return bytes(
            document.write_pdf(
                font_config=faces,
                stylesheets=_sheets((Path(settings.BASE_DIR) / TOKENS, sheet), faces),
                pdf_identifier=sha256(page.encode()).hexdigest()[:32].encode(),
                pdf_variant="pdf/ua-1",
                presentational_hints=True,  # a list that goes on counts on
            )
        )


def _program() -> Any:
    """WeasyPrint, which loads Pango when it is imported: other pages must not wait for it. It tells errors alone."""
    for name in ("weasyprint", "fontTools"):
        logging.getLogger(name).setLevel(logging.ERROR)
    return importlib.import_module("weasyprint")


@contextmanager
def _dated(at: datetime) -> Iterator[None]:
    """The fonts within bear the page's date, not today's: else no two files would be alike."""
    before = os.environ.get(EPOCH)
    os.environ[EPOCH] = str(int(at.timestamp()))
    try:
        yield
    finally:
        os.environ.pop(EPOCH)
        if before is not None:
            os.environ[EPOCH] = before


def _fetcher(*protocols: str) -> Any:
    """What may be read: for a page what stands in it, for the house's own sheets its fonts too."""
    return importlib.import_module("weasyprint.urls").URLFetcher(allowed_protocols=set(protocols))


def _sheets(files: Sequence[Path], faces: Any) -> list[Any]:
    """The style sheets, in their order."""
    reads = {"font_config": faces, "url_fetcher": _fetcher("data", "file"), "media_type": "print"}
    return [_program().CSS(filename=str(file), **reads) for file in files]
