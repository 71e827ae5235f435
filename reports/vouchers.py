"""Vouchers sold, changed and given back, and what becomes of those nobody redeems (verbs)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from reports.models import Voucher, VoucherPolicy
from scc_site.models import User
from scc_site.refusals import Mistyped

# Where the form shows what the database refuses; unique columns have names of Django's making.
FIELDS = {
    "voucher_left": "amount_cents",
    "voucher_code_stays": "code",
    "voucher_forward": "expires_on",
    "voucher_refunded_later": "refunded_on",
    "voucher_paid_in_money": "method",
    "voucherpolicy_once": "starts_on",
    "voucherpolicy_ground": "note",
}
TAKEN, TAKEN_WORDS = "reports_voucher_code", "Another voucher has this code."


@transaction.atomic
def keep(*, voucher: Voucher, by: User, at: datetime) -> Voucher:
    """Store a voucher, new or changed.

    Raises Mistyped for a code that is taken, an amount below what was redeemed, and days that run backward.
    """
    if voucher.pk is None:
        voucher.recorded_at, voucher.recorded_by = at, by
    _store(voucher, "The voucher was not kept.")
    return voucher


@transaction.atomic
def state_policy(*, policy: VoucherPolicy, by: User, at: datetime) -> VoucherPolicy:
    """Store what a unit does with vouchers nobody redeems, with whose word it is. Raises Mistyped for a day taken."""
    policy.stated_at, policy.stated_by = at, by
    _store(policy, "The policy was not kept.")
    return policy


def _store(row: Voucher | VoucherPolicy, refusal: str) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as fault:
        told: Any = getattr(fault.__cause__, "diag", None)
        name = getattr(told, "constraint_name", "") or ""
        if name.startswith(TAKEN):
            raise Mistyped(refusal, {"code": [TAKEN_WORDS]}) from fault
        if name not in FIELDS:
            raise
        own = {rule.name: str(rule.violation_error_message) for rule in row._meta.constraints}
        raise Mistyped(refusal, {FIELDS[name]: [own.get(name) or f"{told.message_primary}."]}) from fault
