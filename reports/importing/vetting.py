"""Values held against the fields of a model, before the database is asked: the same rules, in words, and quickly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models

Check = Callable[[Any], str]
FINE = ""
INTEGERS = {"smallint": 2**15, "integer": 2**31, "bigint": 2**63}


class Blank(Exception):
    """A field that must hold something is left empty."""


@cache
def check_of(field: models.Field[Any, Any]) -> Check:
    """What asks whether a value fits a field: the words that follow what was written, empty where it fits."""
    if field.choices:
        allowed = {str(value) for value, _ in field.flatchoices}
        told = ", ".join(sorted(allowed - {""}))
        return lambda value: FINE if str(value) in allowed or (value == "" and field.blank) else f"is none of: {told}"
    if isinstance(field, models.ForeignKey):
        return lambda _: FINE
    most = getattr(field, "max_length", None) or 0
    rest = [rule for rule in field.validators if not isinstance(rule, MaxLengthValidator)]
    low, high = _bounds(rest)

    def check(value: Any) -> str:
        if isinstance(value, str):
            if most and len(value) > most:
                return f"is longer than {most} characters"
            return _refused(rest, value) if rest and value else FINE
        return FINE if low is not None and low <= value <= high else _refused(rest, value)

    return check


def _refused(rules: Sequence[Callable[[Any], None]], value: Any) -> str:
    for rule in rules:
        try:
            rule(value)
        except ValidationError as fault:
            return f"does not fit: {' '.join(fault.messages)}"
    return FINE


def _bounds(rules: Sequence[Any]) -> tuple[Any, Any]:
    """The least and the greatest of a number that rules allow; None where they ask for more than that."""
    least = [rule.limit_value for rule in rules if isinstance(rule, MinValueValidator)]
    most = [rule.limit_value for rule in rules if isinstance(rule, MaxValueValidator)]
    is_all = least and most and len(least) + len(most) == len(rules)
    return (max(least), min(most)) if is_all else (None, None)


def fitted(field: models.Field[Any, Any], value: Any) -> Any:
    """A value as the field keeps it; what an empty cell leaves there. Raises Blank."""
    if value is not None or field.null:
        return value
    if field.has_default():
        return field.get_default()
    if field.empty_strings_allowed and field.blank:
        return ""
    raise Blank


def told(field: models.Field[Any, Any], row: models.Model) -> Any:
    """A field's value as JSON, for `again` to read."""
    value = getattr(row, field.attname)
    return None if value is None else field.value_to_string(row)


def again(field: models.Field[Any, Any], kept: Any) -> Any:
    """The value that was told."""
    return None if kept is None else field.to_python(kept)
