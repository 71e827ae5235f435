"""SNS messages: what they look like, the string that is signed, and the addresses they may name (pure).

Source: "Verifying the signatures of Amazon SNS messages" and "HTTP/HTTPS headers" of the SNS developer guide. Version 1
of the signature is RSA (PKCS #1 v1.5) with SHA-1, version 2 the same with SHA-256.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from scc_site.mail.hooks.refusals import Unreadable, Untrusted
from scc_site.mail.reported import is_text

NOTIFICATION, SUBSCRIPTION, UNSUBSCRIPTION = "Notification", "SubscriptionConfirmation", "UnsubscribeConfirmation"
ALWAYS = ("Message", "MessageId", "Timestamp", "TopicArn", "Type", "Signature", "SignatureVersion", "SigningCertURL")
SIGNED = {
    NOTIFICATION: ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    SUBSCRIPTION: ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"),
    UNSUBSCRIPTION: ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"),
}
HASHES: dict[str, hashes.HashAlgorithm] = {"1": hashes.SHA1(), "2": hashes.SHA256()}  # noqa: S303 - SNS's version 1
HOST = r"https://sns\.[a-z]{2}(?:-[a-z]{2,12}){1,2}-[0-9]{1,2}\.amazonaws\.com(?:\.cn)?"
CERTIFICATE = re.compile(HOST + r"/SimpleNotificationService-[0-9A-Za-z]{1,64}\.pem")
CONFIRMING = re.compile(HOST + r"/\?[!-~]{1,2000}")
HEADERS = {"x-amz-sns-message-type": "Type", "x-amz-sns-message-id": "MessageId", "x-amz-sns-topic-arn": "TopicArn"}
LONGEST_ID = 100
OLDEST = timedelta(hours=1)
AHEAD = timedelta(minutes=2)  # how far two good clocks may be apart


@dataclass(frozen=True)
class Message:
    """One message; nothing in it is believed before `verify`. `sent_at` is in UTC, `fields` are the signed ones."""

    kind: str
    id: str
    topic: str
    sent_at: datetime
    text: str
    fields: Mapping[str, str]
    signature: bytes
    version: str
    certificate_url: str

    @property
    def canonical(self) -> bytes:
        """The string that was signed: each field that is there, its name and its value, a line each."""
        names = (name for name in SIGNED[self.kind] if name in self.fields)
        return "".join(f"{name}\n{self.fields[name]}\n" for name in names).encode()


def read(body: bytes) -> Message:
    """The message in a request's body; raises Unreadable."""
    found = json_object(body)
    kind = found.get("Type")
    if not isinstance(kind, str) or kind not in SIGNED:
        raise Unreadable("The message is of no known type.")
    fields = {name: found[name] for name in {*ALWAYS, *SIGNED[kind]} if found.get(name) is not None}
    if {*ALWAYS, *SIGNED[kind]} - {*fields, "Subject"}:
        raise Unreadable("The message lacks a field.")
    if not all(isinstance(value, str) and is_text(value) for value in fields.values()):
        raise Unreadable("A field of the message is no text.")
    if len(fields["MessageId"]) > LONGEST_ID or not fields["MessageId"].isascii():
        raise Unreadable("The message's id is none.")
    return Message(
        kind=kind,
        id=fields["MessageId"],
        topic=fields["TopicArn"],
        sent_at=instant(fields["Timestamp"]),
        text=fields["Message"],
        fields={name: fields[name] for name in SIGNED[kind] if name in fields},
        signature=_signature(fields["Signature"]),
        version=fields["SignatureVersion"],
        certificate_url=fields["SigningCertURL"],
    )


def json_object(text: bytes | str) -> dict[str, Any]:
    """A JSON object; raises Unreadable, however deep or long what was sent instead."""
    try:
        found = json.loads(text.decode() if isinstance(text, bytes) else text)
    except (ValueError, RecursionError):  # not UTF-8, not JSON, a number of 5,000 digits; 200,000 brackets
        raise Unreadable("The message is not JSON.") from None
    if not isinstance(found, dict):
        raise Unreadable("The message is no JSON object.")
    return found


def instant(text: str) -> datetime:
    """An ISO instant in UTC, as SNS and SES write it (`…Z`); raises Unreadable."""
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ" if "." in text else "%Y-%m-%dT%H:%M:%SZ").replace(
            tzinfo=UTC
        )
    except ValueError:
        raise Unreadable("The message's time is none.") from None


def judge(message: Message, *, headers: Mapping[str, str], topics: Collection[str], at: datetime) -> None:
    """Raises Untrusted unless the message is for us, of this hour, and names a certificate of SNS's own.

    `headers` are the request's, `topics` those we listen to: of none, none. Nothing is fetched here.
    """
    if headers.get("x-amz-sns-rawdelivery", "").lower() == "true":
        raise Untrusted("Raw delivery is not signed: turn it off for this subscription.")
    fields = dict(message.fields)
    if any(headers[name] != fields[field] for name, field in HEADERS.items() if name in headers):
        raise Untrusted("The request's headers do not fit its message.")
    if message.topic not in topics:
        raise Untrusted("This topic is none of ours.")
    if not at - OLDEST <= message.sent_at <= at + AHEAD:
        raise Untrusted("The message is more than an hour old, or from the future.")
    if message.version not in HASHES:
        raise Untrusted("The signature's version is not known.")
    if not CERTIFICATE.fullmatch(message.certificate_url):
        raise Untrusted("The certificate is not on Amazon SNS's own host.")
    if message.kind == SUBSCRIPTION:
        confirming_url(message)


def verify(message: Message, key: RSAPublicKey) -> None:
    """Raises Untrusted unless the message was signed with the key's other half."""
    try:
        key.verify(message.signature, message.canonical, padding.PKCS1v15(), HASHES[message.version])
    except InvalidSignature:
        raise Untrusted("The signature does not fit.") from None


def confirming_url(message: Message) -> str:
    """Where a subscription is confirmed: on SNS's own host, for this very topic and token; raises Untrusted."""
    url = message.fields["SubscribeURL"]
    wanted = {"Action": "ConfirmSubscription", "TopicArn": message.topic, "Token": message.fields["Token"]}
    if not CONFIRMING.fullmatch(url) or sorted(parse_qsl(urlsplit(url).query)) != sorted(wanted.items()):
        raise Untrusted("The address that would confirm the subscription is not Amazon SNS's own.")
    return url


def _signature(text: str) -> bytes:
    """The bytes of a signature; raises Unreadable."""
    try:
        return base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error):
        raise Unreadable("The message's signature is no base64.") from None
