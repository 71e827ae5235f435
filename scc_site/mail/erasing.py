"""Letters whose reader may be known no more: the address and the words go, what was sent and when stays (verb)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from scc_site.mail import outbox
from scc_site.models import LetterCopy, OutgoingMail

WHY = "Erased: nothing that its reader signed is kept any more."
# The index of LIKE on the keys: each front is a range of it, up to the sign after its colon.
FOUND = """
SELECT mail.id FROM unnest(%s::text[]) AS front
  JOIN scc_site_outgoingmail mail ON mail.dedupe_key ~>=~ front AND mail.dedupe_key ~<~ (left(front, -1) || ';')
 WHERE mail."to" <> %s
"""


@transaction.atomic
def erase(*, fronts: Sequence[str], at: datetime) -> int:
    """Take address, words and secrets out of letters by the fronts of their dedupe keys, each ending in a colon.

    How many. Whatever still waits does not leave. Kind, state, times, attempts and the fingerprint of what left stay,
    and so does what a mail service reported, which nobody may change. Safe to run twice.
    """
    with connection.cursor() as cursor:
        cursor.execute(FOUND, [list(fronts), OutgoingMail.ERASED])
        found = [number for (number,) in cursor.fetchall()]
    letters = OutgoingMail.objects.filter(pk__in=found)
    outbox.stop(letters, reason=WHY, at=at)
    letters.update(to=OutgoingMail.ERASED, bcc=[], context={}, sealed="", fault="")
    copies = LetterCopy.objects.filter(mail__in=found)
    copies.update(
        subject="", text="", html="", calendar="", headers=[], dropped_at=Coalesce(F("dropped_at"), at)
    )  # fmt: skip
    return len(found)
