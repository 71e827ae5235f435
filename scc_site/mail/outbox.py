"""The outbox's verbs: a letter is a row, written in the transaction that is its reason."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from scc_site import jobs
from scc_site.ical import REQUEST
from scc_site.mail import sealing
from scc_site.mail.invitations import CALENDAR
from scc_site.models import OutgoingMail, User
from scc_site.models.mail import OutgoingMailQuerySet
from scc_site.refusals import Refusal, Unseen

State = OutgoingMail.State
DRAIN = "scc_site.mail.shifts.drain"
SEALED_NAMES = "_sealed"


class Draft(NamedTuple):
    """One letter to one person, still to be queued; the words are plain JSON."""

    letter: str
    person: User
    dedupe_key: str
    context: Mapping[str, Any]


class NotWaiting(Refusal):
    """The letter has left, or will not leave any more: nothing to call back or to repeat."""


@transaction.atomic(savepoint=False)  # one statement: a savepoint around it would cost two more
def queue(
    *,
    letter: str,
    person: User | str,
    dedupe_key: str,
    at: datetime,
    context: Mapping[str, Any],
    secrets: Mapping[str, str] | None = None,
    lane: OutgoingMail.Lane = OutgoingMail.Lane.PROMPT,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
    bcc: Sequence[str] = (),
) -> None:
    """Put one letter to one person into the outbox; it leaves soon after the transaction commits.

    `person` is an address alone where nobody signs in with it, such as a guest's; `context` then holds their `name`.
    `letter` names a folder of templates/mail/. `dedupe_key` is kind:entity:version:recipient:occurrence: a second
    row with the same key is not written. `context` is plain JSON; `secrets` are sealed with a key outside the database.
    The sign-in lane is sent at once, the others within seconds. `bcc` get a copy unseen.
    """
    row = _row(
        letter=letter, person=person, dedupe_key=dedupe_key, at=at, context=context, secrets=secrets or {}, lane=lane
    )
    row.not_before, row.expires_at, row.bcc = not_before or at, expires_at, list(bcc)
    OutgoingMail.objects.bulk_create([row], ignore_conflicts=True)
    if lane == OutgoingMail.Lane.LOGIN:
        jobs.enqueue(DRAIN)


ENTRY = 'person_id bigint, "to" text, dedupe_key text, context jsonb, lane smallint, expires_at timestamptz'


class Entry(NamedTuple):
    """One of many letters, each with words of its own: to whom, its key, what it prints, how soon, until when."""

    person_id: int
    to: str
    dedupe_key: str
    context: Mapping[str, Any]
    lane: OutgoingMail.Lane = OutgoingMail.Lane.BULK
    expires_at: datetime | None = None


@transaction.atomic(savepoint=False)
def queue_all(*, letter: str, entries: Iterable[Entry], at: datetime) -> None:
    """Many letters of one kind, none with secrets, in one statement; keys as in `queue`.

    What differs goes over as one text, what is the same for all once: row by row it takes ten times as long.
    """
    given = json.dumps([entry._asdict() for entry in entries], cls=DjangoJSONEncoder)
    same = OutgoingMail(kind=letter, not_before=at, created_at=at)
    fields = [field for field in OutgoingMail._meta.concrete_fields if not field.primary_key]
    known: dict[str, Any] = {
        str(field.column): field.get_db_prep_save(field.pre_save(same, True), connection) for field in fields
    }
    columns = ", ".join(f'"{column}"' for column in known)
    values = ", ".join(f'one."{column}"' if column in Entry._fields else f"%({column})s" for column in known)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO scc_site_outgoingmail ({columns}) SELECT {values} "  # noqa: S608 - the model's own columns
            f"FROM jsonb_to_recordset(%(given)s::jsonb) AS one({ENTRY}) ON CONFLICT DO NOTHING",
            {**known, "given": given},
        )


@transaction.atomic(savepoint=False)
def queue_each(
    *, letter: str, people: Iterable[User], dedupe_key: str, at: datetime, context: Mapping[str, Any]
) -> None:
    """The same letter to several people, in one statement; each one's number is added to the key."""
    queue_drafts(drafts=[Draft(letter, person, dedupe_key, context) for person in people], at=at)


@transaction.atomic(savepoint=False)
def queue_drafts(*, drafts: Iterable[Draft], at: datetime) -> None:
    """Several letters of one act, in one statement; each person's number is added to the key."""
    OutgoingMail.objects.bulk_create(
        [
            _row(
                letter=draft.letter,
                person=draft.person,
                dedupe_key=f"{draft.dedupe_key}:{draft.person.pk}",
                at=at,
                context={**draft.context, "name": draft.person.first_name},
                secrets={},
                lane=OutgoingMail.Lane.PROMPT,
            )
            for draft in drafts
        ],
        ignore_conflicts=True,
    )


