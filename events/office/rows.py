"""What hangs on a sail at the desk, to look at: its seats, its tasks, what was decided about it."""

from __future__ import annotations

from typing import ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from events.models import ChecklistItem, SailAct, Seat
from scc_site.desk import ReadOnlyInline, said


class SeatInline(ReadOnlyInline):
    """A sail's seats."""

    model = Seat
    fields: ClassVar[tuple[str, ...]] = ("role", "number", "required", "needs_approval")


class ChecklistInline(ReadOnlyInline):
    """A sail's tasks and who ended them."""

    model = ChecklistItem
    fields = ("text", "due", "role", "critical", "state", "ended_by", "note")
    readonly_fields = ("due", "state", "ended_by")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ChecklistItem]:
        """With people, in one query."""
        return super().get_queryset(request).with_people()  # type: ignore[attr-defined]

    @admin.display(description="due")
    def due(self, item: ChecklistItem) -> str:
        """On the house's clock."""
        return said(item.due_at)

    @admin.display(description="by")
    def ended_by(self, item: ChecklistItem) -> str:
        """Who ticked it or set it aside."""
        return str(item.done_by or item.set_aside_by or "")


class DecisionInline(ReadOnlyInline):
    """What was decided about a sail, and who was told."""

    model = SailAct
    fields = ("what", "when", "by", "reason", "told_whom")
    readonly_fields = ("what", "when", "told_whom")
    verbose_name_plural = "decisions"

    def get_queryset(self, request: HttpRequest) -> QuerySet[SailAct]:
        """With whoever decided, in one query."""
        return super().get_queryset(request).select_related("by", "event")

    @admin.display(description="decision")
    def what(self, act: SailAct) -> str:
        """A move names both departures."""
        if act.kind != SailAct.Kind.MOVED:
            return act.get_kind_display()
        return f"moved from {said(act.old_departs_at)} to {said(act.departs_at)}"

    @admin.display(description="when")
    def when(self, act: SailAct) -> str:
        """On the house's clock."""
        return said(act.at)

    @admin.display(description="told")
    def told_whom(self, act: SailAct) -> str:
        """The names, as they were written to."""
        return ", ".join(act.told) or "nobody"
