"""A waiver on paper: filed by one act of the house, accepted or refused by another (verbs). The sail is held first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db import transaction

from scc_site.models import User
from scc_site.refusals import Mistyped, Refusal, Unseen
from waivers import guest_letters, holds, records, standing, texts, typed
from waivers.models import Guest, PaperWaiver, WaiverRecord
from waivers.paper import media
from waivers.places import refuse_aboard, stored, take_with
from waivers.records import Signing

MEGABYTE = 1024 * 1024


class NothingToSign(Refusal):
    """No text is published for the sail's itinerary."""


class Reviewed(Refusal):
    """Somebody has decided about the paper already."""


class TextOver(Refusal):
    """The text on the paper was withdrawn, or is not the one that the sail needs."""


@dataclass(frozen=True)
class Read:
    """What the second look reads on the paper. `relationship`: what the signer is to a minor, blank for an adult."""

    name: str
    language: str = "en"
    relationship: str = ""


@transaction.atomic
def file(*, guest: Guest, content: bytes, by: User, at: datetime) -> PaperWaiver:
    """Keep the photo or PDF; the guest waits for the second look from then on, with at least two hours.

    The same file for the same guest, while it waits, is kept once. Raises Mistyped for what is no photo or PDF or is
    too large, NothingToSign, Aboard, Full where their place has gone, SailShut, OffTheList.
    """
    kind = _kind(content)
    event, held = take_with(guest)
    refuse_aboard(held)
    text = texts.current_for(event)
    if text is None:
        raise NothingToSign("No waiver is published for this sail: the office writes one first.")
    digest = sha256(content).hexdigest()
    known = PaperWaiver.objects.waiting().filter(guest=held, sha256=digest).first()
    if known:
        return known
    if standing.has_run_out(held, at) or held.state == Guest.State.DECLINED:
        holds.hold_anew(held, standing.hold_until(departs_at=event.departs_at, invited_at=at), at)
    return PaperWaiver.objects.create(
        guest=held, text=text, content=content, media_type=kind.media_type, sha256=digest, filed_at=at, filed_by=by
    )


@transaction.atomic
def accept(*, paper: PaperWaiver, read: Read, by: User, at: datetime) -> WaiverRecord:
    """Say that the paper is good: a record of the chain that names the file's hash, and the guest is cleared.

    Accepted before: the record that was made then. Raises Reviewed where it was refused, TextOver, Mistyped with
    faults by field, Full where their place has gone, Aboard, SailShut, OffTheList.
    """
    event, held = take_with(paper.guest)
    paper = _locked(paper)
    if paper.record is not None:
        return paper.record
    _refuse_reviewed(paper)
    refuse_aboard(held)
    if texts.void_since(paper.text, event) is not None:
        raise TextOver("The text on this paper does not hold any more: have the guest sign the one of today.")
    name = _checked(read, is_minor=held.is_minor(event.sails_on))
    if standing.has_run_out(held, at):
        holds.hold_anew(held, standing.hold_until(departs_at=event.departs_at, invited_at=at), at)
    held.relationship = read.relationship or held.relationship
    made = records.keep(_signing(paper, held, read, name, by), at=at)
    held.record, held.state = made, Guest.State.CLEARED
    stored(held, "record", "state", "relationship")
    guest_letters.forget_reminders(held, at=at)
    paper.reviewed_at, paper.reviewed_by, paper.is_accepted, paper.record = at, by, True, made
    paper.save(update_fields=["reviewed_at", "reviewed_by", "is_accepted", "record"])
    return made


@transaction.atomic
def refuse(*, paper: PaperWaiver, why: str, by: User, at: datetime) -> PaperWaiver:
    """Say that the paper will not do: the guest is on hold as before. Raises Mistyped without a reason, Reviewed."""
    take_with(paper.guest)
    paper = _locked(paper)
    _refuse_reviewed(paper)
    paper.refused_why = typed.reason(why, "The paper was not refused.")
    paper.reviewed_at, paper.reviewed_by = at, by
    paper.save(update_fields=["reviewed_at", "reviewed_by", "refused_why"])
    return paper


def _kind(content: bytes) -> media.Kind:
    most = settings.LIMITS["PAPER_MEGABYTES"]
    if len(content) > most * MEGABYTE:
        raise Mistyped("Nothing was filed.", {"paper": [f"{most} MB at most: take a smaller photo."]})
    kind = media.kind_of(content)
    if kind is None:
        raise Mistyped("Nothing was filed.", {"paper": ["Send a photo (JPEG, PNG, HEIC) or a PDF of the paper."]})
    return kind


def _locked(paper: PaperWaiver) -> PaperWaiver:
    """The paper as its row stands, held. Raises Unseen."""
    found = PaperWaiver.objects.select_for_update(of=("self",), no_key=True).select_related("text", "record")
    row = found.filter(pk=paper.pk).first()
    if row is None:
        raise Unseen("This paper is not on file.")
    return row


def _refuse_reviewed(paper: PaperWaiver) -> None:
    if paper.reviewed_at is not None:
        who = paper.reviewed_by.name if paper.reviewed_by else "Somebody"
        raise Reviewed(f"{who} has decided about this paper already.")


def _checked(read: Read, *, is_minor: bool) -> str:
    """The name as it is kept. Raises Mistyped with every fault."""
    faults = {"name": found} if (found := typed.faults_of(read.name).get("name")) else {}
    if is_minor and read.relationship not in Guest.Relationship.values:
        faults["relationship"] = ["The guest is under 18: say what the adult who signed is to them."]
    if read.language not in Guest.Language.values:
        faults["language"] = ["English or Spanish."]
    if faults:
        raise Mistyped("The paper was not accepted.", faults)
    return typed.person(read.name)["name"]


def _signing(paper: PaperWaiver, guest: Guest, read: Read, name: str, by: User) -> Signing:
    """Signed by the guest; for a minor by the guardian, who is named where they sail along."""
    signer = guest.guardian if read.relationship and guest.guardian else guest
    return Signing(
        event=guest.event, signer=signer, covers=[guest], text=paper.text, language=read.language, name=name,
        relationship={guest.pk: read.relationship} if read.relationship else {}, kind=WaiverRecord.Kind.PAPER,
        witness=by, paper_sha256=paper.sha256, signature_key=sha256(f"paper {paper.pk}".encode()).hexdigest(),
    )  # fmt: skip
