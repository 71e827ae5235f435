"""Units, accounts and coverage: what everything else hangs on."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from events.models import Vessel
from reports import chart
from reports.domains import DOMAINS
from reports.importing import cells
from reports.importing.engine import Record, Run
from reports.importing.shapes import Column, Kind, Row
from reports.models import Account, BusinessUnit, DataCoverage, Subtype, UnitVessel

TYPE_OF = {known.subtype: known.type for known in chart.STANDARD if known.subtype not in {"", Subtype.SUSPENSE}}


def zone(written: str, _: cells.Hints) -> str:
    """A time zone by its name, like America/Los_Angeles."""
    try:
        return ZoneInfo(written).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise cells.Unreadable("is no time zone: write one like America/Los_Angeles") from None


def slugs(written: str, hints: cells.Hints) -> list[str]:
    """Short names, with blanks between them."""
    return [cells.slug(one, hints) for one in written.replace(",", " ").split()]


def share(written: str, hints: cells.Hints) -> object:
    """A share of 1, like 0.4."""
    found = cells.number(written, hints)
    if not 0 <= found <= 1:
        raise cells.Unreadable("is no share: write one from 0 to 1")
    return found


def write_units(run: Run, rows: Sequence[Row]) -> None:
    """Units by slug, and whose books a boat's bookings go to."""
    for row in rows:
        if row["active_from"] and row["active_to"] and row["active_to"] <= row["active_from"]:
            run.fault(row, "active_to", "is not after active_from: it is the first day without the unit")
    records = [Record(row, {name: value for name, value in row.cells.items() if name != "vessels"}) for row in rows]
    units = run.keep(BusinessUnit, records, key=("slug",))
    named = [(row, slug) for row in rows for slug in row["vessels"] or ()]
    if not named:
        return
    boats = Vessel.objects.in_bulk({slug for _, slug in named}, field_name="slug")
    for row, slug in named:
        if slug not in boats:
            run.fault(row, "vessels", f"names no vessel: there is no {slug!r}")
    by_line = {row.line: unit for row, unit in zip(rows, units, strict=False)}
    moved = [Record(row, {"vessel": boats.get(slug), "unit": by_line.get(row.line)}) for row, slug in named]
    if not run.faults:
        run.keep(UnitVessel, moved, key=("vessel",))


def write_accounts(run: Run, rows: Sequence[Row]) -> None:
    """Accounts by code; the unit is optional, and the subtype one of its type's."""
    for row in rows:
        wanted = TYPE_OF.get(row["subtype"])
        if wanted and wanted != row["type"]:
            run.fault(row, "subtype", f"belongs to accounts of type {wanted}")
    records = [
        Record(row, row.cells | {"unit": run.unit_of(row)} if "unit" in row.cells or run.unit else row.cells)
        for row in rows
    ]
    run.keep(Account, records, key=("code",))


def write_coverage(run: Run, rows: Sequence[Row]) -> None:
    """What is said of days `[start, end)`, by unit, domain, days and basis."""
    records = []
    for row in rows:
        if row["end"] <= row["start"]:
            run.fault(row, "end", "is not after the start: it is the first day after")
        values = {
            "unit": run.unit_of(row), "domain": row["domain"], "starts_on": row["start"], "ends_on": row["end"],
            "basis": row["basis"] or DataCoverage.Basis.ASSERTED, "level": row["level"],
        }  # fmt: skip
        records.append(Record(row, values, {"stated_at": run.at, "author": run.author}))
    run.keep(DataCoverage, records, key=("unit", "domain", "starts_on", "ends_on", "basis"))


KINDS = (
    Kind(
        "units",
        "Units",
        "The businesses of the portfolio.",
        (
            Column("slug", cells.slug, required=True, is_key=True, also=("unit",)),
            Column("name", cells.text(80), required=True),
            Column("kind", cells.choice(*BusinessUnit.Kind.values)),
            Column("timezone", zone, also=("tz",)),
            Column("active_from", cells.day),
            Column("active_to", cells.day, says="the first day without it"),
            Column("vessels", slugs, says="boats whose bookings go to its books: short names with blanks between"),
        ),
        write_units,
    ),
    Kind(
        "accounts",
        "Chart of accounts",
        "The accounts of the ledger.",
        (
            Column("code", cells.text(20), required=True, is_key=True),
            Column("name", cells.text(80), required=True),
            Column("type", cells.choice(*Account.Type.values), required=True),
            Column("subtype", cells.choice(*Subtype.values)),
            Column("behaviour", cells.choice(*Account.Behaviour.values), also=("behavior",)),
            Column("fixed_share", share),
            Column("unit", cells.slug),
            Column("tax_line", cells.text(60)),
        ),
        write_accounts,
    ),
    Kind(
        "coverage",
        "Coverage",
        "What is recorded, for which unit and days: without it nothing is zero, only not recorded.",
        (
            Column("unit", cells.slug, required=True, is_key=True),
            Column("domain", cells.choice(*(domain.slug for domain in DOMAINS)), required=True, is_key=True),
            Column("start", cells.day, required=True, is_key=True),
            Column("end", cells.day, required=True, is_key=True, says="the first day after"),
            Column("level", cells.choice(*DataCoverage.Level.values), required=True),
            Column(
                "basis",
                cells.choice(*DataCoverage.Basis.values),
                is_key=True,
                says="import, reconciled or asserted; empty for asserted",
            ),
        ),
        write_coverage,
    ),
)  # fmt: skip
