"""What may come, unit by unit (pure): the weighted pipeline, how far it reaches, how much is won. F30 to F32."""

from __future__ import annotations

from reports import figures
from reports.facts import Facts
from reports.figures.scopes import of_units
from reports.figures.trade import SOON, confirmed, weighted
from reports.formulas.pipeline import PIPELINE
from reports.perspectives import Seen
from reports.rules.ceo import BOOKED
from reports.telling import cells, figure, heads
from reports.tree import Row, Table
from reports.values import Level
from reports.words import name


def pipeline(seen: Seen) -> tuple[Table, ...]:
    """The units that have opportunities, and their sum; nothing where no pipeline is recorded."""
    facts = seen.facts
    known = {chance.unit for chance in facts.wanted.chances}
    slugs = [unit.slug for unit in facts.units if unit.slug in known]
    if not slugs and facts.level(PIPELINE) == Level.NONE:
        return ()
    rows = [_row(facts, slug) for slug in slugs]
    if len(slugs) != 1 or len(facts.units) > 1:
        rows.append(_row(facts, ""))
    head = heads(
        "Unit", "*Open, weighted", "*Of two months", "*Booked or agreed", "*Against the target", "*Won of decided"
    )
    return (Table("pipeline", "What may come", head, tuple(rows), most=None),)


def _row(facts: Facts, unit: str) -> Row:
    own, on = of_units(facts, [unit]) if unit else facts, f"{facts.as_of}"
    likely = figure("likely_ahead", weighted(own, SOON), period=on, unit=unit, title="Weighted pipeline of 60 days",
                    formula="F31")  # fmt: skip
    ahead = figure("confirmed_ahead", confirmed(own), period=on, unit=unit, title=BOOKED, formula="F31")
    whole, reach, won = (figures.figure(facts, slug, unit) for slug in ("pipeline", "pipeline_coverage", "win_rate"))
    return cells(name(facts.name(unit) if unit else "All"), whole, likely, ahead, reach, won, is_total=not unit)
