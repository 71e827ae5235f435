"""What a guest types to sign: cleaned, every fault at its field. What is signed is decided elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scc_site.refusals import Mistyped, Refusal
from waivers import canonical, names
from waivers.drafts import Given, Minor
from waivers.models import Guest, comes_of_age
from waivers.sign.fields import BornField, NameField, RelationshipField, StrokesField, TickField

ROW = re.compile(r"dependant-(\d{1,4})-(?:name|born|relationship)\Z", re.ASCII)
ROWS, MOST_ROWS = 5, 20
OLDEST = 130  # years
MISSING = gettext_lazy("Please tick this box: without it you cannot sign here. A waiver on paper lies at the dock.")


class DependantForm(forms.Form):
    """A minor whom the signer answers for; a row left blank is none."""

    name = NameField(label=gettext_lazy("Name"), required=False)
    born = BornField(label=gettext_lazy("Date of birth"), required=False)
    relationship = RelationshipField()

    def __init__(self, *args: Any, sails_on: date, **options: Any) -> None:
        """`sails_on`: the local date on which they must be under eighteen."""
        super().__init__(*args, **options)
        self.sails_on = sails_on

    def clean(self) -> dict[str, Any]:
        """Both a name and a date of birth, or neither."""
        said = self.cleaned_data
        if self.is_blank:
            return said
        if not said.get("name") and "name" not in self.errors:
            self.add_error("name", _("Write the name of this child."))
        if not said.get("born") and "born" not in self.errors:
            self.add_error("born", _("Write the date of birth: it tells who is under 18."))
        if said.get("born") and (fault := unborn(said["born"], self.sails_on)):
            self.add_error("born", fault)
        elif said.get("born") and self.sails_on >= comes_of_age(said["born"]):
            self.add_error("born", _("Who is 18 on the day of the sail signs for themself, on their own link."))
        return said

    @property
    def is_blank(self) -> bool:
        """Whether the row was left empty."""
        return not any(self.data.get(self.add_prefix(field), "").strip() for field in ("name", "born"))


class WaiverForm(forms.Form):
    """A signature: who, the two boxes, the strokes or the typed name, and the minors it speaks for."""

    name = NameField(label=gettext_lazy("Your full name"))
    born = BornField(label=gettext_lazy("Your date of birth"), required=False)
    guardian = NameField(label=gettext_lazy("Name of your parent or legal guardian"), required=False)
    relationship = RelationshipField()
    consent = TickField(error_messages={"required": MISSING})
    accept = TickField(error_messages={"required": MISSING})
    text_version = forms.CharField(max_length=80, widget=forms.HiddenInput)
    strokes = StrokesField(required=False)
    typed_name = NameField(label=gettext_lazy("Type your full name"), required=False)

    def __init__(self, data: MultiValueDict[str, Any] | None = None, *, guest: Guest, initial: Any = None) -> None:
        """The guest's form, with what was sent (`data`) or what it begins with."""
        begins = {"name": guest.name} | (initial or {})
        super().__init__(data, initial=begins, auto_id="%s", use_required_attribute=False)
        self.guest, self.sails_on = guest, guest.event.sails_on
        self.is_known_minor = guest.is_minor(self.sails_on)
        self.stranger = ""
        self.status = 422 if data is not None else 200
        self.rows = [self._row(number, data, begins) for number in self._numbers(data, begins)]

    def clean(self) -> dict[str, Any]:
        """What only several fields together can tell."""
        self._refuse_twice()
        said = self.cleaned_data
        for row in self.rows:
            row.is_valid()
        if self.minor:
            self._judge_guardian(said)
        elif said.get("born") and (fault := unborn(said["born"], self.sails_on)):
            self.add_error("born", fault)
        self._judge_rows(said)
        self._judge_name(said)
        if not said.get("typed_name") and not said.get("strokes") and not {"typed_name", "strokes"} & set(self.errors):
            self.add_error("typed_name", _("Sign with your finger, or type your name here: both are a signature."))
        return said

    @property
    def minor(self) -> bool:
        """Whether the guest themself is under eighteen on the day of the sail."""
        born = self.cleaned_data.get("born")
        return self.is_known_minor or (born is not None and unborn(born, self.sails_on) == "" and self._is_young(born))

    @property
    def faulty_rows(self) -> bool:
        """Whether any row of a dependant has a fault."""
        return any(row.errors for row in self.rows if row.is_bound)

    def take(self, refusal: Refusal) -> None:
        """Show a verb's refusal above the form, or at its fields."""
        self.status = refusal.status
        faults = refusal.faults if isinstance(refusal, Mistyped) else {}
        for field, words in (faults or {"": [refusal.sentence]}).items():
            for sentence in words:
                self.add_error(field if field in self.fields else None, sentence)

    def given(self, at: datetime) -> Given:
        """What was typed, as drafts keep it; both boxes were ticked at `at`."""
        said, minor = self.cleaned_data, self.minor
        ticked = canonical.instant(at)
        born = said.get("born") or self.guest.born_on
        return Given(
            name=said["name"], typed_name=said["typed_name"], strokes=said["strokes"],
            is_mended=not names.same_person(said["name"], self.guest.name),
            born=born.isoformat() if minor and born else "", guardian=said["guardian"] if minor else "",
            relationship=said["relationship"] if minor else "", dependants=list(self._dependants()),
            consents={"electronic": ticked, "waiver": ticked},
        )  # fmt: skip

    def _dependants(self) -> Iterator[Minor]:
        for row in self.rows:
            if not row.is_blank:
                said = row.cleaned_data
                related = said.get("relationship") or self.cleaned_data["relationship"]
                yield Minor(name=said["name"], born=said["born"].isoformat(), relationship=related)

    def _judge_guardian(self, said: dict[str, Any]) -> None:
        """A minor's own link: an adult with a name of their own says what they are to them, and signs."""
        self._want("born", said.get("born") or self.guest.born_on, _("Write your date of birth."))
        self._want("guardian", said.get("guardian"), _("You are under 18: a parent or legal guardian signs for you."))
        self._want("relationship", said.get("relationship"), _("Say what they are to you."))
        if said.get("guardian") and names.same_person(said["guardian"], said.get("name") or self.guest.name):
            self.add_error("guardian", _("Write the name of the adult who signs, not your own."))
        if any(not row.is_blank for row in self.rows):
            self.add_error(None, _("Other children are signed for on the link of their parent or guardian."))

    def _judge_rows(self, said: dict[str, Any]) -> None:
        """Dependants: each once, none the signer, each with what the signer is to them."""
        rows = [row for row in self.rows if not row.is_blank]
        if len(rows) > MOST_ROWS:
            self.add_error(None, _("Sign for %(most)d children at most.") % {"most": MOST_ROWS})
        if self.faulty_rows:
            self.add_error(None, _("Something is missing in what you wrote about the children."))
        if any(not row.cleaned_data.get("relationship") for row in rows if row.is_valid()) and not self.minor:
            self._want("relationship", said.get("relationship"), _("Say what you are to them."))
        before = [said.get("name") or self.guest.name]
        for row in rows:
            called = row.cleaned_data.get("name", "")
            if called and any(names.same_person(called, other) for other in before):
                row.add_error("name", _("This name stands here twice."))
                self.add_error(None, _("The same name stands here twice."))
            before.append(called)

    def _judge_name(self, said: dict[str, Any]) -> None:
        """The link is for one person; somebody else says whether the name is wrong or they are."""
        typed, known = said.get("typed_name", ""), self.guest.name
        if "name" not in said or "typed_name" in self.errors:
            return
        if self.minor:
            self._judge_guardians_hand(typed, said.get("guardian", ""))
        elif typed and not names.same_person(typed, said["name"]):
            if not names.same_person(said["name"], known):
                self.add_error("typed_name", _("Sign with the name that you wrote above."))
            else:
                self._judge_other("typed_name", typed)
                said["name"] = typed
                return
        if not names.same_person(said["name"], known):
            self._judge_other("name", said["name"])

    def _judge_guardians_hand(self, typed: str, guardian: str) -> None:
        if typed and guardian and not names.same_person(typed, guardian):
            self.add_error("typed_name", _("Your parent or guardian signs here, with the name given above."))

    def _judge_other(self, field: str, called: str) -> None:
        """Somebody of another name, unless they said that it was misspelt."""
        self.stranger = called
        if "misspelt" not in self.data:
            self.add_error(field, _("This link is for %(name)s.") % {"name": self.guest.name})

    def _refuse_twice(self) -> None:
        """A field sent twice with two values has none: nobody can tell which was meant."""
        sent = self.data.lists() if isinstance(self.data, MultiValueDict) else ()
        for name, values in sent:
            if len(set(values)) > 1 and (name in self.fields or ROW.match(name)):
                self.add_error(
                    name if name in self.fields else None, _("This came twice, with two values. Once more, please.")
                )

    def _want(self, field: str, value: Any, words: str) -> None:
        if not value and field not in self.errors:
            self.add_error(field, words)

    def _is_young(self, born: date) -> bool:
        return self.sails_on < comes_of_age(born)

    def _row(self, number: int, data: Any, begins: dict[str, Any]) -> DependantForm:
        one = begins.get("rows", {}).get(number, {})
        return DependantForm(
            data, prefix=f"dependant-{number}", initial=one, sails_on=self.sails_on, auto_id="%s",
            use_required_attribute=False,
        )  # fmt: skip

    def _numbers(self, data: Any, begins: dict[str, Any]) -> list[int]:
        """The rows to show: five, and whatever else was sent."""
        sent = {int(found[1]) for found in map(ROW.match, data or {}) if found}
        return sorted(set(range(1, ROWS + 1)) | sent | set(begins.get("rows", {})))[: MOST_ROWS + 1]


def unborn(born: date, sails_on: date) -> str:
    """What is wrong with a date of birth, in words; blank when nothing is."""
    if born > sails_on:
        return _("This date is still to come.")
    if born.year < sails_on.year - OLDEST:
        return _("Write the year with four digits.")
    return ""
