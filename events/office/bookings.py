"""Bookings at the desk: found by name, reference or address; made and changed by the verbs."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join

from events import wording
from events.models import Booking, BookingChannel, BookingPayment, CancellationStep, CancellationTerms
from events.office.filters import today
from events.parties import bookings
from events.parties import panel as booking_panel
from events.parties.forms import BookingForm
from scc_site import clock
from scc_site.desk import Desk, NamedRows, ReadOnlyInline, TableInline, is_choosing, said
from scc_site.models import User
from scc_site.refusals import Refusal

AGREED = (
    "lead_name", "party_size", "lead_phone", "lead_email", "channel", "external_reference", "price", "tax", "deposit",
    "deposit_due_on", "balance_due_on",
)  # fmt: skip


class DeskForm(BookingForm, forms.ModelForm):
    """A party at the desk: cleaned as on the house's own pages, and saved by the same verbs."""

    by: User

    class Meta:
        model = Booking
        fields = ("event",)

    def __init__(self, *args: Any, **options: Any) -> None:
        """Of a booking that stands the terms stay; a new one names its sail."""
        stands = options.get("instance")
        super().__init__(*args, booking=stands if stands and stands.pk else None, **options)

    def clean(self) -> dict[str, Any]:
        """Run the verb once all fields are right, so that its refusal is shown with what was typed."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self.instance = self._book(cleaned) if self.instance.pk is None else self._change(cleaned)
            except Refusal as refusal:
                self.take(refusal)
        return cleaned

    def _book(self, cleaned: dict[str, Any]) -> Booking:
        sail, terms = cleaned["event"], cleaned["terms"]
        return bookings.book(event=sail, party=self.party(), terms=terms, by=self.by, at=clock.now())

    def _change(self, cleaned: dict[str, Any]) -> Booking:
        why = cleaned["reason"]
        return bookings.change(booking=self.instance, party=self.party(), why=why, by=self.by, at=clock.now())

    def _post_clean(self) -> None:
        """The verb has judged and stored the row: nothing is put together from the fields again."""


class StateFilter(admin.SimpleListFilter):
    """Whether parties stand, did not come, or are cancelled."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Each state, and a cancelled booking whose money is still with the house."""
        return [("booked", "booked"), ("no_show", "did not come"), ("cancelled", "cancelled")]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any] | None:
        """The rows of the state chosen."""
        return queryset.in_state(self.value()) if self.value() else None


