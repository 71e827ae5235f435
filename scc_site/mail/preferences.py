"""Which letters a person wants: tokens and addresses of their page, the switches (verbs), and who has what off.

The token is the person's `sub` and a MAC over it: never stored, it opens this page alone and signs nobody in.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.db import transaction

from scc_site.mail import kinds
from scc_site.models import LetterChoice, User
from scc_site.refusals import Unseen

Way = LetterChoice.Way
LABEL = b"scc mail preferences v1\x1f"
SUB_BYTES = 16
TOKEN_LENGTH = 64  # characters: 16 bytes of `sub` and 32 of the MAC
MOST_NAMED = 20  # families that one address may name


def token_of(person: User) -> str:
    """The token of a person's page, made with the first of RECORD_KEYS."""
    raw = person.sub.bytes
    return base64.urlsafe_b64encode(raw + _mac(next(iter(settings.RECORD_KEYS.values())), raw)).decode()


def person_of(token: str) -> User:
    """Whose page a token opens, active or not; raises Unseen. A forged one never reaches the database."""
    sub = _sub_of(token)
    person = User.objects.filter(sub=sub).first() if sub else None
    if person is None:
        raise Unseen("There is no such page.")
    return person


def page_url(person: User) -> str:
    """The absolute address of a person's page of letters."""
    return f"{settings.SITE_ORIGIN}/mail/preferences/{token_of(person)}/"


def one_click_url(person: User, families: Iterable[kinds.Family]) -> str:
    """The address for List-Unsubscribe: the page, and what a POST to it switches off (RFC 8058, 3.1)."""
    return f"{page_url(person)}?{urlencode([('family', family.slug) for family in families])}"


@dataclass(frozen=True)
class Line:
    """One family as its reader sees it; `last` is the last word about it, if there was one."""

    family: kinds.Family
    last: LetterChoice | None

    @property
    def off(self) -> bool:
        """Whether it comes no more."""
        return bool(self.last and self.last.off)


def listed(person: User, *, first: Collection[str] = ()) -> list[Line]:
    """The families written to a person, and those they once switched off; `first` are named, and come first.

    One query. A reader of reports outside the house has no role: the link in their letter names what it is of.
    """
    last = {choice.family: choice for choice in LetterChoice.objects.standing([person.pk]).select_related("by")}
    theirs = kinds.families_for(roles_of(person))
    known = [kinds.family(slug) for slug, choice in last.items() if choice.off]
    known += [kinds.family(slug) for slug in first] if not roles_of(person) else []
    families = dict.fromkeys([*theirs, *(family for family in known if family)])
    return [Line(family, last.get(family.slug)) for family in sorted(families, key=lambda each: each.slug not in first)]


def switched_off(people: Collection[int]) -> dict[int, frozenset[str]]:
    """The families that each of these people has switched off, by number; in one query, who has none is left out."""
    found: dict[int, set[str]] = {}
    for choice in LetterChoice.objects.standing(people):
        if choice.off:
            found.setdefault(choice.person_id, set()).add(choice.family)
    return {person_id: frozenset(slugs) for person_id, slugs in found.items()}


@transaction.atomic
def switch(*, person: User, families: Collection[str], off: bool, by: User, way: Way, at: datetime) -> list[str]:
    """Switch families of letters off for a person, or on again; the titles of all named, changed now or before.

    What is already so adds no row. Letters that have been queued still come.
    Raises Unseen when there is no such family; then nothing is changed.
    """
    named = [kinds.family(slug) for slug in dict.fromkeys(families)]
    if not named or None in named:
        raise Unseen("There is no such kind of letter.")
    User.objects.select_for_update().filter(pk=person.pk).first()  # two taps at once leave one row
    known = switched_off([person.pk]).get(person.pk, frozenset())
    rows = [
        LetterChoice(person=person, family=family.slug, off=off, at=at, by=by, way=way)
        for family in named
        if family and (family.slug in known) != off
    ]
    LetterChoice.objects.bulk_create(rows)
    return [family.title for family in named if family]


def roles_of(person: User) -> list[str]:
    """Which roles' letters concern a person, whether or not they may sign in now."""
    flags = {"crew": person.is_crew, "admin": person.is_admin, "executive": person.is_executive}
    return [role for role, held in flags.items() if held]


def _sub_of(token: str) -> UUID | None:
    """The `sub` within a token, when one of RECORD_KEYS made it."""
    if len(token) != TOKEN_LENGTH or not token.isascii():
        return None
    try:
        raw = base64.b64decode(token, altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        return None
    sub, mac = raw[:SUB_BYTES], raw[SUB_BYTES:]
    genuine = [hmac.compare_digest(_mac(key, sub), mac) for key in settings.RECORD_KEYS.values()]
    return UUID(bytes=sub) if any(genuine) else None


def _mac(key: str, sub: bytes) -> bytes:
    return hmac.new(key.encode(), LABEL + sub, sha256).digest()
