"""The pace: slots, the service's quota, what is kept for sign-in, and one row for all pumps."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise
from math import inf
from time import monotonic

import pytest
from django.db import connections

from scc_site.mail import pace, pump
from scc_site.mail.providers import Answer, Outcome, Quota
from scc_site.models import Alarm, MailPace, OutgoingMail
from tests import factories
from tests.factories import NOW
from tests.mail.letters_for_tests import fresh, post, pump_at

pytestmark = pytest.mark.django_db
Lane = OutgoingMail.Lane
State = OutgoingMail.State


@pytest.fixture(autouse=True)
def one_per_second(settings):
    """Slow enough that a busy machine shows in no slot."""
    settings.MAIL_PER_SECOND = 1


def row():
    return MailPace.objects.get()


def allow(per_second=100.0, per_day=1000, sent=0, sandbox=False):
    """The service's quota, learned just now."""
    pace.reserve(lane=Lane.LOGIN, cost=0)
    pace.learn(quota=Quota(per_second, per_day, sent, sandbox))


def slots(count, lane=Lane.BULK, cost=1):
    """The beginnings of so many slots, in seconds after the first."""
    begins = [pace.reserve(lane=lane, cost=cost).begins for _ in range(count)]
    return [begin - begins[0] for begin in begins]


class TestSlots:
    def test_slots_follow_each_other_at_97_percent_of_the_rate(self):
        assert slots(4) == pytest.approx([0, 1 / 0.97, 2 / 0.97, 3 / 0.97], abs=0.2)

    @pytest.mark.parametrize("rate", [1, 10, 12, 100])
    def test_in_no_second_there_are_more_slots_than_allowed_although_each_may_be_30_ms_late(self, settings, rate):
        settings.MAIL_PER_SECOND = rate

        spacing = pace.spacing(MailPace())

        assert rate * spacing > timedelta(seconds=1.03)
        assert rate * spacing < timedelta(seconds=1 / 0.95)

    def test_a_letter_to_three_mailboxes_takes_three_slots(self):
        assert slots(3, cost=3) == pytest.approx([0, 3 / 0.97, 6 / 0.97], abs=0.2)

    def test_slots_that_nobody_took_are_not_made_up_for(self):
        slots(1)
        MailPace.objects.update(free_at=row().free_at - timedelta(minutes=1))

        assert slots(3) == pytest.approx([0, 1 / 0.97, 2 / 0.97], abs=0.2)

    def test_recipients_beyond_those_a_slot_was_asked_for_put_off_the_next(self):
        first = pace.reserve(lane=Lane.BULK, cost=1)
        pace.charge(cost=2)
        second = pace.reserve(lane=Lane.BULK, cost=1)

        assert second.begins - first.begins == pytest.approx(3 / 0.97, abs=0.2)
        assert row().reserved == 4

    @pytest.mark.parametrize(("per_second", "rate"), [(14.0, 10), (7.0, 6), (1.0, 12 / 14), (0.0, 10)])
    def test_the_rate_is_the_lesser_of_ours_and_twelve_fourteenths_of_theirs(self, settings, per_second, rate):
        settings.MAIL_PER_SECOND = 10
        allow(per_second)

        assert pace.allowed(row()) == pytest.approx(rate)


class TestQuota:
    def test_one_pump_asks_and_nobody_else_for_five_minutes(self):
        asked = [pace.reserve(lane=Lane.BULK, cost=1).ask for _ in range(3)]
        MailPace.objects.update(asked_at=row().asked_at - pace.QUOTA_LIFE)
        asked += [pace.reserve(lane=Lane.BULK, cost=1).ask for _ in range(2)]

        assert asked == [True, False, False, True, False]

    def test_a_service_that_cannot_say_keeps_what_it_said_before(self):
        allow(per_second=7.0)

        pace.learn(quota=None)

        assert row().per_second == 7.0

    def test_another_provider_begins_without_the_last_ones_quota(self, settings):
        allow(per_second=1.0, per_day=200, sent=200)
        settings.EMAIL_PROVIDER = "ses"

        permit = pace.reserve(lane=Lane.BULK, cost=1)

        assert (permit.granted, permit.ask, row().per_second, row().per_day) == (True, True, None, None)

    def test_the_sandbox_is_obeyed(self):
        allow(per_second=1.0, per_day=200, sandbox=True)

        assert slots(2) == pytest.approx([0, 14 / 12 / 0.97], abs=0.2)
        assert row().sandbox is True

    @pytest.mark.parametrize(
        ("sent", "lane", "granted"),
        [(899, Lane.BULK, True), (900, Lane.PROMPT, False), (900, Lane.LOGIN, True), (1000, Lane.LOGIN, False)],
    )
    def test_the_last_tenth_of_the_day_is_kept_for_sign_in(self, sent, lane, granted):
        allow(sent=sent)

        assert pace.reserve(lane=lane, cost=1).granted is granted

    def test_of_a_large_quota_five_hundred_are_kept(self):
        allow(per_day=50_000, sent=49_499)

        assert [pace.reserve(lane=Lane.BULK, cost=1).granted for _ in range(2)] == [True, False]

    def test_our_own_letters_count_until_the_quota_is_asked_anew(self):
        allow(per_day=10, sent=0)

        first = [pace.reserve(lane=Lane.BULK, cost=3).granted for _ in range(4)]
        allow(per_day=10, sent=3)

        assert first == [True, True, True, False]
        assert pace.reserve(lane=Lane.BULK, cost=3).granted is True

    def test_when_the_day_is_nearly_spent_codes_leave_and_the_office_is_told_once(self, office):
        factories.admin()
        allow(sent=950)
        code, nudge = post(lane=Lane.LOGIN), post(lane=Lane.BULK)

        rounds = [pump_at(NOW) for _ in range(3)]

        assert (fresh(code).state, fresh(nudge).state) == (State.SENT, State.QUEUED)
        assert [done.halted for done in rounds] == [pace.NEARLY_SPENT] * 3
        assert [(alarm.kind, alarm.words) for alarm in Alarm.objects.all()] == [("mail_quota", pace.NEARLY_SPENT)]
        assert pace.trouble() == pace.NEARLY_SPENT

    def test_a_slot_asked_for_a_code_that_another_pump_took_is_given_to_no_nudge(self, office):
        allow(sent=950)
        nudge = post(lane=Lane.BULK)

        permit = pace.reserve(lane=Lane.LOGIN, cost=1)
        claimed = pump.claim(at=NOW, login_only=permit.login_only)

        assert (permit.login_only, claimed, fresh(nudge).state) == (True, None, State.QUEUED)


