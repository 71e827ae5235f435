"""Sending a run: one delivery for each reader, stored and queued in one transaction, whatever is repeated or killed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from reports import approving, archive, fitness, reading, recipients, trials
from reports.archive import Archive
from reports.letter_kinds import LETTER, family_of
from reports.letters import Said, Writer
from reports.models import ReportDelivery, ReportRun
from reports.models.sending import issue_of
from reports.recipients import Recipient
from scc_site.mail import alerts, kinds, outbox
from scc_site.models import OutgoingMail, User
from scc_site.refusals import Refusal

State = ReportRun.State
SENDABLE = frozenset({State.APPROVED, State.SENDING, State.SENT, State.PARTLY_SENT, State.FAILED})


class NotApproved(Refusal):
    """Nothing is sent that nobody approved."""


class NothingToCorrect(Refusal):
    """The run corrects none, or nobody got the one that it corrects."""


@dataclass
class Sent:
    """What sending came to: letters queued, readers who had this period's report already, those refused, by address."""

    queued: int = 0
    had: int = 0
    refused: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        told = f"{self.queued} letter{'' if self.queued == 1 else 's'} queued"
        if not self.queued and self.had:
            told = "nothing to send: everybody has this period’s report already"
        said = "".join(f"; not to {address}, who {why}" for address, why in self.refused.items())
        return f"{told}{said}."


@dataclass(frozen=True)
class Round:
    """What one sending writes by: the run, its writer, the archive, which labels the report holds, which correction."""

    run: ReportRun
    writer: Writer
    archive: Archive
    labels: frozenset[str]
    correction: int
    lots: trials.Lots
    at: datetime


def send(
    *, run: ReportRun, by: User | None, at: datetime, named: Collection[int] = (), corrected: bool = False
) -> Sent:
    """Queue an approved run's letters: one to each reader who has not had this report of this scope and period.

    `named`: of people, these alone. `corrected`: to all who had it, once more, as the correction that the run is.
    Asks the mail service first; raises fitness.NotFit with all that is wrong, Unseen, NotApproved, NothingToCorrect.
    """
    approving.may(by, "send", run)
    fitness.judge(run=run, at=at)
    return _queue(run=run, at=at, named=named, corrected=corrected)


@transaction.atomic
def _queue(*, run: ReportRun, at: datetime, named: Collection[int], corrected: bool) -> Sent:
    """All of it or nothing; runs of one period stand in line."""
    row = _in_line(run)
    if row.state not in SENDABLE:
        raise NotApproved(f"This run is {row.get_state_display()}: approve it first.")
    known = list(ReportDelivery.objects.of_issue(row).order_by("pk"))
    number = _correction(row, known) if corrected else 0
    had = {one.reader_id: one for one in known if one.correction == number}
    people = recipients.of(slug=row.slug, unit=row.unit, at=at, named=named)
    if corrected:
        before = {one.reader.email_canonical for one in _readers(row)}
        people = [one for one in people if one.key in before]
    making = _round(row, number, len(people), at)
    done = Sent()
    for one in people:
        _to(one, had, making, done)
    _archive(people, had, making)
    if done.queued:
        row.state = State.SENDING
        row.save(update_fields=["state"])
    return done


