"""Letters read by the house itself: as they left, as they will leave, or with their secrets masked.

What left is read from the copy that was kept of it: templates change, and a letter written anew might lie.
"""

from __future__ import annotations

import email
import email.policy
import logging
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

from django.conf import settings

from scc_site.mail import letters, messages, sealing
from scc_site.mail.providers import file
from scc_site.models import LetterCopy, OutgoingMail

log = logging.getLogger(__name__)
UNWRITABLE = "(this letter cannot be written)"
GONE = "(erased)"


@dataclass(frozen=True)
class Reading:
    """What a person sees of a letter; `headers` in the order of the message, `calendar` its iCalendar part.

    `copy` is what it was read from; none: it was written anew, from today's templates.
    """

    subject: str
    text: str
    html: str
    headers: list[tuple[str, str]]
    calendar: str = ""
    copy: LetterCopy | None = None


def masked(mail: OutgoingMail, *, at: datetime) -> Reading:
    """For the office: as it left last, else as it would be written now; every secret is a row of dots."""
    if mail.to == OutgoingMail.ERASED:
        return Reading(GONE, "", "", [])
    if (copy := LetterCopy.objects.last_of(mail.pk)) is not None:
        headers = [(name, value) for name, value in copy.headers]
        return Reading(copy.subject, copy.text, copy.html, headers, copy.calendar, copy)
    return _written(mail, dict.fromkeys(mail.context.get("_sealed", ()), sealing.MASK), at)


def whole(mail: OutgoingMail, *, at: datetime) -> Reading:
    """For a developer: the file that was written, else the letter with its secrets, else with dots in their place."""
    if (left := _as_it_left(mail)) is not None:
        return left
    try:
        secrets = sealing.unseal(mail.sealed, bound_to=mail.dedupe_key)
    except sealing.Unsealable:
        secrets = {}
    return _written(mail, secrets, at) if secrets else masked(mail, at=at)


def subject(mail: OutgoingMail) -> str:
    """The subject alone, secrets masked."""
    if mail.to == OutgoingMail.ERASED:
        return GONE
    secrets = dict.fromkeys(mail.context.get("_sealed", ()), sealing.MASK)
    try:
        return letters.subject(mail, secrets=secrets)
    except Exception as fault:  # noqa: BLE001 - whatever a template does, the list is shown
        log.warning("The subject of letter %s cannot be written: %s", mail.pk, type(fault).__name__)
        return UNWRITABLE


def _written(mail: OutgoingMail, secrets: dict[str, str], at: datetime) -> Reading:
    """The letter written now."""
    try:
        letter = letters.compose(mail, secrets=secrets, at=at)
        headers = list(messages.mime(letter).items())
    except Exception as fault:  # noqa: BLE001 - as above
        return Reading(UNWRITABLE, f"{type(fault).__name__}\n", "", [])
    calendar = letter.calendar.text if letter.calendar else ""
    return Reading(letter.subject, letter.text, letter.html, headers, calendar)


def _as_it_left(mail: OutgoingMail) -> Reading | None:
    """What the file provider wrote for this very row; a file of another database's row is none of it."""
    path = file.path_of(mail.pk, mail.kind)
    if settings.EMAIL_PROVIDER != "file" or not path.is_file():
        return None
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    if not isinstance(message, EmailMessage) or message["Message-ID"] != letters.message_id(mail):
        return None
    text, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    events = [part.get_payload(decode=True) for part in message.walk() if part.get_content_type() == "text/calendar"]
    return Reading(
        subject=str(message["Subject"]),
        text=text.get_content() if text else "",
        html=html.get_content() if html else "",
        headers=[(name, str(value)) for name, value in message.items()],
        calendar="".join(event.decode() for event in events if isinstance(event, bytes)),
    )
