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
from functools import lru_cache
from json.encoder import encode_basestring
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


@lru_cache(maxsize=None, typed=True)  # "partial" is a state and a level, which are equal as texts
def _enum(part: Enum) -> str:
    return canonical({"$": "enum", "of": type(part).__name__, "is": part.value})


WRITERS: tuple[tuple[Any, Callable[[Any], str]], ...] = (  # the first that fits: an enum is text too, an instant a day
    (Enum, _enum),
    (str, encode_basestring),
    ((type(None), bool, int), json.dumps),
    (Decimal, lambda part: f'{{"$":"decimal","is":"{part}"}}'),
    (datetime, lambda part: f'{{"$":"instant","is":"{part.isoformat()}"}}'),
    (date, lambda part: f'{{"$":"day","is":"{part.isoformat()}"}}'),
)
READERS: dict[str, Callable[[Any], Any]] = {
    "enum": lambda told: ENUMS[told["of"]](told["is"]),
    "decimal": lambda told: Decimal(told["is"]),
    "instant": lambda told: datetime.fromisoformat(told["is"]),
    "day": lambda told: date.fromisoformat(told["is"]),
}


class _Writers(dict[Any, Callable[[Any], str]]):
    """What writes the parts of each kind, found once: a tree has ten thousands of parts, of few kinds."""

    def __missing__(self, kind: Any) -> Callable[[Any], str]:
        first = next((write for known, write in WRITERS if issubclass(kind, known)), None)
        self[kind] = write = first or (_each if kind is tuple else _by_fields(kind))
        return write


_writers = _Writers()


def written(part: Any) -> str:
    """A part of a tree as canonical JSON; raises TypeError for what no tree holds."""
    return _writers[type(part)](part)


def _each(parts: tuple[Any, ...]) -> str:
    return f"[{','.join([_writers[type(part)](part) for part in parts])}]"


def _by_fields(kind: Any) -> Callable[[Any], str]:
    title = kind.__name__
    if title not in KINDS or KINDS[title] is not kind:
        raise TypeError(f"no tree holds a {title}")
    if issubclass(kind, tuple):
        usual = {name: kind._field_defaults.get(name, MISSING) for name in kind._fields}
    else:
        usual = {each.name: each.default for each in fields(kind)}
    named = [(f',"{name}":', name, usual[name]) for name in sorted(usual)]
    head = f'{{"$":"{title}"'

    def write(part: Any) -> str:
        told = [head]
        for lead, name, default in named:
            value = getattr(part, name)
            if value is not default and (default is MISSING or value != default):
                told += lead, _writers[type(value)](value)
        return "".join(told) + "}"

    return write


def packed(part: Any) -> Any:
    """A part of a tree as plain JSON; raises TypeError for what no tree holds."""
    return json.loads(written(part))


def unpacked(told: Any) -> Any:
    """The part again; raises KeyError for what no version of the tree holds."""
    if isinstance(told, list):
        return tuple(unpacked(each) for each in told)
    if not isinstance(told, dict):
        return told
    if told["$"] in READERS:
        return READERS[told["$"]](told)
    return KINDS[told["$"]](**{name: unpacked(value) for name, value in told.items() if name != "$"})


def canonical(told: Any) -> str:
    """JSON as one text: keys in order, no blanks."""
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def fingerprint(told: Any) -> str:
    """SHA-256 of the canonical JSON of a tree, in UTF-8."""
    return sha256(canonical(told))


def sha256(text: str) -> str:
    """SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()
