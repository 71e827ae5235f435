"""Who is reminded of a sail, and when."""

from datetime import datetime, timedelta

import pytest

from crew.models import Assignment, Nudge
from crew.nudges import rules
from scc_site.models import OutgoingMail
from tests import factories
from tests.crew.nudges.dock import aboard, kinds, letters, noon, run, sail

pytestmark = pytest.mark.django_db
DEPARTS = noon(20, 17)
DAY = timedelta(hours=24)


@pytest.mark.parametrize(
    ("before", "kind"),
    [
        (timedelta(days=7), "sail_7d"),
        (timedelta(hours=48), "sail_48h"),
        (timedelta(hours=24), "sail_24h"),
        (timedelta(hours=3), "sail_3h"),
    ],
)
def test_a_hand_is_reminded_at_each_of_four_times_and_not_a_minute_before(before, kind):
    event = sail(DEPARTS)
    ana = aboard(event, "Ana")

    early = run(DEPARTS - before - timedelta(minutes=1))
    sent = run(DEPARTS - before)

    assert (early, sent) == (0, 1)
    assert kinds(ana) == [kind]


def test_all_four_come_in_their_time_and_never_twice():
    event = sail(DEPARTS)
    ana = aboard(event, "Ana")

    for hours in range(24 * 8, -24, -1):
        run(DEPARTS - timedelta(hours=hours))

    assert kinds(ana) == ["sail_7d", "sail_48h", "sail_24h", "sail_3h"]
    assert len(letters(ana)) == 4


def test_the_last_reminder_comes_an_hour_before_call_where_call_is_early():
    event = sail(DEPARTS, call_at=DEPARTS - timedelta(hours=5))
    ana = aboard(event, "Ana")

    assert run(DEPARTS - timedelta(hours=6, minutes=1)) == 0
    assert run(DEPARTS - timedelta(hours=6)) == 1
    assert kinds(ana) == ["sail_3h"]


@pytest.mark.parametrize(
    ("state", "heading", "ask"),
    [
        ("offered", "Please answer: crew on JADA, Sat 20 Jun 17:00", "You are asked as crew. Please answer until"),
        ("claimed", "You sail Sat 20 Jun 17:00 on JADA, call at 16:00", "You asked for the crew seat."),
        ("confirmed", "You sail Sat 20 Jun 17:00 on JADA, call at 16:00", "You sail as crew."),
        ("covering", "You sail Sat 20 Jun 17:00 on JADA, call at 16:00", "You asked for cover as crew."),
    ],
)
def test_each_hears_what_their_own_standing_asks_of_them(state, heading, ask):
    event = sail(DEPARTS, vessel=factories.vessel(name="JADA"))
    ana = aboard(event, "Ana Silva", state=state)

    run(DEPARTS - DAY)

    context = letters(ana)[0].context
    assert (context["heading"], context["name"]) == (heading, "Ana")
    assert context["lede"].startswith(f"Sunset charter on JADA, Saturday 20 June, 17:00 PDT. {ask}")


@pytest.mark.parametrize("state", ["declined", "expired", "refused", "released", "covered", "withdrawn"])
def test_who_is_bound_no_more_hears_nothing(state):
    event = sail(DEPARTS)
    aboard(event, state=state)

    assert run(DEPARTS - DAY) == 0


def test_an_offer_that_has_lapsed_and_somebody_who_left_hear_nothing():
    event = sail(DEPARTS)
    aboard(event, state="offered", answer_by=DEPARTS - DAY)
    aboard(event, person=factories.person(is_active=False))

    assert run(DEPARTS - DAY) == 0


@pytest.mark.parametrize("status", ["draft", "under_way", "returned", "closed", "cancelled"])
def test_a_sail_that_does_not_lie_ahead_reminds_nobody(status):
    event = sail(DEPARTS, status=status)
    aboard(event)

    run(DEPARTS - DAY)

    assert Nudge.objects.filter(kind__in=Nudge.SAIL_AHEAD).count() == 0


@pytest.mark.parametrize(("hours", "sent"), [(2, 0), (3, 0), (4, 1)])
def test_who_took_a_seat_within_three_hours_of_a_reminder_is_spared_it(hours, sent):
    event = sail(DEPARTS)
    aboard(event, since=DEPARTS - DAY - timedelta(hours=hours))

    assert run(DEPARTS - DAY) == sent


def test_who_claims_a_sail_that_starts_soon_gets_no_reminder_at_once():
    event = sail(DEPARTS)
    aboard(event, since=DEPARTS - timedelta(hours=20))

    assert run(DEPARTS - timedelta(hours=19, minutes=50)) == 0
    assert run(DEPARTS - timedelta(hours=3)) == 1


def test_a_released_seat_voids_its_rows_and_a_new_claim_revives_them():
    event = sail(DEPARTS)
    ana = aboard(event, "Ana")
    run(DEPARTS - timedelta(hours=30))
    held = Assignment.objects.get(person=ana)
    Assignment.objects.filter(pk=held.pk).update(state="released", ended_at=DEPARTS - DAY * 2, ended_by=ana)

    away = run(DEPARTS - timedelta(hours=29))
    voided = kinds(ana, "void")
    Assignment.objects.filter(pk=held.pk).update(state="confirmed", ended_at=None, ended_by=None)

    assert (away, voided) == (0, ["sail_24h", "sail_3h"])
    assert run(DEPARTS - DAY) == 1
    assert kinds(ana, "void") == []


