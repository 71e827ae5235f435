"""What changed between two wordings, paragraph by paragraph and word by word (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

WORDS = re.compile(r"\s+|[^\s]+")
MOST_WORDS = 1500  # a passage with more is shown as gone and written anew: word by word it would take too long
SAME, GONE, NEW = "same", "gone", "new"


@dataclass(frozen=True)
class Piece:
    """Words that stayed (`same`), were taken out (`gone`) or put in (`new`)."""

    kind: str
    words: str


@dataclass(frozen=True)
class Passage:
    """Lines that belong together. `number` counts the changes from 1; 0: nothing changed here."""

    number: int
    pieces: tuple[Piece, ...]


def between(old: str, new: str) -> list[Passage]:
    """The whole new text in passages, with what was taken out where it stood; one passage where nothing changed."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    found: list[Passage] = []
    changes = 0
    for kind, from_a, to_a, from_b, to_b in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Passage(0, (Piece(SAME, "".join(after[from_b:to_b])),)))
            continue
        changes += 1
        found.append(Passage(changes, tuple(_worded("".join(before[from_a:to_a]), "".join(after[from_b:to_b])))))
    return found


def changes(passages: Sequence[Passage]) -> int:
    """How many passages changed."""
    return sum(passage.number > 0 for passage in passages)


def _worded(old: str, new: str) -> Iterator[Piece]:
    before, after = WORDS.findall(old), WORDS.findall(new)
    if max(len(before), len(after)) > MOST_WORDS:
        before, after = [old], [new]
    for kind, from_a, to_a, from_b, to_b in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, put = "".join(before[from_a:to_a]), "".join(after[from_b:to_b])
        if kind == "equal":
            yield Piece(SAME, put)
            continue
        if gone:
            yield Piece(GONE, gone)
        if put:
            yield Piece(NEW, put)
