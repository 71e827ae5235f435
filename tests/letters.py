"""Reading letters in the outbox as their recipient would."""

from __future__ import annotations

from urllib.parse import urlsplit

from scc_site.mail import sealing
from scc_site.models import OutgoingMail


def secrets_of(mail: OutgoingMail) -> dict[str, str]:
    """The sealed part of a letter, opened."""
    return sealing.unseal(mail.sealed, bound_to=mail.dedupe_key)


def newest(kind: str = "sign_in") -> dict[str, str]:
    """The secrets of the last letter of a kind: `code` and `link` of a sign-in letter."""
    return secrets_of(OutgoingMail.objects.filter(kind=kind).latest("pk"))


def path_of(url: str) -> str:
    """The path of an absolute address, as a test client wants it."""
    return urlsplit(url).path
