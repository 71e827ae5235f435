"""The pump: takes one letter after the other out of the outbox and hands it to the mail service.

A slot of the pace; claim and commit, before any byte reaches the network; one request; finish, guarded by the fencing
token. A pump that dies in between leaves a row in `sending`; when its lease is over the row becomes uncertain, and
after a grace it is queued again, marked as a possible duplicate. So nothing is lost, and whatever leaves twice says
that it may have. An event of the service that proves a letter sent ends all doubt before that.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from time import monotonic, sleep

from django.conf import settings
from django.db import transaction

from scc_site import heartbeats, stopping
from scc_site.mail import (
    attachments,
    breaker,
    copies,
    envelope,
    fitness,
    letters,
    messages,
    pace,
    providers,
    sealing,
    verdicts,
)
from scc_site.mail.pace import Permit
from scc_site.mail.providers import Answer, Outcome, Provider
from scc_site.models import MailAttempt, OutgoingMail

log = logging.getLogger(__name__)
State = OutgoingMail.State
HANDFUL = 500
LEAD_SECONDS = 0.03  # a letter is claimed and written just before its slot, so that it leaves on the dot
LOOK_SECONDS = 1.0  # whoever waits longer looks again whether a sign-in letter has come meanwhile
UNHURRIED_SECONDS = 120.0  # what a round without limit waits when the service asks for it


@dataclass
class Round:
    """What one round of the pump came to: letters counted by what became of them, and why it ended early."""

    counts: Counter[str] = field(default_factory=Counter)
    halted: str = ""
    more: bool = False

    def __str__(self) -> str:
        told = ", ".join(f"{count} {what}" for what, count in sorted(self.counts.items())) or "nothing due"
        return f"{told}; stopped: {self.halted}"[:200] if self.halted else told

    def add(self, later: Round) -> None:
        """Take in a later round's count; its end is the end of both."""
        self.counts += later.counts
        self.halted, self.more = later.halted, later.more


def run(*, time: Callable[[], datetime], budget: float | None = None) -> Round:
    """Reconcile, then send what is due until nothing is left, the budget is spent or the service is away.

    `time` tells the present instant whenever it is asked. The pace, and the budget in seconds, are kept in real time
    whatever it tells. At least one letter leaves, however small the budget.
    Raises within a transaction: claims must be committed.
    """
    at, done = time(), Round()
    ends = monotonic() + budget if budget is not None else None
    reconcile(at=at)
    if faults := fitness.problems(at=at):
        done.halted = " ".join(faults)
    else:
        _send_due(time, ends, done)
    heartbeats.beat(name="pump", at=time(), detail=str(done))
    return done


def _send_due(time: Callable[[], datetime], ends: float | None, done: Round) -> None:
    """Letter after letter through one open provider; whoever is asked to stop stops between two."""
    provider = providers.chosen()
    try:
        while not done.halted and (first := OutgoingMail.objects.due(time()).first()):
            permit = pace.reserve(lane=first.lane, cost=1 + len(first.bcc))
            if permit.ask:
                pace.learn(quota=provider.quota())
            if permit.granted:
                _use(provider, permit, time, done)
            else:
                _rest(permit, None if ends is None else ends - monotonic(), done)
            if stopping.asked() or (ends is not None and monotonic() >= ends):
                done.more = not done.halted and OutgoingMail.objects.due(time()).exists()
                break
    finally:
        provider.close()


def _rest(permit: Permit, left: float | None, done: Round) -> None:
    """Nobody may send now: wait a little where that is worth while, else end the round."""
    if left is None:
        left = 0.0 if permit.away else UNHURRIED_SECONDS
    if permit.wait > left:
        done.halted = permit.why
    else:
        sleep(min(permit.wait, LOOK_SECONDS))


def _use(provider: Provider, permit: Permit, time: Callable[[], datetime], done: Round) -> None:
    """Send the most urgent letter when the slot has come."""
    _wait_until(permit.begins - LEAD_SECONDS)
    mail = claim(at=time(), login_only=permit.login_only)
    if mail and (answer := _send(provider, mail, permit, time, done)):
        _heed(answer, permit, done)
    elif permit.probe:
        breaker.unproven()


def _wait_until(instant: float) -> None:
    """Sleep until an instant of the process's own clock; not at all when it has passed."""
    sleep(max(0.0, instant - monotonic()))


def claim(*, at: datetime, login_only: bool = False) -> OutgoingMail | None:
    """The next letter due, marked as being sent and committed; none when nothing is due.

    Two pumps never get the same one: a row that another pump looks at is skipped.
    """
    with transaction.atomic(durable=True):
        due = OutgoingMail.objects.due(at).select_related("person")
        if login_only:
            due = due.filter(lane=OutgoingMail.Lane.LOGIN)
        mail = due.select_for_update(skip_locked=True, of=("self",)).first()
        if mail is None:
            return None
        mail.state, mail.token, mail.attempts = State.SENDING, mail.token + 1, mail.attempts + 1
        mail.lease_until = at + verdicts.lease(mail)
        mail.save(update_fields=["state", "token", "attempts", "lease_until"])
    return mail


