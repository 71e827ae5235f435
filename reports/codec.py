"""The tree of a report as JSON and back, exactly (pure): what was stored is what is read, for ever.

A part is an object with its type under `$` and the fields that differ from their defaults; amounts are decimal text.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any

from reports import findings, report, tree, values, words
from reports.periods import Period

KINDS: dict[str, Any] = {
    kind.__name__: kind
    for module in (values, words, tree, findings, report)
    for kind in vars(module).values()
    if isinstance(kind, type) and is_dataclass(kind) and kind.__module__ == module.__name__
} | {"Evidence": values.Evidence, "Period": Period}
ENUMS: dict[str, Any] = {
    kind.__name__: kind
    for kind in (
        values.State, values.Level, values.Measure, words.Told, tree.Shape, findings.Severity, findings.Certainty,
    )
}  # fmt: skip


WRITERS: tuple[tuple[Any, Callable[[Any], Any]], ...] = (  # the first that fits: an enum is text too, an instant a day
    (Enum, lambda part: {"$": "enum", "of": type(part).__name__, "is": part.value}),
    ((type(None), bool, int, str), lambda part: part),
    (Decimal, lambda part: {"$": "decimal", "is": str(part)}),
    (datetime, lambda part: {"$": "instant", "is": part.isoformat()}),
    (date, lambda part: {"$": "day", "is": part.isoformat()}),
)
READERS: dict[str, Callable[[Any], Any]] = {
    "enum": lambda told: ENUMS[told["of"]](told["is"]),
    "decimal": lambda told: Decimal(told["is"]),
    "instant": lambda told: datetime.fromisoformat(told["is"]),
    "day": lambda told: date.fromisoformat(told["is"]),
}


def packed(part: Any) -> Any:
    """A part of a tree as plain JSON; raises TypeError for what no tree holds."""
    kind: Any = type(part)
    return _writer(kind)(part)


@cache
def _writer(kind: type) -> Callable[[Any], Any]:
    """What packs the parts of one kind, found once: a tree has ten thousands of parts, of few kinds."""
    for known, write in WRITERS:
        if issubclass(kind, known):
            return write
    return _each if kind is tuple else _by_fields(kind)


def _each(parts: tuple[Any, ...]) -> list[Any]:
    return [packed(part) for part in parts]


def _by_fields(kind: Any) -> Callable[[Any], Any]:
    title = kind.__name__
    if title not in KINDS or KINDS[title] is not kind:
        raise TypeError(f"no tree holds a {title}")
    if issubclass(kind, tuple):
        named = [(name, kind._field_defaults.get(name, MISSING)) for name in kind._fields]
    else:
        named = [(each.name, each.default) for each in fields(kind)]

    def write(part: Any) -> dict[str, Any]:
        told = {"$": title}
        for name, default in named:
            value = getattr(part, name)
            if default is MISSING or value != default:
                told[name] = packed(value)
        return told

    return write


def unpacked(told: Any) -> Any:
    """The part again; raises KeyError for what no version of the tree holds."""
    if isinstance(told, list):
        return tuple(unpacked(each) for each in told)
    if not isinstance(told, dict):
        return told
    if told["$"] in READERS:
        return READERS[told["$"]](told)
    return KINDS[told["$"]](**{name: unpacked(value) for name, value in told.items() if name != "$"})


def fingerprint(told: Any) -> str:
    """SHA-256 of the canonical JSON: keys in order, no blanks, UTF-8."""
    canonical = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
