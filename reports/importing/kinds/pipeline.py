"""Opportunities, and the days on which they reached their stages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from reports.importing import cells
from reports.importing.cells import Hints, Unreadable
from reports.importing.engine import Record, Run
from reports.importing.kinds.money import UNIT, cents, values_of
from reports.importing.shapes import Column, Kind, Row
from reports.models import Opportunity, OpportunityStep, Stage

PERCENT = 100
WORDS = {
    **{stage.value: stage for stage in Stage},
    "new": Stage.LEAD, "open": Stage.LEAD, "inquiry": Stage.LEAD, "prospect": Stage.LEAD, "contacted": Stage.LEAD,
    "quote": Stage.PROPOSAL, "quoted": Stage.PROPOSAL, "proposed": Stage.PROPOSAL,
    "negotiating": Stage.NEGOTIATION, "verbal": Stage.NEGOTIATION,
    "closed_won": Stage.WON, "booked": Stage.WON, "contracted": Stage.WON,
    "closed_lost": Stage.LOST, "dead": Stage.LOST, "declined": Stage.LOST,
}  # fmt: skip


def stage(written: str, _: Hints) -> str:
    """A stage by its name or another common word for it."""
    found = WORDS.get(re.sub(r"[\s-]+", "_", written.lower()))
    if found is None:
        raise Unreadable(f"is none of: {', '.join(Stage.values)}")
    return found.value


def probability(written: str, hints: Hints) -> Decimal:
    """`40%`, `40` or `0.4`: a part of 1. A number without its sign is percent above 1, else a part."""
    found = cells.number(written.removesuffix("%").strip(), hints)
    if written.endswith("%") or found > 1:
        found /= PERCENT
    if not 0 <= found <= 1:
        raise Unreadable("is no probability: write one from 0% to 100%")
    return found.quantize(Decimal("0.0001"))


def write(run: Run, rows: Sequence[Row]) -> None:
    """Opportunities by unit and key; where one is now in another stage, the day from which it is."""
    records = [Record(row, values_of(row, run, Opportunity, value="value_cents", stage_on="")) for row in rows]
    kept = run.keep(Opportunity, records, key=("unit", "key"))
    last = OpportunityStep.objects.standing(kept)
    steps = []
    for record, opportunity in zip(records, kept, strict=False):
        before = last.get(opportunity.pk)
        day: date = record.row["stage_on"] or run.at.astimezone(ZoneInfo(opportunity.unit.timezone)).date()
        if before is None or before.stage != opportunity.stage:
            is_first = before is None or (before.entered_on == day and not before.is_dated)
            step = {"opportunity": opportunity, "entered_on": day, "stage": opportunity.stage}
            steps.append(Record(record.row, step | {"is_dated": bool(record.row["stage_on"]) or not is_first}))
    run.keep(OpportunityStep, steps, key=("opportunity", "entered_on"))


KINDS = (
    Kind(
        "opportunities",
        "Opportunities",
        "Chances of business: how far each came, what it is worth, when it is expected.",
        (
            UNIT,
            Column("key", cells.text(80), required=True, is_key=True, says="a name of your own that stays"),
            Column("channel", cells.text(80)),
            Column("stage", stage, says=", ".join(Stage.values)),
            Column("value", cents),
            Column("probability", probability, says="40% or 0.4"),
            Column("expected_on", cells.day),
            Column("next_step_on", cells.day),
            Column("stage_on", cells.day, says="the day it reached its stage; else the day of the import"),
        ),
        write,
        domain="pipeline",
    ),
)
