"""One act on many sails: asked for on the list, shown with what it will do, done sail by sail, answered sail by sail.

Every sail has a transaction of its own: what one refuses does not undo another, and nothing is locked in a circle.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import OperationalError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from events import contributions
from events.models import SailEvent
from scc_site import clock
from scc_site.desk import said
from scc_site.idempotency import LONGEST_KEY, fresh_key, once_for
from scc_site.models import User
from scc_site.refusals import Refusal

MOST = 500  # sails in one act: a season and more, and still one answer while somebody waits
SAID_IN_PASSING = 700  # characters that fit the notices of the next page; longer answers are a page
PART = 24  # characters of a form's key before the sail's number
BUSY = "Somebody changed it at this very moment, so nothing was done. Look at it, then choose it again."


@dataclass(frozen=True)
class Outcome:
    """What became of one sail."""

    sail: SailEvent
    sentence: str
    done: bool


class Act:
    """An act of the list. `form` None: it needs no question and is done at once."""

    name = ""
    label = ""
    button = ""
    lede = ""
    tells = False
    form: ClassVar[type[forms.Form] | None] = None
    do_not_call_in_templates = True  # a page asks for its words

    @property
    def __name__(self) -> str:
        """What Django calls the action."""
        return self.name

    @property
    def short_description(self) -> str:
        """What the list calls it."""
        return self.label

    def one(self, sail: SailEvent, asked: dict[str, Any], *, by: User, at: datetime) -> str:
        """Do it to one sail, inside its transaction; what to say then. Raises refusals."""
        raise NotImplementedError

    def preview(self, sails: Sequence[SailEvent]) -> dict[int, str]:
        """What else the page says of each sail before the tap, by its number: who will be told."""
        if not self.tells:
            return {}
        return {
            number: f"Told: {', '.join(names)}." if names else "Nobody to tell."
            for number, names in contributions.audiences(sails).items()
        }

    def __call__(self, desk: Any, request: HttpRequest, queryset: QuerySet[SailEvent]) -> HttpResponse | None:
        """The question, the question again with its faults, or the act and its answer."""
        found = ticked(request, queryset).select_related("vessel", "event_type")
        sails = list(found.order_by("departs_at", "pk")[: MOST + 1])
        if len(sails) > MOST:
            desk.message_user(request, f"Choose {MOST} sails at most; nothing was done.", messages.WARNING)
            return None
        if self.form is None:
            return answer(desk, request, self, self.each(request, sails, {}))
        form = self.form(request.POST if "go" in request.POST else None)
        if form.is_bound and form.is_valid():
            return answer(desk, request, self, self.each(request, sails, form.cleaned_data))
        return question(desk, request, self, form, sails)

    def each(self, request: HttpRequest, sails: Sequence[SailEvent], asked: dict[str, Any]) -> list[Outcome]:
        """Sail after sail, each by itself; a form that comes again is answered as before."""
        person, at = request.user, clock.now()
        assert isinstance(person, User)  # noqa: S101 -- the office's door let nobody else in
        key = request.POST.get("key", "")[:PART] or fresh_key()
        outcomes = []
        words = json.dumps([self.name, asked], default=lambda found: str(getattr(found, "pk", found)), sort_keys=True)
        for sail in sails:
            act = partial(self.one, sail, asked, by=person, at=at)
            try:
                sentence = once_for(person=person, key=f"{key}:{sail.pk}"[:LONGEST_KEY], asked=words, at=at, act=act)
                outcomes.append(Outcome(sail, sentence, done=True))
            except Refusal as refusal:
                outcomes.append(Outcome(sail, refusal.sentence, done=False))
            except OperationalError:  # a deadlock or a lock not had in time: Postgres has undone this sail's part
                outcomes.append(Outcome(sail, BUSY, done=False))
        return outcomes


def ticked(request: HttpRequest, queryset: QuerySet[SailEvent]) -> QuerySet[SailEvent]:
    """The sails ticked, also those that have left the list since; or, where all are asked for, all that it finds."""
    if request.POST.get("select_across", "0") not in {"", "0"}:
        return queryset
    return SailEvent.objects.filter(pk__in=request.POST.getlist(ACTION_CHECKBOX_NAME))


def question(
    desk: Any, request: HttpRequest, act: Act, form: forms.Form, sails: Sequence[SailEvent]
) -> TemplateResponse:
    """The page between the list and the act: which sails, what is asked, what will follow. 422 when it has faults.

    It names each sail, also where all across the pages were chosen: the act is done to what was shown.
    """
    notes = act.preview(sails)
    context = _frame(desk, request, act) | {
        "title": act.label,
        "form": form,
        "lines": [{"sail": sail, "departs": said(sail.departs_at), "note": notes.get(sail.pk, "")} for sail in sails],
        "key": request.POST.get("key") or fresh_key(),
    }
    return TemplateResponse(request, "admin/events/act.html", context, status=422 if form.is_bound else 200)


def answer(desk: Any, request: HttpRequest, act: Act, outcomes: list[Outcome]) -> HttpResponse | None:
    """Back to the list with a word for each sail; where that is too much for notices, a page of its own."""
    lines = [f"Sail {outcome.sail.event_id}: {outcome.sentence}" for outcome in outcomes]
    done = sum(outcome.done for outcome in outcomes)
    total = f"{done} of {len(outcomes)} done."
    if sum(map(len, lines)) <= SAID_IN_PASSING:
        for outcome, line in zip(outcomes, lines, strict=True):
            desk.message_user(request, line, messages.SUCCESS if outcome.done else messages.WARNING)
        desk.message_user(request, total, messages.SUCCESS if done else messages.WARNING)
        return None
    context = _frame(desk, request, act) | {"title": act.label, "subtitle": total, "outcomes": outcomes}
    return TemplateResponse(request, "admin/events/acted.html", context)


def _frame(desk: Any, request: HttpRequest, act: Act) -> dict[str, Any]:
    return {
        **desk.admin_site.each_context(request),
        "act": act,
        "opts": desk.opts,
        "list_url": request.get_full_path(),
        "checkbox": ACTION_CHECKBOX_NAME,
    }
