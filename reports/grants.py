"""What a person may read of the reports and do with them: their grants, added up.

The office, in an admin-scoped session, has every right. `REPORT_RECIPIENTS` is a grant too, given by the operator.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, Self

from django.conf import settings

from reports.models.grants import ReportGrant
from reports.perspectives import SLUGS
from reports.tree import LABELS
from scc_site import clock
from scc_site.addresses import comparable
from scc_site.models import Scope, User

Act = Literal["build", "approve", "send", "manage"]
ACTS: tuple[Act, ...] = ("build", "approve", "send", "manage")
WHOLE = frozenset(LABELS)


@dataclass(frozen=True)
class Given:
    """One grant: a report's slug and a unit's, either empty for all; the labels seen, what may be done."""

    slug: str = ""
    unit: str = ""
    clearance: frozenset[str] = frozenset()
    acts: frozenset[str] = frozenset()
    is_whole: bool = True

    @classmethod
    def by(cls, grant: ReportGrant) -> Self:
        """A row of the table."""
        return cls(
            grant.slug,
            grant.unit.slug if grant.unit else "",
            frozenset(grant.clearance) & WHOLE,
            frozenset(act for act in ACTS if getattr(grant, f"can_{act}")),
            bool(grant.person_id) or grant.is_whole,
        )

    def covers(self, slug: str, unit: str) -> bool:
        """Whether it is about a report over a unit; over the whole portfolio, for an empty unit."""
        return self.slug in {"", slug} and self.unit in {"", unit}


@dataclass(frozen=True)
class Grants:
    """All that one reader was given. A unit is named by its slug, the whole portfolio by an empty text."""

    given: tuple[Given, ...] = ()

    @property
    def slugs(self) -> tuple[str, ...]:
        """The reports that they read over any scope at all, in the order of the eight."""
        return tuple(slug for slug in SLUGS if any(one.slug in {"", slug} for one in self.given))

    @property
    def is_empty(self) -> bool:
        """Whether the reports do not exist for this reader."""
        return not self.given

    def units(self, slug: str) -> frozenset[str] | None:
        """The units over which they read a report; None for every one and the whole portfolio."""
        found = {one.unit for one in self.given if one.slug in {"", slug}}
        return None if "" in found else frozenset(found)

    def covers(self, slug: str, unit: str = "") -> bool:
        """Whether they may read a report over a scope."""
        return slug in SLUGS and any(one.covers(slug, unit) for one in self.given)

    def clearance(self, slug: str, unit: str = "") -> frozenset[str]:
        """The labels of what is not withheld from them in a report over a scope."""
        return frozenset().union(*(one.clearance for one in self.given if one.covers(slug, unit)))

    def is_whole(self, slug: str, unit: str = "") -> bool:
        """Whether they read more than the summary of a report over a scope."""
        return any(one.is_whole for one in self.given if one.covers(slug, unit))

    def may(self, act: Act, slug: str, unit: str = "") -> bool:
        """Whether they may build, approve, send or manage a report over a scope."""
        return slug in SLUGS and any(act in one.acts for one in self.given if one.covers(slug, unit))


NONE = Grants()
OFFICE = Grants((Given(clearance=WHOLE, acts=frozenset(ACTS)),))
OPERATORS = Given(clearance=WHOLE)


def of(person: User, today: date | None = None) -> Grants:
    """What a person of the house is given on a day of it (today); one query, none for the office.

    Nothing for who may not sign in any more, or is neither executive nor admin and not named by the operator.
    """
    if person.acts_as_admin:
        return OFFICE
    session = person.auth_session
    if not person.has_a_role or (session is not None and session.scope == Scope.EVENT):
        return NONE
    given = [OPERATORS] if is_named(person.email_canonical) else []
    if person.is_executive or person.is_admin:
        day = today or clock.now().astimezone(settings.HOUSE_ZONE).date()
        given += map(Given.by, ReportGrant.objects.of_person(person).standing(day))
    return Grants(tuple(given))


def added_up(grants: Iterable[ReportGrant]) -> Grants:
    """Rows of the table, as they stand, as one."""
    return Grants(tuple(map(Given.by, grants)))


def is_named(address: str) -> bool:
    """Whether the operator's settings give every report to an address."""
    return comparable(address) in {comparable(named) for named in settings.REPORT_RECIPIENTS}
