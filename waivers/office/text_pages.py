"""The acts on a waiver text, each on a page that shows first what it does: preview, compare, publish, withdraw."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_http_methods, require_safe

from events.forms import JudgedForm, one_line, plain
from events.models import SailEvent
from scc_site import clock
from scc_site.desk import actor, said
from scc_site.refusals import Refusal
from waivers import ports, texts, wording_checks, wording_diff
from waivers.models import WaiverText
from waivers.texts import LONGEST_WHY, Variant
from waivers.wording_checks import Judged, Warning

LIST = "admin:waivers_waivertext_changelist"
PART = "admin/waivers/waivertext"
PAGES = {
    "preview": "As guests see it",
    "compare": "What changed",
    "publish": "Publish",
    "discard": "Discard",
    "withdraw": "Withdraw",
}
Act = Callable[[dict[str, Any], datetime], str]
asking = require_http_methods(["GET", "HEAD", "POST"])


class PublishForm(JudgedForm):
    """`seen`: the print of what the page showed."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)


class WithdrawForm(JudgedForm):
    """Why a text is withdrawn."""

    why = forms.CharField(label="Reason", max_length=LONGEST_WHY, validators=[plain, one_line])


class DiscardForm(JudgedForm):
    """Nothing is asked."""


def open_for(text: WaiverText) -> list[str]:
    """The pages that a text has, by name."""
    if text.published_at is None:
        return ["preview", "compare", "publish", "discard"]
    return ["preview", "compare"] + (["withdraw"] if text.withdrawn_at is None else [])


def stands(text: WaiverText) -> str:
    """Draft, published or withdrawn; since when and by whom."""
    demo = " · demo text" if text.is_demo else ""
    if text.published_at is None or text.published_by is None:
        return f"draft{demo}"
    if text.withdrawn_at is None or text.withdrawn_by is None:
        return f"published {said(text.published_at)} by {text.published_by.name}{demo}"
    return f"withdrawn {said(text.withdrawn_at)} by {text.withdrawn_by.name}: {text.withdrawn_why}{demo}"


def warnings_of(text: WaiverText) -> list[Warning]:
    """What the wording lacks."""
    between = text.variant == Variant.BETWEEN_PORTS
    return wording_checks.warnings(Judged(between, text.body, text.body_es, text.is_demo))


@require_safe
def preview(request: HttpRequest, number: int, desk: Any) -> HttpResponse:
    """The text on the guests' own paper, in English or Spanish."""
    text = _text(number)
    language = "es" if request.GET.get("lang") == "es" else "en"
    with translation.override(language):
        return render(request, "waivers/text_preview.html", {"text": text, "shown": texts.shown(text, language)})


@require_safe
def compare(request: HttpRequest, number: int, desk: Any) -> HttpResponse:
    """Word by word against the version before, or another of the same itinerary (`?with=`)."""
    text = _text(number)
    others = [other for other in WaiverText.objects.versions(text.variant) if other.pk != text.pk]
    asked = request.GET.get("with", "")
    before = next((other for other in others if str(other.version) == asked), None) or next(
        (other for other in others if other.version < text.version), None
    )
    context = {"text": text, "others": others, "before": before, "halves": _halves(before, text)}
    return _page(desk, request, "compare", context | {"title": f"What changed in {text}"})


@asking
def publish(request: HttpRequest, number: int, desk: Any) -> HttpResponse:
    """The question with every warning and every change; POST publishes what was shown."""
    text = _text(number)
    form = PublishForm(request.POST or None, initial={"seen": texts.print_of(text)})

    def act(given: dict[str, Any], at: datetime) -> str:
        texts.publish(text=text, by=actor(request), at=at, seen=given["seen"])
        return f"Published: from now on guests sign {text}."

    before = WaiverText.objects.current(text.variant)
    context = {
        "text": text, "button": "Publish", "warnings": warnings_of(text), "before": before,
        "halves": _halves(before, text),
        "lede": f"Once published the text never changes again. Guests of sails that go {text.get_variant_display()} "
        "sign it from then on; signatures under earlier versions hold until they end by themselves.",
    }  # fmt: skip
    return _asked(desk, request, form, act, context)


