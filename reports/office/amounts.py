"""Amounts at the desk: typed as people write them, kept in the measure of the metric they are of."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from events import wording
from events.forms import DayField
from reports import metrics
from reports.importing import cells
from reports.importing.kinds.pipeline import probability
from reports.metrics import Metric
from reports.values import Measure

PLACES = Decimal("0.0001")  # as the columns of amounts keep
LONGEST = 40
NAMES = {Measure.CENTS: "dollars", Measure.SHARE: "percent", Measure.NUMBER: "a number"}


def typed(**attrs: str) -> forms.TextInput:
    """A line for an amount."""
    return forms.TextInput({"autocomplete": "off", **attrs})


class MetricField(forms.ChoiceField):
    """A metric of the registry, by its title; its slug is what is kept."""

    def __init__(self, **options: Any) -> None:
        """All metrics by title."""
        super().__init__(choices=metric_choices, **options)


def metric_choices() -> list[tuple[str, str]]:
    """The metrics by title, each with the measure its amounts are written in."""
    titled = sorted(metrics.known().values(), key=lambda metric: metric.title)
    return [("", "Choose"), *((metric.slug, f"{metric.title} ({measured_in(metric)})") for metric in titled)]


def measured_in(metric: Metric) -> str:
    """The measure of a metric's amounts, in words."""
    return NAMES.get(metric.measure, metric.measure.value)


def title_of(slug: str) -> str:
    """A metric's title; of one that the registry no longer knows, its slug."""
    metric = metrics.known().get(slug)
    return metric.title if metric else slug


def amount_of(slug: str, amount: Decimal | None) -> str:
    """An amount of a metric as people write it; an empty text for none."""
    metric = metrics.known().get(slug)
    if amount is None:
        return ""
    return metrics.written(metric, amount) if metric else f"{amount:f}"


def in_files(field: str, of: str = "metric") -> Callable[[Any], str]:
    """The way to a cell: the amount in a field, in the measure of the metric that `of` names."""
    return lambda row: amount_of(getattr(row, of), getattr(row, field))


class Measured(forms.CharField):
    """An amount of the metric named beside it; `MeasuredForm` reads it."""

    def __init__(self, **options: Any) -> None:
        """A line of text: $7,000, 40% or 6."""
        options.setdefault("help_text", "Dollars like $7,000, a share like 40%, or a plain number.")
        super().__init__(max_length=LONGEST, widget=typed(), **options)


class MeasuredForm(forms.ModelForm):
    """A row whose `amounts` are in the measure of the metric in its field `of`."""

    of = "metric"
    amounts: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        """Show the amounts as they are written."""
        super().__init__(*args, **options)
        for name in self.amounts:
            self.initial[name] = amount_of(getattr(self.instance, self.of), getattr(self.instance, name))

    def clean(self) -> dict[str, Any]:
        """The amounts in their measure; a fault stands at its field."""
        cleaned = super().clean() or self.cleaned_data
        metric = metrics.known().get(cleaned.get(self.of) or "")
        for name in self.amounts:
            said = cleaned.get(name)
            cleaned[name] = self._read(name, said, metric) if said and metric else None
        return cleaned

    def _read(self, name: str, said: str, metric: Metric) -> Decimal | None:
        try:
            return Decimal(metrics.amount(metric, said)).quantize(PLACES)
        except metrics.Unmeasured as fault:
            self.add_error(name, f"“{said}” {fault}.")
            return None


def in_dollars(cents: int | None) -> str:
    """`$1,234.50`; an empty text for none."""
    return "" if cents is None else wording.dollars(cents)


class Share(forms.CharField):
    """A part of a whole, as `40%` or `0.4`; blank is not known."""

    def __init__(self, **options: Any) -> None:
        """A line of text."""
        super().__init__(max_length=LONGEST, widget=typed(), **options)

    def clean(self, value: Any) -> Any:
        """A part of 1, None for a blank."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return probability(text, cells.Hints())
        except cells.Unreadable as fault:
            raise ValidationError(f"“{text}” {fault}.") from None

    def prepare_value(self, value: Any) -> Any:
        """A part is shown in percent; what was typed stays as typed."""
        return in_percent(value) if isinstance(value, Decimal) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another part was typed."""
        return super().has_changed(self.prepare_value(initial), data)


def in_percent(part: Decimal | None) -> str:
    """`40%`; an empty text for none."""
    return "" if part is None else f"{(part * metrics.PERCENT).normalize():f}%"


class MonthField(DayField):
    """A month, by any of its days; gives its first."""

    def clean(self, value: Any) -> Any:
        """The month's first day."""
        day = super().clean(value)
        return day.replace(day=1) if day else day
