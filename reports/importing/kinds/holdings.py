"""Assets and what falls due on them, stakes, responsibilities and risks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reports.importing import cells
from reports.importing.engine import Record, Run
from reports.importing.kinds.words import by_row, fields, several, stands, yes_no
from reports.importing.shapes import Column, Kind, Row
from reports.models import (
    Account,
    Asset,
    AssetDebt,
    AssetObligation,
    AssetValuation,
    OwnershipStake,
    Responsibility,
    Risk,
    Transition,
)
from reports.models.people import LEAST, MOST

Key = tuple[Any, str]
OF_ASSETS = {name: name for name in ("kind", "acquired_on", "location", "custodian", "status")} | {"cost": "cost_cents"}


def write_assets(run: Run, rows: Sequence[Row]) -> None:
    """Assets by unit and name, with a value and an obligation each row; what a row leaves blank another may say."""
    said = _said(run, rows)
    assets = by_row(run, Asset, [Record(row, said[_asset(run, row)]) for row in rows], ("unit", "name"))
    values, obligations = [], []
    for row in rows:
        if not _is_whole(run, row, "value", "value_on") or not _is_whole(run, row, "obligation", "obligation_due"):
            continue
        asset = assets.get(row.line)
        if row["value"] is not None:
            what = {"asset": asset, "on": row["value_on"], "basis": "owner", "amount_cents": row["value"]}
            values.append(Record(row, what))
        if row["obligation"] is not None:
            what = {"asset": asset, "kind": row["obligation"], "due": row["obligation_due"]}
            obligations.append(Record(row, what))
    if assets:
        run.keep(AssetValuation, values, key=("asset", "on", "basis"))
        run.keep(AssetObligation, obligations, key=("asset", "kind", "due"))


def _asset(run: Run, row: Row) -> Key:
    return run.unit_of(row), row["name"]


def _said(run: Run, rows: Sequence[Row]) -> dict[Key, dict[str, Any]]:
    """What all rows of an asset say of it together; a fault where two say different things."""
    found: dict[Key, dict[str, Any]] = {}
    for row in rows:
        unit, name = key = _asset(run, row)
        together = found.setdefault(key, {"unit": unit, "name": name})
        for field, value in fields(row, OF_ASSETS).items():
            if value is not None and together.get(field) not in (None, value):
                run.fault(row, field.removesuffix("_cents"), f"differs from another row of {name!r}")
            together[field] = together.get(field) if value is None else value
        stands(run, unit, min((day for day in (row["acquired_on"], row["value_on"]) if day), default=None))
    return found


def _is_whole(run: Run, row: Row, what: str, when: str) -> bool:
    """Whether a row says both of a pair, or neither."""
    if (row[what] is None) == (row[when] is None):
        return True
    lacking, there = (when, what) if row[when] is None else (what, when)
    run.fault(row, lacking, f"is missing: {there} is given")
    return False


def write_debts(run: Run, rows: Sequence[Row]) -> None:
    """What an asset secures, by the account of the loan."""
    accounts = Account.objects.known()
    assets = {(asset.unit, asset.name.casefold()): asset for asset in Asset.objects.select_related("unit")}
    records = []
    for row in rows:
        unit, account = run.unit_of(row), accounts.get(row["account"])
        asset = assets.get((unit, (row["name"] or "").casefold())) if unit else None
        if unit and asset is None:
            known = several(one.name for (owner, _), one in assets.items() if owner == unit)
            run.fault(row, "name", f"names no asset of {unit.slug}: there is {known}")
        if row["account"] and account is None:
            run.fault(row, "account", f"names no account: there is no {row['account']!r}")
        records.append(Record(row, {"asset": asset, "account": account}))
    if not run.faults:
        run.keep(AssetDebt, records, key=("asset", "account"))


def write_stakes(run: Run, rows: Sequence[Row]) -> None:
    """Stakes by unit and person."""
    names = {name: name for name in ("person", "percent", "agreement", "effective")}
    records = []
    for row in rows:
        unit = run.unit_of(row)
        records.append(Record(row, fields(row, names) | {"unit": unit}))
        stands(run, unit, row["effective"])
    run.keep(OwnershipStake, records, key=("unit", "person"))


def write_responsibilities(run: Run, rows: Sequence[Row]) -> None:
    """Responsibilities by unit and title; a last day makes the holder's transition."""
    names = {name: name for name in ("title", "holder", "backup", "documented_on", "successor")}
    names["critical"] = "is_critical"
    records, leaving = [], []
    for row in rows:
        unit = run.unit_of(row)
        records.append(Record(row, fields(row, names) | {"unit": unit}))
        stands(run, unit, row["documented_on"])
        if row["last_day"] is None:
            continue
        if row["holder"] is None:
            run.fault(row, "holder", "is missing: whose last day it is")
        leaving.append(Record(row, {"unit": unit, "person": row["holder"], "last_day": row["last_day"]}))
    if not run.faults:
        run.keep(Responsibility, records, key=("unit", "title"))
        run.keep(Transition, leaving, key=("unit", "person"))


