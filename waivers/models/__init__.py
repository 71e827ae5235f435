"""The tables of the guests."""

from waivers.models.doors import PartyLink, SailDoor
from waivers.models.guests import Guest, GuestQuerySet, SigningDraft, comes_of_age
from waivers.models.joined import JoinedForm
from waivers.models.lists import FrozenList
from waivers.models.records import (
    GENESIS,
    Erasure,
    LegalHold,
    PaperWaiver,
    WaiverCover,
    WaiverPayload,
    WaiverPdf,
    WaiverRecord,
)
from waivers.models.texts import WaiverText

__all__ = [
    "GENESIS", "Erasure", "FrozenList", "Guest", "GuestQuerySet", "JoinedForm", "LegalHold", "PaperWaiver",
    "PartyLink", "SailDoor", "SigningDraft", "WaiverCover", "WaiverPayload", "WaiverPdf", "WaiverRecord", "WaiverText",
    "comes_of_age",
]  # fmt: skip
