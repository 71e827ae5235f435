"""Whether the mail server's door opens: SMTP as far as sign-in, other services as far as a connection."""

from __future__ import annotations

import smtplib
import socket
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from scc_site.mail.fitness.findings import Finding, Grade
from scc_site.mail.providers.smtp import SmtpProvider


def findings() -> list[Finding]:
    """What stands in the way; settings that cannot be read at all are told elsewhere."""
    try:
        if settings.EMAIL_PROVIDER == "smtp":
            return _smtp()
        return _anymail() if settings.EMAIL_PROVIDER == "anymail" else []
    except ImproperlyConfigured:
        return []


def _smtp() -> list[Finding]:
    """Connect, secure, sign in, leave."""
    provider = SmtpProvider()
    where = f"{provider.server.host}:{provider.server.port}"
    try:
        provider.greet()
    except smtplib.SMTPAuthenticationError as fault:
        told = f"The mail server {where} refused the sign-in ({fault.smtp_code})."
        return [Finding(Grade.STOPS, told, "Check the user and password in SMTP_URL.")]
    except (OSError, smtplib.SMTPException) as fault:
        told = f"The mail server {where} cannot be reached: {type(fault).__name__}."
        return [Finding(Grade.AWAY, told, "Check SMTP_URL and the way there; letters wait and are tried.")]
    return []


def _anymail() -> list[Finding]:
    """Connect, leave."""
    url = urlsplit(getattr(import_string("scc_site.mail.providers.anymail.backend")(), "api_url", "") or "")
    if not url.hostname:
        return []
    port = url.port or (443 if url.scheme == "https" else 80)
    try:
        socket.create_connection((url.hostname, port), timeout=settings.MAIL_CONNECT_SECONDS).close()
    except OSError as fault:
        told = f"The mail service {url.hostname} cannot be reached: {type(fault).__name__}."
        return [Finding(Grade.AWAY, told, "Letters wait and are tried.")]
    return []
