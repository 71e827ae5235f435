"""Forms of records that say in words what the database would refuse, also between rows of one record."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from scc_site.desk import NamedRows

NAMED = re.compile(r"Constraint “(\w+)” is violated")


class WordedForm(forms.ModelForm):
    """A record. `words` are the field and the sentence for each constraint of the table, by its name."""

    words: ClassVar[dict[str, tuple[str, str]]] = {}

    def _update_errors(self, errors: ValidationError) -> None:
        """What the table's constraints refuse, at the field that can cure it."""
        found: dict[str, list[Any]] = {}
        for field, faults in getattr(errors, "error_dict", {NON_FIELD_ERRORS: [errors]}).items():
            for fault in faults:
                named = NAMED.search(" ".join(fault.messages))
                place, sentence = self.words.get(named[1], ("", "")) if named else ("", "")
                kept = ValidationError(sentence) if sentence else fault
                found.setdefault(place if place in self.fields else field, []).append(kept)
        super()._update_errors(ValidationError(found))  # type: ignore[misc]  # Django's own


class SoleRows(NamedRows):
    """Rows of a record of which no two have the same `key`; an empty field equals an empty one."""

    key: ClassVar[tuple[str, ...]] = ()
    twice = "This stands here twice."

    def clean(self) -> None:
        """Refuse the second of two rows with one key, in our words where it is one of Django's too."""
        if not self.key:
            super().clean()
        seen: set[tuple[Any, ...]] = set()
        for form in self.standing():
            known = tuple(form.cleaned_data.get(name) for name in self.key)
            if self.key and known in seen:
                form.add_error(self.key[-1], self.twice)
            seen.add(known)

    def standing(self) -> list[Any]:
        """The forms of rows that stay or come, without fault so far."""
        return [form for form in self.forms if is_standing(form)]


def is_standing(form: Any) -> bool:
    """Whether the row is filled in, without fault and not to be deleted."""
    has_data = form.has_changed() or form.instance.pk is not None
    return bool(has_data and form.is_valid() and not form.cleaned_data.get("DELETE"))