def _in_line(run: ReportRun) -> ReportRun:
    """The run, after every run of its report, scope and period is held: of two sendings the second waits."""
    same = ReportRun.objects.filter(slug=run.slug, unit=run.unit_id, period=run.period)
    list(same.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    return approving.locked(run)


def _correction(run: ReportRun, known: list[ReportDelivery]) -> int:
    """The number of the correction that a run is: one more than the last, or the one it was sent as before."""
    if run.corrects_id is None or not known:
        raise NothingToCorrect("This run corrects no report that anybody got.")
    own = [one.correction for one in known if one.run_id == run.pk and one.correction]
    return own[0] if own else max(one.correction for one in known) + 1


def _readers(run: ReportRun) -> list[ReportDelivery]:
    rows = ReportDelivery.objects.of_issue(run).filter(is_archive=False, refused="")
    return list(rows.select_related("reader"))


def _round(run: ReportRun, number: int, readers: int, at: datetime) -> Round:
    return Round(
        run,
        Writer(run),
        archive.of(slug=run.slug, unit=run.unit, at=at),
        archive.labels_of(reading.report_of(run)),
        number,
        trials.lots(run, readers=readers),
        at,
    )


def _to(one: Recipient, had: dict[int, ReportDelivery], making: Round, done: Sent) -> None:
    """One reader: written to, had already, or refused and kept as such."""
    person = recipients.person_of(one)
    row = had.get(person.pk)
    if row is not None and not row.refused:
        done.had += 1
        return
    row = row or _row(one, person, making)
    if one.refused:
        row.refused = one.refused
        row.save()
        done.refused[one.address] = one.refused
        _tell(row, making.at)
        return
    bcc, said = making.archive.beside(one, making.labels & one.clearance)
    row.archive, row.archive_said = bcc, said
    _write(row, one, person, making)
    done.queued += 1


def _row(one: Recipient, person: User, making: Round) -> ReportDelivery:
    run = making.run
    return ReportDelivery(
        run=run, slug=run.slug, unit=run.unit, period=run.period, issue=issue_of(run), reader=person,
        correction=making.correction, address=one.address, variant=making.lots.of(one.key), made_at=making.at,
    )  # fmt: skip


def _write(row: ReportDelivery, one: Recipient, person: User, making: Round) -> None:
    """Render, keep, queue."""
    row.run, row.clearance, row.is_whole = making.run, sorted(one.clearance), one.is_whole
    row.address, row.refused = one.address, ""
    said = making.writer.write(one, letter=row.variant, link=row.link, person=person)
    _keep(row, said)
    queue_letter(row=row, person=person, at=making.at)


def _keep(row: ReportDelivery, said: Said) -> None:
    row.subject, row.text, row.html = said.subject, said.text, said.html
    row.sha256, row.marks = said.sha256, said.marks


def queue_letter(*, row: ReportDelivery, person: User, at: datetime) -> None:
    """Put a delivery's stored letter into the outbox, under a key of its try, and store the delivery."""
    scope = row.unit_id or "all"
    row.tries += 1
    key = f"{LETTER}:{row.slug}:{scope}:{row.issue}:{person.pk}:{row.correction}:{row.tries}"
    outbox.queue(
        letter=LETTER,
        person=person,
        dedupe_key=key,
        at=at,
        context={"link": row.link, kinds.FAMILIES: [family_of(row.slug)]},
        lane=OutgoingMail.Lane.BULK,
        bcc=[row.archive] if row.archive else [],
    )
    row.mail = OutgoingMail.objects.get(dedupe_key=key)
    row.save()


def _archive(people: list[Recipient], had: dict[int, ReportDelivery], making: Round) -> None:
    """One message to the archive where it may not, or is not to, share its readers'; once a run's sending."""
    one, written = making.archive.recipient, recipients.written(people)
    if one is None or one.refused or not written or one.key in {each.key for each in written}:
        return
    wanted = making.archive.is_separate or any(
        not making.archive.beside(each, making.labels & each.clearance)[0] for each in written
    )
    person = recipients.person_of(one)
    if wanted and person.pk not in had:
        row = _row(one, person, making)
        row.is_archive, row.variant = True, making.run.variant
        _write(row, one, person, making)


def _tell(row: ReportDelivery, at: datetime) -> None:
    """The office hears who did not get a report, and why; once a report and reader. Their own wish is no news."""
    if row.refused == recipients.OFF:
        return
    words = f"{row.run} was not sent to {row.address}, who {row.refused}."
    alerts.raise_alarm(
        kind="report_refused", key=f"{row.pk}:{row.tries}", words=words, at=at, path=row.run.get_absolute_url()
    )


def last_correction(run: ReportRun) -> int:
    """The number of the latest correction of a run's period; 0 where there was none."""
    return ReportDelivery.objects.of_issue(run).aggregate(last=Max("correction"))["last"] or 0
