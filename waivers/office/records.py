"""The desks of signed waivers: what was signed, to look at; what is held for a court, to place and to lift."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from events.models import SailEvent
from scc_site import clock
from scc_site.desk import Desk, Records, actor, said
from waivers import retention, sealing
from waivers.models import LegalHold, WaiverRecord


class Standing(admin.SimpleListFilter):
    """What time has made of them."""

    title, parameter_name = "time", "time"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[str, str]]:
        """Four ways."""
        return [("kept", "Kept"), ("due", "Due to be erased"), ("held", "Held past their time"), ("erased", "Erased")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[WaiverRecord]) -> QuerySet[WaiverRecord]:
        """Those of one kind."""
        chosen, at = self.value(), clock.now()
        if chosen == "due":
            return queryset.filter(pk__in=retention.due(at).values("pk"))
        if chosen == "held":
            return queryset.filter(pk__in=retention.held(at).values("pk"))
        return queryset.filter(erasure__isnull=chosen == "kept") if chosen else queryset


@admin.register(WaiverRecord)
class WaiverRecordAdmin(Records):
    """Signed waivers, to look at: whether all are whole tells `manage.py verify_records`."""

    list_display = ("number", "who", "event", "signed", "text", "kind", "file", "kept_until")
    list_filter = (Standing, "kind")
    search_fields = ("number", "guest__name", "event__event_id", "sha256", "link")
    ordering = ("-number",)
    fields = (
        "number", "who", "covered", "event", "signed", "text", "kind", "file", "kept_until", "sha256", "previous",
        "link",
    )  # fmt: skip
    readonly_fields = ("who", "covered", "signed", "file", "kept_until")
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[WaiverRecord]:
        """Without the contents, which are long."""
        found: QuerySet[WaiverRecord] = super().get_queryset(request)
        beside = ("guest", "event", "text", "erasure", "payload", "pdf")
        return found.select_related(*beside).defer("pdf__content", "payload__content")

    def get_urls(self) -> list[URLPattern]:
        """The PDF's address before the desk's own."""
        pdf = path("<int:row>/pdf/", self.admin_site.admin_view(self.pdf_file), name="waivers_waiverrecord_pdf")
        return [pdf, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The list; where PDFs cannot be made it says why."""
        if fault := sealing.hindrance():
            messages.warning(request, f"New PDFs wait: {fault}")
        return super().changelist_view(request, {"title": "Signed waivers"} | (extra_context or {}))

    def pdf_file(self, request: HttpRequest, row: int) -> HttpResponse:
        """The sealed PDF, to keep."""
        record = WaiverRecord.objects.filter(pk=row).select_related("pdf").first()
        if record is None or not hasattr(record, "pdf"):
            raise Http404
        name = f'attachment; filename="waiver-{record.number}.pdf"'
        headers = {"Content-Disposition": name, "Cache-Control": "no-store"}
        return HttpResponse(bytes(record.pdf.content), content_type="application/pdf", headers=headers)

    @admin.display(description="signed by", ordering="guest__name")
    def who(self, record: WaiverRecord) -> str:
        """The signer, while the house still knows them."""
        return record.guest.name or "erased"

    @admin.display(description="for whom")
    def covered(self, record: WaiverRecord) -> str:
        """Everybody whom it speaks for."""
        return ", ".join(one.guest.name or "erased" for one in record.covers.select_related("guest"))

    @admin.display(description="signed", ordering="signed_at")
    def signed(self, record: WaiverRecord) -> str:
        """When, on the house's clock."""
        return said(record.signed_at)

    @admin.display(description="PDF")
    def file(self, record: WaiverRecord) -> str | SafeString:
        """The way to it, or what became of it."""
        if hasattr(record, "erasure"):
            return "erased"
        if not hasattr(record, "pdf"):
            return "waits to be made"
        url = reverse("admin:waivers_waiverrecord_pdf", args=[record.pk])
        return format_html('<a href="{}" aria-label="PDF of waiver {}">PDF</a>', url, record.number)

    @admin.display(description="kept until")
    def kept_until(self, record: WaiverRecord) -> str:
        """The last day, or when it went."""
        if hasattr(record, "erasure"):
            return f"erased {said(record.erasure.erased_at)}"
        return f"{record.payload.keep_until:%Y-%m-%d}" if hasattr(record, "payload") else "missing"


