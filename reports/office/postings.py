"""Postings from the dock: what waits, what keeps entries out, what wants a person; and posting it now."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from reports.models import DockPosting
from reports.postings import pages, posting
from reports.postings.story import of_booking
from scc_site import clock
from scc_site.desk import Records

PART, TITLE = "admin/reports/dockposting", "Postings from the dock"


@admin.register(DockPosting)
class DockPostingDesk(Records):
    """One page; the entries themselves are at their own desk."""

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """GET: how dock and ledger stand. POST: post what differs, and say what came of it."""
        at = clock.now()
        if request.method == "POST":
            outcome = posting.post_all(at=at)
            done = outcome.is_kept and not outcome.missing
            self.message_user(request, outcome.words, messages.SUCCESS if done else messages.WARNING)
            for line in outcome.late[: pages.MOST]:
                self.message_user(request, line, messages.WARNING)
            return HttpResponseRedirect(request.path)
        context = {**self.admin_site.each_context(request), "opts": self.opts}
        if asked := request.GET.get("booking", "").strip().upper():
            return self._booking(request, asked, context)
        told = pages.page(posting.foreseen(at=at), at.astimezone(settings.HOUSE_ZONE).date())
        return TemplateResponse(request, f"{PART}/change_list.html", {**context, "title": TITLE, **told})

    def _booking(self, request: HttpRequest, reference: str, context: dict[str, Any]) -> HttpResponse:
        """One booking's money, told by the dock and by the ledger; 404 in words where there is none."""
        story = of_booking(reference, at=clock.now())
        named = {**context, "title": f"The money of {reference}" if story else "No such booking", "asked": reference}
        told = pages.told(story) if story else {}
        return TemplateResponse(request, f"{PART}/booking.html", {**named, **told}, status=200 if story else 404)
