"""Hand-offs on the desk: what each says, where, since when; and the page that takes one in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from reports.handoffs import pages, taking
from reports.handoffs.folders import ENDINGS
from reports.models import BusinessUnit, HandoffDocument
from scc_site import clock
from scc_site.desk import Records, actor
from scc_site.refusals import Mistyped

PART = "admin/reports/handoffdocument"


class UploadForm(forms.Form):
    """One Markdown file, and whose it is where the file does not say so."""

    file = forms.FileField(label="File", help_text="Markdown (.md) in UTF-8, 1 MB at most.")
    project = forms.CharField(
        label="Project", max_length=80, help_text="The folder it belongs to, such as quickdumpnow."
    )
    unit = forms.ModelChoiceField(
        BusinessUnit.objects.in_scope(()), label="Unit", required=False,
        help_text="Blank: as the file’s first lines or the project’s name say.",
    )  # fmt: skip

    def clean_file(self) -> Any:
        """A Markdown file by its name."""
        file = self.cleaned_data["file"]
        ending = file.name.rpartition(".")[2].lower()
        if f".{ending}" not in ENDINGS:
            raise forms.ValidationError("This is no Markdown file: its name should end in .md.")
        return file

    def clean_project(self) -> str:
        """A name for a folder: it leads nowhere else."""
        name = " ".join(self.cleaned_data["project"].split())
        if name in {".", ".."} or any(sign in name for sign in "/\\\0"):
            raise forms.ValidationError("Write a plain name, without slashes.")
        return name


@admin.register(HandoffDocument)
class HandoffDesk(Records):
    """Documents by project; an upload takes one in, nothing is typed here."""

    list_display = ("path", "title", "unit", "written_on", "imported_at")
    list_filter = ("unit",)
    search_fields = ("path", "project", "title", "items__text")
    list_select_related = ("unit",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A file may be taken in."""
        return True

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """The upload: GET shows it, POST takes the file in and leads to what it says."""
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            try:
                return self._take(request, form.cleaned_data)
            except Mistyped as refusal:
                form.add_error("file", refusal.faults.get("file", [refusal.sentence]))
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": "Take in a hand-off"}
        return TemplateResponse(
            request, f"{PART}/add_form.html", {**context, "form": form}, status=422 if form.errors else 200
        )

    def _take(self, request: HttpRequest, given: dict[str, Any]) -> HttpResponse:
        file, project = given["file"], given["project"]
        taken = taking.take(
            path=f"{project}/{file.name}", content=file.read(taking.MOST_BYTES + 1), at=clock.now(),
            unit=given["unit"], project=project, author=actor(request),
        )  # fmt: skip
        self.message_user(request, pages.summary(taken), messages.SUCCESS)
        return redirect("admin:reports_handoffdocument_change", taken.document.pk)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One document: its items by kind with their lines, what is not understood, what each reading brought."""
        document = HandoffDocument.objects.numbered(object_id)
        if request.method not in {"GET", "HEAD"} or document is None:
            raise Http404
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": document.title or document.path}
        return TemplateResponse(request, f"{PART}/change_form.html", {**context, **pages.context(document)})
