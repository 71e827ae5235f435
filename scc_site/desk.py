"""What every desk of the office shares: lists of any length, rows to look at, faults answered 422."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, Model
from django.forms import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst

from scc_site.models import User
from scc_site.refusals import Mistyped

FEW = 100  # so many choices a select prints itself; of more it shows the one chosen


class Rows(forms.models.ModelChoiceIterator):
    """Choices read once for all rows of an inline, where Django reads them for each."""

    def __init__(self, field: forms.ModelChoiceField, rows: list[Any]) -> None:
        """Keep the rows."""
        super().__init__(field)
        self.rows = rows

    def __iter__(self) -> Any:
        """The empty choice, then the rows."""
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        for row in self.rows:
            yield self.choice(row)


def read_once(field: Any, rows: Iterable[Model], empty_label: str) -> Any:
    """A foreign key's form field that offers these rows, however often it is printed."""
    field.iterator = partial(Rows, rows=list(rows))  # called, never subclassed
    field.empty_label = empty_label
    return field


def is_choosing(request: HttpRequest) -> bool:
    """Whether a search box asks, not a list."""
    return request.resolver_match is not None and request.resolver_match.url_name == "autocomplete"


class WholeAutocomplete(AutocompleteSelect):
    """A plain select where the choices are few; a search box over the server where they are many."""

    def few(self) -> list[Any]:
        """All choices, in one query a page; empty where they are too many."""
        if not hasattr(self, "kept"):
            rows = list(self.choices.queryset[: FEW + 1])
            self.kept = rows if len(rows) <= FEW else []
        return self.kept

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> Any:
        """Few choices need no search box: a plain select works everywhere, and tells its name."""
        if self.few():
            return {**base_attrs, **(extra_attrs or {})}
        return super().build_attrs(base_attrs, extra_attrs)

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        """Every choice where they are few; else the chosen one alone."""
        if not self.few():
            return super().optgroups(name, value, attr)
        field = self.choices.field
        pairs = [("", "Choose"), *((field.prepare_value(row), field.label_from_instance(row)) for row in self.few())]
        made = [
            self.create_option(name, key, label, str(key) in value, place) for place, (key, label) in enumerate(pairs)
        ]
        return [(None, made, 0)]


class Desk(admin.ModelAdmin):
    """A table of the office, however long it grows."""

    show_full_result_count = False
    list_per_page = 50

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The list; raises Mistyped where what was chosen names no rows at all."""
        try:
            for key in request.POST.getlist(ACTION_CHECKBOX_NAME):
                self.opts.pk.to_python(key)
        except ValidationError:
            raise Mistyped("The rows chosen are none of this list. Open it again and choose anew.") from None
        return super().changelist_view(request, extra_context)

    def formfield_for_foreignkey(self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        """Search boxes that are whole without JavaScript."""
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", WholeAutocomplete(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *rest: Any, **named: Any) -> Any:
        """A form with faults is answered 422, as everywhere in the house."""
        response: HttpResponse = super().render_change_form(request, context, *rest, **named)
        if context.get("errors"):
            response.status_code = 422
        return response


class Records(Desk):
    """A desk of what happened: nothing is added, changed or deleted by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Rows are written by what happens."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was written stays."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """It stays on record."""
        return False


def actor(request: HttpRequest) -> User:
    """The admin who acts."""
    assert isinstance(request.user, User)  # noqa: S101 -- the door let nobody else in
    return request.user


class Section(NamedTuple):
    """A small table under a form, to look at. `more` is a link and its words; `lede` a sentence above the table."""

    title: str
    head: tuple[str, ...]
    rows: list[tuple[str, ...]]
    empty: str
    lede: str = ""
    more: tuple[str, str] = ("", "")


def said(at: datetime) -> str:
    """`Sat 5 Dec 2026 15:10`, on the house's clock; with the zone where the hour comes twice."""
    here = at.astimezone(settings.HOUSE_ZONE)
    is_doubled = here.replace(fold=0).utcoffset() != here.replace(fold=1).utcoffset()
    return f"{here:%a} {here.day} {here:%b %Y %H:%M}" + (f" {here.tzname()}" if is_doubled else "")


class NamedRows(BaseInlineFormSet):
    """Rows of a table whose boxes to delete them have a name."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        """The box says which row it is about."""
        super().add_fields(form, index)
        if box := form.fields.get("DELETE"):
            row = form.instance  # a new one names nothing yet
            box.widget.attrs["aria-label"] = f"Delete {row}" if row.pk else "Delete"


class TableInline(admin.TabularInline):
    """Rows to fill in, one a line; every field has a name of its own, as the head of a column is not one."""

    template = "admin/_table.html"
    formset = NamedRows
    lede = ""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The field, named for who does not see the column."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and field.label:
            widget: Any = getattr(field.widget, "widget", field.widget)  # a choice of rows is wrapped in its buttons
            widget.attrs["aria-label"] = capfirst(str(field.label))
        return field


class ReadOnlyInline(admin.TabularInline):
    """Rows to look at: they change by acts of their own."""

    template = "admin/_table.html"
    lede = ""
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Made with what they belong to."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Changed elsewhere."""
        return False
