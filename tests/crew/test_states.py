"""State × act: what every act on a seat comes to, in every state the seat can be in."""

import pytest

from crew import roles
from crew.models import Assignment
from scc_site.refusals import Refusal
from tests import factories
from tests.crew.test_roles import office
from tests.factories import NOW

pytestmark = pytest.mark.django_db

FREE = {
    "claim": "confirmed",
    "release": "NothingHeld",
    "accept": "NotOffered",
    "decline": "NotOffered",
    "confirm": "NothingHeld",
    "refuse": "NothingHeld",
    "withdraw": "NothingHeld",
    "another claims": "confirmed",
}
HELD = FREE | {"claim": "AlreadyAboard", "withdraw": "withdrawn", "another claims": "SeatTaken"}
TABLE = {
    "": FREE,
    "offered": HELD | {"accept": "confirmed", "decline": "declined"},
    "claimed": HELD | {"release": "released", "confirm": "confirmed", "refuse": "refused"},
    "confirmed": HELD | {"release": "released"},
    "covering": HELD | {"another claims": "confirmed"},
    "declined": FREE,
    "expired": FREE,
    "refused": FREE,
    "released": FREE,
    "covered": FREE,
    "withdrawn": FREE,
}


def test_the_table_of_states_and_acts_is_complete():
    assert set(TABLE) - {""} == set(Assignment.State.values)


@pytest.mark.parametrize(("state", "act"), [(state, act) for state, row in TABLE.items() for act in row])
def test_every_act_on_a_seat_in_every_state(state, act):
    sail, ben, boss = factories.event(seats={"crew": 1}), factories.person(), office()
    if state:
        factories.assignment(sail, ben, "crew", state, made_by=boss)
    common = {"event": sail, "role": "crew", "at": NOW}
    acts = {
        "claim": lambda: roles.claim(by=ben, **common),
        "release": lambda: roles.release(by=ben, **common),
        "accept": lambda: roles.answer_offer(by=ben, accept=True, **common),
        "decline": lambda: roles.answer_offer(by=ben, accept=False, **common),
        "confirm": lambda: roles.answer_claim(person=ben, by=boss, confirm=True, **common),
        "refuse": lambda: roles.answer_claim(person=ben, by=boss, confirm=False, **common),
        "withdraw": lambda: roles.withdraw(person=ben, by=boss, **common),
        "another claims": lambda: roles.claim(by=factories.person(), **common),
    }

    try:
        came_to = acts[act]().state
    except Refusal as refusal:
        came_to = type(refusal).__name__

    assert came_to == TABLE[state][act]
    sail.refresh_from_db()
    if came_to in Assignment.State.values:  # the factory does not keep the counts, the verbs do
        assert sail.seats_filled == sail.assignments.filter(state__in=Assignment.BINDING).count()
