"""What campaigns came to (pure): each result against its model, and how far past models were off."""

from __future__ import annotations

from typing import Any

from reports.facts import Facts
from reports.formulas import sending
from reports.formulas.market import CampaignFact, Sent
from reports.perspectives import cells
from reports.perspectives.cells import columns, row
from reports.rules.saying import figure as told
from reports.tree import Block, Paragraph, Row, Table
from reports.words import name, text


def blocks(facts: Facts) -> tuple[Block, ...]:
    """Past campaigns that have a result; nothing before the first."""
    done = [each for each in facts.market.campaigns if each.is_past and each.result is not None]
    if not done:
        return ()
    table = Table(
        "after",
        "What campaigns came to",
        columns("Campaign", "#Sent", "#Modelled", "#Came", "#Off by", "#Of the model", "The rest"),
        tuple(_past(facts, each) for each in reversed(done)),
        most=6,
    )
    off = told("model_correction", sending.correction(facts.market.campaigns), title="What came of what was modelled")
    said = text("What came is ", off, " times what was modelled.") if off.value.is_known else text(
        "Models are held to what came once two campaigns have both a model and their revenue."
    )  # fmt: skip
    return (table, Paragraph(said))


def _past(facts: Facts, each: CampaignFact) -> Row:
    found = sending.held(each)
    of: dict[str, Any] = {"unit": each.unit, "subject": each.name}
    if each.planned_on:
        of["period"] = each.planned_on.isoformat()
    went = each.result
    sent = cells.counted("letters_sent", "Letters sent", went.sent if went else 0, **of)
    return row(
        cells.of_unit(facts, each.unit, name(each.name)), sent,
        told("modelled_revenue", found.modelled, title="Revenue modelled before", **of),
        told("campaign_came", found.actual, title="Revenue that came", **of),
        told("model_error", found.error, title="What came less the model", **of),
        told("model_error_share", found.share, title="The same, of the model", **of),
        _rest(went),
    )  # fmt: skip


def _rest(went: Sent | None) -> str:
    """Whether more letters may follow those that went."""
    if went is None:
        return cells.UNKNOWN
    found = sending.verdict(went.sent, went.bounced, went.complained)
    return "may follow" if found.may_go else "is stopped" if found.is_stopped else "waits for bounces and complaints"
