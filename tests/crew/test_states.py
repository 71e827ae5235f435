"""State × act: what every act on a seat comes to, in every state the seat can be in."""

import pytest

from crew import handing_on, roles
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
    "delegate": "NothingHeld",
    "keep": "NothingHeld",
    "another claims": "confirmed",
    "another is asked": "offered",
    "the office gives": "confirmed",
}
HELD = FREE | {
    "claim": "AlreadyAboard",
    "withdraw": "withdrawn",
    "another claims": "SeatTaken",
    "another is asked": "SeatTaken",
    "the office gives": "AlreadyAboard",
}
TABLE = {
    "": FREE,
    "offered": HELD | {"accept": "confirmed", "decline": "declined"},
    "claimed": HELD | {"release": "released", "confirm": "confirmed", "refuse": "refused"},
    "confirmed": HELD | {"release": "released", "delegate": "offered"},
    "covering": HELD
    | {"delegate": "offered", "keep": "confirmed", "another claims": "confirmed", "another is asked": "offered"},
    "declined": FREE,
    "expired": FREE,
    "refused": FREE,
    "released": FREE,
    "covered": FREE,
    "withdrawn": FREE,
    "stood_down": FREE,
}


def acts(sail, ben, boss, ana=None):
    """Every act around Ben's seat, or around the one he is to take over from Ana."""
    common = {"event": sail, "role": "crew", "at": NOW}
    dana = factories.person("Dana")
    return {
        "claim": lambda: roles.claim(by=ben, **common),
        "release": lambda: roles.release(by=ben, **common),
        "accept": lambda: roles.answer_offer(by=ben, accept=True, **common),
        "decline": lambda: roles.answer_offer(by=ben, accept=False, **common),
        "confirm": lambda: roles.answer_claim(person=ben, by=boss, confirm=True, **common),
        "refuse": lambda: roles.answer_claim(person=ben, by=boss, confirm=False, **common),
        "withdraw": lambda: roles.withdraw(person=ben, by=boss, **common),
        "delegate": lambda: handing_on.delegate(person=dana, by=ben, **common),
        "keep": lambda: handing_on.keep(by=ben, **common),
        "another claims": lambda: roles.claim(by=dana, **common),
        "another is asked": lambda: roles.designate(person=dana, by=boss, **common),
        "the office gives": lambda: roles.claim(person=ben, by=boss, **common),
        "holder releases": lambda: roles.release(by=ana, **common),
        "holder takes it back": lambda: roles.withdraw(person=ben, by=ana, **common),
        "holder is withdrawn": lambda: roles.withdraw(person=ana, by=boss, **common),
        "holder asks another": lambda: handing_on.delegate(person=dana, by=ana, **common),
        "holder keeps it": lambda: handing_on.keep(by=ana, **common),
    }


def outcome(act):
    """The state an act gave, or the name of its refusal."""
    try:
        return act().state
    except Refusal as refusal:
        return type(refusal).__name__


def assert_counted(sail):
    """The sail's row says what its seats say: those to be taken over count once."""
    sail.refresh_from_db()
    holders = sail.assignments.filter(Assignment.holds(), state__in=Assignment.BINDING)
    assert sail.seats_filled == holders.count()


def test_the_table_of_states_and_acts_is_complete():
    assert set(TABLE) - {""} == set(Assignment.State.values)


@pytest.mark.parametrize(("state", "act"), [(state, act) for state, row in TABLE.items() for act in row])
def test_every_act_on_a_seat_in_every_state(state, act):
    sail, ben, boss = factories.event(seats={"crew": 1}), factories.person(), office()
    if state:
        factories.assignment(sail, ben, "crew", state, made_by=boss)
        type(sail).objects.filter(pk=sail.pk).update(seats_filled=int(state in Assignment.BINDING))

    came_to = outcome(acts(sail, ben, boss)[act])

    assert came_to == TABLE[state][act]
    assert_counted(sail)


# --- beside a holder ---

BESIDE = {
    "claim": ("AlreadyAboard", 0, 0),
    "release": ("NothingHeld", 0, 0),
    "accept": ("NotOffered", 0, 0),
    "decline": ("NotOffered", 0, 0),
    "confirm": ("NothingHeld", 0, 0),
    "refuse": ("NothingHeld", 0, 0),
    "withdraw": ("withdrawn", 0, "withdrawn"),
    "delegate": ("NothingHeld", 0, 0),
    "keep": ("NothingHeld", 0, 0),
    "another claims": ("SeatTaken", 0, 0),
    "another is asked": ("SeatTaken", 0, 0),
    "the office gives": ("AlreadyAboard", 0, 0),
    "holder releases": ("released", "released", "withdrawn"),
    "holder takes it back": ("withdrawn", 0, "withdrawn"),
    "holder is withdrawn": ("withdrawn", "withdrawn", "withdrawn"),
    "holder asks another": ("AskedAlready", 0, 0),
    "holder keeps it": ("NothingHeld", 0, 0),
}
COVERED = {"holder releases": ("NothingHeld", 0, 0), "holder keeps it": ("confirmed", "confirmed", "withdrawn")}
OFFERED = BESIDE | {"accept": ("claimed", 0, "claimed"), "decline": ("declined", 0, "declined")}
CLAIMED = BESIDE | {
    "release": ("released", 0, "released"),
    "confirm": ("confirmed", "covered", "confirmed"),
    "refuse": ("refused", 0, "refused"),
}
SUCCESSORS = {
    ("confirmed", "offered"): OFFERED,
    ("confirmed", "claimed"): CLAIMED,
    ("covering", "offered"): OFFERED | COVERED,
    ("covering", "claimed"): CLAIMED | COVERED,
}


@pytest.mark.parametrize(("pair", "act"), [(pair, act) for pair, row in SUCCESSORS.items() for act in row])
def test_every_act_around_a_seat_on_its_way_to_another_hand(pair, act):
    """What the act came to, then the holder's state and the successor's; 0: as it was."""
    kept, asked = pair
    sail, boss = factories.event(seats={"crew": 1}, needs_approval=True), office()
    ana, ben = factories.person("Ana"), factories.person("Ben")
    holder = factories.assignment(sail, ana, "crew", kept)
    offer = {"made_by": ana, "offered_at": NOW, "offered_by": ana, "answer_by": NOW.replace(year=2027)}
    successor = factories.assignment(sail, ben, "crew", asked, takes_over=holder, **offer)
    type(sail).objects.filter(pk=sail.pk).update(seats_filled=1)

    came_to = outcome(acts(sail, ben, boss, ana)[act])

    holder.refresh_from_db()
    successor.refresh_from_db()
    said, then_holder, then_successor = SUCCESSORS[pair][act]
    assert (came_to, holder.state, successor.state) == (said, then_holder or kept, then_successor or asked)
    assert_counted(sail)
