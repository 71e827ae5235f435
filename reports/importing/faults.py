"""What is wrong with a file: every fault counted, the first of them kept, whatever their number."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from typing import NamedTuple

from scc_site.refusals import Mistyped

KEPT = 1000  # more than anybody reads
CLIPPED = 60


class Fault(NamedTuple):
    """What is wrong: the line (0: the file), the column (empty: the row), words that follow what was written."""

    line: int
    column: str
    words: str
    written: str = ""

    def sentence(self) -> str:
        """`line 3, kind: “bank” is none of: …`; whole sentences about the file or a row stay as they are."""
        place = f"line {self.line}" if self.line else "the file"
        what = f"“{self.written}” {self.words}" if self.written else self.words
        return f"{place}, {self.column}: {what}" if self.column else f"{place}: {what}"


class Faults:
    """Faults as they are found: the number of all, and those of the first lines."""

    def __init__(self) -> None:
        self.count = 0
        self._kept: list[tuple[int, int, Fault]] = []  # a heap with the last line on top

    def __bool__(self) -> bool:
        return self.count > 0

    def add(self, fault: Fault) -> None:
        """One more."""
        self.count += 1
        entry = (-fault.line, -self.count, fault)
        if len(self._kept) < KEPT:
            heapq.heappush(self._kept, entry)
        else:
            heapq.heappushpop(self._kept, entry)

    def first(self) -> list[Fault]:
        """The first of them, by line and column."""
        return sorted(entry[2] for entry in self._kept)


class FileRefused(Mistyped):
    """The file was not taken; `found` names its faults by line, the first thousand of `count`."""

    def __init__(self, sentence: str, found: Sequence[Fault], count: int = 0) -> None:
        super().__init__(sentence)
        self.found = list(found)
        self.count = count or len(self.found)

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.count - len(self.found)


def clipped(written: str) -> str:
    """As much of what was written as a person needs to find it."""
    return written if len(written) <= CLIPPED else f"{written[: CLIPPED - 1]}…"
