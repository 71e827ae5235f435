"""Books to test with: units, accounts, entries, and files taken in."""

from datetime import date

from reports import ledger
from reports.importing import engine
from reports.importing.kinds import ALL
from reports.models import Account, BusinessUnit, ImportBatch, JournalEntry, Voucher
from tests import factories


def unit(slug="jada", **columns) -> BusinessUnit:
    columns = {"name": slug.replace("-", " ").title(), "kind": "charter"} | columns
    return BusinessUnit.objects.get_or_create(slug=slug, defaults=columns)[0]


CHART = {
    "1000": ("asset", "cash"),
    "1050": ("asset", "payment_clearing"),
    "1100": ("asset", "receivable"),
    "1150": ("asset", "platform_receivable"),
    "2000": ("liability", "customer_deposits"),
    "2010": ("liability", "vouchers"),
    "2050": ("liability", "refunds_due"),
    "2060": ("liability", "security_deposits"),
    "2100": ("liability", "tax_payable"),
    "2150": ("liability", "tips_payable"),
    "2200": ("liability", "payable"),
    "2500": ("liability", "loan"),
    "3000": ("equity", "owner_equity"),
    "3100": ("equity", "owner_draw"),
    "4000": ("income", "service_income"),
    "4100": ("income", "cancellation_income"),
    "4150": ("income", "breakage_income"),
    "4900": ("income", "refunds_contra"),
    "5000": ("expense", "commission"),
    "5050": ("expense", "processing_fee"),
    "5100": ("expense", "crew"),
    "5200": ("expense", "fuel"),
    "5900": ("expense", "direct_other"),
    "6000": ("expense", "overhead"),
    "6500": ("expense", "owner_pay"),
    "6900": ("expense", "suspense"),
}


def chart() -> dict[str, Account]:
    """One account of each subtype, by code."""
    for code, (kind, subtype) in CHART.items():
        words = {"name": subtype.replace("_", " ").capitalize(), "type": kind, "subtype": subtype}
        Account.objects.get_or_create(code=code, defaults=words)
    return Account.objects.known()


def posted(of: BusinessUnit, on: date, *lines: tuple[str, int], key: str = "", about=None, **options) -> JournalEntry:
    """An entry of `(account code, cents)` lines, all about the same; codes are those of the chart."""
    known = chart()
    return ledger.post(
        unit=of,
        on=on,
        lines=[ledger.Line(known[code], cents, about=about or {}) for code, cents in lines],
        source_kind="test",
        source_key=key or f"test:{JournalEntry.objects.count()}:v1",
        **{"at": factories.NOW} | options,
    )


def taken(kind: str, text: str, **options) -> ImportBatch:
    """A CSV text taken in as a file of a kind."""
    return engine.take(kind=ALL[kind], content=text.encode(), filename=f"{kind}.csv", **{"at": factories.NOW} | options)


def voucher(code, cents=10_000, **columns) -> Voucher:
    """Sold by JADA for cash on 1 May, good until 31 December, unless told otherwise."""
    by = columns.pop("by", None) or factories.admin()
    named = {"sold_on": date(2026, 5, 1), "expires_on": date(2026, 12, 31), "method": "cash"} | columns
    return Voucher.objects.create(
        unit=named.pop("unit", None) or unit(),
        code=code,
        amount_cents=cents,
        recorded_at=factories.NOW,
        recorded_by=by,
        **named,
    )
