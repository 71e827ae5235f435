"""The breaker: while the mail service is away one letter at a time asks whether it is back, and nobody else tries.

Three letters in a row that the service left open, on whatever host, open it for a time that doubles with every vain
probe. It is kept in the row that every pump reads before it sends. A letter refused for its own sake does not count.
"""

from __future__ import annotations

from datetime import timedelta
from secrets import SystemRandom

from django.conf import settings
from django.db import transaction

from scc_site.mail import alerts
from scc_site.mail.providers import Answer, Outcome
from scc_site.models import MailPace
from scc_site.models.pace import LONG_AGO

TRIPS_AFTER = 3
LONGEST_SECONDS = 120
DOUBLINGS = 10
MOST_COUNTED = 1000
LEFT_OPEN = (Outcome.UNREACHED, Outcome.UNCERTAIN)
dice = SystemRandom()


def is_failure(answer: Answer) -> bool:
    """Whether an answer speaks against the service rather than against the letter."""
    return answer.halts or answer.outcome in LEFT_OPEN


def shut_seconds(row: MailPace) -> float:
    """How long nothing may leave; 0 while all is well, and when the next probe is due."""
    return max(0.0, (row.open_until - row.now).total_seconds()) if row.opened_at else 0.0


def begin_probe(row: MailPace) -> bool:
    """Give a held row's holder the one letter that asks whether the service is back; whether it is one.

    Nobody else gets one before that request must have come to its end, however the prober ends.
    """
    if row.opened_at is None:
        return False
    patience = settings.MAIL_CONNECT_SECONDS + settings.MAIL_READ_SECONDS + 10
    row.open_until = row.now + timedelta(seconds=patience)
    return True


def pause(openings: int) -> timedelta:
    """How long it stays open the so-many-th time in a row: doubles, up to two minutes, half of it by chance."""
    seconds = settings.MAIL_BREAKER_SECONDS * 2 ** min(openings - 1, DOUBLINGS)
    return timedelta(seconds=min(seconds, LONGEST_SECONDS) * dice.uniform(0.5, 1))


@transaction.atomic
def failed(*, detail: str, probe: bool) -> None:
    """Note a letter that the service left open; when an incident begins with it the office is told.

    While it is open the answers of requests that were on their way do not open it further: the probe's alone does.
    """
    row = MailPace.objects.held()
    row.failures, row.fault = min(row.failures + 1, MOST_COUNTED), detail[:500]
    begins = row.opened_at is None and row.failures >= TRIPS_AFTER
    if begins:
        row.opened_at = row.now
        words = f"It left {row.failures} letters in a row open; the last time: {detail or 'no answer'}"
        alerts.raise_alarm(
            kind="mail_away", key=f"{row.now:%Y-%m-%dT%H:%M:%SZ}", words=words, since=row.now, at=row.now
        )
    if begins or (probe and row.opened_at):
        row.openings = min(row.openings + 1, MOST_COUNTED)
        row.open_until = row.now + pause(row.openings)
    row.save(update_fields=["failures", "fault", "opened_at", "openings", "open_until"])


@transaction.atomic
def succeeded() -> None:
    """The service answers: whatever counted against it is forgotten."""
    MailPace.objects.filter(pk=MailPace.ONLY).update(
        failures=0, openings=0, opened_at=None, open_until=LONG_AGO, fault=""
    )


@transaction.atomic
def unproven() -> None:
    """The probe found no letter to ask with: the next one may probe at once."""
    MailPace.objects.filter(pk=MailPace.ONLY, opened_at__isnull=False).update(open_until=LONG_AGO)
