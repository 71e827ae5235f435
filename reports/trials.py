"""Which variant a reader gets: the run's own, or in a trial by a lot that no retry changes, or by turns."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from reports.models import ReportDelivery, ReportRun, ReportVariant
from reports.models.sending import issue_of

FEW = 5  # readers: so few are given A B B A by run, each both ways, instead of one way for ever
TURNS = "ABBA"


@dataclass(frozen=True)
class Lots:
    """How variants are given out in one sending; `fixed` to everybody, where it is not empty."""

    slug: str
    fixed: str

    def of(self, key: str) -> str:
        """The variant of a reader, by canonical address: the same each time."""
        if self.fixed:
            return self.fixed
        return "AB"[sha256(f"{self.slug}|{key}".encode()).digest()[0] % 2]


def lots(run: ReportRun, *, readers: int) -> Lots:
    """How a run's variants are given out: in a trial of many readers by lot, of few by turns of runs; else its own."""
    if not ReportVariant.objects.filter(slug=run.slug, letter="B", in_trial=True).exists() or run.variant == "B":
        return Lots(run.slug, run.variant)
    if readers > FEW:
        return Lots(run.slug, "")
    others = ReportDelivery.objects.filter(slug=run.slug, unit=run.unit_id, correction=0).exclude(issue=issue_of(run))
    return Lots(run.slug, TURNS[others.values("issue").distinct().count() % len(TURNS)])
