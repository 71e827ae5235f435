"""What was decided about a sail, written down with whom the house told. Inside a verb's transaction only."""

from __future__ import annotations

from datetime import datetime

from events import contributions
from events.models import SailAct, SailEvent
from scc_site.models import User
from scc_site.refusals import Mistyped

LONGEST_REASON = 200
Times = tuple[datetime, datetime]


def reason_given(reason: str, refusal: str) -> str:
    """The reason in one line, without blanks around; raises Mistyped with `refusal` when there is none."""
    words = " ".join(reason.split())
    if not words:
        raise Mistyped(refusal, {"reason": ["Say why: everybody who is told reads it."]})
    if len(words) > LONGEST_REASON:
        raise Mistyped(refusal, {"reason": [f"Say it in {LONGEST_REASON} characters at most."]})
    return words


def record(
    event: SailEvent, kind: SailAct.Kind, *, by: User, at: datetime, reason: str = "", old: Times | None = None
) -> SailAct:
    """Let the apps above do what follows from an act that has just been stored, and keep it with the names told.

    `old` are departure and return before a move. The sail carries the version of the act already.
    """
    old_departs_at, old_returns_at = old or (event.departs_at, event.returns_at)
    act = SailAct(
        event=event, kind=kind, at=at, by=by, reason=reason, version=event.version,
        old_departs_at=old_departs_at, old_returns_at=old_returns_at,
        departs_at=event.departs_at, returns_at=event.returns_at,
    )  # fmt: skip
    act.told = contributions.decided(event, act)
    act.save()
    return act
