"""SES events, as SNS brings them: from either of their shapes to reports (pure).

Source: "Contents of event data that Amazon SES publishes to Amazon SNS" (`eventType`, by way of a configuration set,
with tags) and "Contents of Amazon SNS notifications for Amazon SES" (`notificationType`, without). Nothing here
refuses: SNS signed it, so what cannot be made out is kept as something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from scc_site.mail.hooks import sns
from scc_site.mail.hooks.refusals import Unreadable
from scc_site.mail.reported import FIRST_YEAR, LONGEST_ID, Kind, Report, known, one_line

SOURCE = "ses"
TAG = "X-SCC-Outbox-Id"
FOR_GOOD = "Permanent"
NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)
KINDS = {  # what SES calls it: our kind, where its own part stands, who it is about, what of it is kept
    "Send": (Kind.SEND, "send", "", ()),
    "Delivery": (Kind.DELIVERY, "delivery", "recipients", ("smtpResponse",)),
    "DeliveryDelay": (Kind.DELAY, "deliveryDelay", "delayedRecipients", ("delayType",)),
    "Bounce": (Kind.SOFT_BOUNCE, "bounce", "bouncedRecipients", ("bounceType", "bounceSubType")),
    "Complaint": (Kind.COMPLAINT, "complaint", "complainedRecipients", ("complaintFeedbackType", "complaintSubType")),
    "Reject": (Kind.REJECT, "reject", "", ("reason",)),
    "Rendering Failure": (Kind.RENDERING_FAILURE, "failure", "", ("errorMessage", "templateName")),
    "RenderingFailure": (Kind.RENDERING_FAILURE, "failure", "", ("errorMessage", "templateName")),
}
NOTHING: tuple[Kind, str, str, tuple[str, ...]] = (Kind.OTHER, "", "", ())


def read(text: str, *, notice: str, sent_at: datetime) -> Report:
    """The report in a notification's text; `sent_at` stands in where the event does not say when it happened."""
    try:
        found = sns.json_object(text)
    except Unreadable:
        found = {}
    called = one_line(found.get("eventType") or found.get("notificationType"))
    kind, part_name, whom, kept = KINDS.get(called, NOTHING)
    part, mail = _object(found.get(part_name)), _object(found.get("mail"))
    concerned = [one.get("emailAddress") if isinstance(one, dict) else one for one in _list(part.get(whom))]
    return Report(
        source=SOURCE,
        notice=notice,
        kind=Kind.BOUNCE if kind == Kind.SOFT_BOUNCE and part.get("bounceType") == FOR_GOOD else kind,
        happened_at=_instant(part.get("timestamp")) or _instant(mail.get("timestamp")) or sent_at,
        message_id=one_line(mail.get("messageId"), LONGEST_ID),
        outbox_id=_outbox_id(mail),
        recipients=known(concerned),
        addressed=known(_list(mail.get("destination"))),
        left_at=_instant(mail.get("timestamp")),
        detail=({"called": called} if called else {}) | _detail(part, whom, kept),
    )


def _detail(part: Mapping[str, Any], whom: str, kept: tuple[str, ...]) -> dict[str, str]:
    """What a person may want to know: words of SES's and of the other mail server's."""
    first = next((one for one in _list(part.get(whom)) if isinstance(one, dict)), {})
    told = {name: part.get(name) for name in kept} | {name: first.get(name) for name in ("status", "diagnosticCode")}
    return {name: word for name, value in told.items() if (word := one_line(value))}


def _outbox_id(mail: Mapping[str, Any]) -> int | None:
    """Our own number: from the tag, else from the header."""
    tags = _list(_object(mail.get("tags")).get(TAG))
    for text in [*tags, *_headers(mail)]:
        if isinstance(text, str) and NUMBER.fullmatch(text.strip()):
            return int(text)
    return None


def _headers(mail: Mapping[str, Any]) -> Iterator[object]:
    """The values of our header."""
    for header in _list(mail.get("headers")):
        if isinstance(header, dict) and one_line(header.get("name")).lower() == TAG.lower():
            yield header.get("value")


def _instant(value: object) -> datetime | None:
    """An instant, where it is one that can be."""
    try:
        found = sns.instant(value) if isinstance(value, str) else None
    except Unreadable:
        return None
    return found if found and found.year >= FIRST_YEAR else None


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
