"""What those who search find (pure): checks of local search, stars and reviews, places in searches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reports import selling
from reports.facts import Facts
from reports.formulas import channels
from reports.formulas.market import CHANNELS, Rank, Reviews, SeoCheck
from reports.perspectives import Seen, cells
from reports.perspectives.cells import columns, row
from reports.rules.saying import adding
from reports.rules.saying import figure as told
from reports.tree import Block, Gap, Gaps, Paragraph, Row, Section, Table
from reports.values import Evidence, Level, Measure, Value, no_data, recorded
from reports.words import name, text

TITLE = "Local search, stars and places"
ORDER = ("no", "unknown", "yes")  # the worst first
NOTHING_YET = (
    ("localseocheck", "No check of local search is recorded", "record what is the same everywhere, and what is not"),
    ("reviewsnapshot", "No count of reviews is recorded", "record stars and reviews by day"),
    ("keyword", "No search is watched", "name the searches that matter"),
)


def section(seen: Seen) -> Section:
    """Each of the three, or where to enter it."""
    facts = seen.facts
    parts = (_checks(facts), _reviews(facts), _places(facts))
    absent = tuple(
        Gap("channels", "", text(f"{words}: {todo}."), adding(record))
        for found, (record, words, todo) in zip(parts, NOTHING_YET, strict=True)
        if not found
    )
    blocks: list[Block] = [block for found in parts for block in found]
    return Section(
        "search", TITLE, (*blocks, *((Gaps(absent),) if absent else ()), *cells.found(seen, "cmo", "CMO-08"))
    )


def _checks(facts: Facts) -> tuple[Block, ...]:
    if not facts.market.checks:
        return ()
    rows = sorted(facts.market.checks, key=lambda each: (ORDER.index(each.result), each.unit, each.name))
    known = [each for each in rows if each.result != "unknown"]
    keys = [Evidence("seo_checks", f"{each.unit}:{each.name}") for each in known or rows]
    passed = cells.counted("local_checks_passed", "Checks of local search passed",
                           sum(1 for each in known if each.result == "yes"), period=cells.day_of(facts),
                           rows=keys)  # fmt: skip
    of = cells.counted("local_checks_known", "Checks of local search known", len(known), period=cells.day_of(facts),
                       rows=keys)  # fmt: skip
    return (
        Paragraph(text("Local search: ", passed, " of ", of, " known checks are passed.")),
        Table("local", "Checks of local search", columns("Check", "Answer", "Looked at"),
              tuple(_check(facts, each) for each in rows)),
    )  # fmt: skip


def _check(facts: Facts, each: SeoCheck) -> Row:
    return row(
        cells.of_unit(facts, each.unit, name(each.name)), each.result, cells.on(each.checked_on, "nobody looked")
    )


def _reviews(facts: Facts) -> tuple[Block, ...]:
    looks: dict[tuple[str, str], list[Reviews]] = {}
    for each in sorted(facts.market.reviews, key=lambda each: each.on):
        looks.setdefault((each.unit, each.channel), []).append(each)
    if not looks:
        return ()
    rows = tuple(_reviewed(facts, found) for found in looks.values())
    heads = columns("Where", "#Stars", "#Reviews", "#New in a month", "#Unanswered", "Counted on")
    return (Table("reviews", "Stars and reviews", heads, rows),)


def _reviewed(facts: Facts, found: Sequence[Reviews]) -> Row:
    last = found[-1]
    level = facts.market.level(CHANNELS, unit=last.unit)
    key = [Evidence("reviewsnapshots", f"{last.unit}:{last.channel}:{last.on}")]
    of: dict[str, Any] = {"unit": last.unit, "period": last.on.isoformat(), "subject": last.channel}

    def known(amount: Any, measure: Measure, what: str) -> Value:
        return no_data(measure, what) if amount is None else recorded(
            amount, measure, coverage=level, n=1, evidence=key)  # fmt: skip

    called = selling.channel_name(facts, last.unit, last.channel)
    return row(
        cells.of_unit(facts, last.unit, name(called)),
        told("rating", known(last.rating, Measure.NUMBER, f"stars on {called}"), title="Rating", places=1, **of),
        told("reviews", known(last.reviews, Measure.COUNT, ""), title="Reviews", **of),
        told("review_velocity", channels.review_velocity(found, facts.as_of, level), places=1, **of),
        told("reviews_unanswered", known(last.unanswered, Measure.COUNT, f"unanswered reviews on {called}"),
             title="Reviews without an answer", **of),
        cells.on(last.on),
    )  # fmt: skip


def _places(facts: Facts) -> tuple[Block, ...]:
    if not facts.market.ranks:
        return ()
    whole = _of_ranks(facts, facts.market.ranks, facts.market.level(CHANNELS))
    day = cells.day_of(facts)
    said = text(
        "Of ", told("searches", whole.looked, period=day, title="Searches watched"), " searches, ",
        told("top_three", whole.top, period=day), " show us among the first three and ",
        told("top_ten", whole.first_page, period=day), " on the first page; places won on average: ",
        told("rank_change", whole.change, period=day, title="Places won on average", places=1), ".",
        *((" Lost from the results: ", cells.listing(whole.lost), ".") if whole.lost else ()),
    )  # fmt: skip
    return (Paragraph(said), Table("ranks", "Places in searches", columns("Search", "#Place", "#Before", "Looked on"),
                                   _ranked(facts)))  # fmt: skip


def _of_ranks(facts: Facts, rows: Sequence[Rank], level: Level) -> channels.Places:
    return channels.places(rows, facts.as_of, level)


def _ranked(facts: Facts) -> tuple[Row, ...]:
    looks: dict[tuple[str, str], list[Rank]] = {}
    for each in sorted(facts.market.ranks, key=lambda each: each.on):
        looks.setdefault((each.unit, each.keyword), []).append(each)
    last_first = sorted(looks.values(), key=lambda rows: (rows[-1].rank is None, rows[-1].rank or 0))
    return tuple(
        row(
            cells.of_unit(facts, rows[-1].unit, name(rows[-1].keyword)),
            _place(rows[-1], "now"),
            _place(rows[-2], "before") if len(rows) > 1 else cells.UNKNOWN,
            cells.on(rows[-1].on),
        )
        for rows in last_first
    )


def _place(each: Rank, when: str) -> cells.Cell:
    if each.rank is None:
        return "not found"
    subject = f"{each.keyword}:{when}"
    return cells.counted("rank", "Place in a search", each.rank, unit=each.unit, period=each.on.isoformat(),
                         subject=subject)  # fmt: skip
