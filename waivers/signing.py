"""A waiver signed: the draft that was reviewed becomes a record, and those it covers are cleared (verb)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from events.models import SailEvent
from scc_site.refusals import Refusal
from waivers import drafts, guests, holds, records, standing, texts, wards
from waivers.clearing import clear
from waivers.drafts import Given
from waivers.models import Guest, SigningDraft, WaiverRecord, WaiverText
from waivers.places import Full, OffTheList, refuse_shut

State = Guest.State


class StaleDraft(Refusal):
    """What was sent is not what stands for review: it is shown again, nothing was signed."""


class TextChanged(Refusal):
    """The text that was shown is not the one that is signed now."""


class NoText(Refusal):
    """No text is published for the sail's itinerary."""


class HoldOver(Refusal):
    """The guest's time ran out, and others have the places now."""


class Barred(Refusal):
    """The house took the clearance back: a new signature does not give it again."""


@transaction.atomic
def sign(*, guest: Guest, draft_print: str, ip: str, agent: str, at: datetime) -> WaiverRecord:
    """Sign what was reviewed, once: whoever sends the same print again gets the same record.

    The signature and the end of the hold are decided together, the sail held: whose time ran out is held anew while a
    place is free. Dependants get their places with it, and all it covers are cleared, but for those whom staff has to
    accept first. The PDF and the copy are made by a job.
    Raises StaleDraft, TextChanged, HoldOver, Barred, Full, SailShut; then nothing was signed.
    """
    held = _take(guest)
    known = WaiverRecord.objects.filter(signature_key=draft_print, covers__guest=held).first()
    if known:
        return known
    refuse_shut(held.event)
    refuse_barred(held)
    draft = _reviewed(held, draft_print, at)
    given = drafts.given_of(draft)
    held = _in_place(held, at)
    wards.refuse_crowd(guest=held, dependants=given.dependants, at=at)
    if given.is_mended:
        held = guests.rename(guest=held, name=given.name, at=at)
    signer, covers = _people(held, given, at)
    record = records.keep(_signing(draft, signer, covers, ip, agent), at=at)
    for one in covers:
        clear(one, record)
    draft.delete()
    return record


def refuse_barred(guest: Guest) -> None:
    """Raises Barred where the house took the clearance back, OffTheList for who was taken off the list."""
    if guest.removed_at is not None:
        raise OffTheList(" ".join([_("You are not on the list of this sail any more."), wards.call_us()]))
    if guest.revoked_at is not None:
        raise Barred(" ".join([_("The house took your clearance back."), wards.call_us()]))


def current_text(event: SailEvent) -> WaiverText:
    """What is signed for the sail now. Raises NoText while nothing is published for its itinerary."""
    text = texts.current_for(event)
    if text is None:
        raise NoText(" ".join([_("There is nothing to sign yet."), wards.call_us()]))
    return text


def _take(guest: Guest) -> Guest:
    """The guest as the row stands, held after the sail."""
    event = SailEvent.objects.locked(guest.event)
    held = Guest.objects.locked(guest)
    held.event = event
    return held


def _reviewed(held: Guest, draft_print: str, at: datetime) -> SigningDraft:
    """The draft of this very print, under the text that is signed now. Raises StaleDraft, TextChanged, NoText."""
    draft = drafts.of(held, at=at)
    if draft is None or draft.print != draft_print:
        raise StaleDraft(_("Look once more at what you sign: it changed meanwhile."))
    if draft.text_id != current_text(held.event).pk:
        raise TextChanged(_("The waiver was changed a moment ago. Please read the new one, then sign."))
    return draft


def _in_place(held: Guest, at: datetime) -> Guest:
    """The guest in a place: held anew if theirs was free for others by now. Raises HoldOver when they took it."""
    if not standing.place_is_free(held, at) and held.state != State.DECLINED:
        return held
    until = standing.hold_until(departs_at=held.event.departs_at, invited_at=at)
    try:
        held = holds.hold_anew(held, until, at)
    except Full as refusal:
        words = _("Your time to sign ran out, and all places are taken by now. Nothing was signed.")
        raise HoldOver(f"{words} {wards.call_us()}") from refusal
    held.declined_at, held.declined_why = None, ""
    held.save(update_fields=["declined_at", "declined_why"])
    return held


def _people(held: Guest, given: Given, at: datetime) -> tuple[Guest, list[Guest]]:
    """Who signs, and whom it covers: a minor's guardian speaks for the minor alone, anybody else for themself too."""
    if not given.guardian:
        return held, [held, *wards.seat(signer=held, dependants=given.dependants, at=at)]
    guardian = wards.guardian_for(guest=held, given=given, at=at)
    held.born_on = held.born_on or given.born_on
    held.guardian, held.relationship = guardian, given.relationship
    held.save(update_fields=["born_on", "guardian", "relationship"])
    return guardian, [held]


def _signing(draft: SigningDraft, signer: Guest, covers: list[Guest], ip: str, agent: str) -> records.Signing:
    """The signature as the chain keeps it."""
    given = drafts.given_of(draft)
    return records.Signing(
        event=covers[0].event, signer=signer, covers=covers, text=draft.text, language=draft.language,
        name=given.signer, name_given=signer.name_given, strokes=given.strokes, consents=given.consents,
        relationship={one.pk: one.relationship for one in covers if one.guardian_id == signer.pk},
        ip=ip, agent=agent, signature_key=draft.print,
    )  # fmt: skip
