"""What one viewer may do about each seat of a sail, now; and, where they may not, why, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings

from crew import people, terms
from crew.models import Assignment
from crew.offers import may_offer
from crew.seating import Place, Seating, bound_elsewhere
from events import wording
from events.models import Role, SailEvent
from scc_site.models import Scope, User

Context = dict[str, Any]
Fields = Sequence[tuple[str, str]]
State = Assignment.State
CLAIM, RELEASE, DESIGNATE, ANSWER = "/auth/claim/", "/auth/release/", "/auth/designate/", "/auth/answer/"
DELEGATE = "/auth/delegate/"
SEATS = {Role.CAPTAIN: "the captain’s seat", Role.CREW: "a crew seat", Role.CHEF: "the chef’s seat"}


def act(href: str, label: str, event: SailEvent, role: str, *, tone: str = "", **more: Any) -> Context:
    """One form of crew/_act.html."""
    fields = [("event_id", event.event_id), ("role", role), *more.pop("fields", [])]
    return {"href": href, "label": label, "tone": tone, "fields": fields, **more}


def clash(other: Assignment) -> str:
    """`You sail with JADA 15:00–18:00 then.`"""
    leaves, back = (wording.clock(at, settings.HOUSE_ZONE) for at in (other.event.departs_at, other.event.returns_at))
    return f"You sail with {other.event.vessel.name} {leaves}–{back} then."


class Acts:
    """What one viewer may do about the seats of one sail, now.

    At most two queries, each only when its answer is shown: where the viewer sails else, and whom they could ask.
    """

    def __init__(self, event: SailEvent, seating: Seating, viewer: User, at: datetime) -> None:
        """Find the viewer's own place among the seats."""
        self.event, self.seating, self.viewer, self.at = event, seating, viewer, at
        own = seating.held_by(viewer)
        self.own = None if own is None or own.has_lapsed(at) else own
        self.has_seat = self.own is not None and self.own.state != State.OFFERED
        self.open = event.is_open and at < event.returns_at and viewer.has_perm("crew.claim", event)
        self.clash = self._clash() if self.open and viewer.is_crew else ""
        self._people: list[tuple[str, str, bool]] | None = None

    def on_empty(self, place: Place, last: Assignment | None) -> Context:
        """An empty seat: take it, or why not; the office puts back whoever had it last."""
        found = self._take(place, "Ask for this seat" if place.seat.needs_approval else "Take this seat")
        return found | {"acts": [self._put_back(place, last)]} if last and self.open else found

    def on_holder(self, place: Place, holding: Assignment, successor: Assignment | None) -> Context:
        """A seat with its holder; `successor` is to take it over."""
        if not self.open:
            return {}
        if holding.person_id == self.viewer.pk:
            return self._own(holding, successor)
        label = "Ask to take over" if place.seat.needs_approval else "Take over"
        found = self._take(place, label) if holding.state == State.COVERING and successor is None else {}
        return found | self._others(holding, successor)

    def on_successor(self, successor: Assignment, holding: Assignment) -> Context:
        """Somebody who is to take a seat over."""
        if not self.open:
            return {}
        if successor.person_id == self.viewer.pk:
            return self._own(successor, None)
        if holding.person_id == self.viewer.pk and successor.offered_at is not None:
            return {"acts": [self._take_back(successor)]}
        return self._others(successor, None)

    def one_seat_each(self) -> str:
        """Why a viewer who has a seat here sees no button on the others that are free."""
        if not (self.own and self.has_seat and self._free_roles()):
            return ""
        has = "have asked for" if self.own.state == State.CLAIMED else "have"
        return f"You {has} {SEATS[Role(self.own.seat.role)]}: one seat each."

    def ask_for_an_empty_seat(self) -> Context | None:
        """One form for all seats this viewer may offer: whom, and a button for each role; None when there is none."""
        roles = [role for role in self._free_roles() if may_offer(self.seating, role, self.viewer)]
        if not roles:
            return None
        if self.at >= self.event.call_at:
            return {"closed": "Call is over: nobody can be asked any more. Whoever comes takes the seat."}
        return self._form(DESIGNATE, "person", "Offer a seat", [(role, f"Offer {SEATS[Role(role)]}") for role in roles])

    def give(self) -> Context | None:
        """The office's own: a seat for somebody who has said yes already."""
        roles = self._free_roles() if self.viewer.acts_as_admin else []
        if not roles:
            return None
        buttons = [(role, f"Give {SEATS[Role(role)]}") for role in roles]
        return self._form(CLAIM, "on_behalf_of", "Give a seat", buttons)

    def _form(self, href: str, who: str, label: str, roles: list[tuple[str, str]]) -> Context:
        return {"href": href, "label": label, "who": who, "roles": roles, "people": self._askable()}

    def _free_roles(self) -> list[str]:
        """Roles with a seat that is empty, or whose holder asks for cover while nobody is asked."""
        if not self.open:
            return []
        free = (p.seat.role for p in self.seating.places if self._is_empty(p) or p.needs_cover())
        return list(dict.fromkeys(free))

    def _is_empty(self, place: Place) -> bool:
        return place.holding is None or place.holding.has_lapsed(self.at)

    def _clash(self) -> str:
        """Where the viewer sails then, if a seat here is theirs to take."""
        asked = self.own is not None and self.own.state == State.OFFERED
        if not asked and (self.own is not None or not self._free_roles()):
            return ""
        other = bound_elsewhere(self.viewer, self.event)
        return clash(other) if other else ""

    def _askable(self) -> list[tuple[str, str, bool]]:
        """Whom one could ask; none are named to somebody who is let in to this one sail only."""
        session = self.viewer.auth_session
        if self._people is None:
            is_guest = session is not None and session.scope == Scope.EVENT
            self._people = [] if is_guest else people.askable(self.event, self.seating)
        return self._people

    def _take(self, place: Place, label: str) -> Context:
        """Take a seat, or the reason why one may not."""
        if not self.open or not self.viewer.is_crew or self.has_seat:
            return {}
        if why := self.clash or ("Answer your own offer first." if self.own else ""):
            return {"why": why}
        hint = self._approval(place) if place.seat.needs_approval else ""
        return {"take": act(CLAIM, label, self.event, place.seat.role), "hint": hint}

    def _put_back(self, place: Place, last: Assignment) -> Context:
        label, fields = f"Put {last.person.first_name} back", [("on_behalf_of", last.person.email)]
        return act(CLAIM, label, self.event, place.seat.role, tone="quiet", fields=fields)

    def _approval(self, place: Place) -> str:
        by_office = place.seat.role == Role.CAPTAIN or self.seating.captain() is None
        return "The office confirms." if by_office else "The captain confirms."

    def _own(self, holding: Assignment, successor: Assignment | None) -> Context:
        role = holding.seat.role
        if holding.state == State.OFFERED:
            return self._answer(holding)
        if holding.state == State.CLAIMED:
            return {"acts": [act(RELEASE, "Take back my claim", self.event, role, tone="quiet")]}
        acts = [self._keep(holding) if holding.state == State.COVERING else self._release(holding)]
        if successor is None and self.at < self.event.call_at:
            acts.append(self._hand_on(holding))
        return {"acts": acts}

    def _answer(self, offer: Assignment, fields: Fields = ()) -> Context:
        """Accept or decline; where one sails elsewhere oneself only the latter."""
        role = offer.seat.role
        decline = act(ANSWER, "Decline", self.event, role, tone="quiet", fields=[("answer", "decline"), *fields])
        if self.clash and not fields:
            return {"acts": [decline], "why": self.clash}
        yes, tone = "Confirm" if offer.confirmed_at else "Accept", "quiet" if fields else ""
        accept = act(ANSWER, yes, self.event, role, tone=tone, fields=[("answer", "accept"), *fields])
        return {"acts": [accept, decline]}

    def _release(self, holding: Assignment, fields: Fields = ()) -> Context:
        role, hours = holding.seat.role, self.event.event_type.release_hours
        if terms.release_is_free(at=self.at, call_at=self.event.call_at, release_hours=hours):
            return self._ask(RELEASE, "Give it back", role, "The seat opens again for others.", fields)
        stays, label = ("theirs", "Ask for cover") if fields else ("yours", "I can’t make it")
        sentence = f"It is late: the seat stays {stays} until somebody takes it. Captain and office are told."
        return self._ask(RELEASE, label, role, sentence, fields)

    def _keep(self, holding: Assignment, fields: Fields = ()) -> Context:
        label = "Needs no cover" if fields else "I can make it after all"
        return act(ANSWER, label, self.event, holding.seat.role, tone="quiet", fields=[("answer", "keep"), *fields])

    def _hand_on(self, holding: Assignment, fields: Fields = ()) -> Context:
        stays = "theirs" if fields else "yours"
        sentence = f"They get a letter. The seat stays {stays} until they say yes."
        return act(
            DELEGATE, "Hand it on", self.event, holding.seat.role, tone="quiet", button="Ask them",
            confirm=sentence, whom=True, people=self._askable(), fields=fields,
        )  # fmt: skip

    def _take_back(self, asked: Assignment) -> Context:
        fields, role = [("person", asked.person.email)], asked.seat.role
        label = "Take the request back" if asked.is_successor else "Take the offer back"
        return self._ask(RELEASE, label, role, f"{asked.person.first_name} is told.", fields)

    def _others(self, holding: Assignment, successor: Assignment | None) -> Context:
        """What captain and office do about somebody else's seat; for the office, what it may do in their name."""
        has_say = may_offer(self.seating, holding.seat.role, self.viewer)
        found: Context = {}
        if has_say and holding.state == State.CLAIMED:
            found["acts"] = self._judge(holding)
        elif has_say and holding.state == State.OFFERED and not self.viewer.acts_as_admin:
            found["acts"] = [self._take_back(holding)]
        if self.viewer.acts_as_admin:
            found["menu"] = {"label": f"For {holding.person.first_name}", "acts": self._for(holding, successor)}
        return found

    def _for(self, holding: Assignment, successor: Assignment | None) -> list[Context]:
        """What the office may do in somebody's name, and over their head."""
        person, role = holding.person, holding.seat.role
        fields = [("on_behalf_of", person.email)]
        if holding.state == State.OFFERED:
            return [*self._answer(holding, fields)["acts"], self._take_back(holding)]
        told = f"{person.first_name} is told, with your reason."
        away = self._ask(RELEASE, "Take off the seat", role, told, [("person", person.email)])
        if holding.state == State.CLAIMED:
            return [away]
        acts = [(self._keep if holding.state == State.COVERING else self._release)(holding, fields)]
        if successor is None and self.at < self.event.call_at:
            acts.append(self._hand_on(holding, fields))
        return [*acts, away]

    def _judge(self, holding: Assignment) -> list[Context]:
        role, person = holding.seat.role, ("person", holding.person.email)
        return [
            act(ANSWER, "Confirm", self.event, role, fields=[person, ("answer", "confirm")]),
            self._ask(ANSWER, "Refuse", role, "They are told, with your reason.", [person, ("answer", "refuse")]),
        ]

    def _ask(self, href: str, label: str, role: str, sentence: str, fields: Fields = ()) -> Context:
        """An act that asks first, and for a reason."""
        return act(href, label, self.event, role, tone="quiet", confirm=sentence, ask="Reason", fields=fields)
