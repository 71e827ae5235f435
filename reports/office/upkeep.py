"""What houses cost and bring besides rent, and the work on them, at the desk."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import ForeignKey, QuerySet
from django.http import HttpRequest

from reports.formulas.returns import schedule_e_line
from reports.models import OtherIncome, PropertyCost, Space, WorkOrder
from reports.office.records import RecordDesk, day, dollars


class OfHouses(RecordDesk):
    """Records of a property on a day."""

    list_select_related = ("property",)
    search_fields = ("category", "property__name")
    search_help_text = "Category or property"
    date_hierarchy = "date"
    ordering = ("-date", "property__name", "category")


@admin.register(PropertyCost)
class CostDesk(OfHouses):
    """What houses cost: operating, capital, loans, depreciation."""

    list_display = (day("date", "date"), "property", "category", dollars("amount_cents", "amount"), "kind", "tax_line")
    list_display_links = ("category",)
    list_filter = ("kind", "property")
    fields = ("property", "date", "category", "amount_cents", "kind")
    kind = "property_costs"
    columns: ClassVar = {"property": "property__name"}

    @admin.display(description="Schedule E")
    def tax_line(self, cost: PropertyCost) -> str:
        """The line of the tax form that the category goes to; capital goes to none."""
        return "" if cost.kind == PropertyCost.Kind.CAPEX else schedule_e_line(cost.category)


@admin.register(OtherIncome)
class IncomeDesk(OfHouses):
    """What houses bring besides rent."""

    list_display = (day("date", "date"), "property", "category", dollars("amount_cents", "amount"))
    list_display_links = ("category",)
    list_filter = ("property",)
    fields = ("property", "date", "category", "amount_cents")
    kind = "other_income"
    columns: ClassVar = {"property": "property__name"}


class WorkForm(forms.ModelForm):
    """Work on a property, or on one of its spaces."""

    class Meta:
        model = WorkOrder
        fields = ("property", "space", "title", "opened_on", "due", "done_on", "cost_cents")

    def clean(self) -> dict[str, Any]:
        """Refused with a space of another property."""
        cleaned = super().clean() or self.cleaned_data
        house, space = cleaned.get("property"), cleaned.get("space")
        if house and space and space.property_id != house.pk:
            self.add_error("space", f"This space is of {space.property}, not of {house}.")
        return cleaned


class DoneFilter(admin.SimpleListFilter):
    """Whether work is done."""

    title = "whether it is done"
    parameter_name = "done"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Open or done."""
        return [("no", "open"), ("yes", "done")]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any] | None:
        """The rows chosen."""
        return {"no": queryset.open_now, "yes": queryset.done}.get(self.value() or "", lambda: None)()


@admin.register(WorkOrder)
class WorkDesk(RecordDesk):
    """Work on houses, open until it is done."""

    form = WorkForm
    list_display = (
        "title", "property", "space_name", day("opened_on", "opened on"), day("due", "due"), day("done_on", "done on"),
        dollars("cost_cents", "cost"),
    )  # fmt: skip
    list_filter = (DoneFilter, "property")
    list_select_related = ("property", "space")
    search_fields = ("title", "property__name", "space__name")
    search_help_text = "Title, property or space"
    date_hierarchy = "opened_on"
    ordering = ("-opened_on", "title")
    kind = "work_orders"
    columns: ClassVar = {"property": "property__name", "space": "space__name"}

    def formfield_for_foreignkey(self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        """Spaces with the names of their properties, in one query."""
        if db_field.name == "space":
            kwargs["queryset"] = Space.objects.named()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description="space", ordering="space__name")
    def space_name(self, work: WorkOrder) -> str:
        """Its space, without the property's name."""
        return work.space.name if work.space else ""
