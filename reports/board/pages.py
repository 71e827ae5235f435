"""The pages of the board: its columns, one card, and the acts on it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from reports.board import moving, reading
from reports.board.forms import BoardForm, MoveForm, PlanForm
from reports.models import ActionItem
from reports.models.grants import NAMES
from reports.pages.door import Reader, reader_of
from reports.showing import amount
from reports.values import Measure
from scc_site import clock
from scc_site.idempotency import answered_once
from scc_site.refusals import Mistyped

Status = ActionItem.Status
TITLES = {
    Status.PENDING: "Pending",
    Status.IN_REVIEW: "In review",
    Status.COMPLETED: "Completed",
    Status.DEFERRED: "Deferred",
}
EMPTY = {
    Status.PENDING: "Nothing waits.",
    Status.IN_REVIEW: "Nobody is looking into anything.",
    Status.COMPLETED: "Nothing was completed yet.",
}
TONES = {"critical": "bad", "high": "sun", "medium": "warn", "low": "quiet"}
FIRST = 24  # cards of a column that a page shows unless all are asked for
ACTS = {  # from a column: the acts on a card, the first the usual one
    Status.PENDING: (("in_review", "Start"), ("completed", "Complete"), ("deferred", "Defer")),
    Status.IN_REVIEW: (("completed", "Complete"), ("pending", "Back")),
    Status.COMPLETED: (("pending", "Open again"),),
    Status.DEFERRED: (("pending", "Take up"),),
}


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Pending, in review, completed. Raises Mistyped for a filter that is none, 404 for who has no reports."""
    reader = reader_of(request)
    if "card" in request.GET:
        return _to_card(reader, request.GET["card"])
    form = BoardForm(request.GET)
    if not form.is_valid():
        raise Mistyped("The board cannot be narrowed so.", _faults(form))
    found = reading.columns(reader.grants, form.asked())
    today = _today(clock.now())
    most = None if "all" in request.GET else FIRST
    query = urlencode({name: value for name, value in request.GET.items() if value and name in form.fields})
    return render(
        request,
        "reports/board.html",
        {
            "form": form,
            "query": f"?{query}" if query else "",
            "is_narrowed": bool(query),
            "everything": f"?{query}&all=1" if query else "?all=1",
            "columns": [
                {
                    "status": status,
                    "title": TITLES[status],
                    "empty": EMPTY[status],
                    "count": len(found[status]),
                    "more": len(found[status][most:]) if most else 0,
                    "cards": [_card(item, today) for item in found[status][:most]],
                }
                for status in reading.COLUMNS
            ],
            "deferred": [_card(item, today) for item in found[Status.DEFERRED]],
        },
    )


@require_safe
def card(request: HttpRequest, card_number: int) -> HttpResponse:
    """One card: what was found, what to do, what became of it."""
    reader = reader_of(request)
    item = _seen(reader, card_number)
    return _card_page(request, reader, item, PlanForm(initial=_set(item)))


@require_POST
@answered_once
def move(request: HttpRequest, card_number: int) -> HttpResponse:
    """Another column; 303 back to where the mover was."""
    reader = reader_of(request)
    item = _seen(reader, card_number)
    form = MoveForm(request.POST)
    if not form.is_valid():
        raise Mistyped("A card is moved to pending, in review, completed or deferred.", _faults(form))
    moved = moving.move(
        item_id=item.pk, to=form.cleaned_data["status"], seen=form.cleaned_data["seen"], by=reader.person,
        at=clock.now(),
    )  # fmt: skip
    messages.success(request, f"{TITLES[Status(moved.status)]}: {moved.title}")
    return HttpResponse(status=303, headers={"Location": _back(request, moved)})


@require_POST
@answered_once
def plan(request: HttpRequest, card_number: int) -> HttpResponse:
    """Who, by when, how long; 422 with what was typed."""
    reader = reader_of(request)
    item = _seen(reader, card_number)
    form = PlanForm(request.POST)
    if not form.is_valid():
        return _card_page(request, reader, item, form, status=422)
    moving.plan(item_id=item.pk, plan=form.plan(), by=reader.person, at=clock.now())
    messages.success(request, f"Set: {item.title}")
    return HttpResponse(status=303, headers={"Location": f"/reports/board/{item.pk}/"})


