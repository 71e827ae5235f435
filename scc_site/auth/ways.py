"""The way back: the page a person wanted before being asked who they are (pure)."""

from __future__ import annotations

import unicodedata
from urllib.parse import unquote, urlsplit

LONGEST = 500
OWN_PAGES = ("/auth/sessions/", "/auth/step-up/")  # the only pages under /auth/ worth coming back to


def clean(way: str) -> str:
    """A path on this site, with its query; empty when it is anything else.

    Browsers read `//host`, `/\\host` and a path with tabs in it as another site's address; so what is doubtful in
    any decoding is no way back.
    """
    if not way.startswith("/") or len(way) > LONGEST or not way.isascii():
        return ""
    plain = unquote(unquote(way))
    if plain.startswith(("//", "/\\")) or "\\" in plain:
        return ""
    if any(unicodedata.category(c) in {"Cc", "Cs", "Co", "Zl", "Zp"} for c in plain):
        return ""
    if way.startswith("//") or any(c in way for c in " <>\"'`{}|^"):
        return ""
    path = urlsplit(way).path
    return "" if path.startswith("/auth/") and path not in OWN_PAGES else way


def of_referrer(referrer: str, *, origins: tuple[str, ...]) -> str:
    """The way back to the page that held a form; empty when it is not one of this site's."""
    try:
        parts = urlsplit(referrer)
    except ValueError:
        return ""
    if f"{parts.scheme}://{parts.netloc}" not in origins:
        return ""
    return clean(parts.path + (f"?{parts.query}" if parts.query else ""))


def leads_to_admin(way: str) -> bool:
    """Whether the page wanted is the office's, so that an admin needs admin scope for it."""
    return way.startswith("/admin/")
