"""The journal at the desk: entries found, posted by hand, looked at and reversed. None is ever changed."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.html import format_html

from events.office.filters import today
from reports import ledger
from reports.models import Account, BusinessUnit, JournalEntry
from reports.office import ledger_files
from reports.office.asking import Asking, dollars
from reports.office.entry_form import BY_HAND, EntryForm, ReverseForm
from reports.office.entry_lines import LineInline, NewLineInline, only_chosen
from scc_site import clock
from scc_site.desk import Records, actor, said

LIST = "admin:reports_journalentry_changelist"
CHANGE = "admin:reports_journalentry_change"


class UnitFilter(admin.SimpleListFilter):
    """Whose entries."""

    title = "unit"
    parameter_name = "unit"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Every unit."""
        return [(unit.slug, unit.name) for unit in BusinessUnit.objects.known().values()]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any] | None:
        """The entries of the unit chosen."""
        return queryset.filter(unit__slug=self.value()) if self.value() else None


class AccountFilter(admin.SimpleListFilter):
    """Entries with a line on an account."""

    title = "account"
    parameter_name = "account"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Every account, retired ones too."""
        return [(code, str(account)) for code, account in Account.objects.known().items()]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any] | None:
        """The entries that touch it."""
        return queryset.touching(self.value()) if self.value() else None


class SourceFilter(admin.SimpleListFilter):
    """Who posts: a person, a file, the dock."""

    title = "source"
    parameter_name = "source"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The three."""
        return [("hand", "by hand"), ("file", "from files"), ("house", "by the house")]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any] | None:
        """The entries that came that way."""
        kinds = {"hand": [BY_HAND, "bank"], "file": ["ledger", "import"]}
        way = self.value() or ""
        if way == "house":
            return queryset.exclude(source_kind__in=[kind for named in kinds.values() for kind in named])
        return queryset.filter(source_kind__in=kinds[way]) if way in kinds else None


