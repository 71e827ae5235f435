"""Tasks that come due, run late, and escalate."""

from datetime import timedelta

import pytest

from crew.models import Nudge
from events import checklists
from scc_site.mail import preferences
from scc_site.models import LetterChoice
from tests import factories
from tests.crew.nudges.dock import aboard, kinds, letters, noon, run, sail

pytestmark = pytest.mark.django_db
DEPARTS = noon(20, 9)
DUE = noon(20, 11)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def event():
    """Out for the day, so that no reminder of a sail ahead mixes in."""
    return sail(DEPARTS, hours=10, status="under_way")


def task(event, **fields):
    return factories.item(event, **{"due_at": DUE} | fields)


def test_a_task_is_told_to_who_has_its_role_when_it_is_due(event):
    ana, ben = aboard(event, "Ana", state="covering"), aboard(event, "Ben", "chef")
    aboard(event, "Cid", state="claimed")
    task(event, text="Ice")

    assert (run(DUE - MINUTE), run(DUE)) == (0, 1)
    assert (kinds(ana), kinds(ben)) == (["task_due"], [])
    context = letters(ana)[0].context
    assert context["heading"] == "Due 11:00: Ice"
    assert context["url"].endswith(f"/checklist/{event.event_id}/")


def test_tasks_that_follow_within_the_hour_come_in_the_same_letter(event):
    ana = aboard(event, "Ana")
    for minutes in (0, 20, 60, 61):
        task(event, due_at=DUE + minutes * MINUTE, text=f"Task {minutes}")

    assert run(DUE) == 1

    context = letters(ana)[0].context
    assert [one["text"] for one in context["sails"][0]["tasks"]] == ["Task 0", "Task 20", "Task 60"]
    assert context["more"] == ", and 2 more"


def test_a_task_not_done_is_told_once_more_and_then_no_more(event):
    ana = aboard(event, "Ana")
    task(event, text="Ice")

    sent = [run(DUE + minutes * MINUTE) for minutes in range(0, 300, 5)]

    assert sum(sent) == 2
    assert kinds(ana) == ["task_due", "task_overdue"]
    assert letters(ana)[1].context["heading"] == "Overdue since 11:00: Ice"


def test_a_second_letter_waits_for_half_an_hour(event):
    ana = aboard(event, "Ana")
    task(event)

    made = [minutes for minutes in range(0, 60, 5) if run(DUE + minutes * MINUTE)]

    assert made == [0, 30]
    assert len(letters(ana)) == 2


@pytest.mark.parametrize("end", ["done", "set aside"])
def test_a_task_that_is_done_or_set_aside_stops_by_itself(event, end):
    ana = aboard(event, "Ana")
    item = task(event, critical=True)
    run(DUE - MINUTE)
    if end == "done":
        checklists.tick(item=item, by=ana, at=DUE - MINUTE)
    else:
        checklists.set_aside(item=item, why="No ice sold", by=ana, at=DUE - MINUTE)

    assert [run(DUE + minutes * MINUTE) for minutes in range(0, 120, 15)] == [0] * 8
    words = {"done": "The task was done.", "set aside": "The task was set aside."}[end]
    assert set(Nudge.objects.filter(item=item).values_list("state", "why")) == {("void", words)}


def test_a_critical_task_goes_to_the_captain_and_then_to_the_office_in_one_letter(event):
    mike, office = aboard(event, "Mike", "captain"), factories.admin("Olga")
    task(event, critical=True, text="Fuel")
    task(event, critical=True, text="Lights")

    for minutes in range(0, 180, 5):
        run(DUE + minutes * MINUTE)

    assert kinds(mike) == ["task_missed", "task_missed"]
    assert Nudge.objects.filter(person=mike).first().ended_at == DUE + 30 * MINUTE
    assert Nudge.objects.filter(person=office).first().ended_at == DUE + 60 * MINUTE
    assert [mail.context["heading"] for mail in letters(office)] == ["Critical and overdue: Fuel"]
    assert letters(office)[0].context["sails"][0]["asks"] == ["2 critical tasks are not done."]
    assert letters(office)[0].context["sails"][0]["tasks"][0]["word"] == "critical, overdue, of the crew"


def test_a_captains_own_critical_task_is_told_to_them_once_and_then_to_the_office(event):
    mike, office = aboard(event, "Mike", "captain"), factories.admin("Olga")
    task(event, critical=True, role="captain")

    for minutes in range(0, 180, 5):
        run(DUE + minutes * MINUTE)

    assert kinds(mike) == ["task_due", "task_overdue"]
    assert kinds(office) == ["task_missed"]


def test_a_task_nobody_counts_as_critical_stays_with_who_does_it(event):
    mike, office = aboard(event, "Mike", "captain"), factories.admin("Olga")
    task(event)

    assert run(DUE + timedelta(hours=3)) == 0
    assert (kinds(mike), kinds(office)) == ([], [])


def test_who_takes_the_seat_late_hears_of_what_is_left(event):
    task(event)
    ana = aboard(event, "Ana", since=DUE + timedelta(hours=1))

    assert run(DUE + timedelta(minutes=59)) == 0
    assert run(DUE + timedelta(hours=1)) == 1
    assert kinds(ana) == ["task_due"]


def test_an_old_task_is_not_brought_up_again(event):
    aboard(event, "Ana")
    task(event, due_at=noon(20, 12) - timedelta(days=3, minutes=1))

    assert run(noon(20, 12)) == 0


@pytest.mark.parametrize("status", ["draft", "weather_hold", "closed", "cancelled"])
def test_a_list_nobody_works_on_reminds_nobody(status):
    event = sail(DEPARTS, hours=10, status=status)
    aboard(event, "Ana")
    task(event, critical=True)

    run(DUE + timedelta(hours=2))

    assert Nudge.objects.filter(item__isnull=False).count() == 0


def test_families_that_are_switched_off_stay_away_and_decisions_do_not(event):
    ana, mike = aboard(event, "Ana"), aboard(event, "Mike", "captain")
    task(event, critical=True)
    for person in (ana, mike):
        preferences.switch(
            person=person, families=["tasks"], off=True, by=person, way=LetterChoice.Way.PAGE, at=noon(1)
        )

    run(DUE)
    run(DUE + timedelta(minutes=30))

    assert (kinds(ana), kinds(mike)) == ([], ["task_missed"])
    assert kinds(ana, "skipped") == ["task_due", "task_overdue"]
    assert letters(mike)[0].context["families"] == []
    assert set(Nudge.objects.filter(person=ana, state="skipped").values_list("why", flat=True)) == {
        "They have switched these letters off."
    }


def test_a_letter_names_the_families_it_is_made_of():
    event = sail(noon(20, 14))
    ana = aboard(event, "Ana")
    task(event)

    run(DUE)

    assert letters(ana)[0].context["families"] == ["sail_ahead", "tasks"]
