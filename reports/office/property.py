"""Houses that are let, at the desk: spaces, loans, leases, rent and its payments, costs, work."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.db.models import ForeignKey, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from events.office.filters import today
from reports.models import (
    Lease,
    Property,
    PropertyLoan,
    RentCharge,
    RentPayment,
    Space,
)
from reports.office.records import RecordDesk, RecordRows, day, dollars
from scc_site.desk import NamedRows

WAYS = (
    ("lease", "space__property__id__exact", "Leases"),
    ("rentcharge", "space__property__id__exact", "Rent"),
    ("propertycost", "property__id__exact", "Costs"),
    ("otherincome", "property__id__exact", "Other income"),
    ("workorder", "property__id__exact", "Work orders"),
)


class SpaceRows(RecordRows):
    """What is let as one."""

    model = Space
    fields = ("name", "market_rent_cents")
    lede = "Market rent is what an empty space would bring: without it the loss to vacancy cannot be told."


class LoanRows(RecordRows):
    """Loans and their schedules."""

    model = PropertyLoan
    fields = ("lender", "principal_cents", "annual_percent", "months", "first_due", "payment_cents")
    lede = "Counted by its schedule in months without a recorded payment."


class HouseForm(forms.ModelForm):
    """A property; its valuations stand with a property asset of its own unit."""

    class Meta:
        model = Property
        fields = ("unit", "name", "slug", "asset", "cash_invested_cents")

    def clean(self) -> dict[str, Any]:
        """Refused with an asset of another unit or kind."""
        cleaned = super().clean() or self.cleaned_data
        asset, unit = cleaned.get("asset"), cleaned.get("unit")
        if asset and unit and asset.unit_id != unit.pk:
            self.add_error("asset", f"{asset} belongs to another unit than {unit}.")
        elif asset and asset.kind != asset.Kind.PROPERTY:
            self.add_error("asset", f"{asset} is no property: it is recorded as {asset.get_kind_display()}.")
        return cleaned


@admin.register(Property)
class PropertyDesk(RecordDesk):
    """The houses, with the ways to what is recorded of each."""

    form = HouseForm
    list_display = ("name", "unit", "slug", dollars("cash_invested_cents", "cash invested"))
    list_filter = ("unit",)
    list_select_related = ("unit",)
    search_fields = ("name", "slug", "unit__name")
    search_help_text = "Name, short name or unit"
    autocomplete_fields = ("asset",)
    prepopulated_fields: ClassVar = {"slug": ("name",)}
    fields = ("unit", "name", "slug", "asset", "cash_invested_cents", "rows")
    readonly_fields = ("rows",)
    inlines = (SpaceRows, LoanRows)

    @admin.display(description="recorded")
    def rows(self, house: Property) -> str:
        """The ways to its leases, rent, costs, income and work."""
        if house.pk is None:
            return "Leases, rent, costs and work follow once it is saved."
        links = (
            (f"{reverse(f'admin:reports_{table}_changelist')}?{urlencode({field: house.pk})}", words)
            for table, field, words in WAYS
        )
        return format_html("{}", format_html_join(" · ", '<a href="{}">{}</a>', links))


class OfSpaces(RecordDesk):
    """Records that name a space."""

    def formfield_for_foreignkey(self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        """Choices with the names of their properties, in one query."""
        if db_field.name == "space":
            kwargs["queryset"] = Space.objects.named()
        if db_field.name == "lease":
            kwargs["queryset"] = Lease.objects.named()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class RunsFilter(admin.SimpleListFilter):
    """Whether a lease runs today."""

    title = "when it runs"
    parameter_name = "runs"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Now, later or no more."""
        return [("now", "runs today"), ("ahead", "begins later"), ("ended", "has ended")]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any] | None:
        """The rows chosen."""
        reads = {"now": queryset.running, "ahead": queryset.ahead, "ended": queryset.ended}
        return reads[self.value() or ""](today()) if self.value() in reads else None


