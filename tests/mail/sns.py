"""SNS as it speaks to a webhook: messages, signed with a certificate of the tests' own, and the host that shows it.

The string that is signed and the fields of each type are those of the SNS developer guide, "Verifying the signatures
of Amazon SNS messages". `SNS_TEST_ORIGIN` of a house under test names the booth's origin: the addresses within the
messages stay Amazon's, so that every rule about them is on, and only the last step goes to the booth.
"""

from __future__ import annotations

import base64
import itertools
import json
import os
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

TOPIC = "arn:aws:sns:us-west-2:123456789012:scc-mail-events"
HOST = "sns.us-west-2.amazonaws.com"
SIGNED = {
    "Notification": ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    "SubscriptionConfirmation": ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"),
    "UnsubscribeConfirmation": ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"),
}
USUAL = "0123456789abcdef0123456789abcdef"
HASHES = {"1": hashes.SHA1(), "2": hashes.SHA256()}
_count = itertools.count(1)


@dataclass(frozen=True)
class Signer:
    """A key and its certificate: RSA as SNS uses, trusted by nobody but this test."""

    key: rsa.RSAPrivateKey
    pem: bytes
    name: str

    @property
    def path(self) -> str:
        """Where the certificate lies on SNS's host."""
        return f"/SimpleNotificationService-{self.name}.pem"

    def sign(self, message: Mapping[str, str], version: str) -> str:
        """The signature of a message's canonical string, in base64."""
        raw = self.key.sign(canonical(message).encode(), padding.PKCS1v15(), HASHES[version])
        return base64.b64encode(raw).decode()


def canonical(message: Mapping[str, str]) -> str:
    """The string that SNS signs: each field that is there, its name and its value, a line each."""
    return "".join(f"{name}\n{message[name]}\n" for name in SIGNED[message["Type"]] if name in message)


def certified(
    name: str = USUAL,
    *,
    born: datetime | None = None,
    dies: datetime | None = None,
    bits: int = 2048,
) -> Signer:
    """A new key and certificate, by default good for the years around the tests' times."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=bits)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(born or datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(dies or datetime(2036, 1, 1, tzinfo=UTC))
        .sign(key, hashes.SHA256())
    )
    return Signer(key, certificate.public_bytes(serialization.Encoding.PEM), name)


@lru_cache(maxsize=1)
def usual() -> Signer:
    """The signer of most tests, made once; where TESTS_SNS_SIGNER names a file, shared through it by processes."""
    path = os.environ.get("TESTS_SNS_SIGNER")
    if path is None:
        return certified()
    if not Path(path).exists():
        made, draft = certified(), Path(f"{path}.{os.getpid()}")
        form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        draft.write_bytes(made.key.private_bytes(*form) + made.pem)
        draft.replace(path)
    both = Path(path).read_bytes()
    key = serialization.load_pem_private_key(both, password=None)
    return Signer(key, both[both.index(b"-----BEGIN CERTIFICATE") :], USUAL)


def stamp(at: datetime) -> str:
    """An instant as SNS writes it, to the millisecond."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def notification(payload: Mapping[str, Any] | str, *, at: datetime, **options: Any) -> dict[str, str]:
    """A Notification that carries a payload (JSON, or plain text), signed; options as of `signed`."""
    text = payload if isinstance(payload, str) else json.dumps(payload)
    return signed({"Type": "Notification", "Message": text}, at=at, **options)


def signer(event: Mapping[str, Any]) -> dict[str, str]:
    """An event as SNS would bring it now: for a mail service of the tests' own, in this process or another."""
    return notification(event, at=datetime.now(UTC), version="2", Subject="Amazon SES Email Event Notification")


def subscription(
    *, at: datetime, kind: str = "SubscriptionConfirmation", token: str = "t" * 64, **options: Any
) -> dict[str, str]:
    """A SubscriptionConfirmation, or an UnsubscribeConfirmation, signed; options as of `signed`."""
    topic = options.get("topic", TOPIC)
    asked = urlencode({"Action": "ConfirmSubscription", "TopicArn": topic, "Token": token})
    fields = {"Type": kind, "Message": "You have chosen …", "Token": token, "SubscribeURL": f"https://{HOST}/?{asked}"}
    return signed(fields, at=at, **options)


def signed(
    fields: Mapping[str, str],
    *,
    at: datetime,
    topic: str = TOPIC,
    version: str = "1",
    signer: Signer | None = None,
    **others: str,
) -> dict[str, str]:
    """A whole message. `others` replace or add fields before it is signed, such as `MessageId=…`."""
    signer = signer or usual()
    message = {
        "MessageId": f"00000000-0000-4000-8000-{next(_count):012d}",
        "TopicArn": topic,
        "Timestamp": stamp(at),
        "SignatureVersion": version,
        "SigningCertURL": f"https://{HOST}{signer.path}",
        **fields,
        **others,
    }
    return message | {"Signature": signer.sign(message, version)}


def headers(message: Mapping[str, str]) -> dict[str, str]:
    """What SNS sends along; the body's type is text, as SNS has it."""
    told = {"message-type": "Type", "message-id": "MessageId", "topic-arn": "TopicArn"}
    return {
        "Content-Type": "text/plain; charset=UTF-8",
        "User-Agent": "Amazon Simple Notification Service Agent",
        **{f"x-amz-sns-{name}": str(message[field]) for name, field in told.items() if field in message},
    }


def post(url: str, message: Mapping[str, str], *, timeout: float = 30) -> int:
    """Post a message to a webhook as SNS does; the status of the answer, 0 where nobody answers."""
    request = urllib.request.Request(url, json.dumps(message).encode(), headers(message), method="POST")
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        return refusal.code
    except OSError:
        return 0


@dataclass
class Booth:
    """SNS's own host: shows certificates, confirms subscriptions; can be away, slow, or show something else."""

    signers: list[Signer]
    origin: str = ""
    asked: list[str] = field(default_factory=list)
    status: int = 200
    pause_seconds: float = 0.0
    instead: bytes | None = None
    location: str = ""

    @property
    def confirmed(self) -> list[str]:
        """Tokens of the subscriptions that were confirmed."""
        return [token for path in self.asked for token in parse_qs(urlsplit(path).query).get("Token", [])]

    def answer(self, path: str) -> tuple[int, bytes]:
        """What stands at a path."""
        self.asked.append(path)
        time.sleep(self.pause_seconds)
        if self.status != 200:
            return self.status, b"away"
        if urlsplit(path).query:
            return 200, b"<ConfirmSubscriptionResponse/>"
        shown = {signer.path: signer.pem for signer in self.signers}
        return (200, self.instead or shown[path]) if path in shown else (404, b"no such certificate")


@contextmanager
def open_booth(*signers: Signer) -> Iterator[Booth]:
    """The host, on a port of its own, while the block runs; shows the usual certificate unless told of others."""
    booth = Booth(list(signers) or [usual()])

    class Counter(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = booth.answer(self.path)
            self.send_response(status)
            if booth.location:
                self.send_header("Location", booth.location)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Counter)
    server.daemon_threads = True
    booth.origin = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield booth
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
