"""What visitors miss on the sites (pure): availability calendar, analytics, booking path, the age of the text."""

from __future__ import annotations

from datetime import timedelta

from reports import selling
from reports.facts import Facts
from reports.formulas.market import ListingFact
from reports.formulas.tech import COMPONENTS, Component
from reports.perspectives import Seen, cells
from reports.perspectives.cells import columns, row
from reports.perspectives.technology.stack import CHECKS, answer, answers
from reports.rules.cto import PAGES
from reports.rules.saying import adding, desk
from reports.rules.saying import figure as told
from reports.tree import Block, Paragraph, Row, Section, Table
from reports.values import Evidence, Level, Measure, Value, recorded
from reports.words import name, text

TITLE = "What visitors miss"
WANTED = ("availability_calendar", "analytics", "booking_path")
OLD = timedelta(days=180)


def section(seen: Seen) -> Section:
    """Each site with the answer to each check; counts are of recorded answers alone."""
    facts = seen.facts
    sites = [each for each in facts.tech.components if PAGES & set(each.kind.casefold().split())]
    if not sites:
        words = "No site is recorded: write each down as a component of the kind site."
        return Section("experience", TITLE, (cells.missing("cto", COMPONENTS, words),))
    said = text(
        answers(facts, sites, WANTED, "no", "Shortfalls found on sites"), " shortfalls are known; ",
        _unasked(facts, sites), " of the answers nobody knows yet: ", name("ask them", desk("techcomponent")), ".",
    )  # fmt: skip
    heads = columns("Site", *(CHECKS[check].capitalize() for check in WANTED), "Text reviewed")
    table = Table("sites", "Sites", heads, tuple(_site(facts, each) for each in sites))
    blocks: tuple[Block, ...] = (Paragraph(said), table)
    return Section("experience", TITLE, (*blocks, *cells.found(seen, "cto", "CMO-07")))


def _unasked(facts: Facts, sites: list[Component]) -> cells.Cell:
    count = sum(1 for each in sites for check in WANTED if answer(each, check) not in {"yes", "no"})
    return cells.counted("answers_open", "Answers that nobody knows", count, period=cells.day_of(facts),
                         rows=[Evidence(COMPONENTS, each.key) for each in sites])  # fmt: skip


def _site(facts: Facts, each: Component) -> Row:
    return row(
        cells.of_unit(facts, each.unit, name(each.name)), *(answer(each, check) for check in WANTED), _text(facts, each)
    )


def _text(facts: Facts, each: Component) -> cells.Cell:
    """When the unit’s own listing was reviewed last: texts are recorded with the places where guests read them."""
    own: list[ListingFact] = selling.listings(facts, each.unit, "direct")
    reviewed = max((row.copy_reviewed_on for row in own if row.copy_reviewed_on), default=None)
    if reviewed is None:
        return text("not recorded: ", name("note it", desk("listing") if own else adding("listing")))
    key = [row.evidence for row in own]
    age: Value = recorded((facts.as_of - reviewed).days, Measure.DAYS, coverage=Level.COMPLETE, n=1, evidence=key)
    figure = told("copy_age", age, each.unit, cells.day_of(facts), subject=each.name, title="Age of the text")
    return text(figure, " ago", ": old" if facts.as_of - reviewed > OLD else "")
