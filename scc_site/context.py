"""What every page may print about the house."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from scc_site import clock
from scc_site.models import User


def house(request: HttpRequest) -> dict[str, Any]:
    """The house's name and phone, the server's clock in seconds since 1970, and the ways through the site."""
    return {
        "house_name": settings.HOUSE_NAME,
        "house_phone": settings.HOUSE_PHONE,
        "now_epoch": int(clock.now().timestamp()),
        "nav": _nav(getattr(request, "user", None), request.path),
    }


def _nav(user: User | Any, path: str) -> list[dict[str, str | bool]]:
    """The doors a person may open, by role; none for a stranger, only home for who holds a single sail's link."""
    if user is None or not user.is_authenticated:
        return []
    is_for_one_sail = bool(user.auth_session and user.auth_session.scope == "event")
    is_of_the_bridge = user.is_executive and not (user.is_crew or user.is_admin)
    ways = [] if is_of_the_bridge else [("/", "Mine")]
    if (user.is_crew or user.is_admin) and not is_for_one_sail:
        ways.append(("/events/", "Month"))
    if (user.is_executive or user.acts_as_admin) and not is_for_one_sail:
        ways += [("/reports/", "Reports"), ("/reports/board/", "Board")]
    if user.is_admin and not is_for_one_sail:
        ways.append(("/admin/" if user.acts_as_admin else "/auth/step-up/", "Office"))
    here = "/reports/" if path.startswith("/reports/") or (is_of_the_bridge and path == "/") else path
    here = "/reports/board/" if path.startswith("/reports/board/") else here
    return [{"href": href, "label": label, "current": here == href} for href, label in ways]
