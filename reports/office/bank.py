"""Bank lines at the desk, each settled once; and days proven, where the bank's balance is the ledger's."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from events.forms import DayField, JudgedForm
from reports import bank
from reports.models import Account, BankTransaction, JournalLine, Reconciliation
from reports.office.asking import Asking, Dollars, dollars
from reports.office.files import Exported
from scc_site import clock
from scc_site.desk import Records, Section, actor, said
from scc_site.models import User
from scc_site.refusals import Refusal

LIST = "admin:reports_banktransaction_changelist"
POST, IGNORE = "post", "ignore"
MOST_CANDIDATES = 20


class SettleForm(JudgedForm):
    """What a bank line is: one of the ledger's lines, a new entry, or nothing for the ledger."""

    what = forms.ChoiceField(label="It is", widget=forms.RadioSelect)
    account = forms.ModelChoiceField(
        Account.objects.in_use(), label="Post it to", required=False, empty_label="Choose",
        help_text="Only for a new entry: what the money was for.",
    )  # fmt: skip
    memo = forms.CharField(
        label="Memo", max_length=200, required=False, help_text="Only for a new entry. Blank: the bank’s own words."
    )
    why = forms.CharField(
        label="Why", max_length=200, required=False, help_text="Only for a line that belongs in no ledger."
    )

    def __init__(self, data: Any, *, lines: list[JournalLine]) -> None:
        """`lines` are what it may be, the nearest first; that one is chosen beforehand."""
        super().__init__(data)
        self.lines = {str(line.pk): line for line in lines}
        field: Any = self.fields["what"]
        field.choices = [
            *((key, f"the entry of {line.entry}, {dollars(line.amount_cents)}") for key, line in self.lines.items()),
            (POST, "not in the ledger yet: post an entry for it"),
            (IGNORE, "nothing for the ledger: set it aside"),
        ]
        field.initial = next(iter(self.lines), POST)

    def clean(self) -> dict[str, Any]:
        """A new entry wants an account."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("what") == POST and not cleaned.get("account") and "account" not in self.errors:
            self.add_error("account", "Choose what the money was for.")
        return cleaned


@admin.register(BankTransaction)
class BankDesk(Exported, Records):
    """Bank lines as files brought them; each is matched, posted or set aside, and can be opened again."""

    list_display = ("day", "text", "amount", "account", "unit", "standing")
    list_display_links = ("day", "text")
    list_filter = ("status", "account", "unit")
    list_select_related = ("account", "unit", "line__entry")
    search_fields = ("text", "fitid")
    search_help_text = "The bank’s words, or its number of the line"
    date_hierarchy = "on"
    ordering = ("-on", "-pk")
    change_list_template = "admin/reports/banktransaction/change_list.html"
    kind = "bank"
    columns: ClassVar = {
        "date": "on", "posted": None, "description": "text", "memo": None, "debit": None, "credit": None,
        "account": "account__code", "unit": "unit__slug",
    }  # fmt: skip

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What the line is; of a settled one, whether to open it again."""
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404
        data = request.POST if request.method == "POST" else None
        if row.status != BankTransaction.Status.UNMATCHED:
            ask = self._asking(row, "Open it again", f"It is {row.get_status_display()}. What was posted stays posted.")
            return ask.answered(self, request, JudgedForm(data), lambda _: self._open(request, row))
        lines = list(
            JournalLine.objects.unmatched(account=row.account, unit=row.unit, cents=row.amount_cents, around=row.on)[
                :MOST_CANDIDATES
            ]
        )
        near = "Lines of the ledger with this amount, near this day, are offered first." if lines else (
            "No line of the ledger has this amount near this day."
        )  # fmt: skip
        form = SettleForm(data, lines=lines)
        ask = self._asking(row, "Settle it", near)
        return ask.answered(self, request, form, lambda told: self._settle(request, row, form, told))

    def _asking(self, row: BankTransaction, button: str, lede: str) -> Asking:
        return Asking(
            title=f"{dollars(row.amount_cents)} · {row.text or 'no words'}",
            button=button,
            back=(reverse(LIST), "Bank transactions"),
            lede=lede,
            sections=[_told(row)],
        )

    def _settle(self, request: HttpRequest, row: Any, form: SettleForm, told: dict[str, Any]) -> HttpResponse:
        by, at = actor(request), clock.now()
        if told["what"] == POST:
            bank.post(row=row, account=told["account"], memo=told["memo"], by=by, at=at)
        elif told["what"] == IGNORE:
            bank.ignore(row=row, why=told["why"], by=by, at=at)
        else:
            bank.match(row=row, line=form.lines[told["what"]], by=by, at=at)
        self.message_user(request, f"Settled: {row}.", messages.SUCCESS)
        return redirect(f"{reverse(LIST)}?status__exact=unmatched")

    def _open(self, request: HttpRequest, row: Any) -> HttpResponse:
        bank.take_back(row=row)
        self.message_user(request, f"Open again: {row}.", messages.SUCCESS)
        return redirect("admin:reports_banktransaction_change", row.pk)

    @admin.display(description="date", ordering="on")
    def day(self, row: BankTransaction) -> str:
        """As files have it."""
        return f"{row.on}"

    @admin.display(description="amount", ordering="amount_cents")
    def amount(self, row: BankTransaction) -> str:
        """Money in; money out in parentheses."""
        return dollars(row.amount_cents)

    @admin.display(description="stands", ordering="status")
    def standing(self, row: BankTransaction) -> str:
        """Open; or what it was found to be."""
        if row.line:
            return f"matched with {row.line.entry}"
        return f"set aside: {row.why}" if row.status == BankTransaction.Status.IGNORED else "open"


