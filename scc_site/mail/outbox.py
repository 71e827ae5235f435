"""The outbox's verbs: a letter is a row, written in the transaction that is its reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from scc_site.models import OutgoingMail, User


def queue(
    *,
    letter: str,
    person: User,
    dedupe_key: str,
    at: datetime,
    context: Mapping[str, Any],
    secrets: Mapping[str, str] | None = None,
    lane: OutgoingMail.Lane = OutgoingMail.Lane.PROMPT,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
) -> None:
    """Put one letter to one person into the outbox; it leaves soon after the transaction commits.

    `letter` names a folder of templates/mail/. `dedupe_key` is kind:entity:version:recipient:occurrence: a second
    row with the same key is not written. `context` is plain JSON; `secrets` are sealed with a key outside the database.
    The sign-in lane is sent at once, the others within a minute.
    """
    OutgoingMail.objects.bulk_create(
        [
            OutgoingMail(
                dedupe_key=dedupe_key,
                kind=letter,
                lane=lane,
                person=person,
                to=person.email,
                context=dict(context),
                not_before=not_before or at,
                expires_at=expires_at,
                created_at=at,
            )
        ],
        ignore_conflicts=True,
    )
