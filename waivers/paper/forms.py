"""What the house is asked about a waiver on paper."""

from __future__ import annotations

from typing import Any

from django import forms

from events.forms import JudgedForm, one_line, plain
from waivers.models import Guest
from waivers.models.guests import LONGEST_NAME
from waivers.paper.filing import Read


class FileForm(JudgedForm):
    """The photo or PDF."""

    paper = forms.FileField(
        label="Photo or PDF of the signed paper",
        help_text="The whole page, the signature readable. JPEG, PNG, HEIC or PDF, 10 MB at most.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/heic,application/pdf"}),
    )


class AcceptForm(JudgedForm):
    """What is read on the paper. Of a minor's: who signed for them."""

    name = forms.CharField(label="Name of who signed", max_length=LONGEST_NAME, validators=[plain, one_line])
    language = forms.ChoiceField(label="Language of the text", choices=Guest.Language.choices, initial="en")
    relationship = forms.ChoiceField(
        label="They are the guest’s", required=False, choices=[("", "Choose"), *Guest.Relationship.choices]
    )
    seen = forms.BooleanField(label="I see this text, signed and dated by this person")

    def __init__(self, *args: Any, is_minor: bool, **options: Any) -> None:
        """An adult signs for themself: nothing is asked of a relationship."""
        super().__init__(*args, **options)
        if not is_minor:
            del self.fields["relationship"]

    def read(self) -> Read:
        """What was read."""
        given = self.cleaned_data
        return Read(given["name"], given["language"], given.get("relationship", ""))


class RefuseForm(JudgedForm):
    """Why the paper will not do."""

    reason = forms.CharField(label="Why it will not do", max_length=200, validators=[plain, one_line])
