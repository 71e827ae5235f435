"""Messages of SNS: judged, verified, taken once. The verb behind /hooks/ses/.

At-least-once: when our answer is lost SNS sends the same message again. It is then refused (409), which ends its
delivery as an acceptance would: SNS repeats after 5xx and 429 alone. Its effect was there the first time.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings

from scc_site.mail import word
from scc_site.mail.hooks import certificates, ses_events, sns, subscribing
from scc_site.mail.hooks.refusals import Repeated, TooLarge


def receive(*, body: bytes, headers: Mapping[str, str], at: datetime) -> None:
    """Take one message of SNS; raises refusals.NotTaken, whose `status` is the answer, and nothing has changed."""
    if len(body) > settings.LIMITS["HOOK_KILOBYTES"] * 1024:
        raise TooLarge("SNS sends no message of this length.")
    message = sns.read(body)
    sns.judge(message, headers=headers, topics=settings.SNS_TOPIC_ARNS, at=at)
    certificates.ring.verify(message, at=at)
    try:
        _take(message, at)
    except word.ReportedAlready:
        raise Repeated("This message came before.") from None


def _take(message: sns.Message, at: datetime) -> None:
    """What a verified message does; raises word.ReportedAlready."""
    if message.kind == sns.NOTIFICATION:
        word.take(report=ses_events.read(message.text, notice=message.id, sent_at=message.sent_at), at=at)
    elif message.kind == sns.SUBSCRIPTION:
        subscribing.offered(message=message, at=at)
    else:
        subscribing.ended(message=message, at=at)
