"""The job `ptb_nudge`: plan, choose, merge, one letter a person. Safe to run twice, in parallel, and late."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import connection, transaction

from crew.nudges import choosing, merging, planning, recalling, rules
from crew.nudges.choosing import Row
from scc_site.mail import outbox, preferences
from scc_site.mail.outbox import Entry
from scc_site.models import OutgoingMail

log = logging.getLogger(__name__)
LETTER = "nudge"
SENT = """
UPDATE crew_nudge nudge SET state = 'sent', ended_at = %(at)s, mail_id = mail.id
  FROM unnest(string_to_array(%(people)s, ' ')::bigint[], string_to_array(%(keys)s, ' ')) AS told(person_id, key)
  JOIN scc_site_outgoingmail mail ON mail.dedupe_key = told.key
 WHERE nudge.person_id = told.person_id AND nudge.state = 'planned'
   AND nudge.id = ANY(string_to_array(%(rows)s, ' ')::bigint[])
"""
SKIPPED = """
UPDATE crew_nudge nudge SET state = 'skipped', ended_at = %(at)s, why = left_out.why
  FROM unnest(%(rows)s::bigint[], %(whys)s::text[]) AS left_out(id, why)
 WHERE nudge.id = left_out.id AND nudge.state = 'planned'
"""


def nudge(*, at: datetime) -> None:
    """The schedule's entry: everybody who has something due gets one letter about all of it."""
    if sent := run(at=at):
        log.info("%s people are reminded.", sent)


@transaction.atomic
def run(*, at: datetime) -> int:
    """Queue what is due at an instant, one letter a person; how many letters.

    Of two runs at once the second waits, and finds nothing left to do. Letters of earlier runs that have not left and
    are no longer true stay here; what is still true of them is told anew.
    """
    recalling.take_turn()
    if stale := planning.untrue(at):
        recalling.take_back(stale, at=at)
    planning.plan(at)
    found = choosing.due(at)
    if not found:
        return 0
    choice = choosing.choose(found, at=at, lately=choosing.written_to(found, at), off=preferences.switched_off(found))
    _skip(choice.skipped, at)
    return _send(choice.letters, at)


def _send(letters: dict[int, list[Row]], at: datetime) -> int:
    """Queue the letters and mark their rows, in three statements."""
    entries = {person: entry(rows, at) for person, rows in letters.items()}
    outbox.queue_all(letter=LETTER, entries=entries.values(), at=at)
    if entries:
        keys = " ".join(entry.dedupe_key for entry in entries.values())
        rows = (row.id for rows in letters.values() for row in rows)
        _write(SENT, at=at, people=_listed(entries), keys=keys, rows=_listed(rows))
    return len(entries)


def entry(rows: Sequence[Row], at: datetime) -> Entry:
    """One person's letter; its key is made of its rows, so that the same rows make one letter, however often told."""
    prompt = any(row.kind in rules.URGENT for row in rows)
    return Entry(
        person_id=rows[0].person_id,
        to=rows[0].email,
        dedupe_key=f"{LETTER}:{rows[0].person_id}:{_digest(rows)}",
        context=merging.letter(rows, at),
        lane=OutgoingMail.Lane.PROMPT if prompt else OutgoingMail.Lane.BULK,
        expires_at=merging.expires_at(rows, at),
    )


def _digest(rows: Iterable[Row]) -> str:
    """Short, and never the same for other rows, nor for the same rows planned anew."""
    told = sorted(f"{row.id}:{row.planned}" for row in rows)
    return sha256(" ".join(told).encode()).hexdigest()[:24]


def _skip(skipped: dict[int, str], at: datetime) -> None:
    if skipped:
        _write(SKIPPED, at=at, rows=list(skipped), whys=list(skipped.values()))


def _listed(numbers: Iterable[int]) -> str:
    """Numbers as one text: a list of thousands is slow to hand over."""
    return " ".join(map(str, numbers))


def _write(statement: str, **known: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, known)
