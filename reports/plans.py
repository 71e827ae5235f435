"""Which reports come by themselves, as they ship (pure): the office changes the rows, or switches them off."""

from __future__ import annotations

from datetime import time
from typing import NamedTuple

from scc_site.occurrences import rules
from scc_site.occurrences.rules import Rule

ZONE = "America/Los_Angeles"
MONDAYS = rules.weekly(time(7, 0), 0)
THIRDS = Rule(rules.Kind.MONTH_DAY, clock=time(7, 0), day=3)


class Plan(NamedTuple):
    """One report that comes by itself: its slug, its unit's (empty: the whole portfolio), when, who approves it."""

    slug: str
    unit: str = ""
    rule: Rule = THIRDS
    policy: str = "manual"

    @property
    def name(self) -> str:
        """What its schedule is called: `report_cto_jada`."""
        return "_".join(filter(None, ("report", self.slug, self.unit.replace("-", "_"))))

    @property
    def why(self) -> str:
        """What it is for."""
        if self.policy == "always":
            return "The week begins with at most five decisions, in the mail of whoever is to take them."
        return f"The {self.slug} report of last month, built to be looked at, approved and sent."


LISTED = {
    "jada": ("ceo", "cto"),
    "queen-of-san-diego": ("ceo", "cto", "cfo", "cmo"),
    "quickdumpnow": ("ceo",),
    "dangerouscentaur": ("clients",),
    "rental-3028-51st": ("rental",),
    "expert-yacht-delivery": ("delivery",),
}
PLANS: tuple[Plan, ...] = (
    Plan("ceo", "", MONDAYS, "always"),
    *(Plan(slug) for slug in ("cto", "cfo", "cmo", "accounting")),
    *(Plan(slug, unit) for unit, slugs in LISTED.items() for slug in slugs),
)


def known(name: str) -> Plan | None:
    """The plan that ships under a schedule's name."""
    return next((plan for plan in PLANS if plan.name == name), None)
