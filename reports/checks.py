"""System checks of the bridge: what keeps reports from being printed, or sent as meant, is told at the start."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Warning, register

from scc_site import printing
from scc_site.addresses import canonical


@register()
def pdfs_can_be_made(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Pango is there; without it all but PDFs works."""
    fault = printing.missing()
    return (
        [Warning(fault, hint=f"{printing.REMEDY_LINE}; then start the worker again.", id="scc.W020")] if fault else []
    )


@register()
def archive_is_nobodys_mailbox(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """The archive is an address of its own: a reader's mailbox gets no second copy."""
    keys = {canonical(address) for address in settings.REPORT_RECIPIENTS}
    if not settings.REPORT_BCC or canonical(settings.REPORT_BCC) not in keys:
        return []
    return [Warning("REPORT_BCC is one of REPORT_RECIPIENTS: that reader gets no second copy.", id="scc.W021")]
