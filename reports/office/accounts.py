"""The chart of accounts at the desk: balances, last use, and the standard chart for a house that has none."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse

from events.forms import JudgedForm
from reports import accounts, chart
from reports.models import Account, BusinessUnit
from reports.office.asking import Asking, dollars
from reports.office.files import Exported
from scc_site.desk import Desk, Section, is_choosing

LIST = "admin:reports_account_changelist"


@admin.register(Account)
class AccountDesk(Exported, Desk):
    """Accounts by code. One with lines is retired, never deleted."""

    list_display = (
        "code", "name", "type", "subtype", "behaviour", "unit", "tax_line", "balance", "last_used", "is_active"
    )  # fmt: skip
    list_display_links = ("code", "name")
    list_filter = ("type", "subtype", "behaviour", "unit", "is_active")
    list_select_related = ("unit",)
    search_fields = ("code", "name", "tax_line")
    search_help_text = "Code, name or tax line"
    autocomplete_fields = ("unit",)
    fields = ("code", "name", "type", "subtype", "behaviour", "fixed_share", "unit", "tax_line", "is_active")
    change_list_template = "admin/reports/account/change_list.html"
    kind = "accounts"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Account]:
        """With balances; a search box is offered what is in use."""
        found = Account.objects.in_use() if is_choosing(request) else Account.objects.with_balances()
        return found.order_by("code")

    def get_urls(self) -> list[Any]:
        """With the page that opens the standard chart."""
        page = self.admin_site.admin_view(self.open_standard)
        return [path("standard/", page, name="reports_account_standard"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The list; of a house without accounts, with the way to a standard chart."""
        return super().changelist_view(request, {"is_bare": Account.objects.is_bare(), **(extra_context or {})})

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only what was never posted to."""
        return obj is not None and super().has_delete_permission(request, obj) and not obj.lines.exists()

    def open_standard(self, request: HttpRequest) -> HttpResponse:
        """Which accounts would be opened; sent, they are."""
        offered = chart.standard(BusinessUnit.objects.kinds())
        ask = Asking(
            title="Open the standard chart",
            button=f"Open these {len(offered)} accounts",
            back=(reverse(LIST), "Accounts"),
            lede="Names, behaviour and tax lines can be changed later; accounts never posted to can be deleted.",
            sections=[_offered(offered)],
        )
        return ask.answered(self, request, JudgedForm(request.POST if request.method == "POST" else None), self._open)

    def _open(self, _: dict[str, Any]) -> HttpResponse:
        accounts.open_standard()
        return redirect(LIST)

    @admin.display(description="balance")
    def balance(self, account: Any) -> str:
        """Debits less credits of all that was posted."""
        return dollars(account.balance_cents)

    @admin.display(description="last used", ordering="last_on")
    def last_used(self, account: Any) -> str:
        """The day of its last line."""
        return f"{account.last_on}" if account.last_on else "never"


def _offered(openings: list[chart.Opening]) -> Section:
    return Section(
        title="What would be opened",
        head=("Code", "Name", "Type", "For", "Behaviour", "Tax line"),
        rows=[
            (row.code, row.name, row.type, row.subtype.replace("_", " "), row.behaviour, row.tax_line)
            for row in openings
        ],
        empty="",
    )
