"""What a look at mail may find (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """How bad a finding is, the worst first.

    stops: a defect that no letter gets past · away: the service cannot be reached now · warns: letters leave, but
    not as they should · notes: worth knowing, or could not be asked.
    """

    STOPS = "stops"
    AWAY = "away"
    WARNS = "warns"
    NOTES = "notes"


@dataclass(frozen=True)
class Finding:
    """One finding: what is so, and what to do about it, each in whole sentences."""

    grade: Grade
    sentence: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.sentence} {self.remedy}".strip()
