"""Alarms: the office is told of every incident once, by letter, and never drowned in them.

The first of a kind is told at once. What follows within the hour is kept, shown in the office, and told together in
the next letter of that kind. Safe to call often, in parallel, and in anybody's transaction: only the very same incident
raised twice at once waits, for the other's end.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

from scc_site.addresses import InvalidAddress, canonical
from scc_site.mail import outbox
from scc_site.mail.alarms import kind_of
from scc_site.models import Alarm, User

LETTER = "alert"
QUIET = timedelta(hours=1)
LISTED = 10


@transaction.atomic(savepoint=False)
def raise_alarm(
    *, kind: str, key: str, words: str, at: datetime, since: datetime | None = None, path: str = "", about: str = ""
) -> None:
    """Keep an incident and tell every admin of it, now or with the next letter of its kind.

    `kind` is one of alarms.KINDS; `key` names the incident: the same again does nothing. `words` is a whole sentence
    of what happened, `since` when it began. `path` leads to the page that mends it, where it is not the kind's own.
    No letter about the address `about` goes to that address.
    """
    alarm = Alarm(
        kind=kind[:40],
        key=key[:120],
        words=words[:500],
        since=since,
        path=path[:300],
        about=_canonical(about),
        raised_at=at,
    )
    Alarm.objects.bulk_create([alarm], ignore_conflicts=True)
    if Alarm.objects.untold(alarm.kind).filter(key=alarm.key).exists():
        _tell(alarm.kind, at)


@transaction.atomic
def gather(*, at: datetime) -> int:
    """What each tick does: tell of the incidents that came while their kind was kept quiet; how many letters."""
    return sum(_tell(kind, at) for kind in Alarm.objects.untold_kinds())


def _tell(kind: str, at: datetime) -> int:
    """One letter per admin about everything of a kind that is untold, unless the last was less than an hour ago.

    While another transaction tells of the same kind this one leaves it to the next tick: nobody waits here.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s))", [f"alarm:{kind}"])
        if not cursor.fetchone()[0]:
            return 0
    if Alarm.objects.told_near(kind, at, QUIET):
        return 0
    untold = list(Alarm.objects.untold(kind))
    written = sum(_write(kind, person, untold, at) for person in User.objects.admins()) if untold else 0
    if written:
        Alarm.objects.filter(pk__in=[alarm.pk for alarm in untold]).update(told_at=at)
    return written


def _write(kind: str, person: User, untold: list[Alarm], at: datetime) -> bool:
    """The letter to one admin; none where all of it is about their own address."""
    alarms = [alarm for alarm in untold if alarm.about != person.email_canonical]
    if not alarms:
        return False
    outbox.queue(
        letter=LETTER,
        person=person,
        dedupe_key=f"alert:{kind}:{alarms[0].key}:{person.pk}",
        at=at,
        context={"name": person.first_name, **context(kind, alarms)},
    )
    return True


def context(kind: str, alarms: list[Alarm]) -> dict[str, object]:
    """What the letter prints about incidents of one kind, the first of them first; times on the house's clock."""
    words, first = kind_of(kind), alarms[0]
    one = len(alarms) == 1
    began = min(alarm.since or alarm.raised_at for alarm in alarms)
    return {
        "alarm": kind,
        "heading": words.heading if one else words.headings.format(count=len(alarms)),
        "lines": [alarm.words for alarm in alarms[:LISTED]],
        "more": max(0, len(alarms) - LISTED),
        "since": _said(began),
        "meaning": words.meaning,
        "remedy": words.remedy,
        "path": (first.path if one else "") or words.path,
        "button": words.button,
    }


def _said(at: datetime) -> str:
    """`Thursday 4 June 2026, 17:10 PDT`, on the house's clock."""
    here = at.astimezone(settings.HOUSE_ZONE)
    return f"{here:%A} {here.day} {here:%B %Y, %H:%M} {here.tzname()}"


def _canonical(address: str) -> str:
    """The canonical form; nothing where it is no address."""
    try:
        return canonical(address)
    except InvalidAddress:
        return ""
