"""Every state of a sail met by every act."""

from __future__ import annotations

import pytest

from crew.contribution import CrewContribution
from events import contributions, lifecycle
from events.models import SailEvent
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db
WHO = {"depart": "departed", "return_to_dock": "returned", "close": "closed"}
ALLOWED = {
    ("draft", "publish"): "scheduled",
    ("scheduled", "board"): "boarding",
    ("scheduled", "depart"): "under_way",
    ("boarding", "depart"): "under_way",
    ("under_way", "return_to_dock"): "returned",
    ("returned", "close"): "closed",
}


def act(name, sail, by):
    """One act by one person, now."""
    more = {"by": by, "at": NOW} if name in WHO else {"at": NOW} if name == "publish" else {}
    return getattr(lifecycle, name)(event=sail, **more)


@pytest.mark.parametrize("status", SailEvent.Status.values)
@pytest.mark.parametrize("name", ["publish", "board", "depart", "return_to_dock", "close"])
def test_every_act_works_from_its_own_state_only(status, name):
    sail, captain = factories.event(status=status, seats={}), factories.person("Ana")
    after = ALLOWED.get((status, name))

    if after is None:
        with pytest.raises(lifecycle.WrongState):
            act(name, sail, captain)
    else:
        act(name, sail, captain)

    sail.refresh_from_db()
    kept = WHO.get(name) if after else None
    stamps = {word: (getattr(sail, f"{word}_at"), getattr(sail, f"{word}_by")) for word in WHO.values()}
    assert sail.status == (after or status)
    assert stamps == {word: ((NOW, captain) if word == kept else (None, None)) for word in WHO.values()}


def test_the_second_to_cast_off_reads_who_did():
    sail, ana, ben = factories.event(seats={}), factories.person("Ana"), factories.person("Ben")
    lifecycle.depart(event=sail, by=ana, at=NOW)

    with pytest.raises(lifecycle.WrongState) as refusal:
        lifecycle.depart(event=sail, by=ben, at=NOW)

    assert refusal.value.sentence == "The sail cannot cast off now: Ana cast off at 10:00."


def test_the_captain_is_told_who_is_missing_and_decides():
    sail, ana = factories.event(seats={"captain": 1, "crew": 1}), factories.person("Ana")
    factories.assignment(sail, ana, "captain")

    told = [line.sentence for half in contributions.readiness(sail, ana, NOW) for line in half.lines]
    lifecycle.depart(event=sail, by=ana, at=NOW)

    sail.refresh_from_db()
    assert told == ["Captain: Ana, confirmed", "Crew: empty"]
    assert sail.status == "under_way"


class Wall(CrewContribution):
    """An app above the sail that forbids to leave."""

    def blockers(self, event, at):
        return ["Two guests have not signed."]


def test_a_wall_keeps_the_sail_at_the_dock_and_says_why(monkeypatch):
    sail, ana = factories.event(), factories.person("Ana")
    monkeypatch.setattr(contributions, "_contributions", [Wall()])

    with pytest.raises(lifecycle.NotReady) as refusal:
        lifecycle.depart(event=sail, by=ana, at=NOW)

    sail.refresh_from_db()
    assert refusal.value.sentence == "The sail cannot leave the dock yet. Two guests have not signed."
    assert sail.status == "scheduled"
