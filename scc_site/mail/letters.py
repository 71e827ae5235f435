"""Letters: from a row's context to subject, text and HTML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

import css_inline
from django.conf import settings
from django.template import Context, Engine
from django.utils import translation
from django.utils.translation import gettext

from scc_site.mail import headers, invitations, kinds, plain, preferences, stored
from scc_site.mail.messages import Letter, Unfit, deliverable, display_name, one_line
from scc_site.mail.stored import Stored
from scc_site.models import OutgoingMail

LARGEST_HTML = 60 * 1024  # Gmail clips a letter near 100 KB
LONGEST_SUBJECT = 200
SIGNATURE = "-- "  # what follows is no news: mail programs set it apart (RFC 3676, 4.3)
LINK = re.compile(r"""\b(?:href|src|action|background)\s*=\s*["']?([^"'\s>]*)""", re.IGNORECASE)


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
    """The first style sheet into the elements; the one marked to be kept stays in the head. Fetches nothing."""
    return css_inline.CSSInliner(load_remote_stylesheets=False)


def compose(mail: OutgoingMail, *, secrets: Mapping[str, str], at: datetime) -> Letter:
    """The letter of a row, with these secrets, dated `at`.

    `mail.person`, where there still is one, must be loaded. Template faults come as Django raises them.
    """
    said = stored.of(mail) or _written(mail, secrets)
    return Letter(
        outbox_id=mail.pk,
        kind=mail.kind,
        to=deliverable(mail.to),
        to_name=display_name(_name(mail)),
        subject=said.subject,
        text=said.text,
        html=said.html,
        message_id=message_id(mail),
        date=at,
        bcc=tuple(deliverable(address) for address in mail.bcc),
        headers=headers.of(mail),
        calendar=invitations.part_of(mail),
    )


def _written(mail: OutgoingMail, secrets: Mapping[str, str]) -> Stored:
    """Subject, text and HTML by the letter's templates."""
    known = _known(mail, secrets) | {"subject": subject(mail, secrets=secrets)} | _foot(mail)
    body = plain.set_in_columns(_print(f"{mail.kind}/body.txt", known, escaped=False))
    foot = plain.set_in_columns(_print("_foot.txt", known, escaped=False))
    html = _print(f"{mail.kind}/body.html", known | {"preview": plain.preview(body)}, escaped=True)
    return Stored(known["subject"], f"{body}\n{SIGNATURE}\n{foot}", _inliner().inline(html))


def subject(mail: OutgoingMail, *, secrets: Mapping[str, str]) -> str:
    """The subject alone: one line."""
    if kept := stored.of(mail):
        return kept.subject
    printed = _print(f"{mail.kind}/subject.txt", _known(mail, secrets), escaped=False)
    return one_line(printed.replace("=?", "= ?"), LONGEST_SUBJECT)  # nobody writes encoded words by hand


def _known(mail: OutgoingMail, secrets: Mapping[str, str]) -> dict[str, Any]:
    """What the templates may print: the person's name unless the context has its own, the secrets, the house."""
    given = {"name": _name(mail), "to": mail.to, "kind": mail.kind, "language": "en"}
    return given | mail.context | dict(secrets) | house()


def _foot(mail: OutgoingMail) -> dict[str, str]:
    """Why this letter comes, in its own language, and where its reader can ask for fewer, while there is one."""
    with translation.override(mail.context.get("language") or settings.LANGUAGE_CODE):
        why = gettext(kinds.of(mail.kind).why) if kinds.of(mail.kind).why else ""
    return {"why": why, "preferences_url": preferences.page_url(mail.person) if mail.person else ""}


def _name(mail: OutgoingMail) -> str:
    """The person's name, or the one that the letter names itself."""
    return mail.person.name if mail.person else str(mail.context.get("name", ""))


def _print(part: str, known: Mapping[str, Any], *, escaped: bool) -> str:
    """One part of a letter, by its path in templates/mail/."""
    template = Engine.get_default().get_template(f"mail/{part}")
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
    most = stored.LARGEST_HTML if stored.is_known(letter.kind) else LARGEST_HTML
    if size > most:
        raise Unfit(f"The letter has {size} bytes of HTML; {most} are allowed.")
    for target in LINK.findall(letter.html):
        if target != settings.SITE_ORIGIN and not target.startswith(
            (f"{settings.SITE_ORIGIN}/", "mailto:", "tel:", "data:image/", "cid:")
        ):
            raise Unfit("The letter has a link that does not start with SITE_ORIGIN.")