class HoldForm(forms.ModelForm):
    """The sail that a court may ask about, and why; placed by the verb."""

    event_id = forms.CharField(label="Sail", max_length=80, help_text="Its id, such as jada-2026-06-04.")
    why = forms.CharField(
        label="Reason", max_length=retention.LONGEST, help_text="Such as: letter of a lawyer, 4 June."
    )

    class Meta:
        model = LegalHold
        fields = ()

    def clean(self) -> dict[str, Any]:
        """There is such a sail, and no hold lies on it."""
        cleaned = super().clean() or self.cleaned_data
        event = SailEvent.objects.named(cleaned.get("event_id", ""))
        if "event_id" in cleaned and event is None:
            self.add_error("event_id", "There is no sail of this id.")
        elif event and LegalHold.objects.filter(event=event, lifted_at__isnull=True).exists():
            self.add_error("event_id", "A legal hold lies on this sail already.")
        return {**cleaned, "event": event}


class LiftForm(forms.ModelForm):
    """Nothing to fill in: saving lifts."""

    class Meta:
        model = LegalHold
        fields = ()


@admin.register(LegalHold)
class LegalHoldAdmin(Desk):
    """Sails of which nothing is erased, whatever its age: placed with a reason, lifted, never edited."""

    list_display = ("event", "why", "placed", "lifted")
    list_select_related = ("event", "placed_by", "lifted_by")
    search_fields = ("event__event_id", "why")
    actions = None

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """To place, or to lift."""
        return super().get_form(request, obj, change, form=LiftForm if obj else HoldForm, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: LegalHold | None = None) -> tuple[str, ...]:
        """How it stands."""
        return ("event", "why", "placed", "lifted") if obj else ()

    def get_fields(self, request: HttpRequest, obj: LegalHold | None = None) -> tuple[str, ...]:
        """What is asked, or what is shown."""
        return ("event", "why", "placed", "lifted") if obj else ("event_id", "why")

    def has_change_permission(self, request: HttpRequest, obj: LegalHold | None = None) -> bool:
        """What was lifted is history."""
        return super().has_change_permission(request, obj) and (obj is None or obj.lifted_at is None)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """It stays on record."""
        return False

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *rest: Any, **named: Any) -> Any:
        """Under a heading that says what saving does."""
        row = context["original"]
        lifted = row is not None and row.lifted_at is not None
        context["title"] = (
            "Place a legal hold" if row is None else "Lifted" if lifted else "Lift this hold: saving lifts it"
        )
        context["show_save_and_continue"] = context["show_save_and_add_another"] = False
        return super().render_change_form(request, context, *rest, **named)

    @admin.display(description="placed")
    def placed(self, hold: LegalHold) -> str:
        """When, and by whom."""
        return f"{said(hold.placed_at)}, {hold.placed_by}"

    @admin.display(description="lifted")
    def lifted(self, hold: LegalHold) -> str:
        """When, and by whom, if it was."""
        return f"{said(hold.lifted_at)}, {hold.lifted_by}" if hold.lifted_at else "holds"

    def save_model(self, request: HttpRequest, obj: LegalHold, form: Any, change: bool) -> None:
        """Place it, or lift it; raises refusals."""
        by, at = actor(request), clock.now()
        if change:
            retention.lift_hold(hold=obj, by=by, at=at)
        else:
            given = form.cleaned_data
            made = retention.place_hold(event=given["event"], why=given["why"], by=by, at=at)
            obj.pk, obj.event = made.pk, made.event

    def response_add(self, request: HttpRequest, obj: LegalHold, post_url_continue: str | None = None) -> HttpResponse:
        """Back to the list, with what was done."""
        messages.success(request, f"Nothing of {obj.event} is erased until the hold is lifted.")
        return self.response_post_save_add(request, obj)

    def response_change(self, request: HttpRequest, obj: LegalHold) -> HttpResponse:
        """Back to the list, with what was done."""
        messages.success(request, f"The hold on {obj.event} is lifted: what is over goes with the next night.")
        return self.response_post_save_change(request, obj)
