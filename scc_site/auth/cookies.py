"""The three cookies of sign-in: session, flow (who asked for a code) and way back."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from scc_site import clock
from scc_site.auth import limits, sessions, ways
from scc_site.auth.sessions import Browser
from scc_site.models import AuthSession

SALT = "scc.way-back"
WAY_SECONDS = 3600
FLOW_LONGEST = 64


def browser_of(request: HttpRequest) -> Browser:
    """Where a request comes from, with the session it already carries."""
    return Browser(
        ip=ip_of(request),
        agent=request.headers.get("User-Agent", "").replace("\0", ""),
        session=getattr(request.user, "auth_session", None),
    )


def ip_of(request: HttpRequest) -> str:
    """The client's address, as far as our own proxies vouch for it."""
    return limits.client_ip(
        remote=request.META.get("REMOTE_ADDR", ""),
        forwarded=request.headers.get("X-Forwarded-For", ""),
        hops=settings.TRUSTED_PROXIES,
    )


def give_session(response: HttpResponseBase, session: AuthSession, token: str = "") -> None:
    """Put a session's signed token into its cookie: a new one unless it is given."""
    seconds = int((session.expires_at - clock.now()).total_seconds())
    _set(response, settings.SESSION_COOKIE, token or sessions.token_of(session), max(1, seconds))


def give_flow(response: HttpResponseBase, flow: str) -> None:
    """Let this browser, and no other, type the code just asked for."""
    _set(response, settings.FLOW_COOKIE, flow, settings.LIMITS["CODE_LIFE_HOURS"] * 3600)


def flow_of(request: HttpRequest) -> str:
    """The flow this browser asked in; empty when it never asked."""
    flow = request.COOKIES.get(settings.FLOW_COOKIE, "")
    return flow if len(flow) <= FLOW_LONGEST and flow.isascii() else ""


def give_way(response: HttpResponseBase, way: str) -> None:
    """Remember where a person wanted to go; nothing is remembered of what is no clean path."""
    if way := ways.clean(way):
        _set(response, settings.WAY_COOKIE, signing.dumps(way, salt=SALT), WAY_SECONDS)


def way_of(request: HttpRequest) -> str:
    """The way back that this browser carries, or that the form's address names; empty when neither is clean."""
    asked = ways.clean(request.POST.get("next", "") or request.GET.get("next", ""))
    if asked:
        return asked
    try:
        return ways.clean(signing.loads(request.COOKIES.get(settings.WAY_COOKIE, ""), salt=SALT, max_age=WAY_SECONDS))
    except signing.BadSignature:
        return ""


def forget_session(response: HttpResponseBase) -> None:
    """Take the session's cookie back."""
    _drop(response, settings.SESSION_COOKIE)


def forget_asking(response: HttpResponseBase) -> None:
    """Take back what was only needed until now."""
    _drop(response, settings.FLOW_COOKIE)
    _drop(response, settings.WAY_COOKIE)


def _set(response: HttpResponseBase, name: str, value: str, seconds: int) -> None:
    """A cookie of this host alone, unseen by scripts, not sent along by other sites' forms."""
    response.set_cookie(name, value, max_age=seconds, path="/", secure=settings.SECURE, httponly=True, samesite="Lax")


def _drop(response: HttpResponseBase, name: str) -> None:
    """Browsers take a `__Host-` cookie back only in the form it was set."""
    response.set_cookie(name, "", max_age=0, path="/", secure=settings.SECURE, httponly=True, samesite="Lax")
