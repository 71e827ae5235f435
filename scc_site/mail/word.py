"""Word from the mail service: what its reports do to letters and addresses. The verbs.

A report is kept first; then the letter goes where all of its reports together say that it is, so that it does not
matter in which order they come. An address that refuses letters for good, or whose reader complains, is written to no
more, and the office is told.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pghistory
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q

from scc_site.addresses import comparable
from scc_site.mail import alerts, coming_back, suppression
from scc_site.mail.reported import ENDS_IT, Kind, Report, State, state_of
from scc_site.models import MailAttempt, MailEvent, OutgoingMail, Suppression, User
from scc_site.refusals import Refusal

SKEW = timedelta(minutes=5)  # by how much our clock may be ahead of the service's
ALARMS = {Suppression.Cause.BOUNCE: "bounced", Suppression.Cause.COMPLAINT: "complaint"}
ARRIVED = (State.DELIVERED, State.BOUNCED, State.COMPLAINED)
LEFT = (MailAttempt.Outcome.ACCEPTED, MailAttempt.Outcome.UNCERTAIN)


class ReportedAlready(Refusal):
    """The same report came before, and had its effect then."""


@transaction.atomic
def take(*, report: Report, at: datetime) -> list[MailEvent]:
    """Keep a report and do what it means; raises ReportedAlready, then nothing has changed.

    Safe to run at once with the pump: the letter is held while it moves, and one that left is never queued again.
    """
    with pghistory.context(schedule="mail events"):
        letter = _letter_of(report)
        events = _keep(report, letter, at)
        if letter is not None:
            _move(letter, report, at)
        if report.kind == Kind.BOUNCE:
            _stop_writing(report.recipients, Suppression.Cause.BOUNCE, report, letter, at)
        elif report.kind == Kind.COMPLAINT:
            _stop_writing(_who_complained(report, letter), Suppression.Cause.COMPLAINT, report, letter, at)
        elif report.kind == Kind.SOFT_BOUNCE:
            _count(report, at)
    return events


def _letter_of(report: Report) -> OutgoingMail | None:
    """The letter that a report is about, held; by our own number, else by the service's, and only if it fits."""
    known = Q(pk=report.outbox_id) if report.outbox_id else Q(pk=None)
    if report.message_id:
        known |= Q(message_id=report.message_id)
    found = OutgoingMail.objects.filter(known).order_by("pk").select_for_update(no_key=True)
    fitting = [letter for letter in found if _fits(letter, report)]
    return next((letter for letter in fitting if letter.pk == report.outbox_id), fitting[0] if fitting else None)


def _fits(letter: OutgoingMail, report: Report) -> bool:
    """Whether a report can be about a letter: another house's may carry the same number over the same topic."""
    if report.left_at is not None and report.left_at < letter.created_at - SKEW:
        return False
    if not report.addressed:
        return letter.message_id == report.message_id != ""
    return any(comparable(address) in report.addressed for address in (letter.to, *letter.bcc))


def _keep(report: Report, letter: OutgoingMail | None, at: datetime) -> list[MailEvent]:
    """A row for each recipient, one where none is named; raises ReportedAlready."""
    try:
        with transaction.atomic():
            return MailEvent.objects.bulk_create(
                MailEvent(
                    source=report.source,
                    notice=report.notice,
                    mail=letter,
                    message_id=report.message_id,
                    kind=report.kind,
                    recipient=recipient,
                    happened_at=report.happened_at,
                    received_at=at,
                    detail=dict(report.detail),
                )
                for recipient in report.recipients or ("",)
            )
    except IntegrityError:
        raise ReportedAlready("This was reported before.") from None


def _move(letter: OutgoingMail, report: Report, at: datetime) -> None:
    """Put a letter where its reports say that it is; what they say of its copies only proves that it left."""
    reader = comparable(letter.to)
    told = [
        (event.message_id, event.kind if event.recipient in ("", reader) else Kind.SEND)
        for event in MailEvent.objects.of(letter)
    ]
    state = state_of(told)
    if state is None or (state == State.FAILED and report.kind not in ENDS_IT):
        return
    if state in (State.SENT, State.FAILED) and letter.state in ARRIVED:
        return
    letter.possible_duplicate = _may_be_double(letter, {one for one, kind in told if kind not in ENDS_IT})
    if state != letter.state:
        letter.fault = coming_back.fault(report) if state in (State.BOUNCED, State.COMPLAINED, State.FAILED) else ""
        letter.finished_at = at
    letter.state, letter.sealed, letter.lease_until = state, "", None
    letter.sent_at = letter.sent_at or report.left_at or report.happened_at
    letter.message_id = letter.message_id or report.message_id
    letter.save()


def _may_be_double(letter: OutgoingMail, messages: set[str]) -> bool:
    """Whether a letter may have left twice, now that the service's ids of its messages are known.

    A doubt that ends before the letter is tried again was none: one request, one message.
    """
    if len(messages) > 1:
        return True
    if not letter.possible_duplicate or letter.state == State.SENDING:
        return letter.possible_duplicate
    return letter.tries.filter(outcome__in=LEFT).count() > 1


def _who_complained(report: Report, letter: OutgoingMail | None) -> tuple[str, ...]:
    """Whom a complaint is laid to: services name everybody of the domain, but an archive does not complain."""
    reader = comparable(letter.to) if letter else ""
    return (reader,) if reader in report.recipients else report.recipients


def _stop_writing(
    addresses: tuple[str, ...], cause: Suppression.Cause, report: Report, letter: OutgoingMail | None, at: datetime
) -> None:
    """Suppress addresses and tell the office of each, once."""
    reason = coming_back.why(report)
    for address in addresses:
        standing = suppression.suppress(
            address=address, cause=cause, reason=reason, since=report.happened_at, letter=letter
        )
        if standing is not None:
            words = partial(coming_back.told, cause, reason=reason)
            _tell(ALARMS[cause], f"{standing.pk}:{cause}", address, words, at)


def _count(report: Report, at: datetime) -> None:
    """Tell the office, once a week at most, of an address whose letters come back for now again and again."""
    days = settings.MAIL_SOFT_BOUNCE_DAYS
    for address in report.recipients:
        times = MailEvent.objects.soft_bounces(address, report.happened_at - timedelta(days=days)).count()
        if times >= settings.MAIL_SOFT_BOUNCES:
            words = partial(coming_back.again_and_again, times, days)
            _tell("soft_bounced", f"{report.happened_at:%G-%V}:{address}", address, words, at)


def _tell(alarm: str, key: str, address: str, words: Callable[[str], str], at: datetime) -> None:
    """One alarm about an address; it names the person and leads to them, where there is one."""
    person = User.objects.filter(email_canonical=address).first()
    whom = f"{person.name} ({address})" if person else address
    path = f"/admin/scc_site/user/{person.pk}/change/" if person else ""
    alerts.raise_alarm(kind=alarm, key=key, words=words(whom), at=at, path=path, about=address)
