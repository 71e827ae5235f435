"""Contacts at the desk: who may be written to and why, and those who want no campaigns."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from events.forms import JudgedForm
from reports import stops
from reports.models import Contact, ContactSuppression
from reports.office.market import today
from reports.office.records import RecordDesk, day
from scc_site import clock
from scc_site.addresses import InvalidAddress, canonical
from scc_site.desk import Desk, actor, said
from scc_site.mail.suppression import LONGEST
from scc_site.models import User
from scc_site.refusals import Refusal

STOPS = "/admin/reports/contactsuppression/"


class ContactForm(forms.ModelForm):
    """An address that may be written to, and what that rests on."""

    class Meta:
        model = Contact
        fields = (
            "email_norm", "name", "source", "consent_basis", "consent_on", "last_activity_on", "written_on"
        )  # fmt: skip

    def clean_email_norm(self) -> str:
        """As it is compared: another spelling is the same contact."""
        try:
            return canonical(self.cleaned_data["email_norm"])
        except InvalidAddress as fault:
            raise forms.ValidationError(str(fault)) from None

    def clean(self) -> dict[str, Any]:
        """Refused with a day of a consent that nobody gave."""
        cleaned = super().clean() or self.cleaned_data
        self.instance.is_valid = True
        if cleaned.get("consent_on") and not cleaned.get("consent_basis"):
            self.add_error("consent_basis", "Say what the consent of that day was.")
        return cleaned


class MayBeWrittenTo(admin.SimpleListFilter):
    """What keeps a contact out of campaigns."""

    title = "what keeps it out"
    parameter_name = "out"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The reasons."""
        return [("consent", "no consent"), ("stopped", "stopped"), ("invalid", "no address")]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any] | None:
        """The rows chosen."""
        chosen = {
            "consent": queryset.without_consent,
            "stopped": lambda: queryset.stopped(today()),
            "invalid": lambda: queryset.filter(is_valid=False),
        }
        return chosen.get(self.value() or "", lambda: None)()


def standing(row: Any) -> str:
    """Whether a campaign may be sent to a contact, and what keeps it."""
    if not row.is_valid:
        return "none: no address"
    return "stopped" if row.is_stopped else "may be sent" if row.consent_basis else "none: no consent"


@admin.register(Contact)
class ContactDesk(RecordDesk):
    """The list that campaigns go to."""

    form = ContactForm
    list_display = (
        "email_norm", "name", "basis", day("consent_on", "given on"), "stands", day("written_on", "last campaign"),
        "source",
    )  # fmt: skip
    list_filter = (MayBeWrittenTo,)
    search_fields = ("email_norm", "name", "source", "consent_basis")
    search_help_text = "Address, name, source or basis of consent"
    readonly_fields = ("stands", "found", "stopping")
    kind = "contacts"
    columns: ClassVar = {
        "email": "email_norm", "suppressed": lambda row: row.is_off or None, "campaigns": standing,
    }  # fmt: skip

    def get_fields(self, request: HttpRequest, obj: Contact | None = None) -> tuple[str, ...]:
        """What is typed; of one that is there, how it stands."""
        return (*ContactForm.Meta.fields, *(("stands", "found", "stopping") if obj else ()))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Contact]:
        """With whether campaigns leave them out."""
        return Contact.objects.with_stop(today()).with_own_stop()

    def get_readonly_fields(self, request: HttpRequest, obj: Contact | None = None) -> tuple[str, ...]:
        """None that is not there yet."""
        return self.readonly_fields if obj else ()

    @admin.display(description="consent", ordering="consent_basis")
    def basis(self, row: Contact) -> str:
        """In the list's words."""
        return row.consent_basis or "none known"

    @admin.display(description="campaigns")
    def stands(self, row: Any) -> str:
        """Whether one may be sent, and what keeps it."""
        return standing(row)

    @admin.display(description="further rows of it")
    def found(self, row: Contact) -> str:
        """Duplicates in the file it came from."""
        return f"{row.duplicate_count}" if row.duplicate_count else "none"

    @admin.display(description="stops")
    def stopping(self, row: Contact) -> SafeString:
        """Those of the address, and the way to another."""
        found = list(ContactSuppression.objects.of(row.email_norm))
        told = " ".join(map(sentence, found)) or "Nobody stopped campaigns to it."
        standing = next((stop for stop in found if stop.lifted_at is None), None)
        way = f"{standing.pk}/change/" if standing else f"add/?{urlencode({'address': row.email_norm})}"
        words = "Lift it, with a reason" if standing else "Stop campaigns to it"
        return format_html('{} <a href="{}{}">{}</a>', told, STOPS, way, words)


def sentence(row: ContactSuppression) -> str:
    """A stop in words, from its beginning to its end."""
    by = row.author.name if row.author else "An import"
    begun = f"{by} stopped {row.get_scope_display()} on {said(row.since)}: {row.reason.rstrip('.')}."
    if row.lifted_at is None:
        return f"{begun} It holds until somebody lifts it with a reason."
    return f"{begun} {row.lifted_by} lifted that on {said(row.lifted_at)}: {row.lifted_why}"


