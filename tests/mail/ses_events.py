"""What SES says of a letter, in both of its shapes.

`eventType` comes by way of a configuration set and carries tags; `notificationType` is the older feedback of an
identity and carries none. Field names are those of "Contents of event data that Amazon SES publishes to Amazon SNS".
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from scc_site.models import OutgoingMail
from tests.mail.sns import stamp

TAG = "X-SCC-Outbox-Id"


def mail_of(
    letter: OutgoingMail,
    *,
    at: datetime,
    message_id: str = "0101-ses-1",
    destination: Sequence[str] | None = None,
    tagged: bool = True,
) -> dict[str, Any]:
    """The `mail` object of an event: as it left, with our headers; `tagged` with the message's tags too."""
    written = {"From": "dock@example.com", "To": letter.to, TAG: str(letter.pk), "X-SCC-Kind": letter.kind}
    found: dict[str, Any] = {
        "timestamp": stamp(at),
        "source": "dock@example.com",
        "sendingAccountId": "123456789012",
        "messageId": message_id,
        "destination": list(destination if destination is not None else (letter.to, *letter.bcc)),
        "headersTruncated": False,
        "headers": [{"name": name, "value": value} for name, value in written.items()],
        "commonHeaders": {"from": ["dock@example.com"], "to": [letter.to], "messageId": message_id},
    }
    return found | ({"tags": {TAG: [str(letter.pk)], "ses:configuration-set": ["scc"]}} if tagged else {})


def event(kind: str, part: dict[str, Any], mail: dict[str, Any], *, older: bool = False) -> dict[str, Any]:
    """One event: its kind, its own part, its letter."""
    names = {"DeliveryDelay": "deliveryDelay", "Rendering Failure": "failure"}
    return {"notificationType" if older else "eventType": kind, names.get(kind, kind.lower()): part, "mail": mail}


def send(letter: OutgoingMail, *, at: datetime, **mail: Any) -> dict[str, Any]:
    """SES took the letter."""
    return event("Send", {}, mail_of(letter, at=at, **mail))


def delivery(
    letter: OutgoingMail, *, at: datetime, to: Sequence[str] | None = None, older: bool = False, **mail: Any
) -> dict[str, Any]:
    """A mail server took the letter."""
    part = {
        "timestamp": stamp(at),
        "recipients": list(to or [letter.to]),
        "smtpResponse": "250 ok",
        "reportingMTA": "x",
    }
    return event("Delivery", part, mail_of(letter, at=at, **mail), older=older)


def bounce(
    letter: OutgoingMail,
    *,
    at: datetime,
    kind: str = "Permanent",
    sub_kind: str = "General",
    to: Sequence[str] | None = None,
    diagnostic: str = "smtp; 550 5.1.1 user unknown",
    older: bool = False,
    **mail: Any,
) -> dict[str, Any]:
    """The letter came back: `kind` is Permanent, Transient or Undetermined."""
    came_back = [
        {"emailAddress": address, "action": "failed", "status": "5.1.1", "diagnosticCode": diagnostic}
        for address in to or [letter.to]
    ]
    part = {
        "bounceType": kind,
        "bounceSubType": sub_kind,
        "bouncedRecipients": came_back,
        "timestamp": stamp(at),
        "feedbackId": "0101-feedback-1",
        "reportingMTA": "dns; mta.example.com",
    }
    return event("Bounce", part, mail_of(letter, at=at, **mail), older=older)


def complaint(
    letter: OutgoingMail, *, at: datetime, to: Sequence[str] | None = None, older: bool = False, **mail: Any
) -> dict[str, Any]:
    """The reader called it spam."""
    part = {
        "complainedRecipients": [{"emailAddress": address} for address in to or [letter.to]],
        "complaintFeedbackType": "abuse",
        "complaintSubType": None,
        "arrivalDate": stamp(at),
        "timestamp": stamp(at),
        "feedbackId": "0101-feedback-2",
        "userAgent": "Feedback Loop",
    }
    return event("Complaint", part, mail_of(letter, at=at, **mail), older=older)


def reject(letter: OutgoingMail, *, at: datetime, **mail: Any) -> dict[str, Any]:
    """SES took it, looked into it and threw it away."""
    return event("Reject", {"reason": "Bad content"}, mail_of(letter, at=at, **mail))


def rendering_failure(letter: OutgoingMail, *, at: datetime, **mail: Any) -> dict[str, Any]:
    """SES could not fill in a template."""
    part = {"errorMessage": "Attribute 'name' is missing.", "templateName": "none"}
    return event("Rendering Failure", part, mail_of(letter, at=at, **mail))


def delay(letter: OutgoingMail, *, at: datetime, to: Sequence[str] | None = None, **mail: Any) -> dict[str, Any]:
    """SES still tries."""
    part = {
        "delayType": "MailboxFull",
        "delayedRecipients": [{"emailAddress": address, "status": "4.2.2"} for address in to or [letter.to]],
        "timestamp": stamp(at),
        "expirationTime": stamp(at),
    }
    return event("DeliveryDelay", part, mail_of(letter, at=at, **mail))
