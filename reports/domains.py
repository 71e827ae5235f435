"""The domains of the books: what a business may keep record of, and how soon a record grows old (pure)."""

from __future__ import annotations

from typing import NamedTuple


class Domain(NamedTuple):
    """One kind of record. `fresh_days`: older than so many days, the last record is stale; None: it does not age."""

    slug: str
    title: str
    fresh_days: int | None


DOMAINS: tuple[Domain, ...] = (
    Domain("ledger", "ledger", 45),
    Domain("bank", "bank statements", 45),
    Domain("bookings", "bookings", 30),
    Domain("assets", "assets", 365),
    Domain("ownership", "ownership", None),
    Domain("people", "responsibilities", 180),
    Domain("risks", "risks", 90),
    Domain("pipeline", "opportunities", 30),
    Domain("targets", "targets", None),
    Domain("channels", "channels", 30),
    Domain("channel_stats", "channel figures", 45),
    Domain("funnel", "funnel counts", 7),
    Domain("contacts", "contacts", 90),
    Domain("campaigns", "campaigns", None),
    Domain("components", "technical components", 90),
    Domain("security", "security findings", 30),
    Domain("cloud_costs", "cloud costs", 45),
    Domain("savings", "saving opportunities", None),
    Domain("clients", "clients and plans", 90),
    Domain("work", "work done for clients", 30),
    Domain("invoices", "invoices", 45),
    Domain("leases", "leases", None),
    Domain("rent", "rent", 45),
    Domain("property_costs", "costs of property", 45),
    Domain("deliveries", "deliveries", 30),
    Domain("job_costs", "costs of deliveries", 30),
    Domain("declared", "what the owner says", None),
    Domain("money_rules", "financial rules", None),
    Domain("milestones", "milestones", None),
    Domain("handoffs", "hand-offs", 30),
)
BY_SLUG = {domain.slug: domain for domain in DOMAINS}
