"""Assets at the desk: what each is worth, what falls due on it, which loan it secures."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import ForeignKey, QuerySet
from django.http import HttpRequest

from reports.models import Account, Asset, AssetDebt, AssetObligation, AssetValuation
from reports.office.records import RecordDesk, RecordRows, dollars
from scc_site.desk import read_once


class ValuationRows(RecordRows):
    """What an asset was worth, day by day."""

    model = AssetValuation
    fields = ("on", "amount_cents", "basis")
    lede = "The latest one counts. One older than a year is named as out of date."


class ObligationRows(RecordRows):
    """What falls due, and what of it is done."""

    model = AssetObligation
    fields = ("kind", "due", "amount_cents", "done_on")
    lede = "Open until it has a day on which it was done."


class DebtRows(RecordRows):
    """Loans that the asset secures."""

    model = AssetDebt
    fields = ("account",)
    lede = "What is owed is the balance of the account; an account that two assets secure counts once."

    def formfield_for_foreignkey(self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        """Accounts of debts, read once for all rows."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        return read_once(field, Account.objects.loans(), "Choose") if db_field.name == "account" else field


class ThereFilter(admin.SimpleListFilter):
    """Whether an asset is still there."""

    title = "whether it is there"
    parameter_name = "there"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Still there, or sold, retired or lost."""
        return [("yes", "there"), ("no", "sold, retired or lost")]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any] | None:
        """The rows chosen."""
        return {"yes": queryset.standing, "no": queryset.gone}.get(self.value() or "", lambda: None)()


@admin.register(Asset)
class AssetDesk(RecordDesk):
    """What the businesses own."""

    list_display = (
        "name", "kind", "unit", dollars("worth_cents", "worth"), "valued", "due", "custodian", "status"
    )  # fmt: skip
    list_filter = (ThereFilter, "kind", "unit")
    list_select_related = ("unit",)
    search_fields = ("name", "location", "custodian", "owner_of_record", "unit__name")
    search_help_text = "Name, place, custodian, owner or unit"
    ordering = ("unit__name", "kind", "name")
    fields = (
        "unit", "kind", "name", "owner_of_record", "acquired_on", "cost_cents", "location", "custodian", "status"
    )  # fmt: skip
    inlines = (ValuationRows, ObligationRows, DebtRows)
    kind = "assets"
    columns: ClassVar = {
        "value": None, "value_on": None, "obligation": None, "obligation_due": None, "worth": "worth_cents",
        "valued_on": "valued_on", "valued_by": "valued_by", "next_due": "due_next",
    }  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Asset]:
        """With their latest values and what falls due next."""
        return Asset.objects.as_valued()

    @admin.display(description="valued on", ordering="valued_on")
    def valued(self, asset: Any) -> str:
        """The day of the latest valuation."""
        return f"{asset.valued_on}" if asset.valued_on else "never"

    @admin.display(description="next due", ordering="due_next")
    def due(self, asset: Any) -> str:
        """The day of the first obligation that is open."""
        return f"{asset.due_next or ''}"
