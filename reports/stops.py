"""Addresses that no campaign is sent to: a person stops one, and lifts it with a reason. The verbs."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from reports.models import ContactSuppression
from scc_site.addresses import InvalidAddress, canonical
from scc_site.mail.suppression import reason_of
from scc_site.models import User
from scc_site.refusals import Mistyped, Refusal, Unseen

Scope = ContactSuppression.Scope


class StoppedAlready(Refusal):
    """Campaigns to the address are stopped already."""


class LiftedAlready(Refusal):
    """Somebody lifted it before."""


@transaction.atomic
def stop(*, address: str, scope: str, why: str, author: User, at: datetime) -> ContactSuppression:
    """Send an address, in any spelling, no campaigns, or no offers; raises Mistyped, StoppedAlready."""
    try:
        address = canonical(address)
    except InvalidAddress as fault:
        raise Mistyped("This cannot be kept yet.", {"address": [str(fault)]}) from None
    row = ContactSuppression(email_norm=address, scope=Scope(scope), reason=reason_of(why), since=at, author=author)
    made = ContactSuppression.objects.made(row)
    if made is None:
        raise StoppedAlready("Campaigns to this address are stopped already.")
    return made


@transaction.atomic
def lift(*, stop_id: int, why: str, by: User, at: datetime) -> ContactSuppression:
    """Let campaigns reach an address again; raises Unseen, Mistyped without a reason, LiftedAlready."""
    row = ContactSuppression.objects.locked(stop_id)
    if row is None:
        raise Unseen("There is no such stop.")
    if row.lifted_at is not None:
        raise LiftedAlready("It was lifted before: campaigns reach the address.")
    row.lifted_at, row.lifted_by, row.lifted_why = at, by, reason_of(why)
    row.save()
    return row
