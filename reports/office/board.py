"""The board at the desk: its cards to look at, and the keys of outside systems."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html

from reports.board import keys
from reports.models import ActionItem, BoardToken
from scc_site import clock
from scc_site.desk import Desk, actor
from scc_site.refusals import Refusal


@admin.register(ActionItem)
class CardDesk(Desk):
    """Every card, whoever may see it on the board; cards are moved there."""

    list_display = ("title", "status", "severity", "unit", "owner", "score", "occurrences", "on_the_board")
    list_filter = ("status", "severity", "kind", "unit", "is_regressed")
    search_fields = ("title", "problem", "key")
    search_help_text = "Words of the card, or its key"
    list_select_related = ("unit", "owner")
    ordering = ("-score", "pk")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Runs and outside systems hang cards."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """They are moved on the board."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """What was found stays on record."""
        return False

    @admin.display(description="board")
    def on_the_board(self, row: ActionItem) -> str:
        """Its page."""
        return format_html('<a href="/reports/board/{}/">Open</a>', row.pk)


@admin.register(BoardToken)
class KeyDesk(Desk):
    """Keys to the board: made here, shown once, ended here."""

    fields = ("name",)
    list_display = ("name", "created_at", "creator", "used_at", "ended_at")
    list_select_related = ("creator",)
    search_fields = ("name",)
    actions = ("end_keys",)
    ordering = ("name",)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """A key stays what it is; the list may be seen."""
        return obj is None and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """What it hung stays on record, and so does the key."""
        return False

    def save_model(self, request: HttpRequest, obj: BoardToken, form: Any, change: bool) -> None:
        """Made, and shown this once."""
        secret, obj.sha256 = keys.fresh()
        obj.created_at, obj.creator = clock.now(), actor(request)
        super().save_model(request, obj, form, change)
        words = f"The key of {obj.name}, shown this once: {secret}"
        self.message_user(request, words, messages.WARNING)

    @admin.action(description="End the chosen keys")
    def end_keys(self, request: HttpRequest, queryset: QuerySet[BoardToken]) -> None:
        """Each; refusals are said."""
        for row in queryset:
            try:
                keys.end(token=row, by=actor(request), at=clock.now())
            except Refusal as refusal:
                self.message_user(request, refusal.sentence, messages.ERROR)
            else:
                self.message_user(request, f"Ended: {row}.")
