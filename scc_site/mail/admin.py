"""Letters, as the office sees them: read only, secrets masked; what waits is called back, what failed sent again."""

from __future__ import annotations

from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString

from scc_site import clock
from scc_site.desk import Records, said
from scc_site.mail import frozen, reading
from scc_site.mail.framing import framed
from scc_site.mail.office import acts, filters, finding, page
from scc_site.mail.office.wording import mark, named
from scc_site.models import Alarm, OutgoingMail

COUNTED = 10_000
PART = "admin/scc_site/outgoingmail"


class Newest(Paginator):
    """Pages of the newest rows: no more than COUNTED are counted, however long the table is."""

    @cached_property
    def count(self) -> int:
        """How many rows there are to page through."""
        rows: Any = self.object_list
        found: int = rows.order_by()[:COUNTED].count()
        return found


@admin.register(OutgoingMail)
class LetterAdmin(Records):
    """The outbox: the newest first, found by what one remembers, each letter as it left."""

    list_display = ("when", "recipient", "what", "standing", "tries", "flags")
    list_display_links = ("when",)
    list_filter = (
        filters.StateFilter,
        filters.KindFilter,
        filters.WhenFilter,
        filters.LaneFilter,
        filters.TwiceFilter,
        filters.PersonFilter,
    )
    list_select_related = ("person",)
    search_fields = ("to",)
    search_help_text = finding.HELP
    paginator = Newest
    show_facets = admin.ShowFacets.NEVER  # they would count the whole table for each filter
    empty_value_display = ""
    actions = ("send_again", "keep_back")
    change_list_template = f"{PART}/change_list.html"

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[OutgoingMail], search_term: str
    ) -> tuple[QuerySet[OutgoingMail], bool]:
        """By address, name, subject or number; see finding."""
        return finding.found(queryset, search_term), False

    def get_urls(self) -> list[URLPattern]:
        """The letter alone for its frame, and what to do with letters of a restored backup."""
        view = self.admin_site.admin_view
        own = [
            path("<int:mail_id>/letter/", view(self.letter), name="scc_site_outgoingmail_letter"),
            path("frozen/", view(self.thaw), name="scc_site_outgoingmail_frozen"),
        ]
        return own + super().get_urls()

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The list, with what waits for a decision above it."""
        more = {"title": "Letters", "frozen": OutgoingMail.objects.frozen_by_kind(), "counted": COUNTED}
        return super().changelist_view(request, {**more, **(extra_context or {})})

    @method_decorator(csp_update({"frame-src": [SELF]}))
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One letter: what it says, what happened to it, what may be done. Nothing here is changed by a form."""
        if request.method != "GET" or not object_id.isdecimal():
            return super().change_view(request, object_id, form_url, extra_context)
        mail = OutgoingMail.objects.numbered(int(object_id))
        if mail is None:
            raise Http404
        return TemplateResponse(
            request,
            f"{PART}/letter.html",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "title": named(mail.kind),
                **page.context(mail, at=clock.now()),
            },
        )

    def letter(self, request: HttpRequest, mail_id: int) -> HttpResponse:
        """The letter's HTML alone, secrets masked."""
        mail = get_object_or_404(OutgoingMail.objects.newest(), pk=mail_id)
        return framed(reading.masked(mail, at=clock.now()).html)

    def thaw(self, request: HttpRequest) -> HttpResponse:
        """Letters of a restored backup: GET shows what waits, POST lets all of it leave, or drops it."""
        verb = {"release": frozen.release, "drop": frozen.drop}.get(request.POST.get("choice", ""))
        if verb is None:
            waiting = OutgoingMail.objects.frozen_by_kind()
            lines = [(named(kind), acts.count(number)) for kind, number in waiting]
            context = {**self.admin_site.each_context(request), "opts": self.opts, "lines": lines}
            context["title"] = "Letters of a restored backup"
            status = 422 if request.method == "POST" else 200
            return TemplateResponse(request, f"{PART}/frozen.html", context, status=status)
        number = verb(at=clock.now())
        done = "leave within a minute" if verb is frozen.release else "were dropped"
        self.message_user(request, f"{acts.count(number)} {done}.", messages.SUCCESS)
        return redirect("admin:scc_site_outgoingmail_changelist")

    @admin.display(description="written", ordering="created_at")
    def when(self, mail: OutgoingMail) -> str:
        """When it was written."""
        return said(mail.created_at)

    @admin.display(description="to", ordering="to")
    def recipient(self, mail: OutgoingMail) -> SafeString | str:
        """Whom it is for: the name, and the address as it was then."""
        return format_html("{}<br><small>{}</small>", mail.person, mail.to) if mail.person else mail.to

    @admin.display(description="letter", ordering="kind")
    def what(self, mail: OutgoingMail) -> str:
        """The letter's name."""
        return named(mail.kind)

    @admin.display(description="state", ordering="state")
    def standing(self, mail: OutgoingMail) -> SafeString:
        """The state, as a word and a mark."""
        return mark(mail)

    @admin.display(description="tries", ordering="attempts")
    def tries(self, mail: OutgoingMail) -> str:
        """How often it was tried; nothing where it was not."""
        return str(mail.attempts or "")

    @admin.display(description="note")
    def flags(self, mail: OutgoingMail) -> str:
        """What one should know of it besides."""
        return "perhaps sent twice" if mail.possible_duplicate else ""

    @admin.action(description=acts.AGAIN.title)
    def send_again(self, request: HttpRequest, queryset: QuerySet[OutgoingMail]) -> HttpResponse | None:
        """Queue the chosen letters again."""
        return acts.run(self, request, queryset, acts.AGAIN)

    @admin.action(description=acts.BACK.title)
    def keep_back(self, request: HttpRequest, queryset: QuerySet[OutgoingMail]) -> HttpResponse | None:
        """Keep the chosen letters from leaving."""
        return acts.run(self, request, queryset, acts.BACK)


@admin.register(Alarm)
class AlarmAdmin(Records):
    """What went wrong with the machinery, the newest first."""

    list_display = ("raised", "words", "kind", "told")
    list_display_links = ("raised",)
    list_filter = ("kind",)
    fields = ("words", "kind", "since", "raised_at", "told_at", "path", "about")

    @admin.display(description="noticed", ordering="raised_at")
    def raised(self, alarm: Alarm) -> str:
        """When."""
        return said(alarm.raised_at)

    @admin.display(description="told by letter", ordering="told_at")
    def told(self, alarm: Alarm) -> str:
        """When the letter was written."""
        return said(alarm.told_at) if alarm.told_at else "with the next letter"
