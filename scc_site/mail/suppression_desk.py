"""Suppressed addresses and what mail services reported, as the office sees them, and on a person's page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from scc_site import clock
from scc_site.desk import Desk, Records, Section, actor, said
from scc_site.mail import suppression
from scc_site.models import MailEvent, OutgoingMail, Suppression, User
from scc_site.people_log import Change
from scc_site.refusals import Mistyped

LIST = "/admin/scc_site/suppression/"
STOPPED = {
    Suppression.Cause.BOUNCE: "Letters to this address have come back since {since}: {reason}.",
    Suppression.Cause.COMPLAINT: "On {since} its reader told the mail service that our letters are unwanted.",
    Suppression.Cause.HAND: "{by} stopped letters to this address on {since}: {reason}.",
}
UNTIL = "Nothing is sent to it, no sign-in letter either, until somebody lifts that with a reason."
SECRET = "sealed"  # noqa: S105 - the name of what is left out, not what it holds


def sentence(row: Suppression) -> str:
    """How an address stands that is or was written to no more, for a person to read."""
    words = STOPPED[Suppression.Cause(row.cause)]
    stopped = words.format(since=said(row.since), reason=row.reason.rstrip("."), by=row.by)
    if row.lifted_at is None:
        return f"{stopped} {UNTIL}"
    return f"{stopped} {row.lifted_by} lifted that on {said(row.lifted_at)}: {row.lifted_why}"


def about(person: User, rows: Sequence[Suppression], at: datetime) -> Section:
    """The part of a person's page that says whether letters reach them, from all their suppressions; one query."""
    standing = next((row for row in rows if row.lifted_at is None), None)
    since = at - timedelta(days=settings.MAIL_SOFT_BOUNCE_DAYS)
    came_back = MailEvent.objects.soft_bounces(person.email_canonical, since).count()
    soft = f" {came_back} of them came back for now since {said(since)}." if came_back else ""
    return Section(
        title="Letters to this address",
        head=("stopped", "why", "by", "lifted", "by", "because"),
        rows=[_row(row) for row in rows],
        empty="",
        lede=sentence(standing) if standing else f"Letters are sent to this address.{soft}",
        more=(f"{LIST}{standing.pk}/change/", "Lift it, with a reason")
        if standing
        else (f"{LIST}add/?address={quote(person.email)}", "Stop letters to this address"),
    )


def _row(row: Suppression) -> tuple[str, ...]:
    """One suppression, from its beginning to its end."""
    by, lifted = str(row.by) if row.by else "the mail service's report", row.lifted_at
    return said(row.since), row.reason, by, said(lifted) if lifted else "", str(row.lifted_by or ""), row.lifted_why


def changes(rows: Sequence[Suppression]) -> list[Change]:
    """What a person's history says of their suppressions, the latest first."""
    found = []
    for row in rows:
        by = str(row.by) if row.by else "the mail service"
        found.append(Change(row.since, by, [f"letters to {row.address} stopped: {row.reason}"]))
        if row.lifted_at is not None:
            found.append(
                Change(row.lifted_at, str(row.lifted_by), [f"letters to {row.address} again: {row.lifted_why}"])
            )
    return sorted(found, key=lambda change: change.at, reverse=True)


class StopForm(forms.ModelForm):
    """An address that is written to no more from now on."""

    address = forms.CharField(max_length=254, widget=forms.EmailInput, label="Address")
    why = forms.CharField(max_length=suppression.LONGEST, label="Why", help_text="Whoever looks next wants to know.")

    class Meta:
        model = Suppression
        fields = ("address",)

    def clean(self) -> dict[str, Any]:
        """The verb's own faults, at their fields, before anything is written."""
        cleaned = super().clean() or self.cleaned_data
        try:
            suppression.check(address=cleaned.get("address", ""), why=cleaned.get("why", ""))
        except Mistyped as fault:
            for field in fault.faults.keys() - self.errors.keys():
                self.add_error(field, fault.faults[field])
        return cleaned


class LiftForm(forms.ModelForm):
    """Why an address is written to again."""

    why = forms.CharField(
        max_length=suppression.LONGEST,
        label="Why it is lifted",
        help_text="Such as: she has emptied the mailbox. Letters held back meanwhile are not sent by themselves.",
    )

    class Meta:
        model = Suppression
        fields = ()


