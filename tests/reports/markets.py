"""Markets to test formulas with: plain rows, no database."""

from datetime import UTC, date, datetime
from decimal import Decimal

from reports.formulas.market import CampaignFact, ListingFact, Market, Month, Sent
from reports.periods import Period
from reports.spans import Statement, Statements
from reports.values import Level, Measure, recorded

AS_OF = date(2026, 11, 20)
OCTOBER = Period(date(2026, 10, 1), date(2026, 11, 1))


def listing(name="Sailo", **columns):
    """JADA on a booking site that nobody has opened or looked at, unless told otherwise."""
    row = {
        "unit": "jada", "channel": name.lower(), "name": name, "kind": "ota", "vessel": "", "status": "none", "url": "",
        "checked_on": None, "rating": None, "reviews": None, "sync": "", "booking_path": "unknown",
        "price_parity": "unknown", "copy_reviewed_on": None, "declared_rank": None, "effort_hours": None,
        "estimate_cents": None, "estimate_source": "", "steps": 0, "open_steps": (), "commission": None,
    }  # fmt: skip
    return ListingFact(**(row | columns))


def month(**figures):
    """JADA's October on GetMyBoat; a figure that is not told is not recorded."""
    names = ("impressions", "clicks", "inquiries", "bookings", "gross_cents", "commission_cents", "spend_cents")
    row = {"unit": "jada", "channel": "getmyboat", "month": OCTOBER.start} | dict.fromkeys(names)
    return Month(**(row | figures))


def market(*domains, **rows):
    """JADA's market in October, with these domains recorded completely from July on."""
    at = datetime(2026, 11, 20, tzinfo=UTC)
    said = [Statement(date(2026, 7, 1), date(2026, 12, 1), Level.COMPLETE, at)]
    statements = Statements(("jada",), {("jada", domain): said for domain in domains})
    return Market(("jada",), AS_OF, OCTOBER, statements, **rows)


def campaign(name="Spring", result=None, **columns):
    """A past campaign of JADA with what it came to."""
    row = {
        "unit": "jada", "name": name, "planned_on": date(2026, 4, 1), "is_past": True, "claimed_low_cents": None,
        "claimed_high_cents": None, "hours": None, "discount_cents": None,
    }  # fmt: skip
    return CampaignFact(**(row | columns), result=Sent(**result) if result else None)


def told(amount, measure=Measure.COUNT):
    """A value that is fully recorded."""
    return recorded(amount, measure, coverage=Level.COMPLETE, n=1)


def cents(amount):
    """Money that is fully recorded."""
    return told(amount, Measure.CENTS)


def close(value, places="0.0001"):
    """The amount of a value to so many places."""
    return Decimal(value.number).quantize(Decimal(places))
