"""What becomes of a run's letters: its state follows them, and what failed is sent again to those alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from reports import approving, building, fitness, recipients, sending
from reports.building import Order
from reports.models import ReportDelivery, ReportRun
from reports.models.sending import OPEN, TAKEN
from reports.sending import Sent
from scc_site.mail import suppression
from scc_site.models import OutgoingMail, User
from scc_site.refusals import Refusal

State, Letters = ReportRun.State, OutgoingMail.State
FOLLOWED = frozenset({State.SENDING, State.SENT, State.PARTLY_SENT, State.FAILED})
LONG = timedelta(days=14)  # bounces come for days
LOST = frozenset({Letters.FAILED, Letters.BOUNCED, Letters.SUPPRESSED, Letters.EXPIRED, Letters.CANCELLED})


class NothingFailed(Refusal):
    """Everybody has it, or may still get it."""


@transaction.atomic
def settle(*, at: datetime) -> int:
    """Have every run of late days say what became of its letters; how many changed. Run again, nothing changes."""
    since = at - LONG
    held = ReportRun.objects.select_for_update(of=("self",), skip_locked=True).defer("tree")
    runs = held.filter(state__in=FOLLOWED, pk__in=ReportDelivery.objects.filter(made_at__gte=since).values("run"))
    changed = 0
    for run in runs:
        state = state_of(run.deliveries.select_related("mail"))
        if state and state != run.state:
            ReportRun.objects.filter(pk=run.pk).update(state=state)
            changed += 1
    return changed


def state_of(rows: Iterable[ReportDelivery]) -> str:
    """What a run is by its deliveries: being sent while one may still leave, else sent, sent in part, or failed.

    Empty where there is none; who switched the report off does not count, nor does the archive.
    """
    counted = [row for row in rows if not row.is_archive and row.refused != recipients.OFF]
    if not counted:
        return ""
    states = [row.mail.state if row.mail and not row.refused else "" for row in counted]
    if any(state in OPEN for state in states):
        return State.SENDING
    taken = sum(state in TAKEN for state in states)
    return State.SENT if taken == len(states) else State.PARTLY_SENT if taken else State.FAILED


def resend(*, run: ReportRun, by: User | None, at: datetime) -> Sent:
    """Send the stored letters again to those alone to whom they failed, and to who was refused and may have it now.

    Raises what `sending.send` raises, and NothingFailed.
    """
    approving.may(by, "send", run)
    fitness.judge(run=run, at=at)
    return _again(run=run, at=at)


@transaction.atomic
def _again(*, run: ReportRun, at: datetime) -> Sent:
    row = approving.locked(run)
    people = {one.key: one for one in recipients.of(slug=row.slug, unit=row.unit, at=at)}
    done, lost = Sent(), [one for one in row.deliveries.told() if _is_lost(one)]
    if not lost:
        raise NothingFailed("Everybody has this report, or may still get it.")
    held = suppression.among([one.reader.email_canonical for one in lost])
    for one in lost:
        key = one.reader.email_canonical
        reader = people.get(key)
        why = reader.refused if reader else "" if one.is_archive else "holds no grant any more"
        if key in held:
            why = "is written to no more: letters came back"
        if why or one.refused:
            done.refused[one.address] = why or "was refused before and gets it when the run is sent"
            continue
        sending.queue_letter(row=one, person=one.reader, at=at)
        done.queued += 1
    if done.queued:
        ReportRun.objects.filter(pk=row.pk).update(state=State.SENDING)
    return done


def _is_lost(one: ReportDelivery) -> bool:
    return bool(one.refused) or (one.mail is not None and one.mail.state in LOST)


def correct(*, run: ReportRun, by: User | None, at: datetime) -> tuple[ReportRun, Sent]:
    """Build the report of a run anew, from what is recorded now, and send it as its correction to all who had it.

    Its subject says so. Raises what building, approving and sending raise.
    """
    approving.may(by, "send", run)
    number = sending.last_correction(run) + 1
    order = Order(run.slug, run.unit, run.as_of, f"correction:{number}:{run.pk}", run.variant, corrects=run)
    made = building.build(order=order, builder=by, at=at)
    approving.approve(run=made, by=by, at=at)
    return made, sending.send(run=made, by=by, at=at, corrected=True)
