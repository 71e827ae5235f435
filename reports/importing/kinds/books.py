"""Units and accounts: what everything else hangs on."""

from __future__ import annotations

from collections.abc import Sequence

from reports.importing import cells
from reports.importing.engine import Record, Run
from reports.importing.shapes import Column, Kind, Row
from reports.models import Account, BusinessUnit


def write_units(run: Run, rows: Sequence[Row]) -> None:
    """Units by slug."""
    run.keep(BusinessUnit, [Record(row, row.cells) for row in rows], key=("slug",))


def write_accounts(run: Run, rows: Sequence[Row]) -> None:
    """Accounts by code; the unit is optional."""
    run.keep(Account, [Record(row, row.cells | {"unit": run.unit_of(row)}) for row in rows], key=("code",))


KINDS = (
    Kind(
        "units",
        "Units",
        "The businesses of the portfolio.",
        (
            Column("slug", cells.slug, required=True, is_key=True),
            Column("name", cells.text(80), required=True),
            Column("kind", cells.choice(*BusinessUnit.Kind.values)),
            Column("timezone", cells.text(60)),
            Column("active_from", cells.day),
            Column("active_to", cells.day),
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
            Column("subtype", cells.text(20)),
            Column("behaviour", cells.choice(*Account.Behaviour.values), also=("behavior",)),
            Column("fixed_share", cells.number),
            Column("unit", cells.slug),
            Column("tax_line", cells.text(60)),
        ),
        write_accounts,
    ),
)
