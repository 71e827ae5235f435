"""Copies of letters as they left: what a mailbox got, with everything masked that opens a door.

Secrets are masked by their value wherever they stand, as typed and as HTML writes them; tokens of the house's links
by where they stand. What still shows a trace of a secret after that is not kept at all: the row says so.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.html import escape

from scc_site.logs import masked as without_tokens
from scc_site.mail import messages, sealing
from scc_site.mail.messages import Letter
from scc_site.models import LetterCopy, MailAttempt, OutgoingMail

log = logging.getLogger(__name__)
LEFT = (MailAttempt.Outcome.ACCEPTED, MailAttempt.Outcome.UNCERTAIN)
WITHHELD = "(not kept: a secret stands in this letter where it cannot be masked)"
SHORTEST_TRACE = 4
TOKEN = 16  # so long are the parts of a link that open something
HANDFUL = 500
APART = re.compile(r"[\W_]+")


def keep(*, mail: OutgoingMail, letter: Letter, at: datetime) -> None:
    """Keep what one request of a claim carried out; one statement, within the transaction that records the attempt.

    `mail` still holds its sealed secrets. The fingerprint is that of the whole message as every provider sends it;
    a mail service that builds its own message from the parts sends other bytes. A letter of which no copy can be
    made is sent all the same: that it left matters more.
    """
    try:
        copy = _copy(mail, letter, at)
    except Exception as fault:  # noqa: BLE001 - whatever it is must not undo the record of what was sent
        log.error("No copy of letter %s: %s", mail.pk, type(fault).__name__)
        return
    copy.save(force_insert=True)


def _copy(mail: OutgoingMail, letter: Letter, at: datetime) -> LetterCopy:
    """The row, not yet stored."""
    message = messages.mime(letter)
    sent = message.as_bytes()
    secrets = sealing.unseal(mail.sealed, bound_to=mail.dedupe_key).values()
    parts = {
        "subject": letter.subject,
        "text": letter.text,
        "html": letter.html,
        "calendar": letter.calendar.text if letter.calendar else "",
    }
    return LetterCopy(
        mail_id=mail.pk,
        token=mail.token,
        at=at,
        headers=[[name, masked(str(value), secrets)] for name, value in message.items()],
        sha256=sha256(sent).hexdigest(),
        bytes=len(sent),
        **{name: masked(part, secrets) for name, part in parts.items()},
    )


def masked(text: str, secrets: Collection[str]) -> str:
    """The text without the secrets and without any link's token; nothing of it where a trace would be left."""
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        for written in (secret, escape(secret), quote(secret, safe="")):
            text = text.replace(written, sealing.MASK)
    text = without_tokens(text).replace("\0", "")
    bare = APART.sub("", text).casefold()
    return WITHHELD if any(trace in bare for secret in secrets for trace in _traces(secret)) else text


def _traces(secret: str) -> Iterator[str]:
    """What would give a secret away: the whole of it, and each long part of a link, signs and case aside."""
    for part in (secret, *(part for part in urlsplit(secret).path.split("/") if len(part) >= TOKEN)):
        bare = APART.sub("", part).casefold()
        if len(bare) >= SHORTEST_TRACE:
            yield bare


def drop_old(*, at: datetime) -> int:
    """Let copies older than MAIL_COPY_DAYS lose what they say; how many. Safe to run twice, and to be cut short.

    When each left, its subject and its fingerprint stay.
    """
    dropped = 0
    while some := _drop_some(at):
        dropped += some
    return dropped


@transaction.atomic
def _drop_some(at: datetime) -> int:
    """A handful of them."""
    old = LetterCopy.objects.older_than(at - timedelta(days=settings.MAIL_COPY_DAYS))
    chosen = list(old.order_by("at").values_list("pk", flat=True)[:HANDFUL])
    return LetterCopy.objects.filter(pk__in=chosen).update(text="", html="", calendar="", headers=[], dropped_at=at)
