"""What hangs on a sail at the desk, to look at: its seats, its tasks, what was decided about it."""

from __future__ import annotations

from typing import ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from events.models import ChecklistItem, SailAct, Seat
from scc_site.desk import ReadOnlyInline, said


class SeatInline(ReadOnlyInline):
    """A sail's seats."""

    model = Seat
    fields: ClassVar[tuple[str, ...]] = ("seat", "terms")
    readonly_fields: ClassVar[tuple[str, ...]] = ("seat", "terms")

    @admin.display(description="seat")
    def seat(self, seat: Seat) -> str:
        """Role and number."""
        return str(seat)

    @admin.display(description="terms")
    def terms(self, seat: Seat) -> str:
        """What hangs on it, in words."""
        found = ["required" if seat.required else "optional", "needs approval" if seat.needs_approval else ""]
        return ", ".join(filter(None, found))


class ChecklistInline(ReadOnlyInline):
    """A sail's tasks and who ended them."""

    model = ChecklistItem
    verbose_name_plural = "checklist"
    fields = ("task", "due", "role", "stands", "ended_by", "note")
    readonly_fields = ("task", "due", "stands", "ended_by")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ChecklistItem]:
        """With people, in one query."""
        return super().get_queryset(request).with_people()  # type: ignore[attr-defined]

    @admin.display(description="task")
    def task(self, item: ChecklistItem) -> str:
        """What is to be done, and whether the sail hangs on it."""
        mark = mark_safe(' <span class="status bad">critical</span>') if item.critical else ""
        return format_html("{}{}", item.text, mark)

    @admin.display(description="stands")
    def stands(self, item: ChecklistItem) -> str:
        """Open, done, or not applicable and why."""
        return item.state if item.state != "not_applicable" else f"not applicable: {item.set_aside_why}"

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
