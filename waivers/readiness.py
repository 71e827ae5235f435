"""What the guests say about being ready to sail: who is not cleared, and the one tap that mends it."""

from __future__ import annotations

from datetime import datetime

from events.models import SailEvent
from events.ready.readiness import Half, Line, Mend, State
from scc_site.models import User
from waivers import standing, verdicts
from waivers.boarding import checking
from waivers.standing import Code
from waivers.verdicts import Person

# In hand: somebody still has time to do it. Everything else that bars a guest is missing or late.
IN_HAND = frozenset({Code.WAIVER_MISSING, Code.GUARDIAN_MISSING, Code.PAPER_REVIEW, Code.NOT_ACCEPTED})
FORMS = {
    standing.Mend.SEND: ("send", "Send again"),
    standing.Mend.ACCEPT: ("accept", "Accept"),
    standing.Mend.REHOLD: ("rehold", "Hold a place again"),
}


def halves(event: SailEvent, at: datetime, viewer: User) -> list[Half]:
    """The head count, then each guest who is expected and not cleared; nothing for a sail without guests."""
    if not event.places_taken:
        return []
    people = [one for one in verdicts.seen_of(event, at) if one.is_expected or one.is_aboard]
    amiss = [one for one in people if one.verdict.code not in (Code.OK, Code.GUARDIAN_NOT_ABOARD)]
    lines = [_heads(event, people, amiss), *(_line(one, event, viewer) for one in amiss)]
    board = f"{event.get_absolute_url()}boarding/"
    return [Half("Guests", lines, foot=_unnamed(event, people), href=board)]


def _heads(event: SailEvent, people: list[Person], amiss: list[Person]) -> Line:
    words = f"{event.places_taken} booked of {event.capacity}"
    if people:
        words += f", {len(people) - len(amiss)} cleared"
    return Line("heads", "Head count", words, State.OK)


def _unnamed(event: SailEvent, people: list[Person]) -> str:
    """What else to know: places whose guests have no name yet."""
    missing = max(0, event.places_taken - len(people))
    if not missing:
        return "See everybody on the board" if people else ""
    return "1 place is not named yet" if missing == 1 else f"{missing} places are not named yet"


def _line(person: Person, event: SailEvent, viewer: User) -> Line:
    key, name = f"guest-{person.guest.pk}", person.guest.name
    state = State.WAITS if person.verdict.code in IN_HAND else State.STOP
    words = f"{person.verdict.word}: {checking.held_back(person)}"
    return Line(key, name, words, state, who=name, mends=_mends(person, event))


def _mends(person: Person, event: SailEvent) -> tuple[Mend, ...]:
    """The likeliest mend as a tap; else the guest's row on the board."""
    base = f"{event.get_absolute_url()}boarding/"
    for mend in person.verdict.mends if event.status in checking.BOARDS_IN else ():
        if mend in FORMS and (mend != standing.Mend.SEND or person.guest.email):
            slug, label = FORMS[mend]
            return (Mend(label, f"{base}{person.guest.pk}/{slug}/", (("from", "ready"),)),)
    return (Mend("On the board", f"{base}#guest-{person.guest.pk}"),)
