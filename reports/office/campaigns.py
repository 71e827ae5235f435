"""Campaigns at the desk: what each was said to bring, how to send it in parts, what it came to."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from events import wording
from reports.formulas import sending
from reports.importing.kinds.contacts import RESULTS
from reports.inputs.market import QUIET_DAYS
from reports.models import Campaign, CampaignForecast, CampaignResult, Contact
from reports.office.market import today
from reports.office.records import RecordDesk, RecordRows, day, dollars
from scc_site.desk import ReadOnlyInline

OF_SENT = ("delivered", "bounced", "complained")


class ResultForm(forms.ModelForm):
    """What a campaign came to; figures that cannot all be true are refused."""

    class Meta:
        model = CampaignResult
        fields = ("sent", "delivered", "bounced", "complained", "clicked", "booked", "revenue_cents")

    def clean(self) -> dict[str, Any]:
        """None of the letters' fates is of more letters than were sent."""
        cleaned = super().clean() or self.cleaned_data
        sent = cleaned.get("sent")
        for name in OF_SENT:
            if sent is not None and (cleaned.get(name) or 0) > sent:
                self.add_error(name, f"Only {sent:,} were sent.")
        return cleaned


class ResultRows(RecordRows):
    """What it came to."""

    model = CampaignResult
    form = ResultForm
    lede = "A figure left blank is not recorded; 0 is none."


class ForecastRows(ReadOnlyInline):
    """What a model gave before it went out."""

    model = CampaignForecast
    fields = ("made_at", "contactable", "rates", "bookings", "modelled")
    readonly_fields = ("bookings", "modelled")
    lede = "Kept as it was, to be held to."

    @admin.display(description="revenue, low to high")
    def modelled(self, row: CampaignForecast) -> str:
        """Three figures."""
        cents = (row.revenue_low_cents, row.revenue_cents, row.revenue_high_cents)
        return " · ".join(wording.dollars(amount) for amount in cents)


class CampaignForm(forms.ModelForm):
    """A letter to many, and what it is said to bring."""

    class Meta:
        model = Campaign
        fields = (
            "unit", "name", "audience", "planned_on", "variant", "offer", "claimed_low_cents", "claimed_high_cents",
            "hours", "discount_cents",
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Refused with a high claim below the low one."""
        cleaned = super().clean() or self.cleaned_data
        low, high = cleaned.get("claimed_low_cents"), cleaned.get("claimed_high_cents")
        if low is not None and high is not None and high < low:
            self.add_error("claimed_high_cents", "This is below the low claim.")
        if cleaned.get("hours") is not None and cleaned["hours"] < 0:
            self.add_error("hours", "Write zero or more.")
        return cleaned


@admin.register(Campaign)
class CampaignDesk(RecordDesk):
    """Letters to many."""

    form = CampaignForm
    list_display = (
        "name", "unit", day("planned_on", "planned on"), "audience", dollars("claimed_low_cents", "claimed, low"),
        dollars("claimed_high_cents", "claimed, high"), "sent", "brought",
    )  # fmt: skip
    list_filter = ("unit",)
    list_select_related = ("unit", "result")
    search_fields = ("name", "audience", "offer", "unit__name")
    search_help_text = "Name, audience, offer or unit"
    date_hierarchy = "planned_on"
    inlines = (ResultRows, ForecastRows)
    kind = "campaigns"
    columns: ClassVar = {
        "claimed_revenue_low": "claimed_low_cents", "claimed_revenue_high": "claimed_high_cents",
        **{name: f"result__{name}" for name in RESULTS}, "revenue": "result__revenue_cents",
    }  # fmt: skip

    def get_fields(self, request: HttpRequest, obj: Campaign | None = None) -> tuple[str, ...]:
        """What is typed; of one that is there, how to send it."""
        return (*CampaignForm.Meta.fields, *(("parts", "next_part") if obj else ()))

    def get_readonly_fields(self, request: HttpRequest, obj: Campaign | None = None) -> tuple[str, ...]:
        """What follows from the records."""
        return ("parts", "next_part") if obj else ()

    @admin.display(description="sent")
    def sent(self, row: Campaign) -> str:
        """How many letters."""
        result = getattr(row, "result", None)
        return f"{result.sent:,}" if result else ""

    @admin.display(description="brought")
    def brought(self, row: Campaign) -> str:
        """Its revenue, where that is recorded."""
        result = getattr(row, "result", None)
        return "" if result is None or result.revenue_cents is None else wording.dollars(result.revenue_cents)

    @admin.display(description="who may be written to, in parts")
    def parts(self, row: Campaign) -> str:
        """Today's audience, and how to send to it; never the size of the list."""
        counts = Contact.objects.audience(today(), QUIET_DAYS)
        letters = ", ".join(f"{part.letters:,}" for part in sending.tranches(counts["contactable"]))
        told = f"{counts['contactable']:,} of {counts['listed']:,} listed."
        return f"{told} In parts of {letters}, each once the one before is within the limits." if letters else told

    @admin.display(description="the next part")
    def next_part(self, row: Campaign) -> str:
        """Whether the rest may go, by what is recorded of the letters so far."""
        result = getattr(row, "result", None)
        found = sending.verdict(result.sent, result.bounced, result.complained) if result else None
        words = found.words if found else "nothing sent yet"
        verdict = "may go" if found is None or found.may_go else "is stopped" if found.is_stopped else "waits"
        return f"It {verdict}: {words}."
