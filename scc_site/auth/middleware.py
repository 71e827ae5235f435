"""Who is asking: the session cookie, verified, and the row behind it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware, LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject

from scc_site import clock
from scc_site.auth import access, cookies, sessions
from scc_site.auth.tokens import RefusedToken
from scc_site.models import User

log = logging.getLogger(__name__)


class SessionMiddleware(AuthenticationMiddleware):
    """Sets request.user from the signed cookie and its session row; one select, and only where somebody asks."""

    def process_request(self, request: HttpRequest) -> None:
        """Who is asking, answered when first needed: probes and static files never touch the database."""
        request.user = SimpleLazyObject(lambda: _person_of(request))  # type: ignore[assignment]

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """No personal page is stored anywhere; a refused cookie is taken back, a stale one refreshed."""
        carries = settings.SESSION_COOKIE in request.COOKIES
        if carries or request.path_info.startswith("/auth/") or settings.SESSION_COOKIE in response.cookies:
            response.headers.setdefault("Cache-Control", "private, no-store")
            patch_vary_headers(response, ["Cookie"])
        if settings.SESSION_COOKIE in response.cookies:
            return response
        if getattr(request, "refused_token", False):
            cookies.forget_session(response)
        elif fresh := getattr(request, "fresh_session", None):
            cookies.give_session(response, *fresh)
        return response


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Every page wants a person unless it says otherwise."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: object, view_kwargs: object
    ) -> HttpResponse | None:
        """Let open doors be open without asking who comes in."""
        if not getattr(view_func, "login_required", True) or request.user.is_authenticated:
            return None
        return access.to_sign_in(request)


def _person_of(request: HttpRequest) -> User | AnonymousUser:
    """The person of the session cookie, with `auth_session`; nobody when it is missing or refused."""
    token = request.COOKIES.get(settings.SESSION_COOKIE)
    if token is None:
        return AnonymousUser()
    at = clock.now()
    try:
        session, claims = sessions.read(token=token, at=at)
    except RefusedToken as refused:
        log.warning("session refused: %s, from %s", refused, cookies.ip_of(request))
        request.refused_token = True  # type: ignore[attr-defined]
        return AnonymousUser()
    person = session.person
    if sessions.roles_within(person, session.scope) - claims.roles:
        # a role given since sign-in: the next request carries it
        request.fresh_session = (session, sessions.token_of(session))  # type: ignore[attr-defined]
    sessions.limit_to_claims(person, claims)
    if at - session.seen_at >= sessions.SEEN_EVERY:
        sessions.seen(session=session, at=at)
    person.auth_session = session
    return person