class PaymentInline(ReadOnlyInline):
    """Money as it was recorded: to look at, it never changes."""

    model = BookingPayment
    fields = ("kind", "amount", "method", "received_on", "reference", "note", "recorded_by", "corrects")
    readonly_fields = ("amount",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[BookingPayment]:
        """With people and corrections, in one query."""
        return super().get_queryset(request).select_related("recorded_by", "corrects")

    @admin.display(description="amount")
    def amount(self, payment: BookingPayment) -> str:
        """In dollars."""
        return wording.dollars(payment.amount_cents)


@admin.register(Booking)
class BookingAdmin(Desk):
    """All parties. Nothing is deleted: a booking is cancelled on its own page, where money is recorded too."""

    form = DeskForm
    list_display = ("reference", "lead_name", "sail", "guests", "channel", "stands", "made")
    list_filter = (StateFilter, "channel", "cash_holder")
    search_fields = ("reference", "lead_name", "lead_email", "lead_phone", "external_reference", "event__event_id")
    search_help_text = "Reference, name, email, phone, the channel’s reference, or a sail’s id"
    date_hierarchy = "event__sails_on"
    ordering = ("-made_at", "-pk")
    autocomplete_fields = ("event",)
    inlines = (PaymentInline,)
    told = ("reference", "sail", "stands", "held", "terms_said", "story", "page")

    def get_fields(self, request: HttpRequest, obj: Booking | None = None) -> tuple[str, ...]:
        """A new party chooses its sail and terms; one that stands shows them, and asks why it changes."""
        if obj is None:
            return ("event", *AGREED, "terms", "note")
        return (*self.told, *AGREED, "note", "reason") if obj.is_live else self.told

    def get_readonly_fields(self, request: HttpRequest, obj: Booking | None = None) -> tuple[str, ...]:
        """What the form cannot change."""
        return self.told if obj else ()

    def get_inlines(self, request: HttpRequest, obj: Booking | None) -> Any:
        """To look at: a form that is sent carries none of them."""
        return () if obj is None or request.method == "POST" else self.inlines

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form, told who fills it in."""
        form = super().get_form(request, obj, change, **kwargs)
        return type("DeskFormBy", (form,), {"by": request.user})

    def get_queryset(self, request: HttpRequest) -> QuerySet[Booking]:
        """With sail, channel, people and money, in one query."""
        people = ("made_by", "changed_by", "cancelled_by")
        return Booking.objects.with_totals().select_related("event", "event__vessel", *people)

    def save_model(self, request: HttpRequest, obj: Booking, form: Any, change: bool) -> None:
        """The verb has stored it."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Until it is cancelled; later it can be looked at."""
        return super().has_change_permission(request, obj) and (obj is None or obj.is_live)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A booking is cancelled, not deleted."""
        return False

    @admin.display(description="sail", ordering="event__departs_at")
    def sail(self, booking: Booking) -> str:
        """When and on what."""
        return f"{said(booking.event.departs_at)} · {booking.event.vessel}"

    @admin.display(description="guests", ordering="party_size")
    def guests(self, booking: Booking) -> int:
        """How many."""
        return booking.party_size

    @admin.display(description="stands")
    def stands(self, booking: Booking) -> str:
        """Paid, due since when, or to be refunded."""
        return booking_panel.state(booking, booking.event, today())[0]

    @admin.display(description="held")
    def held(self, booking: Booking) -> str:
        """Of the guest's money."""
        return wording.dollars(booking.totals.held_cents)

    @admin.display(description="made", ordering="made_at")
    def made(self, booking: Booking) -> str:
        """On the house's clock."""
        return said(booking.made_at)

    @admin.display(description="terms")
    def terms_said(self, booking: Booking) -> str:
        """As they were agreed."""
        return f"{booking.terms_name}: {booking_panel.in_short(booking.terms_steps)}"

    @admin.display(description="made and changed")
    def story(self, booking: Booking) -> str:
        """By whom and when."""
        return f"Booked {said(booking.made_at)} by {booking.made_by.name}. {booking_panel.ended(booking)}".strip()

    @admin.display(description="page")
    def page(self, booking: Booking) -> str:
        """The way to money, moving and cancelling; and to its entries in the ledger."""
        entries = f"{reverse('admin:reports_dockposting_changelist')}?booking={booking.reference}"
        ways = ((booking.get_absolute_url(), "Record money, move or cancel"), (entries, "In the books"))
        return format_html_join(" · ", '<a href="{}">{}</a>', ways)


@admin.register(BookingChannel)
class BookingChannelAdmin(Desk):
    """The ways bookings come in; one that brought any is retired, not deleted."""

    list_display = ("name", "kind", "holds_cash", "is_active")
    list_filter = ("kind", "is_active")
    search_fields = ("name", "slug")
    prepopulated_fields: ClassVar = {"slug": ("name",)}

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only what has brought no booking."""
        return obj is not None and super().has_delete_permission(request, obj) and not obj.bookings.exists()


class FallingSteps(NamedRows):
    """Steps that fall: who cancels later never gets more."""

    def clean(self) -> None:
        """Refuse a later step with a larger share."""
        super().clean()
        kept = [form.cleaned_data for form in self.forms if form not in self.deleted_forms and form.cleaned_data]
        steps = sorted((said["hours"], said["percent"]) for said in kept if "percent" in said and "hours" in said)
        if any(near > far for (_, near), (_, far) in pairwise(steps)):
            raise ValidationError("Who cancels later never gets back more: let the shares fall with the hours.")


class StepInline(TableInline):
    """The steps of terms, and empty rows for more without JavaScript."""

    model = CancellationStep
    formset = FallingSteps
    extra = 2


@admin.register(CancellationTerms)
class CancellationTermsAdmin(Desk):
    """Cancellation terms; bookings keep the copy they were made with."""

    list_display = ("name", "steps_said", "is_active")
    list_filter = ("is_active",)
    search_fields = ("name",)
    inlines = (StepInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[CancellationTerms]:
        """With steps, in two queries; a search box is offered what is in use."""
        rows = super().get_queryset(request).prefetch_related("steps")
        return rows.filter(is_active=True) if is_choosing(request) else rows

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only what no booking has agreed to."""
        return obj is not None and super().has_delete_permission(request, obj) and not obj.bookings.exists()

    @admin.display(description="what comes back")
    def steps_said(self, terms: CancellationTerms) -> str:
        """In short."""
        return booking_panel.in_short(terms.as_steps())
