"""System checks of the guests: what keeps signed waivers from being sealed is told at the start."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from scc_site import clock
from waivers import certificates

SOON = timedelta(days=30)


@register("start")
def seal_can_be_used(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """SEAL_CERTIFICATE, where there is one, holds a key with its certificate that does not end within a month."""
    if fault := certificates.fault():
        return [Error(fault, hint="See .env.example; without it the house seals with a key of its own.", id="scc.E030")]
    ends = certificates.current().certificate.not_valid_after_utc
    if ends - clock.now() < SOON:
        hint = "Put the next key and certificate before it, and leave this one in the file: old seals are known by it."
        return [Warning(f"The certificate that seals waivers ends on {ends:%Y-%m-%d}.", hint=hint, id="scc.W030")]
    return []


@register(Tags.database)
def seal_is_known_outside(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """In production a certificate that others know: told by every `migrate`, and by `check --database default`."""
    if settings.DEBUG or settings.SEAL_CERTIFICATE or not kwargs.get("databases"):
        return []
    return [
        Warning(
            "SEAL_CERTIFICATE is not set: waivers are sealed with a key of the house’s own, made from RECORD_KEYS.",
            hint="The house can tell its seals; readers outside see one that nobody vouches for. See .env.example.",
            id="scc.W031",
        )
    ]
