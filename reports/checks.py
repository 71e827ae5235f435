"""System checks of the bridge: what keeps reports from being printed is told at the start."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Warning, register

from reports.renderings import pdf


@register()
def pdfs_can_be_made(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Pango is there; without it all but PDFs works."""
    fault = pdf.missing()
    return [Warning(fault, hint=f"{pdf.REMEDY_LINE}; then start the worker again.", id="scc.W020")] if fault else []
