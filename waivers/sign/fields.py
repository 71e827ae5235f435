"""Fields of the waiver's form: names, boxes, strokes and dates of birth, each refused in words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from waivers import names, strokes
from waivers.models import Guest

TICKED = frozenset({"on", "1", "true", "yes"})
RELATIONSHIPS = [
    (Guest.Relationship.PARENT, gettext_lazy("parent")),
    (Guest.Relationship.LEGAL_GUARDIAN, gettext_lazy("legal guardian")),
]
UNFIT = {
    strokes.Fault.UNREADABLE: gettext_lazy("The drawing could not be read. Sign once more, or type your name."),
    strokes.Fault.FAINT: gettext_lazy("Sign with your whole name: a dot is no signature."),
    strokes.Fault.OUTSIDE: gettext_lazy("The drawing leaves its box. Sign once more inside it."),
    strokes.Fault.LONG: gettext_lazy("The drawing is too long. Clear it, and sign once more in one go."),
}
WRITTEN = ["%Y-%m-%d", "%m/%d/%Y"]


class NameField(forms.CharField):
    """A person's name, cleaned as the list keeps it."""

    def __init__(self, **options: Any) -> None:
        """Longer ones than any column are cut off by their cleaning, not by the browser."""
        super().__init__(widget=forms.TextInput(attrs={"autocapitalize": "words", "spellcheck": "false"}), **options)

    def to_python(self, value: Any) -> str:
        """The name; blank where none was typed."""
        typed = super().to_python(value)
        try:
            return names.clean(typed) if typed else ""
        except names.Unfit as fault:
            raise ValidationError(str(fault)) from fault


class Tick(forms.CheckboxInput):
    """A box that gives what was sent, word for word."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """`off`, `0` and `false` are no tick, whatever a browser makes of them; nor is one beside another answer."""
        sent = data.getlist(name) if hasattr(data, "getlist") else [data.get(name, "")]
        return bool(sent) and all(str(one).strip().lower() in TICKED for one in sent)


class TickField(forms.BooleanField):
    """A box that has to be ticked; it never comes ticked."""

    widget = Tick


class StrokesField(forms.CharField):
    """A drawing as JSON; gives its strokes, or None where nothing was drawn."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        """The strokes; what cannot be a signature is refused in words."""
        typed = super().to_python(value)
        if not typed:
            return None
        try:
            return strokes.read(typed)
        except strokes.Unfit as fault:
            raise ValidationError(UNFIT[fault.fault]) from fault

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether anything was drawn."""
        return bool(data)


class BornField(forms.DateField):
    """A date of birth."""

    def __init__(self, **options: Any) -> None:
        """As a date picker sends it, or as Americans write it."""
        widget = forms.DateInput(attrs={"type": "date", "placeholder": "YYYY-MM-DD"}, format="%Y-%m-%d")
        super().__init__(input_formats=WRITTEN, widget=widget, **options)
        self.error_messages["invalid"] = gettext_lazy("Write a date like 2015-06-30.")


class RelationshipField(forms.ChoiceField):
    """What the signer is to a minor."""

    def __init__(self, **options: Any) -> None:
        """Two answers, neither chosen beforehand."""
        super().__init__(choices=RELATIONSHIPS, required=False, widget=forms.RadioSelect, **options)
