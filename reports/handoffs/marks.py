"""The small marks within an item (pure): who, until when, how urgent; and what is left without them."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import date
from typing import NamedTuple

BOX = re.compile(r"\[([ xX])\](?:\s+|\Z)")
OWNER = re.compile(r"(?<![\w@.])@([A-Za-z0-9](?:[\w.-]{0,58}\w)?)", re.ASCII)
DUE = re.compile(r"(?<!\w)due:\s?([^\s,;()\[\]]*[^\s,;()\[\].])", re.IGNORECASE)
PRIORITY = re.compile(r"(?<![\w!])!(critical|high|medium|low)\b", re.IGNORECASE)
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Marked(NamedTuple):
    """An item's words without its marks. `box` is None without a box; `faults` name marks that could not be read."""

    text: str
    box: bool | None
    owner: str
    due: date | None
    priority: str
    faults: tuple[str, ...]


def read(written: str) -> Marked:
    """The marks of one item: a leading `[ ]` or `[x]`, the first `@name`, `due:2026-12-01`, `!high`.

    A mark that cannot be read stays in the words and is named; an address (`ana@example.com`) is no mark.
    """
    bare = " ".join(written.split())
    found = BOX.match(bare)
    box = None if found is None else found[1] != " "
    bare = bare[found.end() :] if found else bare
    owner = OWNER.search(bare)
    urgency = PRIORITY.search(bare)
    due, faults = _due(bare)
    for mark in (OWNER if owner else None, PRIORITY if urgency else None, DUE if due else None):
        bare = mark.sub("", bare, count=1) if mark else bare
    bare = re.sub(r"\(\s*\)", "", bare)  # what stood around a mark alone
    bare = re.sub(r"\s+([,.;:)])", r"\1", " ".join(bare.split())).strip(" ,;:-–—")
    return Marked(bare, box, owner[1] if owner else "", due, urgency[1].lower() if urgency else "", faults)


def fingerprint(kind: str, text: str) -> str:
    """The same for an item however it is spaced, cased, punctuated, ticked or marked: 32 hexadecimal digits."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    words = re.findall(r"\w+", folded) or [folded]
    return hashlib.sha256(f"{kind}\0{' '.join(words)}".encode()).hexdigest()[:32]


def _due(written: str) -> tuple[date | None, tuple[str, ...]]:
    found = DUE.search(written)
    if found is None:
        return None, ()
    said = found[1]
    try:
        if ISO_DAY.fullmatch(said):
            return date.fromisoformat(said), ()
    except ValueError:
        pass
    return None, (f"due:{said[:20]} is no day: write due:2026-12-01",)
