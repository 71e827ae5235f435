"""The accountant's report (pure): whether the books are kept, what they say, and where they want a person."""

from __future__ import annotations

from reports.perspectives import Seen
from reports.perspectives.accounting_books import chart_of_accounts, recognition, state_of_books
from reports.perspectives.accounting_spending import spending
from reports.perspectives.accounting_sums import ageing, milestones, statements
from reports.telling import metric
from reports.tree import Section
from reports.words import Figure

SLUG = "accounting"
TITLE = "Accounting"
SAYS = "Whether the books are kept, what they say, and where they want a person."
KINDS: tuple[str, ...] = ()
DOMAINS = ("ledger", "bank", "bookings", "invoices", "milestones")


def headlines(seen: Seen) -> tuple[Figure, ...]:
    """What was recognised and left, what is owed, how old the proof of the books is, what wants a person."""
    slugs = ("revenue", "net_income", "books_age", "overdue", "posting_exceptions")
    return tuple(metric(seen.facts, slug) for slug in slugs)


def sections(seen: Seen) -> tuple[Section, ...]:
    """The report's own sections, in the order of the design."""
    parts = (state_of_books, recognition, chart_of_accounts, spending, statements, ageing, milestones)
    return tuple(part(seen) for part in parts)
