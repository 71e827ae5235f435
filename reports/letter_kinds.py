"""What the bridge writes: one letter, of one family for each report, so that each can be switched off by itself."""

from __future__ import annotations

from reports.models.grants import NAMES
from scc_site.mail.kinds import Family, Kind

EXECUTIVES = frozenset({"executive"})
LETTER = "report"


def family_of(slug: str) -> str:
    """The family of a report, as links and List-ID name it."""
    return f"report_{slug}"


FAMILIES = tuple(
    Family(
        family_of(slug),
        f"Report: {title}",
        f"The report “{title}”, to those it is given to, whenever it is built and approved.",
        EXECUTIVES,
    )
    for slug, title in NAMES.items()
)
KINDS = (Kind(LETTER, "Reports", "Sent because this report was given to you.", roles=EXECUTIVES),)
