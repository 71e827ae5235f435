"""May a sail be shown to the crew and sold as it is planned? The apps above answer; whoever publishes asks here."""

from __future__ import annotations

from events import contributions
from events.models import SailEvent
from scc_site.refusals import Refusal


class Unfit(Refusal):
    """The sail may not be sold as it is planned."""


def refuse_unfit(event: SailEvent, *, sentence: str) -> None:
    """Raises Unfit, with every reason behind the sentence; a draft may wait for what it lacks."""
    if event.status != SailEvent.Status.DRAFT and (reasons := contributions.unfit(event)):
        raise Unfit(" ".join([sentence, *reasons]))
