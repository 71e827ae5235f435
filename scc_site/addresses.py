"""Canonical form of email addresses (pure).

Two spellings are one person when their canonical forms are equal: NFKC and case folding on the local part, IDNA
(lower-case A-labels) on the domain.

Never compare with `iexact`: in Postgres upper('ı') = upper('i'), which makes two people one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email

# Names such as house.test, boat.local or nobody.invalid are spelled as they should be. Whether letters arrive there is
# seen when they are sent; who asks for one must be answered like everybody else.
SPECIAL_USE_DOMAIN_NAMES.clear()
PLAIN = re.compile(r"[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*", re.ASCII)
HOSTS = 1000  # the last ones seen: lists name the same few again and again
LONGEST = 254  # RFC 5321 4.5.3.1.3: a path of 256 octets, less its two brackets


class InvalidAddress(ValueError):
    """What was given is not one email address; the message says why."""


def canonical(address: str) -> str:
    """The form in which an address is compared and unique.

    Raises InvalidAddress for anything that is not exactly one deliverable-looking address.
    """
    text = unicodedata.normalize("NFKC", address).strip().casefold()
    if len(text) > LONGEST:
        raise InvalidAddress(f"An address has at most {LONGEST} characters.")
    local, _, domain = text.partition("@")
    if PLAIN.fullmatch(local) and (host := _host(domain)):
        short = f"{local}@{host}"
        if len(short) <= LONGEST:
            return short
    return _read(text)


@lru_cache(HOSTS)
def _host(domain: str) -> str:
    """A domain in A-labels, empty for none: what costs most of reading a plain address."""
    try:
        return _read(f"a@{domain}").partition("@")[2]
    except InvalidAddress:
        return ""


def _read(text: str) -> str:
    try:
        found = validate_email(text, check_deliverability=False, allow_smtputf8=True, test_environment=False)
    except EmailNotValidError as fault:
        raise InvalidAddress(str(fault)) from fault
    return f"{found.local_part}@{found.ascii_domain}"


def comparable(address: str) -> str:
    """The canonical form, or the text itself where it is no address: for comparing what is kept already."""
    try:
        return canonical(address)
    except InvalidAddress:
        return address


def masked(address: str) -> str:
    """An address as a page may show it to whoever holds a link: `m…@example.org`."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}…@{domain}"
