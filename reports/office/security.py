"""Security findings at the desk: what is open, since when, and what became of each."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest

from events.forms import DayField, JudgedForm
from reports import secrets, security
from reports.models import SecurityFinding
from reports.models.tech import GRAVEST_FIRST
from reports.office.records import RecordDesk, day
from reports.office.worded import WordedForm
from scc_site import clock
from scc_site.refusals import Refusal

Status = SecurityFinding.Status
ACTS = {
    "": "Nothing new",
    "fix": "It is fixed, on",
    "verify": "Somebody looked: the fix holds, on",
    "accept": "Accept it until",
    "dismiss": "It is no hole",
    "open_again": "It is open again",
}
FITTING = {
    Status.OPEN: ("fix", "accept", "dismiss"),
    Status.ACCEPTED: ("fix", "accept", "dismiss", "open_again"),
    Status.FIXED: ("verify", "open_again"),
    Status.FALSE: ("open_again", "fix"),
}
DATED = {"fix", "verify", "accept"}


class FindingForm(JudgedForm, WordedForm):
    """A finding, and what became of it. Secrets are masked before anything is kept."""

    words: ClassVar = {"securityfinding_forward": ("found_on", "It was fixed before that day.")}
    act = forms.ChoiceField(label="What became of it", required=False)
    on = DayField(label="Day")

    class Meta:
        model = SecurityFinding
        fields = ("component", "title", "category", "severity", "found_on", "source", "evidence")

    def __init__(self, *args: Any, **options: Any) -> None:
        """Only acts that go with how it stands."""
        super().__init__(*args, **options)
        self.today = clock.now().astimezone(settings.HOUSE_ZONE).date()
        if self.instance.pk is None:
            del self.fields["act"], self.fields["on"]
            return
        fitting = ("", *FITTING[Status(self.instance.status)])
        self.fields["act"].choices = [(name, ACTS[name]) for name in fitting]  # type: ignore[attr-defined]
        self.initial["on"] = self.today

    def clean_title(self) -> str:
        """Without secrets."""
        return str(secrets.mask(self.cleaned_data["title"])[0])

    def clean_evidence(self) -> str:
        """Without secrets."""
        return str(secrets.mask(self.cleaned_data["evidence"])[0])

    def clean_found_on(self) -> date:
        """Not a day to come."""
        found: date = self.cleaned_data["found_on"]
        if found > self.today:
            raise forms.ValidationError("Choose today or an earlier day.")
        return found

    def _post_clean(self) -> None:
        """Run the act once the rest is right, so that its refusal is shown with what was typed."""
        super()._post_clean()  # type: ignore[misc]  # Django's own
        act, on = self.cleaned_data.get("act"), self.cleaned_data.get("on")
        if not act or self.errors:
            return
        if act in DATED and on is None:
            self.add_error("on", "Choose the day.")
        elif act == "fix" and on < self.instance.found_on:
            self.add_error("on", "It was found after that day.")
        else:
            self._do(act, on)

    def _do(self, act: str, on: date | None) -> None:
        """One verb; what it kept is what the form goes on with."""
        days = {"accept": {"until": on, "today": self.today}}.get(act, {"on": on, "today": self.today})
        try:
            kept = getattr(security, act)(finding=self.instance, **(days if act in DATED else {}))
        except Refusal as refusal:
            self.take(refusal)
            return
        for name in ("status", "fixed_on", "verified_on", "accepted_until"):
            setattr(self.instance, name, getattr(kept, name))


@admin.register(SecurityFinding)
class FindingDesk(RecordDesk):
    """Holes and what looks like one, the open and grave ones first."""

    form = FindingForm
    list_display = ("title", "component", "severity", "category", day("found_on", "found"), "stands")
    list_filter = ("status", "severity", "category", "component__unit", "component")
    list_select_related = ("component__unit",)
    search_fields = ("title", "category", "source", "component__name")
    search_help_text = "Title, category, source or component"
    date_hierarchy = "found_on"
    autocomplete_fields = ("component",)
    told = ("stands", "known_as")
    kind = "security"
    columns: ClassVar = {"component": "component__name", "unit": "component__unit__slug", "repository": None}

    ordering = GRAVEST_FIRST

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """It stays on record: one that is no hole says so."""
        return False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """A finding, and of one that is known how it stands and what became of it."""
        own = ("component", "title", "category", "severity", "found_on", "source", "evidence")
        return (*own, *self.told, "act", "on") if obj else own

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """What only acts and scanners change."""
        return self.told if obj else ()

    @admin.display(description="stands", ordering="status")
    def stands(self, finding: SecurityFinding) -> str:
        """`open`, `fixed 2026-10-09, not looked at since`, `accepted until 2027-01-31`."""
        if finding.status == Status.FIXED:
            seen = f"seen to hold {finding.verified_on}" if finding.verified_on else "nobody has looked since"
            return f"fixed {finding.fixed_on}, {seen}"
        if finding.status == Status.ACCEPTED:
            until = finding.accepted_until
            return f"accepted until {until}" if until else "accepted, until no day"
        return str(finding.get_status_display())

    @admin.display(description="told by")
    def known_as(self, finding: SecurityFinding) -> str:
        """A scanner, which knows the place again, or a person."""
        return "a scanner, which knows it again" if finding.fingerprint else "a person"
