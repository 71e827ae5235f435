"""The key that seals PDFs, its certificate, and every certificate that ever sealed for the house.

SEAL_CERTIFICATE names the house's own: a PEM (the key, its certificate; further certificates are earlier ones that are
still known) or a PKCS#12, as a path or as the content. Without it a key is made from RECORD_KEYS: the same on every
host and after every start, kept nowhere. Readers outside cannot tell whose such a seal is, the house can.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import load_pem_private_key, pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings

BEGIN = "-----BEGIN"
INFO = b"scc waiver seal v1"
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of the curve P-256 (FIPS 186-4, D.1.2.3)
BORN, ENDS = datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


class Unusable(Exception):
    """SEAL_CERTIFICATE cannot be used; the message says why and holds nothing secret."""


@dataclass(frozen=True)
class Seal:
    """A key, its certificate, and those known besides: of its authority, and earlier ones of the house."""

    key: Key
    certificate: x509.Certificate
    others: tuple[x509.Certificate, ...] = ()


def current() -> Seal:
    """What seals now: the house's own, else the one made from the first of RECORD_KEYS. Raises Unusable."""
    if settings.SEAL_CERTIFICATE:
        return _given(settings.SEAL_CERTIFICATE, settings.SEAL_PASSPHRASE)
    return _made(next(iter(settings.RECORD_KEYS.values())))


def known() -> list[x509.Certificate]:
    """Every certificate whose seal is the house's: the current one, earlier ones, those made from any of RECORD_KEYS.

    Raises Unusable.
    """
    own = [current()] if settings.SEAL_CERTIFICATE else []
    seals = [*own, *(_made(key) for key in settings.RECORD_KEYS.values())]
    return [one for seal in seals for one in (seal.certificate, *seal.others)]


def fault() -> str:
    """Why nothing can be sealed, with the remedy; nothing where it can."""
    try:
        current()
    except Unusable as why:
        return f"SEAL_CERTIFICATE cannot be used: {why}."
    return ""


@lru_cache(maxsize=4)
def _given(source: str, passphrase: str) -> Seal:
    """What SEAL_CERTIFICATE names or holds."""
    secret = passphrase.encode() or None
    content = _content(source)
    try:
        if BEGIN.encode() in content:
            return _chosen(load_pem_private_key(content, secret), x509.load_pem_x509_certificates(content))
        key, certificate, others = pkcs12.load_key_and_certificates(content, secret)
        return _chosen(key, [one for one in (certificate, *others) if one])
    except (ValueError, TypeError) as fault:
        raise Unusable("no key with its certificate can be read from it; is the passphrase right?") from fault


def _content(source: str) -> bytes:
    """The bytes of a file, or those that the setting holds itself."""
    if BEGIN in source:
        return source.replace("\\n", "\n").encode()
    try:
        if len(source) < 1000 and Path(source).is_file():  # noqa: PLR2004 - no path is so long, PKCS#12 always is
            return Path(source).read_bytes()
        return base64.b64decode(source, validate=True)
    except OSError as fault:
        raise Unusable(f"the file cannot be read ({fault.strerror})") from fault
    except binascii.Error as fault:
        raise Unusable("it is neither a file, nor a PEM, nor a PKCS#12 in base64") from fault


def _chosen(key: object, certificates: Sequence[x509.Certificate]) -> Seal:
    """The certificate that belongs to the key, and the others."""
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise Unusable("its key is neither RSA nor of an elliptic curve")
    public = key.public_key()
    own = [one for one in certificates if one.public_key() == public]
    if not own:
        raise Unusable("none of its certificates belongs to its key")
    return Seal(key, own[0], tuple(one for one in certificates if one != own[0]))


@lru_cache(maxsize=16)
def _made(secret: str) -> Seal:
    """A key on P-256 made from a secret, with a certificate that it signed itself: the same each time.

    48 bytes of HKDF, taken modulo the curve's order less one, are free of bias (FIPS 186-5, A.2.1).
    """
    stuff = HKDF(algorithm=SHA256(), length=48, salt=None, info=INFO).derive(secret.encode())
    key = ec.derive_private_key(int.from_bytes(stuff, "big") % (ORDER - 1) + 1, ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{settings.HOUSE_NAME[:40]} · waivers")])
    built = x509.CertificateBuilder(
        name, name, key.public_key(), int.from_bytes(sha256(stuff).digest()[:8], "big") | 1, BORN, ENDS
    )
    for extension in _extensions():
        built = built.add_extension(extension, critical=True)
    return Seal(key, built.sign(key, SHA256(), ecdsa_deterministic=True))


def _extensions() -> Iterator[x509.ExtensionType]:
    """It signs documents and nothing else."""
    yield x509.BasicConstraints(ca=False, path_length=None)
    yield x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
