"""Who gets a report, and as what: the operator's recipients and the granted, judged anew each time it is sent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings

from reports import grants
from reports.grants import Grants
from reports.letter_kinds import family_of
from reports.models import BusinessUnit, ReportGrant
from scc_site.addresses import canonical
from scc_site.mail import preferences
from scc_site.models import User

INACTIVE = "may not sign in any more"
NO_ROLE = "is neither executive nor admin any more"
OFF = "has switched this report off"
OVER = {
    "ended": "holds a grant that ended",
    "expired": "holds a grant that expired",
    "not approved yet": "holds a grant that nobody approved yet",
}


@dataclass(frozen=True)
class Recipient:
    """One reader of a report: an address, who that is where they are known, and what they may see.

    `refused`: why nothing is sent to them, empty where it is.
    """

    address: str
    person: User | None
    clearance: frozenset[str] = frozenset()
    is_whole: bool = True
    refused: str = field(default="", compare=False)

    @property
    def key(self) -> str:
        """What they are told apart by."""
        return canonical(self.address)


def of(*, slug: str, unit: BusinessUnit | None, at: datetime, named: Collection[int] = ()) -> list[Recipient]:
    """Everybody who is to get a report over a scope, by address; of people by number, those named alone.

    Whoever was given it and may not have it any more is among them, with the reason.
    """
    today = at.astimezone(settings.HOUSE_ZONE).date()
    found = {} if named else {one.key: one for one in _operators(slug)}
    for key, rows in _granted(slug, unit, named).items():
        one = _judged(rows, slug, today)
        if key not in found:
            found[key] = one
    return [found[key] for key in sorted(found)]


def _operators(slug: str) -> list[Recipient]:
    """Those whom the settings name; an inactive person gets nothing all the same."""
    wanted = {canonical(address): address for address in settings.REPORT_RECIPIENTS}
    known = {person.email_canonical: person for person in User.objects.filter(email_canonical__in=wanted)}
    off = preferences.switched_off([person.pk for person in known.values()])
    return [
        Recipient(
            known[key].email if key in known else address,
            known.get(key),
            grants.WHOLE,
            refused=_stopped(known.get(key), off, slug),
        )
        for key, address in wanted.items()
    ]


def _granted(slug: str, unit: BusinessUnit | None, named: Collection[int]) -> dict[str, list[ReportGrant]]:
    """The grants of each reader, by canonical address; ended ones only beside others, for their reason."""
    rows = ReportGrant.objects.for_report(slug, unit).filter(is_mailed=True, ended_at=None)
    found: dict[str, list[ReportGrant]] = defaultdict(list)
    for row in rows.filter(person__in=named) if named else rows:
        found[row.person.email_canonical if row.person else row.address_canonical].append(row)
    return found


def _judged(rows: list[ReportGrant], slug: str, today: date) -> Recipient:
    person = rows[0].person
    standing = [row for row in rows if not row.lacks(today)]
    held: Grants = grants.added_up(standing)
    off = preferences.switched_off([person.pk]) if person else {}
    why = "" if standing else OVER[rows[0].lacks(today)]
    if person and person.is_active and not (person.is_executive or person.is_admin):
        why = NO_ROLE
    return Recipient(
        person.email if person else rows[0].address,
        person,
        frozenset().union(*(one.clearance for one in held.given)),
        any(one.is_whole for one in held.given),
        _stopped(person, off, slug) or why,
    )


def _stopped(person: User | None, off: dict[int, frozenset[str]], slug: str) -> str:
    """What about the person themselves keeps a report from them."""
    if person is None:
        return ""
    if not person.is_active:
        return INACTIVE
    return OFF if family_of(slug) in off.get(person.pk, frozenset()) else ""


def person_of(one: Recipient) -> User:
    """The row of a reader: an address outside gets one without any role, which signs nobody in.

    It carries what every reader of mail has: choices, suppression, history. To be called within a transaction.
    """
    if one.person is not None:
        return one.person
    return User.objects.get_or_create(email_canonical=one.key, defaults={"email": one.address, "name": ""})[0]


def written(people: Iterable[Recipient]) -> list[Recipient]:
    """Those to whom something is sent."""
    return [one for one in people if not one.refused]
