"""Addresses that are written to no more: how one comes to be so, and how somebody lifts it. The verbs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from scc_site.addresses import InvalidAddress, canonical
from scc_site.models import OutgoingMail, Suppression, User
from scc_site.refusals import Mistyped, Refusal, Unseen

LONGEST = 300
Cause = Suppression.Cause


class SuppressedAlready(Refusal):
    """The address is written to no more already."""


class LiftedAlready(Refusal):
    """Somebody lifted it before."""


def among(addresses: Collection[str]) -> frozenset[str]:
    """Which of these canonical addresses are written to no more; one query for any number."""
    found = Suppression.objects.standing().of(addresses).order_by()
    return frozenset(found.values_list("address", flat=True))


@transaction.atomic
def suppress(
    *, address: str, cause: Suppression.Cause, reason: str, since: datetime, letter: OutgoingMail | None
) -> Suppression | None:
    """Write to a canonical address no more, for what its mail service reported; the suppression that stands now.

    None where somebody lifted one since: the report is older than that decision. A complaint outweighs a bounce.
    """
    if Suppression.objects.of([address]).filter(lifted_at__gte=since).exists():
        return None
    row = Suppression(address=address, cause=cause, reason=reason[:LONGEST], since=since, letter=letter)
    Suppression.objects.bulk_create([row], ignore_conflicts=True)  # another report may be as fast
    standing = Suppression.objects.standing().select_for_update(no_key=True).get(address=address)
    if cause == Cause.COMPLAINT and standing.cause == Cause.BOUNCE:
        standing.cause, standing.reason, standing.letter = cause, row.reason, letter
        standing.save()
    return standing


def check(*, address: str, why: str) -> tuple[str, str]:
    """An address and a reason as they would be kept; raises Mistyped with every fault, one stopped already too."""
    faults = {}
    try:
        address = canonical(address)
    except InvalidAddress as fault:
        faults["address"] = [str(fault)]
    else:
        if among([address]):
            faults["address"] = ["This address is written to no more already."]
    try:
        why = reason_of(why)
    except Mistyped as fault:
        faults |= fault.faults
    if faults:
        raise Mistyped("This cannot be kept yet.", faults)
    return address, why


@transaction.atomic
def suppress_by_hand(*, address: str, why: str, by: User, at: datetime) -> Suppression:
    """Write to an address, in any spelling, no more because a person decided so; raises Mistyped, SuppressedAlready."""
    address, why = check(address=address, why=why)
    row = Suppression(address=address, cause=Cause.HAND, reason=why, since=at, by=by)
    Suppression.objects.bulk_create([row], ignore_conflicts=True)
    standing = Suppression.objects.standing().get(address=address)
    if (standing.cause, standing.since, standing.by_id) != (Cause.HAND, at, by.pk):
        raise SuppressedAlready("This address is written to no more already.")
    return standing


@transaction.atomic
def lift(*, suppression_id: int, why: str, by: User, at: datetime) -> Suppression:
    """Write to an address again; letters that were held back meanwhile do not leave by themselves.

    Raises Unseen, Mistyped without a reason, LiftedAlready.
    """
    row = Suppression.objects.select_for_update(no_key=True).filter(pk=suppression_id).first()
    if row is None:
        raise Unseen("There is no such suppression.")
    if row.lifted_at is not None:
        raise LiftedAlready("It was lifted before: the address is written to again.")
    why = reason_of(why)
    row.lifted_at, row.lifted_by, row.lifted_why = at, by, why
    row.save()
    return row


def reason_of(typed: str) -> str:
    """One line, without what a person cannot see; raises Mistyped when it is empty or too long."""
    text = " ".join("".join(mark if mark.isprintable() else " " for mark in typed).split())
    if len(text) > LONGEST:
        raise Mistyped("The reason is too long.", {"why": [f"At most {LONGEST} characters, please."]})
    if not text:
        raise Mistyped("The reason is missing.", {"why": ["Say why: whoever looks next wants to know."]})
    return text
