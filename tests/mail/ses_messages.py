"""What the tests' SES took, and the events that the real one would tell about it (SES event publishing)."""

from __future__ import annotations

import email
import email.policy
import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

REGION = "us-west-2"
ACCOUNT = "123456789012"


@dataclass(frozen=True)
class Taken:
    """One message that SES took: `at` is an ISO instant (UTC), `second` a standing clock's, for counting per second."""

    message_id: str
    at: str
    second: float
    sender: str
    recipients: tuple[str, ...]
    tags: Mapping[str, str]
    configuration_set: str
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        """The message, parsed."""
        return email.message_from_bytes(self.raw, policy=email.policy.default)

    @property
    def outbox_id(self) -> str:
        """The row of the outbox, as the header says."""
        return str(self.message["X-SCC-Outbox-Id"] or "")

    def line(self) -> str:
        """As one line of JSON, without the bytes."""
        return json.dumps(asdict(self) | {"raw": len(self.raw), "outbox_id": self.outbox_id})


def event(taken: Taken, kind: str, **details: Any) -> dict[str, Any]:
    """An event as SES publishes it: `kind` is Send, Delivery, Bounce, Complaint …; details go under its own name."""
    tags = {name: [value] for name, value in taken.tags.items()}
    if taken.configuration_set:
        tags["ses:configuration-set"] = [taken.configuration_set]
    mail = {
        "timestamp": taken.at,
        "source": taken.sender,
        "sourceArn": f"arn:aws:ses:{REGION}:{ACCOUNT}:identity/{taken.sender}",
        "sendingAccountId": ACCOUNT,
        "messageId": taken.message_id,
        "destination": list(taken.recipients),
        "headersTruncated": False,
        "headers": [{"name": name, "value": str(value)} for name, value in taken.message.items()],
        "commonHeaders": {"subject": str(taken.message["Subject"]), "to": [str(taken.message["To"])]},
        "tags": tags,
    }
    return {"eventType": kind, "mail": mail, kind.lower(): details}


def send(taken: Taken) -> dict[str, Any]:
    """SES has taken the message and will try to deliver it."""
    return event(taken, "Send")


def delivery(taken: Taken, *, recipient: str = "") -> dict[str, Any]:
    """The reader's server took it."""
    return event(
        taken,
        "Delivery",
        timestamp=now(),
        processingTimeMillis=431,
        recipients=[recipient or taken.recipients[0]],
        smtpResponse="250 2.6.0 Message received",
        reportingMTA="a8-70.smtp-out.us-west-2.amazonses.com",
    )


def bounce(taken: Taken, *, recipient: str = "", kind: str = "Permanent") -> dict[str, Any]:
    """The reader's server did not take it: `kind` is Permanent, Transient or Undetermined."""
    failed = {
        "emailAddress": recipient or taken.recipients[0],
        "action": "failed",
        "status": "5.1.1" if kind == "Permanent" else "4.4.7",
        "diagnosticCode": "smtp; 550 5.1.1 user unknown",
    }
    return event(
        taken,
        "Bounce",
        bounceType=kind,
        bounceSubType="General",
        bouncedRecipients=[failed],
        timestamp=now(),
        feedbackId=secrets.token_hex(16),
        reportingMTA="dns; a8-70.smtp-out.us-west-2.amazonses.com",
    )


def complaint(taken: Taken, *, recipient: str = "") -> dict[str, Any]:
    """The reader called it spam."""
    return event(
        taken,
        "Complaint",
        complainedRecipients=[{"emailAddress": recipient or taken.recipients[0]}],
        timestamp=now(),
        feedbackId=secrets.token_hex(16),
        complaintFeedbackType="abuse",
    )


def now() -> str:
    """The present instant as AWS writes it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
