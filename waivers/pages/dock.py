"""What the dock's page prints: the sail in short, and a form by which somebody adds themself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from events.models import SailEvent
from scc_site.auth import cookies
from scc_site.idempotency import fresh_key
from waivers import language
from waivers.joining import Joiner
from waivers.models import Guest
from waivers.pages import sail
from waivers.pages.forms import JoiningForm

Context = dict[str, Any]


def page(event: SailEvent, token: str, form: JoiningForm | None, at: datetime) -> Context:
    """The context of waivers/dock.html; two statements at most."""
    words, number = sail.phone(event)
    return {
        "sail": sail.head(event),
        "token": token,
        "form": form,
        "key": (form.data.get("key") if form else "") or fresh_key(),
        "is_full": (form is not None and form.refused)
        or (not event.places_left and not Guest.objects.filter(event=event).overdue(at).exists()),
        "call": {"words": words, "number": number} if number else None,
    }


def joiner_of(request: HttpRequest, form: JoiningForm) -> Joiner:
    """Who a valid form adds. The browser's mark is its cookie against forged forms, else what it says of itself."""
    own = request.COOKIES.get(settings.CSRF_COOKIE_NAME, "")
    hand = own or f"{cookies.ip_of(request)} {request.headers.get('User-Agent', '')}"
    return Joiner(**form.cleaned_data, language=language.current(), key=request.POST.get("key", ""), hand=hand)
