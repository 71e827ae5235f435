"""Sentences that all renderings say alike (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from reports.findings import Certainty, Finding, Severity
from reports.renderings.told import REST
from reports.report import Header
from reports.tree import LABELS, FindingList
from reports.words import Figure, Named, Text, day, month, number_of, text

MARKS = {Severity.CRITICAL: "▲", Severity.HIGH: "●", Severity.MEDIUM: "◐", Severity.LOW: "○"}
CERTAIN = {Certainty.COMPLETE: "", Certainty.PARTIAL: "the records are incomplete", Certainty.ESTIMATE: "an estimate"}
NO_TASK = "Nothing planned."
NO_GAPS = "Everything that this report lives of is recorded."
LATER = "Did not fit into these weeks"
HIDES = "There is more that you may not see."
SHORT_RUN = 6


@dataclass(frozen=True)
class Count:
    """How many of something a rendering leaves out: no figure of the report, and marked as such."""

    n: int
    what: str

    @property
    def text(self) -> str:
        """As it is printed."""
        return f"{self.n:,}"


def left_out(n: int, one: str, many: str) -> Count | None:
    """A count where there is anything to count."""
    return Count(n, one if n == 1 else many) if n > 0 else None


def withheld(*labels: str) -> str:
    """What stands where a reader may not see something."""
    of = ", ".join(LABELS[label] for label in labels if label in LABELS)
    return f"Withheld: {of}." if of else "Withheld."


def period(head: Header) -> Named:
    """The month that the report is about."""
    return month(head.period.start)


def heading(head: Header) -> str:
    """The title with its month, and whether it corrects another."""
    title = f"{head.title}, {period(head).text}"
    return f"{title} (corrected)" if head.is_corrected else title


def built(head: Header) -> Text:
    """When it was built, in its own zone, and what it knew."""
    local = head.built_at.astimezone(ZoneInfo(head.zone))
    moment = Named(f"{local:%a} {local.day} {local:%b %Y %H:%M} {local:%Z}", day(head.as_of).kind)
    return text("Records up to ", day(head.as_of), ", built ", moment, ", run ", number_of(run(head)))


def run(head: Header) -> str:
    """The short id of the run."""
    return head.run[:SHORT_RUN]


def kind(one: Finding) -> str:
    """How bad, as a mark and a word."""
    return f"{MARKS[one.fired.severity]} {one.fired.severity.value.capitalize()}"


def due(on: date | None) -> Text:
    """By when."""
    return text("by ", day(on)) if on else Text()


def stake(figure: Figure | None) -> Text:
    """What it costs."""
    return text(figure, " a month at stake") if figure else Text()


def footing(one: Finding) -> Text:
    """What a finding stands on: its rule, and the doubt where there is one."""
    doubt = CERTAIN[one.fired.certainty]
    return text(number_of(one.rule), f", {doubt}" if doubt else "")


def joined(*parts: Text | Named | Figure) -> Text:
    """Those that say something, with middle dots between."""
    kept = [text(part) for part in parts if str(text(part))]
    between: list[Text | str] = [part for each in kept for part in (" · ", each)]
    return text(*between[1:])


def unit_name(head: Header, slug: str) -> str:
    """A unit by its slug, for a heading."""
    return head.name_of(slug) if slug else "The whole house"


def group(head: Header, listed: FindingList, unit: str) -> str:
    """What stands over a group of findings; nothing over the first of a list that is not grouped."""
    if unit == REST:
        return "And further"
    return unit_name(head, unit) if listed.by_unit else ""
