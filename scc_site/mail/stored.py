"""Letters whose words were written and kept before they were queued: they leave as they are kept, each time.

Whoever keeps them registers, by the letter's name, the function that reads them again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from scc_site.models import OutgoingMail

LARGEST_HTML = 90 * 1024  # Gmail clips a letter near 100 KB; what is written when it leaves has a narrower bound


class Stored(NamedTuple):
    """What was kept of a letter: one line, the text with its foot, the HTML with its styles inlined."""

    subject: str
    text: str
    html: str


Reader = Callable[[OutgoingMail], Stored]
_readers: dict[str, Reader] = {}


def register(letter: str, reader: Reader) -> None:
    """Have the letters of a name read by a function; raises ValueError when another does already."""
    if _readers.setdefault(letter, reader) is not reader:
        raise ValueError(f"{letter!r} is read by two functions.")


def is_known(letter: str) -> bool:
    """Whether the letters of a name are kept."""
    return letter in _readers


def of(mail: OutgoingMail) -> Stored | None:
    """What was kept of a row's letter; none where letters of its name are written when they leave."""
    reader = _readers.get(mail.kind)
    return reader(mail) if reader else None
