"""Around every request: what cannot be read is refused early, refusals become pages, the history learns who acts."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_to_bytes

import pghistory.middleware
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render

from scc_site.logs import masked
from scc_site.refusals import Mistyped, Refusal, TooOften, Unseen

GetResponse = Callable[[HttpRequest], HttpResponseBase]
# The pages that take long files, and the limit of each.
FILES = {"/admin/reports/importbatch/add/": "IMPORT_MEGABYTES", "/verify/": "VERIFY_MEGABYTES"}
WAIVER = re.compile(r"/waiver/[-\w]+/", re.ASCII)  # a drawing far too long is told at its field, not by 413
PAPER = re.compile(r"/events/[-\w]+/guests/\d+/paper/", re.ASCII)  # photos of waivers signed on paper
MOST_FIELDS = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
DRAIN_BYTES = 16 * 1024 * 1024  # a refused body up to here is read away, so that its sender gets to read the answer
LONG_NUMBER = 19  # digits, beyond which a length is absurd
CHUNK_BYTES = 64 * 1024
EXACT = 90  # seconds or minutes told as such; more are rounded up to the next unit
BROKEN_UTF8 = re.compile(r"%[89A-F][0-9A-F]")  # what Django makes of bytes in a path that are no text
LOST = "\N{REPLACEMENT CHARACTER}"
OPENED_BY_LINK = ("/guest/", "/waiver/", "/party/")  # here any nonsense is one more token that opens nothing: 404


class HardeningMiddleware:
    """Answers 400 or 413 where stock Django would answer 500, before anything is parsed."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on what can be read."""
        status = _unreadable_head(request) or _unreadable_body(request)
        if not status:
            return _without_body(request, self.get_response(request))
        request.path_info = request.path = "/"  # what could not be read is not printed either
        request.META["QUERY_STRING"] = ""
        response = render(request, f"{status}.html", status=status)
        response.headers["Cache-Control"] = "no-store"
        return response


class RefusalMiddleware:
    """Turns refusals into their answers: a page, or the fragment that htmx swaps in."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing to do unless something is raised."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: object) -> HttpResponse | None:
        """Refuse a form with letters that were lost: Django reads bytes that are no UTF-8 as marks of their loss.

        It has been read by then, for its CSRF token; what needs none (the hooks of mail services) is left alone.
        """
        if request.method != "POST" or getattr(view, "csrf_exempt", False) or not _lost_letters(request.POST):
            return None
        return _page(request, 400, {"sentence": "Something in that form cannot be read as text. Type it anew."})

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The answer to a refusal, or to a value that no column can hold; None for anything else."""
        if isinstance(exception, Refusal):
            return _answer(request, exception)
        if isinstance(exception, Http404) and _is_fragment(request):
            return _page(request, 404, {"sentence": "No such thing here any more. Load the page again."})
        if _cannot_be_stored(exception):
            return _page(request, 400, {"sentence": "Something in that form cannot be stored as text or number."})
        return None


class HistoryMiddleware(pghistory.middleware.HistoryMiddleware):
    """Tells the history triggers who acts, from where; never a token that stood in the address."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        """The person's id, the masked path, and whether they act as the office."""
        hat = {"as": "office"} if getattr(request.user, "acts_as_admin", False) else {}
        return {**super().get_context(request), "url": masked(request.path), **hat}


def _without_body(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """To HEAD the headers alone, the length included; web servers complain when a body comes along."""
    if request.method == "HEAD" and isinstance(response, HttpResponse):
        response.content = b""
    return response


def _unreadable_head(request: HttpRequest) -> int:
    """400 when path, query, host or content type cannot be what a browser of ours sends; else 0."""
    meta = request.META
    query = meta.get("QUERY_STRING", "").encode("latin-1", "replace")
    is_no_text = "\0" in request.path_info or BROKEN_UTF8.search(request.path_info)
    if is_no_text and not request.path_info.startswith(OPENED_BY_LINK):
        return 400
    if not _is_text(unquote_to_bytes(query)) or query.count(b"&") >= MOST_FIELDS:
        return 400
    if request.content_params and request.content_params.get("charset", "utf-8").lower() not in {"utf-8", "utf8"}:
        return 400  # any codec Python knows would be tried, and not all of them are text
    try:
        request.get_host()
    except DisallowedHost:
        return 400
    return 0


def _is_text(raw: bytes) -> bool:
    """UTF-8 without NUL; UTF-8 has no lone surrogates and no overlong forms."""
    try:
        return "\0" not in raw.decode("utf-8")
    except UnicodeDecodeError:
        return False


def _unreadable_body(request: HttpRequest) -> int:
    """413 for a body longer than we take, 400 for a length that is no number; else 0. Nothing is read into memory."""
    given = str(request.META.get("CONTENT_LENGTH") or "0")
    if not given.isascii() or not given.isdecimal():
        return 400
    length = int(given) if len(given) < LONG_NUMBER else DRAIN_BYTES + 1
    if length <= _most_bytes(request):
        return 0
    if length <= DRAIN_BYTES:
        _drain(request, length)
    return 413


def _most_bytes(request: HttpRequest) -> int:
    """What a body may be long; a file has a form's fields around it."""
    form = settings.LIMITS["BODY_KILOBYTES"] * 1024
    if WAIVER.fullmatch(request.path):
        return settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    limit = "PAPER_MEGABYTES" if PAPER.fullmatch(request.path) else FILES.get(request.path)
    return form + settings.LIMITS[limit] * 1024 * 1024 if limit else form


def _drain(request: HttpRequest, length: int) -> None:
    """Throw the body away in pieces: a connection closed on unread bytes loses the answer too."""
    left = length
    stream = request.META.get("wsgi.input")
    try:
        while left > 0 and stream is not None and (chunk := stream.read(min(CHUNK_BYTES, left))):
            left -= len(chunk)
    except (OSError, ValueError):
        return


def _answer(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The page or fragment of a refusal; a thing unseen looks like one that never was."""
    context: dict[str, Any] = {"sentence": "" if refusal.status == Unseen.status else refusal.sentence}
    if isinstance(refusal, Mistyped):
        context["faults"] = refusal.faults
    if isinstance(refusal, TooOften):
        context["wait"] = _words(refusal.retry_after)
    response = _page(request, refusal.status, context)
    if isinstance(refusal, TooOften):
        response.headers["Retry-After"] = str(refusal.retry_after)
    return response


def _words(seconds: int) -> str:
    """A wait as a person says it, rounded up."""
    if seconds < EXACT:
        return f"{seconds} seconds"
    minutes = -(-seconds // 60)
    return f"{minutes} minutes" if minutes < EXACT else f"{-(-minutes // 60)} hours"


def _page(request: HttpRequest, status: int, context: dict[str, Any]) -> HttpResponse:
    """The status's own page, or the fragment for htmx."""
    template = "components/_refusal.html" if _is_fragment(request) else f"{status}.html"
    return render(request, template, {**context, "status": status}, status=status)


def _is_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks, for a piece of a page."""
    return "HX-Request" in request.headers and "HX-Boosted" not in request.headers


def _lost_letters(form: QueryDict) -> bool:
    """Whether a name or a value of the form holds the mark of bytes that were no text."""
    return any(LOST in name or any(LOST in value for value in values) for name, values in form.lists())


def _cannot_be_stored(exception: Exception) -> bool:
    """Whether a typed value reached the database's driver and was refused there: NUL, surrogates, out of range."""
    if isinstance(exception, UnicodeEncodeError | DataError):
        return True
    return isinstance(exception, ValueError) and "NUL" in str(exception)
