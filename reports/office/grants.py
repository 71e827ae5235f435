"""Who may read which report, at the desk: given, approved where it leads outside, and ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst

from reports import granting
from reports.grants import ACTS
from reports.models import ReportGrant
from reports.office.records import InDollars
from reports.office.worded import WordedForm
from reports.tree import LABELS
from scc_site import clock
from scc_site.addresses import InvalidAddress, canonical
from scc_site.desk import Desk, actor, said
from scc_site.models import User
from scc_site.refusals import Refusal

ONE = "Choose a person of the house, or write an address outside: one of the two."


class GrantForm(WordedForm):
    """One grant."""

    words: ClassVar = {
        "grant_once": ("slug", "This is given already: open that grant, or end it first."),
        "grant_of_one": ("address", ONE),
        "grant_outside_is_narrow": ("expires_on", "Outside: one report, and a last day."),
        "grant_outside_reads": ("address", "An address outside reads; it does nothing else."),
    }
    clearance = forms.MultipleChoiceField(
        choices=[(label, capfirst(words)) for label, words in LABELS.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        label="May see",
        help_text="What is not ticked is withheld, in the app, in mail and in files alike.",
    )

    class Meta:
        model = ReportGrant
        fields = (
            "person", "address", "slug", "unit", "clearance", "is_mailed", "is_whole", "can_build", "can_approve",
            "can_send", "can_manage", "expires_on",
        )  # fmt: skip

    def clean_address(self) -> str:
        """One address, not that of somebody of the house: they are chosen by name."""
        typed = str(self.cleaned_data.get("address") or "")
        if not typed:
            return ""
        try:
            canonical(typed)
        except InvalidAddress as fault:
            raise forms.ValidationError(str(fault)) from None
        if owner := User.objects.with_address(typed).first():
            raise forms.ValidationError(f"This is {owner}, of the house: choose them as the person.")
        return typed

    def clean(self) -> dict[str, Any]:
        """The canonical address goes with the address, so that the table can be asked."""
        cleaned = super().clean() or self.cleaned_data
        address = cleaned.get("address") or ""
        self.instance.address_canonical = canonical(address) if address else ""
        if "address" not in self.errors and bool(address) == bool(cleaned.get("person")):
            self.add_error("address", ONE)
        if address and not cleaned.get("slug"):
            self.add_error("slug", "Outside, reports are given one by one.")
        return cleaned


class HoldsFilter(admin.SimpleListFilter):
    """Whether it holds today."""

    title, parameter_name = "whether it holds", "holds"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The choices."""
        return [("yes", "holds today"), ("waits", "waits for approval"), ("no", "ended or expired")]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[ReportGrant] | None:
        """The rows chosen."""
        today = clock.now().astimezone(settings.HOUSE_ZONE).date()
        chosen = {"yes": queryset.standing, "waits": queryset.waiting, "no": queryset.over}
        return chosen[self.value() or ""](today) if self.value() in chosen else None


@admin.register(ReportGrant)
class GrantDesk(Desk, InDollars):
    """Who reads what; a grant is ended, never deleted, and its history tells who changed it."""

    form = GrantForm
    list_display = ("whom", "slug_name", "unit_name", "may_see", "may_do", "is_mailed", "expires_on", "stands")
    list_filter = (HoldsFilter, "slug", "unit")
    search_fields = ("person__name", "address")
    search_help_text = "Name or address"
    autocomplete_fields = ("person",)
    actions = ("approve_outside", "end_grants")
    ordering = ("person__name", "address", "slug")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReportGrant]:
        """With the names of a line."""
        return ReportGrant.objects.told()

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """What was given stays on record."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """What ended stays as it was."""
        return not (isinstance(obj, ReportGrant) and obj.ended_at) and super().has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: ReportGrant, form: Any, change: bool) -> None:
        """Kept, with who gave it; outside it wants approval, and anew once it is widened."""
        if not change:
            obj.given_at, obj.giver = clock.now(), actor(request)
        if change and not obj.person_id and form.changed_data:
            obj.approved_at = obj.approved_by = None
        super().save_model(request, obj, form, change)
        if not obj.person_id and obj.approved_at is None:
            said_so = f"Nothing is sent to {obj.address} until this grant is approved: choose it here, and approve it."
            self.message_user(request, said_so, messages.WARNING)

    @admin.action(description="Approve the chosen addresses outside")
    def approve_outside(self, request: HttpRequest, queryset: QuerySet[ReportGrant]) -> None:
        """Each in a transaction of its own; refusals are said."""
        now = clock.now()
        today = now.astimezone(settings.HOUSE_ZONE).date()
        self._each(
            request,
            queryset,
            lambda row: granting.approve(grant=row, by=actor(request), at=now, today=today),
            "approved",
        )

    @admin.action(description="End the chosen grants")
    def end_grants(self, request: HttpRequest, queryset: QuerySet[ReportGrant]) -> None:
        """From now on nothing is read or sent by them."""
        self._each(request, queryset, lambda row: granting.end(grant=row, by=actor(request), at=clock.now()), "Ended")

    def _each(
        self, request: HttpRequest, rows: QuerySet[ReportGrant], act: Callable[[ReportGrant], None], done: str
    ) -> None:
        for row in rows:
            try:
                act(row)
            except Refusal as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
            else:
                self.message_user(request, f"{done}: {row}.")

    @admin.display(description="report", ordering="slug")
    def slug_name(self, row: ReportGrant) -> str:
        """Its name, or all."""
        return row.get_slug_display() or "every report"

    @admin.display(description="over", ordering="unit__name")
    def unit_name(self, row: ReportGrant) -> str:
        """Its unit, or all."""
        return str(row.unit or "everything")

    @admin.display(description="sees also")
    def may_see(self, row: ReportGrant) -> str:
        """The clearances, in words; what of it an address outside gets."""
        seen = ", ".join(LABELS[label] for label in row.clearance if label in LABELS)
        part = "" if row.person_id or row.is_whole else "the summary alone"
        return "; ".join(filter(None, (part, seen))) or "nothing more"

    @admin.display(description="may")
    def may_do(self, row: ReportGrant) -> str:
        """The acts."""
        return ", ".join(["read", *(act for act in ACTS if getattr(row, f"can_{act}"))])

    @admin.display(description="state")
    def stands(self, row: ReportGrant) -> str:
        """Whether it holds, and who approved or ended it."""
        if row.ended_at:
            return f"ended by {row.ended_by}, {said(row.ended_at)}"
        why = row.lacks(clock.now().astimezone(settings.HOUSE_ZONE).date())
        approved = f", approved by {row.approved_by}" if row.approved_by else ""
        return why or f"holds{approved}"