def _send(
    provider: Provider, mail: OutgoingMail, permit: Permit, time: Callable[[], datetime], done: Round
) -> Answer | None:
    """One claimed letter: held back, or one request and its end; counted in the round. The answer, if one was asked."""
    if why := envelope.objection(mail):
        hold_back(mail=mail, state=State.SUPPRESSED, why=why, at=time())
        done.counts["suppressed"] += 1
        return None
    claimed = monotonic()
    try:
        letter = write(mail, at=time())
        if (beyond := len(letter.recipients) - permit.cost) > 0:
            pace.charge(cost=beyond)
        _wait_until(permit.begins)
        if monotonic() - claimed > verdicts.lease(mail).total_seconds() / 2:  # this process stood still meanwhile
            put_back(mail=mail)
            return None
        answer = request(provider, letter)
    except messages.Unfit as fault:
        hold_back(mail=mail, state=State.FAILED, why=str(fault), at=time())
        done.counts["failed"] += 1
        return None
    finish(mail=mail, answer=answer, at=time())
    done.counts[answer.outcome.value] += 1
    return answer


def _heed(answer: Answer, permit: Permit, done: Round) -> None:
    """What an answer means for the letters to come, here and on every other host."""
    if answer.slows or (answer.halts and answer.outcome == Outcome.THROTTLED):
        pace.slow_down()
    elif answer.halts:
        done.halted = answer.detail
    if breaker.is_failure(answer):
        breaker.failed(detail=answer.detail, probe=permit.probe)
    elif permit.troubled or permit.probe:
        breaker.succeeded()


def request(provider: Provider, letter: messages.Letter) -> Answer:
    """One request with a letter; raises messages.Unfit before any byte has left.

    Whatever else the provider raises is uncertain: bytes may be out.
    """
    try:
        return provider.send(letter)
    except messages.Unfit:
        raise
    except Exception as fault:  # a defect in a provider must not stop the other letters
        log.exception("Provider failed on letter %s", letter.outbox_id)
        return Answer(Outcome.UNCERTAIN, type(fault).__name__)


def write(mail: OutgoingMail, *, at: datetime) -> messages.Letter:
    """The letter as it will leave, kept with its row; raises Unfit, whose message shows no secret."""
    try:
        letter = letters.compose(mail, secrets=sealing.unseal(mail.sealed, bound_to=mail.dedupe_key), at=at)
    except sealing.Unsealable as fault:
        raise messages.Unfit(str(fault)) from fault
    except Exception as fault:  # noqa: BLE001 - any fault of a template; it may quote its context, so only its name is told
        log.error("Letter %s (%s) could not be written: %s", mail.pk, mail.kind, type(fault).__name__)
        raise messages.Unfit(f"The letter could not be written: {type(fault).__name__}.") from None
    letter = replace(letter, attachments=attachments.of(mail))
    letters.inspect(letter)
    mail.letter = letter
    return letter


def finish(*, mail: OutgoingMail, answer: Answer, at: datetime) -> bool:
    """Record what the request came to; whether the letter was still this claim's to change.

    The token guards: once another pump has claimed the letter, this one's answer is only kept among the attempts.
    """
    states, change = verdicts.of(mail, answer, at)
    with transaction.atomic(durable=True):
        MailAttempt.objects.create(
            mail_id=mail.pk,
            number=mail.attempts,
            token=mail.token,
            at=at,
            outcome=answer.outcome,
            detail=answer.detail[:500],
        )
        if mail.letter and answer.outcome in copies.LEFT:
            copies.keep(mail=mail, letter=mail.letter, at=at)
        ours = OutgoingMail.objects.filter(pk=mail.pk, token=mail.token, state__in=states)
        return ours.update(**change) == 1


def hold_back(*, mail: OutgoingMail, state: OutgoingMail.State, why: str, at: datetime) -> None:
    """End a claimed letter for which no request was made."""
    ours = OutgoingMail.objects.filter(pk=mail.pk, token=mail.token, state=State.SENDING)
    ours.update(state=state, fault=why[:500], lease_until=None, finished_at=at)


def put_back(*, mail: OutgoingMail) -> None:
    """Let go of a claimed letter before any request: another pump may think it abandoned, and send it, any moment."""
    ours = OutgoingMail.objects.filter(pk=mail.pk, token=mail.token, state=State.SENDING)
    ours.update(state=State.QUEUED, attempts=mail.attempts - 1, lease_until=None)


def reconcile(*, at: datetime) -> None:
    """Put right what dead pumps and silent services left behind, and end what nobody needs any more."""
    _doubt_abandoned(at)
    unanswered = OutgoingMail.objects.unanswered(at)
    unanswered.filter(attempts__gte=settings.MAIL_MOST_ATTEMPTS).update(
        state=State.FAILED, fault="Perhaps sent, several times: never an answer.", lease_until=None, finished_at=at
    )
    unanswered.update(state=State.QUEUED, possible_duplicate=True, not_before=at, lease_until=None)
    OutgoingMail.objects.overdue(at).update(state=State.EXPIRED, sealed="", finished_at=at)


def _doubt_abandoned(at: datetime) -> None:
    """Letters of silent pumps become uncertain; their grace counts from the end of the lease."""
    with transaction.atomic():
        lost = list(OutgoingMail.objects.abandoned(at).select_for_update(skip_locked=True)[:HANDFUL])
        for mail in lost:
            mail.state, mail.fault = State.UNCERTAIN, "The pump went silent while sending."
            mail.lease_until = verdicts.doubt_ends(mail, mail.lease_until or at)
        MailAttempt.objects.bulk_create(
            MailAttempt(
                mail=mail, number=mail.attempts, token=mail.token, at=at, outcome=Outcome.UNCERTAIN, detail=mail.fault
            )
            for mail in lost
        )
        OutgoingMail.objects.bulk_update(lost, ["state", "fault", "lease_until"])
