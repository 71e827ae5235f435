"""The pace: all pumps on all hosts agree through one row who sends when, and never faster than allowed.

A pump asks for a slot before it claims a letter, and takes the most urgent letter when the slot has come. So a pump
that dies has lost a slot and no letter, a claimed letter leaves at once, and a sign-in code takes the very next slot
that anybody holds. What is kept for sign-in codes besides: the last part of the day's quota, and the time in which the
service has asked everybody to slow down. Instants here are the database's own.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from secrets import SystemRandom
from time import monotonic

from django.conf import settings
from django.db import transaction

from scc_site.mail import alerts, breaker
from scc_site.mail.providers import Quota
from scc_site.models import MailPace, OutgoingMail

SHARE_OF_QUOTA = 12 / 14  # slots of exactly 1/14 s gave 15 letters in a second
AIR = 0.97  # so many of the allowed slots are used: a letter that leaves a little late overfills no second
QUOTA_LIFE = timedelta(minutes=5)
KEPT_SHARE, KEPT_MOST = 0.1, 500  # of a day's quota, for sign-in letters
FIRST_REST_SECONDS, LONGEST_REST_SECONDS, LOGIN_REST_SECONDS = 1.0, 60.0, 1.0
CALM = timedelta(minutes=2)
DOUBLINGS = 10
SLOWED = "The mail service asked us to slow down."
SPENT = "The mail service takes no more letters today."
NEARLY_SPENT = "The mail service's quota for 24 hours is nearly spent: only sign-in letters leave."
CHANGES = ["free_at", "reserved", "open_until", "provider", "asked_at", "per_second", "per_day", "sent_last_day"]
Lane = OutgoingMail.Lane
dice = SystemRandom()


@dataclass(frozen=True)
class Permit:
    """What a pump may do. Granted: one letter, when the slot `begins` (an instant of the process's own clock, seconds).

    Else nothing before `wait` seconds, and `why`.
    `away`: nothing leaves that soon, a round without limit should end. `cost` is in envelope recipients.
    `login_only`: the slot is for a sign-in letter. `probe`: this letter asks whether the service is back.
    `troubled`: failures are counted, so that a success must be told. `ask`: this pump is to ask the quota.
    """

    granted: bool
    wait: float = 0.0
    begins: float = 0.0
    why: str = ""
    away: bool = False
    cost: int = 1
    login_only: bool = False
    probe: bool = False
    troubled: bool = False
    ask: bool = False


@transaction.atomic
def reserve(*, lane: int, cost: int) -> Permit:
    """Ask for the next slot for a letter of this lane to so many recipients; what is not granted is not used up."""
    row = MailPace.objects.held()
    ask = _must_ask(row)
    if shut := breaker.shut_seconds(row):
        permit = Permit(granted=False, wait=shut, why=f"The mail service is away: {row.fault}", away=True, ask=ask)
    elif why := _spent(row, lane, cost):
        alerts.raise_alarm(kind="mail_quota", key=f"{row.now:%Y-%m-%d}", words=why, at=row.now)
        permit = Permit(granted=False, wait=_seconds(row.asked_at + QUOTA_LIFE - row.now), why=why, away=True, ask=ask)
    elif lane != Lane.LOGIN and row.now < row.rest_until:
        permit = Permit(granted=False, wait=_seconds(row.rest_until - row.now), why=SLOWED, ask=ask)
    else:
        permit = _grant(row, cost, ask)
    row.save(update_fields=CHANGES)
    return permit


def _grant(row: MailPace, cost: int, ask: bool) -> Permit:
    """The next slot."""
    slot = max(row.free_at, row.now)
    row.free_at = slot + spacing(row) * cost
    row.reserved += cost
    return Permit(
        granted=True,
        begins=monotonic() + (slot - row.now).total_seconds(),
        cost=cost,
        login_only=row.now < row.rest_until or bool(_spent(row, Lane.BULK, 0)),
        troubled=row.failures > 0,
        probe=breaker.begin_probe(row),
        ask=ask,
    )


def spacing(row: MailPace) -> timedelta:
    """The distance of two recipients' slots."""
    return timedelta(seconds=1 / (allowed(row) * AIR))


def allowed(row: MailPace) -> float:
    """Recipients per second: the lesser of MAIL_PER_SECOND and 12/14 of what the service allows."""
    ours: float = settings.MAIL_PER_SECOND
    return min(ours, row.per_second * SHARE_OF_QUOTA) if row.per_second else ours


def _spent(row: MailPace, lane: int, cost: int) -> str:
    """Why the day's quota does not allow a letter of this lane; empty when it does, or when nobody counts."""
    if not row.per_day:
        return ""
    left = row.per_day - row.sent_last_day - row.reserved
    if left < cost:
        return SPENT
    kept = min(math.ceil(row.per_day * KEPT_SHARE), KEPT_MOST)
    return NEARLY_SPENT if lane != Lane.LOGIN and left - kept < cost else ""


def trouble() -> str:
    """What keeps letters from leaving, without anybody's address; empty when nothing does. One query."""
    row = MailPace.objects.first()
    if row is None:
        return ""
    if row.opened_at:
        return f"the mail service has been away since {row.opened_at:%Y-%m-%d %H:%M} UTC"
    return _spent(row, Lane.BULK, 1)


def _must_ask(row: MailPace) -> bool:
    """Whether the quota is old or another service's; then this pump is the one to ask, and no other."""
    if row.provider != settings.EMAIL_PROVIDER:
        row.provider, row.per_second, row.per_day, row.sent_last_day = settings.EMAIL_PROVIDER, None, None, 0
    elif row.now - row.asked_at < QUOTA_LIFE:
        return False
    row.asked_at = row.now
    return True


def _seconds(span: timedelta) -> float:
    """A time to wait, at least a second."""
    return max(1.0, span.total_seconds())


@transaction.atomic
def learn(*, quota: Quota | None) -> None:
    """Keep what the service allows; when it could not say, what it said before stands."""
    if quota is None:
        return
    row = MailPace.objects.held()
    row.per_second, row.sandbox, row.reserved = quota.per_second, quota.sandbox, 0
    row.per_day, row.sent_last_day = max(0, quota.per_day), max(0, quota.sent_last_day)
    row.save(update_fields=["per_second", "per_day", "sent_last_day", "sandbox", "reserved"])


@transaction.atomic
def charge(*, cost: int) -> None:
    """Count recipients beyond those that a slot was asked for: the next slots come later."""
    row = MailPace.objects.held()
    row.free_at = max(row.free_at, row.now) + spacing(row) * cost
    row.reserved += cost
    row.save(update_fields=["free_at", "reserved"])


@transaction.atomic
def slow_down() -> None:
    """The service asked for it: all pumps rest, longer each time within two minutes; sign-in letters for a second.

    Several answers to requests that were on their way together count as one. The quota is asked anew.
    """
    row = MailPace.objects.held()
    if row.now < row.rest_until:
        return
    row.throttles = min(row.throttles + 1, DOUBLINGS) if row.now - row.throttled_at < CALM else 1
    seconds = min(FIRST_REST_SECONDS * 2 ** (row.throttles - 1), LONGEST_REST_SECONDS) * dice.uniform(1, 1.5)
    row.throttled_at, row.asked_at = row.now, row.now - QUOTA_LIFE
    row.rest_until = row.now + timedelta(seconds=seconds)
    row.free_at = max(row.free_at, row.now + timedelta(seconds=LOGIN_REST_SECONDS))
    row.save(update_fields=["throttles", "throttled_at", "asked_at", "rest_until", "free_at"])
