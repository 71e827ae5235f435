"""Who may come in, as view decorators; everybody else learns nothing.

Anonymous requests never get this far: SignInRequiredMiddleware has sent them to sign in.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from scc_site.auth import cookies, ways
from scc_site.models import Scope, User

View = Callable[..., HttpResponseBase]
SAFE = {"GET", "HEAD"}


def crew_only(view: View) -> View:
    """For the dock: crew, admins in admin scope, and event-scoped guests of one sail; else 404."""
    return _guarded(view, reaches_dock)


def admin_only(view: View) -> View:
    """For the office: admins in admin scope; else 404."""
    return _guarded(view, acts_as_admin)


def reaches_dock(user: User | AnonymousUser) -> bool:
    """Whether the dock's pages exist for a person; which sail they may see is `has_perm`'s answer."""
    session = getattr(user, "auth_session", None)
    if not isinstance(user, User) or session is None:
        return False
    return session.scope == Scope.EVENT or user.is_crew or user.acts_as_admin


def acts_as_admin(user: User | AnonymousUser) -> bool:
    """Whether admin acts are allowed now."""
    return isinstance(user, User) and user.acts_as_admin


def may_step_up(user: User | AnonymousUser) -> bool:
    """Whether a person could act as admin after one more letter."""
    session = getattr(user, "auth_session", None)
    return isinstance(user, User) and user.is_admin and session is not None and session.scope == Scope.USER


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """303 to sign-in; the page wanted, or the page that held the form, is kept on the way."""
    response = HttpResponse(status=303, headers={"Location": reverse("auth:magic_link"), "Cache-Control": "no-store"})
    cookies.give_way(response, wanted(request))
    return response


def turn_away_from_office(request: HttpRequest) -> HttpResponse:
    """303 to the step-up for an admin in user scope, to sign-in for a stranger; 404 for everybody else."""
    if not request.user.is_authenticated:
        return to_sign_in(request)
    if not may_step_up(request.user):
        raise Http404
    response = HttpResponse(status=303, headers={"Location": reverse("auth:step_up")})
    cookies.give_way(response, wanted(request))
    return response


def wanted(request: HttpRequest) -> str:
    """Where to come back to: the page asked for, or for an unsafe request the page that held the form."""
    if request.method in SAFE and "HX-Request" not in request.headers:
        return request.get_full_path()
    origins = (f"{request.scheme}://{request.get_host()}",)
    return ways.of_referrer(request.headers.get("Referer", ""), origins=origins)


def _guarded(view: View, allowed: Callable[[Any], bool]) -> View:
    """The view, for those allowed; a plain 404 for all others."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not allowed(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
