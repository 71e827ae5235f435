"""What the office does with letters: send again, call back; first asked with its counts, then done letter by letter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from scc_site import clock
from scc_site.mail import outbox
from scc_site.mail.office.wording import mark
from scc_site.models import OutgoingMail
from scc_site.refusals import Refusal

MOST = 500
SHOWN = 50
State = OutgoingMail.State


class Act(NamedTuple):
    """One act on letters: what it is called, what was done then, which states it is for, what to ask before."""

    name: str
    title: str
    button: str
    done: str
    states: tuple[str, ...]
    ask: Callable[[Sequence[OutgoingMail]], str]
    one: Callable[[OutgoingMail, str, datetime], None]


def count(number: int) -> str:
    """`1 letter`, `3 letters`."""
    return f"{number} {'letter' if number == 1 else 'letters'}"


def _ask_again(letters: Sequence[OutgoingMail]) -> str:
    """What sending again may do to readers."""
    doubtful = sum(mail.state == State.UNCERTAIN or mail.possible_duplicate for mail in letters)
    if not doubtful:
        return "They did not leave: nobody gets anything twice. They go out within a minute."
    which = "It may have left already" if doubtful == len(letters) == 1 else f"{doubtful} of them may have left already"
    return f"{which}: whoever got it then gets it twice. Should it leave again all the same?"


def _ask_back(letters: Sequence[OutgoingMail]) -> str:
    """What calling back means."""
    return "Whoever should have got them hears nothing of it from the house. This cannot be undone."


AGAIN = Act(
    name="send_again",
    title="Send again",
    button="Send again",
    done="queued again",
    states=(State.FAILED, State.UNCERTAIN),
    ask=_ask_again,
    one=lambda mail, by, at: outbox.requeue(mail_id=mail.pk, at=at),
)
BACK = Act(
    name="keep_back",
    title="Keep from leaving",
    button="Keep from leaving",
    done="cancelled",
    states=(State.QUEUED, State.UNCERTAIN),
    ask=_ask_back,
    one=lambda mail, by, at: outbox.cancel_one(mail_id=mail.pk, reason=f"Cancelled by {by}.", at=at),
)
ACTS = (AGAIN, BACK)


def run(desk: Any, request: HttpRequest, queryset: QuerySet[OutgoingMail], act: Act) -> HttpResponse | None:
    """The question with its counts; once it is answered (`go`), the act, letter by letter, and what became of it."""
    chosen = queryset
    if request.POST.get("select_across", "0") in {"", "0"}:  # also those that have left the list since
        chosen = OutgoingMail.objects.filter(pk__in=request.POST.getlist(ACTION_CHECKBOX_NAME))
    letters = list(chosen.order_by("-created_at", "-pk")[: MOST + 1])
    if len(letters) > MOST:
        desk.message_user(request, f"Choose {MOST} letters at most; nothing was done.", messages.WARNING)
        return None
    if "go" in request.POST:
        _do(desk, request, act, letters)
        return None
    return _question(desk, request, act, letters)


def _do(desk: Any, request: HttpRequest, act: Act, letters: Sequence[OutgoingMail]) -> None:
    """One verb for each letter; each refusal is told once, with how many it kept."""
    at, done, refusals = clock.now(), 0, Counter[str]()
    for mail in letters:
        try:
            act.one(mail, str(request.user), at)
        except Refusal as refusal:
            refusals[refusal.sentence] += 1
        else:
            desk.log_change(request, mail, f"{act.title}.")
            done += 1
    if done:
        desk.message_user(request, f"{count(done)} {act.done}.", messages.SUCCESS)
    for sentence, times in sorted(refusals.items()):
        desk.message_user(request, f"{count(times)} left alone. {sentence}", messages.WARNING)


def _question(desk: Any, request: HttpRequest, act: Act, letters: Sequence[OutgoingMail]) -> TemplateResponse:
    """The page between the list and the act."""
    fit = [mail for mail in letters if mail.state in act.states]
    rest = Counter(mail.get_state_display() for mail in letters if mail.state not in act.states)
    context = {
        **desk.admin_site.each_context(request),
        "title": f"{act.title}: {count(len(fit))}",
        "opts": desk.opts,
        "act": act,
        "ask": act.ask(fit) if fit else "None of the chosen letters is in a state for this.",
        "fit": fit,
        "left": "; ".join(f"{count(number)} {word}" for word, number in sorted(rest.items())),
        "lines": [{"mail": mail, "mark": mark(mail), "title": desk.what(mail)} for mail in fit[:SHOWN]],
        "more": max(0, len(fit) - SHOWN),
        "checkbox": ACTION_CHECKBOX_NAME,
        "list_url": request.get_full_path(),
    }
    return TemplateResponse(request, "admin/scc_site/outgoingmail/act.html", context)
