"""Channels at the desk: what they take, how the units stand on them, what they brought, what waits to be opened."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from reports.formulas.channels import checks
from reports.importing.kinds.market import short
from reports.inputs.market import listing_fact
from reports.models import Channel, ChannelStat, ChannelTerms, Listing, ListingStep
from reports.models.channels import MOST_STARS
from reports.office.records import RecordDesk, RecordRows, day, dollars, percent
from reports.periods import month_start
from scc_site import clock


def today() -> date:
    """The house's day."""
    return clock.now().astimezone(settings.HOUSE_ZONE).date()


def stars(form: Any) -> Any:
    """A rating that was typed; refused beyond five."""
    found = form.cleaned_data.get("rating")
    if found is not None and not 0 <= found <= MOST_STARS:
        raise forms.ValidationError("Write 0 to 5 stars.")
    return found


class TermsRows(RecordRows):
    """What a channel takes, from which day on."""

    model = ChannelTerms
    fields = ("commission_percent", "payout_days", "effective_from", "source")
    lede = "The last ones up to a day hold on it. Old ones stay: bookings made then were charged by them."


@admin.register(Channel)
class ChannelDesk(RecordDesk):
    """Places where guests find the units."""

    list_display = ("name", "kind", "takes", "booking_channel")
    list_filter = ("kind",)
    list_select_related = ("booking_channel",)
    search_fields = ("name", "slug")
    search_help_text = "Name or short name"
    fields = ("name", "slug", "kind", "booking_channel")
    prepopulated_fields: ClassVar = {"slug": ("name",)}
    inlines = (TermsRows,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Channel]:
        """With their terms."""
        return Channel.objects.with_terms()

    @admin.display(description="takes now")
    def takes(self, channel: Channel) -> str:
        """Its commission today."""
        held = [row for row in channel.terms.all() if row.effective_from is None or row.effective_from <= today()]
        return percent(held[-1].commission_percent) if held else "not recorded"


def name_of(row: Any) -> str:
    """The channel of a row as files name it: by its name, where that makes its short name."""
    return str(row.channel.name if short(row.channel.name) == row.channel.slug else row.channel.slug)


def taken_of(listing: Any) -> Any:
    """What the channel of a listing takes of a booking, in percent, on the day that somebody looked, else today."""
    on = listing.checked_on or today()
    held = [row for row in listing.channel.terms.all() if row.effective_from is None or row.effective_from <= on]
    return held[-1].commission_percent if held else None


class StepRows(RecordRows):
    """What must be done before it can open."""

    model = ListingStep
    fields = ("title", "done_on")
    lede = "Photographs, insurance, a price list. What is not done holds the site up in the order of opening."


class ListingForm(forms.ModelForm):
    """How a unit stands on a channel; an estimate says where it comes from."""

    url = forms.URLField(label="Address", max_length=300, required=False, assume_scheme="https")
    clean_rating = stars

    class Meta:
        model = Listing
        fields = (
            "unit", "channel", "vessel", "status", "url", "checked_on", "rating", "reviews", "sync",
            "booking_path_tested", "price_parity", "copy_reviewed_on", "declared_rank", "effort_hours",
            "estimate_cents", "estimate_source",
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Refused without the source of an estimate."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("estimate_cents") is not None and not cleaned.get("estimate_source"):
            self.add_error("estimate_source", "Say where the estimate comes from: it is printed beside it.")
        return cleaned


@admin.register(Listing)
class ListingDesk(RecordDesk):
    """How the units stand on the channels."""

    form = ListingForm
    list_display = ("__str__", "status", "sync_told", day("checked_on", "looked at"), "rating", "reviews", "owners")
    list_filter = ("status", "sync", "channel", "unit")
    list_select_related = ("unit", "channel")
    search_fields = ("unit__name", "channel__name", "url")
    search_help_text = "Unit, channel or address"
    autocomplete_fields = ("channel",)
    readonly_fields = ("seen",)
    inlines = (StepRows,)
    kind = "channels"
    columns: ClassVar = {"channel": name_of, "kind": "channel__kind", "commission_percent": taken_of}
    fetched = ("channel__terms",)

    def get_fields(self, request: HttpRequest, obj: Listing | None = None) -> tuple[str, ...]:
        """What is typed; of one that is there, how it is seen above it."""
        return (*(("seen",) if obj else ()), *ListingForm.Meta.fields)

    @admin.display(description="availability sync", ordering="sync")
    def sync_told(self, listing: Listing) -> str:
        """How it hears of other bookings."""
        return listing.get_sync_display() or "nobody has looked"

    @admin.display(description="the owner’s order", ordering="declared_rank")
    def owners(self, listing: Listing) -> str:
        """The owner's place for it."""
        return f"{listing.declared_rank or ''}"

    @admin.display(description="how it is seen")
    def seen(self, listing: Listing) -> str:
        """The checks of visibility, each with its answer."""
        row = Listing.objects.numbered(listing.pk, today())
        if row is None:
            return "It was looked at on a day to come: not counted yet."
        found = checks(listing_fact(row, ChannelTerms.objects.rates(), today()), today())
        known = [check for check in found if check.result != "unknown"]
        passed = sum(1 for check in known if check.result == "yes")
        told = ", ".join(f"{check.name}: {check.result}" for check in found)
        return f"{passed} of {len(known)} known checks passed, of {len(found)} in all. {told[0].upper()}{told[1:]}."


class StatForm(forms.ModelForm):
    """A month of a channel, by any of its days."""

    class Meta:
        model = ChannelStat
        fields = (
            "unit", "channel", "month", "impressions", "clicks", "inquiries", "bookings", "gross_cents",
            "commission_cents", "spend_cents",
        )  # fmt: skip

    def clean_month(self) -> date:
        """Its first day."""
        return month_start(self.cleaned_data["month"])


@admin.register(ChannelStat)
class StatDesk(RecordDesk):
    """What channels brought, month by month."""

    form = StatForm
    list_display = (
        "month_told", "unit", "channel", "impressions", "clicks", "inquiries", "bookings",
        dollars("gross_cents", "gross"), dollars("commission_cents", "commission"), dollars("spend_cents", "spend"),
    )  # fmt: skip
    kind = "channel_stats"
    columns: ClassVar = {"channel": name_of}
    list_filter = ("channel", "unit")
    list_select_related = ("unit", "channel")
    search_fields = ("unit__name", "channel__name")
    search_help_text = "Unit or channel"
    date_hierarchy = "month"
    autocomplete_fields = ("channel",)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form; a blank is said to be unknown."""
        form = super().get_form(request, obj, change, **kwargs)
        form.base_fields["month"].help_text = "Any day of the month. A figure left blank is not recorded; 0 is none."
        return form

    @admin.display(description="month", ordering="month")
    def month_told(self, row: ChannelStat) -> str:
        """As files have it."""
        return f"{row.month:%Y-%m}"
