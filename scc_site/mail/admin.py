"""Letters, as the office sees them: read only, secrets masked; what waits can be cancelled, what failed sent again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from scc_site import clock
from scc_site.mail import outbox, reading
from scc_site.models import MailAttempt, OutgoingMail
from scc_site.refusals import Refusal


class ReadOnly:
    """Nothing is added, changed or deleted by hand."""

    def has_add_permission(self, *_: Any) -> bool:
        """Letters are written by what happens."""
        return False

    def has_change_permission(self, *_: Any, **__: Any) -> bool:
        """What was written stays."""
        return False

    def has_delete_permission(self, *_: Any, **__: Any) -> bool:
        """What was sent stays on record."""
        return False


class AttemptInline(ReadOnly, admin.TabularInline):
    """Every request made for a letter."""

    model = MailAttempt
    fields = ("at", "number", "outcome", "detail")
    extra = 0


@admin.register(OutgoingMail)
class LetterAdmin(ReadOnly, admin.ModelAdmin):
    """The outbox."""

    list_display = ("id", "kind", "to", "state", "lane", "attempts", "possible_duplicate", "created_at", "sent_at")
    list_filter = ("state", "kind", "lane", "possible_duplicate")
    search_fields = ("to", "dedupe_key")
    exclude = ("sealed", "context")
    readonly_fields = ("letter",)
    inlines: ClassVar = [AttemptInline]
    list_select_related = ("person",)
    actions = ("send_again", "keep_back")

    @admin.display(description="as it reads, secrets masked")
    def letter(self, mail: OutgoingMail) -> str:
        """Subject and text."""
        read = reading.masked(mail, at=mail.created_at)
        return f"{read.subject}\n\n{read.text}"

    @admin.action(description="Send again (failed or uncertain letters)")
    def send_again(self, request: HttpRequest, queryset: QuerySet[OutgoingMail]) -> None:
        """Queue the chosen letters again."""
        at = clock.now()
        self._each(request, queryset, "queued again", lambda mail: outbox.requeue(mail_id=mail.pk, at=at))

    @admin.action(description="Cancel (letters that wait)")
    def keep_back(self, request: HttpRequest, queryset: QuerySet[OutgoingMail]) -> None:
        """Keep the chosen letters from leaving."""
        at, why = clock.now(), f"Cancelled by {request.user}."
        self._each(request, queryset, "cancelled", lambda mail: outbox.cancel_one(mail_id=mail.pk, reason=why, at=at))

    def _each(
        self, request: HttpRequest, queryset: QuerySet[OutgoingMail], done: str, act: Callable[[OutgoingMail], None]
    ) -> None:
        """One verb for each letter; each refusal is told once."""
        count, refusals = 0, set()
        for mail in queryset:
            try:
                act(mail)
                count += 1
            except Refusal as refusal:
                refusals.add(refusal.sentence)
        if count:
            self.message_user(request, f"{count} {'letter' if count == 1 else 'letters'} {done}.", messages.SUCCESS)
        for sentence in sorted(refusals):
            self.message_user(request, sentence, messages.WARNING)
