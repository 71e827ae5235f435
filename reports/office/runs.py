"""Runs of reports at the desk: what was built, how it stands, and building one more."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from events.forms import JudgedForm
from reports import building
from reports.building import Order
from reports.models import BusinessUnit, ReportRun
from reports.models.grants import NAMES
from reports.office.asking import Asking
from reports.pages.forms import BuildForm, trigger_of
from scc_site import clock
from scc_site.desk import Records, actor, said
from scc_site.idempotency import fresh_key

BARE = "Nothing was built yet. Build a report: it takes a moment."


class DeskBuildForm(BuildForm, JudgedForm):
    """Which report, over what, as of which day."""

    slug = forms.ChoiceField(label="Report", choices=list(NAMES.items()))
    unit = forms.ModelChoiceField(
        BusinessUnit.objects.order_by("slug"), label="Over", required=False, empty_label="the whole portfolio"
    )
    field_order = ("slug", "unit", "as_of", "variant", "key")

    def __init__(self, *args: Any, **named: Any) -> None:
        """The nonce travels hidden: the same sending builds one run."""
        super().__init__(*args, **named)
        self.fields["key"].widget = forms.HiddenInput()
        self.fields["as_of"].help_text = "A day like 2026-11-21; empty: today. Records dated later are left out."
        self.initial["key"] = fresh_key()


@admin.register(ReportRun)
class RunDesk(Records):
    """Every run, newest first; each opens on its own page, where it is approved and sent."""

    list_display = ("report", "scope", "month", "as_of", "stands", "built", "by", "page")
    list_filter = ("state", "slug", "unit")
    list_display_links = None
    date_hierarchy = "period"
    ordering = ("-built_at", "-pk")
    list_select_related = ("unit", "builder")
    ways: ClassVar = (("admin:reports_reportrun_build", "Build a report"),)
    change_list_template = "admin/reports/books_list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReportRun]:
        """Without what each said: a list tells none of it."""
        return super().get_queryset(request).defer("tree")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The list, with the way to build."""
        is_bare = not request.GET and not self.get_queryset(request)[:1]
        told = {
            "bare": "Nothing was built yet. Build a report: it takes a moment." if is_bare else "",
            "ways": self.ways,
        }
        return super().changelist_view(request, {**told, **(extra_context or {})})

    def get_urls(self) -> list[Any]:
        """With the page that builds."""
        page = self.admin_site.admin_view(self.build)
        return [path("build/", page, name="reports_reportrun_build"), *super().get_urls()]

    def build(self, request: HttpRequest) -> HttpResponse:
        """Ask what to build; then 303 to what was built."""
        asking = Asking(
            title="Build a report",
            button="Build it",
            back=(reverse("admin:reports_reportrun_changelist"), "Report runs"),
            lede="A run is a snapshot of the records. It stays as it is, whatever is entered later.",
        )
        form = DeskBuildForm(request.POST or None)
        return asking.answered(self, request, form, lambda asked: self._built(request, form, asked))

    def _built(self, request: HttpRequest, form: DeskBuildForm, asked: dict[str, Any]) -> HttpResponse:
        at = clock.now()
        order = Order(asked["slug"], asked["unit"], form.day(asked["unit"], at), "", asked["variant"] or "A")
        whole = order._replace(trigger=trigger_of(form, order, actor(request)))
        run = building.build(order=whole, builder=actor(request), at=at)
        return HttpResponse(status=303, headers={"Location": run.get_absolute_url()})

    def change_view(self, request: HttpRequest, object_id: str, *rest: Any, **named: Any) -> HttpResponse:
        """A run is read on its own page, by the office too."""
        return HttpResponse(status=303, headers={"Location": f"/reports/runs/{object_id}/"})

    @admin.display(description="report", ordering="slug")
    def report(self, row: ReportRun) -> str:
        """Its name."""
        return NAMES.get(row.slug, row.slug)

    @admin.display(description="over", ordering="unit__slug")
    def scope(self, row: ReportRun) -> str:
        """A unit, or all."""
        return row.unit.name if row.unit else "whole portfolio"

    @admin.display(description="month", ordering="period")
    def month(self, row: ReportRun) -> str:
        """`October 2026`."""
        return f"{row.period:%B %Y}"

    @admin.display(description="stands", ordering="state")
    def stands(self, row: ReportRun) -> str:
        """Its state, and the fault of one that failed."""
        return f"{row.get_state_display()}: {row.fault}" if row.fault else row.get_state_display()

    @admin.display(description="built", ordering="built_at")
    def built(self, row: ReportRun) -> str:
        """On the house's clock."""
        return said(row.built_at)

    @admin.display(description="by")
    def by(self, row: ReportRun) -> str:
        """A person, or the house."""
        return row.builder.name if row.builder else "the house"

    @admin.display(description="page")
    def page(self, row: ReportRun) -> SafeString:
        """The way to it."""
        return format_html('<a href="{}">Open</a>', row.get_absolute_url())
