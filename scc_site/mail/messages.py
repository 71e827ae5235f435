"""Messages: a letter, ready to be sent, and the one safe MIME form that every provider sends."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email import policy
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.utils import format_datetime
from hashlib import sha256
from typing import Any

from django.conf import settings

from scc_site.addresses import InvalidAddress, canonical

LONGEST_NAME = 80
SPECIALS = re.compile(r"""[<>@,;:"\\()\[\]=?]""")  # RFC 5322 3.2.3 less the dot; = and ? begin an encoded word
QUOTED = "quoted-printable"


class Unfit(Exception):
    """The letter cannot be sent as it is; the message says why and holds nothing secret."""


class WholeHeader(UnstructuredHeader):
    """A header of one word, such as an address in angle brackets: Python would write a long one as encoded words."""

    def fold(self, *, policy: Any) -> str:
        """On one line, as RFC 5322 allows up to 998 characters."""
        return f"{self.name}: {self}{policy.linesep}"  # type: ignore[attr-defined] # mixed in by the registry


HEADERS = HeaderRegistry()
HEADERS.map_to_type("list-unsubscribe", WholeHeader)  # type: ignore[arg-type] # as typeshed's own classes


@dataclass(frozen=True)
class CalendarPart:
    """An iCalendar object for the reader's calendar (RFC 6047): `method` is REQUEST or CANCEL, `text` the object."""

    method: str
    text: str


@dataclass(frozen=True)
class Attachment:
    """A file that comes along: its name in ASCII, its media type, its bytes."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """One letter, ready to be sent: header values are single lines, `html` has its styles inlined.

    `bcc` are addresses for the envelope alone, never a header. `headers` are further ones, such as List-Unsubscribe.
    """

    outbox_id: int
    kind: str
    to: str
    to_name: str
    subject: str
    text: str
    html: str
    message_id: str
    date: datetime
    bcc: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    calendar: CalendarPart | None = None
    attachments: tuple[Attachment, ...] = ()

    @property
    def recipients(self) -> tuple[str, ...]:
        """Everybody in the envelope; an archive that is the reader's own mailbox is not written to twice."""
        known = {canonical(self.to): self.to}
        for address in self.bcc:
            known.setdefault(canonical(address), address)
        return tuple(known.values())


def one_line(text: str, longest: int) -> str:
    """Text without control characters, blanks collapsed, cut to a length: safe within one header."""
    spaced = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in text[: longest * 4])
    return " ".join(spaced.split())[:longest].strip()


def display_name(name: str) -> str:
    """A name that cannot be read as an address, a list or another header."""
    return one_line(SPECIALS.sub(" ", name[: LONGEST_NAME * 4]), LONGEST_NAME)


def mime(letter: Letter) -> EmailMessage:
    """The message: one To, one From, text first, its HTML twin, quoted-printable lines of seven bits.

    Only an address that is not ASCII makes it a message for SMTPUTF8. Raises Unfit when the address is none.
    """
    utf8 = not letter.to.isascii()
    message = EmailMessage(
        policy=(policy.SMTPUTF8 if utf8 else policy.SMTP).clone(cte_type="7bit", header_factory=HEADERS)
    )
    message["From"] = _mailbox(display_name(settings.HOUSE_NAME), settings.DEFAULT_FROM_ADDRESS)
    message["To"] = _mailbox(letter.to_name, letter.to)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.date)
    message["Message-ID"] = letter.message_id
    message["Auto-Submitted"] = "auto-generated"
    message["X-SCC-Outbox-Id"] = str(letter.outbox_id)
    message["X-SCC-Kind"] = letter.kind
    for name, value in letter.headers.items():
        message[name] = value
    message.set_content(letter.text, cte=QUOTED)
    message.add_alternative(letter.html, subtype="html", cte=QUOTED)
    if letter.calendar:
        message.add_alternative(
            letter.calendar.text, subtype="calendar", cte=QUOTED, params={"method": letter.calendar.method}
        )
    for each in letter.attachments:
        main, _, sub = each.media_type.partition("/")
        message.add_attachment(each.content, maintype=main, subtype=sub, filename=each.name, cte="base64")
    _set_boundaries(message, f"{letter.message_id} {letter.date}")
    return message


def _set_boundaries(message: EmailMessage, seed: str) -> None:
    """The same letter is the same bytes each time. "=_" never stands in an encoded line (RFC 2045 6.7, 6.8)."""
    for depth, part in enumerate(part for part in message.walk() if part.is_multipart()):
        told = f"{seed} {depth}" if depth else seed
        part.set_boundary(f"=_{sha256(told.encode()).hexdigest()[:40]}")


def _mailbox(name: str, address: str) -> Address:
    """A name and one address as one header value; raises Unfit."""
    local, _, domain = deliverable(address).rpartition("@")
    return Address(display_name=name, username=local, domain=domain)


def deliverable(address: str) -> str:
    """One address as servers take it: the local part as typed, the domain in ASCII; raises Unfit for anything else."""
    try:
        domain = canonical(address).rpartition("@")[2]
    except InvalidAddress as fault:
        raise Unfit("The address is not one that can be written to.") from fault
    return f"{unicodedata.normalize('NFKC', address).strip().rpartition('@')[0]}@{domain}"
