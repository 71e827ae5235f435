"""Pages of the office that ask before they act: a sentence, a few fields, one button; and fields in dollars."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from events import wording
from events.forms import JudgedForm
from reports.importing import cells
from scc_site.refusals import Refusal

LONGEST_AMOUNT = 24


def whole_cents(typed: str) -> int:
    """Cents of an amount as people write it. Raises ValidationError for what is no amount of money."""
    try:
        return int(cells.money(typed, cells.Hints()))
    except cells.Unreadable as fault:
        raise ValidationError(f"“{typed}” {fault}.") from None


class Dollars(forms.CharField):
    """An amount of US dollars as people write it; gives whole cents, 0 for a blank. Below zero only where allowed."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "dollars"})

    def __init__(self, *, is_signed: bool = False, **options: Any) -> None:
        """`is_signed`: may be below zero."""
        super().__init__(max_length=LONGEST_AMOUNT, **options)
        self.is_signed = is_signed

    def clean(self, value: Any) -> int:
        """Whole cents."""
        typed = super().clean(value)
        if not typed:
            return 0
        cents = whole_cents(typed)
        if cents < 0 and not self.is_signed:
            raise ValidationError("Write an amount above zero; the column says which side it is on.")
        return cents


def dollars(cents: int | None) -> str:
    """`$1,234.50`; an empty text for none."""
    return "" if cents is None else wording.dollars(cents)


def plain_dollars(cents: int) -> str:
    """`1234.50`, for files: a number that every program reads, with a minus below zero."""
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole}.{rest:02d}"


class Asking:
    """What one page asks: words, the form, where it leads back to, and tables to look at first."""

    def __init__(
        self, *, title: str, button: str, back: tuple[str, str], lede: str = "", sections: Sequence[Any] = ()
    ) -> None:
        """`back` is a link and its words; `sections` are tables to print above the form."""
        self.title, self.button, self.back, self.lede, self.sections = title, button, back, lede, sections

    def answered(
        self, desk: Any, request: HttpRequest, form: JudgedForm, act: Callable[[dict[str, Any]], HttpResponse]
    ) -> HttpResponse:
        """The page; or, sent and without fault, what `act` answers. A refusal is shown above the form, 422."""
        if request.method == "POST" and form.is_valid():
            try:
                return act(form.cleaned_data)
            except Refusal as refusal:
                form.take(refusal)
        context = {**desk.admin_site.each_context(request), "opts": desk.opts, "title": self.title, "ask": self}
        status = 422 if form.is_bound else 200
        return TemplateResponse(request, "admin/reports/ask.html", {**context, "form": form}, status=status)
