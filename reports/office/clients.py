"""Clients at the desk: what each agreed to pay, what runs for it, and the work done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.contrib import admin
from django.db.models import ForeignKey, QuerySet
from django.http import HttpRequest

from reports.importing.kinds.clients import short
from reports.models import BillingPlan, Client, ClientComponent, TechComponent, WorkEntry
from reports.office.records import RecordDesk, RecordRows, day, dollars
from reports.office.worded import SoleRows, WordedForm
from scc_site import clock
from scc_site.desk import is_choosing, read_once


class PlanForm(WordedForm):
    """What was agreed for some days."""

    words: ClassVar = {
        "billingplan_forward": ("ends_on", "Choose a day after the first."),
        "billingplan_none_is_free": ("amount_cents", "Where nothing is agreed, the amount is nothing."),
    }  # fmt: skip

    def _get_validation_exclusions(self) -> set[str]:
        """Without a kind nothing can meet: Django asks the database for it all the same."""
        found: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # Django's own
        return found | {"starts_on"} if "kind" in found else found


class SolePlans(SoleRows):
    """One plan of a kind on any day, also among rows typed together."""

    def clean(self) -> None:
        """Refuse a row whose days meet those of another of its kind."""
        super().clean()
        seen: list[tuple[str, date, date]] = []
        for form in self.standing():
            typed = form.cleaned_data
            days = (typed["kind"], typed.get("starts_on") or date.min, typed.get("ends_on") or date.max)
            if any(days[0] == kind and days[1] < end and start < days[2] for kind, start, end in seen):
                form.add_error("starts_on", "A plan of this kind stands on some of these days: end that one first.")
            seen.append(days)


class PlanRows(RecordRows):
    """Plans, the latest last."""

    model = BillingPlan
    form = PlanForm
    formset = SolePlans
    fields = ("kind", "amount_cents", "starts_on", "ends_on")
    lede = "A month for a retainer and hosting, an hour for hourly work. The second day is the first without the plan."


class SoleComponents(SoleRows):
    """Each component once."""

    key = ("component",)


class ComponentRows(RecordRows):
    """What runs for the client."""

    model = ClientComponent
    formset = SoleComponents
    fields = ("component", "share")
    verbose_name_plural = "what runs for it"
    lede = "Where no cost of hosting is told above, it is these shares of what the components cost a month."

    def formfield_for_foreignkey(self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        """Components, read once for all rows."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        rows = TechComponent.objects.order_by("name")
        return read_once(field, rows, "Choose") if db_field.name == "component" else field


class ClientForm(WordedForm):
    """One client."""

    words: ClassVar = {"client_forward": ("ended_on", "Choose a day after it became a client.")}


@admin.register(Client)
class ClientDesk(RecordDesk):
    """Clients by name, with what they agreed to."""

    form = ClientForm
    list_display = ("name", "unit", "agreed", day("since", "since"), dollars("hosting_cost_cents", "hosting costs us"),
                    "is_active")  # fmt: skip
    list_filter = ("is_active", "unit", "plans__kind")
    list_select_related = ("unit",)
    search_fields = ("name", "slug", "unit__name")
    search_help_text = "Name, short name or unit"
    ordering = ("name",)
    autocomplete_fields = ("unit",)
    prepopulated_fields: ClassVar = {"slug": ("name",)}
    fields = ("unit", "name", "slug", "is_active", "since", "ended_on", "hosting_cost_cents", "cost_rate_cents")
    inlines = (PlanRows, ComponentRows)
    kind = "clients"
    columns: ClassVar = {
        "client": lambda client: client.name if short(client.name) == client.slug else client.slug,
        "plan": "told__kind", "amount": "told__amount_cents", "plan_from": "told__starts_on",
        "plan_to": "told__ends_on", "active": "is_active",
    }  # fmt: skip

    def lines_of(self, row: Any) -> Iterable[Any]:
        """One for each plan; one without a first day only where no other of its kind says when it began."""
        plans = list(row.plans.all())
        kinds = Counter(plan.kind for plan in plans)
        for row.told in [plan for plan in plans if plan.starts_on or kinds[plan.kind] == 1] or [None]:
            yield row

    def get_queryset(self, request: HttpRequest) -> QuerySet[Client]:
        """With their plans, in one more query."""
        rows = Client.objects.order_by("name")
        return rows if is_choosing(request) else rows.prefetch_related("plans")

    @admin.display(description="agreed")
    def agreed(self, client: Client) -> str:
        """`retainer $500.00, hosting $25.00` of today, or that nothing is."""
        today = clock.now().astimezone(settings.HOUSE_ZONE).date()
        standing = [
            plan for plan in client.plans.all()
            if (plan.starts_on is None or plan.starts_on <= today) and (plan.ends_on is None or today < plan.ends_on)
        ]  # fmt: skip
        words = [f"{plan.kind} {in_dollars(plan)}" for plan in standing if plan.kind != BillingPlan.Kind.NONE]
        return ", ".join(words) or "no plan"


in_dollars = dollars("amount_cents", "amount")


class WorkForm(WordedForm):
    """Hours of one day."""

    words: ClassVar = {"workentry_hours": ("hours", "Write more than 0 hours.")}

    class Meta:
        model = WorkEntry
        fields = ("client", "worked_on", "hours", "what", "rate_cents", "is_billable", "invoice_number")
        help_texts: ClassVar = {"rate_cents": "An hour. Blank: the client’s hourly plan."}


class AskedFilter(admin.SimpleListFilter):
    """Whether an invoice asks for the hours."""

    title = "whether it is invoiced"
    parameter_name = "invoiced"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """On an invoice, or billable and on none."""
        return [("yes", "invoiced"), ("no", "not yet")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """The rows chosen."""
        chosen = {"yes": queryset.invoiced, "no": queryset.uninvoiced}.get(self.value() or "")
        return chosen() if chosen else queryset


@admin.register(WorkEntry)
class WorkDesk(RecordDesk):
    """Work, the latest first."""

    form = WorkForm
    list_display = (day("worked_on", "date"), "client", "hours", "what", dollars("rate_cents", "rate"), "is_billable",
                    "invoice_number")  # fmt: skip
    list_display_links = ("client",)
    list_filter = (AskedFilter, "is_billable", "client")
    list_select_related = ("client",)
    search_fields = ("client__name", "what", "invoice_number")
    search_help_text = "Client, what was done, or the invoice’s number"
    date_hierarchy = "worked_on"
    ordering = ("-worked_on", "client__name")
    kind = "work"
    columns: ClassVar = {
        "client": "client__slug", "date": "worked_on", "billable": "is_billable", "invoice": "invoice_number",
    }  # fmt: skip
    autocomplete_fields = ("client",)
