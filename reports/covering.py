"""Saying what is recorded: an import says in part, a reconciliation or a person says complete."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from reports.domains import BY_SLUG
from reports.models import BusinessUnit, DataCoverage, ImportBatch
from reports.periods import Period
from reports.values import Level
from scc_site.models import User
from scc_site.refusals import Mistyped


class UnknownDomain(Mistyped):
    """No such kind of record."""


class NoDays(Mistyped):
    """The days end before they begin."""


@transaction.atomic
def note_import(
    *, unit: BusinessUnit, domain: str, first: date, last: date, at: datetime, batch: ImportBatch
) -> DataCoverage:
    """Say that an import brought records of the days from `first` to `last`, both within; never more than in part.

    Days that one earlier import spans already are left with it, so that a file taken twice says nothing new.
    Raises UnknownDomain, NoDays.
    """
    period = _checked(domain, first, last)
    spanning = DataCoverage.objects.imported(unit=unit, domain=domain, period=period).first()
    return spanning or DataCoverage.objects.create(
        unit=unit, domain=domain, starts_on=period.start, ends_on=period.end, level=Level.PARTIAL,
        basis=DataCoverage.Basis.IMPORT, stated_at=at, author=batch.giver, batch=batch,
    )  # fmt: skip


@transaction.atomic
def forget_import(*, batch: ImportBatch) -> None:
    """Take back what a batch said, as it is undone."""
    DataCoverage.objects.filter(batch=batch, basis=DataCoverage.Basis.IMPORT).delete()


@transaction.atomic
def reconciled(
    *, unit: BusinessUnit, domain: str, first: date, last: date, at: datetime, author: User | None, note: str = ""
) -> DataCoverage:
    """Say that a reconciliation proved the days from `first` to `last` complete; once more changes nothing but when.

    Raises UnknownDomain, NoDays.
    """
    basis = DataCoverage.Basis.RECONCILED
    period = _checked(domain, first, last)
    return _said(unit, domain, period, basis, level=Level.COMPLETE, stated_at=at, author=author, note=note[:200])


@transaction.atomic
def assert_level(
    *, unit: BusinessUnit, domain: str, first: date, last: date, level: Level, at: datetime, author: User,
    note: str = "",
) -> DataCoverage:  # fmt: skip
    """Keep a person's word on the days from `first` to `last`; it takes back what was said of them before.

    Raises UnknownDomain, NoDays.
    """
    basis = DataCoverage.Basis.ASSERTED
    period = _checked(domain, first, last)
    return _said(unit, domain, period, basis, level=level, stated_at=at, author=author, note=note[:200])


def assert_complete(
    *, unit: BusinessUnit, domain: str, first: date, last: date, at: datetime, author: User, note: str = ""
) -> DataCoverage:
    """A person's word that nothing is missing from the days from `first` to `last`.

    Raises UnknownDomain, NoDays.
    """
    return assert_level(
        unit=unit, domain=domain, first=first, last=last, level=Level.COMPLETE, at=at, author=author, note=note
    )


def _said(unit: BusinessUnit, domain: str, period: Period, basis: str, **said: Any) -> DataCoverage:
    row, _ = DataCoverage.objects.update_or_create(
        unit=unit, domain=domain, starts_on=period.start, ends_on=period.end, basis=basis, defaults=said
    )
    return row


def _checked(domain: str, first: date, last: date) -> Period:
    if domain not in BY_SLUG:
        raise UnknownDomain(f"There is no kind of record called “{domain}”.")
    if last < first:
        raise NoDays("The last day lies before the first.", {"last": ["Give a day on or after the first."]})
    return Period(first, date.fromordinal(last.toordinal() + 1))