class TestThrottle:
    def test_one_answer_slows_every_pump_and_codes_for_a_second_alone(self):
        pace.slow_down()

        nudge, code = pace.reserve(lane=Lane.BULK, cost=1), pace.reserve(lane=Lane.LOGIN, cost=1)

        assert (nudge.granted, nudge.why, nudge.away) == (False, pace.SLOWED, False)
        assert 1.0 <= nudge.wait <= 1.5
        assert (code.granted, code.login_only) == (True, True)
        assert code.begins - monotonic() <= 1.0

    def test_the_rest_doubles_while_answers_come_within_two_minutes_and_not_for_one_burst(self):
        rests = []
        for _ in range(9):
            pace.slow_down()
            pace.slow_down()
            rests.append((row().rest_until - row().throttled_at).total_seconds())
            MailPace.objects.update(rest_until=row().throttled_at)

        least = [1, 2, 4, 8, 16, 32, 60, 60, 60]
        assert [low <= rest <= 1.5 * low for low, rest in zip(least, rests, strict=True)] == [True] * 9

    def test_after_two_calm_minutes_it_is_short_again(self):
        for _ in range(5):
            pace.slow_down()
            MailPace.objects.update(rest_until=row().throttled_at)
        MailPace.objects.update(throttled_at=row().throttled_at - pace.CALM)

        pace.slow_down()

        assert row().throttles == 1

    def test_the_quota_is_asked_anew(self):
        allow()

        pace.slow_down()

        assert pace.reserve(lane=Lane.LOGIN, cost=1).ask is True

    def test_a_letter_thrown_back_for_the_pace_is_not_counted_and_leaves_after_the_rest(self, monkeypatch, settings):
        settings.MAIL_BACKOFF_SECONDS = 0
        monkeypatch.setattr(pace, "FIRST_REST_SECONDS", 0.2)
        mail, answers = post(), [Answer(Outcome.THROTTLED, "too fast", slows=True), Answer(Outcome.ACCEPTED)]
        monkeypatch.setattr(pump.providers, "chosen", lambda: Scripted(answers))

        done = pump_at(NOW)

        assert (done.counts, done.halted) == ({"throttled": 1, "accepted": 1}, "")
        assert (fresh(mail).state, fresh(mail).attempts, row().throttles) == (State.SENT, 1, 1)

    def test_a_round_whose_time_ends_before_the_rest_leaves_the_letter(self):
        mail = post()
        pace.slow_down()

        done = pump_at(NOW, budget=0.5)

        assert (done.halted, done.more, fresh(mail).state) == (pace.SLOWED, False, State.QUEUED)


class Scripted:
    """A way out that gives answers in their order."""

    def __init__(self, answers):
        self.answers = answers

    def send(self, letter):
        return self.answers.pop(0)

    def quota(self):
        return None

    def close(self):
        pass


@pytest.mark.django_db(transaction=True)
class TestManyPumps:
    def at_once(self, act):
        def one(_):
            try:
                return act()
            finally:
                connections.close_all()

        with ThreadPoolExecutor(8) as pool:
            return sorted(begin for begins in pool.map(one, range(8)) for begin in begins)

    def nearest(self, begins):
        return min((later - sooner for sooner, later in pairwise(begins)), default=inf)

    def test_no_two_pumps_get_the_same_slot(self):
        begins = self.at_once(lambda: [pace.reserve(lane=Lane.BULK, cost=1).begins for _ in range(5)])

        assert begins[-1] - begins[0] >= 39 / 0.97 - 0.5
        assert self.nearest(begins) > 0.5

    def test_control_without_the_lock_they_do(self, monkeypatch):
        pace.reserve(lane=Lane.BULK, cost=1)
        monkeypatch.setattr(type(MailPace.objects.all()), "select_for_update", lambda rows: rows)

        begins = self.at_once(lambda: [pace.reserve(lane=Lane.BULK, cost=1).begins for _ in range(5)])

        assert self.nearest(begins) < 0.5
