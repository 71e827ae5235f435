"""System checks of the guests: a demo text is no waiver."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import DatabaseError

from waivers.models import WaiverText


@register(Tags.database)
def texts_are_the_owners(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """In production no demo text is what guests sign: told by every `migrate`, and by `check --database default`."""
    if settings.DEBUG or not kwargs.get("databases"):
        return []
    try:
        current = [WaiverText.objects.current(variant) for variant in WaiverText.Variant.values]
    except DatabaseError:  # before the first migration there are no texts
        return []
    return [
        Warning(
            f"Guests sign a demo text on sails that go {text.get_variant_display()}: it binds nobody.",
            hint="Write and publish your own at /admin/waivers/waivertext/.",
            id="waivers.W001",
        )
        for text in current
        if text and text.is_demo
    ]
