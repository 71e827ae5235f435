"""What a document says now beside what it said before (pure): added, closed, reworded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

LIKE = 0.6  # of its letters in the same order: the same item in other words
MOST_COMPARED = 60  # of one kind on one side: beyond that, what changed is a new document


class Known(NamedTuple):
    """One item as it is compared: who it is, its kind, words and fingerprint."""

    key: int
    kind: str
    text: str
    fingerprint: str
    repeat: int = 0


class Difference(NamedTuple):
    """Pairs `(before, now)` of the same item and of one in other words; what is only now; what was only before."""

    same: list[tuple[Known, Known]]
    reworded: list[tuple[Known, Known]]
    added: list[Known]
    closed: list[Known]


def compare(before: Iterable[Known], now: Iterable[Known]) -> Difference:
    """Items by fingerprint and count of repeats; of the rest, the most alike of one kind are one item reworded."""
    old = {(one.fingerprint, one.repeat): one for one in before}
    new = {(one.fingerprint, one.repeat): one for one in now}
    same = [(old[mark], one) for mark, one in new.items() if mark in old]
    gone = [one for mark, one in old.items() if mark not in new]
    come = [one for mark, one in new.items() if mark not in old]
    pairs = list(_alike(gone, come))
    paired = {one.key for one, _ in pairs}, {other.key for _, other in pairs}
    return Difference(
        same,
        pairs,
        [one for one in come if one.key not in paired[1]],
        [one for one in gone if one.key not in paired[0]],
    )


def likeness(one: str, other: str) -> float:
    """How much of two texts is the same letters in the same order, 0 to 1."""
    return SequenceMatcher(None, one.casefold(), other.casefold(), autojunk=False).ratio()


def _alike(gone: Sequence[Known], come: Sequence[Known]) -> Iterable[tuple[Known, Known]]:
    """The best pairs first; each item in one pair at most."""
    by_kind: dict[str, tuple[list[Known], list[Known]]] = defaultdict(lambda: ([], []))
    for one in gone:
        by_kind[one.kind][0].append(one)
    for one in come:
        by_kind[one.kind][1].append(one)
    for before, now in by_kind.values():
        if max(len(before), len(now)) > MOST_COMPARED:
            continue
        scored = sorted(
            ((likeness(one.text, other.text), place, there) for place, one in enumerate(before)
             for there, other in enumerate(now)),
            key=lambda score: (-score[0], score[1], score[2]),
        )  # fmt: skip
        used: tuple[set[int], set[int]] = (set(), set())
        for score, place, there in scored:
            if score >= LIKE and place not in used[0] and there not in used[1]:
                used[0].add(place)
                used[1].add(there)
                yield before[place], now[there]
