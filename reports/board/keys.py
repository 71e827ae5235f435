"""Keys with which outside systems hang cards: shown once, kept as a fingerprint, ended when they are needed no more."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe

from django.db import transaction

from reports.models import BoardToken
from scc_site.models import User
from scc_site.refusals import Refusal

BYTES = 32


class Over(Refusal):
    """The key was ended before."""


def fresh() -> tuple[str, str]:
    """A new key and its fingerprint: 256 bits, URL-safe."""
    secret = token_urlsafe(BYTES)
    return secret, fingerprint(secret)


def fingerprint(secret: str) -> str:
    """What is kept of a key: its SHA-256."""
    return sha256(secret.encode()).hexdigest()


@transaction.atomic
def issue(*, name: str, by: User, at: datetime) -> tuple[BoardToken, str]:
    """A key for one system; the second part is the key itself, which nobody can read again."""
    secret, digest = fresh()
    return BoardToken.objects.create(name=name, sha256=digest, created_at=at, creator=by), secret


@transaction.atomic
def end(*, token: BoardToken, by: User, at: datetime) -> None:
    """From now on the key opens nothing; raises Over."""
    if not BoardToken.objects.filter(pk=token.pk, ended_at__isnull=True).update(ended_at=at, ended_by=by):
        raise Over(f"The key {token.name!r} was ended before.")
