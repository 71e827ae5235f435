"""Imports on the desk: a file is tried, looked at, taken in on a yes, and may be undone."""

from __future__ import annotations

import csv
from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from reports.importing import telling, trials, undoing
from reports.importing.engine import FileRefused
from reports.importing.kinds import ALL
from reports.models import ImportBatch, StagedFile
from reports.office import import_pages
from reports.office.import_forms import DaysForm, UploadForm
from scc_site import clock
from scc_site.desk import Records, actor
from scc_site.refusals import Refusal

PART = "admin/reports/importbatch"


@admin.register(ImportBatch)
class ImportDesk(Records):
    """What came in by files."""

    list_display = (
        "filename", "kind", "unit", "taken_at", "giver", "created_count", "changed_count", "unchanged_count",
        "undone_at",
    )  # fmt: skip
    list_filter = ("kind", "unit")
    search_fields = ("filename", "kind")
    list_select_related = ("unit", "giver")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A file may be taken in."""
        return True

    def get_urls(self) -> list[URLPattern]:
        """The trial of a file, an undo, and what files may hold."""
        view = self.admin_site.admin_view
        own = [
            path("<int:number>/try/", view(self.trial), name="reports_importbatch_try"),
            path("<int:number>/undo/", view(self.undo), name="reports_importbatch_undo"),
            path("heads/", view(self.heads), name="reports_importbatch_heads"),
            path("heads/<slug:kind>.csv", view(self.template), name="reports_importbatch_template"),
        ]
        return own + super().get_urls()

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """The upload: GET shows it, POST tries the file and leads to what the trial says."""
        form = UploadForm(
            request.POST or None, request.FILES or None, initial={"kind": request.GET.get("kind", "")[:20]}
        )
        if request.method == "POST" and form.is_valid():
            given = form.cleaned_data
            staged = trials.stage(
                kind=ALL[given["kind"]], content=given["file"].read(), filename=given["file"].name, at=clock.now(),
                giver=actor(request), unit=given["unit"], account=given["account"], dates=given["dates"],
            )  # fmt: skip
            return redirect("admin:reports_importbatch_try", staged.pk)
        return self._page(request, "add_form", "Take in a file", 422 if form.errors else 200, form=form)

    def trial(self, request: HttpRequest, number: int) -> HttpResponse:
        """What would become of the file; POST takes it in, or tries it again with its days told."""
        staged = StagedFile.objects.waiting(number=number, giver=actor(request), at=clock.now())
        if staged is None:
            raise Http404
        if request.method != "POST":
            return self._trial_page(request, staged)
        if "again" in request.POST:
            form = DaysForm(request.POST)
            if form.is_valid():
                trials.try_again(staged=staged, dates=form.cleaned_data["dates"], at=clock.now())
            return redirect("admin:reports_importbatch_try", staged.pk)
        try:
            batch = trials.accept(staged=staged, at=clock.now())
        except FileRefused as refusal:
            trials.refused(staged=staged, refusal=refusal)
            return self._trial_page(request, staged, 422)
        self.message_user(request, import_pages.summary(batch), messages.SUCCESS)
        return redirect("admin:reports_importbatch_change", batch.pk)

    def _trial_page(self, request: HttpRequest, staged: StagedFile, status: int = 200) -> HttpResponse:
        days = DaysForm(initial={"dates": staged.dates})
        title = f"{ALL[staged.kind].title} from {staged.filename}"
        return self._page(request, "trial", title, status, days=days, **import_pages.trial(staged))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One import: what it did, and the way to undo it."""
        batch = ImportBatch.objects.numbered(object_id)
        if batch is None or request.method not in {"GET", "HEAD"}:
            raise Http404
        return self._page(request, "change_form", str(batch), 200, **import_pages.batch(batch))

    def undo(self, request: HttpRequest, number: int) -> HttpResponse:
        """Ask, then take an import back; a refusal is shown above the question."""
        batch = ImportBatch.objects.numbered(str(number))
        if batch is None:
            raise Http404
        refusal = ""
        if request.method == "POST":
            try:
                done = undoing.undo(batch=batch, by=actor(request), at=clock.now())
            except Refusal as fault:
                refusal = fault.sentence
            else:
                self.message_user(request, import_pages.taken_back(done), messages.SUCCESS)
                return redirect("admin:reports_importbatch_change", batch.pk)
        status = 409 if refusal else 200
        return self._page(request, "undo", f"Undo {batch}", status, batch=batch, refusal=refusal)

    def heads(self, request: HttpRequest) -> HttpResponse:
        """What a file of each kind may hold."""
        return self._page(
            request, "heads", "What files may hold", 200, kinds=import_pages.kinds(), legend=telling.LEGEND
        )

    def template(self, request: HttpRequest, kind: str) -> HttpResponse:
        """An empty file with the heads of a kind."""
        if kind not in ALL:
            raise Http404
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="{kind}.csv"'
        csv.writer(response).writerow([column.name for column in ALL[kind].columns])
        return response

    def _page(self, request: HttpRequest, part: str, title: str, status: int, **context: Any) -> HttpResponse:
        shared = {**self.admin_site.each_context(request), "opts": self.opts, "title": title}
        return TemplateResponse(request, f"{PART}/{part}.html", {**shared, **context}, status=status)
