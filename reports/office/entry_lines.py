"""Lines under an entry: to fill in while it is new, to look at once it is posted."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db.models import ForeignKey, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html

from reports.models import JournalLine
from reports.office.asking import dollars
from reports.office.entry_form import LineForm, Lines, Sums
from scc_site.desk import ReadOnlyInline, TableInline, WholeAutocomplete, actor

EMPTY_ROWS = 4
MOST_LINES = 200


def only_chosen(field: Any) -> Any:
    """A field whose row is chosen here; its page is not opened, changed or added from here."""
    if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
        field.widget = field.widget.widget
    return field


class NewLineInline(TableInline):
    """Lines of an entry to post; the last rows may stay empty."""

    model = JournalLine
    form = LineForm
    formset = Lines
    template = "admin/reports/journalentry/_lines.html"
    fields = ("account", "debit", "credit", "unit", "party", "document", "booking")
    autocomplete_fields = ("account", "unit")
    lede = "Debits and credits must be one. A line without a unit belongs to the entry’s."
    extra = EMPTY_ROWS
    max_num = MOST_LINES
    can_delete = False

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """The lines, told who posts them."""
        found = super().get_formset(request, obj, **kwargs)
        return type("LinesBy", (found,), {"by": actor(request)})

    def formfield_for_foreignkey(self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        """Choices that are few are read once for all rows."""
        kwargs["widget"] = WholeAutocomplete(db_field, self.admin_site)
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field:
            field.widget.few()
        return field

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Without the marks that lead away from a half-written entry."""
        return only_chosen(super().formfield_for_dbfield(db_field, request, **kwargs))


class LineInline(ReadOnlyInline):
    """Lines as they were posted, and what they add up to."""

    model = JournalLine
    template = "admin/reports/journalentry/_lines.html"
    fields = ("account", "debit_said", "credit_said", "unit", "party", "document", "about")
    readonly_fields = ("debit_said", "credit_said", "about")

    def get_queryset(self, request: HttpRequest) -> QuerySet[JournalLine]:
        """With what they name, in one query."""
        return super().get_queryset(request).select_related(
            "account", "unit", "booking__event", "channel", "property", "job", "client"
        )  # fmt: skip

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """With what the posted lines add up to."""
        found = super().get_formset(request, obj, **kwargs)
        cents = getattr(obj, "debit_cents", 0) or 0
        return type("PostedLines", (found,), {"sums": Sums(cents, cents)})

    @admin.display(description="debit")
    def debit_said(self, line: JournalLine) -> str:
        """In dollars; empty for a credit."""
        return dollars(line.amount_cents) if line.amount_cents > 0 else ""

    @admin.display(description="credit")
    def credit_said(self, line: JournalLine) -> str:
        """In dollars; empty for a debit."""
        return dollars(-line.amount_cents) if line.amount_cents < 0 else ""

    @admin.display(description="about")
    def about(self, line: JournalLine) -> str:
        """What else it names: a booking with its page, a channel, a property, a delivery, a client."""
        if line.booking:
            return format_html('<a href="{}">{}</a>', line.booking.get_absolute_url(), line.booking.reference)
        return ", ".join(str(row) for row in (line.channel, line.property, line.job, line.client) if row)
