"""Facts for postings, read from dock and ledger: bookings by the thousand, in a fixed number of statements each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from events.models import Vessel
from reports.models import BusinessUnit, ChannelTerms, FiscalPeriod, UnitVessel
from reports.models.channels import Rates
from reports.postings.changes import Found, Line, Months
from reports.postings.facts import VOUCHER, BookingFacts, Cancelled, Moved, Paid, Sail

CHUNK, ALL = 1000, 1_000_000_000  # bookings in one go
BACK = {"returned", "closed"}
BOOKINGS = """
SELECT booking.id, booking.reference, booking.price_cents, booking.tax_cents, booking.cash_holder,
       booking.terms_steps::json, booking.made_at, booking.cancelled_at, booking.cancelled_side, booking.kept_cents,
       booking.no_show_at IS NOT NULL AS is_no_show, booking.channel_id, channel.slug AS channel, sail.vessel_id,
       sail.departs_at, sail.returns_at, sail.departed_at, sail.returned_at, sail.status,
       (SELECT json_agg(json_build_array(paid.id, paid.kind, paid.amount_cents, paid.method, paid.received_on,
                                         paid.corrects_id, voucher.unit_id))
          FROM events_bookingpayment paid
          LEFT JOIN reports_voucher voucher ON paid.method = 'voucher' AND voucher.code = paid.reference
         WHERE paid.booking_id = booking.id) AS paid,
       (SELECT json_agg(json_build_array(past.vessel_id, COALESCE(was.changed_at, was.pgh_created_at))
                        ORDER BY was.pgh_id)
          FROM events_bookinghistory was JOIN events_sailevent past ON past.id = was.event_id
         WHERE was.pgh_obj_id = booking.id AND was.pgh_label <> 'delete') AS sails
  FROM events_booking booking JOIN events_bookingchannel channel ON channel.id = booking.channel_id
  JOIN events_sailevent sail ON sail.id = booking.event_id
 WHERE booking.id > %(after)s AND (%(only)s::bigint IS NULL OR booking.id = %(only)s)
 ORDER BY booking.id LIMIT %(most)s
"""
ENTRIES = """
SELECT entry.id, entry.source_id, entry.source_key, entry.unit_id, entry.intercompany_with_id, entry.date,
       EXISTS (SELECT FROM reports_journalentry back WHERE back.reversal_of_id = entry.id) AS is_reversed,
       (SELECT json_agg(json_build_array(line.account_id, account.subtype, line.amount_cents, line.channel_id))
          FROM reports_journalline line JOIN reports_account account ON account.id = line.account_id
         WHERE line.entry_id = entry.id) AS lines
  FROM reports_journalentry entry
 WHERE entry.source_kind = %(kind)s AND entry.source_id = ANY(%(sources)s) AND entry.reversal_of_id IS NULL
 ORDER BY entry.id
"""


@dataclass(frozen=True, slots=True)
class Read:
    """A booking of one unit with the rows that its lines name."""

    number: int
    channel: int
    facts: BookingFacts


class Places:
    """Whose books a vessel's bookings go to: its own row's, else the unit of its slug, else the only charter unit's."""

    def __init__(self) -> None:
        """Read units and vessels, in three statements."""
        self.units = {unit.pk: unit for unit in BusinessUnit.objects.order_by("slug")}
        by_slug = {unit.slug: unit for unit in self.units.values()}
        charters = [unit for unit in self.units.values() if unit.kind == BusinessUnit.Kind.CHARTER]
        named = dict(UnitVessel.objects.values_list("vessel_id", "unit_id"))
        only = charters[0] if len(charters) == 1 else None
        self.vessels = {vessel.pk: vessel for vessel in Vessel.objects.order_by("slug")}
        self._units = {
            number: self.units[named[number]] if number in named else by_slug.get(vessel.slug, only)
            for number, vessel in self.vessels.items()
        }

    def of(self, vessel: int) -> BusinessUnit | None:
        """The unit; None where no rule names one."""
        return self._units[vessel]


def zone_of(unit: BusinessUnit) -> tzinfo:
    """The unit's zone; the house's where what is written there names none."""
    try:
        return ZoneInfo(unit.timezone)
    except (ValueError, OSError, KeyError):  # zoneinfo's own fault is a KeyError
        house: tzinfo = settings.HOUSE_ZONE
        return house


def chunks(*, only: int | None = None, size: int = CHUNK) -> Iterator[list[dict[str, Any]]]:
    """Plain rows of all bookings, or one, so many at a time; each chunk is one statement, so of one moment."""
    after = 0
    while True:
        rows = _rows(BOOKINGS, {"after": after, "only": only, "most": size})
        if rows:
            yield rows
        if len(rows) < size:
            return
        after = rows[-1]["id"]


