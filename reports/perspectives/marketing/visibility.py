"""Where guests find the units, and what that brings (pure): the matrix of channels, and their economics."""

from __future__ import annotations

from typing import Any, NamedTuple

from reports import selling
from reports.facts import Facts
from reports.figures.market import brought
from reports.figures.scopes import of_units
from reports.formulas import channels
from reports.formulas.market import OTA, ListingFact, figure
from reports.perspectives import Seen, cells
from reports.perspectives.cells import columns, counted, listing, months_of, row
from reports.rules.saying import figure as told
from reports.tree import Block, Chart, Paragraph, Row, Section, Shape, Table
from reports.values import Value
from reports.words import Figure, name, text

QUARTER = 3
STATES = {"none": "no listing", "draft": "draft", "submitted": "submitted", "live": "live", "paused": "paused",
          "rejected": "rejected"}  # fmt: skip


def section(seen: Seen) -> Section:
    """Each unit on each of its channels: its state, the checks known and passed, when somebody looked."""
    facts = seen.facts
    rows = sorted(facts.market.listings, key=lambda each: (_place(facts, each.unit), each.kind != OTA, each.name))
    if not rows:
        words = "No channel is recorded: write down where each unit is listed, and where it is not."
        return Section("visibility", "Where guests find us", (cells.missing("cmo", "channels", words),))
    table = Table(
        "channels",
        "Channels",
        columns("Channel", "Unit", "State", "#Checks passed", "#Known", "Not passed", "Looked at"),
        tuple(_listing(facts, each) for each in rows),
        most=4,
    )
    passed, live = cells.standing(facts, "visibility"), cells.standing(facts, "live_listings")
    said = text(passed, " of the checks that anybody made are passed; ", live,
                " booking sites are live. A check that nobody made counts neither way.")  # fmt: skip
    return Section(
        "visibility", "Where guests find us", (Paragraph(said), table, *cells.found(seen, "cmo", "CMO-01", "CMO-02"))
    )


def _place(facts: Facts, unit: str) -> int:
    return [each.slug for each in facts.units].index(unit)


def _listing(facts: Facts, each: ListingFact) -> Row:
    found = channels.visibility([each], facts.as_of, selling.level(facts, each.unit))
    told_of: dict[str, Any] = {"unit": each.unit, "period": cells.day_of(facts), "subject": each.channel}
    rows = [each.evidence]
    known = text(
        counted("checks_known", "Checks known", found.known, **told_of, rows=rows), " of ",
        counted("checks_all", "Checks there are", found.total, **told_of, rows=rows),
    )  # fmt: skip
    failed = [check.name for check in found.checks if check.result == "no"]
    return row(
        name(each.name), name(facts.name(each.unit)),
        STATES.get(each.status, each.status), told("visibility", found.share, **told_of), known, listing(failed),
        cells.on(each.checked_on, "nobody looked"),
    )  # fmt: skip


class Brought(NamedTuple):
    """What one channel of a unit came to in three months; money in cents."""

    unit: str
    channel: str
    called: str
    figures: dict[str, Value]
    rates: channels.Rates
    cost: Value
    commission: channels.Commission
    contribution: Value


FIGURES = ("impressions", "clicks", "inquiries", "bookings", "gross_cents", "commission_cents", "spend_cents")


def _brought(facts: Facts, unit: str, channel: str) -> Brought:
    period = facts.period.trailing(QUARTER)
    asked: dict[str, Any] = {"unit": unit, "channel": channel, "period": period}
    found = {each: figure(facts.market, each, **asked) for each in FIGURES}
    listed = next((each for each in selling.listings(facts, unit) if each.channel == channel), None)
    sails = brought(of_units(facts, [unit]), channel, period)
    return Brought(
        unit, channel, selling.channel_name(facts, unit, channel), found,
        channels.rates(facts.market, **asked),
        channels.acquisition_cost(found["spend_cents"], found["bookings"]),
        channels.commission(found["commission_cents"], found["gross_cents"], listed),
        channels.contribution(sails, found["spend_cents"]),
    )  # fmt: skip


def economics(seen: Seen) -> Section:
    """Over three months: from a look to a booking, then what each channel cost and brought."""
    facts = seen.facts
    places = dict.fromkeys((each.unit, each.channel) for each in facts.market.months)
    if not places:
        words = "No month of a channel is recorded: write down what each showed, brought and cost."
        return Section("economics", "What channels bring", (cells.missing("cmo", "channel_stats", words),))
    rows = [_brought(facts, *place) for place in places]
    looks = Table(
        "looks",
        "From a look to a booking, over three months",
        columns("Channel", "Unit", "#Seen", "#Clicked", "#Asked", "#Booked", "#Clicked of seen", "#Asked of clicks",
                "#Booked of asked"),
        tuple(_look(facts, each) for each in rows),
        most=0,
    )  # fmt: skip
    says = text("Who asked and who booked, by channel, over the last three complete months.")
    blocks: tuple[Block, ...] = (
        Chart(looks, Shape.BARS, (4, 5), says),
        Table(
            "earnings",
            "What it cost and brought, over three months",
            columns("Channel", "Unit", "#Booked", "#Spent", "#Cost of a booking", "#Commission", "#By its terms",
                    "#Contribution"),
            tuple(_earning(facts, each) for each in rows),
            most=0,
        ),
        Paragraph(
            text("Contribution is what the sails that a channel sold left, less what was spent on it; sails count by ",
                 "the channel that the booking names.")
        ),
    )  # fmt: skip
    return Section("economics", "What channels bring", (*blocks, *cells.found(seen, "cmo", "CMO-03", "CMO-04")))


def _of(facts: Facts, each: Brought, metric: str, value: Value, title: str = "") -> Figure:
    return told(metric, value, each.unit, months_of(facts, QUARTER), subject=each.channel, title=title)


def _look(facts: Facts, each: Brought) -> Row:
    found, rates = each.figures, each.rates
    return row(
        name(each.called),
        name(facts.name(each.unit)),
        _of(facts, each, "channel_impressions", found["impressions"], "Saw it"),
        _of(facts, each, "channel_clicks", found["clicks"], "Clicked"),
        _of(facts, each, "leads", found["inquiries"]),
        _of(facts, each, "channel_bookings", found["bookings"], "Booked over the channel"),
        _of(facts, each, "click_rate", rates.click),
        _of(facts, each, "inquiry_rate", rates.inquiry),
        _of(facts, each, "booking_rate", rates.booking),
    )


def _earning(facts: Facts, each: Brought) -> Row:
    found = each.figures
    return row(
        name(each.called),
        name(facts.name(each.unit)),
        _of(facts, each, "channel_gross", found["gross_cents"], "Booked over the channel, in money"),
        _of(facts, each, "channel_spend", found["spend_cents"], "Spent on the channel"),
        _of(facts, each, "acquisition_cost", each.cost),
        _of(facts, each, "channel_commission", each.commission.actual),
        _of(facts, each, "terms_commission", each.commission.agreed, "Commission by the terms"),
        _of(facts, each, "channel_contribution", each.contribution),
    )
