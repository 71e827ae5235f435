"""Where records are entered, and whose they are (pure): by domain of the books."""

from __future__ import annotations

from typing import NamedTuple

from reports.domains import DOMAINS
from reports.metrics import known

CHARTER = ("charter",)
SELLING = ("charter", "service")


class Place(NamedTuple):
    """Where the records of a domain are entered, from the site's root; `kinds` of unit have any, all for none named."""

    href: str
    kinds: tuple[str, ...] = ()


def _office(model: str, kinds: tuple[str, ...] = ()) -> Place:
    return Place(f"/admin/reports/{model}/", kinds)


PLACES: dict[str, Place] = {
    "ledger": _office("journalentry"),
    "bank": _office("banktransaction"),
    "bookings": Place("/admin/events/booking/", CHARTER),
    "assets": _office("asset"),
    "ownership": _office("ownershipstake"),
    "people": _office("responsibility"),
    "risks": _office("risk"),
    "pipeline": _office("opportunity", (*SELLING, "agency", "delivery")),
    "targets": _office("target"),
    "channels": _office("listing", SELLING),
    "channel_stats": _office("channelstat", SELLING),
    "funnel": _office("funnelcount", SELLING),
    "contacts": _office("contact", CHARTER),
    "campaigns": _office("campaign", CHARTER),
    "components": _office("techcomponent"),
    "security": _office("securityfinding"),
    "cloud_costs": _office("cloudcost"),
    "savings": _office("costopportunity"),
    "clients": _office("client", ("agency",)),
    "work": _office("workentry", ("agency",)),
    "invoices": _office("invoice", ("agency",)),
    "leases": _office("lease", ("property",)),
    "rent": _office("rentcharge", ("property",)),
    "property_costs": _office("propertycost", ("property",)),
    "deliveries": _office("deliveryjob", ("delivery",)),
    "job_costs": _office("deliveryjob", ("delivery",)),
    "declared": _office("declared"),
    "money_rules": _office("financialrule"),
    "milestones": _office("milestone"),
    "handoffs": _office("handoffdocument"),
}


def applies(domain: str, kind: str) -> bool:
    """Whether a unit of a kind keeps such records."""
    kinds = PLACES[domain].kinds
    return not kinds or kind in kinds


def waiting(domain: str, roles: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The titles of the metrics that need a domain; of some reports alone, where any are named."""
    return tuple(
        metric.title
        for metric in known().values()
        if domain in metric.domains and (not roles or set(roles) & set(metric.roles))
    )


def home_of(domains: tuple[str, ...]) -> list[str]:
    """Those of the books' domains that are asked for, in the order of the books."""
    return [domain.slug for domain in DOMAINS if domain.slug in domains]
