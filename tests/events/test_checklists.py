"""Tasks ticked, taken back, set aside: one ending each."""

from __future__ import annotations

from datetime import timedelta

import pytest

from events import checklists
from events.models import ChecklistItem, SailEvent
from scc_site.refusals import Mistyped
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def task(sail=None, **fields):
    """A task of a published sail, due at departure."""
    sail = sail or factories.event()
    defaults = {"text": "Fuel", "anchor": "departure", "role": "crew", "position": 1, "due_at": sail.departs_at}
    return ChecklistItem.objects.create(event=sail, **defaults | fields)


def test_a_tick_keeps_who_and_when():
    item, ana = task(), factories.person("Ana")

    checklists.tick(item=item, by=ana, at=NOW)

    item.refresh_from_db()
    assert (item.state, item.done_by, item.done_at) == ("done", ana, NOW)


def test_the_second_hand_reads_who_was_faster():
    item, ana = task(), factories.person("Ana")
    checklists.tick(item=item, by=ana, at=NOW)

    with pytest.raises(checklists.EndedAlready) as refusal:
        checklists.tick(item=item, by=factories.person("Ben"), at=NOW)

    item.refresh_from_db()
    assert refusal.value.sentence == "Ana ticked this at 10:00."
    assert item.done_by == ana


def test_a_double_tap_of_one_hand_keeps_the_first_time():
    item, ana = task(), factories.person("Ana")
    checklists.tick(item=item, by=ana, at=NOW)

    checklists.tick(item=item, by=ana, at=NOW + timedelta(seconds=2))

    item.refresh_from_db()
    assert item.done_at == NOW


@pytest.mark.parametrize("minutes", [0, 10])
def test_a_tick_is_taken_back_within_ten_minutes(minutes):
    item = task()
    checklists.tick(item=item, by=factories.person(), at=NOW)

    found = checklists.untick(item=item, at=NOW + timedelta(minutes=minutes))

    assert (found.state, found.done_by) == ("open", None)


def test_later_a_tick_stays_and_says_whose_it_is():
    item = task()
    checklists.tick(item=item, by=factories.person("Ana"), at=NOW)

    with pytest.raises(checklists.TooLateToUndo) as refusal:
        checklists.untick(item=item, at=NOW + timedelta(minutes=10, seconds=1))

    item.refresh_from_db()
    assert refusal.value.sentence == "Ana ticked this at 10:00. That could be taken back for 10 minutes."
    assert item.state == "done"


def test_a_task_set_aside_is_opened_again_within_ten_minutes():
    item = task()
    checklists.set_aside(item=item, why="No chef aboard", by=factories.person(), at=NOW)

    found = checklists.untick(item=item, at=NOW + timedelta(minutes=1))

    assert (found.state, found.set_aside_by, found.set_aside_why) == ("open", None, "")


def test_setting_aside_keeps_the_reason():
    item, ana = task(), factories.person("Ana")

    found = checklists.set_aside(item=item, why="  No chef aboard ", by=ana, at=NOW)

    assert (found.state, found.set_aside_why, found.set_aside_by) == ("not_applicable", "No chef aboard", ana)


@pytest.mark.parametrize("why", ["", "   ", "\n"])
def test_setting_aside_wants_a_reason(why):
    item = task()

    with pytest.raises(Mistyped) as refusal:
        checklists.set_aside(item=item, why=why, by=factories.person(), at=NOW)

    assert refusal.value.faults == {"reason": ["Say why this task does not apply."]}


def test_a_task_set_aside_cannot_be_ticked():
    item = task()
    checklists.set_aside(item=item, why="No chef aboard", by=factories.person("Ana"), at=NOW)

    with pytest.raises(checklists.EndedAlready, match="Ana set this aside at 10:00: not applicable, No chef aboard"):
        checklists.tick(item=item, by=factories.person(), at=NOW)


@pytest.mark.parametrize("status", SailEvent.Status.values)
def test_a_list_is_worked_on_while_the_sail_is_alive(status):
    item = task(factories.event(status=status))
    is_open = status not in {"draft", "cancelled", "closed"}

    try:
        checklists.tick(item=item, by=factories.person(), at=NOW)
    except checklists.ListShut:
        assert not is_open

    item.refresh_from_db()
    assert item.state == ("done" if is_open else "open")


def test_a_note_is_kept_with_the_task():
    item = task()

    assert checklists.write_note(item=item, note=" Half a tank ").note == "Half a tank"


def test_an_export_row_names_the_task_and_its_ends():
    sail, ana = factories.event(event_id="regatta"), factories.person("Ana", email="ana@example.com")
    done, left = task(sail), task(sail, text="Ice", position=2)
    checklists.tick(item=done, by=ana, at=NOW)

    rows = list(ChecklistItem.objects.for_export())

    assert [(row["event_id"], row["item"], row["state"], row["done_by"]) for row in rows] == [
        ("regatta", done.pk, "done", "ana@example.com"),
        ("regatta", left.pk, "open", ""),
    ]