def write_risks(run: Run, rows: Sequence[Row]) -> None:
    """Risks by unit and title."""
    names = {name: name for name in ("title", "likelihood", "owner", "mitigation", "review_on", "status")}
    records = []
    for row in rows:
        unit = run.unit_of(row)
        values = fields(row, names) | {"unit": unit}
        stands(run, unit)
        if "impact" in row.cells:
            values["impact"], values["impact_cents"] = row["impact"] or (None, None)
        records.append(Record(row, values))
    run.keep(Risk, records, key=("unit", "title"))


def grade(written: str, hints: cells.Hints) -> int:
    """A grade from 1 to 5."""
    if not LEAST <= (found := cells.whole(written, hints)) <= MOST:
        raise cells.Unreadable(f"is no grade from {LEAST} to {MOST}")
    return found


def impact(written: str, hints: cells.Hints) -> tuple[int | None, int | None]:
    """A grade from 1 to 5, else an amount of money: (grade, None) or (None, cents)."""
    if written.isascii() and written.isdigit() and LEAST <= int(written) <= MOST:
        return int(written), None
    if (cents := cells.money(written, hints)) < 0:
        raise cells.Unreadable(f"is neither a grade from {LEAST} to {MOST} nor an amount")
    return None, cents


UNIT = Column("unit", cells.slug, required=True, is_key=True)

KINDS = (
    Kind(
        "assets",
        "Assets",
        "What the businesses own, with a value and an obligation a row: one asset may have several rows, and what one "
        "of them leaves blank another may say. A value of a file is the owner’s word.",
        (
            UNIT,
            Column("kind", cells.choice(*Asset.Kind.values), required=True),
            Column("name", cells.text(120), required=True, is_key=True),
            Column("acquired_on", cells.day),
            Column("cost", cells.money),
            Column("location", cells.text(120)),
            Column("custodian", cells.text(120)),
            Column("status", cells.text(40), says="sold, retired or lost: it is there no more"),
            Column("value", cells.money),
            Column("value_on", cells.day),
            Column("obligation", cells.choice(*AssetObligation.Kind.values)),
            Column("obligation_due", cells.day),
        ),
        write_assets,
        domain="assets",
    ),
    Kind(
        "asset_debts",
        "Debts on assets",
        "Which loan’s account an asset secures.",
        (UNIT, Column("name", cells.text(120), required=True, is_key=True, also=("asset",)),
         Column("account", cells.text(20), required=True, is_key=True)),
        write_debts,
        domain="assets",
    ),
    Kind(
        "stakes",
        "Stakes",
        "Who owns how much of a business, and whether it is signed.",
        (
            UNIT,
            Column("person", cells.text(120), required=True, is_key=True),
            Column("percent", cells.percent, required=True),
            Column("agreement", cells.choice(*OwnershipStake.Agreement.values)),
            Column("effective", cells.day),
        ),
        write_stakes,
        domain="ownership",
    ),
    Kind(
        "responsibilities",
        "Responsibilities",
        "Who does what, and who could; a last day says that the holder leaves, and the successor who takes it over.",
        (
            UNIT,
            Column("title", cells.text(120), required=True, is_key=True),
            Column("holder", cells.text(120)),
            Column("backup", cells.text(120)),
            Column("documented_on", cells.day),
            Column("critical", yes_no),
            Column("last_day", cells.day),
            Column("successor", cells.text(120)),
        ),
        write_responsibilities,
        domain="people",
    ),
    Kind(
        "risks",
        "Risks",
        "What may go wrong.",
        (
            UNIT,
            Column("title", cells.text(160), required=True, is_key=True),
            Column("likelihood", grade, says="1 to 5"),
            Column("impact", impact, says="1 to 5, or an amount of money"),
            Column("owner", cells.text(120)),
            Column("mitigation", cells.text(300)),
            Column("review_on", cells.day),
            Column("status", cells.text(40), says="closed, resolved or done: it is none any more"),
        ),
        write_risks,
        domain="risks",
    ),
)  # fmt: skip
