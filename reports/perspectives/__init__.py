"""The eight reports (pure): each module has `TITLE`, `ROLE` and `sections(seen)`, its own sections in order.

The frame that they share (what changed, summary, agenda, gaps, method) stands in `frame`.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, cast

from reports.facts import Facts
from reports.findings import Finding
from reports.tree import Section
from reports.words import Figure

SLUGS = ("ceo", "cto", "cfo", "cmo", "accounting", "rental", "delivery", "clients")


@dataclass(frozen=True)
class Seen:
    """What a report is made of: the facts, and all that was found in them, the worst first."""

    facts: Facts
    findings: Sequence[Finding]

    def of(self, *slugs: str) -> tuple[Finding, ...]:
        """The findings that stand in some reports."""
        return tuple(one for one in self.findings if set(slugs) & set(one.roles))

    def by(self, *rules: str) -> tuple[str, ...]:
        """The keys of what some rules found; a rule is named whole (“CFO-01”) or by its family (“CFO-”)."""
        return tuple(one.key for one in self.findings if any(one.rule.startswith(each) for each in rules))


class Perspective(Protocol):
    """One report. `KINDS`: the kinds of unit that it is about, empty for all. `DOMAINS`: the records it lives of."""

    SLUG: str
    TITLE: str  # “Chief executive”
    SAYS: str  # one line: what it answers
    KINDS: tuple[str, ...]
    DOMAINS: tuple[str, ...]

    def headlines(self, seen: Seen) -> tuple[Figure, ...]:
        """At most five figures for the summary, the most telling first."""
        ...

    def sections(self, seen: Seen) -> tuple[Section, ...]:
        """Its own sections."""
        ...


def of(slug: str) -> Perspective:
    """The report of a slug; raises KeyError for none of the eight."""
    if slug not in SLUGS:
        raise KeyError(slug)
    return cast(Perspective, importlib.import_module(f"reports.perspectives.{slug}"))
