"""The chief financial officer's report (pure): what is yours, how long it lasts, what the plans ask for."""

from __future__ import annotations

from reports.figures import money
from reports.figures.ways import QUARTER
from reports.perspectives import Seen
from reports.perspectives.cfo_cash import burn, free_cash, profit, runway, weeks
from reports.perspectives.cfo_plans import break_even, capital_asked, rules, targets
from reports.telling import figure, metric, over
from reports.tree import Section
from reports.words import Figure

SLUG = "cfo"
TITLE = "Chief financial officer"
SAYS = "What is yours, how long it lasts, and what the plans ask for."
KINDS: tuple[str, ...] = ()
DOMAINS = ("ledger", "bookings", "targets", "money_rules", "declared")


def headlines(seen: Seen) -> tuple[Figure, ...]:
    """Free cash, burn, runway, break-even, and the least free cash ahead."""
    facts = seen.facts
    rate = money.burn(facts).range.mean
    three = over(facts.period.trailing(QUARTER))
    return (
        metric(facts, "free_cash"),
        figure("burn", rate, period=three, subject="mean", title="Net burn, mean of three months"),
        metric(facts, "runway"),
        metric(facts, "break_even_charters"),
        metric(facts, "lowest_cash"),
    )


def sections(seen: Seen) -> tuple[Section, ...]:
    """The report's own sections, in the order of the design."""
    parts = (free_cash, burn, runway, weeks, profit, break_even, targets, capital_asked, rules)
    return tuple(part(seen) for part in parts)
