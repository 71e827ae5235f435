"""Headers that every letter carries beside its own: where answers go, which list it is of, how to leave that list."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings

from scc_site.mail import kinds, preferences
from scc_site.mail.messages import deliverable, display_name
from scc_site.models import OutgoingMail

ONE_CLICK = "List-Unsubscribe=One-Click"  # RFC 8058, 3.1: the header's value and the body of the POST


def of(mail: OutgoingMail) -> dict[str, str]:
    """The headers of a row's letter; `mail.person`, where there still is one, must be loaded.

    Only what can be switched off says how: a sign-in code or an offer never does (RFC 8058 is for lists one can leave).
    A sign-in letter is of no list at all, or mail programs would file it with newsletters. Raises Unfit.
    """
    found: dict[str, str] = {}
    if settings.REPLY_TO:
        found["Reply-To"] = deliverable(settings.REPLY_TO)
    if mail.lane != OutgoingMail.Lane.LOGIN:
        found["List-ID"] = _list_id(mail)
    families = kinds.families_of(mail.kind, mail.context)
    if families and mail.person:
        found["List-Unsubscribe"] = f"<{preferences.one_click_url(mail.person, families)}>"
        found["List-Unsubscribe-Post"] = ONE_CLICK
    return found


def _list_id(mail: OutgoingMail) -> str:
    """`Tasks <tasks.letters.crew.example.com>`: the family where it is one, else the kind (RFC 2919)."""
    families = kinds.families_of(mail.kind, mail.context)
    slug, title = mail.kind, kinds.of(mail.kind).title
    if len(families) == 1:
        slug, title = families[0].slug, families[0].title
    return f"{display_name(title)} <{slug.replace('_', '-')}.letters.{urlsplit(settings.SITE_ORIGIN).hostname}>"