def _row(
    *,
    letter: str,
    person: User | str,
    dedupe_key: str,
    at: datetime,
    context: Mapping[str, Any],
    secrets: Mapping[str, str],
    lane: OutgoingMail.Lane,
) -> OutgoingMail:
    """A letter's row, due at once; its secrets sealed, their names told."""
    names = {SEALED_NAMES: sorted(secrets)} if secrets else {}
    return OutgoingMail(
        dedupe_key=dedupe_key,
        kind=letter,
        lane=lane,
        person=None if isinstance(person, str) else person,
        to=person if isinstance(person, str) else person.email,
        context={**context, **names},
        sealed=sealing.seal(secrets, bound_to=dedupe_key),
        not_before=at,
        created_at=at,
    )


@transaction.atomic
def cancel(*, prefix: str | Sequence[str], reason: str, at: datetime) -> int:
    """Keep every letter whose dedupe key begins so from leaving, such as `offer:sail-7:`; how many were stopped.

    Several prefixes: each letter that begins with one of them; none stop nothing.
    A letter on the wire right now cannot be called back, but is not tried again. `reason` is for the office.
    """
    return stop(OutgoingMail.objects.under(*([prefix] if isinstance(prefix, str) else prefix)), reason=reason, at=at)


def stop(letters: OutgoingMailQuerySet, *, reason: str, at: datetime) -> int:
    """Keep these letters from leaving, as `cancel` does; how many. Inside a verb's transaction only."""
    letters.filter(state=State.SENDING).update(expires_at=at)
    return letters.recallable().update(
        state=State.CANCELLED, fault=reason[:500], sealed="", lease_until=None, finished_at=at
    )


@transaction.atomic
def correct(*, prefix: Sequence[str], words: Mapping[str, Any]) -> int:
    """Put other words into letters, by the fronts of their dedupe keys, that are still to leave; how many there were.

    Facts under `calendar` go into the entries that such letters bring; what takes one back is left as it is.
    A letter on the wire right now keeps what it says.
    """
    letters = list(OutgoingMail.objects.under(*prefix).waiting().select_for_update(skip_locked=True))
    plain = {name: said for name, said in words.items() if name != CALENDAR}
    for letter in letters:
        letter.context = {**letter.context, **plain}
        if letter.context.get(CALENDAR, {}).get("method") == REQUEST:
            letter.context[CALENDAR] = {**letter.context[CALENDAR], **words.get(CALENDAR, {})}
    OutgoingMail.objects.bulk_update(letters, ["context"])
    return len(letters)


@transaction.atomic
def cancel_after(*, mail_id: int, reason: str, at: datetime) -> int:
    """Keep every letter written after one (by number) from leaving; how many were stopped."""
    waiting = OutgoingMail.objects.filter(pk__gt=mail_id).recallable()
    return waiting.update(state=State.CANCELLED, fault=reason[:500], sealed="", lease_until=None, finished_at=at)


@transaction.atomic
def cancel_one(*, mail_id: int, reason: str, at: datetime) -> None:
    """Keep one letter from leaving; raises Unseen, NotWaiting."""
    mail = _locked(mail_id)
    stopped = (
        OutgoingMail.objects.filter(pk=mail.pk)
        .recallable()
        .update(state=State.CANCELLED, fault=reason[:500], sealed="", lease_until=None, finished_at=at)
    )
    if not stopped:
        raise NotWaiting(f"The letter is {mail.get_state_display()}: only one that waits can be cancelled.")


@transaction.atomic
def requeue(*, mail_id: int, at: datetime) -> None:
    """Send a failed or uncertain letter again, from its first attempt on; raises Unseen, NotWaiting.

    One that may have left already is marked as a possible duplicate. It leaves within seconds.
    """
    mail = _locked(mail_id)
    if mail.state not in (State.FAILED, State.UNCERTAIN):
        raise NotWaiting(f"The letter is {mail.get_state_display()}: only a failed or uncertain one is sent again.")
    if mail.to == OutgoingMail.ERASED:
        raise NotWaiting("The letter was erased: nobody knows any more whom it was for.")
    mail.possible_duplicate = mail.possible_duplicate or mail.state == State.UNCERTAIN
    mail.state, mail.attempts, mail.not_before = State.QUEUED, 0, at
    mail.lease_until = mail.finished_at = None
    mail.save()


def _locked(mail_id: int) -> OutgoingMail:
    """The letter, held until the transaction ends; raises Unseen."""
    mail = OutgoingMail.objects.select_for_update().filter(pk=mail_id).first()
    if mail is None:
        raise Unseen("There is no such letter.")
    return mail