@asking
def withdraw(request: HttpRequest, number: int, desk: Any) -> HttpResponse:
    """The question with how many guests it concerns; POST withdraws."""
    text = _text(number)
    form = WithdrawForm(request.POST or None)

    def act(given: dict[str, Any], at: datetime) -> str:
        count = texts.withdraw(text=text, why=given["why"], by=actor(request), at=at)
        return f"Withdrawn: {_guests(count)} on hold again."

    concerned = texts.concerned(text).count()
    lede = f"Every signature under this text ends, {_guests(concerned)} on hold again and must sign anew. Records stay."
    if bare := _left_bare(text):
        lede += f" {_sails(bare)} nothing to sign then, until you publish the next version."
    context = {"text": text, "button": "Withdraw", "warnings": [], "lede": lede}
    return _asked(desk, request, form, act, context)


@asking
def discard(request: HttpRequest, number: int, desk: Any) -> HttpResponse:
    """The question; POST throws the draft away."""
    text = _text(number)
    form = DiscardForm(request.POST or None) if request.method == "GET" else DiscardForm({"sent": "1"})

    def act(given: dict[str, Any], at: datetime) -> str:
        texts.discard(text=text)
        return "The draft was discarded."

    context = {
        "text": text,
        "button": "Discard",
        "warnings": [],
        "lede": "No guest has seen this draft. It is gone for good then.",
    }
    return _asked(desk, request, form, act, context)


def _asked(desk: Any, request: HttpRequest, form: JudgedForm, act: Act, context: dict[str, Any]) -> HttpResponse:
    """The page; or, sent and without fault, the act and the list. What refuses stands above the form."""
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, act(form.cleaned_data, clock.now()))
            return redirect(LIST)
        except Refusal as refusal:
            form.take(refusal)
    title = f"{context['button']}: {context['text']}"
    return _page(desk, request, "act", context | {"form": form, "title": title}, form.status)


def _page(desk: Any, request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    frame = {**desk.admin_site.each_context(request), "opts": desk.opts, "list_url": reverse(LIST)}
    own = {"text_url": reverse("admin:waivers_waivertext_change", args=[context["text"].pk])}
    return TemplateResponse(request, f"{PART}/{name}.html", {**frame, **own, **context}, status=status)


def _text(number: int) -> WaiverText:
    found = WaiverText.objects.numbered(number)
    if found is None:
        raise Http404
    return found


def _halves(before: WaiverText | None, text: WaiverText) -> list[dict[str, Any]]:
    """Both languages, each with its passages and how many of them changed."""
    found = []
    for label, code, old, new in (
        ("English", "en", _whole(before, ""), _whole(text, "")),
        ("Spanish", "es", _whole(before, "_es"), _whole(text, "_es")),
    ):
        passages = wording_diff.between(old, new)
        found.append({"label": label, "code": code, "passages": passages, "changes": wording_diff.changes(passages)})
    return found


def _whole(text: WaiverText | None, ending: str) -> str:
    """Title and body in one."""
    return f"{getattr(text, 'title' + ending)}\n\n{getattr(text, 'body' + ending)}\n".lstrip() if text else ""


def _left_bare(text: WaiverText) -> int:
    """How many sails to come would have no text without this one."""
    if WaiverText.objects.current(text.variant) != text:
        return 0
    between = text.variant == Variant.BETWEEN_PORTS
    return sum(ports.is_between_ports(sail.itinerary) == between for sail in SailEvent.objects.not_over(clock.now()))


def _guests(count: int) -> str:
    return "1 guest is" if count == 1 else f"{count} guests are"


def _sails(count: int) -> str:
    return "1 sail to come has" if count == 1 else f"{count} sails to come have"
