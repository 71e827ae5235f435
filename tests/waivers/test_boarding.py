"""Who steps aboard: one time each, after their adult, never above the cap; and back again, with a reason."""

from datetime import timedelta

import pytest

from events import lifecycle
from scc_site.refusals import Mistyped, Unseen
from tests import factories
from tests.factories import NOW
from tests.waivers import aboard
from waivers.boarding import checking
from waivers.models import Guest

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=7)


def row(guest):
    return Guest.objects.get(pk=guest.pk)


@pytest.fixture
def ana():
    return factories.person("Ana Reyes")


def test_who_may_board_is_aboard_with_time_and_name(ana):
    mia = aboard.cleared()

    done = checking.check_in(guest=mia, by=ana, at=NOW)

    assert (done.is_first, done.words) == (True, "Mia Stone is aboard.")
    assert (row(mia).state, row(mia).aboard_at, row(mia).aboard_by) == (Guest.State.ABOARD, NOW, ana)


def test_a_second_tap_shows_the_first_time_and_name(ana):
    mia = aboard.cleared()
    checking.check_in(guest=mia, by=ana, at=NOW)

    again = checking.check_in(guest=mia, by=factories.person("Ben Ito"), at=LATER)

    assert again.words == "Mia Stone was aboard since 10:00, checked in by Ana Reyes."
    assert (again.is_first, row(mia).aboard_at, row(mia).aboard_by) == (False, NOW, ana)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({}, "Ana Ruiz may not board (hold, WAIVER_MISSING): waiver not signed."),
        ({"hold_until": NOW}, "Ana Ruiz may not board (hold, HOLD_EXPIRED): the hold ran out."),
        ({"state": "declined"}, "Ana Ruiz may not board (blocked, DECLINED): declined to sign."),
    ],
)
def test_who_may_not_board_is_told_why(ana, fields, reason):
    guest = aboard.guest(name="Ana Ruiz", **fields)

    with pytest.raises(checking.NotCleared) as refused:
        checking.check_in(guest=guest, by=ana, at=NOW)

    assert refused.value.sentence == reason
    assert row(guest).aboard_at is None


def test_a_minor_boards_after_their_adult(ana):
    mia = aboard.cleared()
    kit = aboard.child(mia)
    with pytest.raises(checking.NotCleared) as early:
        checking.check_in(guest=kit, by=ana, at=NOW)

    checking.check_in(guest=mia, by=ana, at=NOW)
    checking.check_in(guest=kit, by=ana, at=LATER)

    assert "boards after their adult, Mia Stone" in early.value.sentence
    assert row(kit).aboard_at == LATER


def test_nobody_boards_above_the_cap(ana):
    sail = factories.event(capacity=2, vessel=factories.vessel(legal_maximum=2))
    for name in ("Mia Stone", "Leo Park"):
        checking.check_in(guest=aboard.cleared(sail, name), by=ana, at=NOW)
    late = aboard.guest(sail, "Zoe Lane", state=Guest.State.RELEASED)

    with pytest.raises(checking.NotCleared) as refused:
        checking.check_in(guest=late, by=ana, at=NOW)

    assert refused.value.sentence == "Zoe Lane may not board (blocked, OVER_CAPACITY): the boat is full."


@pytest.mark.parametrize("status", ["draft", "weather_hold", "cancelled", "under_way", "returned"])
def test_nobody_steps_aboard_a_sail_that_does_not_board(ana, status):
    sail = factories.event()
    mia = aboard.cleared(sail)
    more = {"weather_hold": {"held_at": NOW, "held_by": ana, "decide_by": NOW}}.get(status, {})
    type(sail).objects.filter(pk=sail.pk).update(status=status, **more)

    with pytest.raises(checking.NotBoarding):
        checking.check_in(guest=mia, by=ana, at=NOW)

    assert row(mia).state == Guest.State.CLEARED


def test_somebody_off_the_list_is_not_there(ana):
    mia = aboard.cleared(removed_at=NOW, removed_by=ana)

    with pytest.raises(Unseen):
        checking.check_in(guest=mia, by=ana, at=NOW)

    assert row(mia).aboard_at is None


def test_undoing_needs_a_reason_and_keeps_it(ana):
    mia = aboard.aboard(aboard.cleared(), ana)
    with pytest.raises(Mistyped) as unsaid:
        checking.undo(guest=mia, why="  ", at=LATER)

    checking.undo(guest=mia, why=" Went back  for a jacket ", at=LATER)

    assert list(unsaid.value.faults) == ["reason"]
    assert (row(mia).state, row(mia).aboard_at, row(mia).undone_why) == ("cleared", None, "Went back for a jacket")


def test_an_adult_stays_while_a_minor_is_aboard_on_their_word(ana):
    mia = aboard.aboard(aboard.cleared(), ana)
    aboard.aboard(aboard.child(mia), ana)

    with pytest.raises(checking.InTheirCare) as refused:
        checking.undo(guest=mia, why="Seasick", at=LATER)

    assert refused.value.sentence == "Kit Stone boarded with Mia Stone: undo that first."


def test_there_is_nothing_to_undo_ashore_or_under_way(ana):
    sail = factories.event()
    mia = aboard.cleared(sail)
    with pytest.raises(checking.NotAboard):
        checking.undo(guest=mia, why="Slip", at=NOW)
    aboard.aboard(mia, ana)
    lifecycle.depart(event=sail, by=ana, at=LATER, head_count=1)

    with pytest.raises(checking.NotBoarding):
        checking.undo(guest=mia, why="Slip", at=LATER)

    assert row(mia).state == Guest.State.ABOARD
