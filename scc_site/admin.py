"""People and their sessions, as the office sees them. Codes, links and their fingerprints are shown nowhere."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import quote

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path
from django.utils.html import format_html

from scc_site import clock, letters_desk, people_log
from scc_site.addresses import InvalidAddress
from scc_site.auth import people, sessions
from scc_site.desk import Desk, Records, Section, actor, said
from scc_site.mail import admin as letters  # noqa: F401 - registers itself; Django looks for admin.py in apps only
from scc_site.mail import suppression_desk
from scc_site.models import AuthSession, OutgoingMail, Suppression, User
from scc_site.occurrences import admin as occurrences  # noqa: F401 - registers itself, as above
from scc_site.refusals import Refusal

LATEST = 8  # sessions and letters shown with a person


class PersonForm(forms.ModelForm):
    """A person, with the rules about roles at the fields they are about."""

    by: User

    class Meta:
        model = User
        fields = ("name", "email", "phone", "is_active", "is_crew", "is_admin", "is_executive")

    def clean_email(self) -> str:
        """One person, one address, in whatever spelling."""
        address = str(self.cleaned_data["email"])
        try:
            others = User.objects.with_address(address).exclude(pk=self.instance.pk)
        except InvalidAddress:
            return address  # the person says so themselves, at this field
        if others.exists():
            raise forms.ValidationError("Somebody else has this address.")
        return address

    def clean(self) -> dict[str, Any]:
        """Roles that must not be given or taken are refused, the form kept."""
        cleaned = super().clean() or self.cleaned_data
        flags = ("is_active", "is_crew", "is_admin", "is_executive")
        roles = people.Roles(**{flag: bool(cleaned.get(flag)) for flag in flags})
        try:
            people.check(person=self.instance, roles=roles, by=self.by)
        except Refusal as refusal:
            raise forms.ValidationError(refusal.sentence) from None
        return cleaned


@admin.register(User)
class PersonAdmin(Desk):
    """People; nobody is deleted, who leaves may no longer sign in."""

    form = PersonForm
    list_display = ("name", "email", "phone", "is_crew", "is_admin", "is_executive", "is_active")
    list_filter = ("is_crew", "is_admin", "is_executive", "is_active")
    search_fields = ("name", "email", "email_canonical", "phone")
    actions = ("end_their_sessions",)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form, told who fills it in."""
        form = super().get_form(request, obj, change, **kwargs)
        return type("PersonFormBy", (form,), {"by": request.user})

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Records name people: they stay."""
        return False

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *rest: Any, **named: Any) -> Any:
        """With what the house knows of the person, under the form."""
        person = context["original"]
        context["sections"] = self.sections(person, clock.now()) if person else []
        return super().render_change_form(request, context, *rest, **named)

    def get_urls(self) -> list[Any]:
        """With the page of the letters that a person wants."""
        door = self.admin_site.admin_view(letters_desk.switch_for)
        return [path("<str:person_id>/letters/", door, name="scc_site_user_letters"), *super().get_urls()]

    def sections(self, person: User, at: datetime) -> list[Section]:
        """Whether letters reach the person, where they are signed in, what was written last, how they became so."""
        stopped = list(Suppression.objects.of_person(person))
        about_mail = suppression_desk.about(person, stopped, at)
        return [
            about_mail,
            _sessions(person, at),
            _letters(person),
            letters_desk.section(person),
            _changes(person, stopped),
        ]

    @admin.action(description="End all their sessions")
    def end_their_sessions(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Sign the chosen people out everywhere."""
        at = clock.now()
        ended = sum(sessions.end_all_of(person=person, by=actor(request), at=at) for person in queryset)
        self.message_user(request, f"{ended} sessions ended.", messages.SUCCESS)


def _sessions(person: User, at: datetime) -> Section:
    """The latest, and whether they still stand."""
    rows = AuthSession.objects.of(person).order_by("-seen_at")[:LATEST]
    return Section(
        title="Sessions",
        head=("last seen", "began", "scope", "by", "from", "stands"),
        rows=[
            (said(row.seen_at), said(row.created_at), row.scope, row.method, row.address, _standing(row, at))
            for row in rows
        ],
        empty="Has never signed in.",
        more=("/admin/scc_site/authsession/?q=" + quote(person.email), "All their sessions"),
    )


def _changes(person: User, stopped: list[Suppression]) -> Section:
    """The latest changes of name, addresses and roles, by whom; plain SQL too."""
    changes = [*people_log.latest(person, most=LATEST), *suppression_desk.changes(stopped)]
    rows = sorted(changes, key=lambda change: change.at, reverse=True)[:LATEST]
    return Section(
        title="Changes",
        head=("when", "by", "what"),
        rows=[(said(at), by, "; ".join(words)) for at, by, words in rows],
        empty="Nothing has been changed since changes are kept.",
    )


def _standing(session: AuthSession, at: datetime) -> str:
    if session.ended_at:
        return f"ended {said(session.ended_at)}"
    return "open" if session.alive(at) else "run out"


def _letters(person: User) -> Section:
    """The latest, each a link to what it says."""
    rows = OutgoingMail.objects.filter(person=person).order_by("-created_at", "-pk")[:LATEST]
    link = '<a href="/admin/scc_site/outgoingmail/{}/change/">{}</a>'
    return Section(
        title="Last letters",
        head=("written", "letter", "to", "state"),
        rows=[
            (
                said(row.created_at),
                format_html(link, row.pk, row.kind.replace("_", " ")),
                row.to,
                row.get_state_display(),
            )
            for row in rows
        ],
        empty="Nothing was written yet.",
        more=(f"/admin/scc_site/outgoingmail/?person={person.pk}", "All their letters"),
    )


@admin.register(AuthSession)
class SessionAdmin(Records):
    """Who is signed in, and an end to it."""

    list_display = (
        "person",
        "scope",
        "event_id",
        "method",
        "created_at",
        "seen_at",
        "expires_at",
        "address",
        "ended_at",
    )
    list_filter = ("scope", "method")
    list_select_related = ("person",)
    search_fields = ("person__name", "person__email")
    exclude = ("jti",)
    actions = ("end_chosen", "end_everybody")

    @admin.action(description="End these sessions")
    def end_chosen(self, request: HttpRequest, queryset: QuerySet[AuthSession]) -> None:
        """End the chosen sessions and no other."""
        at = clock.now()
        for session in queryset:
            sessions.end(session_id=session.pk, by=actor(request), at=at)
        self.message_user(request, "Sessions ended.", messages.SUCCESS)

    @admin.action(description="End everybody's sessions, this one too")
    def end_everybody(self, request: HttpRequest, queryset: QuerySet[AuthSession]) -> None:
        """Sign everybody out."""
        sessions.end_all(by=actor(request), at=clock.now())
