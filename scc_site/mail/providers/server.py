"""What SMTP_URL says (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True)
class Server:
    """One mail server. `security` is `tls` from the first byte, `starttls`, or empty for none."""

    host: str
    port: int
    user: str
    password: str
    security: str

    @classmethod
    def of(cls, url: str) -> Server:
        """Read smtp://user:password@host:port, smtps:// or …?tls (STARTTLS); raises ImproperlyConfigured."""
        parts = urlsplit(url)
        wants_tls = "tls" in parse_qs(parts.query, keep_blank_values=True)
        try:
            port = parts.port or {"smtp": 587 if wants_tls else 25, "smtps": 465}[parts.scheme]
        except (KeyError, ValueError) as fault:
            raise ImproperlyConfigured("SMTP_URL must look like smtp://user:password@host:587?tls.") from fault
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            raise ImproperlyConfigured("SMTP_URL must begin with smtp:// or smtps:// and name a host.")
        security = "tls" if parts.scheme == "smtps" else "starttls" if wants_tls else ""
        return cls(parts.hostname, port, unquote(parts.username or ""), unquote(parts.password or ""), security)

    @property
    def stands_here(self) -> bool:
        """Whether the server is on this machine: a developer's sink, most likely."""
        return self.host in LOOPBACK
