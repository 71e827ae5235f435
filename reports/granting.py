"""Giving, approving and ending what people may read of the reports (verbs)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from reports.models import BusinessUnit, ReportGrant
from scc_site.models import User
from scc_site.refusals import Refusal


class NotOutside(Refusal):
    """Only what leads outside the house waits for approval."""


class HasEnded(Refusal):
    """The grant holds no more."""


@transaction.atomic
def give(
    *,
    person: User,
    slug: str = "",
    unit: BusinessUnit | None = None,
    clearance: Collection[str] = (),
    acts: Collection[str] = (),
    giver: User | None,
    at: datetime,
) -> ReportGrant:
    """Give a person a report, or all, over a unit, or all; the standing grant, widened to this, where there is one."""
    found = ReportGrant.objects.filter(person=person, slug=slug, unit=unit, ended_at=None).first()
    grant = found or ReportGrant(person=person, slug=slug, unit=unit, giver=giver, given_at=at)
    grant.clearance = sorted({*grant.clearance, *clearance})
    for act in acts:
        setattr(grant, f"can_{act}", True)
    grant.save()
    return grant


@transaction.atomic
def approve(*, grant: ReportGrant, by: User, at: datetime, today: date) -> None:
    """Let a report leave the house to an address outside, until its grant expires. Approved again, nothing happens.

    Raises NotOutside for a person of the house, HasEnded where it is over by `today`, the day at the house.
    """
    row = ReportGrant.objects.select_for_update().get(pk=grant.pk)
    if row.person_id is not None:
        raise NotOutside(f"{row.whom} is of the house: the grant holds as it is.")
    if (why := row.lacks(today)) in {"ended", "expired"}:
        raise HasEnded(f"The grant of {row.whom} has {why}.")
    if row.approved_at is None:
        row.approved_at, row.approved_by = at, by
        row.save()


@transaction.atomic
def end(*, grant: ReportGrant, by: User, at: datetime) -> None:
    """Take a grant back: nothing is read or sent by it any more. Ended again, nothing happens."""
    row = ReportGrant.objects.select_for_update().get(pk=grant.pk)
    if row.ended_at is None:
        row.ended_at, row.ended_by = at, by
        row.save()
