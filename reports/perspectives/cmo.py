"""The chief marketing officer's report (pure): where guests find us, what it brings, what to open and send next."""

from __future__ import annotations

from reports.perspectives import Seen, cells
from reports.perspectives.marketing import funnel, letters, milestones, search, sites, visibility
from reports.tree import Section
from reports.words import Figure

SLUG = "cmo"
TITLE = "Chief marketing officer"
SAYS = "Where guests find us, what each channel brings, which site to open and what to send next."
KINDS: tuple[str, ...] = ()
DOMAINS = ("channels", "channel_stats", "funnel", "contacts", "campaigns", "bookings", "milestones")
TELLING = ("live_listings", "visibility", "leads", "contactable", "channel_contribution")


def headlines(seen: Seen) -> tuple[Figure, ...]:
    """Live listings, checks passed, inquiries, readers, what channels left."""
    return tuple(cells.standing(seen.facts, each) for each in TELLING)


def sections(seen: Seen) -> tuple[Section, ...]:
    """From being seen to being booked, then what is due."""
    return (
        visibility.section(seen),
        visibility.economics(seen),
        sites.section(seen),
        letters.section(seen),
        search.section(seen),
        funnel.section(seen),
        milestones.section(seen),
    )
