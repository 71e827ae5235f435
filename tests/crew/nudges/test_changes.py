"""What becomes of reminders when a sail is moved, held, resumed or called off, and when a seat ends."""

from datetime import timedelta

import pytest

from crew import roles
from crew.models import Assignment, Nudge
from events import lifecycle
from events.acts import moving
from events.models import SailEvent
from scc_site.models import OutgoingMail
from tests import factories
from tests.crew.nudges.dock import aboard, kinds, letters, noon, run, sail

pytestmark = pytest.mark.django_db
DEPARTS = noon(20, 17)
DAY = timedelta(hours=24)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def office():
    return factories.admin("Olga")


def waiting():
    """Reminders that are still to leave, as (to whom, about which sails)."""
    found = OutgoingMail.objects.filter(kind="nudge", state="queued").order_by("pk")
    return [(mail.person.name, [one["vessel"] for one in mail.context["sails"]]) for mail in found]


def test_a_moved_sail_voids_the_old_rows_and_makes_new_ones(office):
    event = sail(DEPARTS)
    ana = aboard(event, "Ana")
    run(DEPARTS - timedelta(hours=50))
    moving.move(event=event, departs_at=DEPARTS + DAY * 4, reason="Wind", by=office, at=DEPARTS - timedelta(hours=49))
    Assignment.objects.filter(person=ana).update(state="confirmed")

    assert run(DEPARTS - DAY) == 0
    assert run(DEPARTS + DAY * 3) == 1

    assert set(Nudge.objects.filter(version=1).values_list("state", "why")) == {
        ("void", "The sail was decided about anew.")
    }
    assert [(nudge.kind, nudge.version) for nudge in Nudge.objects.filter(state="sent")] == [("sail_24h", 2)]


def test_a_seat_that_must_be_confirmed_again_is_asked_for(office):
    event = sail(DEPARTS)
    ana = aboard(event, "Ana")
    moving.move(event=event, departs_at=DEPARTS + timedelta(hours=2), reason="Wind", by=office, at=noon(19, 9))
    Assignment.objects.filter(person=ana).update(answer_by=noon(20, 12))

    assert run(noon(19, 19)) == 1
    assert letters(ana)[0].context["heading"].startswith("Please answer: crew on")


def test_a_small_move_right_after_a_reminder_does_not_repeat_it(office):
    event = sail(DEPARTS)
    ana = aboard(event, "Ana")
    run(DEPARTS - DAY)
    moving.move(event=event, departs_at=DEPARTS + 20 * MINUTE, reason="Tide", by=office, at=DEPARTS - DAY + 5 * MINUTE)

    made = [run(DEPARTS - DAY + minutes * MINUTE) for minutes in range(10, 180, 10)]

    assert (sum(made), kinds(ana)) == (0, ["sail_24h"])
    assert run(DEPARTS - timedelta(hours=3) + 20 * MINUTE) == 1


def test_a_cancelled_sail_reminds_nobody(office):
    event = sail(DEPARTS)
    ana = aboard(event, "Ana")
    run(DEPARTS - timedelta(hours=30))
    lifecycle.cancel(event=event, reason="Storm", by=office, at=DEPARTS - timedelta(hours=26))

    assert run(DEPARTS - DAY) == 0
    assert set(kinds(ana, "void")) == {"sail_24h", "sail_3h"}


def test_a_sail_on_hold_says_so_and_until_when_and_asks_for_no_tasks(office):
    event = sail(DEPARTS)
    ana = aboard(event, "Ana")
    factories.item(event, due_at=DEPARTS - DAY)
    lifecycle.hold(event=event, reason="Gale warning.", by=office, at=noon(18), decide_by=noon(20, 9))

    assert run(DEPARTS - DAY) == 1

    said = letters(ana)[0].context
    assert said["heading"].startswith("Still on weather hold")
    assert said["sails"][0]["asks"] == [
        "She is on weather hold: Gale warning. Whether she leaves is decided by Sat 20 Jun 09:00.",
        "You sail as crew.",
    ]


