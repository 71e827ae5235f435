"""Schedules at the office's desk: seen, previewed, changed, switched, run and brought back."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from scc_site import clock, tick
from scc_site.models import Heartbeat, Occurrence, Schedule
from scc_site.occurrences import changing, planning, rules
from scc_site.refusals import Refusal
from tests import factories
from tests.occurrences.jobs import AT, ran, shipped, the_house_does
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
DESK = "/admin/scc_site/schedule/"
PAST = "/admin/scc_site/occurrence/"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def office():
    """A browser of the office, in admin scope."""
    return signed_in(factories.admin("Olga"), "admin")


@pytest.fixture(autouse=True)
def house(monkeypatch):
    """Two jobs are shipped: one with a clock time, one that may run at any time."""
    entries = shipped("good"), shipped("told_slot", rules.every(5), repeatable=True)
    with the_house_does(monkeypatch, *entries):
        planning.keep(at=clock.now())
        yield


def one(name="good"):
    return Schedule.objects.get(name=name)


def page_of(schedule):
    return f"{DESK}{schedule.pk}/change/"


def typed(**fields):
    """A schedule as the office types it: weekly, Mondays 07:00."""
    return {
        "enabled": "on",
        "kind": "weekly",
        "zone": "America/Los_Angeles",
        "clock": "07:00",
        "weekdays": ["0"],
        "day": "",
        "nth": "",
        "weekday": "",
        "minutes": "",
        "catch_up": "latest",
        "catch_up_minutes": "",
    } | fields


def text(answer):
    return answer.content.decode()


def test_the_list_says_each_rule_its_next_run_and_its_last(office):
    tick.tick(at=clock.now() + DAY, wait=True)
    Occurrence.objects.filter(schedule__name="told_slot", state="done").update(state="failed")

    said = text(office.get(DESK))

    assert "Daily 07:00, Los Angeles" in said
    assert "Every 5 minutes" in said
    assert '<span class="status bad">does not run</span>' in said  # its watermark is a day ahead
    assert '<span class="status bad">failed</span>' in said


def test_the_list_costs_the_same_however_many_occurrences_there_are(office, django_assert_num_queries):
    tick.tick(at=clock.now() + DAY, wait=True)

    with django_assert_num_queries(3):
        office.get(DESK)


def test_a_rule_is_changed_from_now_on_and_who_changed_it_is_kept(office):
    schedule = one()

    answer = office.post(page_of(schedule), typed(weekdays=["0", "4"], clock="08:30"))

    schedule.refresh_from_db()
    assert answer.status_code == 302
    assert schedule.words == "Mondays and Fridays 08:30, Los Angeles"
    assert "Olga" in text(office.get(page_of(schedule)))
    assert "Daily 07:00, Los Angeles → Mondays and Fridays 08:30, Los Angeles" in text(office.get(page_of(schedule)))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "daily", "minutes": "7", "weekdays": ["1"]}, "Daily 07:00, Los Angeles"),
        (
            {"kind": "month_day", "day": "31"},
            "The 31st of the month, or the last day of a shorter month, 07:00, Los Angeles",
        ),
        ({"kind": "month_end", "zone": "Asia/Kathmandu"}, "The last day of the month 07:00, Kathmandu"),
        ({"kind": "month_weekday", "nth": "-1", "weekday": "4"}, "The last Friday of the month 07:00, Los Angeles"),
        ({"kind": "interval", "minutes": "15", "clock": "soon", "day": "9" * 5000}, "Every 15 minutes"),
    ],
)
def test_only_what_the_kind_uses_counts(office, fields, words):
    answer = office.post(page_of(one()), typed(**fields))

    assert (answer.status_code, one().words) == (302, words)


@pytest.mark.parametrize(
    ("fields", "faults"),
    [
        ({"weekdays": [], "clock": "", "zone": "Moon/Base"}, {"weekdays", "clock", "zone"}),
        ({"kind": "month_weekday", "clock": "07:00:30"}, {"clock", "nth", "weekday"}),
        ({"kind": "month_day", "day": "32"}, {"day"}),
        ({"kind": "month_day", "day": "9" * 5000}, {"day"}),
        ({"kind": "interval", "minutes": "0", "catch_up": "recent"}, {"minutes", "catch_up_minutes"}),
        ({"kind": "interval", "minutes": "99999"}, {"minutes"}),
        ({"catch_up": "recent", "catch_up_minutes": "9" * 30}, {"catch_up_minutes"}),
        ({"kind": "hourly"}, {"kind"}),
        ({"clock": "\x00", "weekdays": ["9"]}, {"clock", "weekdays"}),
    ],
)
def test_all_faults_are_told_at_once_and_what_was_typed_is_kept(office, fields, faults):
    answer = office.post(page_of(one()), typed(**fields))

    assert answer.status_code == 422
    assert set(answer.context["adminform"].form.errors) == faults
    assert "The runs cannot be shown until the faults above are mended." in text(answer)
    assert one().words == "Daily 07:00, Los Angeles"


def test_a_preview_shows_the_next_ten_runs_and_what_the_clocks_do_and_saves_nothing(office):
    answer = office.post(
        page_of(one()),
        typed(kind="month_day", day="14", clock="02:30", catch_up="recent", catch_up_minutes="90") | {"_preview": "1"},
    )

    runs = answer.context["preview"]["runs"]
    assert (answer.status_code, len(runs)) == (200, 10)
    assert all("02:30" in run.local or run.remark for run in runs)
    assert "As typed; nothing is saved yet." in text(answer)
    assert (one().words, one().catch_up) == ("Daily 07:00, Los Angeles", "latest")


def test_a_new_schedule_runs_a_shipped_job_at_other_times_and_begins_now(office):
    empty = text(office.get(f"{DESK}add/"))
    looked = office.post(f"{DESK}add/", typed(name="friday", job="good", weekdays=["4"]) | {"_preview": "1"})
    answer = office.post(f"{DESK}add/", typed(name="friday", job="good", weekdays=["4"]))

    made = one("friday")
    assert "then look at its runs here before you save" in empty
    assert len(looked.context["preview"]["runs"]) == 10
    assert (answer.status_code, made.job, made.words) == (302, "good", "Fridays 07:00, Los Angeles")
    assert made.planned_until == made.created_at


@pytest.mark.parametrize("fields", [{"name": "good"}, {"name": "Good!"}, {"job": "os.system"}, {"job": ""}])
def test_a_new_schedule_has_a_name_of_its_own_and_runs_nothing_but_shipped_jobs(office, fields):
    answer = office.post(f"{DESK}add/", typed(name="friday", job="good") | fields)

    assert answer.status_code == 422
    assert set(answer.context["adminform"].form.errors) == set(fields)


def test_what_a_schedule_runs_cannot_be_changed_afterwards(office):
    office.post(page_of(one()), typed(name="other", job="told_slot"))

    assert (one().name, one().job) == ("good", "good")


def test_what_is_shipped_or_has_run_is_not_deleted(office):
    office.post(f"{DESK}add/", typed(name="friday", job="good"))
    office.post(f"{DESK}add/", typed(name="ran", job="good", kind="interval", minutes="1"))
    tick.tick(at=clock.now() + 2 * MINUTE, wait=True)

    answers = [office.post(f"{DESK}{one(name).pk}/delete/", {"post": "yes"}) for name in ("good", "ran", "friday")]

    assert [answer.status_code for answer in answers] == [403, 403, 302]
    assert sorted(Schedule.objects.values_list("name", flat=True)) == ["good", "ran", "told_slot"]


def pressed(office, schedule, button):
    """What the page says after one of its buttons."""
    answer = office.post(page_of(schedule), {button: "1"})
    assert (answer.status_code, answer["Location"]) == (303, page_of(schedule))
    return office.get(answer["Location"])


def chosen(office, action, *schedules, desk=DESK):
    return office.post(
        desk, {"action": action, "_selected_action": [row.pk for row in schedules], "index": "0"}, follow=True
    )


def test_switched_off_it_has_no_slots_and_switched_on_it_begins_now(office):
    schedule = one("told_slot")
    tick.tick(at=clock.now(), wait=True)
    planning.plan(at=clock.now() + 10 * MINUTE)
    Schedule.objects.update(planned_until=clock.now())

    off = chosen(office, "switch_off", *Schedule.objects.all())
    states = set(schedule.occurrences.values_list("state", flat=True))
    tick.tick(at=clock.now() + HOUR, wait=True)
    many = schedule.occurrences.count()
    on = chosen(office, "switch_on", schedule)

    schedule.refresh_from_db()
    assert "2 schedules switched off." in text(off)
    assert "1 schedule switched on." in text(on)
    assert states <= {"done", "skipped"}
    assert (many, schedule.enabled) == (schedule.occurrences.count(), True)
    assert clock.now() - schedule.planned_until < MINUTE


def test_a_repeatable_job_is_run_by_hand_and_who_did_it_is_kept(office):
    schedule = one("told_slot")

    answer = pressed(office, schedule, "_run_now")

    schedule.refresh_from_db()
    assert [name for name, _ in ran] == ["slot"]
    assert "The schedule told_slot ran." in text(answer)
    assert f"{schedule.asked_by}" == "Olga"
    assert "Last run by hand:" in text(answer)
    assert schedule.occurrences.count() == 0


def test_what_runs_once_for_each_of_its_times_is_not_run_by_hand(office):
    answer = pressed(office, one(), "_run_now")
    listed = chosen(office, "run_chosen", *Schedule.objects.all())

    assert "The schedule good does its work once for each of its times" in text(answer)
    assert "The schedule told_slot ran." in text(listed)
    assert [name for name, _ in ran] == ["slot"]


def test_a_job_that_fails_by_hand_leaves_nothing_and_says_so(office, monkeypatch):
    with the_house_does(monkeypatch, shipped("told_slot", path="writes_then_fails", repeatable=True)):
        answer = pressed(office, one("told_slot"), "_run_now")

    assert "The schedule told_slot failed (RuntimeError). The log says more; nothing changed." in text(answer)
    assert Heartbeat.objects.filter(name="half").count() == 0
    assert one("told_slot").asked_at is None


def test_a_watermark_ahead_of_the_clock_is_said_and_brought_back(office):
    schedule = one("told_slot")
    tick.tick(at=clock.now() + HOUR, wait=True)
    before = schedule.occurrences.count()
    said = text(office.get(page_of(schedule)))

    answer = pressed(office, schedule, "_bring_back")
    again = pressed(office, schedule, "_bring_back")

    schedule.refresh_from_db()
    assert "ahead of the clock: it does not run before." in said
    assert f"{before - schedule.occurrences.count()} of its times come again." in text(answer)
    assert before - schedule.occurrences.count() in {11, 12}
    assert "is not planned beyond now" in text(again)
    assert clock.now() - schedule.planned_until < MINUTE


def test_occurrences_are_read_filtered_and_tried_again(office):
    tick.tick(at=clock.now() + 10 * MINUTE, wait=True)
    failed, done = Occurrence.objects.order_by("due_at")[:2]
    Occurrence.objects.filter(pk=failed.pk).update(state="failed", attempts=5, why="RuntimeError: rough")
    Occurrence.objects.filter(pk=done.pk).update(state="done")

    listed = text(office.get(f"{PAST}?state__exact=failed"))
    shown = text(office.get(f"{PAST}{failed.pk}/change/"))
    answer = text(chosen(office, "try_again", failed, done, desk=PAST))

    failed.refresh_from_db()
    assert (failed.slot in listed, done.slot in listed) == (True, False)
    assert "RuntimeError: rough" in shown
    assert "1 will be tried again with the next tick." in answer
    assert f"{done.slot} has not failed for good" in answer
    assert (failed.state, failed.attempts, f"{failed.asked_by}") == ("planned", 0, "Olga")


def test_nobody_adds_changes_or_deletes_an_occurrence(office):
    tick.tick(at=clock.now() + 10 * MINUTE, wait=True)
    number = Occurrence.objects.first().pk

    answers = [office.post(f"{PAST}{path}", {"post": "yes"}) for path in ("add/", f"{number}/delete/")]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert office.post(f"{PAST}{number}/change/", {"state": "done"}).status_code == 403


def test_a_change_settles_what_came_by_the_old_rule_and_doubles_no_slot():
    schedule = kept_at_seven()
    seven = datetime(2027, 3, 10, 15, tzinfo=UTC)

    schedule.clock = time(9)
    changing.change(schedule=schedule, at=seven + HOUR)
    schedule.clock, schedule.zone = time(7), "Pacific/Honolulu"
    changing.change(schedule=schedule, at=seven + 2 * HOUR - MINUTE)
    tick.tick(at=seven + 3 * HOUR, wait=True)
    tick.tick(at=seven + DAY + 3 * HOUR, wait=True)

    slots = schedule.occurrences.order_by("due_at").values_list("slot", "zone", "state")
    assert list(slots) == [
        ("2027-03-10T07:00", "America/Los_Angeles", "done"),
        ("2027-03-11T07:00", "Pacific/Honolulu", "done"),
    ]


def kept_at_seven():
    """The daily schedule as if it had been made on the day before."""
    Schedule.objects.filter(name="good").update(planned_until=AT - DAY)
    Schedule.objects.exclude(name="good").update(enabled=False)
    return one()


def test_a_change_to_a_schedule_that_ran_ahead_does_not_bring_it_back():
    schedule = one()
    Schedule.objects.update(planned_until=AT + DAY)

    changing.change(schedule=schedule, at=AT)

    assert one().planned_until == AT + DAY


def test_a_change_to_a_schedule_whose_job_is_gone_plans_nothing(monkeypatch):
    schedule = kept_at_seven()

    with the_house_does(monkeypatch):
        changing.change(schedule=schedule, at=AT)

    assert Occurrence.objects.count() == 0


def test_what_waits_to_be_tried_again_by_itself_is_not_tried_by_hand():
    olga = factories.admin("Olga")
    schedule = kept_at_seven()
    planning.plan(at=AT)
    schedule.occurrences.update(state="failed", retry_at=AT)

    with pytest.raises(Refusal, match="has not failed for good"):
        changing.try_again(occurrence_id=schedule.occurrences.get().pk, by=olga, at=AT)


def test_what_a_person_asked_for_is_run_though_a_later_one_has_come():
    olga = factories.admin("Olga")
    schedule = kept_at_seven()
    tick.tick(at=AT, wait=True)
    tick.tick(at=AT + DAY, wait=True)
    first = schedule.occurrences.order_by("due_at").first()
    schedule.occurrences.filter(pk=first.pk).update(state="failed", attempts=5)
    ran.clear()

    changing.try_again(occurrence_id=first.pk, by=olga, at=AT + DAY)
    tick.tick(at=AT + DAY + MINUTE, wait=True)
    tick.tick(at=AT + DAY + 2 * MINUTE, wait=True)

    assert len(ran) == 1
    assert set(schedule.occurrences.values_list("state", flat=True)) == {"done"}
