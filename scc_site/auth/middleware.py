"""Who is asking: the session cookie, verified, and the row behind it."""

from __future__ import annotations

from django.contrib.auth.middleware import AuthenticationMiddleware, LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest


class SessionMiddleware(AuthenticationMiddleware):
    """Sets request.user from the signed cookie and its session row."""

    def process_request(self, request: HttpRequest) -> None:
        """Nobody, until sign-in exists."""
        request.user = AnonymousUser()


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Every page wants a person unless it says otherwise."""