def test_a_hold_that_is_lifted_repeats_nothing_and_takes_the_tasks_up_again(office):
    event = sail(DEPARTS)
    ana = aboard(event, "Ana")
    factories.item(event, due_at=noon(20, 9))
    run(DEPARTS - DAY)
    lifecycle.hold(event=event, reason="Gale.", by=office, at=noon(19, 18), decide_by=noon(20, 9))
    run(noon(19, 19))
    lifecycle.resume(event=SailEvent.objects.get(pk=event.pk), by=office, at=noon(19, 20))

    sent = [run(noon(20, hour)) for hour in (7, 8, 9)]

    assert sent == [0, 0, 1]
    assert kinds(ana) == ["sail_24h", "task_due"]


def test_a_letter_not_sent_yet_stays_here_when_its_sail_is_cancelled(office):
    event = sail(DEPARTS)
    aboard(event, "Ana")
    run(DEPARTS - DAY, leave=False)

    lifecycle.cancel(event=event, reason="Storm", by=office, at=DEPARTS - DAY + MINUTE)

    mail = OutgoingMail.objects.get(kind="nudge")
    assert (mail.state, mail.fault) == ("cancelled", "A sail in it changed: what is still true is told anew.")
    assert run(DEPARTS - DAY + 2 * MINUTE, leave=False) == 0


def test_a_merged_letter_is_made_anew_without_the_sail_that_was_cancelled(office):
    boats = [factories.vessel(name="JADA"), factories.vessel(name="MARISOL")]
    first, second = sail(DEPARTS, vessel=boats[0]), sail(DEPARTS + 4 * timedelta(hours=1), vessel=boats[1])
    ana = aboard(first, "Ana")
    aboard(second, person=ana)
    factories.item(second, due_at=DEPARTS - DAY)
    run(DEPARTS - DAY, leave=False)
    assert waiting() == [("Ana", ["JADA", "MARISOL"])]

    lifecycle.cancel(event=first, reason="Storm", by=office, at=DEPARTS - DAY + MINUTE)
    made = run(DEPARTS - DAY + 5 * MINUTE, leave=False)

    assert (made, waiting()) == (1, [("Ana", ["MARISOL"])])
    assert kinds(ana) == ["sail_48h", "task_due"]


def test_a_letter_that_leaves_at_this_moment_is_not_told_again(office):
    event = sail(DEPARTS)
    ana = aboard(event, "Ana")
    run(DEPARTS - DAY, leave=False)
    OutgoingMail.objects.filter(kind="nudge").update(state="sending", lease_until=DEPARTS)

    lifecycle.cancel(event=event, reason="Storm", by=office, at=DEPARTS - DAY + MINUTE)

    assert (len(letters(ana)), kinds(ana)) == (1, ["sail_24h"])


def test_a_seat_given_back_takes_its_letter_with_it_and_leaves_the_others(office):
    event = sail(DEPARTS + DAY * 3, event_type=factories.event_type(release_hours=1))
    ana, _ = aboard(event, "Ana"), aboard(event, "Ben")
    run(DEPARTS + DAY, leave=False)
    ana.auth_session = None

    roles.release(event=event, role="crew", by=ana, at=DEPARTS + DAY + MINUTE)

    assert [name for name, _ in waiting()] == ["Ben"]


def test_an_answer_given_by_then_is_not_asked_for_any_more():
    event = sail(DEPARTS)
    ana = aboard(event, "Ana", state="offered")
    run(DEPARTS - DAY, leave=False)
    Assignment.objects.filter(person=ana).update(
        state="confirmed", confirmed_at=DEPARTS - DAY + MINUTE, confirmed_by=ana
    )

    assert run(DEPARTS - DAY + 5 * MINUTE, leave=False) == 0
    assert waiting() == []
    assert set(kinds(ana, "void")) == {"sail_24h"}


def test_a_task_done_while_the_letter_waits_is_left_out_of_it():
    event = sail(noon(20, 9), hours=10, status="under_way")
    ana = aboard(event, "Ana")
    item, other = (factories.item(event, due_at=noon(20, 11), text=text) for text in ("Ice", "Fuel"))
    run(noon(20, 11), leave=False)
    type(item).objects.filter(pk=item.pk).update(done_at=noon(20, 11), done_by=ana)

    run(noon(20, 11, 5), leave=False)

    tasks = [one["text"] for mail in letters(ana) for one in mail.context["sails"][0]["tasks"]]
    assert tasks == [other.text]
