"""Plain text as it is set in a letter (pure): 72 columns, links whole and on lines of their own."""

from __future__ import annotations

import re
import textwrap

COLUMNS = 72
PREVIEW = 140  # characters
LABEL = re.compile(r"\s*\S.{0,24}?\s{2,}")  # `Departure  17:10`: what follows hangs under the second column


def set_in_columns(text: str) -> str:
    """The text with long lines broken between words and never more than one empty line; ends in one line break.

    A word longer than a line, such as a link, is left whole.
    """
    lines: list[str] = []
    for line in text.strip("\n").splitlines():
        if line.strip():
            lines += _broken(line.rstrip())
        elif lines and lines[-1]:
            lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def preview(text: str) -> str:
    """What a list of letters shows beside the subject: the second paragraph in one line, cut between words."""
    paragraphs = text.strip().split("\n\n")
    return textwrap.shorten(paragraphs[1] if len(paragraphs) > 1 else paragraphs[0], PREVIEW, placeholder=" …")


def _broken(line: str) -> list[str]:
    """One line, broken where it is too long."""
    label = LABEL.match(line)
    hang = " " * len(label[0]) if label else ""
    return textwrap.wrap(line, COLUMNS, subsequent_indent=hang, break_long_words=False, break_on_hyphens=False)
