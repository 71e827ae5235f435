"""Channels with listings and terms, their figures by month, and the funnel by day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.text import slugify

from events.models import BookingChannel
from reports.importing import cells
from reports.importing.cells import Hints, Unreadable
from reports.importing.engine import Record, Run
from reports.importing.kinds.money import UNIT, cents, rank, values_of
from reports.importing.shapes import Column, Kind, Row
from reports.models import Channel, ChannelStat, ChannelTerms, FunnelCount, FunnelStep, Listing
from reports.models.channels import MOST_STARS, WHOLE

MOST = 2**31 - 1  # what the columns hold
LONGEST_SLUG = 40
FIGURES = ("impressions", "clicks", "inquiries", "bookings", "gross", "commission", "spend")


def named(written: str, hints: Hints) -> str:
    """A channel, step or the like by its name, that a short name can be made of."""
    found = " ".join(cells.text(80)(written, hints).split())
    if not slugify(found):
        raise Unreadable("is no name: letters or digits are missing")
    return found


def address(written: str, hints: Hints) -> str:
    """A page of the web; without its https:// that is added."""
    found = cells.text(290)(written, hints)
    if not re.match(r"https?://", found, re.IGNORECASE):
        found = f"https://{found}"
    if re.search(r"\s", found) or not re.match(r"https?://[^/]+\.[^/]+", found, re.IGNORECASE):
        raise Unreadable("is no address of a page: write one like https://example.com/boat")
    return found


def count(written: str, hints: Hints) -> int:
    """A whole number of at least 0."""
    found = cells.whole(written, hints)
    if not 0 <= found <= MOST:
        raise Unreadable("is no count: a whole number of at least 0")
    return found


def stars(written: str, hints: Hints) -> Decimal:
    """`4.8`, of five."""
    found = cells.number(written, hints)
    if not 0 <= found <= MOST_STARS:
        raise Unreadable("is no rating: 0 to 5 stars")
    return found.quantize(Decimal("0.01"))


def commission(written: str, hints: Hints) -> Decimal:
    """`11.5` or `11.5%`: a number of percent, 0 to 100."""
    found = cells.percent(written, hints)
    if not 0 <= found <= WHOLE:
        raise Unreadable("is no commission: 0 to 100 percent")
    return found.quantize(Decimal("0.001"))


def short(name: str) -> str:
    """The slug of a name: `Viator/GYG` is `viator-gyg`."""
    return slugify(name.replace("/", "-").replace("_", "-"))[:LONGEST_SLUG].strip("-")


def channels_of(run: Run, rows: Sequence[Row]) -> dict[str, Channel]:
    """The channels that rows name, by slug: one not known yet is made, after the dock's of the same slug if any."""
    known = Channel.objects.known()
    dock = {channel.slug: channel for channel in BookingChannel.objects.all()}
    records: dict[str, Record] = {}
    for row in rows:
        slug = short(row["channel"])
        values: dict[str, Any] = {"slug": slug}
        if slug not in known:
            values["name"] = dock[slug].name if slug in dock else row["channel"]
        if slug in dock and (slug not in known or known[slug].booking_channel_id is None):
            values["booking_channel"] = dock[slug]
        if row["kind"] is not None:
            values["kind"] = row["kind"]
        elif slug not in known and slug in dock and dock[slug].kind == BookingChannel.Kind.MARKETPLACE:
            values["kind"] = Channel.Kind.OTA
        if slug in records:
            values = {**values, **records[slug].values, **({"kind": row["kind"]} if row["kind"] else {})}
        records[slug] = Record(row, values)
    wanted = [record for slug, record in records.items() if slug not in known or len(record.values) > 1]
    for channel in run.keep(Channel, wanted, key=("slug",)):
        known[channel.slug] = channel
    return known


def write_channels(run: Run, rows: Sequence[Row]) -> None:
    """Channels by name, how each unit stands on them, and what they take."""
    known = channels_of(run, rows)
    if run.faults:
        return
    kept = []
    for row in rows:
        values = {
            name: value for name, value in values_of(row, run, Listing, **_ELSEWHERE).items() if name != "channel"
        }
        kept.append(Record(row, values | {"channel": known[short(row["channel"])]}))
    run.keep(Listing, kept, key=("unit", "channel"))
    _terms(run, [(row, known[short(row["channel"])]) for row in rows if row["commission_percent"] is not None])


_ELSEWHERE = {"channel": "", "kind": "", "commission_percent": ""}


