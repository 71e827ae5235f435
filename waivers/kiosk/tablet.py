"""A browser that stands at the dock: which sail it signs for, and whose turn it is. Kept in a signed cookie.

While it is marked, the guests' pages open for nobody but the guest whose turn it is, and lead back to the start.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from waivers import links

MARKED_SECONDS = 12 * 3600
TURN_SECONDS = 30 * 60  # whoever walks away in the middle is not found by the next
PAGES = frozenset({"waiver_form", "waiver_review"})


@dataclass(frozen=True)
class Tablet:
    """`guest` is the number of the guest whose turn it is; 0: nobody's."""

    event_id: str
    guest: int = 0

    @property
    def home(self) -> str:
        """The start page's path."""
        return reverse("waivers:kiosk", args=[self.event_id])


def of(request: HttpRequest) -> Tablet | None:
    """What the browser's mark says; None for a browser that is no tablet."""
    given = request.COOKIES.get(_cookie(), "")
    try:
        event_id, _, guest = _signer().unsign(given, max_age=MARKED_SECONDS).partition("/")
    except BadSignature:
        return None
    try:
        _signer().unsign(given, max_age=TURN_SECONDS)
    except BadSignature:
        guest = "0"
    return Tablet(event_id, int(guest or 0))


def mark(response: HttpResponse, tablet: Tablet) -> HttpResponse:
    """Say whose turn it is from now on."""
    value = _signer().sign(f"{tablet.event_id}/{tablet.guest}")
    response.set_cookie(
        _cookie(), value, max_age=MARKED_SECONDS, path="/", secure=settings.SECURE, httponly=True, samesite="Lax"
    )
    return response


def unmark(response: HttpResponse) -> HttpResponse:
    """The browser is nobody's tablet any more."""
    response.delete_cookie(_cookie(), path="/")
    return response


def led_back(request: HttpRequest, token: str) -> HttpResponse | None:
    """On a tablet: where every guests' page leads that is not the waiver of whose turn it is; else None.

    A waiver that is signed leads to the tablet's own thanks.
    """
    tablet = of(request)
    if tablet is None:
        return None
    request.kiosk = tablet  # type: ignore[attr-defined]  # the guests' frame leaves out what leads away
    guest = links.guest_of(token)
    page = request.resolver_match.url_name if request.resolver_match else ""
    is_turn = guest is not None and guest.pk == tablet.guest
    if is_turn and page in PAGES:
        return None
    there = reverse("waivers:kiosk_thanks", args=[tablet.event_id]) if is_turn else tablet.home
    return HttpResponse(status=303, headers={"Location": there})


def _signer() -> TimestampSigner:
    keys: list[str | bytes] = [*settings.RECORD_KEYS.values()]
    return TimestampSigner(key=keys[0], fallback_keys=keys[1:], salt="kiosk v1")


def _cookie() -> str:
    return "__Host-scc-kiosk" if settings.SECURE else "scc-kiosk"
