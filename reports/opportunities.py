"""Opportunities move from stage to stage, each from a day on: what the weighted pipeline learns its odds from."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from reports.models import Opportunity, OpportunityStep
from scc_site.refusals import Mistyped


@transaction.atomic
def reach(*, opportunity: Opportunity, on: date) -> OpportunityStep | None:
    """Note the day from which an opportunity stands in its stage; None where it stood in it before.

    Raises Mistyped with a fault of `since` for a day before that of the stage it stood in until now.
    """
    Opportunity.objects.select_for_update().get(pk=opportunity.pk)
    last = OpportunityStep.objects.standing([opportunity]).get(opportunity.pk)
    if last and last.stage == opportunity.stage:
        return None
    refuse_before(last, on)
    step, _ = OpportunityStep.objects.update_or_create(
        opportunity=opportunity, entered_on=on, defaults={"stage": opportunity.stage}
    )
    return step


def refuse_before(last: OpportunityStep | None, on: date) -> None:
    """Raise Mistyped where a day is before that of the last step."""
    if last and on < last.entered_on:
        words = f"Since {last.entered_on} it stood in the stage {last.get_stage_display()}: choose no earlier day."
        raise Mistyped("", {"since": [words]})
