"""A finding as pages print it: what is so, what it costs, what to do, and where its card stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from reports.findings import Certainty, Finding, Severity
from reports.pages.ink import Ink, board_of
from reports.words import Text

Context = dict[str, Any]
DOUBTS = {Certainty.PARTIAL: "from records in part", Certainty.ESTIMATE: "an estimate"}
ONE = 1


class Finds(NamedTuple):
    """What a finding is printed with: the run's ink and the names of units by slug."""

    ink: Ink
    names: Mapping[str, str]


def card(finds: Finds, one: Finding, tones: Mapping[Severity, str]) -> Context:
    """A finding, its words printed for the reader of the ink."""
    fired, ink = one.fired, finds.ink
    place = ink.found.get(one.key)
    return {
        "key": one.key,
        "place": place,
        "rule": one.rule,
        "version": one.version,
        "severity": fired.severity.value,
        "tone": tones[fired.severity],
        "unit": finds.names.get(fired.unit, fired.unit) or "The whole house",
        "name": str(fired.title),
        "title": ink.text(fired.title),
        "detail": ink.text(fired.detail),
        "action": ink.text(fired.action.title),
        "has_action": fired.action.title != Text(),
        "hours": f"{fired.action.hours} {'hour' if fired.action.hours == ONE else 'hours'}",
        "due": fired.action.due,
        "href": ink.way(fired.action.href),
        "stake": ink.figure(one.stake) if one.stake and one.stake.value.is_known else "",
        "doubt": DOUBTS.get(fired.certainty, ""),
        "page": f"/reports/runs/{ink.run}/findings/{place}/" if place else "",
        "board": board_of(one.key),
        "rows": len(fired.evidence),
    }
