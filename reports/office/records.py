"""What the desks of records share: amounts in dollars, days as browsers choose them, choices read once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.text import capfirst

from events import wording
from reports.office.asking import LONGEST_AMOUNT, plain_dollars, whole_cents
from reports.office.files import Exported
from scc_site.desk import Desk, TableInline


class Cents(forms.Field):
    """An amount of US dollars as people write it, kept in whole cents; None for a blank."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "dollars"})

    def __init__(self, *, is_signed: bool = False, **options: Any) -> None:
        """`is_signed`: may be below zero."""
        super().__init__(**options)
        self.is_signed = is_signed

    def to_python(self, value: Any) -> int | None:
        """Whole cents. Raises ValidationError for what is no amount of money."""
        typed = str(value or "").strip()
        if not typed:
            return None
        if len(typed) > LONGEST_AMOUNT:
            raise ValidationError(f"Write an amount in {LONGEST_AMOUNT} signs at most.")
        found = whole_cents(typed)
        if found < 0 and not self.is_signed:
            raise ValidationError("Write an amount of zero or more.")
        return found

    def prepare_value(self, value: Any) -> Any:
        """Cents as `1234.50`; what was typed, as it was typed."""
        return plain_dollars(value) if isinstance(value, int) else value


class InDollars(BaseModelAdmin):
    """Columns of cents are typed in dollars, days are chosen as the browser lets choose them."""

    formfield_overrides: ClassVar[Any] = {
        models.DateField: {"widget": forms.DateInput({"type": "date"}, "%Y-%m-%d")},
    }

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The field; of a column of cents, one in dollars."""
        if not db_field.name.endswith("_cents"):
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        return Cents(
            label=capfirst(db_field.verbose_name),
            required=not db_field.blank,
            help_text=db_field.help_text,
            initial=db_field.default if db_field.has_default() else None,
            is_signed=not isinstance(db_field, models.PositiveBigIntegerField),
        )


class RecordDesk(Exported, Desk, InDollars):
    """A table of the books that people keep by hand and by file alike."""


class RecordRows(TableInline, InDollars):
    """Rows of a record, with one empty row to fill in."""

    extra = 1


def dollars(field: str, label: str) -> Callable[[Any], str]:
    """A column of a list: an amount in dollars, empty where there is none."""

    @admin.display(description=label, ordering=field)
    def shown(row: Any) -> str:
        cents = getattr(row, field)
        return "" if cents is None else wording.dollars(cents)

    shown.__name__ = field
    return shown


def day(field: str, label: str) -> Callable[[Any], str]:
    """A column of a list: a day as files have it, `2026-12-05`, empty where there is none."""

    @admin.display(description=label, ordering=field)
    def shown(row: Any) -> str:
        return f"{getattr(row, field) or ''}"

    shown.__name__ = field
    return shown


def percent(share: Any) -> str:
    """`12.5 %`; an empty text for none."""
    return "" if share is None else f"{share.normalize():f} %"