@admin.register(Lease)
class LeaseDesk(OfSpaces):
    """Who lives where, for what rent, and whose deposit is held."""

    list_display = (
        "tenant", "space", day("starts_on", "first day"), day("ends_on", "last day"),
        dollars("rent_cents", "rent a month"), "due_day", dollars("deposit_held_cents", "deposit held"),
    )  # fmt: skip
    list_filter = (RunsFilter, "space__property")
    list_select_related = ("space__property",)
    search_fields = ("tenant", "space__name", "space__property__name")
    search_help_text = "Tenant, space or property"
    date_hierarchy = "ends_on"
    ordering = ("space__property__name", "space__name", "-starts_on")
    fields = ("space", "tenant", "starts_on", "ends_on", "rent_cents", "due_day", "deposit_held_cents")
    kind = "leases"
    columns: ClassVar = {
        "property": "space__property__name", "space": "space__name", "start": "starts_on", "end": "ends_on",
    }  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Lease]:
        """With the names of their spaces, as a search box tells them, too."""
        return Lease.objects.named()


class ChargeForm(forms.ModelForm):
    """Rent of a space; the lease it is charged by is one of that space."""

    class Meta:
        model = RentCharge
        fields = ("space", "lease", "due", "amount_cents")

    def clean(self) -> dict[str, Any]:
        """Refused with a lease of another space."""
        cleaned = super().clean() or self.cleaned_data
        lease, space = cleaned.get("lease"), cleaned.get("space")
        if lease and space and lease.space_id != space.pk:
            self.add_error("lease", f"This lease is of {lease.space}, not of {space}.")
        return cleaned


class Payments(NamedRows):
    """Payments of a rent, numbered as they come in."""

    def save_new(self, form: Any, commit: bool = True) -> Any:
        """The next part after those there are."""
        last = max((payment.part for payment in self.get_queryset()), default=0)
        form.instance.part = last + len(self.new_objects) + 1
        return super().save_new(form, commit)


class PaymentRows(RecordRows):
    """What was paid of a rent."""

    model = RentPayment
    formset = Payments
    fields = ("amount_cents", "paid_on")
    lede = "A payment without its day counts as collected, but for no month."


class PaidFilter(admin.SimpleListFilter):
    """Whether a rent is paid."""

    title = "whether it is paid"
    parameter_name = "paid"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """In full, or not."""
        return [("no", "not in full"), ("yes", "in full")]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any] | None:
        """The rows chosen."""
        return {"no": queryset.unpaid, "yes": queryset.paid}.get(self.value() or "", lambda: None)()


@admin.register(RentCharge)
class RentDesk(OfSpaces):
    """Rent that fell due, and what was paid of it."""

    form = ChargeForm
    list_display = (
        day("due", "due"), "space", "tenant", dollars("amount_cents", "charged"), dollars("paid_cents", "paid"),
        dollars("open_cents", "open"),
    )  # fmt: skip
    list_display_links = ("space",)
    list_filter = (PaidFilter, "space__property")
    list_select_related = ("space__property", "lease")
    search_fields = ("lease__tenant", "space__name", "space__property__name")
    search_help_text = "Tenant, space or property"
    date_hierarchy = "due"
    ordering = ("-due", "space__property__name", "space__name")
    autocomplete_fields = ("lease",)
    inlines = (PaymentRows,)
    kind = "rent"
    columns: ClassVar = {
        "property": "space__property__name", "space": "space__name", "charged": "amount_cents", "paid": None,
        "paid_on": None, "tenant": "lease__tenant", "paid_in_all": "paid_cents", "open": "open_cents",
    }  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[RentCharge]:
        """With what was paid and what is open."""
        return RentCharge.objects.with_paid()

    @admin.display(description="tenant", ordering="lease__tenant")
    def tenant(self, charge: RentCharge) -> str:
        """Whose lease it is charged by."""
        return charge.lease.tenant if charge.lease else ""
