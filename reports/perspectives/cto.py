"""The chief technology officer's report (pure): what we run on, its holes, its bill, how software gets out."""

from __future__ import annotations

from reports.perspectives import Seen, cells
from reports.perspectives.technology import bill, delivery, holes, sites, stack
from reports.tree import Section
from reports.words import Figure

SLUG = "cto"
TITLE = "Chief technology officer"
SAYS = "What the units run on, which holes are open, what the cloud costs and what to fix first."
KINDS: tuple[str, ...] = ()
DOMAINS = ("components", "security", "cloud_costs", "savings")
TELLING = ("open_findings", "late_findings", "cloud_cost", "cloud_savings", "check_coverage")


def headlines(seen: Seen) -> tuple[Figure, ...]:
    """Open holes and late ones, the bill and what could be saved of it, checks answered yes."""
    return tuple(cells.standing(seen.facts, each) for each in TELLING)


def sections(seen: Seen) -> tuple[Section, ...]:
    """From the stack to the work that follows."""
    return (
        stack.section(seen),
        holes.section(seen),
        bill.section(seen),
        sites.section(seen),
        delivery.process(seen),
        delivery.actions(seen),
    )
