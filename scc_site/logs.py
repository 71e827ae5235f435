"""What logs must not hold: links' tokens and session tokens are masked wherever a record mentions them."""

from __future__ import annotations

import logging
import re

SECRET_PATH = re.compile(r"(/(?:auth/link|guest|waiver|party|calendar|mail/preferences|verify)/)[^/\s\"'?]+")
SESSION_TOKEN = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]*")


def masked(text: str) -> str:
    """The text with every token in it replaced by an ellipsis: `/auth/link/…/`."""
    return SESSION_TOKEN.sub("…", SECRET_PATH.sub(r"\1…", text))


class MaskedFormatter(logging.Formatter):
    """Masks the finished line, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        """The line as it may be kept."""
        return masked(super().format(record))
