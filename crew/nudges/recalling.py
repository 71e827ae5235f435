"""Nudge letters that have not left and are no longer true: they stay here, and what still is true is told anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from crew.models import Nudge
from scc_site.mail import outbox
from scc_site.models import OutgoingMail

TURN = "ptb_nudge"
REASON = "A sail in it changed: what is still true is told anew."


def take_turn() -> None:
    """Wait for any run or recall under way; held until the transaction ends. People and sails are locked before."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [TURN])


def recall(*, sail_id: int, at: datetime, person_id: int | None = None) -> int:
    """Keep letters that speak of a sail (to one person: of their seat) from leaving; how many. Inside a verb alone.

    The next run tells again, in a new letter, whatever of it still stands. One on the wire right now leaves.
    """
    take_turn()  # before looking: a run under way has read the sail as it was, and is about to write
    told = list(Nudge.objects.in_waiting_letters(sail_id, person_id).values_list("mail_id", flat=True))
    return take_back(told, at=at) if told else 0


def take_back(letters: Sequence[int], *, at: datetime) -> int:
    """Cancel letters, by number, as far as they surely have not left, and plan their rows again; how many."""
    waiting = OutgoingMail.objects.filter(pk__in=letters).waiting().select_for_update(skip_locked=True)
    held = dict(waiting.values_list("pk", "dedupe_key"))
    outbox.cancel(prefix=list(held.values()), reason=REASON, at=at)
    Nudge.objects.filter(mail__in=list(held), state=Nudge.State.SENT).update(
        state=Nudge.State.PLANNED, planned_at=at, ended_at=None, mail=None
    )
    return len(held)
