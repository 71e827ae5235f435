"""Sails brought in from a file, after a look at them, and taken out as one."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import agenda, months
from events.forms import DayField, MonthForm
from events.models import SailEvent
from events.season import previews, sheet_plans, sheets, spelling
from events.season.previews import Candidate
from events.season.views import create
from events.views import address_fault
from scc_site import clock
from scc_site.auth.access import admin_only
from scc_site.idempotency import answered_once
from scc_site.refusals import Mistyped

LONGEST_NAME = 80
MOST_SHOWN = 60  # faults; a file with more is wrong in one way throughout
GUIDE = [
    ("vessel", "required; its slug or its name"),
    ("event_type", "required; the slug or the name of the kind of sail"),
    ("departs_at", "required; day and time on the house’s clock: 2027-06-04 18:25, 6/24/2027 6:25 PM"),
    ("returns_at", "day and time, or a time alone; blank: as long as the kind of sail"),
    ("event_id", "its name in links; blank: made from date, vessel and kind"),
    ("status", "draft or scheduled; blank: scheduled"),
    ("capacity", "guests at most; blank: as many as the vessel may carry"),
    ("dock", "blank: the vessel’s own"),
    ("itinerary", "ports, in order"),
    ("notes", "for the crew"),
    ("departs_fold, returns_fold", "only where the clock shows a time twice: 0 the first, 1 the second"),
    ("sunset_at", "is worked out, never read"),
]


class SheetForm(forms.Form):
    """A file, or its text pasted; the text stays to be mended."""

    file = forms.FileField(label="File", required=False, help_text="CSV, with commas, semicolons or tabs.")
    text = forms.CharField(
        label="Or its lines", required=False, strip=False, max_length=sheets.MOST_BYTES,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )  # fmt: skip
    name = forms.CharField(required=False, max_length=LONGEST_NAME, widget=forms.HiddenInput)
    day_order = forms.ChoiceField(
        label="How days are written", required=False, choices=[("", "Choose"), *spelling.ORDERS],
        widget=forms.HiddenInput,
    )  # fmt: skip

    candidates: list[Candidate]
    warning = ""

    def clean(self) -> dict[str, object]:
        """Read the file, or else the text, into `candidates`; every fault of it is one of the form."""
        self.candidates = []
        if not self.errors:
            try:
                self._read(self.cleaned_data["file"])
            except Mistyped as refusal:
                self.add_error("file", refusal.faults["file"])
        return self.cleaned_data

    def _read(self, file: object) -> None:
        cleaned = self.cleaned_data
        if file:
            cleaned["text"] = sheets.decoded(file.read(sheets.MOST_BYTES + 1))  # type: ignore[attr-defined]
            cleaned["name"] = str(getattr(file, "name", ""))[:LONGEST_NAME]
            self.data = {**self.data.dict(), "text": cleaned["text"], "name": cleaned["name"]}  # type: ignore[attr-defined]
        sheet = sheets.read(cleaned["text"])
        if sheet.unknown:
            self.warning = f"These columns mean nothing here and are left out: {', '.join(sheet.unknown)[:300]}."
        found = sheet_plans.of(sheet, order=cleaned["day_order"])
        if found.asks or cleaned["day_order"]:
            self.fields["day_order"].widget = forms.Select(choices=[("", "Choose"), *spelling.ORDERS])
        self.candidates = found.candidates
        if found.faults:
            more = len(found.faults) - MOST_SHOWN
            rest = [f"And {more} more of the kind."] if more > 0 else []
            self.add_error("file", [*found.faults[:MOST_SHOWN], *rest])

    def rule(self) -> str:
        """Where the batch comes from, in words."""
        name = self.cleaned_data["name"]
        return f"From the file {name}" if name else "From pasted lines"


class SpanForm(MonthForm):
    """Which sails go into the file: `?from=&to=` and the month page's filters."""

    def __init__(self, *args: object, **options: object) -> None:
        """`from` is a word of Python's, so the field is named here."""
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["from"], self.fields["to"] = DayField(label="From"), DayField(label="To")


@admin_only
@require_http_methods(["GET", "HEAD", "POST"])
def import_sheet(request: HttpRequest) -> HttpResponse:
    """Choose a file; sent, it shows every sail that would be. Nothing is stored."""
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    return show(request, form)


@admin_only
@require_POST
@answered_once
def create_imported(request: HttpRequest) -> HttpResponse:
    """The sails ticked, or the preview again with what stands in the way."""
    form = SheetForm(request.POST)
    if form.is_valid():
        try:
            return create(request, form.candidates, form.rule())
        except Mistyped as refusal:
            for sentence in refusal.faults.get("plans", [refusal.sentence]):
                form.add_error(None, sentence)
    return show(request, form)


def show(request: HttpRequest, form: SheetForm) -> HttpResponse:
    """The form with the sails its file would bring; with any fault in the file, none."""
    context = {"form": form, "guide": GUIDE}
    if form.is_bound and "file" not in form.errors and form.candidates:
        chosen = set(request.POST.getlist("row")) if form.errors else None
        context |= {"preview": previews.of(form.candidates, at=clock.now(), chosen=chosen), "rule": form.rule()}
    return render(request, "events/import.html", context, status=422 if form.errors else 200)


@admin_only
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The sails that fit, as a file that can be imported again."""
    form = SpanForm(request.GET)
    if not form.is_valid():
        raise address_fault(form)
    asked = form.cleaned_data
    first, last = asked["from"], asked["to"]
    if asked["month"] and not (first or last):
        first, last = agenda.bounds(*asked["month"])
    found = months.fitting(SailEvent.objects.leaving(first, last), form.filters())
    answer = HttpResponse(sheets.written(found.as_sheet()), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="sails{_span(first, last)}.csv"'
    return answer


def _span(first: object, last: object) -> str:
    """`-2027-06-01-to-2027-06-30`, as far as it is known."""
    return "".join([f"-from-{first}" if first else "", f"-to-{last}" if last else ""])
