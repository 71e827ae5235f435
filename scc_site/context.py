"""What every page may print about the house."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def house(request: HttpRequest) -> dict[str, Any]:
    """The house's name and phone."""
    return {"house_name": settings.HOUSE_NAME, "house_phone": settings.HOUSE_PHONE}
