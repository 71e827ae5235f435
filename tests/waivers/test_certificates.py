"""Where the seal's key comes from."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)  # fmt: skip
from cryptography.x509.oid import NameOID
from django.core.checks import run_checks

from tests.waivers import sealed
from waivers import certificates, seals

NAMED = seals.Named(7, "a" * 64)


@pytest.fixture(scope="module")
def own():
    """A key of the owner's, its certificate, and both as PEM."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "The owner")])
    span = datetime(2026, 1, 1, tzinfo=UTC), datetime(2090, 1, 1, tzinfo=UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 7, *span).sign(key, SHA256())
    raw = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return key, made, (raw + made.public_bytes(Encoding.PEM)).decode()


def sealed_pdf():
    """A PDF sealed with whatever the settings name."""
    return seals.put_on(sealed.blank(), NAMED, certificates.current(), house="House", contact="here")


def told():
    """What the system checks say of the seal."""
    return [found.id for found in run_checks() if found.id in {"scc.E030", "scc.W030"}]


def test_without_one_the_key_is_made_from_the_record_keys_and_known_after_they_change(settings):
    before = sealed_pdf()
    assert certificates.current().certificate in certificates.known()

    settings.RECORD_KEYS = {"new": "n" * 40, **settings.RECORD_KEYS}

    assert seals.is_intact(before, certificates.known())
    assert seals.is_intact(sealed_pdf(), certificates.known())
    settings.RECORD_KEYS = {"new": "n" * 40}
    assert not seals.is_intact(before, certificates.known())


@pytest.mark.parametrize("way", ["pem", "one line", "file", "pkcs12", "pkcs12 file"])
def test_the_owners_own_key_is_read_however_it_is_given(own, settings, tmp_path, way):
    key, made, pem = own
    bag = pkcs12.serialize_key_and_certificates(b"x", key, made, None, BestAvailableEncryption(b"word"))
    files = {"file": pem.encode(), "pkcs12 file": bag}
    place = tmp_path / "seal"
    place.write_bytes(files.get(way, b""))
    given = {"pem": pem, "one line": pem.replace("\n", "\\n"), "pkcs12": base64.b64encode(bag).decode()}
    settings.SEAL_CERTIFICATE = given.get(way, str(place))
    settings.SEAL_PASSPHRASE = "word" if "pkcs12" in way else ""

    assert certificates.current().certificate == made
    assert seals.is_intact(sealed_pdf(), certificates.known())
    assert told() == []


def test_one_that_cannot_be_used_is_told_without_what_stands_in_it(settings):
    settings.SEAL_CERTIFICATE = "no such file"

    with pytest.raises(certificates.Unusable, match="neither a file, nor a PEM"):
        certificates.current()

    assert told() == ["scc.E030"]