@admin.register(JournalEntry)
class EntryDesk(Records):
    """The journal. A posted entry is put right by its reversal and a new entry."""

    form = EntryForm
    list_display = ("day", "unit", "memo_said", "amount", "source", "standing")
    list_display_links = ("day", "memo_said")
    list_filter = (UnitFilter, AccountFilter, SourceFilter)
    list_select_related = ("unit", "reversal_of", "reversal")
    search_fields = ("memo", "reference", "source_key", "=lines__party")
    search_help_text = "Words of the memo, a reference, an entry’s key, or a party’s whole name"
    date_hierarchy = "date"
    ordering = ("-date", "-pk")
    change_form_template = "admin/reports/journalentry/change_form.html"
    change_list_template = "admin/reports/journalentry/change_list.html"
    told = ("date", "unit", "memo", "reference", "intercompany_with", "source", "standing", "posted")

    def get_queryset(self, request: HttpRequest) -> QuerySet[JournalEntry]:
        """With amounts."""
        return JournalEntry.objects.with_amounts().select_related("unit", "author", "reversal_of", "reversal")

    def get_fields(self, request: HttpRequest, obj: JournalEntry | None = None) -> tuple[str, ...]:
        """The head of a new entry; all of a posted one."""
        return self.told if obj else ("date", "unit", "memo", "reference", "intercompany_with", "key")

    def get_readonly_fields(self, request: HttpRequest, obj: JournalEntry | None = None) -> tuple[str, ...]:
        """A posted entry is only looked at."""
        return self.told if obj else ()

    def get_inlines(self, request: HttpRequest, obj: JournalEntry | None) -> Any:
        """Lines to fill in, or to look at."""
        return (LineInline,) if obj else (NewLineInline,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Entries are posted by hand, too."""
        return True

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Without the marks that lead away from a half-written entry."""
        return only_chosen(super().formfield_for_dbfield(db_field, request, **kwargs))

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Today, on the house's clock."""
        return {"date": today(), **super().get_changeform_initial_data(request)}

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        """The head; its lines post it."""
        return form.save(commit=False)

    def save_model(self, request: HttpRequest, obj: JournalEntry, form: Any, change: bool) -> None:
        """The verb has posted it."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """With its lines."""

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        """What was done, for the log."""
        return "Posted."

    def response_add(self, request: HttpRequest, obj: JournalEntry, post_url_continue: str | None = None) -> Any:
        """To the posted entry, or to the next one."""
        self.message_user(request, f"Posted: {obj.memo or obj.source_key}.", messages.SUCCESS)
        return redirect("admin:reports_journalentry_add") if "_addanother" in request.POST else redirect(CHANGE, obj.pk)

    def get_urls(self) -> list[Any]:
        """With the page that reverses, and the ledger as files."""
        wrap = self.admin_site.admin_view
        return [
            path("ledger.<str:ending>", wrap(self.export), name="reports_journalentry_export"),
            path("<int:number>/reverse/", wrap(self.reverse), name="reports_journalentry_reverse"),
            *super().get_urls(),
        ]

    def export(self, request: HttpRequest, ending: str) -> HttpResponseBase:
        """The lines of the entries that the list's own filters find, as CSV or XLSX."""
        found = self.get_changelist_instance(request).get_queryset(request)
        return ledger_files.answer(ending=ending, entries=found)

    def reverse(self, request: HttpRequest, number: int) -> HttpResponse:
        """Ask when and why; sent, post the opposite."""
        entry = self.get_object(request, str(number))
        if entry is None:
            raise Http404
        ask = Asking(
            title=f"Reverse {entry}",
            button="Reverse it",
            back=(reverse(CHANGE, args=[number]), "The entry"),
            lede="Posts the opposite of every line. The entry itself stays; post it anew as it should be.",
        )
        form = ReverseForm(request.POST if request.method == "POST" else None, initial={"date": entry.date})
        return ask.answered(self, request, form, lambda said: self._reverse(request, entry, said))

    def _reverse(self, request: HttpRequest, entry: JournalEntry, said: dict[str, Any]) -> HttpResponse:
        if entry.is_reversed:
            raise ledger.PostedAlready("This entry was reversed before.")
        made = ledger.reverse(entry=entry, on=said["date"], why=said["why"], author=actor(request), at=clock.now())
        self.message_user(request, f"Reversed on {made.date}.", messages.SUCCESS)
        return redirect(CHANGE, made.pk)

    @admin.display(description="date", ordering="date")
    def day(self, entry: JournalEntry) -> str:
        """As files have it."""
        return f"{entry.date}"

    @admin.display(description="memo")
    def memo_said(self, entry: JournalEntry) -> str:
        """Its words; its key where it has none."""
        return entry.memo or entry.source_key

    @admin.display(description="amount")
    def amount(self, entry: Any) -> str:
        """The sum of its debits."""
        return dollars(entry.debit_cents)

    @admin.display(description="source")
    def source(self, entry: JournalEntry) -> str:
        """Where it comes from."""
        return "by hand" if entry.source_kind == BY_HAND else f"{entry.source_kind} {entry.source_id}".strip()

    @admin.display(description="stands")
    def standing(self, entry: JournalEntry) -> str:
        """Whether it was reversed, or is a reversal, with the way to the other."""
        other = entry.reversal if entry.is_reversed else None
        if other is not None:
            return format_html('reversed by <a href="{}">{}</a>', reverse(CHANGE, args=[other.pk]), str(other.date))
        if entry.reversal_of is not None:
            way = reverse(CHANGE, args=[entry.reversal_of.pk])
            return format_html('reverses <a href="{}">{}</a>', way, str(entry.reversal_of.date))
        return "posted"

    @admin.display(description="posted")
    def posted(self, entry: JournalEntry) -> str:
        """When and by whom."""
        return f"{said(entry.posted_at)} by {entry.author.name if entry.author else 'the house'}"
