"""What a section of an audit lacks (pure): records of units of a kind, and where to enter them."""

from __future__ import annotations

from collections.abc import Sequence

from reports import places
from reports.domains import BY_SLUG
from reports.facts import Facts
from reports.telling import desk
from reports.tree import Block, Chart, FindingList, Gap, Gaps, Table
from reports.values import Level
from reports.words import Text, name, text

NOUNS = {"agency": "an agency", "property": "a property", "delivery": "a business of deliveries"}
ROLES = {"agency": ("clients",), "property": ("rental",), "delivery": ("delivery",)}


def gaps(facts: Facts, kind: str, domains: Sequence[str], served: Sequence[str] = ()) -> tuple[Gaps, ...]:
    """What is not recorded at all of these domains, of units of a kind and of others that have such rows, `served`.

    Without any such unit that is what is missing.
    """
    waiting = tuple(dict.fromkeys(title for each in domains for title in places.waiting(each, ROLES[kind])))
    units = [unit for unit in facts.units if unit.kind == kind or unit.slug in served]
    if not units:
        words = text("No unit of this report is ", NOUNS[kind], "; the section is about one.")
        return (Gaps((Gap(domains[0], "", words, desk("businessunit", add=True), waiting),)),)
    levels = facts.said.levels(facts.period)
    items = [
        Gap(
            domain,
            unit.slug,
            text("Not recorded: ", name(BY_SLUG[domain].title), " of ", name(unit.name), "."),
            places.PLACES[domain].href,
            places.waiting(domain, ROLES[kind]),
        )
        for unit in units
        for domain in domains
        if levels.of(unit.slug, domain) == Level.NONE
    ]
    return (Gaps(tuple(items)),) if items else ()


def with_gaps(found: Sequence[Gaps], *blocks: Block) -> tuple[Block, ...]:
    """The blocks, then what is missing; where anything is, tables and lists of nothing are left out."""
    return (*(block for block in blocks if not found or _says_something(block)), *found)


def _says_something(block: Block) -> bool:
    if isinstance(block, FindingList):
        return bool(block.keys)
    table = block.table if isinstance(block, Chart) else block
    return not isinstance(table, Table) or bool(table.rows)


def nothing_yet(words: str, link: str, table: str) -> Text:
    """That a table has no row, with a link to where the first is entered."""
    return text(words, " ", name(link, desk(table, add=True)), ".")