def _terms(run: Run, said: Sequence[tuple[Row, Channel]]) -> None:
    """New terms where what a file says of a day is not what is known of that day.

    The first terms of a channel hold as far back as anybody knows. Terms are a channel's, not a unit's: two units that
    say otherwise on one day contradict one another.
    """
    rates = ChannelTerms.objects.rates()
    wanted: dict[tuple[int, date], Record] = {}
    for row, channel in said:
        unit = run.unit_of(row)
        day = row["checked_on"] or run.at.astimezone(ZoneInfo(unit.timezone if unit else settings.TIME_ZONE)).date()
        percent = row["commission_percent"]
        heard: dict[str, tuple[Decimal, int]] = run.notes.setdefault("terms", {})
        other, line = heard.setdefault(f"{channel.slug} {day}", (percent, row.line))
        if other != percent:
            run.fault(row, "commission_percent", f"is not what line {line} says of the same channel and day")
            continue
        held = rates.of(channel.slug, day)
        if held is None or held.commission_percent != percent:
            first = held is None and not any(pk == channel.pk for pk, _ in wanted)
            values = {"channel": channel, "effective_from": None if first else day, "commission_percent": percent}
            wanted[channel.pk, day] = Record(row, values)
    run.keep(ChannelTerms, list(wanted.values()), key=("channel", "effective_from"))


def write_stats(run: Run, rows: Sequence[Row]) -> None:
    """Figures by unit, channel and month."""
    known = channels_of(run, rows)
    if run.faults:
        return
    records = []
    for row in rows:
        values = values_of(row, run, ChannelStat, **_IN_CENTS)
        records.append(Record(row, values | {"channel": known[short(row["channel"])]}))
    run.keep(ChannelStat, records, key=("unit", "channel", "month"))


_IN_CENTS = {"channel": "", "gross": "gross_cents", "commission": "commission_cents", "spend": "spend_cents"}


def write_funnel(run: Run, rows: Sequence[Row]) -> None:
    """Counts by unit, step and day; a step not known yet goes where the file says, else behind the others."""
    steps = _steps(run, rows)
    if run.faults:
        return
    counts = []
    for row in rows:
        unit = run.unit_of(row)
        assert unit is not None  # noqa: S101 - a row without one was refused above
        counts.append(Record(row, {"step": steps[unit.pk, row["step"]], "day": row["day"], "n": row["count"]}))
    run.keep(FunnelCount, counts, key=("step", "day"))


def _steps(run: Run, rows: Sequence[Row]) -> dict[tuple[int, str], FunnelStep]:
    """The steps that rows name, by unit and name, made or moved as the rows say."""
    places = {(step.unit_id, step.name): step.position for step in FunnelStep.objects.of(run.units.values())}
    wanted: dict[tuple[int, str], Record] = {}
    for row in rows:
        unit = run.unit_of(row)
        if unit is None:
            run.fault(row, "unit", "is missing")
            continue
        key, place = (unit.pk, row["step"]), row["position"]
        if place is None and key not in places:
            place = 1 + max((taken for (owner, _), taken in places.items() if owner == unit.pk), default=0)
        if place is not None:
            places[key] = place
        if place is not None or key not in wanted:
            values = {"unit": unit, "name": row["step"]} | ({} if place is None else {"position": place})
            wanted[key] = Record(row, values)
    kept = run.keep(FunnelStep, list(wanted.values()), key=("unit", "name"))
    return dict(zip(wanted, kept, strict=False))


CHANNEL = Column("channel", named, required=True, is_key=True, says="its name; a short name is made of it")
KIND = Column("kind", cells.choice(*Channel.Kind.values), says=", ".join(Channel.Kind.values))

KINDS = (
    Kind(
        "channels",
        "Channels",
        "Where guests find a unit: how it is listed there, and what the channel takes of a booking.",
        (
            UNIT,
            CHANNEL,
            KIND,
            Column("status", cells.choice(*Listing.Status.values), says=", ".join(Listing.Status.values)),
            Column("url", address),
            Column("checked_on", cells.day, says="the day somebody looked; new terms hold from it"),
            Column("rating", stars, says="0 to 5 stars"),
            Column("reviews", count),
            Column("sync", cells.choice(*Listing.Sync.values), says="ical, api or none; empty: nobody has looked"),
            Column("commission_percent", commission, says="11.5 is 11.5 %"),
            Column("declared_rank", rank, says="the owner’s order: 1 is to be opened first"),
        ),
        write_channels,
        domain="channels",
        day_column="checked_on",
    ),
    Kind(
        "channel_stats",
        "Figures of channels",
        "What each channel brought in a month. An empty cell is not recorded, 0 is none.",
        (
            UNIT,
            CHANNEL,
            Column("month", cells.month, required=True, is_key=True, says="2026-11, or any day of it"),
            *(Column(name, cents if name in {"gross", "commission", "spend"} else count) for name in FIGURES),
        ),
        write_stats,
        domain="channel_stats",
        day_column="month",
    ),
    Kind(
        "funnel",
        "Funnel",
        "How many came to each step on the way to a booking, by day. 0 is a count; no row is not recorded.",
        (
            UNIT,
            Column("step", cells.text(60), required=True, is_key=True),
            Column("day", cells.day, required=True, is_key=True),
            Column("count", count, required=True),
            Column("position", rank, says="the place of the step: 1 is the first look"),
        ),
        write_funnel,
        domain="funnel",
        day_column="day",
    ),
)
