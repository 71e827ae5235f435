"""Subscriptions to the topics of mail events: kept when SNS offers one, confirmed in a job, never in a request."""

from __future__ import annotations

import logging
from datetime import datetime

from django.conf import settings
from django.db import transaction

from scc_site import clock, jobs, locks
from scc_site.mail import alerts, sealing, word
from scc_site.mail.hooks import fetching, ses_events, sns
from scc_site.mail.hooks.refusals import Untrusted
from scc_site.mail.reported import Kind, Report
from scc_site.models import MailEvent
from scc_site.models.mail_events import CONFIRMED

log = logging.getLogger(__name__)
URL = "url"


@transaction.atomic
def offered(*, message: sns.Message, at: datetime) -> None:
    """Keep the offer of a topic we listen to and have it confirmed; raises word.ReportedAlready.

    The address that confirms it holds a token: it is sealed, and the token dies within three days anyway.
    """
    sealed = sealing.seal({URL: sns.confirming_url(message)}, bound_to=_bond(message.id))
    report = _report(message.id, message.topic, Kind.SUBSCRIPTION, message.sent_at, sealed=sealed)
    events = word.take(report=report, at=at)
    jobs.enqueue(f"{__name__}.confirm", events[0].pk)


@transaction.atomic
def ended(*, message: sns.Message, at: datetime) -> None:
    """Keep that a topic reports to us no more, and tell the office; raises word.ReportedAlready."""
    word.take(report=_report(message.id, message.topic, Kind.UNSUBSCRIBED, message.sent_at), at=at)
    words = f"Amazon SNS reports no more to this house what becomes of its letters (topic {message.topic})."
    alerts.raise_alarm(kind="events_ended", key=message.id, words=words, at=at)


def confirm(event_id: int) -> str:
    """The task: tell SNS yes, once. Safe to run twice or late; raises refusals.Away when it should be tried again."""
    with locks.only_one(f"subscription:{event_id}", wait=True):
        offer = MailEvent.objects.offers_open().filter(pk=event_id).first()
        if offer is None or offer.detail["topic"] not in settings.SNS_TOPIC_ARNS:
            return "nothing to confirm"
        try:
            fetching.get(sealing.unseal(offer.detail["sealed"], bound_to=_bond(offer.notice))[URL])
        except Untrusted as fault:
            log.error("The subscription to %s was not confirmed: %s", offer.detail["topic"], fault)
            return "refused"
        at = clock.now()
        word.take(report=_report(f"{offer.notice}{CONFIRMED}", offer.detail["topic"], Kind.SUBSCRIBED, at), at=at)
    return "confirmed"


def _report(notice: str, topic: str, kind: Kind, at: datetime, **detail: str) -> Report:
    """A report about the feed of reports itself."""
    return Report(source=ses_events.SOURCE, notice=notice, kind=kind, happened_at=at, detail={"topic": topic, **detail})


def _bond(notice: str) -> str:
    """What the seal is bound to."""
    return f"subscription:{notice}"
