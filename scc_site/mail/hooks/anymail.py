"""Reports of any other mail service, read by anymail's own webhooks and told on to the same verbs.

Only the service that the settings name has a door, only with ANYMAIL_WEBHOOK_SECRET (HTTP basic authentication), and
never anymail's own for Amazon SES, which verifies no signature. What a service signs besides is verified by anymail.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from importlib import import_module

from anymail.exceptions import AnymailConfigurationError, AnymailWebhookValidationFailure
from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from anymail.webhooks.base import AnymailBaseWebhookView
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

from scc_site.mail import word
from scc_site.mail.hooks.refusals import Elsewhere, Unreadable, Untrusted
from scc_site.mail.providers.anymail import backend_class
from scc_site.mail.reported import FIRST_YEAR, LONGEST_ID, Kind, Report, known, one_line

log = logging.getLogger(__name__)
MARK = "x-scc-outbox-id"
KINDS = {
    EventType.QUEUED: Kind.SEND,
    EventType.SENT: Kind.SEND,
    EventType.DELIVERED: Kind.DELIVERY,
    EventType.DEFERRED: Kind.DELAY,
    EventType.BOUNCED: Kind.SOFT_BOUNCE,
    EventType.REJECTED: Kind.REJECT,
    EventType.FAILED: Kind.REJECT,
    EventType.COMPLAINED: Kind.COMPLAINT,
}
FOR_GOOD = {RejectReason.BOUNCED, RejectReason.INVALID}
# Some services report what came back for now under the same name; they say so in one of these fields.
TELLING = ("Type", "type", "severity", "event", "bounce_classification", "status", "reason")
FOR_NOW = re.compile(r"soft|transient|temporar", re.IGNORECASE)
REPLY_FOR_NOW = re.compile(r"\D{0,12}4\d\d\b")  # RFC 5321 4.2.1: a reply of 4yz is a transient one
STATUS = re.compile(r"\b[45]\.\d{1,3}\.\d{1,3}\b")  # RFC 3463
NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)
Door = type[AnymailBaseWebhookView]


def door(service: str) -> Door:
    """The webhook of the service that the settings name; raises Elsewhere for others, Untrusted without a secret."""
    if service != (ours := _ours()):
        raise Elsewhere("No mail service reports here.")
    if not settings.ANYMAIL.get("WEBHOOK_SECRET"):
        raise Untrusted("Without ANYMAIL_WEBHOOK_SECRET nobody is believed.")
    try:
        found = vars(import_module(f"anymail.webhooks.{ours}"))
    except ImportError:
        raise Elsewhere("This mail service does not report.") from None
    doors = [one for name, one in found.items() if re.search(r"(Tracking|Combined)WebhookView\Z", name)]
    return next(one for one in doors if one.__module__.endswith(ours))


def _ours() -> str:
    """The name under which anymail files our service; none for one that has no door."""
    try:
        return backend_class(settings.ANYMAIL_BACKEND).__module__.rpartition(".")[2]
    except ImproperlyConfigured:  # Amazon SES above all: anymail's webhook believes everybody
        return ""


def receive(*, door: Door, service: str, request: HttpRequest, at: datetime) -> None:
    """Take every report of one request; what came before has no effect. Raises Untrusted, Unreadable."""
    for event in _events(door, request):
        if isinstance(event, AnymailTrackingEvent) and event.event_type in KINDS:
            try:
                word.take(report=report_of(event, service=service, at=at), at=at)
            except word.ReportedAlready:
                log.info("A report of %s came again.", service)


def _events(door: Door, request: HttpRequest) -> list[object]:
    """What anymail makes of a request, once its sender has proved itself."""
    try:
        view = door()
        view.setup(request)
        view.run_validators(request)
        return list(view.parse_events(request))
    except AnymailWebhookValidationFailure:
        raise Untrusted("The sender did not prove to be the mail service.") from None
    except AnymailConfigurationError as fault:
        log.error("The mail service's reports cannot be read: %s", fault)
        raise Untrusted("The mail service's reports are not set up.") from None
    except Exception as fault:  # noqa: BLE001 - whatever was sent, anymail's readers expect it to be well-formed
        log.warning("A report cannot be read: %s", type(fault).__name__)
        raise Unreadable("The report cannot be read.") from None


def report_of(event: AnymailTrackingEvent, *, service: str, at: datetime) -> Report:
    """One report, in the house's words."""
    recipients = known([event.recipient])
    said = one_line(event.mta_response) or one_line(event.description)
    status = STATUS.search(said)
    detail = {"called": event.event_type, "reason": one_line(event.reject_reason), "diagnosticCode": said}
    detail |= {"status": status[0]} if status else {}
    return Report(
        source=service[:20],
        notice=_notice(event),
        kind=_kind(event, said),
        happened_at=_instant(event.timestamp, at),
        message_id=one_line(event.message_id, LONGEST_ID),
        outbox_id=_outbox_id(event.metadata),
        recipients=recipients,
        addressed=recipients,
        detail={name: text for name, text in detail.items() if text},
    )


def _kind(event: AnymailTrackingEvent, said: str) -> Kind:
    """What happened; a letter came back for good only where nothing speaks against it."""
    kind = KINDS[event.event_type]
    if kind not in (Kind.SOFT_BOUNCE, Kind.REJECT) or event.reject_reason not in FOR_GOOD:
        return kind
    told = event.esp_event if isinstance(event.esp_event, Mapping) else {}
    words = " ".join(one_line(told.get(name)) for name in TELLING)
    return Kind.SOFT_BOUNCE if FOR_NOW.search(words) or REPLY_FOR_NOW.match(said) else Kind.BOUNCE


def _notice(event: AnymailTrackingEvent) -> str:
    """The report's own id; services without one get it from what the report says."""
    if own := one_line(event.event_id, LONGEST_ID - 20):
        return f"{event.event_type}:{own}"
    parts = (event.event_type, event.message_id, event.recipient, event.timestamp)
    return sha256("\n".join(map(repr, parts)).encode("utf-8", "replace")).hexdigest()


def _instant(found: object, at: datetime) -> datetime:
    """When it happened; now, where the report does not say or cannot be right."""
    if isinstance(found, datetime) and found.tzinfo and found.year >= FIRST_YEAR and found <= at:
        return found
    return at


def _outbox_id(marks: object) -> int | None:
    """Our own number, as the message carried it; services spell names their own way."""
    for name, value in marks.items() if isinstance(marks, Mapping) else ():
        if str(name).lower().replace("_", "-").endswith(MARK) and NUMBER.fullmatch(str(value)):
            return int(str(value))
    return None
