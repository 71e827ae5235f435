"""What the office does with runs from their list: preview, approve, send, send again, cancel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from reports import approving, following, sending
from reports.models import ReportRun
from reports.office import runs  # noqa: F401 - its desk stands before acts are given to it
from scc_site import clock
from scc_site.desk import actor
from scc_site.office import OfficeSite
from scc_site.refusals import Refusal


class RunActs:
    """Acts on the runs chosen, each by itself: what one refuses is said, and stops no other."""

    actions = ("preview", "approve", "send", "resend", "cancel")
    message_user: Callable[..., None]

    @admin.action(description="Preview (one run)")
    def preview(self, request: HttpRequest, queryset: QuerySet[ReportRun]) -> HttpResponse | None:
        """The letter as it would be written."""
        chosen = list(queryset[:2])
        if len(chosen) != 1:
            self.message_user(request, "Choose one run to preview.", messages.WARNING)
            return None
        return HttpResponse(status=303, headers={"Location": f"{chosen[0].get_absolute_url()}preview/"})

    @admin.action(description="Approve")
    def approve(self, request: HttpRequest, queryset: QuerySet[ReportRun]) -> None:
        """Nothing is sent by it."""
        self._each(request, queryset, lambda run, by: approving.approve(run=run, by=by, at=clock.now()) and "approved.")

    @admin.action(description="Send to those who have not had it")
    def send(self, request: HttpRequest, queryset: QuerySet[ReportRun]) -> None:
        """Approved runs alone; each reader gets a period once."""
        self._each(
            request,
            queryset,
            lambda run, by: sending.send(run=run, by=by, at=clock.now(), corrected=run.corrects_id is not None),
        )

    @admin.action(description="Send again to those it failed for")
    def resend(self, request: HttpRequest, queryset: QuerySet[ReportRun]) -> None:
        """The stored letters, to nobody else."""
        self._each(request, queryset, lambda run, by: following.resend(run=run, by=by, at=clock.now()))

    @admin.action(description="Cancel")
    def cancel(self, request: HttpRequest, queryset: QuerySet[ReportRun]) -> None:
        """What has not left stays here."""
        self._each(request, queryset, lambda run, by: approving.cancel(run=run, by=by, at=clock.now()) and "cancelled.")

    def _each(self, request: HttpRequest, rows: QuerySet[ReportRun], act: Callable[[ReportRun, Any], Any]) -> None:
        for run in rows:
            try:
                said = act(run, actor(request))
            except Refusal as refusal:
                self.message_user(request, f"{run}: {refusal.sentence}", messages.WARNING)
            else:
                self.message_user(request, f"{run}: {said}", messages.SUCCESS)


office: OfficeSite = admin.site  # type: ignore[assignment]  # the settings name our own
office.add_to(ReportRun, RunActs)