def _told(row: BankTransaction) -> Section:
    """All that the bank says of it, and how it was settled."""
    facts: list[tuple[str, ...]] = [
        ("Date", f"{row.on}"),
        ("Account", f"{row.account} of {row.unit}"),
        ("The bank’s number", row.fitid),
        ("Balance after it", dollars(row.balance_cents) or "not told"),
    ]
    if row.settled_at and row.settled_by:
        facts.append(("Settled", f"{said(row.settled_at)} by {row.settled_by.name}"))
    if row.line:
        facts.append(("Entry", str(row.line.entry)))
    if row.why:
        facts.append(("Why", row.why))
    return Section("What the bank says", ("What", "Told"), facts, "")


class ProofForm(JudgedForm, forms.ModelForm):
    """The balance that a statement shows at the end of a day."""

    by: User
    account = forms.ModelChoiceField(Account.objects.cash(), label="Account", empty_label="Choose")
    as_of = DayField(label="At the end of", required=True)
    balance = Dollars(
        label="The bank’s balance", is_signed=True, help_text="As the statement shows it; write 0 for an empty account."
    )

    class Meta:
        model = Reconciliation
        fields = ("account", "unit")

    def clean(self) -> dict[str, Any]:
        """Run the verb once all fields are right; a difference is told in words."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self.instance = bank.reconcile(
                    account=cleaned["account"], unit=cleaned["unit"], as_of=cleaned["as_of"],
                    statement_balance_cents=cleaned["balance"], by=self.by, at=clock.now(),
                )  # fmt: skip
            except Refusal as refusal:
                self.take(refusal)
        return cleaned

    def _post_clean(self) -> None:
        """The verb has judged and stored the row."""


@admin.register(Reconciliation)
class ProofDesk(Records):
    """Days at whose end the bank and the ledger were found to be one."""

    list_display = ("as_of", "account", "unit", "bank_says", "ledger_said", "by")
    list_filter = ("account", "unit")
    list_select_related = ("account", "unit", "reconciled_by")
    ordering = ("-as_of", "-pk")
    told = ("account", "unit", "as_of", "bank_says", "ledger_said", "by")

    def get_fields(self, request: HttpRequest, obj: Reconciliation | None = None) -> tuple[str, ...]:
        """What a statement says; of a proven day, all of it."""
        return self.told if obj else ("account", "unit", "as_of", "balance")

    def get_readonly_fields(self, request: HttpRequest, obj: Reconciliation | None = None) -> tuple[str, ...]:
        """A proven day stays as it was proven."""
        return self.told if obj else ()

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form, told who proves the day; it makes its own fields."""
        if obj is not None:
            return super().get_form(request, obj, change, **kwargs)
        return type("ProofFormBy", (ProofForm,), {"by": actor(request)})

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A person holds a statement against the ledger."""
        return True

    def save_model(self, request: HttpRequest, obj: Reconciliation, form: Any, change: bool) -> None:
        """The verb has stored it."""

    @admin.display(description="the bank says")
    def bank_says(self, row: Reconciliation) -> str:
        """Its balance at the end of the day."""
        return dollars(row.statement_balance_cents)

    @admin.display(description="the ledger said")
    def ledger_said(self, row: Reconciliation) -> str:
        """The ledger's, when the day was proven."""
        return dollars(row.ledger_balance_cents)

    @admin.display(description="proven")
    def by(self, row: Reconciliation) -> str:
        """When and by whom."""
        return f"{said(row.reconciled_at)} by {row.reconciled_by.name}"
