"""Which booking site to open next (pure): the computed order beside the owner’s, and what must come before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reports import selling
from reports.facts import Facts
from reports.formulas import sequencing
from reports.formulas.market import OTA, ListingFact
from reports.formulas.sequencing import Place
from reports.perspectives import Seen, cells
from reports.perspectives.cells import columns, counted, listing, row
from reports.rules.saying import desk
from reports.rules.saying import figure as told
from reports.tree import Block, Bullets, Paragraph, Row, Section, Table
from reports.values import Level, Measure, no_data, recorded
from reports.words import Figure, Text, name, text

TITLE = "Booking sites: what to open next"


def section(seen: Seen) -> Section:
    """The order of booking sites, unit by unit."""
    facts = seen.facts
    units = [unit for unit in selling.sellers(facts) if selling.listings(facts, unit, OTA)]
    if not units:
        words = "No booking site is recorded: write down those that could be opened, live or not, with their terms."
        return Section("sites", TITLE, (cells.missing("cmo", "channels", words),))
    if len(units) == 1:
        return Section("sites", TITLE, blocks(facts, units[0]))
    parts = tuple(Section(f"sites-{unit}", facts.name(unit), blocks(facts, unit)) for unit in units)
    return Section("sites", TITLE, (), sections=parts)


def blocks(facts: Facts, unit: str) -> tuple[Block, ...]:
    """One unit’s sites: what is live, the order of the rest, why it is not the owner’s, what is not known."""
    order = selling.order(facts, unit)
    live = [each.name for each in selling.listings(facts, unit, OTA) if each.is_live]
    is_live = text("Live: ", listing(live), ". ") if live else text("None is live. ")
    if not order:
        return (Paragraph(text(is_live, "Every site that is recorded is open.")),)
    table = Table(
        f"order-{unit}",
        "In this order",
        columns("Site", "#Place", "#The owner’s", "#A booking leaves", "#Ready", "#A month", "#Hours",
                "#An hour brings", "Before it opens"),
        tuple(_site(facts, unit, place) for place in order), most=4,
    )  # fmt: skip
    return (
        Paragraph(text(is_live, _orders(order))),
        table,
        Bullets((*_differences(order), *_sync(order), *_sources(order), *_unknown(order))),
    )


def _site(facts: Facts, unit: str, place: Place) -> Row:
    each = place.listing
    of: dict[str, Any] = {"unit": unit, "period": cells.day_of(facts), "subject": each.channel}
    hours = no_data(Measure.HOURS, f"hours to open {each.name}")
    if each.effort_hours is not None:
        hours = recorded(each.effort_hours, Measure.HOURS, coverage=Level.COMPLETE, n=1, evidence=[each.evidence])
    sync = [text("calendar sync of ", cells.listing(place.needs_sync))] if place.needs_sync else []
    before = [*sync, *(text(name(step)) for step in place.blocked)]
    return row(
        name(each.name),
        counted("site_place", "Computed place", place.place, **of, rows=[each.evidence]),
        counted("site_declared", "The owner’s place", place.declared, **of, rows=[each.evidence])
        if place.declared
        else "none",
        told("booking_leaves", place.net, title="What a booking leaves", **of),
        told("site_readiness", place.readiness, title="Prerequisites done", **of),
        told("site_monthly", place.monthly, title="Contribution a month, estimated", **of),
        told("site_hours", hours, title="Hours to open it", **of),
        told("site_per_hour", place.per_hour, title="Contribution a month for an hour of work", **of),
        _joined(before) if before else "nothing",
    )


def _joined(parts: Sequence[Text]) -> Text:
    return text(*(each for place, part in enumerate(parts) for each in (("; " if place else ""), part)))


def _orders(order: Sequence[Place]) -> Text:
    owners = sorted((place for place in order if place.declared), key=lambda place: place.declared)
    own = text("The owner’s order: ", _arrows([place.listing for place in owners]), ". ") if owners else text(
        "The owner gave no order. "
    )  # fmt: skip
    computed = text("Computed: ", _arrows([place.listing for place in order]), ".")
    agree = owners and [place.listing for place in owners] == [place.listing for place in order]
    return text(own, computed, " Both agree." if agree else "")


def _arrows(rows: Sequence[ListingFact]) -> Text:
    parts: list[Any] = []
    for each in rows:
        parts += [" → " if parts else "", name(each.name)]
    return text(*parts)


def _differences(order: Sequence[Place]) -> list[Text]:
    """Why a site does not stand where the owner put it; what tells two apart is said once."""
    found = {str(words): words for place in order if place.why for words in (_why(place),)}
    return list(found.values())


def _why(place: Place) -> Text:
    if not place.declared:
        return text(name(place.listing.name), ": the owner gave it no place.")
    if place.rival is None:
        return text(name(place.listing.name), ": the owner’s order counts others before it.")
    pair = (place.rival, place.listing) if place.place > place.declared else (place.listing, place.rival)
    first, second = pair
    waits = sequencing.blocked(second)
    if waits and not sequencing.blocked(first):
        return text(name(second.name), " waits for ", listing(waits), "; ", name(first.name), " waits for nothing.")
    gains = [sequencing.per_hour(each) for each in pair]
    if all(gain.is_known for gain in gains) and gains[0].number == gains[1].number:
        return text("Nothing recorded tells ", name(first.name), " and ", name(second.name), " apart.")
    return text(
        "An hour of work on ", name(first.name), " brings ", _gain(first), " a month, on ", name(second.name), " ",
        _gain(second), ".",
    )  # fmt: skip


def _gain(each: ListingFact) -> Figure:
    value = sequencing.per_hour(each)
    title = "Contribution a month for an hour of work"
    return told("site_per_hour", value, each.unit, subject=f"{each.channel}:why", title=title)


def _sync(order: Sequence[Place]) -> list[Text]:
    """What must be connected before a second place sells the same boat."""
    later = next((place for place in order if place.needs_sync), None)
    if later is None:
        return []
    return [
        text(
            "Before ", name(later.listing.name), " opens, connect the calendars of ", listing(later.needs_sync),
            ": two sites that do not hear of each other sell the same evening twice.",
        )
    ]  # fmt: skip


def _sources(order: Sequence[Place]) -> list[Text]:
    """Who estimated what sites bring a month."""
    alike: dict[str, list[str]] = {}
    for place in order:
        if place.listing.estimate_cents is not None:
            alike.setdefault(place.listing.estimate_source, []).append(place.listing.name)
    return [text("Estimated a month of ", listing(names), ": ", name(source), ".") for source, names in alike.items()]


def _unknown(order: Sequence[Place]) -> list[Text]:
    """What the order does not know, and where to enter it."""
    lacking = {
        "what it brings a month, with the source": [p.listing.name for p in order if p.listing.estimate_cents is None],
        "hours to open it": [p.listing.name for p in order if p.listing.effort_hours is None],
        "prerequisites": [p.listing.name for p in order if not p.listing.steps],
        "terms": [p.listing.name for p in order if p.listing.commission is None],
    }
    alike: dict[tuple[str, ...], list[str]] = {}
    for what, names in lacking.items():
        alike.setdefault(tuple(names), []).append(what)
    return [
        text("Not recorded of ", listing(names), ": ", name("; ".join(whats), desk("listing")), ".")
        for names, whats in alike.items()
        if names
    ]