def test_two_sails_make_one_letter_in_order_of_departure():
    first, second = sail(DEPARTS), sail(DEPARTS + timedelta(minutes=10), event_id="second")
    ana = aboard(first, "Ana", state="offered")
    aboard(second, person=ana)

    assert run(DEPARTS - DAY + timedelta(minutes=10)) == 1

    context = letters(ana)[0].context
    assert [one["event_id"] for one in context["sails"]] == [first.event_id, "second"]
    assert context["more"] == ", and 1 more"
    assert context["heading"].startswith("Please answer: crew")


def test_letters_wait_in_the_lane_of_many_and_the_last_one_goes_first():
    event = sail(DEPARTS)
    ana = aboard(event, "Ana")

    run(DEPARTS - DAY)
    run(DEPARTS - timedelta(hours=3))

    lanes = [(mail.lane, mail.expires_at) for mail in letters(ana)]
    assert lanes == [(OutgoingMail.Lane.BULK, DEPARTS), (OutgoingMail.Lane.PROMPT, DEPARTS)]


@pytest.mark.parametrize(("hour", "quiet"), [(20, False), (21, True), (23, True), (0, True), (6, True), (7, False)])
def test_the_house_sleeps_from_nine_to_seven(hour, quiet):
    assert rules.is_quiet(noon(20, hour, 59), factories.HOUSE) is quiet


def test_what_falls_into_the_night_comes_at_seven_in_one_letter():
    departs = noon(20, 22)
    first, second = sail(departs), sail(departs + timedelta(hours=5))
    ana = aboard(first, "Ana")
    aboard(second, person=ana, role="chef")

    assert [run(noon(19, 22)), run(noon(20, 3)), run(noon(20, 6, 59))] == [0, 0, 0]
    assert run(noon(20, 7)) == 1
    assert kinds(ana) == ["sail_24h", "sail_24h"]


def test_the_last_reminder_comes_in_the_night_and_carries_the_rest():
    early, later = sail(noon(20, 6)), sail(noon(21, 2), event_id="later")
    ana = aboard(early, "Ana")
    aboard(later, person=ana)

    assert run(noon(20, 3)) == 1
    assert kinds(ana) == ["sail_24h", "sail_3h"]


def test_what_the_night_made_pointless_is_dropped_and_says_so():
    event = sail(noon(20, 22), call_at=noon(20, 10))
    ana = aboard(event, "Ana")
    run(noon(19, 21, 59))

    assert [run(noon(20, 7)), run(noon(20, 9))] == [0, 1]
    assert (kinds(ana, "skipped"), kinds(ana)) == (["sail_24h"], ["sail_3h"])
    assert Nudge.objects.get(state="skipped").why == "It would have come too late."


@pytest.mark.parametrize("stop", [timedelta(hours=6), timedelta(days=3)])
def test_a_stop_is_made_good_once_with_what_still_helps(stop):
    event = sail(DEPARTS)
    ana = aboard(event, "Ana")
    back = noon(19, 18)
    run(back - stop)
    before = len(letters(ana))

    assert run(back) == 1
    assert [run(back + timedelta(minutes=minute)) for minute in range(5, 180, 5)] == [0] * 35
    assert kinds(ana)[-1] == "sail_24h"
    assert len(letters(ana)) == before + 1


def test_reminders_that_a_later_one_overtakes_are_not_sent():
    event = sail(DEPARTS)
    ana = aboard(event, "Ana")
    run(noon(13, 4))
    run(noon(18, 4))

    assert run(noon(18, 18)) == 1
    assert kinds(ana) == ["sail_48h"]
    assert kinds(ana, "skipped") == ["sail_7d"]


@pytest.mark.parametrize("departs_at", [noon(14, month=3, year=2027), noon(1, month=11)])
def test_twenty_four_hours_are_elapsed_ones_on_the_days_when_clocks_change(departs_at):
    due_at = datetime.fromtimestamp(departs_at.timestamp() - 24 * 3600, tz=factories.HOUSE)
    event = sail(departs_at)
    aboard(event, since=due_at - timedelta(days=30))

    assert due_at.hour != departs_at.hour
    assert run(datetime.fromtimestamp(due_at.timestamp() - 60, tz=factories.HOUSE)) == 0
    assert run(due_at) == 1


@pytest.mark.parametrize("day", [noon(14, 0, month=3, year=2027), noon(1, 0, month=11)])
def test_quiet_hours_end_at_seven_by_the_clock_on_the_wall_on_those_days(day):
    seven = day.replace(hour=7)
    event = sail(day.replace(hour=5) + timedelta(days=1))
    aboard(event, since=seven - timedelta(days=30))

    assert run(day.replace(hour=6, minute=59)) == 0
    assert run(seven) == 1
