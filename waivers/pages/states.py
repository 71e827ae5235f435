"""Where a guest stands, as they read it themself: a word, what comes next, and whether a signature is wanted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import SailEvent
from waivers import standing
from waivers.models import Guest
from waivers.pages import times
from waivers.pages.times import Running
from waivers.standing import Code
from waivers.verdicts import Person

Status = SailEvent.Status
SIGN = gettext_lazy("Sign the waiver · 1 minute")
SIGN_ANEW = gettext_lazy("Sign again · 1 minute")
COME_AFTER_ALL = gettext_lazy("I am coming after all: sign")


@dataclass(frozen=True)
class Standing:
    """`word` is the headline, `next` what follows from it; `act` the button's words, empty where none is wanted.

    `has_pass`: they are cleared and get a boarding pass. `may_decline`: they may still say that they stay ashore.
    """

    word: str
    next: str = ""
    tone: str = ""
    act: str = ""
    clock: Running | None = None
    has_pass: bool = False
    may_decline: bool = False


def of(person: Person, at: datetime) -> Standing:
    """How one guest stands at an instant."""
    event, guest = person.guest.event, person.guest
    if event.status not in SailEvent.EDITABLE or guest.state in (Guest.State.ABOARD, Guest.State.ASHORE):
        return _sailed(guest)
    code = person.verdict.code
    if code == Code.REVOKED:
        return Standing(_("Please call us before you come"), _("The house has a question about your waiver."), "bad")
    if code == Code.DECLINED:
        word = _("You told us that you are not coming")
        act = str(COME_AFTER_ALL) if person.known.has_room else ""
        return Standing(word, _("Your place is free for somebody else."), "", act)
    if code == Code.OVER_CAPACITY:
        return Standing(
            _("The boat is full"), _("Others have the places now. Call us: we look for another sail."), "bad"
        )
    if standing.is_cleared(person.known):
        return _cleared(code)
    return _unsigned(person, at)


def brief(person: Person) -> tuple[str, str]:
    """A guest's state in a word or two with its tone, as the party's lead reads it."""
    guest, code = person.guest, person.verdict.code
    if guest.state in (Guest.State.ABOARD, Guest.State.ASHORE):
        return _("aboard") if guest.state == Guest.State.ABOARD else _("was aboard"), "ok"
    if standing.is_cleared(person.known) and code not in (Code.REVOKED, Code.OVER_CAPACITY):
        return _("signed"), "ok"
    words = {
        Code.DECLINED: (_("not coming"), ""),
        Code.REVOKED: (_("please call us"), "bad"),
        Code.OVER_CAPACITY: (_("no place: please call us"), "bad"),
        Code.PAPER_REVIEW: (_("signed on paper, being checked"), "warn"),
        Code.GUARDIAN_MISSING: (_("a parent or guardian has to sign"), "warn"),
    }
    return words.get(code, (_("not signed yet"), "warn"))


def _sailed(guest: Guest) -> Standing:
    if guest.state == Guest.State.ABOARD:
        return Standing(_("You are aboard"), _("Have a good sail."), "ok")
    if guest.state == Guest.State.ASHORE:
        return Standing(_("Thank you for sailing with us"), "", "ok")
    return Standing(_("This sail has left"), _("Call us, and we find another one together."))


def _cleared(code: Code) -> Standing:
    if code == Code.NOT_ACCEPTED:
        follows = _("Show this to the crew at the dock: they let you aboard.")
        return Standing(_("Signed"), follows, "ok", has_pass=True, may_decline=True)
    follows = _("Show this when you board.")
    if code == Code.GUARDIAN_NOT_ABOARD:
        follows = _("Board together with your adult, and show this.")
    return Standing(_("You are cleared to board"), follows, "ok", has_pass=True, may_decline=True)


def _unsigned(person: Person, at: datetime) -> Standing:
    guest, code = person.guest, person.verdict.code
    if code == Code.PAPER_REVIEW:
        follows = _("Your paper waiver is with the crew, who look at it once more.")
        return Standing(_("Nothing more to do"), follows, "ok", may_decline=True)
    if code == Code.HOLD_EXPIRED:
        follows = _("There is still room: sign now, and the place is yours again.")
        return Standing(_("Your time to sign ran out"), follows, "warn", str(SIGN), may_decline=True)
    word, follows, act = _("One thing is left: your waiver"), "", SIGN
    if code == Code.GUARDIAN_MISSING:
        word = _("A parent or legal guardian signs for you")
        follows = _("Hand them this phone, or send them this page.")
    elif code == Code.VERSION_OLD:
        word, act = _("Your signature no longer holds: please sign anew"), SIGN_ANEW
    form = _hold(guest, at)
    clock = times.running(guest.hold_until, at, form=form, over=_("The time to sign is over"))
    return Standing(word, follows, "warn", str(act), clock, may_decline=True)


def _hold(guest: Guest, at: datetime) -> str:
    """The words of the clock: a place that is only held, or time that is only asked for."""
    until = times.moment(guest.hold_until, at)
    if guest.awaits_acceptance:
        return _("Your place is held for {} · until %(until)s") % {"until": until}
    return _("Please sign within {} · by %(until)s") % {"until": until}
