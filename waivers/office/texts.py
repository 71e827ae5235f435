"""The desk of waiver texts: each version by its itinerary; written as a draft, published and withdrawn by acts."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst

from events.forms import JudgedForm
from scc_site import clock
from scc_site.desk import Desk, said
from scc_site.models import User
from scc_site.refusals import Refusal
from waivers import texts
from waivers.models import WaiverText
from waivers.office import text_pages
from waivers.texts import Variant, Wording

WRITTEN = ("title", "body", "title_es", "body_es", "valid_months")
LONG = forms.Textarea(attrs={"rows": 24, "cols": 100, "class": "wording"})


class TextForm(JudgedForm, forms.ModelForm):
    """A wording; saved by the verbs. `seen`: the print of the draft that the writer began from."""

    by: User
    valid_months = forms.IntegerField(
        label="A signature holds, in months", min_value=1, max_value=texts.MOST_MONTHS, initial=12
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    class Meta:
        model = WaiverText
        fields = ("variant", *WRITTEN)
        widgets: ClassVar = {"body": LONG, "body_es": LONG}

    def clean(self) -> dict[str, Any]:
        """Run the verb once all fields are right, so that its refusal is shown with what was typed."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            wording = Wording(**{name: cleaned[name] for name in WRITTEN})
            try:
                self.instance = self._kept(wording, cleaned)
            except Refusal as refusal:
                self.take(refusal)
        return cleaned

    def _kept(self, wording: Wording, cleaned: dict[str, Any]) -> WaiverText:
        if self.instance.pk is None:
            return texts.write(variant=cleaned["variant"], wording=wording, by=self.by, at=clock.now())
        seen = cleaned["seen"]
        return texts.revise(text=self.instance, wording=wording, by=self.by, at=clock.now(), seen=seen)

    def _post_clean(self) -> None:
        """The verb has judged and stored the row: nothing is put together from the fields again."""


@admin.register(WaiverText)
class WaiverTextAdmin(Desk):
    """All versions. What was published stays as it is; the next version begins with its words."""

    form = TextForm
    list_display = ("__str__", "title", "stands", "in_spanish", "holds_for", "written")
    list_filter = ("variant",)
    list_select_related = ("written_by", "published_by", "withdrawn_by")
    search_fields = ("title", "title_es", "body", "body_es")
    ordering = ("variant", "-version")
    told = ("variant", "version", "stands")

    def get_urls(self) -> list[URLPattern]:
        """The acts' pages before the desk's own."""
        pages = [
            path(
                f"<int:number>/{name}/",
                self.admin_site.admin_view(getattr(text_pages, name)),
                {"desk": self},
                name=f"waivers_waivertext_{name}",
            )
            for name in text_pages.PAGES
        ]
        return [*pages, *super().get_urls()]

    def get_fields(self, request: HttpRequest, obj: WaiverText | None = None) -> tuple[str, ...]:
        """A new version chooses its itinerary; one that stands keeps it."""
        if obj is None:
            return ("variant", *WRITTEN)
        return (*self.told, *WRITTEN, *(("seen",) if obj.published_at is None else ()))

    def get_readonly_fields(self, request: HttpRequest, obj: WaiverText | None = None) -> tuple[str, ...]:
        """What the form cannot change."""
        return self.told if obj else ()

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form, told who fills it in and what they read."""
        form = super().get_form(request, obj, change, **kwargs)
        if obj is not None and "seen" in form.base_fields:
            form.base_fields["seen"].initial = texts.print_of(obj)
        return type("TextFormBy", (form,), {"by": request.user})

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The next version begins with the words of the latest."""
        variant = request.GET.get("variant", "")
        last = WaiverText.objects.versions(variant).first() if variant in Variant.values else None
        return {"variant": variant} | ({name: getattr(last, name) for name in WRITTEN} if last else {})

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """The form; or the draft, where one is being written already."""
        variant = request.GET.get("variant", "")
        last = WaiverText.objects.versions(variant).first() if variant in Variant.values else None
        if request.method == "GET" and last and last.published_at is None:
            return redirect("admin:waivers_waivertext_change", last.pk)
        return super().add_view(request, form_url, extra_context)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The list, and what guests of each kind of sail sign now."""
        now = [(capfirst(label), WaiverText.objects.current(value), value) for value, label in Variant.choices]
        return super().changelist_view(request, {**(extra_context or {}), "now": now})

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *rest: Any, **named: Any) -> Any:
        """With the ways to what can be done with it, and what its wording lacks."""
        text = context["original"]
        if text:
            names = text_pages.open_for(text)
            context["ways"] = [
                (reverse(f"admin:waivers_waivertext_{name}", args=[text.pk]), text_pages.PAGES[name]) for name in names
            ]
            context["warnings"] = text_pages.warnings_of(text) if text.published_at is None else []
        return super().render_change_form(request, context, *rest, **named)

    def save_model(self, request: HttpRequest, obj: WaiverText, form: Any, change: bool) -> None:
        """The verb has stored it."""

    def has_change_permission(self, request: HttpRequest, obj: WaiverText | None = None) -> bool:
        """Until it is published; later it can be looked at."""
        return super().has_change_permission(request, obj) and (obj is None or obj.published_at is None)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A draft is discarded on a page of its own; what guests saw stays."""
        return False

    @admin.display(description="stands")
    def stands(self, text: WaiverText) -> str:
        """Draft, published, withdrawn: since when and by whom."""
        return text_pages.stands(text)

    @admin.display(description="Spanish", boolean=True)
    def in_spanish(self, text: WaiverText) -> bool:
        """Whether it is written in Spanish too."""
        return bool(text.body_es.strip())

    @admin.display(description="holds")
    def holds_for(self, text: WaiverText) -> str:
        """How long a signature lasts."""
        return f"{text.valid_months} months"

    @admin.display(description="written", ordering="written_at")
    def written(self, text: WaiverText) -> str:
        """When and by whom."""
        return f"{said(text.written_at)} by {text.written_by.name}"