class Standing(admin.SimpleListFilter):
    """Whether it holds now."""

    title, parameter_name = "now", "now"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[str, str]]:
        """Two ways."""
        return [("stopped", "Stopped"), ("lifted", "Lifted")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Suppression]) -> QuerySet[Suppression]:
        """Those that stand, those that do not, or both."""
        return queryset.filter(lifted_at__isnull=self.value() == "stopped") if self.value() else queryset


@admin.register(Suppression)
class SuppressionAdmin(Desk):
    """Addresses that are written to no more: stopped by hand, lifted with a reason, never edited."""

    list_display = ("address", "cause", "reason", "since", "by", "lifted_at", "lifted_by", "lifted_why")
    list_filter = (Standing, "cause")
    list_select_related = ("by", "lifted_by")
    search_fields = ("address", "reason", "lifted_why")
    actions = None

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The list, under its own name."""
        return super().changelist_view(request, {"title": "Suppressed addresses"} | (extra_context or {}))

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """To stop, or to lift."""
        return super().get_form(request, obj, change, form=LiftForm if obj else StopForm, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Suppression | None = None) -> tuple[str, ...]:
        """How it stands."""
        return ("address", "stands", "letter_sent") if obj else ()

    def get_fields(self, request: HttpRequest, obj: Suppression | None = None) -> tuple[str, ...]:
        """What is shown; what is asked, while there is something to ask."""
        if obj is None:
            return ("address", "why")
        return ("address", "stands", "letter_sent", *(("why",) if obj.lifted_at is None else ()))

    def has_change_permission(self, request: HttpRequest, obj: Suppression | None = None) -> bool:
        """What was lifted is history."""
        return super().has_change_permission(request, obj) and (obj is None or obj.lifted_at is None)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """It stays on record."""
        return False

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *rest: Any, **named: Any) -> Any:
        """Under a heading that says what the page is for."""
        row = context["original"]
        lifted = row is not None and row.lifted_at is not None
        context["title"] = "Stop letters to an address" if row is None else "Stopped once" if lifted else "Write again"
        return super().render_change_form(request, context, *rest, **named)

    @admin.display(description="how it stands")
    def stands(self, row: Suppression) -> str:
        """In words."""
        return sentence(row)

    @admin.display(description="the letter that came back")
    def letter_sent(self, row: Suppression) -> str | SafeString:
        """A link to it."""
        return letter_link(row.letter) if row.letter else "none"

    def save_model(self, request: HttpRequest, obj: Suppression, form: Any, change: bool) -> None:
        """Stop it, or lift it; raises refusals."""
        by, why, at = actor(request), form.cleaned_data["why"], clock.now()
        if change:
            suppression.lift(suppression_id=obj.pk, why=why, by=by, at=at)
        else:
            made = suppression.suppress_by_hand(address=form.cleaned_data["address"], why=why, by=by, at=at)
            obj.pk, obj.address = made.pk, made.address

    def response_add(
        self, request: HttpRequest, obj: Suppression, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Back to the list, with what was done."""
        messages.success(request, f"Letters to {obj.address} are stopped.")
        return self.response_post_save_add(request, obj)

    def response_change(self, request: HttpRequest, obj: Suppression) -> HttpResponse:
        """Back to the list, with what was done."""
        messages.success(request, f"Letters to {obj.address} are sent again, from the next one on.")
        return self.response_post_save_change(request, obj)


@admin.register(MailEvent)
class MailEventAdmin(Records):
    """What mail services reported, as they said it."""

    list_display = ("happened_at", "kind", "recipient", "letter_sent", "source")
    list_filter = ("kind", "source")
    list_select_related = ("mail",)
    search_fields = ("recipient", "message_id", "notice")
    fields = ("kind", "recipient", "letter_sent", "happened_at", "received_at", "source", "message_id", "told")
    readonly_fields = ("letter_sent", "told")
    actions = None

    @admin.display(description="letter")
    def letter_sent(self, event: MailEvent) -> str | SafeString:
        """A link to it."""
        return letter_link(event.mail) if event.mail else "none of ours"

    @admin.display(description="what was said")
    def told(self, event: MailEvent) -> str:
        """Word for word, what opens a door left out."""
        return "; ".join(f"{name}: {value}" for name, value in event.detail.items() if name != SECRET) or "no more"


def letter_link(mail: OutgoingMail) -> SafeString:
    """A letter's name, leading to it."""
    return format_html('<a href="/admin/scc_site/outgoingmail/{}/change/">{}</a>', mail.pk, mail.kind.replace("_", " "))
