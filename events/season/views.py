"""The office's pages for many sails at once: plan a season, look at it, create it, undo it; copy one sail."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import pages
from events.models import SailBatch
from events.season import batches, copies, previews, undoing
from events.season.forms import BY_SUNSET, DuplicateForm, SeasonForm
from events.season.pages import batch_page
from events.season.previews import Candidate, Preview
from events.views import person_of, sail_for, to_sail
from scc_site import clock
from scc_site.auth.access import admin_only
from scc_site.idempotency import answered_once
from scc_site.refusals import Mistyped

CHANGED = "The days or times are no longer those you ticked. Look at the table again, then create."
MOST_ROWS = 1000


def batch_of(number: int) -> SailBatch:
    """The batch, or 404."""
    found = SailBatch.objects.numbered(number)
    if found is None:
        raise Http404
    return found


def to_batch(batch: SailBatch, words: str, request: HttpRequest) -> HttpResponse:
    """303 to the batch's page, with a word about what happened."""
    messages.success(request, words)
    return HttpResponse(status=303, headers={"Location": batch.get_absolute_url()})


def count(number: int) -> str:
    """`1 sail`, `12 sails`."""
    return "1 sail" if number == 1 else f"{number} sails"


@admin_only
@require_http_methods(["GET", "HEAD", "POST"])
def season(request: HttpRequest) -> HttpResponse:
    """The rule of a season; sent, it shows every sail that would be. Nothing is stored."""
    if request.method != "POST":
        today = clock.now().astimezone(settings.HOUSE_ZONE).date()
        return render(request, "events/season.html", {"form": SeasonForm(initial=SeasonForm.beginning(today))})
    form = SeasonForm(request.POST)
    if not form.is_valid():
        return render(request, "events/season.html", {"form": form}, status=422)
    return show(request, form, previews.of(form.candidates(), at=clock.now()))


@admin_only
@require_POST
@answered_once
def create_season(request: HttpRequest) -> HttpResponse:
    """The sails ticked, or the preview again with what stands in the way."""
    form = SeasonForm(request.POST)
    if not form.is_valid():
        return render(request, "events/season.html", {"form": form}, status=422)
    candidates = form.candidates()
    try:
        return create(request, candidates, form.rule())
    except Mistyped as refusal:
        for sentence in refusal.faults.get("plans", [refusal.sentence]):
            form.add_error(None, sentence)
    chosen = set(request.POST.getlist("row"))
    return show(request, form, previews.of(candidates, at=clock.now(), chosen=chosen), status=422)


def create(request: HttpRequest, candidates: list[Candidate], rule: str) -> HttpResponse:
    """303 to the new batch of the lines ticked; raises Mistyped."""
    plans = previews.chosen_of(candidates, request.POST.getlist("row"))
    if plans is None:
        raise Mistyped(CHANGED, {"plans": [CHANGED]})
    batch = batches.create(plans=plans, rule=rule, by=person_of(request), at=clock.now())
    return to_batch(batch, f"{count(len(plans))} created.", request)


def show(request: HttpRequest, form: SeasonForm, preview: Preview, status: int = 200) -> HttpResponse:
    """The rule with the preview beneath it."""
    context = {"form": form, "preview": preview, "rule": form.rule()}
    return render(request, "events/season.html", context, status=status)


@admin_only
@require_safe
def batch_list(request: HttpRequest) -> HttpResponse:
    """All batches, newest first."""
    return render(request, "events/batches.html", {"batches": SailBatch.objects.counted()[:MOST_ROWS]})


@admin_only
@require_safe
def batch(request: HttpRequest, batch_number: int) -> HttpResponse:
    """One batch: its sails and how they stand."""
    return render(request, "events/batch.html", batch_page(batch_of(batch_number)))


@admin_only
@require_POST
@answered_once
def undo(request: HttpRequest, batch_number: int) -> HttpResponse:
    """Take a batch back, as far as nobody counts on it."""
    found = batch_of(batch_number)
    undone = undoing.undo(batch=found, by=person_of(request), at=clock.now())
    words = f"{count(len(undone.removed))} removed."
    if undone.kept:
        words += f" {count(len(undone.kept))} stay, because somebody counts on them."
    return to_batch(found, words, request)


@admin_only
@require_POST
@answered_once
def publish(request: HttpRequest, batch_number: int) -> HttpResponse:
    """Show all drafts of a batch to the crew."""
    found = batch_of(batch_number)
    shown = batches.publish(batch=found, at=clock.now())
    return to_batch(found, f"{count(shown)} published: the crew can see them.", request)


@admin_only
@require_http_methods(["GET", "HEAD", "POST"])
@answered_once
def duplicate(request: HttpRequest, event_id: str) -> HttpResponse:
    """Plan the same sail on another day."""
    event = sail_for(request, event_id, "events.edit")
    form = DuplicateForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        ways = {"by_sunset": said["keep"] == BY_SUNSET, "publish": not said["draft"]}
        try:
            copy = copies.duplicate(event=event, on=said["on"], by=person_of(request), at=clock.now(), **ways)
            return to_sail(copy, "Planned again. Seats are empty and no task is done yet.", request)
        except Mistyped as refusal:
            for field, sentences in refusal.faults.items():
                form.add_error(field if field in form.fields else None, sentences)
    context = {"event": event, "form": form, "facts": pages.facts(event)}
    return render(request, "events/duplicate.html", context, status=422 if form.is_bound else 200)