def rates() -> Rates:
    """The terms of every channel on any day, in one statement."""
    return ChannelTerms.objects.rates()


def closed_months() -> Months:
    """The months that are closed, in one statement."""
    return Months(FiscalPeriod.objects.filter(closed_at__isnull=False).values_list("unit__slug", "starts_on"))


def facts_of(row: dict[str, Any], places: Places, terms: Rates) -> Read | None:
    """One row as facts, in days of its unit; None where no unit takes its vessel."""
    unit = places.of(row["vessel_id"])
    if unit is None:
        return None
    zone, is_channels = zone_of(unit), row["cash_holder"] == "channel"
    agreed = terms.of(row["channel"], row["made_at"].astimezone(zone).date()) if is_channels else None
    facts = BookingFacts(
        reference=row["reference"],
        unit=unit.slug,
        price_cents=row["price_cents"],
        tax_cents=row["tax_cents"],
        is_channels=is_channels,
        commission=agreed.commission_percent / Decimal(100) if agreed else None,
        is_per_day=unit.recognition_policy == BusinessUnit.Recognition.PER_DAY,
        is_no_show=row["is_no_show"],
        steps=tuple((hours, percent) for hours, percent in row["terms_steps"]),
        sail=_sail(row, zone),
        paid=tuple(_paid(paid, places) for paid in row["paid"] or ()),
        cancelled=_cancelled(row, zone),
        moves=tuple(_moves(row, places)),
    )
    return Read(row["id"], row["channel_id"], facts)


def everything(places: Places | None = None) -> tuple[list[BookingFacts], list[str]]:
    """Every booking as facts, and the references of those no unit takes, in five queries; in two of known places."""
    places, terms = places or Places(), rates()
    known, unplaced = [], []
    for rows in chunks(size=ALL):
        for row in rows:
            if read := facts_of(row, places, terms):
                known.append(read.facts)
            else:
                unplaced.append(row["reference"])
    return known, unplaced


def entries(kind: str, sources: Sequence[str], places: Places) -> dict[str, list[Found]]:
    """What the ledger holds of these sources, reversals aside, in one statement."""
    found: dict[str, list[Found]] = {source: [] for source in sources}
    slugs = {number: unit.slug for number, unit in places.units.items()} | {None: ""}
    for row in _rows(ENTRIES, {"kind": kind, "sources": list(sources)}):
        key, _, version = row["source_key"].rpartition(":v")
        lines = tuple(Line(*line) for line in row["lines"])
        unit, partner = slugs[row["unit_id"]], slugs[row["intercompany_with_id"]]
        entry = Found(row["id"], key, int(version), unit, partner, row["date"], row["is_reversed"], lines)
        found[row["source_id"]].append(entry)
    return found


def _sail(row: dict[str, Any], zone: tzinfo) -> Sail:
    left, back = row["departed_at"], row["returned_at"] if row["status"] in BACK else None
    return Sail(
        departs_at=row["departs_at"].astimezone(zone),
        returns_at=row["returns_at"].astimezone(zone),
        departed_on=left.astimezone(zone).date() if left else None,
        returned_on=back.astimezone(zone).date() if back else None,
        is_called_off=row["status"] == "cancelled",
    )


def _paid(row: Sequence[Any], places: Places) -> Paid:
    number, kind, cents, method, on, corrects, unit = row
    owner = places.units[unit].slug if method == VOUCHER and unit else ""
    return Paid(number, kind, cents, method, date.fromisoformat(on), corrects, owner)


def _cancelled(row: dict[str, Any], zone: tzinfo) -> Cancelled | None:
    at = row["cancelled_at"]
    if at is None:
        return None
    on, side = at.astimezone(zone).date(), row["cancelled_side"]
    return Cancelled(at=at, on=on, side=side, kept_cents=row["kept_cents"] or 0)


def _moves(row: dict[str, Any], places: Places) -> Iterator[Moved]:
    """Where a booking went over to a vessel of another unit; what no unit takes is not counted as one."""
    placed = ((places.of(vessel), at) for vessel, at in row["sails"] or ())
    known = [(unit, at) for unit, at in placed if unit is not None]
    for (source, _), (target, at) in pairwise(known):
        if source.pk != target.pk:
            on = datetime.fromisoformat(at).astimezone(zone_of(target)).date()
            yield Moved(on, source.slug, target.slug)


def _rows(statement: str, known: dict[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, known)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
