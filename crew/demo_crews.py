"""Who sails in the demo season: the people in turn, never two boats at once, every seat by the seats' own verbs."""

from __future__ import annotations

from datetime import datetime, timedelta

from crew import demo_house, roles
from events.models import Role, SailEvent
from scc_site.models import User

TURNS = {
    Role.CAPTAIN: [word for word, (_, what) in demo_house.PEOPLE.items() if what == "captain"],
    Role.CREW: [word for word, (_, what) in demo_house.PEOPLE.items() if what == "crew"],
    Role.CHEF: [word for word, (_, what) in demo_house.PEOPLE.items() if what == "chef"],
}
HOUR = timedelta(hours=1)
OFFERED_BEFORE = timedelta(days=20)


class Crews:
    """The people, and when each of them is out."""

    def __init__(self, people: dict[str, User]) -> None:
        """Nobody is out yet."""
        self.people = people
        self.office = people["office"]
        self._out: dict[str, list[tuple[datetime, datetime]]] = {word: [] for word in people}
        self._turn = dict.fromkeys(TURNS, 0)

    def next_for(self, role: Role, sail: SailEvent, *, first: str = "") -> User:
        """Whose turn it is, among those free at that time; `first`, if free, goes before all."""
        words = TURNS[role]
        turn = self._turn[role]
        order = [first] * bool(first) + words[turn:] + words[:turn]
        word = next(word for word in order if self._is_free(word, sail))
        self._out[word].append((sail.call_at, sail.returns_at))
        if word in words:
            self._turn[role] = (words.index(word) + 1) % len(words)
        return self.people[word]

    def _is_free(self, word: str, sail: SailEvent) -> bool:
        return all(back <= sail.call_at or sail.returns_at <= call for call, back in self._out[word])

    def offer_and_accept(self, sail: SailEvent, role: Role, person: User, at: datetime) -> None:
        """The office offers, the person accepts within the half hour."""
        roles.designate(event=sail, role=role, person=person, by=self.office, at=at)
        roles.answer_offer(event=sail, role=role, by=person, accept=True, at=at + HOUR / 4)

    def claim(self, sail: SailEvent, role: Role, person: User, at: datetime) -> None:
        """The person takes a seat; where it needs a yes, the office says it an hour later."""
        taken = roles.claim(event=sail, role=role, by=person, at=at)
        if taken.state == taken.State.CLAIMED:
            roles.answer_claim(event=sail, role=role, person=person, by=self.office, confirm=True, at=at + HOUR)

    def man(
        self,
        sail: SailEvent,
        at: datetime,
        *,
        leave: frozenset[Role] = frozenset(),
        first: dict[Role, str] | None = None,
    ) -> None:
        """Fill every seat but one of each role in `leave`: captains and chefs are asked, the crew helps itself."""
        firsts = dict(first or {})
        seats = list(sail.seats.order_by("pk"))
        for role in leave:
            seats.remove(next(seat for seat in seats if seat.role == role))
        since = min(at - 2 * HOUR, sail.call_at - OFFERED_BEFORE)
        for number, seat in enumerate(seats):
            role = Role(seat.role)
            person = self.next_for(role, sail, first=firsts.pop(role, ""))
            act = self.claim if role == Role.CREW else self.offer_and_accept
            act(sail, role, person, since + number * HOUR / 6)
