"""Shifts: the pump as a job of the queue. At most two pumps work at once, and one of them keeps looking.

The first seat's holder drains the outbox, then looks every second or so whether a letter has come, until its time is
over; then it queues its successor. So a letter written without a job leaves within seconds, and the request that wrote
it pays for no job. The chain is begun by the tick, which finds it running nearly always. A second pump helps while
there is much to do; further ones leave at once, so that the queue's other jobs find a worker.
"""

from __future__ import annotations

from datetime import datetime
from time import monotonic, sleep

from django.conf import settings

from scc_site import clock, jobs, stopping
from scc_site.locks import only_one
from scc_site.mail import pump
from scc_site.mail.outbox import DRAIN
from scc_site.models import OutgoingMail

SEATS = 2
PATIENCE = 5  # so many times longer between two looks while the mail service is away


def drain() -> str:
    """The task: one shift of limited length, where a seat is free. Safe to run at any time."""
    for seat in range(SEATS):
        with only_one(f"pump {seat}", wait=False) as ours:
            if not ours:
                continue
            watching = seat == 0 and settings.MAIL_POLL_SECONDS > 0
            done = _shift(watching=watching)
        if (watching or done.more) and not stopping.asked():
            jobs.enqueue(DRAIN)
        return str(done)
    return "enough pumps are at work"


def wake(*, at: datetime) -> None:
    """What the tick does each minute, whatever the instant: see to it that the outbox is drained."""
    jobs.enqueue(DRAIN)


def _shift(*, watching: bool) -> pump.Round:
    """Send what is due; then, if told to watch, what comes until the time is over."""
    ends = monotonic() + settings.MAIL_DRAIN_SECONDS
    told = pump.run(time=clock.now, budget=settings.MAIL_DRAIN_SECONDS)
    look_at = monotonic()
    while watching and not stopping.asked() and monotonic() < ends:
        sleep(min(settings.MAIL_POLL_SECONDS, settings.MAIL_DRAIN_SECONDS))
        if monotonic() >= look_at and OutgoingMail.objects.due(clock.now()).exists():
            done = pump.run(time=clock.now, budget=max(0.0, ends - monotonic()))
            look_at = monotonic() + (settings.MAIL_POLL_SECONDS * PATIENCE if done.halted else 0)
            told.add(done)
    return told
