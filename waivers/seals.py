"""The seal on a PDF: put on by pyHanko, and looked at without opening the PDF, whatever was sent.

What is looked at are bytes alone: the ranges that the seal says it covers, and the signature in the gap between them.
Nothing is unpacked, so nothing can be a bomb.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache, partial
from hashlib import sha256
from io import BytesIO
from typing import Any

from asn1crypto import cms, keys, parser
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from waivers.certificates import Seal

FIELD = "SCCSeal"
MARK = "SCCWAIVER"  # letters and digits alone, which every PDF writer leaves as they are
CONTACT = "SCCVERIFY"
ROOM = 3000  # bytes for the signature without its certificates; an RSA key of 4096 bits needs a third of it
RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,9})\s+(\d{1,9})\s+(\d{1,9})\s+(\d{1,9})\s*\]")
NAMED = re.compile(rb"SCCWAIVER (\d{1,12}) ([0-9a-f]{64})")
MARKS = (MARK.encode(), CONTACT.encode(), FIELD.encode())
FAULTS = (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, NotImplementedError)


@dataclass(frozen=True)
class Named:
    """Which record a PDF says it is of: its number, its link of the chain."""

    number: int
    link: str


def put_on(pdf: bytes, named: Named, seal: Seal, *, house: str, contact: str) -> bytes:
    """The PDF, sealed: from now on every change shows. The record it is of stands in the seal, for all to read."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415 - half a second
    from pyhanko.sign import fields, signers  # noqa: PLC0415 - as above

    meta = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        reason=f"{MARK} {named.number} {named.link}",
        contact_info=f"{CONTACT} {contact}",
        name=house,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
    )
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    weight = sum(len(_asn1(one).dump()) for one in (seal.certificate, *seal.others))
    sign = partial(signers.sign_pdf, writer, meta, signer=_signer(seal), bytes_reserved=2 * (ROOM + weight))
    with ThreadPoolExecutor(1) as apart:  # pyHanko opens an event loop, and a thread that runs one takes no second
        return bytes(apart.submit(sign).result().getvalue())


def _signer(seal: Seal) -> Any:
    """The key and its certificates as pyHanko takes them."""
    from pyhanko.sign import signers  # noqa: PLC0415 - half a second
    from pyhanko_certvalidator.registry import SimpleCertificateStore  # noqa: PLC0415 - as above

    raw = seal.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    store = SimpleCertificateStore()
    store.register_multiple([_asn1(one) for one in seal.others])
    return signers.SimpleSigner(_asn1(seal.certificate), keys.PrivateKeyInfo.load(raw), store)


def bears_mark(pdf: bytes) -> bool:
    """Whether anything in the bytes says that it once was a PDF of ours."""
    return any(mark in pdf for mark in MARKS)


def named_in(pdf: bytes) -> Named | None:
    """Which record the bytes say they are of: what stands in the seal, believed by nobody yet."""
    found = NAMED.findall(pdf)
    return Named(int(found[-1][0]), found[-1][1].decode()) if found else None


def is_intact(pdf: bytes, certificates: Sequence[x509.Certificate]) -> bool:
    """Whether a seal by one of these certificates covers every byte, and nothing was changed since."""
    try:
        (told,) = RANGE.findall(pdf)
        start, first, second, last = map(int, told)
        gap = pdf[first:second]
        is_whole = start == 0 and second + last == len(pdf) and gap[:1] == b"<" and gap[-1:] == b">"
        digest = sha256(pdf[:first] + pdf[second:]).digest()
        return is_whole and _holds(gap[1:-1], digest, certificates)
    except FAULTS:  # what is no signature is none
        return False


def _holds(gap: bytes, digest: bytes, certificates: Sequence[x509.Certificate]) -> bool:
    """Whether the signature in the gap is by one of them, and of bytes with this digest."""
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity  # noqa: PLC0415 - half a second

    signed = _signature(gap)
    ours = {one.serial_number: _asn1(one) for one in certificates}
    (info,) = signed["signer_infos"]
    if len(info["unsigned_attrs"]) or not {one.chosen.dump() for one in signed["certificates"]} <= {
        one.dump() for one in ours.values()
    }:
        return False
    signer = ours[info["sid"].chosen["serial_number"].native]
    return bool(validate_sig_integrity(info, signer, "data", digest) == (True, True))


def _signature(gap: bytes) -> cms.SignedData:
    """What stands in the gap, spelled as it was written and filled up with zeros; raises ValueError."""
    raw = bytes.fromhex(gap.decode("ascii"))
    info, rest = raw[: (end := parser.peek(raw))], raw[end:]
    if any(rest) or gap not in (raw.hex().encode(), raw.hex().upper().encode()):
        raise ValueError("more stands there than a signature")
    return cms.ContentInfo.load(info, strict=True)["content"]


@lru_cache(maxsize=32)
def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
