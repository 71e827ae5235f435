"""Who was reminded of what, and when, as the office reads it: with a person and with a sail."""

from __future__ import annotations

from typing import ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html

from crew.models import Nudge
from scc_site.desk import ReadOnlyInline, Section, said
from scc_site.models import User

MOST = 20


def section(person: User) -> Section:
    """The latest of a person's reminders, and those planned next; one query."""
    rows = Nudge.objects.of_person(person, MOST)
    return Section(
        title="Reminders",
        head=("when", "of what", "sail", "came to"),
        rows=[(said(row.due_at), what(row), str(row.event), came_to(row)) for row in rows],
        empty="None so far, and none planned for the next days.",
    )


class NudgeInline(ReadOnlyInline):
    """A sail's reminders: to whom, of what, and what each came to."""

    model = Nudge
    fields: ClassVar = ("due", "person", "of_what", "outcome")
    readonly_fields: ClassVar = ("due", "of_what", "outcome")
    verbose_name_plural = "reminders"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Nudge]:
        """Without those that came to nothing before they were due; with person, task and letter, in one query."""
        return Nudge.objects.told().order_by("due_at", "pk")

    @admin.display(description="when")
    def due(self, row: Nudge) -> str:
        """On the house's clock."""
        return said(row.due_at)

    @admin.display(description="of what")
    def of_what(self, row: Nudge) -> str:
        """The kind, and the task."""
        return what(row)

    @admin.display(description="came to")
    def outcome(self, row: Nudge) -> str:
        """Planned, sent or not."""
        return came_to(row)


def what(row: Nudge) -> str:
    """`24 hours before`, `task due: Ice`."""
    return f"{row.get_kind_display()}: {row.item}" if row.item else row.get_kind_display()


def came_to(row: Nudge) -> str:
    """`planned`; `told Sat 5 Dec 2026 15:10, letter sent`, which leads to it; `not sent: …`."""
    if row.state == Nudge.State.PLANNED or row.ended_at is None:
        return "planned"
    if row.state == Nudge.State.SKIPPED:
        return f"not sent: {row.why}"
    if row.mail is None:
        return f"told {said(row.ended_at)}"
    link = f"/admin/scc_site/outgoingmail/{row.mail.pk}/change/"
    return format_html('told {}, <a href="{}">letter {}</a>', said(row.ended_at), link, row.mail.get_state_display())
