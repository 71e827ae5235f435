"""Where a report leads to (pure): every link of every rendering, as absolute URLs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import quote

from reports import planned
from reports.findings import Finding
from reports.report import Report
from reports.words import Figure


class Links(Protocol):
    """What a rendering asks for; each answers with an absolute URL."""

    def run(self) -> str:
        """The run's page."""
        ...

    def section(self, key: str) -> str:
        """A section on it."""
        ...

    def figure(self, figure: Figure) -> str:
        """The rows behind a figure."""
        ...

    def finding(self, finding: Finding) -> str:
        """A finding on the run's page."""
        ...

    def board(self, finding: Finding) -> str:
        """The finding's card on the board."""
        ...

    def place(self, path: str) -> str:
        """Any page of the site, by its path from the root."""
        ...


@dataclass(frozen=True)
class SiteLinks:
    """Links to the pages of a run on the site at `origin` (without a slash at its end).

    `figures` and `findings`: the place of each within the run, by key; one without a place leads to the run.
    """

    origin: str
    number: str
    figures: Mapping[str, int] = field(default_factory=dict)
    findings: Mapping[str, int] = field(default_factory=dict)

    def run(self) -> str:
        """The run's page."""
        return f"{self.origin}/reports/runs/{self.number}/"

    def section(self, key: str) -> str:
        """A section on it."""
        return f"{self.run()}#{quote(key)}"

    def figure(self, figure: Figure) -> str:
        """The rows behind a figure."""
        place = self.figures.get(figure.key)
        return f"{self.run()}figures/{place}/" if place else self.run()

    def finding(self, finding: Finding) -> str:
        """A finding on the run's page."""
        place = self.findings.get(finding.key)
        return f"{self.run()}#f{place}" if place else self.run()

    def board(self, finding: Finding) -> str:
        """The finding's card on the board."""
        return self.place(planned.link(finding.key))

    def place(self, path: str) -> str:
        """Any page of the site, by its path from the root."""
        return f"{self.origin}{path}"


def numbered(report: Report, origin: str) -> SiteLinks:
    """Links with the places that a run gives: figures and findings from 1, in the order of the whole report."""
    figures = {figure.key: place for place, figure in enumerate(report.figures, start=1)}
    findings = {one.key: place for place, one in enumerate(report.findings, start=1)}
    return SiteLinks(origin, report.header.run, figures, findings)
