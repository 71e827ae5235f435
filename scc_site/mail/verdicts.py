"""What an answer of the mail service means for its letter (pure, but for the settings and the dice)."""

from __future__ import annotations

from datetime import datetime, timedelta
from secrets import SystemRandom
from typing import Any

from django.conf import settings

from scc_site.mail.providers import Answer, Outcome
from scc_site.models import OutgoingMail

State = OutgoingMail.State
Verdict = tuple[tuple[OutgoingMail.State, ...], dict[str, Any]]
UNPROVEN = (State.SENDING, State.UNCERTAIN, State.QUEUED, State.CANCELLED, State.EXPIRED, State.FAILED)
LONGEST_PAUSE = timedelta(minutes=15)
LONGEST_LOGIN_PAUSE = timedelta(seconds=30)
DOUBLINGS = 10
dice = SystemRandom()


def grace(mail: OutgoingMail) -> timedelta:
    """How long an uncertain letter waits for word: short for sign-in, where the same letter again is harmless."""
    login = mail.lane == OutgoingMail.Lane.LOGIN
    return timedelta(seconds=settings.MAIL_LOGIN_GRACE_SECONDS if login else settings.MAIL_GRACE_SECONDS)


def lease(mail: OutgoingMail) -> timedelta:
    """How long a pump may hold a letter; a sign-in letter only as long as one request can last."""
    whole = timedelta(seconds=settings.MAIL_LEASE_SECONDS)
    if mail.lane != OutgoingMail.Lane.LOGIN:
        return whole
    return min(whole, timedelta(seconds=settings.MAIL_CONNECT_SECONDS + settings.MAIL_READ_SECONDS + 10))


def doubt_ends(mail: OutgoingMail, lease_until: datetime) -> datetime:
    """When a letter whose pump went silent is tried again: its grace counts from the end of the lease.

    For a sign-in letter it counts from the claim: somebody waits, and the same letter again is harmless.
    """
    login = mail.lane == OutgoingMail.Lane.LOGIN
    return lease_until + grace(mail) - (min(lease(mail), grace(mail)) if login else timedelta())


def pause(mail: OutgoingMail) -> timedelta:
    """How long to wait before the next try: doubles with every claim, half of it by chance, at most 15 minutes."""
    longest = LONGEST_LOGIN_PAUSE if mail.lane == OutgoingMail.Lane.LOGIN else LONGEST_PAUSE
    doubled = timedelta(seconds=settings.MAIL_BACKOFF_SECONDS) * 2 ** min(mail.token - 1, DOUBLINGS)
    return min(doubled, longest) * dice.uniform(0.5, 1)


def of(mail: OutgoingMail, answer: Answer, at: datetime) -> Verdict:
    """The states in which the answer still counts, and the change it makes to a row with this claim's token.

    An acceptance that comes late is still true, whatever was thought of the letter meanwhile: it saves a duplicate
    while nobody else has claimed it, and it corrects what a cancelled or expired letter says of itself.
    """
    if answer.outcome == Outcome.ACCEPTED:
        return UNPROVEN, _sent(answer, at)
    if answer.outcome == Outcome.UNCERTAIN:
        change = {"state": State.UNCERTAIN, "fault": answer.detail[:500], "lease_until": at + grace(mail)}
        return (State.SENDING,), change
    if answer.outcome == Outcome.REFUSED or _too_old(mail, at):
        change = {"state": State.FAILED, "fault": answer.detail[:500], "lease_until": None, "finished_at": at}
        return (State.SENDING, State.UNCERTAIN), change
    return (State.SENDING, State.UNCERTAIN), _put_off(mail, answer, at)


def _sent(answer: Answer, at: datetime) -> dict[str, Any]:
    """Theirs now; the secrets are of no more use here."""
    return {
        "state": State.SENT,
        "message_id": answer.message_id[:200],
        "fault": "",
        "sealed": "",
        "lease_until": None,
        "sent_at": at,
        "finished_at": at,
    }


def _put_off(mail: OutgoingMail, answer: Answer, at: datetime) -> dict[str, Any]:
    """Surely not sent, and not the letter's fault: queued again, the attempt not counted."""
    return {
        "state": State.QUEUED,
        "attempts": mail.attempts - 1,
        "fault": answer.detail[:500],
        "lease_until": None,
        "not_before": at + pause(mail),
    }


def _too_old(mail: OutgoingMail, at: datetime) -> bool:
    """Whether a letter that the service puts off again and again has had its time, and tries enough within it."""
    aged = at - mail.created_at >= timedelta(hours=settings.MAIL_LIFE_HOURS)
    return aged and mail.token >= settings.MAIL_MOST_ATTEMPTS
