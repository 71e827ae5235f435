"""Letters: from a row's context to subject, text and HTML, and from these to one safe message."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

import css_inline
from django.conf import settings
from django.template import Context, Engine

from scc_site.addresses import InvalidAddress, canonical
from scc_site.models import OutgoingMail

LARGEST_HTML = 60 * 1024  # Gmail clips a letter near 100 KB
LONGEST_SUBJECT = 200
LONGEST_NAME = 80
SPECIALS = re.compile(r"""[<>@,;:"\\()\[\]=?]""")  # RFC 5322 3.2.3 less the dot; = and ? begin an encoded word
LINK = re.compile(r"""\b(?:href|src|action|background)\s*=\s*["']?([^"'\s>]*)""", re.IGNORECASE)


class Unfit(Exception):
    """The letter cannot be sent as it is; the message says why and holds nothing secret."""


@dataclass(frozen=True)
class Letter:
    """One letter, ready to be sent: header values are single lines, `html` has its styles inlined."""

    outbox_id: int
    kind: str
    to: str
    to_name: str
    subject: str
    text: str
    html: str
    message_id: str
    date: datetime


def one_line(text: str, longest: int) -> str:
    """Text without control characters, blanks collapsed, cut to a length: safe within one header."""
    spaced = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in text[: longest * 4])
    return " ".join(spaced.split())[:longest].strip()


def display_name(name: str) -> str:
    """A name that cannot be read as an address, a list or another header."""
    return one_line(SPECIALS.sub(" ", name[: LONGEST_NAME * 4]), LONGEST_NAME)


def house() -> dict[str, str]:
    """What every letter may print about the house."""
    return {
        "origin": settings.SITE_ORIGIN,
        "house_name": settings.HOUSE_NAME,
        "house_phone": settings.HOUSE_PHONE,
        "house_address": settings.HOUSE_ADDRESS,
        "shore_contact": settings.SHORE_CONTACT,
    }


@lru_cache(maxsize=1)
def _inliner() -> css_inline.CSSInliner:
    """Styles into elements; what cannot be inlined (dark mode, phones) stays in the head. Fetches nothing."""
    return css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def compose(mail: OutgoingMail, *, secrets: Mapping[str, str], at: datetime) -> Letter:
    """The letter of a row, with these secrets, dated `at`.

    `mail.person`, where there still is one, must be loaded. Template faults come as Django raises them.
    """
    known = _known(mail, secrets)
    return Letter(
        outbox_id=mail.pk,
        kind=mail.kind,
        to=deliverable(mail.to),
        to_name=display_name(_name(mail)),
        subject=subject(mail, secrets=secrets),
        text=_print(mail.kind, "body.txt", known, escaped=False).strip() + "\n",
        html=_inliner().inline(_print(mail.kind, "body.html", known, escaped=True)),
        message_id=message_id(mail),
        date=at,
    )


def subject(mail: OutgoingMail, *, secrets: Mapping[str, str]) -> str:
    """The subject alone: one line."""
    printed = _print(mail.kind, "subject.txt", _known(mail, secrets), escaped=False)
    return one_line(printed.replace("=?", "= ?"), LONGEST_SUBJECT)  # nobody writes encoded words by hand


def _known(mail: OutgoingMail, secrets: Mapping[str, str]) -> dict[str, Any]:
    """What the templates may print: the person's name unless the context has its own, the secrets, the house."""
    return {"name": _name(mail), "to": mail.to, "kind": mail.kind} | mail.context | dict(secrets) | house()


def _name(mail: OutgoingMail) -> str:
    """The person's name, while there is one."""
    return mail.person.name if mail.person else ""


def _print(kind: str, part: str, known: Mapping[str, Any], *, escaped: bool) -> str:
    """One part of a letter."""
    template = Engine.get_default().get_template(f"mail/{kind}/{part}")
    return template.render(Context(dict(known), autoescape=escaped))


def message_id(mail: OutgoingMail) -> str:
    """The same for every attempt, so that a mailbox that gets a letter twice can show it once."""
    seed = sha256(f"{mail.dedupe_key}|{mail.created_at.isoformat()}".encode()).hexdigest()[:16]
    return f"<outbox-{mail.pk}-{seed}@{urlsplit(settings.SITE_ORIGIN).hostname}>"


def inspect(letter: Letter) -> None:
    """Raises Unfit when a letter is too large, says nothing, or leads anywhere but to this house."""
    if not letter.subject or not letter.text.strip():
        raise Unfit("The letter has no subject or no text.")
    size = len(letter.html.encode())
    if size > LARGEST_HTML:
        raise Unfit(f"The letter has {size} bytes of HTML; {LARGEST_HTML} are allowed.")
    for target in LINK.findall(letter.html):
        if target != settings.SITE_ORIGIN and not target.startswith(
            (f"{settings.SITE_ORIGIN}/", "mailto:", "tel:", "data:image/", "cid:")
        ):
            raise Unfit("The letter has a link that does not start with SITE_ORIGIN.")


def mime(letter: Letter) -> EmailMessage:
    """The message: one To, one From, text and HTML twins, lines of seven bits unless the address needs more.

    Raises Unfit when the address is none.
    """
    utf8 = not letter.to.isascii()
    message = EmailMessage(policy=(policy.SMTPUTF8 if utf8 else policy.SMTP).clone(cte_type="7bit"))
    message["From"] = _mailbox(display_name(settings.HOUSE_NAME), settings.DEFAULT_FROM_ADDRESS)
    message["To"] = _mailbox(letter.to_name, letter.to)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.date)
    message["Message-ID"] = letter.message_id
    message["Auto-Submitted"] = "auto-generated"
    message["X-SCC-Outbox-Id"] = str(letter.outbox_id)
    message["X-SCC-Kind"] = letter.kind
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    return message


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
