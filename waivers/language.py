"""In which language a guest reads and writes: English or Spanish.

What this browser chose comes first (`?lang=`, kept in a cookie), then what is known of the guest, then what the browser
says of its reader. A look changes nothing of the guest; whatever they send keeps the language it was sent in.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from waivers.models import Guest

ENGLISH, SPANISH = "en", "es"
LANGUAGES = (ENGLISH, SPANISH)
KEPT_SECONDS = 180 * 86_400
View = Callable[..., HttpResponseBase]


def in_their_language(view: View) -> View:
    """A page for guests that speaks to whoever reads it, and remembers in this browser what `?lang=` asked for."""

    @wraps(view)
    def spoken(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with translation.override(_chosen(request) or _of_browser(request)):
            response = view(request, *args, **kwargs)
            response.headers["Content-Language"] = current()
        if asked := _clean(request.GET.get("lang", "")):
            _remember(response, asked)
        return response

    return spoken


def current() -> str:
    """`en` or `es`: what is spoken now."""
    return SPANISH if (translation.get_language() or "").startswith(SPANISH) else ENGLISH


def heed(request: HttpRequest, guest: Guest) -> None:
    """From here on speak as the guest is known to, unless this browser chose; only within `in_their_language`."""
    if not _chosen(request) and guest.language == SPANISH:
        translation.activate(SPANISH)


def forget(response: HttpResponseBase) -> None:
    """What this browser chose was one reader's choice: the next is asked by their own browser, or reads English."""
    response.delete_cookie(_cookie(), path="/")


def _chosen(request: HttpRequest) -> str:
    return _clean(request.GET.get("lang", "")) or _clean(request.COOKIES.get(_cookie(), ""))


def _of_browser(request: HttpRequest) -> str:
    """The first of ours that the browser's list names with any weight at all."""
    for tag, weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if weight and (found := _clean(tag.partition("-")[0])):
            return found
    return ENGLISH


def _clean(asked: str) -> str:
    return asked if asked in LANGUAGES else ""


def _cookie() -> str:
    return "__Host-scc-lang" if settings.SECURE else "scc-lang"


def _remember(response: HttpResponseBase, language: str) -> None:
    response.set_cookie(
        _cookie(), language, max_age=KEPT_SECONDS, path="/", secure=settings.SECURE, httponly=True, samesite="Lax"
    )
