"""Keys of the certificates that SNS signs with, fetched once and kept in this process.

Only addresses that `sns.judge` let through come here. Their host proved itself by TLS; the certificate itself is
parsed, and its dates are looked at each time. A key that does not fit a signature is fetched anew at most once in a
while, so that a certificate replaced under its old name heals by itself and a forger cannot make us ask for it often.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from scc_site.mail.hooks import fetching, sns
from scc_site.mail.hooks.refusals import Away, Untrusted

MOST = 16
SHORTEST_KEY = 2048  # bits
ANEW_AFTER = timedelta(minutes=10)
MOST_FETCHES = 30  # of this process, in FETCHES_PER
FETCHES_PER = timedelta(minutes=1)


@dataclass(frozen=True)
class Kept:
    """A certificate's key, good from one instant to another."""

    key: RSAPublicKey
    good_from: datetime
    good_to: datetime
    fetched_at: datetime


class Ring:
    """The keys of this process, the oldest out first. Safe between threads: one fetches, who needs the same waits."""

    def __init__(self) -> None:
        """Empty."""
        self._kept: dict[str, Kept] = {}
        self._fetches: list[datetime] = []
        self._fetching = Lock()

    def verify(self, message: sns.Message, *, at: datetime) -> None:
        """Raises Untrusted unless the message is signed by its certificate, Away when that is out of reach."""
        kept = self._of(message.certificate_url, at, newer_than=None)
        try:
            sns.verify(message, self._good(kept, at))
        except Untrusted:
            if at - kept.fetched_at < ANEW_AFTER:
                raise
            kept = self._of(message.certificate_url, at, newer_than=kept.fetched_at)
            sns.verify(message, self._good(kept, at))

    def forget(self) -> None:
        """Let go of every key."""
        with self._fetching:
            self._kept.clear()
            self._fetches.clear()

    def _of(self, url: str, at: datetime, *, newer_than: datetime | None) -> Kept:
        """The certificate's key, fetched unless it is here already, and newer than wanted."""
        if kept := self._here(url, newer_than):
            return kept  # without waiting for a fetch that somebody else's message asked for
        with self._fetching:
            if kept := self._here(url, newer_than):
                return kept
            self._pace(at)
            kept = _parsed(fetching.get(url), at)
            self._kept.pop(url, None)
            self._kept[url] = kept
            while len(self._kept) > MOST:
                del self._kept[next(iter(self._kept))]
        return kept

    def _here(self, url: str, newer_than: datetime | None) -> Kept | None:
        """What is kept under an address, unless it is too old."""
        kept = self._kept.get(url)
        return kept if kept and (newer_than is None or kept.fetched_at > newer_than) else None

    def _pace(self, at: datetime) -> None:
        """Raises Away when this process has asked too often: forged messages must not make us a nuisance."""
        self._fetches = [one for one in self._fetches if one > at - FETCHES_PER]
        if len(self._fetches) >= MOST_FETCHES:
            raise Away("Too many certificates were asked for just now.")
        self._fetches.append(at)

    def _good(self, kept: Kept, at: datetime) -> RSAPublicKey:
        """The key, while its certificate's time lasts; raises Untrusted."""
        if not kept.good_from <= at <= kept.good_to:
            raise Untrusted("The certificate's time is over, or has not begun.")
        return kept.key


def _parsed(pem: bytes, at: datetime) -> Kept:
    """What a certificate says; raises Away for anything that is none, Untrusted for a key that is too weak."""
    try:
        certificate = x509.load_pem_x509_certificate(pem)
        key = certificate.public_key()
    except ValueError:
        raise Away("Amazon SNS's own host showed something that is no certificate.") from None
    if not isinstance(key, RSAPublicKey) or key.key_size < SHORTEST_KEY:
        raise Untrusted("The certificate's key is too weak, or of another kind.")
    return Kept(key, certificate.not_valid_before_utc, certificate.not_valid_after_utc, at)


ring = Ring()
