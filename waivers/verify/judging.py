"""Is this PDF ours? Judged by its bytes alone; it is neither opened nor kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.conf import settings

from waivers import canonical, seals
from waivers.models import WaiverRecord


class Word(StrEnum):
    """What it is."""

    GENUINE = "genuine"
    ALTERED = "altered"
    NOT_OURS = "not_ours"


@dataclass(frozen=True)
class Judgement:
    """One word; of a genuine one the record's number and the house's date of its signature, and nothing else."""

    word: Word
    number: int | None = None
    signed_on: date | None = None


def judge(content: bytes) -> Judgement:
    """Genuine: byte for byte what we sealed, even where we have erased ours since. Altered: it bears a mark of ours.

    One query, whatever was sent.
    """
    record = WaiverRecord.objects.with_pdf(canonical.digest(content))
    if record:
        signed_on = record.signed_at.astimezone(settings.HOUSE_ZONE).date()
        return Judgement(Word.GENUINE, record.number, signed_on)
    return Judgement(Word.ALTERED if seals.bears_mark(content) else Word.NOT_OURS)
