"""How often: counters in Postgres, one atomic upsert each, exact however many ask at once.

A window begins with its first hit. Every number is a setting (`LIMIT_…`). When the counters cannot be reached,
nobody gets or types a code; those signed in go on, for nothing here is asked about them.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from scc_site.auth import codes
from scc_site.models import RateCounter
from scc_site.refusals import TooOften

MINUTE, HOUR, DAY = 60, 3600, 86_400
UNTIL_CLEARED = 3650 * DAY
NETWORK_BITS = 64  # an IPv6 household or server has at least this much to itself

UPSERT = """
INSERT INTO scc_site_ratecounter AS counter (key, count, ends_at) VALUES (%(key)s, 1, %(ends_at)s)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN counter.ends_at <= %(at)s THEN 1 ELSE counter.count + 1 END,
    ends_at = CASE WHEN counter.ends_at <= %(at)s THEN EXCLUDED.ends_at ELSE counter.ends_at END
RETURNING count, ends_at
"""
TAKE_BACK = "UPDATE scc_site_ratecounter SET count = count - 1 WHERE key = %s AND count > 0 AND ends_at > %s"


class Count(NamedTuple):
    """A counter after a hit."""

    number: int
    ends_at: datetime


def client_ip(*, remote: str, forwarded: str, hops: int) -> str:
    """The address a request came from, trusting that many proxies and no more.

    `forwarded` is X-Forwarded-For: each proxy appends the peer it saw, so what stands left of the trusted ones
    was written by the client and is not believed.
    """
    seen = [entry.strip() for entry in forwarded.split(",") if entry.strip()]
    if not hops or not seen:
        return remote
    claimed = seen[-min(hops, len(seen))]
    try:
        return str(ipaddress.ip_address(claimed.strip("[]")))
    except ValueError:
        return remote


def network_of(ip: str) -> str:
    """What is counted as one: an IPv4 address, or an IPv6 /64."""
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((int(address), NETWORK_BITS), strict=False))
    return str(address)


def hit(limit: str, subject: str, *, seconds: int, at: datetime) -> Count:
    """Count one more; the window is `seconds` long and begins now if none is open."""
    ends_at = at + timedelta(seconds=seconds)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(UPSERT, {"key": _key(limit, subject), "at": at, "ends_at": ends_at})
        number, until = cursor.fetchone()
    return Count(number, until)


def asking(*, address: str, ip: str, at: datetime) -> None:
    """Count a request for a letter, known address or not; raises TooOften.

    The shortest window is asked first, so that impatience does not eat the day's letters.
    """
    with _closed_when_down():
        _within("REQUESTS_PER_IP_HOUR", network_of(ip), HOUR, at, "You have asked very often. Wait a little.")
        sentence = "A letter was asked for moments ago. Look in the inbox, or wait and ask again."
        _within("MAIL_PER_ADDRESS_MINUTE", address, MINUTE, at, sentence)
        _within("MAIL_PER_ADDRESS_HOUR", address, HOUR, at, sentence)
        _within("MAIL_PER_ADDRESS_DAY", address, DAY, at, sentence)


def typing(*, address: str, ip: str, at: datetime) -> None:
    """Count a typed code as a wrong one, before it is looked at; `typed_right` takes it back. Raises TooOften.

    `address` is empty when the browser never asked for a code.
    """
    with _closed_when_down():
        paused = RateCounter.objects.filter(key=_key("CODES_PAUSED", ""), ends_at__gt=at).first()
        if paused:
            raise _too_often("Codes are paused for a few minutes. Use the link in the letter.", paused.ends_at, at)
        sentence = "Too many wrong codes. Use the link in the letter, or wait."
        _within("WRONG_CODES_PER_IP_HOUR", network_of(ip), HOUR, at, sentence)
        if address:
            _within("WRONG_CODES_PER_ACCOUNT", address, UNTIL_CLEARED, at, sentence)
        whole_site = hit("WRONG_CODES_SITE_HOUR", "", seconds=HOUR, at=at)
        if whole_site.number > settings.LIMITS["WRONG_CODES_SITE_HOUR"]:
            raise _pause(at)


def typed_right(*, address: str, ip: str, at: datetime) -> None:
    """Take back what `typing` counted: this one was right. Nobody else's counter is touched."""
    subjects = {
        "WRONG_CODES_PER_IP_HOUR": network_of(ip),
        "WRONG_CODES_PER_ACCOUNT": address,
        "WRONG_CODES_SITE_HOUR": "",
    }
    with connection.cursor() as cursor:
        for limit, subject in subjects.items():
            cursor.execute(TAKE_BACK, [_key(limit, subject), at])


def followed_link(*, address: str) -> None:
    """Forget an account's wrong codes: its owner has just shown that the mailbox is theirs."""
    RateCounter.objects.filter(key=_key("WRONG_CODES_PER_ACCOUNT", address)).delete()


def within(limit: str, *, ip: str, seconds: int, at: datetime, sentence: str) -> None:
    """Count one more act from a network; raises TooOften with the sentence when that is more than the limit allows."""
    _within(limit, network_of(ip), seconds, at, sentence)


def _key(limit: str, subject: str) -> str:
    """The row of a limit and a subject."""
    return codes.counter_key(limit, subject, settings.RECORD_KEYS)


def _within(limit: str, subject: str, seconds: int, at: datetime, sentence: str) -> None:
    """Count one more and refuse it when that is too many."""
    count = hit(limit, subject, seconds=seconds, at=at)
    if count.number > settings.LIMITS[limit]:
        raise _too_often(sentence, min(count.ends_at, at + timedelta(days=1)), at)


def _pause(at: datetime) -> TooOften:
    """Close typed codes for everybody for a while, and begin the count anew."""
    minutes = settings.LIMITS["CODE_PAUSE_MINUTES"]
    paused = hit("CODES_PAUSED", "", seconds=minutes * MINUTE, at=at)
    RateCounter.objects.filter(key=_key("WRONG_CODES_SITE_HOUR", "")).delete()
    return _too_often("Codes are paused for a few minutes. Use the link in the letter.", paused.ends_at, at)


def _too_often(sentence: str, until: datetime, at: datetime) -> TooOften:
    """The refusal, with the seconds until it lifts."""
    return TooOften(sentence, int((until - at).total_seconds()) + 1)


@contextmanager
def _closed_when_down() -> Iterator[None]:
    """Counters out of reach: refuse rather than let uncounted guesses through."""
    try:
        yield
    except DatabaseError as fault:
        raise TooOften("Codes cannot be checked just now. Try again in a minute.", MINUTE) from fault
