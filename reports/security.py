"""What becomes of a security finding: fixed, seen to be fixed, accepted for a while, no hole after all, open again."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from reports.models import SecurityFinding
from scc_site.refusals import Mistyped, Refusal

Status = SecurityFinding.Status
LONGEST_ACCEPTED = 366  # days: what is borne for longer is decided anew


class WrongDay(Mistyped):
    """The day does not go with what happened."""


class NotSo(Refusal):
    """The finding stands otherwise."""


@transaction.atomic
def fix(*, finding: SecurityFinding, on: date, today: date) -> SecurityFinding:
    """Say that it was fixed on a day from its finding up to today. Raises WrongDay, NotSo."""
    row = _held(finding)
    if row.status == Status.FIXED:
        raise NotSo(f"“{row}” was fixed on {row.fixed_on} already.")
    _within(on, row.found_on, today, f"It was found on {row.found_on}")
    return _kept(row, status=Status.FIXED, fixed_on=on, verified_on=None, accepted_until=None)


@transaction.atomic
def verify(*, finding: SecurityFinding, on: date, today: date) -> SecurityFinding:
    """Say that somebody looked on a day and the fix holds. Raises WrongDay, NotSo."""
    row = _held(finding)
    if row.status != Status.FIXED or row.fixed_on is None:
        raise NotSo(f"“{row}” is {row.get_status_display()}: say first that it is fixed.")
    _within(on, row.fixed_on, today, f"It was fixed on {row.fixed_on}")
    return _kept(row, verified_on=on)


@transaction.atomic
def accept(*, finding: SecurityFinding, until: date, today: date) -> SecurityFinding:
    """Bear it up to a day, a year at most; after that it counts as open. Raises WrongDay, NotSo."""
    row = _held(finding)
    if row.status == Status.FIXED:
        raise NotSo(f"“{row}” is fixed: there is nothing left to accept.")
    if not 0 <= (until - today).days <= LONGEST_ACCEPTED:
        words = "Choose a day from today on, a year ahead at most: then it is decided anew."
        raise WrongDay(words, {"on": [words]})
    return _kept(row, status=Status.ACCEPTED, accepted_until=until, verified_on=None)


@transaction.atomic
def dismiss(*, finding: SecurityFinding) -> SecurityFinding:
    """Say that it is no hole; a scanner that sees it again leaves it so. Raises NotSo."""
    row = _held(finding)
    if row.status == Status.FIXED:
        raise NotSo(f"“{row}” is fixed: it was a hole.")
    return _kept(row, status=Status.FALSE, accepted_until=None, verified_on=None)


@transaction.atomic
def open_again(*, finding: SecurityFinding) -> SecurityFinding:
    """Count it as open again: the fix does not hold, or nobody bears it any more. Raises NotSo."""
    row = _held(finding)
    if row.status == Status.OPEN:
        raise NotSo(f"“{row}” is open.")
    return _kept(row, status=Status.OPEN, fixed_on=None, verified_on=None, accepted_until=None)


def _held(finding: SecurityFinding) -> SecurityFinding:
    """The row as it stands, held until the act is over."""
    return SecurityFinding.objects.select_for_update().get(pk=finding.pk)


def _within(on: date, first: date, today: date, since: str) -> None:
    if on < first:
        raise WrongDay(f"{since}: choose that day or a later one.", {"on": [f"{since}: choose that day or later."]})
    if on > today:
        raise WrongDay("That day is still to come.", {"on": ["Choose today or an earlier day."]})


def _kept(row: SecurityFinding, **values: object) -> SecurityFinding:
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    return row
