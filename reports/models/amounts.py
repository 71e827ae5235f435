"""Columns of money: whole cents of US dollars, kept within what can be true by the database too."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

MOST_CENTS = 10**14  # as the importers read: more is a slip of the finger


def cents(label: str, **options: Any) -> models.PositiveBigIntegerField[Any, Any]:
    """An amount that is never below 0."""
    return models.PositiveBigIntegerField(label, validators=[MinValueValidator(0), limit()], **options)


def signed_cents(label: str, **options: Any) -> models.BigIntegerField[Any, Any]:
    """An amount that may be below 0: what was given back."""
    return models.BigIntegerField(label, validators=[MinValueValidator(-MOST_CENTS), limit()], **options)


def limit() -> MaxValueValidator:
    """The most that an amount may be."""
    return MaxValueValidator(MOST_CENTS)


class Answer(models.TextChoices):
    """What is known of a question: unknown is not no."""

    YES = "yes", "yes"
    NO = "no", "no"
    UNKNOWN = "unknown", "unknown"
