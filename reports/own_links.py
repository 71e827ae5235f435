"""A mail's own links (pure): `/r/<opaque id>/<action>/`, which are counted and then lead on; they sign nobody in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from reports.findings import Finding
from reports.words import Figure

MARK = "x" * 22  # stands for the reader's own id until there is one
RUN, BOARD = "run", "board"
SECTION, FIGURE, FINDING, CARD = "s-", "v-", "f-", "c-"
ACTION = re.compile(r"run|board|s-[A-Za-z0-9_.:-]{1,70}|[vfc]-[1-9][0-9]{0,5}")


@dataclass(frozen=True)
class OwnLinks:
    """What a rendering asks for, answered with links of the mail's own, on the site at `origin`.

    `figures` and `findings`: the place of each within the run, by key.
    """

    origin: str
    figures: Mapping[str, int] = field(default_factory=dict)
    findings: Mapping[str, int] = field(default_factory=dict)

    def _to(self, action: str) -> str:
        return f"{self.origin}/r/{MARK}/{action}/"

    def run(self) -> str:
        """The run's page."""
        return self._to(RUN)

    def section(self, key: str) -> str:
        """A section on it."""
        return self._to(f"{SECTION}{quote(key, safe='')}") if ACTION.fullmatch(f"{SECTION}{key}") else self.run()

    def figure(self, figure: Figure) -> str:
        """The rows behind a figure."""
        return self._numbered(FIGURE, self.figures.get(figure.key))

    def finding(self, finding: Finding) -> str:
        """A finding on the run's page."""
        return self._numbered(FINDING, self.findings.get(finding.key))

    def board(self, finding: Finding) -> str:
        """The finding's card on the board."""
        return self._numbered(CARD, self.findings.get(finding.key))

    def place(self, path: str) -> str:
        """Any other page of the site, by its path from the root: not counted."""
        return f"{self.origin}{path}"

    def _numbered(self, kind: str, place: int | None) -> str:
        return self._to(f"{kind}{place}") if place else self.run()


def marks(html: str, origin: str, link: str) -> frozenset[str]:
    """The actions that the links of a mail lead to."""
    return frozenset(re.findall(rf"{re.escape(origin)}/r/{re.escape(link)}/([^/\"'\s]+)/", html))