def _seen(reader: Reader, number: int) -> ActionItem:
    item = reading.card_of(reader.grants, number)
    if item is None:
        raise Http404
    return item


def _to_card(reader: Reader, key: str) -> HttpResponse:
    item = reading.keyed(reader.grants, key)
    if item is None:
        raise Http404
    return HttpResponse(status=303, headers={"Location": f"/reports/board/{item.pk}/"})


def _back(request: HttpRequest, item: ActionItem) -> str:
    """To the card's page where the mover was there, else to the board as it was narrowed."""
    if request.POST.get("from") == "card":
        return f"/reports/board/{item.pk}/"
    form = BoardForm(request.GET)
    kept = {name: value for name, value in form.cleaned_data.items() if value} if form.is_valid() else {}
    return f"/reports/board/{'?' + urlencode(kept) if kept else ''}#card-{item.pk}"


def _today(at: datetime) -> date:
    return at.astimezone(settings.HOUSE_ZONE).date()


def _faults(form: Any) -> dict[str, list[str]]:
    return {name: [str(fault) for fault in faults] for name, faults in form.errors.items()}


def _card(item: ActionItem, today: date) -> dict[str, Any]:
    """What one card shows on the board."""
    day = item.day
    return {
        "pk": item.pk,
        "key": item.key,
        "title": item.title,
        "problem": item.problem,
        "href": item.href if item.kind == ActionItem.Kind.RUN else f"/reports/board/{item.pk}/",
        "is_run": item.kind == ActionItem.Kind.RUN,
        "unit": item.unit.name if item.unit else "",
        "severity": item.severity,
        "tone": TONES.get(item.severity, "quiet"),
        "score": f"{item.score:.1f}" if item.score is not None and item.kind != ActionItem.Kind.RUN else "",
        "due": day,
        "is_late": bool(day and day < today and item.status != Status.COMPLETED),
        "owner": item.owner.name if item.owner else "",
        "status": item.status,
        "acts": ACTS[Status(item.status)],
        "is_regressed": item.is_regressed,
        "is_resolved": item.resolved_at is not None and item.status != Status.COMPLETED,
        "rests_until": item.accepted_until if item.accepted_until and item.accepted_until >= today else None,
        "built": item.created_at if item.kind == ActionItem.Kind.RUN else None,
        "outside": item.kind == ActionItem.Kind.OUTSIDE,
    }


def _set(item: ActionItem) -> dict[str, Any]:
    return {name: getattr(item, name) for name in ("owner", "due", "hours", "accepted_until", "note")}


def _card_page(
    request: HttpRequest, reader: Reader, item: ActionItem, form: PlanForm, status: int = 200
) -> HttpResponse:
    known = {
        "card": _card(item, _today(clock.now())),
        "item": item,
        "form": form,
        "story": item.story.select_related("by", "run").order_by("-at", "-pk"),
        "roles": [NAMES[role] for role in item.roles if role in NAMES],
        "column": TITLES[Status(item.status)],
        "outcome": _outcome(item),
        "may_act": reader.person.acts_as_admin or not item.href.startswith("/admin/"),
        "last_run": _readable(reader, item.last_run),
        "first_run": _readable(reader, item.first_run),
    }
    return render(request, "reports/card.html", known, status=status)


def _readable(reader: Reader, run: Any) -> Any:
    return run if run is not None and reader.reads(run.slug, run.unit) else None


def _outcome(item: ActionItem) -> dict[str, str] | None:
    """The metric that shows whether it helped: when it was found, and as of the last run."""
    if item.first_amount is None or item.last_amount is None:
        return None
    measure = Measure(item.outcome_measure)
    from_, to = (amount(Decimal(each), measure) for each in (item.first_amount, item.last_amount))
    return {"title": item.outcome_metric.replace("_", " "), "then": from_, "now": to}
