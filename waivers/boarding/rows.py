"""How one guest is said on the board: name, one word, the reason, how to reach them, and what one tap does about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote

from django.conf import settings

from events import wording
from events.models import SailEvent
from waivers import links
from waivers.boarding import checking
from waivers.models import Guest
from waivers.standing import Code, Mend, Word
from waivers.verdicts import Person

State = Guest.State
TONES = {Word.MAY_BOARD: "ok", Word.HOLD: "warn", Word.BLOCKED: "bad"}
GONE = {State.DECLINED: "not coming", State.RELEASED: "place let go", State.NO_SHOW: "did not come"}
LABELS = {
    Mend.SEND: "Send the link again",
    Mend.SHOW_QR: "Show the QR code",
    Mend.SIGN_HERE: "Sign on my phone",
    Mend.ACCEPT: "Accept",
    Mend.REVIEW_PAPER: "Look at the paper",
    Mend.REHOLD: "Hold a place again",
    Mend.RESTORE: "Take up again",
}
ASKED = {Mend.RESTORE}  # those that want a reason first


@dataclass(frozen=True)
class Act:
    """What one tap does: `way` is `post`, `ask` (a reason first), or `page`."""

    label: str
    href: str
    way: str = "post"
    tone: str = "quiet"


@dataclass(frozen=True)
class Row:
    """One guest on the board. `tap` is where the whole row posts to, for who may board."""

    guest: Guest
    word: str
    tone: str
    notes: list[str]
    tap: str = ""
    acts: list[Act] = field(default_factory=list)
    tel: str = ""
    sms: str = ""

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return f"guest-{self.guest.pk}"

    @property
    def sought(self) -> str:
        """What a search looks through."""
        party = self.guest.booking.lead_name if self.guest.booking else ""
        return f"{self.guest.name} {party}".casefold()


def row(person: Person, event: SailEvent, at: datetime) -> Row:
    """The row of a person; acts only while people step aboard."""
    word, tone = _word(person, event)
    is_open = event.status in checking.BOARDS_IN
    may_board = is_open and person.verdict.word == Word.MAY_BOARD and not person.is_aboard
    base = f"{event.get_absolute_url()}boarding/{person.guest.pk}/"
    phone = person.guest.phone or (person.guest.guardian.phone if person.guest.guardian else "")
    number = dialled(phone)
    return Row(
        guest=person.guest,
        word=word,
        tone=tone,
        notes=_notes(person, event, at),
        tap=f"{base}check-in/" if may_board else "",
        acts=_acts(person, event, base) if is_open else [],
        tel=f"tel:{number}" if number else "",
        sms=f"sms:{number}?&body={quote(_text(person.guest, event))}" if number and is_open else "",
    )


def dialled(phone: str) -> str:
    """A number as telephones take it: digits, and a plus in front; empty for what is none."""
    digits = "".join(sign for sign in phone if sign.isdecimal() and sign.isascii())
    return f"{'+' if phone.strip().startswith('+') else ''}{digits}" if digits else ""


def _word(person: Person, event: SailEvent) -> tuple[str, str]:
    state = State(person.guest.state)
    if person.is_aboard:
        amiss = person.verdict.word != Word.MAY_BOARD and event.status in checking.BOARDS_IN
        return ("aboard, not cleared", "bad") if amiss else ("aboard", "ok")
    if state == State.ASHORE:
        return "ashore again", "muted"
    if state == State.NO_SHOW or event.status not in SailEvent.BEFORE_SAILING:
        return GONE[State.NO_SHOW], "muted"
    return str(person.verdict.word), TONES[person.verdict.word]


def _notes(person: Person, event: SailEvent, at: datetime) -> list[str]:
    """Why, since when, with whom: what stands in small beneath the name."""
    guest, zone = person.guest, settings.HOUSE_ZONE
    notes = []
    if person.is_aboard and guest.aboard_at and guest.aboard_by:
        notes.append(f"{wording.clock(guest.aboard_at, zone)} · {guest.aboard_by.first_name}")
    if person.verdict.code != Code.OK and event.status in checking.BOARDS_IN:
        why = checking.held_back(person)
        notes.append(why[:1].upper() + why[1:])
    if guest.state in (State.DECLINED,) and guest.declined_why:
        notes.append(guest.declined_why)
    if guest.revoked_why:
        notes.append(guest.revoked_why)
    if person.known.is_minor and person.verdict.code == Code.GUARDIAN_NOT_ABOARD:
        notes.append("minor")
    elif person.known.is_minor:
        notes.append(f"minor, with {guest.guardian.name}" if guest.guardian else "minor")
    if guest.is_small:
        notes.append("child’s life jacket")
    return notes


def _acts(person: Person, event: SailEvent, base: str) -> list[Act]:
    """What can be done about somebody, the likeliest first."""
    if person.is_aboard:
        return [Act("Undo the check-in", f"{base}undo/", "ask")]
    found = [_mend(mend, person, event, base) for mend in person.verdict.mends]
    acts = [act for act in found if act]
    if person.is_expected:
        if Mend.SHOW_QR not in person.verdict.mends:
            acts.append(Act(LABELS[Mend.SHOW_QR], f"{base}qr/", "page"))
        acts.append(Act("Not coming: give the place back", f"{base}give-back/", "ask"))
    return acts


def _mend(mend: Mend, person: Person, event: SailEvent, base: str) -> Act | None:
    guest = person.guest
    if mend == Mend.SEND:
        return Act(LABELS[mend], f"{base}send/") if guest.email else None
    if mend == Mend.SHOW_QR:
        return Act(LABELS[mend], f"{base}qr/", "page")
    if mend == Mend.SIGN_HERE:
        signer = guest.guardian if person.known.is_minor and guest.guardian else guest
        return Act(LABELS[mend], f"/waiver/{links.guest_token(signer)}/", "page")
    if mend == Mend.REVIEW_PAPER:
        return Act(LABELS[mend], f"{event.get_absolute_url()}guests/{guest.pk}/paper/", "page")
    if mend == Mend.BOARD_GUARDIAN:
        adult = guest.guardian
        return Act(f"Go to {adult.name}", f"#guest-{adult.pk}", "page") if adult else None
    slug = mend.value.replace("_", "-")
    return Act(LABELS[mend], f"{base}{slug}/", "ask" if mend in ASKED else "post", "")


def _text(guest: Guest, event: SailEvent) -> str:
    """The words of a text message, with the guest's own link."""
    day = wording.short_day(event.sails_on)
    return f"{event.vessel.name}, {day}: your boarding page and waiver: {links.guest_url(guest)}"
