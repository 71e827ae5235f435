"""The board's door for outside systems: JSON over HTTPS with a key of the office's, one card for one `key`."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from reports.board import keys
from reports.board.learning import FOUND, REGRESSED
from reports.board.moving import HOURS
from reports.findings import Severity
from reports.models import ActionEvent, ActionItem, BoardToken, BusinessUnit
from reports.perspectives import SLUGS
from scc_site import clock

Status = ActionItem.Status
LARGEST = 20_000
TOLD = "told again"


class OutsideForm(forms.Form):
    """One card from outside. `key` is the dedupe key: a finding's own bumps that finding's card."""

    key = forms.CharField(max_length=300)
    title = forms.CharField(max_length=300)
    problem = forms.CharField(max_length=1000, required=False)
    unit = forms.ModelChoiceField(BusinessUnit.objects.all(), to_field_name="slug", required=False)
    severity = forms.ChoiceField(choices=[(one.value, one.value) for one in Severity], required=False)
    role = forms.ChoiceField(choices=[(slug, slug) for slug in SLUGS], required=False)
    due = forms.DateField(required=False)
    hours = forms.TypedChoiceField(
        choices=[(hours, hours) for hours in HOURS], coerce=int, required=False, empty_value=None
    )
    status = forms.ChoiceField(choices=Status.choices, required=False)

    def clean_key(self) -> str:
        """Any but a run's: those cards are the house's own."""
        key = str(self.cleaned_data["key"])
        if key.startswith("run:"):
            raise forms.ValidationError("Cards of runs are hung by the house alone.")
        return key


@login_not_required
@csrf_exempt
@require_POST
def cards(request: HttpRequest) -> HttpResponse:
    """Hang a card, or tell an old one again: 201 or 200 with its key, column and page.

    401 without a key of the office's, 413 too large, 415 no JSON, 422 with every fault by field.
    """
    token = _token(request)
    if token is None:
        return _answer(
            401, {"error": "Send a key of the board: Authorization: Bearer …"}, {"WWW-Authenticate": "Bearer"}
        )
    if request.content_type != "application/json":
        return _answer(415, {"error": "Send JSON: Content-Type: application/json"})
    if len(request.body) > LARGEST:
        return _answer(413, {"error": f"At most {LARGEST} bytes are taken."})
    try:
        told = json.loads(request.body)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict) or not all(isinstance(each, str | int | None) for each in told.values()):
        return _answer(422, {"error": "Send one object of texts and whole numbers."})
    form = OutsideForm({name: value for name, value in told.items() if value is not None})
    if not form.is_valid():
        return _answer(422, {"error": "The card cannot be hung so.", "faults": form.errors})
    item, is_new = hang(told=form.cleaned_data, token=token, at=clock.now())
    known = {"key": item.key, "status": item.status, "url": f"/reports/board/{item.pk}/"}
    return _answer(201 if is_new else 200, known)


def _answer(status: int, body: dict[str, Any], headers: dict[str, str] | None = None) -> JsonResponse:
    return JsonResponse(body, status=status, headers=headers)


def _token(request: HttpRequest) -> BoardToken | None:
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    if kind.casefold() != "bearer" or not given.strip():
        return None
    digest = keys.fingerprint(given.strip())
    return BoardToken.objects.select_related("creator").filter(sha256=digest, ended_at__isnull=True).first()


@transaction.atomic
def hang(*, told: dict[str, Any], token: BoardToken, at: datetime) -> tuple[ActionItem, bool]:
    """The card of a key, new or as it was with what is told now. A completed one that is told again is reopened.

    It acts in the name of whoever made the key. A finding's own card keeps its words.
    """
    item, is_new = ActionItem.objects.select_for_update().get_or_create(
        key=told["key"], defaults={"kind": ActionItem.Kind.OUTSIDE, "created_at": at, **_words(told)}
    )
    if not is_new and item.kind == ActionItem.Kind.OUTSIDE:
        for name, value in _words(told).items():
            setattr(item, name, value)
    what, to = (FOUND if is_new else TOLD), told["status"]
    if item.status == Status.COMPLETED and to != Status.COMPLETED:
        item.status, item.is_regressed, what = to or Status.PENDING, True, REGRESSED
    item.status = to or item.status
    is_done = item.status == Status.COMPLETED
    item.completed_at = (item.completed_at or at) if is_done else None
    item.completed_by = (item.completed_by or token.creator) if is_done else None
    item.occurrences += 1
    item.save()
    ActionEvent.objects.create(item=item, at=at, by=token.creator, what=what, said=f"by {token.name}")
    BoardToken.objects.filter(pk=token.pk).update(used_at=at)
    return item, is_new


def _words(told: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": told["title"],
        "problem": told["problem"],
        "unit": told["unit"],
        "severity": told["severity"],
        "roles": list(dict.fromkeys(["ceo", *([told["role"]] if told["role"] else [])])),
        "rule_due": told["due"],
        "rule_hours": told["hours"],
    }
