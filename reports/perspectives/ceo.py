"""The chief executive’s report (pure): what is owned, what is wrong, what nobody measures, and how each unit stands."""

from __future__ import annotations

from reports import figures
from reports.figures.trade import confirmed
from reports.perspectives import Seen
from reports.perspectives.ceo_estate import assets, risks
from reports.perspectives.ceo_units import BOOKED, KEPT, critical, kpi_table, scoreboard, shortfalls
from reports.telling import figure
from reports.tree import Section
from reports.words import Figure

SLUG = "ceo"
TITLE = "Chief executive"
SAYS = "What every business owns, what is wrong with it, and what to decide this month"
KINDS: tuple[str, ...] = ()
DOMAINS = KEPT


def headlines(seen: Seen) -> tuple[Figure, ...]:
    """Free cash, how long it lasts, what was earned, what is ahead, and how much is critical."""
    facts = seen.facts
    told = [figures.figure(facts, slug) for slug in ("free_cash", "runway", "revenue")]
    ahead = figure("confirmed_ahead", confirmed(facts), period=f"{facts.as_of}", title=BOOKED, formula="F31")
    return (*told, ahead, critical(seen))


def sections(seen: Seen) -> tuple[Section, ...]:
    """Assets, shortfalls, measures, risks and transitions, the scoreboard."""
    return (assets(seen), shortfalls(seen), kpi_table(seen), risks(seen), scoreboard(seen))