class Judged(JudgedForm, forms.ModelForm):
    """A form that a verb judges and stores."""

    by: User

    def clean(self) -> dict[str, Any]:
        """Run the verb once all fields are right."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self.instance = self.judged(cleaned)
            except Refusal as refusal:
                self.take(refusal)
        return cleaned

    def judged(self, given: dict[str, Any]) -> ContactSuppression:
        """What the verb made of it; raises refusals."""
        raise NotImplementedError

    def _post_clean(self) -> None:
        """The verb has judged and stored the row."""


class StopForm(Judged):
    """An address that gets no campaigns from now on."""

    address = forms.CharField(max_length=254, widget=forms.EmailInput, label="Address")
    why = forms.CharField(max_length=LONGEST, label="Why", help_text="Whoever looks next wants to know.")

    class Meta:
        model = ContactSuppression
        fields = ("scope",)

    def judged(self, given: dict[str, Any]) -> ContactSuppression:
        """The stop."""
        return stops.stop(
            address=given["address"], scope=given["scope"], why=given["why"], author=self.by, at=clock.now()
        )


class LiftForm(Judged):
    """Why campaigns reach an address again."""

    why = forms.CharField(max_length=LONGEST, label="Why it is lifted", help_text="Such as: he asked for the letters.")

    class Meta:
        model = ContactSuppression
        fields = ()

    def judged(self, given: dict[str, Any]) -> ContactSuppression:
        """The stop, lifted."""
        return stops.lift(stop_id=self.instance.pk, why=given["why"], by=self.by, at=clock.now())


class StandingFilter(admin.SimpleListFilter):
    """Whether it holds now."""

    title, parameter_name = "now", "now"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Two ways."""
        return [("stopped", "stopped"), ("lifted", "lifted")]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any] | None:
        """Those that stand, those that do not, or both."""
        return {"stopped": queryset.standing, "lifted": queryset.lifted}.get(self.value() or "", lambda: None)()


@admin.register(ContactSuppression)
class StopDesk(Desk):
    """Who wants no campaigns: stopped by hand or by a file, lifted with a reason, never edited."""

    list_display = ("email_norm", "scope", "reason", "since_told", "by", "lifted", "lifted_why")
    list_filter = (StandingFilter, "scope")
    list_select_related = ("author", "lifted_by")
    search_fields = ("email_norm", "reason", "lifted_why")
    search_help_text = "Address or reason"
    actions = None

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """To stop, or to lift; told who does."""
        return type("FormBy", (LiftForm if obj else StopForm,), {"by": actor(request)})

    def get_readonly_fields(self, request: HttpRequest, obj: ContactSuppression | None = None) -> tuple[str, ...]:
        """How it stands."""
        return ("email_norm", "stands") if obj else ()

    def get_fields(self, request: HttpRequest, obj: ContactSuppression | None = None) -> tuple[str, ...]:
        """What is shown; what is asked, while there is something to ask."""
        if obj is None:
            return ("address", "scope", "why")
        return ("email_norm", "stands", *(("why",) if obj.lifted_at is None else ()))

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The address that a contact's page names."""
        return {"address": request.GET.get("address", ""), "scope": ContactSuppression.Scope.ALL}

    def has_change_permission(self, request: HttpRequest, obj: ContactSuppression | None = None) -> bool:
        """What was lifted is history."""
        return super().has_change_permission(request, obj) and (obj is None or obj.lifted_at is None)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """It stays on record."""
        return False

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *rest: Any, **named: Any) -> Any:
        """Under a heading that says what the page is for."""
        row = context["original"]
        lifted = row is not None and row.lifted_at is not None
        context["title"] = (
            "Stop campaigns to an address" if row is None else "Stopped once" if lifted else "Write again"
        )
        return super().render_change_form(request, context, *rest, **named)

    def save_model(self, request: HttpRequest, obj: ContactSuppression, form: Any, change: bool) -> None:
        """The verb has stored it."""

    def response_add(
        self, request: HttpRequest, obj: ContactSuppression, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Back to the list, with what was done."""
        messages.success(request, f"Campaigns to {obj.email_norm} are stopped.")
        return self.response_post_save_add(request, obj)

    def response_change(self, request: HttpRequest, obj: ContactSuppression) -> HttpResponse:
        """Back to the list, with what was done."""
        messages.success(request, f"Campaigns reach {obj.email_norm} again, from the next one on.")
        return self.response_post_save_change(request, obj)

    @admin.display(description="how it stands")
    def stands(self, row: ContactSuppression) -> str:
        """In words."""
        return sentence(row)

    @admin.display(description="since", ordering="since")
    def since_told(self, row: ContactSuppression) -> str:
        """When."""
        return said(row.since)

    @admin.display(description="by", ordering="author__name")
    def by(self, row: ContactSuppression) -> str:
        """Who, or a file."""
        return row.author.name if row.author else "an import"

    @admin.display(description="lifted", ordering="lifted_at")
    def lifted(self, row: ContactSuppression) -> str:
        """When and by whom."""
        return f"{said(row.lifted_at)} by {row.lifted_by}" if row.lifted_at else ""
