"""Vouchers as facts, read with what was redeemed of them and their units' policies: three statements in all."""

from __future__ import annotations

from collections import defaultdict

from events.models import BookingPayment
from reports.models import Voucher, VoucherPolicy
from reports.postings.facts import VOUCHER
from reports.postings.gift import Policy, Use, VoucherFacts
from reports.postings.reading import Places


def read(places: Places) -> list[VoucherFacts]:
    """Every voucher, by code."""
    policies, uses = _policies(), _uses()
    return [
        VoucherFacts(
            code=row.code,
            unit=places.units[row.unit_id].slug,
            cents=row.amount_cents,
            sold_on=row.sold_on,
            method=row.method,
            expires_on=row.expires_on,
            refunded_on=row.refunded_on,
            uses=tuple(uses[row.code]),
            policies=tuple(policies[row.unit_id]),
        )
        for row in Voucher.objects.order_by("code")
    ]


def _policies() -> dict[int, list[Policy]]:
    found: dict[int, list[Policy]] = defaultdict(list)
    for row in VoucherPolicy.objects.order_by("starts_on"):
        months = row.months_after if row.breakage == VoucherPolicy.Breakage.AFTER_EXPIRY else None
        found[row.unit_id].append(Policy(row.starts_on, months))
    return found


def _uses() -> dict[str, list[Use]]:
    """What was redeemed by code; what was taken back, with the row that took it, left out."""
    found: dict[str, list[Use]] = defaultdict(list)
    for row in BookingPayment.objects.filter(method=VOUCHER, corrects=None, correction=None).order_by("pk"):
        sign = -1 if row.kind == BookingPayment.Kind.REFUND else 1
        found[row.reference].append(Use(row.received_on, sign * row.amount_cents))
    return found
