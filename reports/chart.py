"""A standard chart of accounts (pure): enough for a house that charters, serves clients, lets property or delivers.

Tax lines name where a US sole owner's return wants the sum: Schedule C (business), Schedule E (rents).
Source of the lines: the IRS forms Schedule C, part II, and Schedule E, part I.
"""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import NamedTuple


class Opening(NamedTuple):
    """One account to open. `kinds` of units that want it; empty: all do."""

    code: str
    name: str
    type: str
    subtype: str = ""
    behaviour: str = "none"
    tax_line: str = ""
    kinds: tuple[str, ...] = ()
    fixed_share: Decimal | None = None


SAILING, LETTING, AGENCY, DELIVERING = ("charter",), ("property",), ("agency",), ("delivery",)
SOLD_AHEAD = ("charter", "service", "delivery")
HALF = Decimal("0.5")

STANDARD: tuple[Opening, ...] = (
    Opening("1000", "Operating account", "asset", "cash"),
    Opening("1010", "Tenants’ deposit account", "asset", "cash", kinds=LETTING),
    Opening("1050", "Card payments on their way", "asset", "payment_clearing"),
    Opening("1100", "Receivable", "asset", "receivable"),
    Opening("1150", "Receivable from platforms", "asset", "platform_receivable", kinds=SAILING),
    Opening("1500", "Vessels, vehicles and equipment", "asset", "fixed_asset"),
    Opening("1550", "Land and buildings", "asset", "fixed_asset", kinds=LETTING),
    Opening("2000", "Customers’ deposits", "liability", "customer_deposits", kinds=SOLD_AHEAD),
    Opening("2010", "Vouchers outstanding", "liability", "vouchers", kinds=SAILING),
    Opening("2050", "Refunds due", "liability", "refunds_due"),
    Opening("2060", "Tenants’ security deposits", "liability", "security_deposits", kinds=LETTING),
    Opening("2100", "Tax payable", "liability", "tax_payable"),
    Opening("2150", "Tips payable to crew", "liability", "tips_payable", kinds=SAILING),
    Opening("2200", "Payable", "liability", "payable"),
    Opening("2500", "Loans", "liability", "loan"),
    Opening("3000", "Owners’ equity", "equity", "owner_equity"),
    Opening("3100", "Owners’ draws", "equity", "owner_draw"),
    Opening("4000", "Service income", "income", "service_income", tax_line="Schedule C 1"),
    Opening("4050", "Rents", "income", "service_income", tax_line="Schedule E 3", kinds=LETTING),
    Opening("4100", "Cancellation income", "income", "cancellation_income", tax_line="Schedule C 1", kinds=SAILING),
    Opening("4150", "Vouchers never redeemed", "income", "breakage_income", tax_line="Schedule C 6", kinds=SAILING),
    Opening("4800", "Other income", "income", "other_income", tax_line="Schedule C 6"),
    Opening("4900", "Refunds after the sail", "income", "refunds_contra", tax_line="Schedule C 2"),
    Opening("5000", "Commissions", "expense", "commission", "variable", "Schedule C 10"),
    Opening("5050", "Processing fees", "expense", "processing_fee", "variable", "Schedule C 10"),
    Opening("5100", "Crew", "expense", "crew", "variable", "Schedule C 11", (*SAILING, *DELIVERING)),
    Opening("5200", "Fuel", "expense", "fuel", "variable", "Schedule C 9", (*SAILING, *DELIVERING)),
    Opening("5300", "Provisions and guests", "expense", "direct_other", "variable", "Schedule C 22", SAILING),
    Opening("5400", "Costs passed on", "expense", "direct_other", "variable", "Schedule C 27", DELIVERING),
    Opening("5500", "Contractors for clients", "expense", "direct_other", "variable", "Schedule C 11", AGENCY),
    Opening("5900", "Other direct costs", "expense", "direct_other", "variable", "Schedule C 27"),
    Opening("6000", "Rent, slip and storage", "expense", "overhead", "fixed", "Schedule C 20"),
    Opening("6050", "Insurance", "expense", "overhead", "fixed", "Schedule C 15"),
    Opening("6100", "Software and hosting", "expense", "overhead", "fixed", "Schedule C 18"),
    Opening("6150", "Cloud hosting for clients", "expense", "overhead", "semi", "Schedule C 18", AGENCY, HALF),
    Opening("6200", "Marketing", "expense", "overhead", "semi", "Schedule C 8", (), HALF),
    Opening("6250", "Professional fees", "expense", "overhead", "fixed", "Schedule C 17"),
    Opening("6300", "Repairs and maintenance", "expense", "overhead", "semi", "Schedule C 21", (), HALF),
    Opening("6350", "Utilities", "expense", "overhead", "fixed", "Schedule C 25"),
    Opening("6400", "Licences and permits", "expense", "overhead", "fixed", "Schedule C 23"),
    Opening("6450", "Office and travel", "expense", "overhead", "semi", "Schedule C 18", (), HALF),
    Opening("6500", "Owners’ pay", "expense", "owner_pay", "fixed"),
    Opening("6550", "Property taxes", "expense", "overhead", "fixed", "Schedule E 16", LETTING),
    Opening("6560", "Property repairs", "expense", "overhead", "semi", "Schedule E 14", LETTING, HALF),
    Opening("6570", "Property insurance", "expense", "overhead", "fixed", "Schedule E 9", LETTING),
    Opening("6700", "Depreciation", "expense", "depreciation", "fixed", "Schedule C 13"),
    Opening("6750", "Interest", "expense", "interest", "fixed", "Schedule C 16"),
    Opening("6900", "Not yet categorised", "expense", "suspense", "none"),
)


def standard(kinds: Collection[str]) -> list[Opening]:
    """The accounts that units of these kinds want, by code; of no kinds, those that every house wants."""
    return [opening for opening in STANDARD if not opening.kinds or set(opening.kinds) & set(kinds)]
