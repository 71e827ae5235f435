"""System checks: what would only show at night is told at the start."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register
from django.utils.module_loading import import_string

from scc_site import schedules


@register()
def schedules_resolve(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Every dotted path of the plan leads to a function, every name and period is usable."""
    found: list[CheckMessage] = []
    names = [entry.name for entry in schedules.SCHEDULES]
    for entry in schedules.SCHEDULES:
        if names.count(entry.name) > 1 or entry.every_minutes < 1:
            found.append(Error(f"The schedule {entry.name!r} is named twice or has no period.", id="scc.E002"))
        try:
            import_string(entry.path)
        except ImportError as fault:
            found.append(Error(f"The schedule {entry.name!r} cannot run: {fault}.", id="scc.E001"))
    return found
